//! The reading box: a text that is pasted or a file that is dropped, and its statements. Nothing is kept unless that is asked for.

use axum::body::Bytes;
use axum::extract::{Extension, FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse};
use rawi_document::{Document, InputKind};
use rawi_page::{Finding, ReadPage};

use super::address::{encoded, see};
use super::asked::{At, Shown};
use crate::api::{Body, put_in};
use crate::guard::{Trusted, may_write};
use crate::problem::Problem;
use crate::readers::{BODY, Readers};
use crate::state::App;

/// `GET /read`.
pub async fn empty(at: At) -> Shown {
    Ok(at.page(rawi_page::read(&ReadPage { site: &at.site, text: "", finding: None, note: None })))
}

/// What a form brought.
#[derive(Default)]
struct Given {
    text: String,
    file: Option<(String, Bytes)>,
    keep: bool,
}

/// `POST /read`: the page, or with a body of text the `<article>` alone, for the script that reads as one types.
pub async fn read(State(app): State<App>, Extension(trusted): Extension<Trusted>, at: At, request: Request) -> Shown {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("text/plain") {
        let Body(body) = Body::from_request(request, &app).await?;
        let finding = found(&app, document(String::from_utf8_lossy(&body).into_owned())).await?;
        return Ok(Html(rawi_page::article_part(&at.site, &finding)).into_response());
    }
    let given = given(request, &app).await?;
    let (document, more) = match given.file {
        Some((name, bytes)) => first(&app, name, bytes).await?,
        None => (document(given.text), 0),
    };
    if given.keep {
        may_write(&app, trusted)?;
        let readers = app.readers.clone();
        let done = app.shelf()?.change_or_new(move |writer| put_in(writer, &readers, vec![Ok(document)])).await?;
        return Ok(see(&format!("{}/articles/{}", app.base, encoded(done.first()?))));
    }
    let text = document.text.clone();
    let finding = found(&app, document).await?;
    let note = (more > 0).then(|| rawi_page::first_of(&at.site, more + 1));
    let page = ReadPage { site: &at.site, text: &text, finding: (!text.trim().is_empty()).then_some(&finding), note: note.as_deref() };
    Ok(at.page(rawi_page::read(&page)))
}

/// A text as a document: its first line is its title.
fn document(text: String) -> Document {
    let text = text.replace("\r\n", "\n");
    Document { origin: BODY.into(), text, ..Document::default() }
}

async fn found(app: &App, document: Document) -> Result<Finding, Problem> {
    let readers = app.readers.clone();
    let read = app.turns.take(move || readers.read(document, false)).await?;
    Ok(Finding { record: read.record, explanations: None, number: "1".into() })
}

/// The first document of a file, and how many follow it.
async fn first(app: &App, name: String, bytes: Bytes) -> Result<(Document, usize), Problem> {
    let read = move || {
        let kind = InputKind::from_name(&name);
        let mut documents = Readers::documents_in(&name, bytes.into(), kind).into_iter();
        let first =
            documents.next().ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{name}: holds no document")))??;
        Ok((first, documents.count()))
    };
    app.turns.take(read).await?
}

async fn given(request: Request, app: &App) -> Result<Given, Problem> {
    let unreadable = |error: String| Problem::new(StatusCode::BAD_REQUEST, error);
    let mut form = Multipart::from_request(request, app).await.map_err(|error| unreadable(error.body_text()))?;
    let mut given = Given::default();
    while let Some(field) = form.next_field().await.map_err(|error| Problem::new(error.status(), error.body_text()))? {
        let (name, file) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        let bytes = field.bytes().await.map_err(|error| Problem::new(error.status(), error.body_text()))?;
        match (name.as_str(), file) {
            ("text", _) => given.text = String::from_utf8_lossy(&bytes).into_owned(),
            ("keep", _) => given.keep = true,
            ("file", Some(file)) if !bytes.is_empty() => given.file = Some((file, bytes)),
            _ => {}
        }
    }
    Ok(given)
}
