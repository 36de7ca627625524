//! The style sheet, the script and the icon. Their names change with what is in them, so that a browser may keep them.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::Rest;
use crate::problem::Problem;

const KEPT: &str = "public, max-age=31536000, immutable";

/// `GET /assets/{name}`.
pub async fn asset(Rest(name): Rest<String>) -> Result<Response, Problem> {
    let (kind, content) = if name == rawi_page::style_name() {
        ("text/css; charset=utf-8", rawi_page::STYLE)
    } else if name == rawi_page::script_name() {
        ("text/javascript; charset=utf-8", rawi_page::SCRIPT)
    } else if name == rawi_page::icon_name() {
        ("image/svg+xml", rawi_page::ICON)
    } else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing under this address"));
    };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEPT)], content).into_response())
}
