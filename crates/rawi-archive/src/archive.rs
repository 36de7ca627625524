//! The archive as a reader sees it: a folder with a store, opened for any number of readers at a time.
//! Changing it is `writer`'s.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::error::{ArchiveError, ErrorKind};
use crate::incoming::{Incoming, handle};
use crate::kept::Kept;
use crate::names::Names;
use crate::suggestion::Suggestible;
use crate::{migrate, schema};

/// The name of the store in the folder.
pub(crate) const STORE: &str = "archive.db";
/// The name of the folder of the full-text index in it.
pub(crate) const INDEX: &str = "index";

/// How long a statement waits while the writer holds the store for a moment.
const PATIENCE: Duration = Duration::from_secs(10);

/// An archive, open for reading.
pub struct Archive {
    pub(crate) folder: PathBuf,
    pub(crate) db: Connection,
    /// Opened by the first search.
    pub(crate) index: Arc<OnceLock<rawi_search::Index>>,
    pub(crate) names: Kept<Names>,
    pub(crate) suggestions: Kept<[Suggestible]>,
}

/// Which file the store of an archive is, told without opening it: closing a second handle would end the locks of the first.
/// A folder that was taken away and made anew has another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    created: Option<SystemTime>,
    #[cfg(unix)]
    file: (u64, u64),
}

impl Origin {
    /// That of the archive in `folder`; None where there is none.
    pub fn of(folder: &Path) -> Option<Self> {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        let store = folder.join(STORE).metadata().ok()?;
        Some(Self {
            created: store.created().ok(),
            #[cfg(unix)]
            file: (store.dev(), store.ino()),
        })
    }
}

/// What the archive knows of a document that may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The document is there with this text: adding it changes nothing.
    Unchanged,
    /// The text is there, under another document or an earlier model: it need not be read again.
    Text,
    /// The text is new.
    Nothing,
}

impl Archive {
    /// Opens the archive in `folder`.
    ///
    /// # Errors
    /// Where there is none, it is no archive of Rawi, or one of another schema version.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        let fail = |kind| ArchiveError::new(folder, kind);
        let path = folder.join(STORE);
        if !path.exists() {
            return Err(fail(ErrorKind::Missing));
        }
        let db = open_to_read(&path).map_err(fail)?;
        match migrate::version(&db).map_err(fail)? {
            schema::VERSION => Ok(Self::with(folder, db)),
            0 => Err(fail(ErrorKind::Missing)),
            found => Err(fail(ErrorKind::Older { found })),
        }
    }

    pub(crate) fn with(folder: &Path, db: Connection) -> Self {
        Self { folder: folder.to_owned(), db, index: Arc::default(), names: Kept::default(), suggestions: Kept::default() }
    }

    /// Opens the same archive for another thread. What one has worked out, the others need not.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn again(&self) -> Result<Self, ArchiveError> {
        Ok(Self {
            index: Arc::clone(&self.index),
            names: self.names.clone(),
            suggestions: self.suggestions.clone(),
            ..Self::open(&self.folder)?
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is known of a document.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self, incoming: &Incoming) -> Result<Known, ArchiveError> {
        self.run(|db| known(db, incoming))
    }

    /// The counts of what is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn totals(&self) -> Result<Totals, ArchiveError> {
        self.run(|db| {
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u64>(0));
            Ok(Totals {
                articles: count("SELECT count(*) FROM documents")?,
                revisions: count("SELECT count(*) FROM revisions")?,
                texts: count("SELECT count(*) FROM texts")?,
                text_bytes: count("SELECT coalesce(sum(bytes), 0) FROM texts")?,
                statements: count(&format!("SELECT count(*) FROM statements WHERE text IN ({LATEST})"))?,
                identities: count("SELECT count(DISTINCT identity) FROM forms")?,
                copied: count(&format!("SELECT count(*) - count(DISTINCT story) FROM texts WHERE id IN ({LATEST})"))?,
            })
        })
    }

    pub(crate) fn run<T>(&self, with: impl FnOnce(&Connection) -> Result<T, ErrorKind>) -> Result<T, ArchiveError> {
        with(&self.db).map_err(|kind| self.error(kind))
    }

    pub(crate) fn error(&self, kind: ErrorKind) -> ArchiveError {
        ArchiveError::new(&self.folder, kind)
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The texts of the latest revisions.
const LATEST: &str = "SELECT text FROM documents JOIN revisions ON document = documents.id AND number = revision";

/// How much an archive holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub articles: u64,
    /// Their revisions, the latest ones among them.
    pub revisions: u64,
    /// Distinct texts.
    pub texts: u64,
    /// Their length in bytes of UTF-8.
    pub text_bytes: u64,
    /// Statements in the distinct texts of the latest revisions.
    pub statements: u64,
    /// Sources, addressees and relays that are told apart.
    pub identities: u64,
    /// Texts of the latest revisions that are copies of another one.
    pub copied: u64,
}

