//! What is noticed about documents that are read all the same. The same about many of them is said once: of the first in full, with
//! how many more there are and where the next ones stand.

use std::mem::{Discriminant, discriminant};

use rawi_document::{PassedOver, Warning};
use rawi_page::thousands;

/// Places named beside the first.
const PLACES: usize = 3;

/// Something that was noticed.
#[derive(Debug, Clone)]
pub struct Note {
    sort: Sort,
    /// What diagnostics call the document.
    name: String,
    /// Where it stands.
    place: String,
    what: String,
}

/// What makes two notes the same.
#[derive(Debug, Clone, PartialEq)]
enum Sort {
    Seen(Discriminant<Warning>, Option<PassedOver>),
    Said(&'static str),
}

impl Note {
    /// Of the document, or else the input, that is called `name` and stands at `place`.
    pub fn seen(name: &str, place: &str, warning: &Warning) -> Self {
        let why = if let Warning::PassedOver { why, .. } = warning { Some(*why) } else { None };
        let sort = Sort::Seen(discriminant(warning), why);
        Self { sort, name: name.to_owned(), place: place.to_owned(), what: warning.to_string() }
    }

    /// The same, in words.
    pub fn said(name: &str, place: &str, what: &'static str) -> Self {
        Self { sort: Sort::Said(what), name: name.to_owned(), place: place.to_owned(), what: what.to_owned() }
    }

    /// That files of a folder were passed over, the first of `number` being `first`.
    pub fn passed_over(folder: &str, number: usize, first: &str) -> Self {
        let what = match number {
            1 => format!("passed over one file of no known kind: {first}"),
            _ => format!("passed over {} files of no known kind, the first {first}", thousands(number as u64)),
        };
        Self { sort: Sort::Said("files of no known kind"), name: folder.to_owned(), place: folder.to_owned(), what }
    }

    /// What diagnostics call the document.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The notes of a run.
#[derive(Debug, Default)]
pub struct Notes(Vec<Told>);

/// A note and those that say the same.
#[derive(Debug)]
struct Told {
    first: Note,
    more: u64,
    /// Of the next ones.
    places: Vec<String>,
}

impl Notes {
    /// One more.
    pub fn add(&mut self, note: Note) {
        match self.0.iter_mut().find(|told| told.first.sort == note.sort) {
            Some(told) => {
                told.more += 1;
                if told.places.len() < PLACES {
                    told.places.push(note.place);
                }
            }
            None => self.0.push(Told { first: note, more: 0, places: Vec::new() }),
        }
    }

    /// What is to be said, a line each, in the order in which the first ones came.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|Told { first, more, places }| {
            let Note { name, what, .. } = first;
            let rest = match more {
                0 => return format!("{name}: {what}"),
                n if *n as usize <= PLACES => "",
                _ => "; …",
            };
            let times = if *more == 1 { "once more".to_owned() } else { format!("{} times more", thousands(*more)) };
            format!("{name}: {what} (the same {times}: {}{rest})", places.join("; "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad_date(place: usize) -> Note {
        let warning = Warning::BadDate { found: format!("يوم {place}") };
        Note::seen(&format!("a.jsonl, \"{place}\""), &format!("a.jsonl, line {place}"), &warning)
    }

    fn lines(notes: impl IntoIterator<Item = Note>) -> Vec<String> {
        let mut all = Notes::default();
        notes.into_iter().for_each(|note| all.add(note));
        all.lines().collect()
    }

    #[test]
    fn the_same_is_said_once() {
        const SAID: &str = "a.jsonl, \"1\": found the date \"يوم 1\", expected one such as 2024-05-03T14:20:00Z, 2024-05-03, 3 مايو 2024, 2024-05 or \
                            2024; left out";
        for (count, more) in [
            (1, ""),
            (2, " (the same once more: a.jsonl, line 2)"),
            (4, " (the same 3 times more: a.jsonl, line 2; a.jsonl, line 3; a.jsonl, line 4)"),
            (1205, " (the same 1,204 times more: a.jsonl, line 2; a.jsonl, line 3; a.jsonl, line 4; …)"),
        ] {
            assert_eq!(lines((1..=count).map(bad_date)), [format!("{SAID}{more}")]);
        }
        assert!(lines([]).is_empty());
    }

    #[test]
    fn what_is_not_the_same_is_said_apart() {
        let passed = |why| Warning::PassedOver { why, count: 2, first: "a.zip/x".into() };
        let seen = |warning: Warning| Note::seen("a", "a", &warning);
        let notes = [
            seen(passed(PassedOver::Kind)),
            seen(passed(PassedOver::Encrypted)),
            seen(Warning::NoArticle),
            Note::said("b", "b", "no text"),
            Note::said("c", "c", "no Arabic text"),
            seen(passed(PassedOver::Kind)),
            Note::said("d", "d", "no text"),
        ];
        let said = lines(notes);
        assert_eq!(said.len(), 5, "{said:#?}");
        assert_eq!(said[3], "b: no text (the same once more: d)");
    }
}
