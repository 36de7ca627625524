//! Addresses of pages: what stands in one, and answers that lead to one.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

/// How the browser reached the server: a proxy before it that speaks TLS says so.
pub fn scheme(headers: &HeaderMap) -> &'static str {
    if headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https") { "https" } else { "http" }
}

/// An answer that sends a browser elsewhere: after it changed something, or to where what it asked for stands.
pub fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// What stands in an address as one part of a path or the value of a parameter.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
