//! What is found in a text, stage by stage: statements, mentions and sources, by tokens.
//! How they are found is `pipeline`'s; which characters they are, `assemble`'s.

use crate::cue::Cue;
use crate::mention::Mention;
use crate::parts::Parts;
use crate::record::{Act, Type};
use crate::source::{Said, Source};

/// One statement found.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub cue: Cue,
    pub parts: Parts,
    pub keep: f32,
    /// The mention that its speaker span is.
    pub mention: Option<usize>,
    pub who: Option<usize>,
    pub who_sure: f32,
    pub sort: Type,
    pub act: Act,
    /// The number of the enclosing statement.
    pub parent: Option<usize>,
    pub confidence: f32,
}

impl Finding {
    /// A candidate of which nothing more is known.
    pub fn new(cue: Cue, parts: Parts) -> Self {
        Self {
            cue,
            parts,
            keep: 0.0,
            mention: None,
            who: None,
            who_sure: 0.0,
            sort: Type::Indirect,
            act: Act::State,
            parent: None,
            confidence: 0.0,
        }
    }
}

/// Everything found in one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub findings: Vec<Finding>,
    pub mentions: Vec<Mention>,
    pub sources: Vec<Source>,
    /// The name that the user gives each source; empty without such names.
    pub names: Vec<Option<String>>,
}

impl Found {
    /// The statements as far as they are known before their sources are.
    pub fn said(&self) -> Vec<Said> {
        self.findings.iter().map(|f| Said { cue: f.cue.tokens.clone(), parts: f.parts.clone() }).collect()
    }
}
