//! What can go wrong with an archive, in words that name the folder, what was found and what to do.
//! Statements that are wrong are no errors: see `check`.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why an archive could not be opened, read or changed.
#[derive(Debug)]
pub struct ArchiveError {
    folder: PathBuf,
    kind: ErrorKind,
}

/// The kinds of [`ArchiveError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The folder holds no archive.
    Missing,
    /// The folder holds something else under the name of the archive.
    Foreign,
    /// A later version made it.
    Newer {
        /// The schema version found.
        found: u32,
    },
    /// An earlier version made it, and only a writer may bring it up to date.
    Older {
        /// The schema version found.
        found: u32,
    },
    /// Another process is writing.
    Busy {
        /// What that process says of itself.
        by: String,
    },
    /// No space is left on the disk.
    Full,
    /// The folder or a file in it may not be written.
    ReadOnly,
    /// SQLite found the file damaged.
    Damaged(String),
    /// Any other answer of SQLite.
    Store(String),
    /// There is no full-text index: the first run has not come so far, or somebody took it away.
    Unindexed,
    /// The full-text index is of another version, or broken.
    Index(String),
    /// Something is there already where a folder shall be made.
    Exists,
    /// Reading or writing a file.
    Io(std::io::Error),
    /// No article or statement has this identifier.
    Unknown(String),
    /// Several articles' identifiers begin like this.
    Ambiguous(String),
    /// A name, identity or decision that does not fit what the archive holds.
    Decision(String),
    /// A filter or query that cannot be followed.
    Query(String),
}

impl ArchiveError {
    pub(crate) fn new(folder: &Path, kind: ErrorKind) -> Self {
        Self { folder: folder.to_owned(), kind }
    }

    /// What kind it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::schema::VERSION;
        if let ErrorKind::Query(what) = &self.kind {
            return f.write_str(what);
        }
        write!(f, "{}: ", self.folder.display())?;
        match &self.kind {
            ErrorKind::Missing => f.write_str("no archive here; `rawi add` makes one"),
            ErrorKind::Foreign => f.write_str("archive.db is no archive of Rawi"),
            ErrorKind::Newer { found } => {
                write!(f, "the archive has schema version {found}, this rawi knows up to {VERSION}; use a later rawi")
            }
            ErrorKind::Older { found } => {
                write!(f, "the archive has schema version {found}, this rawi reads {VERSION}; any writing command brings it up to date")
            }
            ErrorKind::Busy { by } => write!(f, "another process is writing ({by}); try again when it is done"),
            ErrorKind::Full => f.write_str("no space left on the disk; what was committed before is kept"),
            ErrorKind::ReadOnly => f.write_str("cannot write here: the folder or a file in it is read-only"),
            ErrorKind::Damaged(what) => write!(f, "archive.db is damaged ({what}); `rawi check` says where, a backup brings it back"),
            ErrorKind::Store(what) => write!(f, "archive.db: {what}"),
            ErrorKind::Unindexed => f.write_str(
                "no index to search in; a `rawi add` that is at work makes it in a moment, or else the next one or `rawi reindex`",
            ),
            ErrorKind::Index(what) => write!(f, "index: {what}; `rawi reindex` makes it anew"),
            ErrorKind::Exists => f.write_str("is there already; expected the name of a new folder"),
            ErrorKind::Io(error) => write!(f, "{error}"),
            ErrorKind::Unknown(id) => write!(f, "no article or statement {id:?} in the archive"),
            ErrorKind::Ambiguous(id) => write!(f, "several articles begin with {id:?}; give more of the identifier"),
            ErrorKind::Decision(what) => f.write_str(what),
            ErrorKind::Query(_) => Ok(()),
        }
    }
}

impl std::error::Error for ArchiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::NotADatabase) => Self::Foreign,
            Some(Code::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Store(error.to_string()),
        }
    }
}

impl From<std::io::Error> for ErrorKind {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            std::io::ErrorKind::AlreadyExists => Self::Exists,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}
