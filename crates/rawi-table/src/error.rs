//! Why a table could not be written.
//! Opening and closing files is the caller's, and so are the errors of that.

use std::{error, fmt, io};

/// Why a table could not be written.
#[derive(Debug)]
pub struct TableError {
    kind: ErrorKind,
}

/// The kinds of [`TableError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The writer failed.
    Io(io::Error),
    /// A workbook could not be made: mostly for want of room for its temporary file.
    Xlsx(String),
}

impl TableError {
    /// What kind it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What kind it is, to keep.
    pub fn into_kind(self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Io(error) => write!(f, "{error}"),
            ErrorKind::Xlsx(what) => write!(f, "XLSX: {what}"),
        }
    }
}

impl error::Error for TableError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(error) => Some(error),
            ErrorKind::Xlsx(_) => None,
        }
    }
}

impl From<ErrorKind> for TableError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

impl From<io::Error> for TableError {
    fn from(error: io::Error) -> Self {
        ErrorKind::Io(error).into()
    }
}
