//! What goes wrong, as an answer: RFC 9457 (Problem Details for HTTP APIs). Every error of the server becomes one here.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rawi_archive::{ArchiveError, ErrorKind, FilterError, QueryError};
use rawi_export::ExportError;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request is not answered as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    pub r#type: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// The status.
    pub status: u16,
    /// What was found, and what was expected.
    pub detail: String,
    /// Which parameter it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
    /// The character of the query where it cannot be read, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<usize>,
}

impl Problem {
    /// A problem of this status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            character: None,
        }
    }

    /// A parameter that cannot be understood.
    pub fn parameter(name: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// A parameter that does not fit what else was asked, or what the archive holds.
    pub fn conflict(name: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name), ..Self::new(StatusCode::CONFLICT, detail) }
    }

    /// The status.
    pub fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code();
        let mut response = (status, Json(&self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"rawi\""));
        }
        // For layers that write the same problem as a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        let status = match error.kind() {
            ErrorKind::Unknown(_) => StatusCode::NOT_FOUND,
            ErrorKind::Ambiguous(_) | ErrorKind::Decision(_) => StatusCode::CONFLICT,
            ErrorKind::Query(_) => StatusCode::BAD_REQUEST,
            ErrorKind::Missing | ErrorKind::Busy { .. } | ErrorKind::Unindexed => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self { character: Some(error.character()), ..Self::parameter("q", error.to_string()) }
    }
}

impl From<FilterError> for Problem {
    fn from(error: FilterError) -> Self {
        Self::parameter(error.name, error.to_string())
    }
}
