//! Parameters that an operation does not have: a slip of the pen is told, and not answered with everything.

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::problem::Problem;
use crate::state::App;

/// The layer around the routes of the API; the OpenAPI document says which parameters there are.
pub async fn known(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().and_then(|path| path.as_str().split_once("/api/v1")).map(|(_, path)| path);
    let operation = path.map(|path| &app.description["paths"][path][request.method().as_str().to_ascii_lowercase()]);
    let query = request.uri().query().unwrap_or_default();
    match operation.filter(|operation| operation.is_object()).and_then(|operation| unknown(operation, query)) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

fn unknown(operation: &Value, query: &str) -> Option<Problem> {
    let parameters = operation["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "query");
    let known: Vec<&str> = parameters.filter_map(|parameter| parameter["name"].as_str()).collect();
    let given = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    let name = given.map(|name| percent_decode_str(name).decode_utf8_lossy()).find(|name| !known.contains(&name.as_ref()))?;
    let expected = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Some(Problem::new(StatusCode::BAD_REQUEST, format!("found the parameter {name:?}, expected some of: {expected}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_operation_does_not_have() {
        let operation = serde_json::json!({"parameters": [{"name": "q", "in": "query"}, {"name": "min-confidence", "in": "query"}, {"name": "id", "in": "path"}]});
        for (query, found) in [
            ("", None),
            ("q=a&q=b&min-confidence=0.5", None),
            ("&q", None),
            ("min%2Dconfidence=1", None),
            ("q=a&min_confidence=0.5", Some("min_confidence")),
            ("id=7", Some("id")),
        ] {
            let problem = unknown(&operation, query).map(|problem| problem.detail);
            assert_eq!(problem.is_some(), found.is_some(), "{query}");
            assert!(problem.zip(found).is_none_or(|(detail, name)| detail.contains(&format!("{name:?}"))), "{query}");
        }
    }
}
