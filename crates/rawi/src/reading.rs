//! The three nouns of the library: a model, a reader that is reused, and a reading that borrows from both.
use crate::{Overrides, record::Record};

/// Everything learned, loaded once and shared.
#[derive(Debug)]
pub struct Model {
    id: String,
}

/// Bytes that are no model of this version.
#[derive(Debug)]
pub struct ModelError(String);
impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for ModelError {}

impl Model {
    /// The model inside the library, decoded once on first use.
    pub fn embedded() -> &'static Model {
        static M: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
        M.get_or_init(|| Model { id: "stub".into() })
    }
    /// Decodes a model file.
    ///
    /// # Errors
    /// When the stamp, version or checksum is not right.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let _ = bytes;
        Err(ModelError("stub".into()))
    }
    /// Name and hash, as records carry it.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// The licence of the weights (SPDX identifier).
    pub fn license(&self) -> &str {
        "CC-BY-NC-SA-4.0"
    }
}

/// Scratch buffers over a shared model; one a thread.
#[derive(Debug)]
pub struct Reader<'m> {
    model: &'m Model,
}

impl<'m> Reader<'m> {
    /// A reader without overrides.
    pub fn new(model: &'m Model) -> Self {
        Self { model }
    }
    /// A reader that also knows a user's additions.
    pub fn with_overrides(model: &'m Model, overrides: &Overrides) -> Self {
        let _ = overrides;
        Self { model }
    }
    /// Finds every statement of `text`. Never fails.
    pub fn read<'r>(&'r mut self, text: &'r str) -> Reading<'r> {
        Reading { model: self.model, text }
    }
}

/// What was found in one text.
#[derive(Debug)]
pub struct Reading<'r> {
    model: &'r Model,
    text: &'r str,
}

impl Reading<'_> {
    /// The record of this reading, with text, words and confidences.
    pub fn record(&self, id: &str) -> Record {
        Record {
            format: crate::record::FORMAT.into(),
            model: self.model.id().into(),
            id: id.into(),
            text: Some(self.text.into()),
            ..Record::default()
        }
    }
    /// Whether the text holds Arabic words at all.
    pub fn is_arabic(&self) -> bool {
        true
    }
    /// Which evidence decided each statement, in the order of the record's statements.
    pub fn explain(&self) -> Vec<Explanation> {
        Vec::new()
    }
}

/// Why one statement reads as it does.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// Evidence for the cue, strongest first.
    pub cue: Vec<Evidence>,
    /// Evidence for the bounds of the content and the other spans.
    pub bounds: Vec<Evidence>,
    /// Evidence for the choice of the source, strongest first.
    pub speaker: Vec<Evidence>,
}

/// One piece of evidence and its weight in the decision (log-odds; positive speaks for it).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// What was seen, readable.
    pub what: String,
    /// Its score.
    pub score: f32,
}
