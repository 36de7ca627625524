//! Reading one text after another: a reader keeps the buffers, a reading borrows the text and what was found in it.
//! What is found is decided by the stages; nothing is decided here.

use crate::assemble::assemble;
use crate::explain::{Explanation, explain};
use crate::finding::Found;
use crate::page::Page;
use crate::pipeline;
use crate::record::{FORMAT, Record};
use crate::{Model, Overrides};
use rawi_text::{Shape, Text};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Scratch buffers over a shared model; one a thread.
#[derive(Debug)]
pub struct Reader<'m> {
    model: &'m Model,
    overrides: Overrides,
    page: Page,
}

impl<'m> Reader<'m> {
    /// A reader without overrides.
    pub fn new(model: &'m Model) -> Self {
        Self::with_overrides(model, &Overrides::default())
    }

    /// A reader that also knows a user's additions.
    pub fn with_overrides(model: &'m Model, overrides: &Overrides) -> Self {
        Self { model, overrides: overrides.clone(), page: Page::default() }
    }

    /// Finds every statement of `text`; in a text that is not Arabic, none. Never fails.
    pub fn read<'r>(&'r mut self, text: &'r str) -> Reading<'r> {
        let cut = Text::new(text);
        if !is_arabic(&cut) {
            // the model knows no other language, and a colon is a cue in all of them
            self.page = Page::default();
            return Reading { model: self.model, page: &self.page, text: cut, found: Found::default() };
        }
        self.page.fill(&cut, &self.model.heads.encoder, &self.overrides.aliases);
        let mut found = pipeline::run(&self.model.heads, &self.page, cut.paragraphs(), &self.overrides);
        self.overrides.mark_acts(&cut, &mut found.findings);
        Reading { model: self.model, page: &self.page, text: cut, found }
    }
}

fn is_arabic(text: &Text<'_>) -> bool {
    let (mut arabic, mut foreign) = (0usize, 0usize);
    for token in text.tokens() {
        match token.shape {
            Shape::Arabic => arabic += 1,
            Shape::Foreign => foreign += 1,
            _ => {}
        }
    }
    arabic > 0 && arabic * 4 >= foreign
}

/// What was found in one text.
#[derive(Debug)]
pub struct Reading<'r> {
    model: &'r Model,
    page: &'r Page,
    text: Text<'r>,
    found: Found,
}

impl Reading<'_> {
    /// The record of this reading, with text, words and confidences. What is known only outside the text (title, address,
    /// outlet, date) is left open.
    pub fn record(&self, id: &str) -> Record {
        let source = self.text.source();
        let mut text_sha256 = String::with_capacity(64);
        Sha256::digest(source).iter().for_each(|b| _ = write!(text_sha256, "{b:02x}"));
        let mut record = Record {
            format: FORMAT.into(),
            model: self.model.id().into(),
            id: id.into(),
            text_sha256,
            text: Some(source.into()),
            ..Record::default()
        };
        assemble(&self.text, &self.found, &mut record);
        record
    }

    /// Whether a fifth of the words or more are in Arabic script. Text in Persian or Urdu counts, names quoted in an English article do not.
    pub fn is_arabic(&self) -> bool {
        is_arabic(&self.text)
    }

    /// Which evidence decided each statement, in the order of the record's statements. Takes longer than reading.
    pub fn explain(&self) -> Vec<Explanation> {
        explain(&self.model.heads, self.model.backwards(), self.page, &self.text, &self.found)
    }
}
