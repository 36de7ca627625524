//! Why training cannot begin. It all shows before the first pass.

use crate::score::ScoreError;
use std::fmt;

/// Articles that nothing can be learned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainError(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Gold(ScoreError),
    NoText { file: String, id: String, texts: String },
    SameId { id: String },
    NoStatement,
    Vectors { why: String },
    Teacher { number: usize, why: String },
    Silver { teachers: usize, texts: usize },
    Folds { folds: usize, groups: usize },
}

impl TrainError {
    /// The document to blame, where there is one.
    pub fn id(&self) -> Option<&str> {
        match &self.0 {
            Kind::Gold(e) => e.id(),
            Kind::NoText { id, .. } | Kind::SameId { id } => Some(id),
            Kind::NoStatement | Kind::Vectors { .. } | Kind::Teacher { .. } | Kind::Silver { .. } | Kind::Folds { .. } => None,
        }
    }
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Gold(e) => e.fmt(f),
            Kind::NoText { file, id, texts } => write!(f, "{file}: '{id}': {texts} has no text for it"),
            Kind::SameId { id } => write!(f, "'{id}': two articles have this id"),
            Kind::NoStatement => f.write_str("found no statement with a cue in the articles; there is nothing to learn"),
            Kind::Vectors { why } => write!(f, "the model whose word vectors are taken: {why}"),
            Kind::Teacher { number, why } => write!(f, "teacher {number}: {why}"),
            Kind::Silver { teachers, texts } => write!(f, "{teachers} teachers and {texts} silver texts; expected some of both or none"),
            Kind::Folds { folds, groups } => write!(
                f,
                "{folds} folds of {groups} articles that are no copies of one another; expected at least 2 folds and as many articles"
            ),
        }
    }
}

impl std::error::Error for TrainError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Gold(e) => Some(e),
            _ => None,
        }
    }
}

impl From<Kind> for TrainError {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}

impl From<ScoreError> for TrainError {
    fn from(e: ScoreError) -> Self {
        Self(Kind::Gold(e))
    }
}
