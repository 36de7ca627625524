//! What two archives of equal content agree in, byte for byte: a line an article, followed by a line a statement.
//! Left out is what depends on when and how documents were added: numbers of identities, times of adding, the file that a
//! document came from. The text is there by its hash.

use rawi::record::{Act, Kind, Span, Type, Words};
use rawi_archive::{Article, Entry, Party, Statement};
use serde::Serialize;

use crate::text::Scalars;
use crate::{ErrorKind, ExportError, Options, line};

#[derive(Serialize)]
struct Document<'a> {
    article: &'a str,
    revision: u32,
    given: &'a str,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    text_sha256: &'a str,
    model: &'a str,
    copies: Vec<&'a str>,
}

#[derive(Serialize)]
struct Said<'a> {
    statement: &'a str,
    cue: Option<Span>,
    speaker: Option<Span>,
    content: &'a [Span],
    addressee: Option<Span>,
    via: &'a [Span],
    setting: &'a [Span],
    r#type: Type,
    act: Act,
    parent: Option<&'a str>,
    confidence: Option<f64>,
    words: &'a Words,
    who: Option<Source<'a>>,
    to: Option<Source<'a>>,
    through: Vec<Source<'a>>,
    copies: Vec<&'a str>,
}

#[derive(Serialize)]
struct Source<'a> {
    /// Whether it is someone in the archive, whatever the number.
    known: bool,
    name: &'a str,
    written: &'a str,
    role: Option<&'a str>,
    kind: Kind,
}

impl<'a> From<&'a Party> for Source<'a> {
    fn from(party: &'a Party) -> Self {
        let Party { identity, name, written, role, kind } = party;
        Self { known: identity.is_some(), name, written, role: role.as_deref(), kind: *kind }
    }
}

/// Whether an entry may come after the article `last`.
pub fn follows(last: &str, entry: &Entry) -> Result<(), ExportError> {
    let id = &entry.article.id;
    if last.is_empty() || last < id.as_str() {
        return Ok(());
    }
    Err(ErrorKind::Order { article: id.clone(), after: last.to_owned() }.into())
}

pub fn render(entry: &Entry, _: &Scalars, _: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let Entry { article, statements } = entry;
    line(&document(article), lines)?;
    let mut sorted: Vec<&Statement> = statements.iter().collect();
    sorted.sort_by_key(|s| (place(s), s.id.as_str()));
    sorted.into_iter().try_for_each(|s| line(&said(s), lines))
}

/// Where a statement stands.
fn place(statement: &Statement) -> Option<Span> {
    statement.cue.or(statement.content.first().copied())
}

fn document(article: &Article) -> Document<'_> {
    Document {
        article: &article.id,
        revision: article.revision,
        given: &article.given,
        url: article.url.as_deref(),
        outlet: article.outlet.as_deref(),
        title: article.title.as_deref(),
        author: article.author.as_deref(),
        date: article.date.as_deref(),
        text_sha256: &article.text_sha256,
        model: &article.model,
        copies: sorted(article.copies.iter().map(|c| c.id.as_str())),
    }
}

fn said(statement: &Statement) -> Said<'_> {
    Said {
        statement: &statement.id,
        cue: statement.cue,
        speaker: statement.speaker,
        content: &statement.content,
        addressee: statement.addressee,
        via: &statement.via,
        setting: &statement.setting,
        r#type: statement.kind,
        act: statement.act,
        parent: statement.parent.as_deref(),
        confidence: statement.confidence,
        words: &statement.words,
        who: statement.who.as_ref().map(Source::from),
        to: statement.to.as_ref().map(Source::from),
        through: statement.through.iter().map(Source::from).collect(),
        copies: sorted(statement.copies.iter().map(String::as_str)),
    }
}

fn sorted<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids
}
