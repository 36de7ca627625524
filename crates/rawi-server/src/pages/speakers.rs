//! The pages of speakers, and decisions about who is who.

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use rawi::record::Kind;
use rawi_archive::{Archive, Page, Who};
use rawi_page::{MergePage, SpeakerPage, SpeakersPage};
use serde::Deserialize;

use super::address::see;
use super::asked::{At, Shown};
use super::search::latest;
use crate::api::{Input, Rest, decide, one};
use crate::guard::Trusted;
use crate::problem::Problem;
use crate::state::App;

/// Speakers of a list.
const LISTED: usize = 100;
/// Names offered where nobody bears one.
const OFFERED: usize = 5;
/// Statements on the page of a speaker.
const LATEST: usize = 10;

/// Which speakers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    name: String,
    kind: String,
}

/// `GET /speakers`.
pub async fn speakers(State(app): State<App>, at: At, Input(which): Input<Which>) -> Shown {
    let kind = Some(which.kind.as_str()).filter(|kind| !kind.is_empty()).map(str::parse::<Kind>).transpose();
    let kind = kind.map_err(|error| Problem::parameter("kind", error))?;
    let typed = which.name.trim().to_owned();
    let name = typed.clone();
    let answer = move |archive: &Archive| {
        if name.is_empty() {
            return Ok((archive.speakers(kind, None, LISTED)?, Vec::new()));
        }
        Ok(match archive.who(&name)? {
            Who::One(one) => (archive.speakers(None, Some(&[one]), 1)?, Vec::new()),
            Who::Several(several) => (archive.speakers(kind, Some(&several[..several.len().min(LISTED)]), LISTED)?, Vec::new()),
            Who::Nobody => (Vec::new(), archive.nearest(&name, OFFERED)?),
        })
    };
    let (list, nearest) = app.shelf()?.ask(answer).await?;
    Ok(at.page(rawi_page::speakers(&SpeakersPage { site: &at.site, typed: &typed, kind, list: &list, nearest: &nearest })))
}

/// `GET /speakers/{id}`.
pub async fn speaker(State(app): State<App>, at: At, Rest(id): Rest<String>) -> Shown {
    let answer = move |archive: &Archive| {
        let identity = one(archive, &id)?;
        let page = archive.speaker(identity)?;
        let mut decisions = archive.decisions()?;
        decisions.retain(|decided| page.names.iter().any(|name| name.name == decided.a || name.name == decided.b));
        Ok((page, latest(archive, identity, LATEST)?, decisions))
    };
    let (page, latest, decisions) = app.shelf()?.ask(answer).await?;
    Ok(at.page(rawi_page::speaker(&SpeakerPage { site: &at.site, page: &page, latest: &latest, decisions: &decisions })))
}

/// Two speakers, by numbers or names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Both {
    a: String,
    b: String,
}

/// `GET /speakers/merge`: both, before they are made one.
pub async fn before_merging(State(app): State<App>, at: At, Input(both): Input<Both>) -> Shown {
    let answer = move |archive: &Archive| {
        let page = |typed: &str| -> Result<Page, Problem> { Ok(archive.speaker(one(archive, typed)?)?) };
        let (a, b) = (page(&both.a)?, page(&both.b)?);
        if a.speaker.identity == b.speaker.identity {
            return Err(Problem::new(StatusCode::CONFLICT, format!("{} is one speaker already", a.speaker.name)));
        }
        Ok((a, b))
    };
    let (a, b) = app.shelf()?.ask(answer).await?;
    Ok(at.page(rawi_page::merge(&MergePage { site: &at.site, a: &a, b: &b })))
}

/// `POST /speakers/merge`.
pub async fn merge(State(app): State<App>, Extension(trusted): Extension<Trusted>, Form(both): Form<Both>) -> Shown {
    let to = format!("{}/speakers/{}", app.base, both.a);
    decide(&app, trusted, move |writer| {
        let (a, b) = (one(writer, &both.a)?, one(writer, &both.b)?);
        Ok(writer.merge(a, b)?)
    })
    .await?;
    Ok(see(&to))
}

/// A name of a speaker.
#[derive(Debug, Clone, Deserialize)]
pub struct Name {
    form: u64,
    speaker: u64,
}

/// `POST /speakers/split`.
pub async fn split(State(app): State<App>, Extension(trusted): Extension<Trusted>, Form(name): Form<Name>) -> Shown {
    decide(&app, trusted, move |writer| Ok(writer.split(name.form)?)).await?;
    Ok(see(&format!("{}/speakers/{}", app.base, name.speaker)))
}

/// A decision, and the speaker on whose page it stands.
#[derive(Debug, Clone, Deserialize)]
pub struct Undo {
    decision: u64,
    speaker: u64,
}

/// `POST /speakers/undo`.
pub async fn undo(State(app): State<App>, Extension(trusted): Extension<Trusted>, Form(undo): Form<Undo>) -> Shown {
    decide(&app, trusted, move |writer| Ok(writer.undo(undo.decision)?)).await?;
    Ok(see(&format!("{}/speakers/{}", app.base, undo.speaker)))
}
