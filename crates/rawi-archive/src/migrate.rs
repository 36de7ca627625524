//! Which version of the schema a store has, and how an older store becomes a new one.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::ErrorKind;
use crate::schema::{APPLICATION, STEPS, VERSION};

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
