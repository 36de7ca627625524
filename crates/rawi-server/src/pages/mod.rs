//! The pages: which question is asked where, and what is shown of the answer. How it looks is `rawi-page`'s; what is asked is what the
//! API asks.

mod address;
mod article;
mod asked;
mod assets;
mod enter;
mod outlets;
mod read;
mod search;
mod speakers;
pub mod told;

pub use search::search as start;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// The routes of the pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(search::search))
        .route("/search", get(search::search))
        .route("/search.atom", get(search::atom))
        .route("/articles/{id}", get(article::article))
        .route("/articles/{id}/differences", get(article::differences))
        .route("/speakers", get(speakers::speakers))
        .route("/speakers/merge", get(speakers::before_merging).post(speakers::merge))
        .route("/speakers/split", post(speakers::split))
        .route("/speakers/undo", post(speakers::undo))
        .route("/speakers/{id}", get(speakers::speaker))
        .route("/outlets", get(outlets::outlets))
        .route("/read", get(read::empty).post(read::read))
        .route("/enter", get(enter::door).post(enter::enter))
        .route("/api", get(told::api))
        .route("/assets/{name}", get(assets::asset))
}
