//! What cannot be scored, and where it stands.

use std::fmt;

/// Input that cannot be scored: which file, which document, which statement, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreError {
    file: String,
    id: Option<String>,
    statement: Option<usize>,
    message: String,
}

impl ScoreError {
    pub(super) fn new(file: &str, id: Option<&str>, statement: Option<usize>, message: impl Into<String>) -> Self {
        Self { file: file.into(), id: id.map(Into::into), statement, message: message.into() }
    }
    /// The name that the input was given with.
    pub fn file(&self) -> &str {
        &self.file
    }
    /// The document, where one is to blame.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
    /// The number of the statement, from 1, where one is to blame.
    pub fn statement(&self) -> Option<usize> {
        self.statement
    }
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(id) = &self.id {
            write!(f, "'{id}': ")?;
        }
        match self.statement {
            // `statement 3 cue is no span …`, but `statement 3: who 'S9' …`
            Some(n) if self.message.starts_with("who") || self.message.starts_with("parent") => {
                write!(f, "statement {n}: {}", self.message)
            }
            Some(n) => write!(f, "statement {n} {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ScoreError {}

/// Where something stands, for errors.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub id: &'a str,
    pub statement: Option<usize>,
}

impl Place<'_> {
    pub fn error(self, message: impl Into<String>) -> ScoreError {
        ScoreError::new(self.file, Some(self.id), self.statement, message)
    }
    pub fn no_span(self, what: &str, found: impl fmt::Display) -> ScoreError {
        self.error(format!("{what} is no span of the text: {found}"))
    }
    /// `found` is not the number of a statement.
    pub fn no_parent(self, found: impl fmt::Display) -> ScoreError {
        self.error(format!("parent {found} is not the number of a statement (they count from 1)"))
    }
}
