//! Every answer that is no success, for the OpenAPI document.

use utoipa::IntoResponses;

use crate::problem::Problem;

/// What any request may be answered with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers that `Problem` makes")]
pub enum Refused {
    /// A parameter or the query cannot be understood.
    #[response(status = 400, content_type = "application/problem+json")]
    Bad(#[to_schema] Problem),
    /// The token is wanted.
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(#[to_schema] Problem),
    /// The server may not be changed, or a page of another site asked.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// There is no such article, statement or speaker, or no archive.
    #[response(status = 404, content_type = "application/problem+json")]
    Missing(#[to_schema] Problem),
    /// The body came too slowly.
    #[response(status = 408, content_type = "application/problem+json")]
    Slow(#[to_schema] Problem),
    /// The identifier means several articles, or a number, name or cursor does not fit what the archive holds.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] Problem),
    /// The body is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    Long(#[to_schema] Problem),
    /// The body is of another kind.
    #[response(status = 415, content_type = "application/problem+json")]
    Kind(#[to_schema] Problem),
    /// The server is not known under the name that it was called by.
    #[response(status = 421, content_type = "application/problem+json")]
    Misdirected(#[to_schema] Problem),
    /// The body, or a document in it, cannot be read.
    #[response(status = 422, content_type = "application/problem+json")]
    Unreadable(#[to_schema] Problem),
    /// One address asks too much at a time.
    #[response(status = 429, content_type = "application/problem+json")]
    Many(#[to_schema] Problem),
    /// The server failed; its log tells.
    #[response(status = 500, content_type = "application/problem+json")]
    Failed(#[to_schema] Problem),
    /// Too much is being asked, or the archive is not there or busy.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(#[to_schema] Problem),
}
