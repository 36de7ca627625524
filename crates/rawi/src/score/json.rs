//! Documents out of JSON that may lack labels, and have null for an empty list.

use serde_json::Value;

use super::document::{Doc, Said, Source};
use super::error::{Place, ScoreError};
use crate::record::Span;

/// A field that may be absent or null.
fn given<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    value.get(field).filter(|v| !v.is_null())
}

fn text_of<'a>(value: &'a Value, field: &str, place: Place<'_>) -> Result<Option<&'a str>, ScoreError> {
    given(value, field).map(|v| v.as_str().ok_or_else(|| place.error(format!("{field} is no string: {v}")))).transpose()
}

fn list_of<'a>(value: &'a Value, field: &str, place: Place<'_>) -> Result<&'a [Value], ScoreError> {
    match given(value, field) {
        None => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(place.error(format!("{field} is no list: {other}"))),
    }
}

fn to_span(value: &Value, what: &str, place: Place<'_>) -> Result<Span, ScoreError> {
    let span = value.as_array().and_then(|v| match v.as_slice() {
        [start, end] => Some([usize::try_from(start.as_u64()?).ok()?, usize::try_from(end.as_u64()?).ok()?]),
        _ => None,
    });
    span.ok_or_else(|| place.no_span(what, value.to_string().replace(',', ", ")))
}

fn span_of(value: &Value, field: &str, place: Place<'_>) -> Result<Option<Span>, ScoreError> {
    given(value, field).map(|v| to_span(v, field, place)).transpose()
}

fn spans_of(value: &Value, field: &str, place: Place<'_>) -> Result<Vec<Span>, ScoreError> {
    list_of(value, field, place)?.iter().map(|v| to_span(v, field, place)).collect()
}

impl<'a> Doc<'a> {
    /// Reads the entry of a file; `file` is what errors call it.
    pub fn from_json(file: &str, id: &'a str, value: &'a Value) -> Result<Self, ScoreError> {
        let place = Place { file, id, statement: None };
        let mut doc = Doc { id, ..Doc::default() };
        for s in list_of(value, "speakers", place)? {
            doc.sources.push(Source {
                id: text_of(s, "id", place)?.ok_or_else(|| place.error("a speaker without an id"))?,
                name: text_of(s, "name", place)?.unwrap_or_default(),
                kind: text_of(s, "kind", place)?,
                role: text_of(s, "role", place)?.unwrap_or_default(),
                mentions: list_of(s, "mentions", place)?.iter().filter_map(Value::as_str).collect(),
            });
        }
        let statements = list_of(value, "statements", place)?;
        for (n, s) in statements.iter().enumerate() {
            let place = Place { statement: Some(n + 1), ..place };
            let parent = given(s, "parent").map(|v| {
                let number = v.as_u64().and_then(|n| usize::try_from(n).ok());
                number.ok_or_else(|| place.no_parent(v))
            });
            doc.statements.push(Said {
                cue: span_of(s, "cue", place)?,
                content: spans_of(s, "content", place)?,
                speaker: span_of(s, "speaker", place)?,
                addressee: span_of(s, "addressee", place)?,
                via: spans_of(s, "via", place)?,
                setting: spans_of(s, "setting", place)?,
                parent: parent.transpose()?,
                who: text_of(s, "who", place)?,
                who_also: list_of(s, "who_also", place)?.iter().filter_map(Value::as_str).collect(),
                kind: text_of(s, "type", place)?,
                act: text_of(s, "act", place)?,
            });
        }
        Ok(doc)
    }
}
