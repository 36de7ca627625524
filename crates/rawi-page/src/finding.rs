//! What one document gave: its record and, when asked for, why each statement reads as it does.
//! Not how it is shown: see `story`.

use std::borrow::Cow;

use rawi::Explanation;
use rawi::record::{Record, Span, Speaker, Statement, Words};

/// A longer first line is a paragraph and no title, in characters.
const LONGEST_TITLE: usize = 160;
/// How many words stand for a text without a title.
const BEGINNING: usize = 12;

/// One document, read.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// The record, with its text unless `--no-text` took it out.
    pub record: Record,
    /// One explanation a statement; `None` without `--explain`.
    pub explanations: Option<Vec<Explanation>>,
    /// Tells documents of one output apart; `1`, `2`, … or `7-2` for the second document of the seventh file.
    pub number: String,
}

impl Finding {
    /// The source of a statement, when it is known.
    pub fn speaker(&self, statement: &Statement) -> Option<(usize, &Speaker)> {
        let who = statement.who.as_deref()?;
        self.record.speakers.iter().enumerate().find(|(_, s)| s.id == who)
    }

    /// The explanation of statement `index`.
    pub fn explanation(&self, index: usize) -> Option<&Explanation> {
        self.explanations.as_ref()?.get(index)
    }

    /// The title, when there is one that is not blank.
    pub fn title(&self) -> Option<&str> {
        self.record.title.as_deref().map(str::trim).filter(|t| !t.is_empty())
    }

    /// The first line of the text, when it can be a title: neither blank nor a whole paragraph.
    pub fn first_line(&self) -> Option<&str> {
        let line = self.record.text.as_deref()?.lines().next()?.trim();
        (!line.is_empty() && line.chars().count() <= LONGEST_TITLE).then_some(line)
    }

    /// What to call the document: its title, else how its text begins, else its id.
    pub fn heading(&self) -> Cow<'_, str> {
        let beginning = || {
            let words = self.record.text.as_deref()?.split_whitespace();
            let mut out = words.take(BEGINNING).collect::<Vec<_>>().join(" ");
            out.push('…');
            (out.len() > '…'.len_utf8()).then_some(Cow::Owned(out))
        };
        let known = self.title().or_else(|| self.first_line()).map(Cow::Borrowed);
        known.or_else(beginning).unwrap_or(Cow::Borrowed(&self.record.id))
    }

    /// The statements as a tree: `(index, depth)` with every statement after the one around it, else in their order.
    pub fn outline(&self) -> Vec<(usize, usize)> {
        let statements = &self.record.statements;
        let parent = |i: usize| {
            let p = statements[i].parent?.checked_sub(1)?;
            (p < statements.len() && p != i).then_some(p)
        };
        let mut children = vec![Vec::new(); statements.len()];
        let mut roots = Vec::new();
        for i in 0..statements.len() {
            // A ring of parents has no top: its first member becomes one, so that nothing is lost.
            let mut up = parent(i);
            let mut low = i;
            let mut steps = 0;
            while let Some(p) = up.filter(|&p| p != i && steps <= statements.len()) {
                low = low.min(p);
                up = parent(p);
                steps += 1;
            }
            let ring = up == Some(i);
            match parent(i) {
                Some(p) if !(ring && low == i) => children[p].push(i),
                _ => roots.push(i),
            }
        }
        let mut out = Vec::with_capacity(statements.len());
        let mut stack: Vec<(usize, usize)> = roots.into_iter().rev().map(|i| (i, 0)).collect();
        while let Some((i, depth)) = stack.pop() {
            out.push((i, depth));
            stack.extend(children[i].iter().rev().map(|&c| (c, depth + 1)));
        }
        out
    }
}

/// The parts of `statement` of `record` as strings: its own words, else cut from the text.
pub fn words(record: &Record, statement: &Statement) -> Words {
    if let Some(words) = &statement.words {
        return words.clone();
    }
    let Some(text) = record.text.as_deref() else {
        return Words::default();
    };
    let cut = |span: &Span| text.chars().skip(span[0]).take(span[1].saturating_sub(span[0])).collect::<String>();
    Words {
        cue: statement.cue.as_ref().map(cut),
        speaker: statement.speaker.as_ref().map(cut),
        content: statement.content.iter().map(cut).collect(),
        addressee: statement.addressee.as_ref().map(cut),
        via: statement.via.iter().map(cut).collect(),
        setting: statement.setting.iter().map(cut).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(parents: &[Option<usize>]) -> Vec<(usize, usize)> {
        let statements = parents.iter().map(|&parent| Statement { parent, ..Statement::default() }).collect();
        let record = Record { statements, ..Record::default() };
        Finding { record, ..Finding::default() }.outline()
    }

    #[test]
    fn headings() {
        let long = "كلمة ".repeat(100);
        let begun = format!("{}…", ["كلمة"; 12].join(" "));
        for (title, text, expected) in [
            (Some("عنوان"), Some("سطر\nآخر"), "عنوان"),
            (Some(" "), Some("سطر\nآخر"), "سطر"),
            (None, Some("سطر\r\nآخر"), "سطر"),
            (None, Some("\nآخر"), "آخر…"),
            (None, Some(&*long), &*begun),
            (None, Some(" "), "id"),
            (None, None, "id"),
        ] {
            let (title, text) = (title.map(Into::into), text.map(Into::into));
            let record = Record { id: "id".into(), title, text, ..Record::default() };
            assert_eq!(Finding { record, ..Finding::default() }.heading(), expected);
        }
    }

    #[test]
    fn outlines() {
        assert_eq!(outline(&[]), []);
        assert_eq!(outline(&[None, Some(1), None]), [(0, 0), (1, 1), (2, 0)]);
        // The inner statement may come first: «…»، قال فلان.
        assert_eq!(outline(&[Some(3), None, None, Some(1)]), [(1, 0), (2, 0), (0, 1), (3, 2)]);
        // What no reading should give, but a file might: out of range, itself, a ring, a tail on a ring.
        assert_eq!(outline(&[Some(9), Some(2)]), [(0, 0), (1, 0)]);
        assert_eq!(outline(&[Some(2), Some(1), Some(2)]), [(0, 0), (1, 1), (2, 2)]);
    }
}
