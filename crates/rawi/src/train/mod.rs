//! Rebuilds the model from annotated articles and raw text.

pub(crate) mod build;
pub(crate) mod corpus;
pub(crate) mod fit;

use std::fmt;

/// What training has just done.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The words of the raw texts are counted.
    Words {
        /// Texts, copies not counted.
        texts: usize,
        /// Distinct words frequent enough to learn from.
        kept: usize,
        /// Distinct words.
        all: usize,
    },
    /// A pass over the raw texts, from 1.
    Vectors {
        /// Its number.
        pass: usize,
        /// How many there will be.
        passes: usize,
    },
    /// A pass of one decision over the annotated articles, from 1. Each decision is learned once a fold and once on all.
    Pass {
        /// The decision.
        task: &'a str,
        /// Features kept.
        features: usize,
        /// Its number.
        pass: usize,
        /// How many there will be.
        passes: usize,
        /// Mean loss an instance.
        loss: f32,
    },
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { texts, kept, all } => write!(f, "{texts} raw texts, {kept} words of {all}"),
            Self::Vectors { pass, passes } => write!(f, "word vectors, pass {pass} of {passes}"),
            Self::Pass { task, features, pass, passes, loss } => {
                write!(f, "{task}, {features} features, pass {pass} of {passes}, loss {loss:.4}")
            }
        }
    }
}

/// Who is told how far training is, and on how many threads it runs.
pub(crate) struct Watch<'a> {
    pub threads: usize,
    pub tell: &'a (dyn Fn(Event<'_>) + Sync),
}