/// Opens a store for reading. Where the folder cannot be written, SQLite cannot share the store with a writer, and there can be
/// none: it is read as it stands.
fn open_to_read(path: &Path) -> Result<Connection, ErrorKind> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let try_open = |name: &std::ffi::OsStr| -> Result<Connection, rusqlite::Error> {
        let db = Connection::open_with_flags(name, flags)?;
        db.busy_timeout(PATIENCE)?;
        // A page asks some thirty questions; each is compiled once.
        db.set_prepared_statement_cache_capacity(64);
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(db)
    };
    match try_open(path.as_os_str()) {
        Ok(db) => Ok(db),
        Err(first) => match ErrorKind::from(first) {
            ErrorKind::ReadOnly => {
                let mut uri = std::ffi::OsString::from("file:");
                uri.push(percent(path));
                uri.push("?immutable=1");
                try_open(&uri).map_err(ErrorKind::from)
            }
            kind => Err(kind),
        },
    }
}

/// A path as the address of a file, for the characters that would end it.
fn percent(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

pub(crate) fn known(db: &Connection, incoming: &Incoming) -> Result<Known, ErrorKind> {
    let Some(text) = text_of(db, &incoming.hash())? else { return Ok(Known::Nothing) };
    Ok(if carries(db, incoming, identity(db, incoming)?, text)? { Known::Unchanged } else { Known::Text })
}

/// The number of the text with this hash.
pub(crate) fn text_of(db: &Connection, hash: &[u8; 32]) -> Result<Option<i64>, ErrorKind> {
    Ok(db.prepare_cached("SELECT id FROM texts WHERE sha256 = ?")?.query_row([hash], |row| row.get(0)).optional()?)
}

/// Whether the document is there with this text: in one of its revisions, or, where it has no address, under any name in the
/// same outlet.
pub(crate) fn carries(db: &Connection, incoming: &Incoming, handle: i64, text: i64) -> Result<bool, ErrorKind> {
    let mut same = db.prepare_cached(
        "SELECT 1 FROM revisions JOIN documents ON documents.id = document WHERE text = ?1 AND (handle = ?2
            OR (?3 AND (SELECT name FROM outlets WHERE id = outlet) IS ?4)) LIMIT 1",
    )?;
    let nameless = incoming.address().is_none() && incoming.guid.is_none();
    Ok(same.exists((text, handle, nameless, incoming.outlet.as_deref()))?)
}

/// The public identifier of the document that this is: an item of a feed is first of all the item of its identifier there, wherever it
/// stood before; then what has its address, unless that is another item.
pub(crate) fn identity(db: &Connection, incoming: &Incoming) -> Result<i64, ErrorKind> {
    let by_key = handle(&incoming.key());
    let Some(guid) = &incoming.guid else { return Ok(by_key) };
    let mut item = db.prepare_cached(
        "SELECT handle FROM revisions JOIN documents ON documents.id = document
            WHERE guid = ?1 AND (SELECT name FROM outlets WHERE id = outlet) IS ?2 ORDER BY document LIMIT 1",
    )?;
    if let Some(handle) = item.query_row((guid, incoming.outlet.as_deref()), |row| row.get(0)).optional()? {
        return Ok(handle);
    }
    let mut taken = db.prepare_cached(
        "SELECT 1 FROM documents JOIN revisions ON document = documents.id WHERE handle = ?1 AND guid IS NOT NULL LIMIT 1",
    )?;
    Ok(if taken.exists([by_key])? { handle(&incoming.item_key(guid)) } else { by_key })
}
