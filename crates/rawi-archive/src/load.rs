//! Articles and statements out of the store, with their parts cut from the text and their parties named.
//! Which ones are wanted is for others to say.

use rawi::record::{Kind, Span, Words};
use rusqlite::types::Type as SqlType;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::archive::Archive;
use crate::entry::{Article, Copy, Entry, Party, Revision, Statement};
use crate::error::{ArchiveError, ErrorKind};
use crate::incoming::{handle, inflate, key_of};

/// A text in which characters are found by their number.
pub(crate) struct Cut<'t> {
    text: &'t str,
    /// The byte at which each character begins, and the end.
    bytes: Vec<u32>,
}

impl<'t> Cut<'t> {
    pub fn new(text: &'t str) -> Self {
        let ends = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len()));
        Self { text, bytes: ends.map(|byte| byte as u32).collect() }
    }

    /// The words of a span; nothing when it lies outside the text.
    pub fn words(&self, [start, end]: Span) -> &'t str {
        match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&start), Some(&end)) => self.text.get(start as usize..end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// The words of several spans, a space between each.
    pub fn join(&self, spans: &[Span]) -> String {
        spans.iter().map(|&s| self.words(s)).collect::<Vec<_>>().join(" ")
    }
}

/// The text with this number.
pub(crate) fn text(db: &Connection, id: i64) -> Result<String, ErrorKind> {
    let (body, bytes): (Vec<u8>, usize) = db
        .prepare_cached("SELECT body, bytes FROM texts WHERE id = ?")?
        .query_row([id], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
    inflate(&body, bytes).ok_or_else(|| ErrorKind::Damaged(format!("text {id} does not inflate")))
}

/// The spans of a column.
pub(crate) fn spans(json: Option<String>) -> Result<Vec<Span>, ErrorKind> {
    json.map_or(Ok(Vec::new()), |json| {
        serde_json::from_str(&json).map_err(|_| ErrorKind::Damaged(format!("found {json:?} for a list of spans")))
    })
}

/// What people write for an article, or for a statement in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    pub document: i64,
    pub revision: Option<u32>,
    /// The place of a statement, and which of the statements at this place.
    pub statement: Option<(usize, usize)>,
}

impl Archive {
    /// The article that `id` means, with all its statements, and the identifier of the statement where `id` means one: an identifier of
    /// the archive or the beginning of one, an address, or the identifier that was given with the document.
    ///
    /// # Errors
    /// When there is none, there are several, or the store cannot be read.
    pub fn show(&self, id: &str) -> Result<(Entry, Option<String>), ArchiveError> {
        self.run(|db| {
            let address = find(db, id)?;
            // The identifier of a statement without the number of a revision is one of the first.
            let revision = address.revision.or(address.statement.map(|_| 1));
            let entry = entry(db, address.document, revision)?.ok_or_else(|| ErrorKind::Unknown(id.to_owned()))?;
            let Some(place) = address.statement else { return Ok((entry, None)) };
            let wanted = statement_id(&entry.article.id, entry.article.revision, place.0, place.1);
            if entry.statements.iter().any(|s| s.id == wanted) { Ok((entry, Some(wanted))) } else { Err(ErrorKind::Unknown(id.to_owned())) }
        })
    }
}

impl Archive {
    /// The revisions of the article that `id` means (see [`Archive::show`]), the first first.
    ///
    /// # Errors
    /// When there is none, there are several, or the store cannot be read.
    pub fn revisions(&self, id: &str) -> Result<Vec<Revision>, ArchiveError> {
        self.run(|db| {
            let address = find(db, id)?;
            let mut rows = db.prepare_cached("SELECT number, title, added, date FROM revisions WHERE document = ? ORDER BY number")?;
            let read = |row: &Row| Ok(Revision { number: row.get(0)?, title: row.get(1)?, added: row.get(2)?, date: row.get(3)? });
            Ok(rows.query_map([address.document], read)?.collect::<Result<_, _>>()?)
        })
    }
}

