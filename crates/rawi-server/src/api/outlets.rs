//! `GET /outlets`: which outlets there are, and how much of each.

use axum::Json;
use axum::extract::State;
use rawi_export::answer::Outlet;
use serde::Serialize;
use utoipa::ToSchema;

use super::refused::Refused;
use crate::problem::Problem;
use crate::state::App;

/// The outlets of an archive.
#[derive(Serialize, ToSchema)]
pub struct Outlets {
    /// Those with the most articles first.
    outlets: Vec<Outlet>,
}

/// Outlets, with what the archive has of them.
#[utoipa::path(get, path = "/outlets", tag = "search", responses((status = 200, body = Outlets), Refused))]
pub async fn outlets(State(app): State<App>) -> Result<Json<Outlets>, Problem> {
    app.shelf()?.ask(|archive| Ok(Outlets { outlets: archive.outlets()?.iter().map(Outlet::from).collect() })).await.map(Json)
}
