//! Annotated articles, checked: what a model is trained on.

use super::error::{Kind, TrainError};
use crate::record::Record;
use crate::score::{self, Input};

/// A text and the statements that annotators found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    pub(super) text: String,
    pub(super) gold: Record,
}

impl Article {
    /// A text with its record; `file` is what errors call the record's origin.
    ///
    /// # Errors
    /// When the record does not fit the text ([`score::check`]).
    pub fn new(file: &str, text: String, gold: Record) -> Result<Self, TrainError> {
        score::check(file, &text, &gold)?;
        Ok(Self { text, gold })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was annotated.
    pub fn gold(&self) -> &Record {
        &self.gold
    }
}

/// Articles from the contents of files: texts as `{"id", "text"}`, gold as records, each an array or one a line. In the order of
/// the gold; texts without gold are left out.
///
/// # Errors
/// What is no JSON or no record, has an id twice, has no text, or does not fit its text.
pub fn articles(texts: Input<'_>, gold: Input<'_>) -> Result<Vec<Article>, TrainError> {
    let mut by_id = score::load_texts(texts)?;
    let article = |record: Record| match by_id.remove(&record.id) {
        Some(text) => Article::new(gold.name, text, record),
        None => Err(Kind::NoText { file: gold.name.into(), id: record.id, texts: texts.name.into() }.into()),
    };
    score::load(gold)?.into_iter().map(article).collect()
}
