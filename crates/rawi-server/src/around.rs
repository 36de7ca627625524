//! What stands around all routes: lines about requests, headers of safety, tags by which a client knows that nothing has changed.

use std::net::SocketAddr;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::settings::Line;
use crate::state::App;

/// Headers of every answer. Nothing that stands in an article runs or is fetched, whatever it looks like.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Counts and logs a request.
pub async fn note(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().to_string();
    let target = request.uri().path_and_query().map_or_else(String::new, |target| target.as_str().to_owned());
    let route = request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let mut response = match app.crowd.enter(peer) {
        Some(_under_way) => next.run(request).await,
        None => Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests from one address at a time").into_response(),
    };
    let seconds = begun.elapsed().as_secs_f64();
    let status = response.status();
    app.metrics.answered(&route, status.as_u16(), seconds);
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    let problem = response.extensions().get::<Problem>().filter(|_| status.is_server_error()).map(|problem| problem.detail.clone());
    (app.log)(&Line {
        time: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        method,
        target,
        status: status.as_u16(),
        milliseconds: (seconds * 10_000.0).round() / 10.0,
        peer: peer.map_or_else(String::new, |peer| peer.to_string()),
        problem,
    });
    response
}

/// Gives answers of known length a tag, and those that a client has nothing but the tag.
pub async fn tagged(request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let known: Vec<HeaderValue> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::OK || response.body().size_hint().exact().is_none() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = body.collect().await.map(|whole| whole.to_bytes()) else {
        return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer broke off").into_response();
    };
    let hash: String = Sha256::digest(&whole).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{hash}\"");
    let has = |value: &HeaderValue| {
        value.to_str().is_ok_and(|value| value.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == &tag[2..]))
    };
    parts.headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("hexadecimal digits"));
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if known.iter().any(has) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(whole))
}
