//! `rawi.statements/1`, one record a line, with what the archive adds in one more field of each object: `archive`.
//! Whatever reads records reads these; the additions are passed over by those who do not know them.

use std::collections::HashMap;

use rawi::record::{self, FORMAT};
use rawi_archive::{Article, Copy, Entry, Party, Statement};
use serde::Serialize;

use crate::text::Scalars;
use crate::{Options, line};

/// [`record::Record`], with its speakers and statements as they are here.
#[derive(Serialize)]
struct Record<'a> {
    format: &'static str,
    model: &'a str,
    id: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<&'a str>,
    text_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    speakers: Vec<Kept<record::Speaker, Known<'a>>>,
    statements: Vec<Kept<record::Statement, Links<'a>>>,
    archive: Provenance<'a>,
}

/// An object of a record, and what the archive adds to it.
#[derive(Serialize)]
struct Kept<T, A> {
    #[serde(flatten)]
    plain: T,
    archive: A,
}

/// Of a document.
#[derive(Serialize)]
struct Provenance<'a> {
    id: &'a str,
    revision: u32,
    author: Option<&'a str>,
    added: &'a str,
    origin: &'a str,
    copies: Vec<Carrier<'a>>,
}

/// Another document with the same story.
#[derive(Serialize)]
struct Carrier<'a> {
    id: &'a str,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<&'a str>,
}

/// Of a speaker: who it is across documents.
#[derive(Serialize)]
struct Known<'a> {
    identity: Option<u64>,
    name: &'a str,
}

/// Of a statement.
#[derive(Serialize)]
struct Links<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    to: Option<Who<'a>>,
    through: Vec<Who<'a>>,
    copies: &'a [String],
}

/// An addressee or a relay.
#[derive(Serialize)]
struct Who<'a> {
    identity: Option<u64>,
    name: &'a str,
    written: &'a str,
    role: Option<&'a str>,
    kind: record::Kind,
}

impl<'a> From<&'a Party> for Who<'a> {
    fn from(party: &'a Party) -> Self {
        let Party { identity, name, written, role, kind } = party;
        Self { identity: *identity, name, written, role: role.as_deref(), kind: *kind }
    }
}

impl<'a> From<&'a Copy> for Carrier<'a> {
    fn from(copy: &'a Copy) -> Self {
        Self {
            id: &copy.id,
            url: copy.url.as_deref(),
            outlet: copy.outlet.as_deref(),
            title: copy.title.as_deref(),
            date: copy.date.as_deref(),
        }
    }
}

pub fn render(entry: &Entry, _: &Scalars, options: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let Entry { article, statements } = entry;
    let mut speakers = Speakers::default();
    let places: HashMap<&str, usize> = statements.iter().zip(1..).map(|(s, n)| (s.id.as_str(), n)).collect();
    let statements = statements
        .iter()
        .map(|s| Kept {
            plain: plain(s, speakers.id(s), s.parent.as_deref().and_then(|p| places.get(p).copied())),
            archive: Links {
                id: &s.id,
                parent: s.parent.as_deref(),
                to: s.to.as_ref().map(Who::from),
                through: s.through.iter().map(Who::from).collect(),
                copies: &s.copies,
            },
        })
        .collect();
    let Article { id, given, revision, url, outlet, title, author, date, added, origin, text_sha256, model, text, copies } = article;
    let record = Record {
        format: FORMAT,
        model,
        id: given,
        title: title.as_deref(),
        url: url.as_deref(),
        outlet: outlet.as_deref(),
        date: date.as_deref(),
        text_sha256,
        text: (!options.no_text).then_some(text),
        speakers: speakers.all,
        statements,
        archive: Provenance {
            id,
            revision: *revision,
            author: author.as_deref(),
            added,
            origin,
            copies: copies.iter().map(Carrier::from).collect(),
        },
    };
    line(&record, lines)
}

fn plain(statement: &Statement, who: Option<String>, parent: Option<usize>) -> record::Statement {
    let s = statement.clone();
    record::Statement {
        cue: s.cue,
        who,
        who_also: Vec::new(),
        speaker: s.speaker,
        content: s.content,
        addressee: s.addressee,
        via: s.via,
        setting: s.setting,
        kind: s.kind,
        act: s.act,
        parent,
        confidence: s.confidence,
        words: Some(s.words),
    }
}

/// The sources of a document, each once, numbered as they come.
#[derive(Default)]
struct Speakers<'a> {
    all: Vec<Kept<record::Speaker, Known<'a>>>,
    places: HashMap<(Option<u64>, &'a str, Option<&'a str>, record::Kind), usize>,
}

impl<'a> Speakers<'a> {
    /// The `id` of the source of a statement.
    fn id(&mut self, statement: &'a Statement) -> Option<String> {
        let party = statement.who.as_ref()?;
        let key = (party.identity, party.written.as_str(), party.role.as_deref(), party.kind);
        let place = *self.places.entry(key).or_insert_with(|| {
            self.all.push(Kept {
                plain: record::Speaker {
                    id: format!("S{}", self.all.len() + 1),
                    name: party.written.clone(),
                    kind: party.kind,
                    role: party.role.clone(),
                    mentions: vec![party.written.clone()],
                },
                archive: Known { identity: party.identity, name: &party.name },
            });
            self.all.len() - 1
        });
        let speaker = &mut self.all[place].plain;
        if let Some(words) = &statement.words.speaker
            && !speaker.mentions.contains(words)
        {
            speaker.mentions.push(words.clone());
        }
        Some(speaker.id.clone())
    }
}