/// The document and statement that `id` means. Identifiers given with documents are often short numbers: they come before the beginning
/// of one of ours that happens to look the same.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Address, ErrorKind> {
    let whole = id.bytes().take_while(u8::is_ascii_hexdigit).count() == 16;
    if whole && let Some(address) = by_handle(db, id)? {
        return Ok(address);
    }
    let mut documents =
        db.prepare_cached("SELECT id FROM documents WHERE handle = ?1 UNION SELECT document FROM revisions WHERE given = ?2 LIMIT 2")?;
    let found: Vec<i64> = documents.query_map((handle(&key_of(id)), id), |row| row.get(0))?.collect::<Result<_, _>>()?;
    match found[..] {
        [] => by_handle(db, id)?.ok_or_else(|| ErrorKind::Unknown(id.to_owned())),
        [document] => Ok(Address { document, revision: None, statement: None }),
        _ => Err(ErrorKind::Ambiguous(id.to_owned())),
    }
}

fn by_handle(db: &Connection, id: &str) -> Result<Option<Address>, ErrorKind> {
    let (article, statement) = match id.split_once('-') {
        Some((article, statement)) => (article, Some(statement)),
        None => (id, None),
    };
    let (article, revision) = match article.split_once('.') {
        Some((article, revision)) => (article, Some(revision)),
        None => (article, None),
    };
    let digits = article.len();
    if !(4..=16).contains(&digits) || !article.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(None);
    }
    let number = |s: &str| s.parse::<u32>().ok();
    let revision = match revision.map(number) {
        Some(None) => return Ok(None),
        revision => revision.flatten(),
    };
    let statement = match statement {
        None => None,
        Some(statement) => {
            let (place, nth) = statement.split_once('.').unwrap_or((statement, "1"));
            match (number(place), number(nth)) {
                (Some(place), Some(nth)) => Some((place as usize, nth as usize)),
                _ => return Ok(None),
            }
        }
    };
    let first = u64::from_str_radix(article, 16).expect("hexadecimal digits were checked") << (4 * (16 - digits));
    let last = first | u64::MAX.checked_shr(4 * digits as u32).unwrap_or(0);
    let (Ok(first), last) = (i64::try_from(first), i64::try_from(last).unwrap_or(i64::MAX)) else { return Ok(None) };
    let mut rows = db.prepare_cached("SELECT id FROM documents WHERE handle BETWEEN ? AND ? LIMIT 2")?;
    let found: Vec<i64> = rows.query_map((first, last), |row| row.get(0))?.collect::<Result<_, _>>()?;
    match found[..] {
        [] => Ok(None),
        [document] => Ok(Some(Address { document, revision, statement })),
        _ => Err(ErrorKind::Ambiguous(article.to_owned())),
    }
}

pub(crate) fn article_id(handle: i64) -> String {
    format!("{handle:016x}")
}

/// `nth` counts the statements at one place from 1.
fn statement_id(article: &str, revision: u32, place: usize, nth: usize) -> String {
    let revision = if revision > 1 { format!(".{revision}") } else { String::new() };
    let nth = if nth > 1 { format!(".{nth}") } else { String::new() };
    format!("{article}{revision}-{place}{nth}")
}

/// An article with all its statements, in its latest revision or the one asked for.
pub(crate) fn entry(db: &Connection, document: i64, revision: Option<u32>) -> Result<Option<Entry>, ErrorKind> {
    let Some((mut article, text_id)) = article(db, document, revision)? else { return Ok(None) };
    article.text = text(db, text_id)?;
    article.copies = copies(db, document, text_id)?;
    let statements = statements(db, &article, document, text_id, None)?;
    Ok(Some(Entry { article, statements }))
}

/// An article in its latest revision, with those of its statements that have these numbers in the store.
pub(crate) fn part(db: &Connection, document: i64, wanted: &[i64]) -> Result<Option<Entry>, ErrorKind> {
    let Some((mut article, text_id)) = article(db, document, None)? else { return Ok(None) };
    article.text = text(db, text_id)?;
    article.copies = copies(db, document, text_id)?;
    let statements = if wanted.is_empty() { Vec::new() } else { statements(db, &article, document, text_id, Some(wanted))? };
    Ok(Some(Entry { article, statements }))
}

