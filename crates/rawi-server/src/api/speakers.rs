//! `GET /speakers`, `GET /speakers/{id}`: who speaks, and what is known of one of them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rawi::record::Kind;
use rawi_archive::{Archive, Who};
use rawi_export::answer::{Speaker, SpeakerPage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{Input, Rest};
use super::refused::Refused;
use crate::openapi::KindName;
use crate::problem::Problem;
use crate::state::App;

/// Names offered where nobody bears the one that was asked for.
const OFFERED: usize = 5;

/// Which speakers.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// A name in any spelling, or a number; empty for those who speak most.
    name: String,
    /// What they are.
    #[param(inline, value_type = Option<KindName>)]
    kind: Option<String>,
    /// Speakers at most.
    #[param(minimum = 1, maximum = 1000, default = 20)]
    limit: usize,
}

impl Default for Which {
    fn default() -> Self {
        Self { name: String::new(), kind: None, limit: 20 }
    }
}

/// Speakers.
#[derive(Serialize, ToSchema)]
pub struct Speakers {
    /// Those whom the name may mean, the likeliest first; without a name those with the most statements.
    speakers: Vec<Speaker>,
    /// Where nobody bears the name: the nearest names.
    nearest: Vec<String>,
}

/// Who speaks, or whom a name means.
#[utoipa::path(get, path = "/speakers", tag = "search", params(Which), responses((status = 200, body = Speakers), Refused))]
pub async fn speakers(State(app): State<App>, Input(which): Input<Which>) -> Result<Json<Speakers>, Problem> {
    if !(1..=1000).contains(&which.limit) {
        return Err(Problem::parameter("limit", format!("found {}, expected 1 to 1000", which.limit)));
    }
    let kind = which.kind.as_deref().map(str::parse::<Kind>).transpose();
    let kind = kind.map_err(|error| Problem::parameter("kind", error))?;
    app.shelf()?.ask(move |archive| found(archive, &which, kind)).await.map(Json)
}

fn found(archive: &Archive, which: &Which, kind: Option<Kind>) -> Result<Speakers, Problem> {
    let list = |only: Option<&[u64]>| -> Result<Vec<Speaker>, Problem> {
        Ok(archive.speakers(kind, only, which.limit)?.iter().map(Speaker::from).collect())
    };
    if which.name.trim().is_empty() {
        return Ok(Speakers { speakers: list(None)?, nearest: Vec::new() });
    }
    Ok(match archive.who(&which.name)? {
        Who::One(one) => Speakers { speakers: list(Some(&[one]))?, nearest: Vec::new() },
        Who::Several(several) => Speakers { speakers: list(Some(&several[..several.len().min(which.limit)]))?, nearest: Vec::new() },
        Who::Nobody => Speakers { speakers: Vec::new(), nearest: archive.nearest(&which.name, OFFERED)? },
    })
}

/// Everything that is known of one speaker.
#[utoipa::path(
    get, path = "/speakers/{id}", tag = "search",
    params(("id" = String, Path, description = "Its number, or a name that means one speaker")),
    responses((status = 200, body = SpeakerPage), Refused)
)]
pub async fn speaker(State(app): State<App>, Rest(id): Rest<String>) -> Result<Json<SpeakerPage>, Problem> {
    app.shelf()?.ask(move |archive| Ok(SpeakerPage::from(&archive.speaker(one(archive, &id)?)?))).await.map(Json)
}

/// The one speaker that is meant.
pub fn one(archive: &Archive, typed: &str) -> Result<u64, Problem> {
    match archive.who(typed)? {
        Who::One(identity) => Ok(identity),
        Who::Nobody => {
            let nearest = archive.nearest(typed, OFFERED)?;
            let near = if nearest.is_empty() { String::new() } else { format!("; the nearest names: {}", nearest.join("، ")) };
            Err(Problem::new(StatusCode::NOT_FOUND, format!("nobody is called {typed:?}{near}")))
        }
        Who::Several(found) => {
            let list = archive.speakers(None, Some(&found[..found.len().min(OFFERED)]), OFFERED)?;
            let list: Vec<String> = list.iter().map(|s| format!("{} {}", s.identity, s.name)).collect();
            Err(Problem::new(StatusCode::CONFLICT, format!("{typed:?} means several; give one of these numbers: {}", list.join("، "))))
        }
    }
}
