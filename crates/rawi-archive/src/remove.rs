//! Documents taken out, with everything that only they had.

use rusqlite::Connection;

use crate::error::{ArchiveError, ErrorKind};
use crate::load;
use crate::sequence::next;
use crate::writer::{Writer, unread};

impl Writer {
    /// Takes the article that `id` means ([`crate::Archive::show`]) out in all its revisions, in the batch, and gives its full identifier.
    ///
    /// # Errors
    /// When there is none, there are several, or the store cannot be written.
    pub fn remove(&mut self, id: &str) -> Result<String, ArchiveError> {
        self.change(|db| {
            let load::Address { document, revision: None, statement: None } = load::find(db, id)? else {
                return Err(ErrorKind::Decision(format!("{id}: is a part of an article; only whole ones can be removed")));
            };
            let handle = db.query_row("SELECT handle FROM documents WHERE id = ?", [document], |row| row.get(0))?;
            remove(db, document)?;
            Ok(load::article_id(handle))
        })
    }
}

fn remove(db: &Connection, document: i64) -> Result<(), ErrorKind> {
    let now = next(db)?;
    let texts: Vec<i64> = db
        .prepare_cached("SELECT DISTINCT text FROM revisions WHERE document = ?")?
        .query_map([document], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    db.prepare_cached("DELETE FROM revisions WHERE document = ?")?.execute([document])?;
    db.prepare_cached("DELETE FROM documents WHERE id = ?")?.execute([document])?;
    db.prepare_cached("INSERT OR REPLACE INTO removed (document, changed) VALUES (?, ?)")?.execute((document, now))?;
    for text in texts {
        if db.prepare_cached("SELECT 1 FROM revisions WHERE text = ?")?.exists([text])? {
            continue;
        }
        unread(db, text)?;
        db.prepare_cached("DELETE FROM prints WHERE text = ?")?.execute([text])?;
        db.prepare_cached("DELETE FROM texts WHERE id = ?")?.execute([text])?;
    }
    Ok(())
}
