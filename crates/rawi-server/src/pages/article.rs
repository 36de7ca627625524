//! The page of an article, and of two texts side by side.

use axum::extract::State;
use axum::http::StatusCode;
use rawi::Explanation;
use rawi_archive::{Archive, Entry};
use rawi_document::Document;
use rawi_page::{ArticlePage, DifferencesPage, Revision, Version};
use serde::Deserialize;

use super::asked::{At, Shown};
use crate::api::{Input, Rest};
use crate::problem::Problem;
use crate::readers::{Read, Readers};
use crate::state::App;

/// How an article is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct How {
    why: String,
}

/// `GET /articles/{id}`.
pub async fn article(State(app): State<App>, at: At, Rest(id): Rest<String>, Input(how): Input<How>) -> Shown {
    let readers = app.readers.clone();
    let answer = move |archive: &Archive| {
        let (entry, statement) = archive.show(&id)?;
        let revisions = archive.revisions(&entry.article.id)?;
        let why = if how.why.is_empty() { Vec::new() } else { why(&readers, &entry) };
        Ok((entry, statement, revisions, why))
    };
    let (entry, statement, revisions, why) = app.shelf()?.ask(answer).await?;
    let revisions: Vec<Revision> = revisions.into_iter().map(|r| Revision { number: r.number, added: r.added }).collect();
    let page = ArticlePage { site: &at.site, entry: &entry, statement: statement.as_deref(), why: &why, revisions: &revisions };
    Ok(at.page(rawi_page::article(&page)))
}

/// Why each statement reads as it does, from reading the text again; nothing of those that another model found.
fn why(readers: &Readers, entry: &Entry) -> Vec<Explanation> {
    let document = Document { id: entry.article.id.clone(), text: entry.article.text.clone(), ..Document::default() };
    let Read { record, explanations } = readers.read(document, true);
    let explanations = explanations.unwrap_or_default();
    let of = |statement: &rawi_archive::Statement| {
        let found = record.statements.iter().position(|s| s.cue == statement.cue && s.content == statement.content);
        found.and_then(|at| explanations.get(at)).cloned().unwrap_or_default()
    };
    entry.statements.iter().map(of).collect()
}

/// Which two texts: two revisions of the article, or the article and another one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Two {
    with: Option<String>,
    from: Option<u32>,
    to: Option<u32>,
}

/// `GET /articles/{id}/differences`.
pub async fn differences(State(app): State<App>, at: At, Rest(id): Rest<String>, Input(two): Input<Two>) -> Shown {
    let answer = move |archive: &Archive| {
        let one = archive.show(&id)?.0;
        Ok(match (two.with, two.from, two.to) {
            (Some(with), ..) => (one, archive.show(&with)?.0, false),
            (None, Some(from), Some(to)) => {
                let revision = |number| Ok::<_, Problem>(archive.show(&format!("{}.{number}", one.article.id))?.0);
                (revision(from)?, revision(to)?, true)
            }
            _ => return Err(Problem::new(StatusCode::BAD_REQUEST, "expected `with`, or `from` and `to`")),
        })
    };
    let (before, after, revisions) = app.shelf()?.ask(answer).await?;
    let (names, times) = ([name(&before, revisions), name(&after, revisions)], [time(&before, revisions), time(&after, revisions)]);
    let ids = [&before, &after].map(|entry| match revisions {
        true => format!("{}.{}", entry.article.id, entry.article.revision),
        false => entry.article.id.clone(),
    });
    let page = DifferencesPage {
        site: &at.site,
        title: after.article.title.as_deref().unwrap_or(&after.article.given),
        before: Version { article: &ids[0], name: &names[0], when: times[0].as_deref(), text: &before.article.text },
        after: Version { article: &ids[1], name: &names[1], when: times[1].as_deref(), text: &after.article.text },
    };
    Ok(at.page(rawi_page::differences(&page)))
}

fn name(entry: &Entry, revision: bool) -> String {
    match &entry.article.outlet {
        _ if revision => entry.article.revision.to_string(),
        Some(outlet) => outlet.clone(),
        None => entry.article.given.clone(),
    }
}

fn time(entry: &Entry, revision: bool) -> Option<String> {
    if revision { Some(entry.article.added.clone()) } else { entry.article.date.clone() }
}
