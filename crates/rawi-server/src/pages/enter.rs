//! Where a person gives the token, for a cookie that says so from then on.

use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;

use super::address::{scheme, see};
use super::asked::{At, Shown};
use crate::api::Input;
use crate::guard::COOKIE;
use crate::problem::Problem;
use crate::state::App;
use crate::token::is_token;

/// Where one wanted to go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    to: String,
}

/// `GET /enter`.
pub async fn door(State(app): State<App>, at: At, Input(wanted): Input<Wanted>) -> Shown {
    if app.token.is_none() {
        return Err(Problem::new(StatusCode::NOT_FOUND, "the server has no token"));
    }
    Ok(at.page(rawi_page::enter(&at.site, &within(&app, &wanted.to), false)))
}

/// The token, and where one wanted to go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    token: String,
    to: String,
}

/// `POST /enter`.
pub async fn enter(State(app): State<App>, at: At, headers: HeaderMap, Form(given): Form<Given>) -> Shown {
    let to = within(&app, &given.to);
    match &app.token {
        Some(token) if is_token(token, given.token.trim()) => {
            let path = if app.base.is_empty() { "/" } else { &app.base };
            // Where there is TLS, the cookie never travels without it.
            let secure = if scheme(&headers) == "https" { "; Secure" } else { "" };
            let cookie = format!("{COOKIE}={}; Path={path}; HttpOnly; SameSite=Strict{secure}", app.session);
            let mut response = see(&to);
            response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).expect("hexadecimal digits and a path"));
            Ok(response)
        }
        Some(_) => Ok((StatusCode::UNAUTHORIZED, at.page(rawi_page::enter(&at.site, &to, true))).into_response()),
        None => Err(Problem::new(StatusCode::NOT_FOUND, "the server has no token")),
    }
}

/// An address of this server, whatever was asked for.
fn within(app: &App, to: &str) -> String {
    let ours = to.strip_prefix(app.base.as_str()).is_some_and(|path| path.starts_with('/') && !path.starts_with("//"));
    let plain = to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours && plain && !to.starts_with("//") { to.to_owned() } else { format!("{}/", app.base) }
}
