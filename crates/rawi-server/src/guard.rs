//! Who may ask what: names that the server is called by, tokens, and writing from other sites.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::problem::Problem;
use crate::state::App;
use crate::token::is_token;

/// The cookie of a person who gave the token.
pub const COOKIE: &str = "rawi";

/// Whether a request came with the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trusted(pub bool);

/// The layer around all routes.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match admit(&app, &request) {
        Err(problem) => problem.into_response(),
        Ok(trusted) => {
            request.extensions_mut().insert(trusted);
            next.run(request).await
        }
    }
}

fn admit(app: &App, request: &Request) -> Result<Trusted, Problem> {
    let headers = request.headers();
    let host = host(request);
    if !app.hosts.is_empty() && !host.is_some_and(|host| app.hosts.iter().any(|known| known.eq_ignore_ascii_case(name(host)))) {
        let detail = "the server is not known under this name; --host NAME lets one";
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    let trusted = Trusted(knows_token(app, headers));
    let path = request.uri().path();
    let open = [("/enter"), ("/health"), ("/ready")].iter().any(|end| path.strip_prefix(app.base.as_str()) == Some(end))
        || path.strip_prefix(app.base.as_str()).is_some_and(|path| path.starts_with("/assets/"));
    if app.private && !trusted.0 && !open {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "expected the token of this server, as `Authorization: Bearer …`"));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && from_elsewhere(headers, host) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "asked for by a page of another site"));
    }
    Ok(trusted)
}

/// The authority that the client thinks it talks to.
fn host(request: &Request) -> Option<&str> {
    request.uri().authority().map(|a| a.as_str()).or_else(|| request.headers().get(header::HOST)?.to_str().ok())
}

/// An authority without its port.
fn name(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

/// Whether a browser says that another site makes it ask. Programs say neither.
fn from_elsewhere(headers: &HeaderMap, host: Option<&str>) -> bool {
    let value = |name| headers.get(name).and_then(|v: &header::HeaderValue| v.to_str().ok());
    if let Some(site) = value("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match value("origin") {
        Some(origin) => origin.split_once("://").map(|(_, authority)| authority) != host,
        None => false,
    }
}

fn knows_token(app: &App, headers: &HeaderMap) -> bool {
    let Some(token) = &app.token else { return false };
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.split_once(' '));
    if bearer.is_some_and(|(scheme, given)| scheme.eq_ignore_ascii_case("bearer") && is_token(token, given.trim())) {
        return true;
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut given = cookies.filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    given.any(|given| given.as_bytes().ct_eq(app.session.as_bytes()).into())
}

/// Whether whoever asks may change the archive.
pub fn may_write(app: &App, trusted: Trusted) -> Result<(), Problem> {
    if app.read_only {
        return Err(Problem::new(StatusCode::FORBIDDEN, "the server was started with --read-only"));
    }
    match (&app.token, trusted.0) {
        (Some(_), true) => Ok(()),
        (Some(_), false) => Err(Problem::new(StatusCode::UNAUTHORIZED, "expected the token of this server, as `Authorization: Bearer …`")),
        (None, _) => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "the server has no token, so nobody may change the archive; start it with --token-file",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_hosts() {
        for (host, expected) in
            [("localhost:7471", "localhost"), ("localhost", "localhost"), ("[::1]:7471", "::1"), ("127.0.0.1:1", "127.0.0.1")]
        {
            assert_eq!(name(host), expected);
        }
    }

    #[test]
    fn who_writes_from_where() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(k, v)| (header::HeaderName::from_static(k), header::HeaderValue::from_static(v))).collect()
        };
        for (pairs, elsewhere) in [
            (&[][..], false),
            (&[("origin", "http://localhost:7471")][..], false),
            (&[("origin", "http://localhost:80")][..], true),
            (&[("origin", "null")][..], true),
            (&[("origin", "https://evil.example")][..], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:7471")][..], false),
            (&[("sec-fetch-site", "none")][..], false),
            (&[("sec-fetch-site", "cross-site")][..], true),
            (&[("sec-fetch-site", "same-site")][..], true),
        ] {
            assert_eq!(from_elsewhere(&headers(pairs), Some("localhost:7471")), elsewhere, "{pairs:?}");
        }
    }
}
