//! A record as JSON whose statements tell what decided them: `rawi.statements/1` under `--explain`.

use serde::Serialize;

use crate::Explanation;
use crate::record::{Record, Speaker, Statement};

/// A record whose statements may carry explanations, to be written. The fields are those of [`Record`], in its order.
#[derive(Debug, Serialize)]
pub struct Explained<'a> {
    format: &'a str,
    model: &'a str,
    id: &'a str,
    title: &'a Option<String>,
    url: &'a Option<String>,
    outlet: &'a Option<String>,
    date: &'a Option<String>,
    text_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: &'a Option<String>,
    speakers: &'a [Speaker],
    statements: Vec<Told<'a>>,
}

#[derive(Debug, Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Explanation>,
}

impl<'a> Explained<'a> {
    /// The record, with the explanation of each statement where there are any.
    pub fn of(record: &'a Record, explanations: Option<&'a [Explanation]>) -> Self {
        // Taken apart field by field, so that a field new in the record is not forgotten here.
        let Record { format, model, id, title, url, outlet, date, text_sha256, text, speakers, statements } = record;
        let why = |i: usize| explanations.and_then(|all| all.get(i));
        let statements = statements.iter().enumerate().map(|(i, statement)| Told { statement, explanation: why(i) }).collect();
        Self { format, model, id, title, url, outlet, date, text_sha256, text, speakers, statements }
    }
}
