//! The tables of the store, and how an older store becomes a new one.
//! What the tables hold is written and read elsewhere: `store` and `load`.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::ErrorKind;

/// `RAWI`, in the header of the file: says that the database is ours.
const APPLICATION: i32 = 0x5241_5749;

/// The step from each schema version to the next; the first makes an empty store. Steps that have been published stay as they are.
const STEPS: [&str; 1] = [include_str!("schema/1.sql")];

/// The schema version that this code reads and writes.
pub const VERSION: u32 = STEPS.len() as u32;

/// The version of the store behind `db`; 0 for an empty file.
pub(crate) fn version(db: &Connection) -> Result<u32, ErrorKind> {
    let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, tables) {
        (APPLICATION, _) if version > VERSION => Err(ErrorKind::Newer { found: version }),
        (APPLICATION, _) => Ok(version),
        (0, 0) => Ok(0),
        _ => Err(ErrorKind::Foreign),
    }
}

/// Brings the store up to [`VERSION`], all steps or none.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), ErrorKind> {
    let found = version(db)?;
    if found == VERSION {
        return Ok(());
    }
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for sql in &STEPS[found as usize..] {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.pragma_update(None, "user_version", VERSION)?;
    Ok(step.commit()?)
}
