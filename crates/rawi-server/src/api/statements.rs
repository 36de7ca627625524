//! `GET /statements`, `GET /facets`: what matches, and what it is counted by.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use rawi_archive::{Options, Rows};
use rawi_export::answer;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Conditions, Input, Wanted, facets as facets_of};
use super::refused::Refused;
use crate::problem::Problem;
use crate::state::App;

/// Characters of a snippet.
const SNIPPET: usize = 280;

/// What a search found, and where it goes on.
#[derive(Serialize, ToSchema)]
pub struct Answer {
    #[serde(flatten)]
    found: answer::Found,
    /// The `cursor` for what comes after these hits; null after the last.
    next: Option<String>,
}

/// What is found, counted.
#[derive(Serialize, ToSchema)]
pub struct Counted {
    /// The query as it was understood.
    query: String,
    /// Statements that match, copies counted once.
    total: usize,
    /// For each facet its values, the most frequent first.
    facets: BTreeMap<&'static str, Vec<answer::Count>>,
}

/// Statements that match.
#[utoipa::path(get, path = "/statements", tag = "search", params(Conditions, Wanted), responses((status = 200, body = Answer), Refused))]
pub async fn statements(
    State(app): State<App>,
    Input(conditions): Input<Conditions>,
    Input(wanted): Input<Wanted>,
) -> Result<Json<Answer>, Problem> {
    search(&app, &conditions, wanted, Rows::Statements).await
}

/// Searches statements or articles.
pub async fn search(app: &App, conditions: &Conditions, wanted: Wanted, rows: Rows) -> Result<Json<Answer>, Problem> {
    let query = conditions.query()?;
    let options = wanted.options(&query, rows)?;
    let answer = move |archive: &rawi_archive::Archive| {
        let found = archive.search(&query, rows, &options, SNIPPET)?;
        let next = wanted.next(options.offset + found.hits.len(), found.total, &query, rows);
        Ok(Answer { found: answer::Found::new(&query, &found, options.offset), next })
    };
    app.shelf()?.ask(answer).await.map(Json)
}

/// What matches, counted by anything.
#[utoipa::path(get, path = "/facets", tag = "search", params(Conditions, Wanted), responses((status = 200, body = Counted), Refused))]
pub async fn facets(
    State(app): State<App>,
    Input(conditions): Input<Conditions>,
    Input(wanted): Input<Wanted>,
) -> Result<Json<Counted>, Problem> {
    let query = conditions.query()?;
    let mut options = Options { limit: 0, ..wanted.options(&query, Rows::Statements)? };
    if options.facets.is_empty() {
        options.facets = facets_of(&["speaker,outlet,act,month".into()])?;
    }
    let answer = move |archive: &rawi_archive::Archive| {
        let found = answer::Found::new(&query, &archive.search(&query, Rows::Statements, &options, SNIPPET)?, 0);
        Ok(Counted { query: found.query, total: found.total, facets: found.facets })
    };
    app.shelf()?.ask(answer).await.map(Json)
}
