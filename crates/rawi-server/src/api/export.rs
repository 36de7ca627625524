//! `GET /export`: everything that a search finds, in formats that other programs open. What can be written as it is found is streamed.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body as Content, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use rawi_archive::Query;
use rawi_export::{Exporter, Format, Options};
use rawi_table::Csv;
use serde::Deserialize;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};

use super::asked::{Conditions, Input};
use super::refused::Refused;
use crate::problem::Problem;
use crate::state::App;

/// Bytes that are handed on at a time.
const PIECE: usize = 64 << 10;
/// Pieces that wait for a slow client.
const WAITING: usize = 4;
/// How long one piece waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One rawi.statements record a line for each article.
    #[default]
    Jsonl,
    /// One row a statement (RFC 4180).
    Csv,
    /// One row a statement, a workbook for spreadsheets.
    Xlsx,
    /// One row a statement (Apache Parquet).
    Parquet,
    /// W3C Web Annotation, one annotation a line.
    Webannotation,
    /// schema.org, one NewsArticle a line.
    Schemaorg,
}

impl Shape {
    /// Format, content type, extension.
    fn of(self) -> (Format, &'static str, &'static str) {
        match self {
            Self::Jsonl => (Format::Jsonl, "application/jsonl", "jsonl"),
            Self::Csv => (Format::Csv, "text/csv; charset=utf-8", "csv"),
            Self::Xlsx => (Format::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Self::Parquet => (Format::Parquet, "application/vnd.apache.parquet", "parquet"),
            Self::Webannotation => (Format::WebAnnotation, "application/jsonl", "annotations.jsonl"),
            Self::Schemaorg => (Format::SchemaOrg, "application/jsonl", "schemaorg.jsonl"),
        }
    }
}

/// How an export is written.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Written {
    /// The format.
    #[param(inline)]
    format: Shape,
    /// Begin CSV with a byte order mark, by which Excel knows UTF-8.
    bom: bool,
    /// Leave the texts of the articles out (jsonl).
    #[serde(rename = "no-text")]
    #[param(rename = "no-text")]
    no_text: bool,
}

/// Everything that a search finds. An export that fails on its way ends early, and the connection with it.
#[utoipa::path(
    get, path = "/export", tag = "search", params(Conditions, Written),
    responses(
        (status = 200, content(
            (String = "application/jsonl"), (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "application/vnd.apache.parquet")
        )),
        Refused
    )
)]
pub async fn export(
    State(app): State<App>,
    Input(conditions): Input<Conditions>,
    Input(written): Input<Written>,
) -> Result<Response, Problem> {
    let query = conditions.query()?;
    let (format, content_type, extension) = written.format.of();
    let options = Options { no_text: written.no_text, csv: Csv { bom: written.bom, ..Csv::default() } };
    let shelf = app.shelf()?.clone();
    // What is wrong with the archive is told before the answer begins.
    shelf.ask(|_| Ok(())).await?;
    let (sender, receiver) = channel::<io::Result<Bytes>>(WAITING);
    let runtime = tokio::runtime::Handle::current();
    let turns = app.exports.clone();
    tokio::spawn(async move {
        let work = move || {
            let mut pieces = Pieces { sender: sender.clone(), runtime, held: Vec::with_capacity(PIECE) };
            if let Err(error) = shelf.ask_here(|archive| all(archive, &query, format, options, &mut pieces)) {
                let _ = pieces.hand_on(Err(io::Error::other(error.detail)));
            }
        };
        // Where there is no turn, the receiver sees its end, and so does the client.
        let _ = turns.take(work).await;
    });
    let body = Content::from_stream(ReceiverStream::new(receiver));
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let name = format!("attachment; filename=\"rawi.{extension}\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).expect("letters and marks of ASCII"));
    Ok(response)
}

fn all(archive: &rawi_archive::Archive, query: &Query, format: Format, options: Options, to: &mut Pieces) -> Result<(), Problem> {
    let client = to.sender.clone();
    let mut exporter = Exporter::new(format, options, &mut *to)?;
    // Some formats hand nothing on before their end: a client that is gone by then is not written for.
    archive.entries(query, |entry| -> Result<bool, Problem> {
        exporter.write(&entry)?;
        Ok(!client.is_closed())
    })?;
    if !client.is_closed() {
        exporter.finish()?;
    }
    Ok(())
}

/// Hands bytes on to a client in pieces.
struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    runtime: tokio::runtime::Handle,
    held: Vec<u8>,
}

impl Pieces {
    fn hand_on(&self, piece: io::Result<Bytes>) -> io::Result<()> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let sent = self.runtime.block_on(tokio::time::timeout(PATIENCE, self.sender.send(piece)));
        sent.map_err(|_| gone())?.map_err(|_| gone())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match std::mem::take(&mut self.held) {
            held if held.is_empty() => Ok(()),
            held => self.hand_on(Ok(held.into())),
        }
    }
}
