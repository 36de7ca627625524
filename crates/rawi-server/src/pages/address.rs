//! Addresses of pages: what stands in one, and answers that lead to one.

use axum::response::{IntoResponse, Redirect, Response};

/// An answer that sends a browser elsewhere after it changed something.
pub fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// What stands in an address as one part of a path or the value of a parameter.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
