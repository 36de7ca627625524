//! Readers of articles, one for each request that reads, kept for the next: their buffers and what they remember of words are dear.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use rawi::record::Record;
use rawi::{Explanation, Model, Overrides, Reader};
use rawi_document::{Document, InputKind, documents};

use crate::problem::Problem;

/// What the input is called that came as a body.
pub const BODY: &str = "body";

/// What reads articles.
pub struct Readers {
    model: &'static Model,
    overrides: Overrides,
    /// What records are said to be read by.
    id: String,
    idle: Mutex<Vec<Reader<'static>>>,
}

/// A document, read.
pub struct Read {
    /// What was found.
    pub record: Record,
    /// Why, one for each statement, where that was asked for.
    pub explanations: Option<Vec<Explanation>>,
}

impl Readers {
    /// Readers with this model; records are said to be read by `id`.
    pub fn new(model: &'static Model, overrides: Overrides, id: String) -> Self {
        Self { model, overrides, id, idle: Mutex::default() }
    }

    /// Reads a document.
    pub fn read(&self, document: Document, explain: bool) -> Read {
        let lent = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = lent.unwrap_or_else(|| Reader::with_overrides(self.model, &self.overrides));
        let reading = reader.read(&document.text);
        let mut record = reading.record(&document.id);
        let explanations = explain.then(|| reading.explain());
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        self.id.clone_into(&mut record.model);
        record.title = document.title;
        record.url = document.url;
        record.outlet = document.outlet;
        record.date = document.date;
        Read { record, explanations }
    }

    /// The documents in a body, and what is wrong with those that cannot be read.
    pub fn documents(body: Vec<u8>, kind: InputKind) -> Vec<Result<Document, Problem>> {
        Self::documents_in(BODY, body, Some(kind))
    }

    /// The documents in a file of this name.
    pub fn documents_in(name: &str, bytes: Vec<u8>, kind: Option<InputKind>) -> Vec<Result<Document, Problem>> {
        let unreadable = |error: rawi_document::DocumentError| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string());
        documents(name, Cursor::new(bytes), kind).map(|document| document.map_err(unreadable)).collect()
    }
}
