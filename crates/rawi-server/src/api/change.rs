//! Decisions about who is who: listed, made and taken back.

use axum::extract::State;
use axum::{Extension, Json as Answer};
use rawi_archive::{Decided, Writer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Json, Number};
use super::refused::Refused;
use super::speakers::one;
use crate::guard::{Trusted, may_write};
use crate::problem::Problem;
use crate::state::App;

/// Decisions that people made.
#[derive(Serialize, ToSchema)]
pub struct Decisions {
    /// In their order.
    decisions: Vec<Decision>,
}

/// A decision.
#[derive(Serialize, ToSchema)]
pub struct Decision {
    /// Its number.
    id: u64,
    /// merge or split.
    kind: String,
    /// The name that was merged, or taken out.
    a: String,
    /// The name that it was merged with, or taken out of.
    b: String,
    /// When, RFC 3339 in UTC.
    made: String,
}

impl From<Decided> for Decision {
    fn from(Decided { id, kind, a, b, made }: Decided) -> Self {
        Self { id, kind, a, b, made }
    }
}

/// Speakers who are one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Numbers, or names that mean one speaker; two at least.
    #[schema(min_items = 2)]
    speakers: Vec<String>,
}

/// Names to take out of the speaker that they were joined to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Numbers of names, as the speaker's page gives them.
    #[schema(min_items = 1, value_type = Vec<u64>)]
    names: Vec<Number>,
}

/// Decisions to take back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Their numbers.
    #[schema(min_items = 1, value_type = Vec<u64>)]
    decisions: Vec<Number>,
}

/// What people decided about who is who.
#[utoipa::path(get, path = "/speakers/decisions", tag = "search", responses((status = 200, body = Decisions), Refused))]
pub async fn decisions(State(app): State<App>) -> Result<Answer<Decisions>, Problem> {
    app.shelf()?.ask(|archive| Ok(all(archive.decisions()?))).await.map(Answer)
}

fn all(decided: Vec<Decided>) -> Decisions {
    Decisions { decisions: decided.into_iter().map(Decision::from).collect() }
}

/// Makes several speakers one.
#[utoipa::path(
    post, path = "/speakers/merge", tag = "change", security(("token" = [])), request_body = Merge,
    responses((status = 200, body = Decisions), Refused)
)]
pub async fn merge(
    State(app): State<App>,
    Extension(trusted): Extension<Trusted>,
    Json(asked): Json<Merge>,
) -> Result<Answer<Decisions>, Problem> {
    if asked.speakers.len() < 2 {
        return Err(Problem::parameter("speakers", "expected two speakers at least"));
    }
    decide(&app, trusted, move |writer| {
        let found: Vec<u64> = asked.speakers.iter().map(|typed| one(writer, typed)).collect::<Result<_, _>>()?;
        for other in &found[1..] {
            writer.merge(found[0], *other)?;
        }
        Ok(())
    })
    .await
    .map(Answer)
}

/// Takes names out of the speakers that they were joined to.
#[utoipa::path(
    post, path = "/speakers/split", tag = "change", security(("token" = [])), request_body = Split,
    responses((status = 200, body = Decisions), Refused)
)]
pub async fn split(
    State(app): State<App>,
    Extension(trusted): Extension<Trusted>,
    Json(asked): Json<Split>,
) -> Result<Answer<Decisions>, Problem> {
    if asked.names.is_empty() {
        return Err(Problem::parameter("names", "expected the number of a name at least"));
    }
    decide(&app, trusted, move |writer| Ok(asked.names.iter().try_for_each(|name| writer.split(name.0))?)).await.map(Answer)
}

/// Takes decisions back.
#[utoipa::path(
    post, path = "/speakers/undo", tag = "change", security(("token" = [])), request_body = Undo,
    responses((status = 200, body = Decisions), Refused)
)]
pub async fn undo(
    State(app): State<App>,
    Extension(trusted): Extension<Trusted>,
    Json(asked): Json<Undo>,
) -> Result<Answer<Decisions>, Problem> {
    if asked.decisions.is_empty() {
        return Err(Problem::parameter("decisions", "expected the number of a decision at least"));
    }
    decide(&app, trusted, move |writer| Ok(asked.decisions.iter().try_for_each(|decision| writer.undo(decision.0))?)).await.map(Answer)
}

/// Makes a change about who is who, and answers with the decisions that there are then.
pub async fn decide(
    app: &App,
    trusted: Trusted,
    change: impl FnOnce(&mut Writer) -> Result<(), Problem> + Send + 'static,
) -> Result<Decisions, Problem> {
    may_write(app, trusted)?;
    let decided = move |writer: &mut Writer| {
        change(writer)?;
        writer.settle()?;
        Ok(all(writer.decisions()?))
    };
    app.shelf()?.change(decided).await
}