fn article(db: &Connection, document: i64, revision: Option<u32>) -> Result<Option<(Article, i64)>, ErrorKind> {
    let mut row = db.prepare_cached(
        "SELECT handle, coalesce(given, url), number, url, outlets.name, title, author, date, added, origin, sha256, models.name, text
            FROM documents JOIN revisions ON document = documents.id JOIN texts ON texts.id = text JOIN models ON models.id = model
            LEFT JOIN outlets ON outlets.id = outlet WHERE documents.id = ?1 AND number = coalesce(?2, revision)",
    )?;
    let read = |row: &Row| {
        let article = Article {
            id: article_id(row.get(0)?),
            given: row.get(1)?,
            revision: row.get(2)?,
            url: row.get(3)?,
            outlet: row.get(4)?,
            title: row.get(5)?,
            author: row.get(6)?,
            date: row.get(7)?,
            added: row.get(8)?,
            origin: row.get(9)?,
            text_sha256: hex(&row.get::<_, [u8; 32]>(10)?),
            model: row.get(11)?,
            ..Article::default()
        };
        Ok((article, row.get(12)?))
    };
    Ok(row.query_row((document, revision), read).optional()?)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The other documents whose text is of the same story, by date.
fn copies(db: &Connection, document: i64, text: i64) -> Result<Vec<Copy>, ErrorKind> {
    let mut rows = db.prepare_cached(
        "SELECT handle, url, outlets.name, title, date FROM texts JOIN revisions ON text = texts.id
            JOIN documents ON documents.id = document AND number = revision LEFT JOIN outlets ON outlets.id = outlet
            WHERE story = (SELECT story FROM texts WHERE id = ?) AND document <> ? ORDER BY date IS NULL, date, handle",
    )?;
    let read =
        |row: &Row| Ok(Copy { id: article_id(row.get(0)?), url: row.get(1)?, outlet: row.get(2)?, title: row.get(3)?, date: row.get(4)? });
    Ok(rows.query_map((text, document), read)?.collect::<Result<_, _>>()?)
}

/// A form with what it was joined to.
pub(crate) fn party(db: &Connection, form: i64) -> Result<Party, ErrorKind> {
    let mut row = db.prepare_cached(
        "SELECT f.identity, coalesce(lead.name, f.name), f.name, nullif(f.role, ''), f.kind FROM forms f LEFT JOIN forms lead ON lead.id = f.identity
            WHERE f.id = ?",
    )?;
    Ok(row.query_row([form], |row| {
        Ok(Party {
            identity: row.get::<_, Option<i64>>(0)?.map(|id| id as u64),
            name: row.get(1)?,
            written: row.get(2)?,
            role: row.get(3)?,
            kind: label::<Kind>(row, 4)?,
        })
    })?)
}

/// The identity that a form is joined to; None when there is no such form, or nobody knows who it is.
pub(crate) fn identity_of(db: &Connection, form: i64) -> Result<Option<u64>, ErrorKind> {
    let mut row = db.prepare_cached("SELECT identity FROM forms WHERE id = ?")?;
    Ok(row.query_row([form], |row| row.get(0)).optional()?.flatten())
}

/// A value of one of the record's lists of labels.
pub(crate) fn label<T: std::str::FromStr<Err = String>>(row: &Row, column: usize) -> Result<T, rusqlite::Error> {
    row.get::<_, String>(column)?.parse().map_err(|e: String| rusqlite::Error::FromSqlConversionFailure(column, SqlType::Text, e.into()))
}

/// What a row of `statements` says besides the statement itself.
struct Links {
    id: i64,
    number: usize,
    place: usize,
    first: i64,
    who: Option<i64>,
    to: Option<i64>,
    parent: Option<usize>,
}

/// The statements of a text: all, or the wanted ones.
fn statements(db: &Connection, article: &Article, document: i64, text: i64, wanted: Option<&[i64]>) -> Result<Vec<Statement>, ErrorKind> {
    let mut rows = db.prepare_cached(
        "SELECT s.id, s.number, place, coalesce(same, s.id), form, addressee, parent, cue_start, cue_end, speaker_start, speaker_end,
            addressee_start, addressee_end, type, act, confidence, content, via, setting
            FROM statements s LEFT JOIN sources ON sources.id = who WHERE s.text = ? ORDER BY s.number",
    )?;
    let cut = Cut::new(&article.text);
    let mut statements: Vec<(Links, Statement)> = Vec::new();
    let mut rows = rows.query([text])?;
    while let Some(row) = rows.next()? {
        let links = Links {
            id: row.get(0)?,
            number: row.get(1)?,
            place: row.get(2)?,
            first: row.get(3)?,
            who: row.get(4)?,
            to: row.get(5)?,
            parent: row.get(6)?,
        };
        let span = |at: usize| -> Result<Option<Span>, rusqlite::Error> {
            Ok(row.get::<_, Option<usize>>(at)?.zip(row.get::<_, Option<usize>>(at + 1)?).map(Into::into))
        };
        let mut s = Statement {
            cue: span(7)?,
            speaker: span(9)?,
            addressee: span(11)?,
            kind: label(row, 13)?,
            act: label(row, 14)?,
            confidence: row.get(15)?,
            content: spans(row.get(16)?)?,
            via: spans(row.get(17)?)?,
            setting: spans(row.get(18)?)?,
            ..Statement::default()
        };
        let words = |span: Option<Span>| span.map(|s| cut.words(s).to_owned());
        let list = |spans: &[Span]| spans.iter().map(|&s| cut.words(s).to_owned()).collect();
        s.words = Words {
            cue: words(s.cue),
            speaker: words(s.speaker),
            content: list(&s.content),
            addressee: words(s.addressee),
            via: list(&s.via),
            setting: list(&s.setting),
        };
        statements.push((links, s));
    }
    let ids: Vec<String> = (0..statements.len())
        .map(|i| {
            let place = statements[i].0.place;
            let nth = statements[..=i].iter().filter(|s| s.0.place == place).count();
            statement_id(&article.id, article.revision, place, nth)
        })
        .collect();
    let numbers: Vec<usize> = statements.iter().map(|s| s.0.number).collect();
    let is_wanted = |links: &Links| wanted.is_none_or(|ids| ids.contains(&links.id));
    for ((links, s), id) in statements.iter_mut().zip(&ids).filter(|((links, _), _)| is_wanted(links)) {
        s.id.clone_from(id);
        s.parent = links.parent.and_then(|p| numbers.iter().position(|&n| n == p)).map(|i| ids[i].clone());
        s.who = links.who.map(|form| party(db, form)).transpose()?;
        s.to = links.to.map(|form| party(db, form)).transpose()?;
        if !s.via.is_empty() {
            let mut relays = db.prepare_cached("SELECT form FROM relays WHERE statement = ? ORDER BY number")?;
            let forms: Vec<i64> = relays.query_map([links.id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            s.through = forms.into_iter().map(|form| party(db, form)).collect::<Result<_, _>>()?;
        }
        if !article.copies.is_empty() {
            s.copies = statement_copies(db, links, document)?;
        }
    }
    Ok(statements.into_iter().filter(|(links, _)| is_wanted(links)).map(|(_, s)| s).collect())
}

/// The identifiers of the same statement in other documents.
fn statement_copies(db: &Connection, links: &Links, document: i64) -> Result<Vec<String>, ErrorKind> {
    let mut rows = db.prepare_cached(
        "SELECT handle, revision, place, (SELECT count(*) FROM statements o WHERE o.text = s.text AND o.place = s.place AND o.number <= s.number)
            FROM statements s JOIN revisions ON revisions.text = s.text JOIN documents ON documents.id = document AND revisions.number = revision
            WHERE (s.id = ?1 OR s.same = ?1) AND document <> ?2 ORDER BY handle, place",
    )?;
    let read = |row: &Row| Ok(statement_id(&article_id(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?));
    Ok(rows.query_map((links.first, document), read)?.collect::<Result<_, _>>()?)
}
