//! Which outlets an archive has, and how much of each.

use rusqlite::Row;

use crate::archive::Archive;
use crate::day;
use crate::error::ArchiveError;

/// An outlet, with what the archive has of it in the latest revisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Articles.
    pub articles: u64,
    /// Statements in them.
    pub statements: u64,
    /// The first day of publication, RFC 3339.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
}

impl Archive {
    /// The outlets, those with the most articles first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outlets(&self) -> Result<Vec<Outlet>, ArchiveError> {
        self.run(|db| {
            let mut rows = db.prepare_cached(
                "SELECT name, count(DISTINCT d.id), count(s.id), min(r.day), max(r.day) FROM outlets o JOIN revisions r ON r.outlet = o.id
                    JOIN documents d ON d.id = r.document AND d.revision = r.number LEFT JOIN statements s ON s.text = r.text
                    GROUP BY o.id ORDER BY 2 DESC, 1",
            )?;
            let read = |row: &Row| {
                Ok(Outlet {
                    name: row.get(0)?,
                    articles: row.get(1)?,
                    statements: row.get(2)?,
                    first: row.get::<_, Option<i64>>(3)?.map(day::to_date),
                    last: row.get::<_, Option<i64>>(4)?.map(day::to_date),
                })
            };
            Ok(rows.query_map([], read)?.collect::<Result<_, _>>()?)
        })
    }
}
