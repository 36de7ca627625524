//! What went wrong with an input, where, and what was expected instead.
//! Nothing here stops a reader: it goes on with the next line wherever there is one.

use std::{error, fmt, io};

/// Why a document could not be read from an input.
///
/// Its message names the input, the line or the byte, what was found and what was expected, in one line and without a
/// full stop: `news.jsonl, line 3: found no field "text"; expected the strings "id" and "text"`.
#[derive(Debug)]
pub struct DocumentError {
    input: String,
    place: Option<Place>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Counted from 1.
    Line(u64),
    /// Counted from 0.
    Byte(u64),
    /// A value of a JSON file that is not cut into lines, counted from 1.
    Value(u64),
}

#[derive(Debug)]
pub(crate) enum Kind {
    Io(io::Error),
    NotText { found: String },
    NotUtf8 { found: String, expected: &'static str },
    Json { found: String },
    Field { name: &'static str, found: String },
    LongInput { limit: usize },
    LongLine { limit: usize },
    Deep { depth: usize, limit: usize },
    Tangled { limit: usize },
}

impl DocumentError {
    pub(crate) fn new(input: &str, place: Option<Place>, kind: Kind) -> Self {
        Self { input: input.to_owned(), place, kind }
    }

    /// The name of the input, as the caller gave it.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The line it happened on, counted from 1, for inputs read by the line.
    pub fn line(&self) -> Option<u64> {
        match self.place {
            Some(Place::Line(line)) => Some(line),
            _ => None,
        }
    }

    /// The byte of the input it happened at, counted from 0, for inputs read whole.
    pub fn byte(&self) -> Option<u64> {
        match self.place {
            Some(Place::Byte(byte)) => Some(byte),
            _ => None,
        }
    }

    /// Whether the reader itself failed, rather than what it gave.
    pub fn is_io(&self) -> bool {
        matches!(self.kind, Kind::Io(_))
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        match self.place {
            Some(Place::Line(line)) => write!(f, ", line {line}: ")?,
            Some(Place::Byte(byte)) => write!(f, ", byte {byte}: ")?,
            Some(Place::Value(value)) => write!(f, ", value {value}: ")?,
            None => f.write_str(": ")?,
        }
        match &self.kind {
            Kind::Io(error) => write!(f, "could not be read: {error}"),
            Kind::NotText { found } => write!(f, "found {found}; expected plain text, HTML or JSONL"),
            Kind::NotUtf8 { found, expected } => write!(f, "found {found}; expected {expected}"),
            Kind::Json { found } => {
                write!(f, "found {found}; expected a JSON object with the strings \"id\" and \"text\"")
            }
            Kind::Field { name, found } => {
                let expected = match *name {
                    "id" => "a string that is not empty",
                    "text" => "a string",
                    _ => "a string or null",
                };
                write!(f, "found {found} as \"{name}\"; expected {expected}")
            }
            Kind::LongInput { limit } => {
                write!(f, "found more than {limit} bytes; expected at most that in one document (JSONL has no limit on their number)")
            }
            Kind::LongLine { limit } => write!(f, "found a line longer than {limit} bytes; expected at most that"),
            Kind::Deep { depth, limit } => {
                write!(f, "found HTML elements nested {depth} deep; expected at most {limit}")
            }
            Kind::Tangled { limit } => {
                write!(f, "found HTML whose unclosed formatting makes more than {limit} elements; expected at most that")
            }
        }
    }
}

impl error::Error for DocumentError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.kind {
            Kind::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// Something about a document that its reader should know, although it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Some bytes mean nothing in the encoding and were replaced by U+FFFD.
    BadBytes {
        /// The first of them, counted from 0 in the input.
        first: u64,
        /// How many such places there are.
        count: u64,
        /// The encoding, as <https://encoding.spec.whatwg.org> names it.
        encoding: &'static str,
    },
    /// The document has no text.
    NoText,
    /// No article was found on the page; the text is all that a reader sees on it, or what its metadata hold.
    NoArticle,
    /// A JSONL `date` that is neither a date nor a date-time; it was left out.
    BadDate {
        /// The date as it was given.
        found: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadBytes { first, count, encoding } => {
                write!(f, "found bytes that are not {encoding}, the first of {count} at byte {first}; put U+FFFD for them")
            }
            Self::NoText => f.write_str("no text"),
            Self::NoArticle => f.write_str("no article found on the page; took all readable text"),
            Self::BadDate { found } => {
                write!(f, "found the date {found:?}, expected RFC 3339 (2024-05-03 or 2024-05-03T14:20:00Z); left out")
            }
        }
    }
}
