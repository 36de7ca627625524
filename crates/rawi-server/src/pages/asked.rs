//! For whom a page is made: its language, where it stands, and what whoever looks may do.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use rawi_page::{Lang, Site};

use crate::guard::Trusted;
use crate::problem::Problem;
use crate::state::App;

/// The cookie that keeps the language which was chosen.
const COOKIE: &str = "rawi-lang";
/// A year, in seconds.
const YEAR: u32 = 365 * 24 * 60 * 60;

/// Where a page stands and for whom it is made.
pub struct At {
    /// See [`Site`].
    pub site: Site,
    /// Whether the language was chosen just now.
    chosen: bool,
}

impl FromRequestParts<App> for At {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let uri = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let trusted = parts.extensions.get::<Trusted>().is_some_and(|trusted| trusted.0);
        Ok(Self::new(app, &uri, &parts.headers, trusted))
    }
}

impl At {
    /// A page at this address for whoever sends these headers.
    pub fn new(app: &App, uri: &axum::http::Uri, headers: &HeaderMap, trusted: bool) -> Self {
        let query = uri.query().unwrap_or_default();
        let asked = query.split('&').rev().find_map(|pair| pair.strip_prefix("lang=")).and_then(lang);
        let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        let mark = if rest.is_empty() { "" } else { "?" };
        let site = Site {
            lang: asked.or_else(|| kept(headers)).or_else(|| preferred(headers)).unwrap_or_default(),
            base: app.base.clone(),
            here: format!("{}{mark}{}", uri.path(), rest.join("&")),
            archive: app.shelf.is_some(),
            writable: trusted && !app.read_only && app.token.is_some(),
        };
        Self { site, chosen: asked.is_some() }
    }

    /// A page as an answer; a language that was chosen is kept.
    pub fn page(&self, page: String) -> Response {
        let mut response = Html(page).into_response();
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.site.lang.code()));
        if self.chosen {
            let path = if self.site.base.is_empty() { "/" } else { &self.site.base };
            let cookie = format!("{COOKIE}={}; Path={path}; Max-Age={YEAR}; SameSite=Lax", self.site.lang.code());
            headers.append(header::SET_COOKIE, HeaderValue::from_str(&cookie).expect("a path of ASCII"));
        }
        response
    }
}

fn lang(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code)
}

fn kept(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    cookies.filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('=')).find_map(lang)
}

/// The one that a browser prefers of those that there are (RFC 9110, 12.5.4).
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for range in asked.split(',') {
        let (range, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=").and_then(|w| w.trim().parse().ok()).unwrap_or(0.0);
        let code = range.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(lang) = lang(&code)
            && weight > best.map_or(0.0, |best| best.0)
        {
            best = Some((weight, lang));
        }
    }
    best.map(|best| best.1)
}

/// A problem that is told on a page; the layer around all pages writes it (`told`).
pub type Shown = Result<Response, Problem>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_a_browser_prefers() {
        for (asked, expected) in [
            ("ar", Some(Lang::Ar)),
            ("en-GB,en;q=0.9", Some(Lang::En)),
            ("fr-FR,fr;q=0.9,en;q=0.5", Some(Lang::En)),
            ("en;q=0.5, ar-SA;q=0.8", Some(Lang::Ar)),
            ("fr", None),
            ("en;q=0", None),
            ("*", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(asked))]);
            assert_eq!(preferred(&headers), expected, "{asked}");
        }
    }
}
