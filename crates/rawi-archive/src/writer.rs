//! The archive as its one writer sees it: documents go in, in batches that are kept whole or not at all.
//! Reading articles is `rawi`'s and comes before; what a run ends with is `settle`'s.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use rawi::record::{Kind, Record, Span, Speaker, Statement};
use rusqlite::{Connection, OptionalExtension, params};

use crate::archive::{Archive, STORE, carries, identity, text_of};
use crate::error::{ArchiveError, ErrorKind};
use crate::incoming::{Incoming, Parsed, Prepared};
use crate::lock::Lock;
use crate::sequence::next;
use crate::{called, index, migrate, story};

/// An archive, open for writing. Only one process at a time has one.
pub struct Writer {
    pub(crate) archive: Archive,
    /// Open as long as a run of changes lasts.
    pub(crate) index: Option<rawi_search::Writer>,
    /// Articles that the index was told of in this run.
    pub(crate) followed: usize,
    _lock: Lock,
}

/// A text that is to be read again.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    id: i64,
    /// The text.
    pub text: String,
}

impl Unread {
    /// What messages call it.
    pub fn name(&self) -> String {
        format!("text {}", self.id)
    }
}

impl Archive {
    /// A text by its number ([`Writer::unread`]).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn text(&self, id: i64) -> Result<Unread, ArchiveError> {
        Ok(Unread { id, text: self.run(|db| crate::load::text(db, id))? })
    }
}

/// What came of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A new document.
    New,
    /// A known document with a text that it did not have before.
    Revision,
    /// It was there.
    Unchanged,
}

impl Deref for Writer {
    type Target = Archive;

    fn deref(&self) -> &Archive {
        &self.archive
    }
}

