//! Problems as pages, for browsers; and the page of the API.

use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::address::encoded;
use super::asked::{At, Shown};
use crate::guard::Trusted;
use crate::problem::Problem;
use crate::state::App;

/// The layer around everything that may fail: a browser that asked for a page is told on a page.
pub async fn told(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.extensions().get::<OriginalUri>().map_or_else(|| request.uri().clone(), |uri| uri.0.clone());
    let headers = request.headers().clone();
    let looks = request.method() == Method::GET;
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned().filter(|_| is_for_a_person(&app, uri.path(), &headers)) else {
        return response;
    };
    let at = At::new(&app, &uri, &headers, response.extensions().get::<Trusted>().is_some_and(|trusted| trusted.0));
    if problem.code() == StatusCode::UNAUTHORIZED && app.token.is_some() && looks {
        let to = uri.path_and_query().map_or("/", |to| to.as_str());
        return Redirect::to(&format!("{}/enter?to={}", app.base, encoded(to))).into_response();
    }
    let mut page = at.page(rawi_page::problem(&at.site, problem.status, &problem.detail));
    *page.status_mut() = problem.code();
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            page.headers_mut().append(name, value.clone());
        }
    }
    page.extensions_mut().insert(problem);
    page
}

fn is_for_a_person(app: &App, path: &str, headers: &HeaderMap) -> bool {
    let below = path.strip_prefix(app.base.as_str()).unwrap_or(path);
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    accepts && !below.starts_with("/api/")
}

/// `GET /api`: what can be asked, as a page.
pub async fn api(State(app): State<App>, at: At) -> Shown {
    Ok(at.page(rawi_page::api_page(&at.site, &app.description)))
}
