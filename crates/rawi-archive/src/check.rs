//! Is the archive what it should be? Every text against its hash, every span against its text, every link, and the index
//! against the store. It changes nothing.

use std::fmt::Display;

use rawi::record::{Act, Kind, Type};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::archive::{Archive, INDEX};
use crate::error::{ArchiveError, ErrorKind};
use crate::{load, sequence};

impl Archive {
    /// Calls `found` with each thing that is wrong, and `go_on` with the texts checked so far, which may say no.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn check(&self, mut found: impl FnMut(String), mut go_on: impl FnMut(usize) -> bool) -> Result<(), ArchiveError> {
        self.run(|db| {
            let mut rows = db.prepare("PRAGMA integrity_check")?;
            let said: Vec<String> = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            said.into_iter().filter(|s| s != "ok").for_each(|s| found(format!("archive.db: {s}")));
            links(db, &mut found)?;
            labels(db, "statements", "type", Type::ALL, &mut found)?;
            labels(db, "statements", "act", Act::ALL, &mut found)?;
            labels(db, "forms", "kind", Kind::ALL, &mut found)?;
            let texts: Vec<i64> =
                db.prepare("SELECT id FROM texts ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for (n, text) in texts.into_iter().enumerate() {
                if !go_on(n) {
                    return Ok(());
                }
                check_text(db, text, &mut found)?;
            }
            check_index(self, db, &mut found)
        })
    }
}

/// What must be empty, and what it means when it is not.
const EMPTY: [(&str, &str); 6] = [
    (
        "SELECT handle FROM documents WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE document = documents.id AND revisions.number = revision)",
        "an article without its latest revision",
    ),
    ("SELECT id FROM texts WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE text = texts.id)", "a text without an article"),
    (
        "SELECT s.id FROM statements s WHERE parent IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statements p WHERE p.text = s.text AND p.number = s.parent)",
        "a statement whose parent is missing",
    ),
    (
        "SELECT s.id FROM statements s WHERE same IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statements o WHERE o.id = s.same AND o.same IS NULL)",
        "a copy of a statement that is missing or a copy itself",
    ),
    (
        "SELECT s.id FROM statements s JOIN sources ON sources.id = who WHERE sources.text <> s.text",
        "a statement by the source of another text",
    ),
    (
        "SELECT f.id FROM forms f WHERE identity IS NOT NULL AND NOT EXISTS (SELECT 1 FROM forms o WHERE o.id = f.identity AND o.identity = o.id)",
        "a name of an identity that is missing",
    ),
];

fn links(db: &Connection, found: &mut impl FnMut(String)) -> Result<(), ErrorKind> {
    let mut rows = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, to): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        found(format!("{table} {}: points to a row of {to} that is missing", id.map_or_else(|| "?".into(), |id| id.to_string())));
    }
    for (sql, what) in EMPTY {
        let ids: Vec<i64> = db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        ids.into_iter().for_each(|id| found(format!("{what}: {id}")));
    }
    Ok(())
}

fn labels<T: Display>(db: &Connection, table: &str, column: &str, all: &[T], found: &mut impl FnMut(String)) -> Result<(), ErrorKind> {
    let all: Vec<String> = all.iter().map(|label| format!("'{label}'")).collect();
    let mut rows = db.prepare(&format!("SELECT id, quote({column}) FROM {table} WHERE {column} NOT IN ({})", all.join(", ")))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        found(format!("{table} {}: {column} is {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    }
    Ok(())
}

fn check_text(db: &Connection, text: i64, found: &mut impl FnMut(String)) -> Result<(), ErrorKind> {
    let body = match load::text(db, text) {
        Ok(body) => body,
        Err(ErrorKind::Damaged(what)) => {
            found(what);
            return Ok(());
        }
        Err(kind) => return Err(kind),
    };
    let hash: [u8; 32] = db.prepare_cached("SELECT sha256 FROM texts WHERE id = ?")?.query_row([text], |row| row.get(0))?;
    if hash != <[u8; 32]>::from(Sha256::digest(body.as_bytes())) {
        found(format!("text {text}: does not have its hash"));
    }
    let length = body.chars().count();
    let mut rows = db.prepare_cached(
        "SELECT id, content, via, setting, cue_start, cue_end, speaker_start, speaker_end, addressee_start, addressee_end FROM statements WHERE text = ?",
    )?;
    let mut rows = rows.query([text])?;
    while let Some(row) = rows.next()? {
        let mut spans = Vec::new();
        for column in 1..4 {
            spans.extend(load::spans(row.get(column)?)?);
        }
        for column in [4, 6, 8] {
            let (start, end): (Option<usize>, Option<usize>) = (row.get(column)?, row.get(column + 1)?);
            match (start, end) {
                (Some(start), Some(end)) => spans.push([start, end]),
                (None, None) => {}
                _ => found(format!("statement {}: half a span", row.get::<_, i64>(0)?)),
            }
        }
        for [start, end] in spans {
            if start >= end || end > length {
                found(format!("statement {}: span {start} to {end} of a text of {length} characters", row.get::<_, i64>(0)?));
            }
        }
    }
    Ok(())
}

fn check_index(archive: &Archive, db: &Connection, found: &mut impl FnMut(String)) -> Result<(), ErrorKind> {
    let index = match rawi_search::Index::open(&archive.folder.join(INDEX)) {
        Ok(index) => index,
        Err(error) => {
            found(format!("index: {error}"));
            return Ok(());
        }
    };
    let now = sequence::last(db)?;
    let behind = index.sequence()?;
    if behind != now {
        found(format!("index: stands at change {behind} of {now}; `rawi reindex` or the next `rawi add` brings it up to date"));
        return Ok(());
    }
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u64>(0));
    let articles = count("SELECT count(*) FROM documents")?;
    let statements = count(
        "SELECT count(*) FROM documents JOIN revisions ON document = documents.id AND revisions.number = revision JOIN statements ON statements.text = revisions.text",
    )?;
    if index.rows() != articles + statements {
        found(format!("index: holds {} rows, the store {articles} articles and {statements} statements", index.rows()));
    }
    Ok(())
}
