//! Why an export, or one entry of it, could not be written.
//! Opening and closing files is the caller's, and so are the errors of that.

use std::{error, fmt, io};

use parquet::errors::ParquetError;
use rawi::record::Span;
use rawi_table::{ErrorKind as TableErrorKind, TableError};

/// Why an entry or an export could not be written.
#[derive(Debug)]
pub struct ExportError {
    kind: ErrorKind,
}

/// The kinds of [`ExportError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The writer failed.
    Io(io::Error),
    /// The Parquet library refused.
    Parquet(String),
    /// A workbook could not be made: mostly for want of room for its temporary file.
    Xlsx(String),
    /// A span of a statement is empty or points outside the text of its article.
    Span {
        /// The identifier of the statement.
        statement: String,
        /// The span.
        span: Span,
        /// The length of the text in scalar values.
        length: usize,
    },
    /// An entry of a canonical dump does not follow the one before it.
    Order {
        /// The identifier of the article.
        article: String,
        /// The one before it.
        after: String,
    },
}

impl ExportError {
    /// What kind it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Io(error) => write!(f, "{error}"),
            ErrorKind::Parquet(what) => write!(f, "Parquet: {what}"),
            ErrorKind::Xlsx(what) => write!(f, "XLSX: {what}"),
            ErrorKind::Span { statement, span: [start, end], length } => {
                write!(f, "statement {statement}: found the span {start}-{end}; expected one inside the text of {length} characters")
            }
            ErrorKind::Order { article, after } => {
                write!(f, "article {article}: found after {after}; expected each once, in the order of their identifiers")
            }
        }
    }
}

impl error::Error for ExportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ErrorKind> for ExportError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        ErrorKind::Io(error).into()
    }
}

impl From<ParquetError> for ExportError {
    /// A full disk is a full disk, whichever library met it.
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => ErrorKind::Io(*error),
                Err(other) => ErrorKind::Parquet(other.to_string()),
            },
            other => ErrorKind::Parquet(other.to_string()),
        }
        .into()
    }
}

impl From<TableError> for ExportError {
    fn from(error: TableError) -> Self {
        match error.into_kind() {
            TableErrorKind::Io(error) => ErrorKind::Io(error),
            TableErrorKind::Xlsx(what) => ErrorKind::Xlsx(what),
            other => ErrorKind::Xlsx(format!("{other:?}")),
        }
        .into()
    }
}
