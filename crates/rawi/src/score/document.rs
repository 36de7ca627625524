//! Documents as the scorer sees them: borrowed from records or from JSON, where labels may be absent or unknown words.

use std::collections::HashSet;

use super::error::{Place, ScoreError};
use crate::record::{Record, Span};

/// A document: its sources and statements.
#[derive(Default)]
pub(super) struct Doc<'a> {
    pub id: &'a str,
    pub sources: Vec<Source<'a>>,
    pub statements: Vec<Said<'a>>,
}

/// A source.
#[derive(Default)]
pub(super) struct Source<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: Option<&'a str>,
    pub role: &'a str,
    pub mentions: Vec<&'a str>,
}

/// A statement.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub cue: Option<Span>,
    pub who: Option<&'a str>,
    pub who_also: Vec<&'a str>,
    pub speaker: Option<Span>,
    pub content: Vec<Span>,
    pub addressee: Option<Span>,
    pub via: Vec<Span>,
    pub setting: Vec<Span>,
    pub kind: Option<&'a str>,
    pub act: Option<&'a str>,
    pub parent: Option<usize>,
}

impl<'a> From<&'a Record> for Doc<'a> {
    fn from(record: &'a Record) -> Self {
        let sources = record.speakers.iter().map(|s| Source {
            id: &s.id,
            name: &s.name,
            kind: Some(s.kind.as_str()),
            role: s.role.as_deref().unwrap_or_default(),
            mentions: s.mentions.iter().map(String::as_str).collect(),
        });
        let statements = record.statements.iter().map(|s| Said {
            cue: s.cue,
            who: s.who.as_deref(),
            who_also: s.who_also.iter().map(String::as_str).collect(),
            speaker: s.speaker,
            content: s.content.clone(),
            addressee: s.addressee,
            via: s.via.clone(),
            setting: s.setting.clone(),
            kind: Some(s.kind.as_str()),
            act: Some(s.act.as_str()),
            parent: s.parent,
        });
        Doc { id: &record.id, sources: sources.collect(), statements: statements.collect() }
    }
}

impl Doc<'_> {
    /// Whether every span lies in a text of `chars` scalar values, every parent is a statement and every source is listed.
    pub fn check(&self, file: &str, chars: usize) -> Result<(), ScoreError> {
        let ids: HashSet<&str> = self.sources.iter().map(|s| s.id).collect();
        for (n, s) in self.statements.iter().enumerate() {
            let place = Place { file, id: self.id, statement: Some(n + 1) };
            let parts = [
                ("cue", s.cue.as_slice()),
                ("content", s.content.as_slice()),
                ("speaker", s.speaker.as_slice()),
                ("addressee", s.addressee.as_slice()),
                ("via", s.via.as_slice()),
                ("setting", s.setting.as_slice()),
            ];
            for (what, spans) in parts {
                if let Some(span) = spans.iter().find(|span| span[0] >= span[1] || span[1] > chars) {
                    return Err(place.no_span(what, format_args!("{span:?}")));
                }
            }
            if let Some(parent) = s.parent.filter(|&p| p < 1 || p > self.statements.len()) {
                return Err(place.no_parent(parent));
            }
            if let Some(who) = s.who.iter().chain(&s.who_also).find(|&&who| !ids.contains(who)) {
                return Err(place.error(format!("who '{who}' is not a listed speaker")));
            }
        }
        Ok(())
    }
}
