//! Figures of records: every gold document against its prediction.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::counts::Counts;
use super::document::Doc;
use super::error::ScoreError;
use super::figures::Figures;
use super::words::TextWords;
use crate::record::Record;

/// What errors call the two sides of [`score`].
const GOLD: &str = "gold";
const PRED: &str = "predictions";

/// Scores predicted records against gold ones; `texts` gives the text of each gold id.
///
/// # Errors
/// When an id stands twice, a gold document has no text, or a gold document or its prediction does not fit the text
/// (see [`check`]).
pub fn score(texts: &BTreeMap<String, String>, gold: &[Record], pred: &[Record]) -> Result<Figures, ScoreError> {
    let docs = |records: &[Record], file| {
        let ids = records.iter().map(|record| record.id.as_str());
        no_id_twice(file, ids)
    };
    docs(gold, GOLD)?;
    docs(pred, PRED)?;
    let by_id: HashMap<&str, &Record> = pred.iter().map(|record| (record.id.as_str(), record)).collect();
    let gold = gold.iter().map(|record| Ok((GOLD, Doc::from(record))));
    figures(
        |id| texts.get(id).map(String::as_str),
        gold,
        |id| by_id.get(id).map(|record| Ok((PRED, Doc::from(*record)))).transpose(),
        pred.len(),
    )
}

/// Whether a record fits its text: spans within it and not empty, parents that are statements, sources that are listed.
///
/// # Errors
/// The first thing that does not fit; `file` is what the error calls the record's origin.
pub fn check(file: &str, text: &str, record: &Record) -> Result<(), ScoreError> {
    Doc::from(record).check(file, text.chars().count())
}

/// Whether each document has an id of its own.
pub(super) fn no_id_twice<'a>(file: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), ScoreError> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(ScoreError::new(file, None, None, format!("the id '{id}' stands twice")));
        }
    }
    Ok(())
}

/// A document and the name of the file it came from.
pub(super) type Named<'a> = (&'a str, Doc<'a>);

/// The figures of gold documents: `text_of` has their texts, `pred_of` the `predicted` predictions.
pub(super) fn figures<'a, 't>(
    text_of: impl Fn(&str) -> Option<&'t str>,
    gold: impl Iterator<Item = Result<Named<'a>, ScoreError>>,
    pred_of: impl Fn(&str) -> Result<Option<Named<'a>>, ScoreError>,
    predicted: usize,
) -> Result<Figures, ScoreError> {
    let mut figures = Figures { extra: predicted, ..Figures::default() };
    for named in gold {
        let (file, doc) = named?;
        let no_text = || ScoreError::new(file, Some(doc.id), None, "no text for the gold document");
        let words = TextWords::new(text_of(doc.id).ok_or_else(no_text)?);
        doc.check(file, words.chars())?;
        let pred = match pred_of(doc.id)? {
            Some((file, pred)) => {
                pred.check(file, words.chars())?;
                figures.extra -= 1;
                pred
            }
            None => {
                figures.missing += 1;
                Doc::default()
            }
        };
        let counts = Counts::of(&words, &doc, &pred);
        figures.total.add(&counts);
        figures.by_doc.push((doc.id.to_owned(), counts));
    }
    Ok(figures)
}
