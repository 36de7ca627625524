//! The numbers of changes: every change of the store has the next one, and whoever follows the store tells by it how far it has come.

use rusqlite::Connection;

use crate::error::ErrorKind;

/// The number of the last change.
pub(crate) fn last(db: &Connection) -> Result<u64, ErrorKind> {
    counter(db, "sequence")
}

/// The number of the change after which it was last decided who is who.
pub(crate) fn settled(db: &Connection) -> Result<u64, ErrorKind> {
    Ok(db.query_row("SELECT value FROM counters WHERE name = 'settled'", [], |row| row.get::<_, i64>(0))?.max(0).cast_unsigned())
}

/// The number of the change up to which removals are forgotten; 0 when none are.
pub(crate) fn forgotten(db: &Connection) -> Result<u64, ErrorKind> {
    counter(db, "forgotten")
}

fn counter(db: &Connection, name: &str) -> Result<u64, ErrorKind> {
    Ok(db.query_row("SELECT coalesce(max(value), 0) FROM counters WHERE name = ?", [name], |row| row.get(0))?)
}

/// A number for a new change.
pub(crate) fn next(db: &Connection) -> Result<i64, ErrorKind> {
    Ok(db
        .prepare_cached("UPDATE counters SET value = value + 1 WHERE name = 'sequence' RETURNING value")?
        .query_row([], |row| row.get(0))?)
}
