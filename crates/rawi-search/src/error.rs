//! What can go wrong with an index, and what a query may not look like.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tantivy::TantivyError;
use tantivy::directory::error::LockError;

/// Why an index could not be opened, written or searched.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    folder: PathBuf,
    found: String,
}

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// There is no index in the folder.
    Missing,
    /// The index was written by another version of this crate: build it anew.
    Version,
    /// Another writer has it open.
    Locked,
    /// What is on the disk is not what was written: build the index anew.
    Damaged,
    /// The disk or the folder does not let us.
    Io,
}

impl Error {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn new(kind: Kind, folder: &Path, found: impl Into<String>) -> Self {
        Self { kind, folder: folder.to_owned(), found: found.into() }
    }

    pub(crate) fn from_tantivy(folder: &Path, e: TantivyError) -> Self {
        let kind = match &e {
            TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) | TantivyError::FieldNotFound(_) => Kind::Version,
            TantivyError::LockFailure(LockError::LockBusy, _) => Kind::Locked,
            TantivyError::DataCorruption(_) | TantivyError::DeserializeError(_) | TantivyError::InternalError(_) => Kind::Damaged,
            _ => Kind::Io,
        };
        Self::new(kind, folder, e.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            Kind::Missing => "no search index",
            Kind::Version => "a search index of another version, which has to be built anew",
            Kind::Locked => "the search index is being written by another process",
            Kind::Damaged => "a damaged search index, which has to be built anew",
            Kind::Io => "the search index cannot be read or written",
        };
        write!(f, "{}: {what}", self.folder.display())?;
        if !self.found.is_empty() {
            write!(f, ": {}", self.found)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Where a query cannot be understood, and what could stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub(crate) bytes: Range<usize>,
    pub(crate) character: usize,
    pub(crate) found: String,
    pub(crate) expected: String,
}

impl QueryError {
    /// The place in the query, in bytes.
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.clone()
    }

    /// The place in the query: the number of the first character, from 1.
    pub fn character(&self) -> usize {
        self.character
    }

    /// What could stand there.
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = if self.found.is_empty() { "the end".to_owned() } else { format!("{:?}", self.found) };
        write!(f, "query, character {}: found {found}, expected {}", self.character, self.expected)
    }
}

impl std::error::Error for QueryError {}
