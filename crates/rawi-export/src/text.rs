//! The text of an article by scalar values: what spans count in.
//! It cuts and checks; it reads nothing.

use rawi::record::Span;
use rawi_archive::{Entry, Statement};

use crate::{ErrorKind, ExportError};

/// A text and where each of its scalar values begins.
pub struct Scalars<'a> {
    text: &'a str,
    /// In bytes, and the length of the text at the end.
    starts: Vec<usize>,
}

impl<'a> Scalars<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, starts }
    }

    /// The number of scalar values.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// What stands at a span; as much of it as there is.
    pub fn slice(&self, [start, end]: Span) -> &'a str {
        let end = end.min(self.len());
        let start = start.min(end);
        &self.text[self.starts[start]..self.starts[end]]
    }

    /// Whether every span of every statement lies in the text.
    pub fn check(&self, entry: &Entry) -> Result<(), ExportError> {
        for statement in &entry.statements {
            if let Some(&span) = spans(statement).find(|[start, end]| start >= end || *end > self.len()) {
                return Err(ErrorKind::Span { statement: statement.id.clone(), span, length: self.len() }.into());
            }
        }
        Ok(())
    }
}

fn spans(statement: &Statement) -> impl Iterator<Item = &Span> {
    let Statement { cue, speaker, content, addressee, via, setting, .. } = statement;
    cue.iter().chain(speaker).chain(content).chain(addressee).chain(via).chain(setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_a_span() {
        let text = Scalars::new("قَال 🙂 A");
        let cases = [([0, 4], "قَال"), ([5, 6], "🙂"), ([7, 8], "A"), ([7, 99], "A"), ([9, 3], ""), ([99, 100], "")];
        for (span, expected) in cases {
            assert_eq!(text.slice(span), expected, "{span:?}");
        }
    }

    #[test]
    fn spans_outside_the_text_are_refused() {
        let text = Scalars::new("قال: نعم");
        for (content, good) in [([5, 8], true), ([5, 9], false), ([5, 5], false), ([6, 5], false), ([9, 10], false)] {
            let statement = Statement { id: "a-0".into(), content: vec![[0, 3], content], ..Statement::default() };
            let entry = Entry { statements: vec![statement], ..Entry::default() };
            assert_eq!(text.check(&entry).is_ok(), good, "{content:?}");
        }
        let statement = Statement { id: "a-0".into(), setting: vec![[0, 30]], ..Statement::default() };
        let error = text.check(&Entry { statements: vec![statement], ..Entry::default() }).unwrap_err();
        assert_eq!(error.to_string(), "statement a-0: found the span 0-30; expected one inside the text of 8 characters");
    }
}
