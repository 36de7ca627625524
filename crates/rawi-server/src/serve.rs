//! The routes with everything around them, and the loop that answers connections until it is told to stop.

use std::any::Any;
use std::convert::Infallible;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tower::{ServiceExt, service_fn};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::problem::Problem;
use crate::settings::Settings;
use crate::state::App;
use crate::{api, around, guard, openapi, pages};

/// Bytes of a body at most.
const BODY: usize = 16 << 20;
/// How long the head of a request may take, and each piece of its body.
const SLOW: Duration = Duration::from_secs(10);
/// How long requests that are under way have to end when the server stops.
const ENDING: Duration = Duration::from_secs(10);
/// Connections at a time.
const CONNECTIONS: usize = 1024;

/// Every route, with what stands around them all.
pub fn router(settings: Settings) -> Router {
    let (api, description) = api::routes().split_for_parts();
    let description = openapi::document(&description, &settings.base);
    let app = App::new(settings, description);
    let routes = Router::new()
        .merge(pages::routes())
        .nest("/api/v1", api.layer(from_fn_with_state(app.clone(), api::known)))
        .route("/openapi.json", get(|State(app): State<App>| async move { Json(&app.description).into_response() }))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .fallback(missing)
        .method_not_allowed_fallback(not_allowed);
    // What the server prints, and what every page leads to, ends in a slash.
    let start = format!("{}/", app.base);
    let based =
        if app.base.is_empty() { routes } else { Router::new().nest(&app.base, routes).route(&start, get(pages::start)).fallback(missing) };
    let broken = app.clone();
    based
        .layer(DefaultBodyLimit::max(BODY))
        .layer(RequestBodyTimeoutLayer::new(SLOW))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(CatchPanicLayer::custom(move |panic| broke(&broken, panic)))
        .layer(from_fn_with_state(app.clone(), pages::told::told))
        .layer(from_fn(around::tagged))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), around::note))
        .with_state(app)
}

async fn ready(State(app): State<App>) -> Response {
    match &app.shelf {
        Some(shelf) if !shelf.is_there() => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("there is no archive in {} yet", shelf.folder().display()))
                .into_response()
        }
        _ => "ready\n".into_response(),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response()
}

async fn missing() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "there is nothing under this address")
}

async fn not_allowed() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not know this method")
}

/// A request that the server broke on is one answer of 500; its neighbours are not touched.
fn broke(app: &App, panic: Box<dyn Any + Send>) -> Response {
    app.metrics.broke();
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the server broke on it: {}", what.unwrap_or("no more is known")))
        .into_response()
}

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
}

impl Server {
    /// A server on `listener` with these settings.
    pub fn new(listener: TcpListener, settings: Settings) -> Self {
        Self { listener, router: router(settings) }
    }

    /// Answers until `stop` is done, and then ends what is under way.
    ///
    /// # Errors
    /// Where the system refuses threads or the listener.
    pub fn run(self, stop: impl Future<Output = ()>) -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let done = runtime.block_on(self.answer(stop));
        // Blocking work that is still under way is not waited for any longer.
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }

    async fn answer(self, stop: impl Future<Output = ()>) -> std::io::Result<()> {
        self.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let connections = std::sync::Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
        let ending = GracefulShutdown::new();
        let mut builder = Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(SLOW);
        let mut stop = std::pin::pin!(stop);
        loop {
            let place = tokio::select! {
                place = connections.clone().acquire_owned() => place.map_err(std::io::Error::other)?,
                () = &mut stop => break,
            };
            let (stream, peer) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    // Out of files, or a client that is gone already: the next may do.
                    Err(_) => {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let _ = stream.set_nodelay(true);
            let service = TowerToHyperService::new(answers(self.router.clone(), peer));
            let connection = ending.watch(builder.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                // A client that goes is no error of ours.
                let _ = connection.await;
                drop(place);
            });
        }
        drop(listener);
        let _ = tokio::time::timeout(ENDING, ending.shutdown()).await;
        Ok(())
    }
}

/// Is done when the system or a person at the terminal says that the process shall end.
pub async fn told_to_stop() {
    let by_hand = async {
        // Where nobody can be listened to, nobody stops the server so.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let by_system = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let by_system = std::future::pending::<()>();
    tokio::select! {
        () = by_hand => {}
        () = by_system => {}
    }
}

/// The routes for one connection.
fn answers(
    router: Router,
    peer: SocketAddr,
) -> impl tower::Service<Request<hyper::body::Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone {
    service_fn(move |request: Request<hyper::body::Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    })
}
