//! `/articles`: which match, one with its statements, its revisions; adding and taking out.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::{Extension, Json, body};
use rawi_archive::{Added, Archive, Incoming, Known, Prepared, Rows, Writer};
use rawi_document::Document;
use rawi_export::answer::Revision;
use rawi_export::{Exporter, Format, Options};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::asked::{Body, Conditions, Input, Rest, Wanted};
use super::read::kind;
use super::refused::Refused;
use super::statements::{Answer, search};
use crate::guard::{Trusted, may_write};
use crate::openapi::Articles;
use crate::problem::Problem;
use crate::readers::{BODY, Readers};
use crate::state::App;

/// Articles that match; a condition on statements asks for articles with such a statement.
#[utoipa::path(get, path = "/articles", tag = "search", params(Conditions, Wanted), responses((status = 200, body = Answer), Refused))]
pub async fn articles(
    State(app): State<App>,
    Input(conditions): Input<Conditions>,
    Input(wanted): Input<Wanted>,
) -> Result<Json<Answer>, Problem> {
    search(&app, &conditions, wanted, Rows::Articles).await
}

/// An article with its text and all its statements, as `rawi export` writes it.
#[utoipa::path(
    get, path = "/articles/{id}", tag = "search",
    params(("id" = String, Path, description = "An identifier of an article or statement or the beginning of one, an address, or the identifier given with the article; `ID.2` for its second revision")),
    responses((status = 200, body = inline(crate::openapi::Record), content_type = "application/json"), Refused)
)]
pub async fn article(State(app): State<App>, Rest(id): Rest<String>) -> Result<Response, Problem> {
    let record = app.shelf()?.ask(move |archive| record(archive, &id)).await?;
    let mut response = Response::new(body::Body::from(record));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

fn record(archive: &Archive, id: &str) -> Result<Vec<u8>, Problem> {
    let (entry, _) = archive.show(id)?;
    let mut exporter = Exporter::new(Format::Jsonl, Options::default(), Vec::new())?;
    exporter.write(&entry)?;
    Ok(exporter.finish()?)
}

/// The texts that an article had.
#[derive(Serialize, ToSchema)]
pub struct Revisions {
    /// The first one first.
    revisions: Vec<Revision>,
}

/// The revisions of an article.
#[utoipa::path(
    get, path = "/articles/{id}/revisions", tag = "search",
    params(("id" = String, Path, description = "As for the article")),
    responses((status = 200, body = Revisions), Refused)
)]
pub async fn revisions(State(app): State<App>, Rest(id): Rest<String>) -> Result<Json<Revisions>, Problem> {
    let answer = move |archive: &Archive| Ok(Revisions { revisions: archive.revisions(&id)?.iter().map(Revision::from).collect() });
    app.shelf()?.ask(answer).await.map(Json)
}

/// What was done with the documents of a body.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Done {
    /// Articles that are new.
    new: usize,
    /// Articles with a new text.
    revisions: usize,
    /// Articles that were there.
    known: usize,
    /// What is wrong with those that could not be added.
    failed: Vec<String>,
    /// The identifiers of those that are there now, as they were given.
    #[serde(skip)]
    given: Vec<String>,
}

impl Done {
    /// The identifier under which the first of the documents is found now.
    ///
    /// # Errors
    /// Where none could be added.
    pub fn first(&self) -> Result<&str, Problem> {
        let why = || self.failed.first().cloned().unwrap_or_else(|| "found no document; expected one at least".into());
        self.given.first().map(String::as_str).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why()))
    }
}

/// Adds articles. A body may hold one or many, as for reading.
#[utoipa::path(
    post, path = "/articles", tag = "change", security(("token" = [])),
    request_body(content(
        (serde_json::Value = "text/plain"), (serde_json::Value = "text/html"), (inline(Articles) = "application/json"), (serde_json::Value = "application/jsonl")
    )),
    responses((status = 200, body = Done), Refused)
)]
pub async fn add(
    State(app): State<App>,
    Extension(trusted): Extension<Trusted>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Json<Done>, Problem> {
    may_write(&app, trusted)?;
    let kind = kind(&headers)?;
    let readers = app.readers.clone();
    app.shelf()?.change_or_new(move |writer| put_in(writer, &readers, Readers::documents(body.into(), kind))).await.map(Json)
}

/// Reads documents and puts them into the archive.
pub fn put_in(writer: &mut Writer, readers: &Readers, documents: Vec<Result<Document, Problem>>) -> Result<Done, Problem> {
    let mut done = Done::default();
    for document in documents {
        let document = match document {
            Ok(document) if document.text.trim().is_empty() => {
                done.failed.push(format!("{}: no text, so it is not added", document.origin));
                continue;
            }
            Ok(document) => document,
            Err(problem) => {
                done.failed.push(problem.detail);
                continue;
            }
        };
        let incoming = incoming(document.clone());
        done.given.push(incoming.given.clone());
        match writer.add(prepared(writer, readers, incoming, document)?)? {
            Added::New => done.new += 1,
            Added::Revision => done.revisions += 1,
            Added::Unchanged => done.known += 1,
        }
    }
    writer.settle()?;
    if done.given.is_empty() && !done.failed.is_empty() {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, done.failed.join("; ")));
    }
    Ok(done)
}

fn prepared(archive: &Archive, readers: &Readers, incoming: Incoming, document: Document) -> Result<Prepared, Problem> {
    Ok(match archive.known(&incoming)? {
        Known::Nothing => Prepared::read(incoming, readers.read(document, false).record),
        Known::Text | Known::Unchanged => Prepared::carrying(incoming),
    })
}

/// What came in a body brings no name of a file; where it has no identifier either, its text stands for it.
fn incoming(document: Document) -> Incoming {
    let nameless = document.id.is_empty() || document.id == BODY || document.id.starts_with(&format!("{BODY}#"));
    let given = if nameless { Sha256::digest(&document.text).iter().take(8).map(|b| format!("{b:02x}")).collect() } else { document.id };
    Incoming {
        given,
        url: document.url,
        guid: document.guid,
        outlet: document.outlet,
        title: document.title,
        author: document.author,
        date: document.date,
        input: BODY.into(),
        origin: document.origin,
        text: document.text,
    }
}

/// Takes an article out.
#[utoipa::path(
    delete, path = "/articles/{id}", tag = "change", security(("token" = [])),
    params(("id" = String, Path, description = "As for the article")),
    responses((status = 204, description = "It is out"), Refused)
)]
pub async fn remove(State(app): State<App>, Extension(trusted): Extension<Trusted>, Rest(id): Rest<String>) -> Result<StatusCode, Problem> {
    may_write(&app, trusted)?;
    let take_out = move |writer: &mut Writer| {
        writer.remove(&id)?;
        Ok(writer.settle()?)
    };
    app.shelf()?.change(take_out).await?;
    Ok(StatusCode::NO_CONTENT)
}
