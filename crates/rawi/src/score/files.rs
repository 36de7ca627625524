//! Figures of what files hold, and records and texts out of them. No file is opened here.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::document::Doc;
use super::error::{Place, ScoreError};
use super::figures::Figures;
use super::records::{figures, no_id_twice};
use crate::record::Record;

/// The contents of a file and the name that errors call it by.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Its name, as a path or otherwise.
    pub name: &'a str,
    /// What it holds: a JSON array of objects, one object, or one object a line; a byte order mark is dropped.
    pub contents: &'a str,
}

/// Scores the contents of files: texts as `{"id", "text"}`, gold and predictions as records.
///
/// Unlike [`super::score`], it tells a label that is absent or unknown from a right one, and takes null for an empty list.
///
/// # Errors
/// What is no JSON, has no id, has an id twice, or does not fit its text (see [`super::check`]).
pub fn score_files(texts: Input<'_>, gold: Input<'_>, pred: Input<'_>) -> Result<Figures, ScoreError> {
    let text_rows = entries(texts)?;
    let (gold_rows, pred_rows) = (entries(gold)?, entries(pred)?);
    let mut by_id: HashMap<&str, &str> = HashMap::new();
    for (id, row) in &text_rows {
        let text = row.get("text").and_then(Value::as_str);
        let text = text.ok_or_else(|| ScoreError::new(texts.name, Some(id), None, "no text"))?;
        by_id.insert(id, text);
    }
    let predicted: HashMap<&str, &Value> = pred_rows.iter().map(|(id, row)| (id.as_str(), row)).collect();
    figures(
        |id| by_id.get(id).copied(),
        gold_rows.iter().map(|(id, row)| {
            let doc = Doc::from_json(gold.name, id, row)?;
            match doc.statements.iter().position(|s| s.kind.is_none() || s.act.is_none()) {
                Some(n) => {
                    let place = Place { file: gold.name, id, statement: Some(n + 1) };
                    Err(place.error("has no type or no act"))
                }
                None => Ok((gold.name, doc)),
            }
        }),
        |id| predicted.get_key_value(id).map(|(id, row)| Ok((pred.name, Doc::from_json(pred.name, id, row)?))).transpose(),
        pred_rows.len(),
    )
}

/// Reads records out of the contents of a file.
///
/// # Errors
/// What is no JSON, has no id, has an id twice, or is no record. A label that is absent reads as the first of its kind.
pub fn load(input: Input<'_>) -> Result<Vec<Record>, ScoreError> {
    let records = entries(input)?.into_iter().map(|(id, row)| {
        serde_json::from_value(row).map_err(|e| ScoreError::new(input.name, Some(&id), None, format!("not a record: {e}")))
    });
    records.collect()
}

/// Reads texts, `{"id", "text"}` an entry, out of the contents of a file.
///
/// # Errors
/// What is no JSON, has no id or no text, or has an id twice.
pub fn load_texts(input: Input<'_>) -> Result<BTreeMap<String, String>, ScoreError> {
    let texts = entries(input)?.into_iter().map(|(id, mut row)| match row.get_mut("text").map(Value::take) {
        Some(Value::String(text)) => Ok((id, text)),
        _ => Err(ScoreError::new(input.name, Some(&id), None, "no text")),
    });
    texts.collect()
}

/// The entries of an array, one object, or one object a line, with their ids.
fn entries(input: Input<'_>) -> Result<Vec<(String, Value)>, ScoreError> {
    let whole = |message: String| ScoreError::new(input.name, None, None, message);
    let contents = input.contents.trim_start_matches('\u{feff}').trim();
    let rows: Vec<Value> = match serde_json::from_str(contents) {
        _ if contents.is_empty() => Vec::new(),
        Ok(Value::Array(rows)) => rows,
        Ok(row) => vec![row],
        Err(_) => {
            let lines = input.contents.trim_start_matches('\u{feff}').lines().enumerate();
            let lines = lines.filter(|(_, line)| !line.trim().is_empty());
            let rows =
                lines.map(|(n, line)| serde_json::from_str(line.trim()).map_err(|e| whole(format!("not JSON: line {}: {e}", n + 1))));
            rows.collect::<Result<_, _>>()?
        }
    };
    let with_id = rows.into_iter().map(|row| match row.get("id") {
        Some(Value::String(id)) => Ok((id.clone(), row)),
        Some(other) => Err(whole(format!("an id is no string: {other}"))),
        None => Err(whole("an entry without an id".into())),
    });
    let rows: Vec<(String, Value)> = with_id.collect::<Result<_, _>>()?;
    no_id_twice(input.name, rows.iter().map(|(id, _)| id.as_str()))?;
    Ok(rows)
}
