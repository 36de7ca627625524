//! `GET /suggest`: what somebody who types may mean.

use axum::Json;
use axum::extract::State;
use rawi_archive::Meant;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Input;
use super::refused::Refused;
use crate::problem::Problem;
use crate::state::App;

/// What was typed.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// The beginning of a name, an outlet or a role.
    q: String,
    /// Suggestions at most.
    #[param(minimum = 1, maximum = 50, default = 8)]
    limit: usize,
}

impl Default for Typed {
    fn default() -> Self {
        Self { q: String::new(), limit: 8 }
    }
}

/// What may be meant.
#[derive(Serialize, ToSchema)]
pub struct Suggestions {
    /// The most used first.
    suggestions: Vec<Suggestion>,
}

/// A speaker, an outlet or a role.
#[derive(Serialize, ToSchema)]
pub struct Suggestion {
    /// speaker, outlet or role.
    kind: &'static str,
    /// As people read it.
    value: String,
    /// The number of the speaker.
    identity: Option<u64>,
    /// Statements.
    count: u64,
    /// What stands for it in a query.
    insert: String,
}

/// What somebody who types may mean.
#[utoipa::path(get, path = "/suggest", tag = "search", params(Typed), responses((status = 200, body = Suggestions), Refused))]
pub async fn suggest(State(app): State<App>, Input(typed): Input<Typed>) -> Result<Json<Suggestions>, Problem> {
    if !(1..=50).contains(&typed.limit) {
        return Err(Problem::parameter("limit", format!("found {}, expected 1 to 50", typed.limit)));
    }
    let answer = move |archive: &rawi_archive::Archive| {
        let found = archive.suggest(&typed.q, typed.limit)?;
        Ok(Suggestions { suggestions: found.into_iter().map(Suggestion::from).collect() })
    };
    app.shelf()?.ask(answer).await.map(Json)
}

impl From<rawi_archive::Suggestion> for Suggestion {
    fn from(found: rawi_archive::Suggestion) -> Self {
        let kind = match found.meant {
            Meant::Speaker => "speaker",
            Meant::Outlet => "outlet",
            Meant::Role => "role",
        };
        let insert = format!("{kind}:\"{}\"", found.value.replace('"', " "));
        Self { kind, value: found.value, identity: found.identity, count: found.statements, insert }
    }
}
