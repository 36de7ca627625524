//! `POST /read`: articles in, records out. Nothing is kept.

use std::collections::BTreeMap;

use axum::body::Body as Content;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use rawi::Explained;
use rawi_document::InputKind;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::IntoParams;

use super::asked::{Body, Input};
use super::refused::Refused;
use crate::openapi::{Articles, Records};
use crate::problem::Problem;
use crate::readers::{Read, Readers};
use crate::state::App;

/// How to read.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// Say for each statement which evidence decided it.
    explain: bool,
}

/// A record, with what decided its statements where that was asked for, or why there is none.
enum Outcome {
    Read(Read),
    Failed(Problem),
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(Read { record, explanations }) => Explained::of(record, explanations.as_deref()).serialize(serializer),
            Self::Failed(error) => BTreeMap::from([("error", error)]).serialize(serializer),
        }
    }
}

/// Finds the statements in articles.
///
/// A text or a page is answered with one record. JSON is answered as it came: an object with a record, a list with a list, JSON lines
/// with JSON lines; in lists and lines an article that cannot be read is `{"error": …}` in its place.
#[utoipa::path(
    post, path = "/read", tag = "read", params(How),
    request_body(content(
        (serde_json::Value = "text/plain"), (serde_json::Value = "text/html"), (inline(Articles) = "application/json"), (serde_json::Value = "application/jsonl")
    )),
    responses(
        (status = 200, content((inline(Records) = "application/json"), (String = "application/jsonl"))),
        Refused
    )
)]
pub async fn read(State(app): State<App>, Input(how): Input<How>, headers: HeaderMap, Body(body): Body) -> Result<Response, Problem> {
    let kind = kind(&headers)?;
    let lines = is_lines(&headers);
    let readers = app.readers.clone();
    let work = move || {
        let list = body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[');
        let read = |document| match document {
            Ok(document) => Outcome::Read(readers.read(document, how.explain)),
            Err(error) => Outcome::Failed(error),
        };
        let mut outcomes: Vec<Outcome> = Readers::documents(body.into(), kind).into_iter().map(read).collect();
        if lines {
            return Ok(("application/jsonl", outcomes.iter().map(|outcome| written(outcome) + "\n").collect()));
        }
        if kind == InputKind::Jsonl && list {
            return Ok(("application/json", written(&outcomes)));
        }
        match (outcomes.pop(), outcomes.is_empty()) {
            (Some(Outcome::Failed(error)), true) => Err(error),
            (Some(one), true) => Ok(("application/json", written(&one))),
            (Some(last), false) => {
                outcomes.push(last);
                Ok(("application/json", written(&outcomes)))
            }
            (None, _) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "found no document; expected one at least")),
        }
    };
    let (kind, answer): (&'static str, String) = app.turns.take(work).await??;
    let mut response = Response::new(Content::from(answer));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("keys are strings, and nothing refuses")
}

/// What a body is, as its content type says.
pub fn kind(headers: &HeaderMap) -> Result<InputKind, Problem> {
    match media_type(headers) {
        Some("text/plain") => Ok(InputKind::Text),
        Some("text/html" | "application/xhtml+xml") => Ok(InputKind::Html),
        Some("application/json" | "application/jsonl" | "application/x-ndjson" | "application/ndjson") => Ok(InputKind::Jsonl),
        found => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("Content-Type: found {found:?}, expected text/plain, text/html, application/json or application/jsonl"),
        )),
    }
}

fn is_lines(headers: &HeaderMap) -> bool {
    matches!(media_type(headers), Some("application/jsonl" | "application/x-ndjson" | "application/ndjson"))
}

/// The content type without its parameters.
fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}