impl Writer {
    /// Opens the archive in `folder`, or makes one where there is none, waiting at most `patience` for another writer to end.
    ///
    /// # Errors
    /// Where another process is writing, the folder cannot be made or written, or it holds something else.
    pub fn open_or_create(folder: &Path, patience: Duration) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(folder).map_err(|e| ArchiveError::new(folder, e.into()))?;
        Self::start(folder, patience)
    }

    /// Opens the archive that is in `folder`.
    ///
    /// # Errors
    /// As [`Writer::open_or_create`], and where there is no archive.
    pub fn open(folder: &Path, patience: Duration) -> Result<Self, ArchiveError> {
        if !folder.join(STORE).exists() {
            return Err(ArchiveError::new(folder, ErrorKind::Missing));
        }
        Self::start(folder, patience)
    }

    fn start(folder: &Path, patience: Duration) -> Result<Self, ArchiveError> {
        let open = || -> Result<Self, ErrorKind> {
            let lock = Lock::take(folder, patience)?;
            let mut db = Connection::open(folder.join(STORE))?;
            // What is not ours stays as it is, down to how it keeps its journal.
            migrate::version(&db)?;
            // Readers and the writer side by side; a killed process loses nothing that was committed.
            db.pragma_update(None, "journal_mode", "wal")?;
            db.pragma_update(None, "synchronous", "normal")?;
            db.pragma_update(None, "foreign_keys", true)?;
            db.pragma_update(None, "cache_size", -32_768)?;
            db.set_prepared_statement_cache_capacity(64);
            migrate::migrate(&mut db)?;
            index::forget_newer(&db, folder)?;
            Ok(Self { archive: Archive::with(folder, db), index: None, followed: 0, _lock: lock })
        };
        open().map_err(|kind| ArchiveError::new(folder, kind))
    }

    /// Adds a document to the batch; it is kept when the batch is committed.
    ///
    /// # Errors
    /// When the store cannot be written; the batch is lost then, and nothing before it.
    pub fn add(&mut self, prepared: Prepared) -> Result<Added, ArchiveError> {
        self.change(|db| add(db, prepared))
    }

    /// The texts whose statements another model found than the one with this name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unread(&self, model: &str) -> Result<Vec<i64>, ArchiveError> {
        self.run(|db| {
            let mut rows = db.prepare("SELECT texts.id FROM texts JOIN models ON models.id = model WHERE name <> ? ORDER BY texts.id")?;
            Ok(rows.query_map([model], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Replaces what was read from a text, for every document that carries it, in the batch. Identities are a matter of names and
    /// stay as they were decided.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn replace(&mut self, text: &Unread, record: &Record) -> Result<(), ArchiveError> {
        self.change(|db| {
            unread(db, text.id)?;
            db.prepare_cached("UPDATE texts SET model = ? WHERE id = ?")?.execute((model(db, &record.model)?, text.id))?;
            let year = db
                .prepare_cached("SELECT coalesce(substr(date, 1, 4), '0') FROM revisions WHERE text = ? ORDER BY document, number LIMIT 1")?
                .query_row([text.id], |row| row.get::<_, String>(0))?;
            insert_record(db, text.id, record, &text.text, year.parse().unwrap_or(0))?;
            let now = next(db)?;
            db.prepare_cached("UPDATE documents SET changed = ?1 WHERE id IN (SELECT document FROM revisions WHERE text = ?2)")?
                .execute((now, text.id))?;
            Ok(())
        })
    }

    /// Keeps the batch.
    ///
    /// # Errors
    /// When the store cannot be written; the batch is lost then.
    pub fn commit(&mut self) -> Result<(), ArchiveError> {
        if self.db.is_autocommit() { Ok(()) } else { self.change(|db| Ok(db.execute_batch("COMMIT")?)) }
    }

    /// Runs `with` in the batch, which it begins where none is under way, and drops it when that fails.
    pub(crate) fn change<T>(&mut self, with: impl FnOnce(&Connection) -> Result<T, ErrorKind>) -> Result<T, ArchiveError> {
        let db = &self.archive.db;
        let begin = || if db.is_autocommit() { Ok(db.execute_batch("BEGIN IMMEDIATE")?) } else { Ok(()) };
        let result = begin().and_then(|()| with(db));
        if result.is_err() && !db.is_autocommit() {
            let _ = db.execute_batch("ROLLBACK");
        }
        result.map_err(|kind| self.archive.error(kind))
    }
}

impl Drop for Writer {
    /// An unfinished batch is dropped, and the store is folded into one file.
    fn drop(&mut self) {
        let db = &self.archive.db;
        if !db.is_autocommit() {
            let _ = db.execute_batch("ROLLBACK");
        }
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

fn add(db: &Connection, prepared: Prepared) -> Result<Added, ErrorKind> {
    let Prepared { incoming, hash, reading } = prepared;
    let handle = identity(db, &incoming)?;
    let held = text_of(db, &hash)?;
    if let Some(text) = held
        && carries(db, &incoming, handle, text)?
    {
        return Ok(Added::Unchanged);
    }
    let text = match (held, reading) {
        (Some(text), _) => text,
        (None, Some(parsed)) => insert_text(db, &incoming, &hash, &parsed)?,
        (None, None) => return Err(ErrorKind::Store("a text that was known is gone".into())),
    };
    let now = next(db)?;
    let known = db
        .prepare_cached("UPDATE documents SET revision = revision + 1, changed = ?2 WHERE handle = ?1 RETURNING id, revision")?
        .query_row((handle, now), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (document, number): (i64, u32) = match known {
        Some(known) => known,
        None => {
            db.prepare_cached("INSERT INTO documents (handle, revision, changed) VALUES (?, 1, ?)")?.execute((handle, now))?;
            (db.last_insert_rowid(), 1)
        }
    };
    insert_revision(db, document, number, text, &incoming)?;
    Ok(if number == 1 { Added::New } else { Added::Revision })
}

fn insert_revision(db: &Connection, document: i64, number: u32, text: i64, incoming: &Incoming) -> Result<(), ErrorKind> {
    let outlet = incoming.outlet.as_deref().map(|name| intern(db, "outlets", name)).transpose()?;
    let given = (incoming.url.as_deref() != Some(&incoming.given)).then_some(&incoming.given);
    db.prepare_cached(
        "INSERT INTO revisions (document, number, text, given, url, guid, outlet, title, author, date, day, added, origin)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        document,
        number,
        text,
        given,
        incoming.url,
        incoming.guid,
        outlet,
        incoming.title,
        incoming.author,
        incoming.date,
        incoming.date.as_deref().and_then(crate::day::from_date),
        format!("{:.0}", jiff::Timestamp::now()),
        incoming.origin,
    ])?;
    Ok(())
}

/// The number of `name` in a table of names.
fn intern(db: &Connection, table: &str, name: &str) -> Result<i64, ErrorKind> {
    let found = db.prepare_cached(&format!("SELECT id FROM {table} WHERE name = ?"))?.query_row([name], |row| row.get(0)).optional()?;
    match found {
        Some(id) => Ok(id),
        None => {
            db.prepare_cached(&format!("INSERT INTO {table} (name) VALUES (?)"))?.execute([name])?;
            Ok(db.last_insert_rowid())
        }
    }
}

fn model(db: &Connection, name: &str) -> Result<i64, ErrorKind> {
    intern(db, "models", name)
}

fn insert_text(db: &Connection, incoming: &Incoming, hash: &[u8; 32], parsed: &Parsed) -> Result<i64, ErrorKind> {
    db.prepare_cached("INSERT INTO texts (sha256, bytes, body, model, story) VALUES (?, ?, ?, ?, 0)")?.execute((
        hash,
        incoming.text.len(),
        &parsed.body,
        model(db, &parsed.record.model)?,
    ))?;
    let id = db.last_insert_rowid();
    let prints = parsed.words.prints();
    let story = story::of(db, &parsed.words, &prints)?.unwrap_or(id);
    db.prepare_cached("UPDATE texts SET story = ? WHERE id = ?")?.execute((story, id))?;
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO prints (print, text) VALUES (?, ?)")?;
    for print in &prints {
        insert.execute((print, id))?;
    }
    let year = incoming.date.as_deref().and_then(|date| date.get(..4)?.parse().ok()).unwrap_or(0);
    insert_record(db, id, &parsed.record, &incoming.text, year)?;
    Ok(id)
}

/// Takes away what was read from a text.
pub(crate) fn unread(db: &Connection, text: i64) -> Result<(), ErrorKind> {
    story::release_statements(db, text)?;
    db.prepare_cached("DELETE FROM relays WHERE statement IN (SELECT id FROM statements WHERE text = ?)")?.execute([text])?;
    db.prepare_cached("DELETE FROM statements WHERE text = ?")?.execute([text])?;
    db.prepare_cached("DELETE FROM sources WHERE text = ?")?.execute([text])?;
    Ok(())
}

/// `year` is when the text was published, 0 where that is not known.
fn insert_record(db: &Connection, text: i64, record: &Record, body: &str, year: i64) -> Result<(), ErrorKind> {
    let cut = crate::load::Cut::new(body);
    let mut sources = Vec::with_capacity(record.speakers.len());
    for (speaker, number) in record.speakers.iter().zip(1..) {
        let form = form(db, &speaker.name, speaker.role.as_deref(), speaker.kind, year)?;
        let mentions = serde_json::to_string(&speaker.mentions).expect("strings are JSON");
        db.prepare_cached("INSERT INTO sources (text, number, form, mentions) VALUES (?, ?, ?, ?)")?
            .execute((text, number, form, mentions))?;
        sources.push((&speaker.id, db.last_insert_rowid(), form));
    }
    let form_of = |span: Span| -> Result<Option<i64>, ErrorKind> {
        let words = cut.words(span);
        match record.speakers.iter().position(|s| is_called(s, words)) {
            Some(i) => Ok(Some(sources[i].2)),
            None => {
                let party = rawi_names::read_phrase(words);
                if party.name.is_empty() { Ok(None) } else { form(db, &party.name, party.role.as_deref(), party.kind, year).map(Some) }
            }
        }
    };
    for (statement, number) in record.statements.iter().zip(1..) {
        let who = statement.who.as_ref().and_then(|who| sources.iter().find(|s| s.0 == who)).map(|s| s.1);
        let addressee = statement.addressee.map(form_of).transpose()?.flatten();
        insert_statement(db, text, number, who, addressee, statement)?;
        let id = db.last_insert_rowid();
        for (&span, number) in statement.via.iter().zip(1..) {
            if let Some(form) = form_of(span)? {
                db.prepare_cached("INSERT INTO relays (statement, number, form) VALUES (?, ?, ?)")?.execute((id, number, form))?;
            }
        }
    }
    story::join_statements(db, text, body)
}

fn insert_statement(
    db: &Connection,
    text: i64,
    number: u32,
    who: Option<i64>,
    addressee: Option<i64>,
    s: &Statement,
) -> Result<(), ErrorKind> {
    let spans = |spans: &[Span]| serde_json::to_string(spans).expect("numbers are JSON");
    let some = |list: &[Span]| (!list.is_empty()).then(|| spans(list));
    let place = s.cue.or(s.content.first().copied()).map_or(0, |span| span[0]);
    db.prepare_cached(
        "INSERT INTO statements (text, number, place, who, cue_start, cue_end, speaker_start, speaker_end, content, addressee_start,
            addressee_end, addressee, via, setting, type, act, parent, confidence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        text,
        number,
        place,
        who,
        s.cue.map(|c| c[0]),
        s.cue.map(|c| c[1]),
        s.speaker.map(|c| c[0]),
        s.speaker.map(|c| c[1]),
        spans(&s.content),
        s.addressee.map(|c| c[0]),
        s.addressee.map(|c| c[1]),
        addressee,
        some(&s.via),
        some(&s.setting),
        s.kind.as_str(),
        s.act.as_str(),
        s.parent,
        s.confidence,
    ])?;
    Ok(())
}

/// Whether a source is called by these words: as one of its mentions, clitics and letters aside.
fn is_called(speaker: &Speaker, words: &str) -> bool {
    let plain = |s: &str| rawi_text::fold(s).split_whitespace().collect::<Vec<_>>().join(" ");
    let words = plain(words);
    let stems = words
        .split_once(' ')
        .map_or_else(|| rawi_text::affixes(&words).stem.to_owned(), |(first, rest)| format!("{} {rest}", rawi_text::affixes(first).stem));
    speaker.mentions.iter().chain(std::iter::once(&speaker.name)).any(|mention| {
        let mention = plain(mention);
        mention == words || mention.strip_prefix("ال").unwrap_or(&mention) == stems
    })
}

/// The number of a form; a new one waits for its identity, and is found by sound from now on.
fn form(db: &Connection, name: &str, role: Option<&str>, kind: Kind, year: i64) -> Result<i64, ErrorKind> {
    let office = kind == Kind::Person && rawi_names::Name::new(name).name().is_empty();
    let key = (name, role.unwrap_or(""), kind.as_str(), if office { year } else { 0 });
    let found = db
        .prepare_cached("SELECT id FROM forms WHERE name = ? AND role = ? AND kind = ? AND year = ?")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO forms (name, role, kind, year) VALUES (?, ?, ?, ?)")?.execute(key)?;
    let id = db.last_insert_rowid();
    for sound in called::sounds(name) {
        db.prepare_cached("INSERT OR IGNORE INTO sounds (sound, form) VALUES (?, ?)")?.execute((sound, id))?;
    }
    Ok(id)
}
