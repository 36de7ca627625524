//! Annotated documents as the learned stages need them: gold spans as token ranges.

use crate::lexis::Aliases;
use crate::page::Page;
use crate::record::{Record, Span, Statement};
use rawi_learn::Vectors;
use rawi_text::Text;
use std::ops::Range;

/// A document, its gold, and what is seen in it.
pub(crate) struct Annotated {
    pub text: String,
    pub gold: Record,
    pub page: Page,
    /// Character and byte ranges of the tokens, and which are words.
    pub chars: Vec<Range<usize>>,
    pub is_word: Vec<bool>,
    pub paragraphs: Vec<Range<usize>>,
    pub statements: Vec<GoldStatement>,
}

/// The parts of a gold statement as token ranges.
#[derive(Debug, Clone, Default)]
pub(crate) struct GoldStatement {
    pub cue: Range<usize>,
    pub content: Vec<Range<usize>>,
    pub speaker: Option<Range<usize>>,
    pub addressee: Option<Range<usize>>,
    pub via: Vec<Range<usize>>,
    pub setting: Vec<Range<usize>>,
}

impl Annotated {
    pub fn new(text: String, gold: Record, vectors: &Vectors) -> Self {
        let cut = Text::new(&text);
        let mut page = Page::default();
        page.look(&cut, vectors, &Aliases::new());
        let chars: Vec<Range<usize>> = cut.tokens().iter().map(|t| t.chars.clone()).collect();
        let is_word: Vec<bool> = cut.tokens().iter().map(rawi_text::Token::is_word).collect();
        let paragraphs = cut.paragraphs().to_vec();
        let mut out = Self { text, gold, page, chars, is_word, paragraphs, statements: Vec::new() };
        out.statements = out.gold.statements.iter().map(|s| out.statement(s)).collect();
        out
    }

    fn statement(&self, s: &Statement) -> GoldStatement {
        GoldStatement {
            cue: s.cue.and_then(|c| self.all(c)).unwrap_or(0..0),
            content: s.content.iter().filter_map(|&c| self.tokens(c)).collect(),
            speaker: s.speaker.and_then(|c| self.tokens(c)),
            addressee: s.addressee.and_then(|c| self.tokens(c)),
            via: s.via.iter().filter_map(|&c| self.tokens(c)).collect(),
            setting: s.setting.iter().filter_map(|&c| self.tokens(c)).collect(),
        }
    }

    /// The tokens that a span touches.
    pub fn all(&self, span: Span) -> Option<Range<usize>> {
        let start = self.chars.partition_point(|c| c.end <= span[0]);
        let end = self.chars.partition_point(|c| c.start < span[1]);
        (start < end).then_some(start..end)
    }

    /// From the first to the last word that a span touches.
    pub fn tokens(&self, span: Span) -> Option<Range<usize>> {
        let r = self.all(span)?;
        let start = r.clone().find(|&t| self.is_word[t])?;
        let end = r.rev().find(|&t| self.is_word[t])?;
        Some(start..end + 1)
    }
}
