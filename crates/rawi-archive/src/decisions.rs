//! What people decide about who is who: put down, listed and taken back.
//! It takes effect where identities are decided anew, in `identity`.

use rusqlite::{Connection, Row};

use crate::archive::Archive;
use crate::error::{ArchiveError, ErrorKind};
use crate::load::identity_of;
use crate::sequence::next;
use crate::writer::Writer;

/// A decision about who is who that a person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its number.
    pub id: u64,
    /// `merge` or `split`.
    pub kind: String,
    /// The name that was merged, or taken out.
    pub a: String,
    /// The name that it was merged with, or taken out of.
    pub b: String,
    /// When, RFC 3339 in UTC.
    pub made: String,
}

impl Archive {
    /// The decisions that people made, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decided>, ArchiveError> {
        self.run(|db| {
            let mut rows = db.prepare(
                "SELECT decisions.id, decisions.kind, x.name, y.name, made FROM decisions JOIN forms x ON x.id = a JOIN forms y ON y.id = b
                    ORDER BY decisions.id",
            )?;
            let read = |row: &Row| Ok(Decided { id: row.get(0)?, kind: row.get(1)?, a: row.get(2)?, b: row.get(3)?, made: row.get(4)? });
            Ok(rows.query_map([], read)?.collect::<Result<_, _>>()?)
        })
    }
}

impl Writer {
    /// Makes two sources one from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When they are one already or there is no such source, or the store cannot be written.
    pub fn merge(&mut self, a: u64, b: u64) -> Result<(), ArchiveError> {
        self.change(|db| {
            if a == b {
                return Err(ErrorKind::Decision(format!("{a}: is one speaker already")));
            }
            for id in [a, b] {
                if identity_of(db, id as i64)? != Some(id) {
                    return Err(ErrorKind::Decision(format!("{id}: no speaker has this number")));
                }
            }
            decide(db, "merge", a, b)
        })
    }

    /// Takes a name out of the source that it was joined to, from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When no name has this number, the source goes by it, or the store cannot be written.
    pub fn split(&mut self, form: u64) -> Result<(), ArchiveError> {
        self.change(|db| match identity_of(db, form as i64)? {
            None => Err(ErrorKind::Decision(format!("{form}: no name of a speaker has this number"))),
            Some(lead) if lead == form => {
                Err(ErrorKind::Decision(format!("{form}: is the name that the speaker goes by; split the others from it")))
            }
            Some(lead) => decide(db, "split", form, lead),
        })
    }

    /// Takes a decision back, from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When no decision has this number, or the store cannot be written.
    pub fn undo(&mut self, decision: u64) -> Result<(), ArchiveError> {
        self.change(|db| {
            if db.execute("DELETE FROM decisions WHERE id = ?", [decision as i64])? == 0 {
                return Err(ErrorKind::Decision(format!("{decision}: no decision has this number")));
            }
            next(db).map(drop)
        })
    }
}

fn decide(db: &Connection, kind: &str, a: u64, b: u64) -> Result<(), ErrorKind> {
    let made = format!("{:.0}", jiff::Timestamp::now());
    db.execute("INSERT INTO decisions (kind, a, b, made) VALUES (?, ?, ?, ?)", (kind, a, b, made))?;
    next(db).map(drop)
}
