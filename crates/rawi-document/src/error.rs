//! What went wrong with an input, where, and what was expected instead.
//! Nothing here stops a reader: it goes on with the next line wherever there is one.

use std::{error, fmt, io};

use crate::{encoding::NotText, map::Part};

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
    /// An item of a feed, counted from 1.
    Item(u64),
    /// The same, and the line where it begins.
    ItemAtLine(u64, u64),
}

impl Place {
    /// The place with the name of its input before it.
    pub(crate) fn within(self, input: &str) -> String {
        format!("{input}, {self}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Value(value) => write!(f, "value {value}"),
            Self::Item(item) => write!(f, "item {item}"),
            Self::ItemAtLine(item, line) => write!(f, "item {item}, line {line}"),
        }
    }
}

#[derive(Debug)]
pub(crate) enum Kind {
    Io(io::Error),
    /// At a byte, where that is known.
    NotText {
        found: String,
        byte: Option<u64>,
    },
    NotUtf8 {
        found: String,
        expected: &'static str,
    },
    Json {
        found: String,
        expected: String,
    },
    Field {
        part: Part,
        field: String,
        found: String,
    },
    Feed {
        found: String,
    },
    Warc {
        found: String,
        expected: &'static str,
    },
    Zip {
        found: String,
    },
    LongInput {
        limit: usize,
    },
    /// One that cannot be read from any place.
    LongArchive {
        limit: usize,
    },
    /// A line or value.
    Long {
        what: &'static str,
        limit: usize,
    },
    Nested {
        limit: usize,
    },
    Deep {
        depth: usize,
        limit: usize,
    },
    Tangled {
        limit: usize,
    },
    Attributes {
        number: usize,
        limit: usize,
    },
    LongText {
        bytes: usize,
        limit: usize,
    },
    ManyWords {
        words: usize,
        limit: usize,
    },
}

impl Kind {
    /// Where in an input that is read whole it happened.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::NotText { byte, .. } => byte.map(Place::Byte),
            _ => None,
        }
    }
}

impl From<NotText> for Kind {
    fn from(not_text: NotText) -> Self {
        Self::NotText { found: not_text.found, byte: Some(not_text.byte) }
    }
}

impl From<io::Error> for Kind {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
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
        if let Some(place) = self.place {
            write!(f, ", {place}")?;
        }
        f.write_str(": ")?;
        match &self.kind {
            Kind::Io(error) => write!(f, "could not be read: {error}"),
            Kind::NotText { found, .. } => {
                write!(f, "found {found}; expected text, HTML, JSON, a feed or a WARC file, or gzip or zip of them")
            }
            Kind::NotUtf8 { found, expected } => write!(f, "found {found}; expected {expected}"),
            Kind::Json { found, expected } => write!(f, "found {found}; expected {expected}"),
            Kind::Field { part, field, found } => {
                let expected = match part {
                    Part::Id => "a string that is not empty, or a whole number",
                    Part::Text => "a string",
                    _ => "a string or null",
                };
                write!(f, "found {found} as {field:?}")?;
                if field != part.name() {
                    write!(f, ", the {}", part.name())?;
                }
                write!(f, "; expected {expected}")
            }
            Kind::Feed { found } => write!(f, "found {found}; expected an RSS, Atom or JSON feed"),
            Kind::Warc { found, expected } => write!(f, "found {found}; expected {expected}"),
            Kind::Zip { found } => write!(f, "found a zip archive that cannot be unpacked ({found}); expected a whole one"),
            Kind::Nested { limit } => write!(f, "found archives more than {limit} deep in each other; expected at most that"),
            Kind::LongInput { limit } => {
                write!(f, "found more than {limit} bytes; expected at most that in one document (JSONL has no limit on their number)")
            }
            Kind::LongArchive { limit } => {
                write!(f, "found a zip archive of more than {limit} bytes in a pipe or another archive; expected a file of its own")
            }
            Kind::Long { what, limit } => write!(f, "found a {what} longer than {limit} bytes; expected at most that"),
            Kind::Deep { depth, limit } => {
                write!(f, "found HTML elements nested {depth} deep; expected at most {limit}")
            }
            Kind::Tangled { limit } => {
                write!(f, "found HTML whose unclosed formatting makes more than {limit} elements; expected at most that")
            }
            Kind::Attributes { number, limit } => write!(f, "found an HTML tag of {number} attributes; expected at most {limit}"),
            Kind::ManyWords { words, limit } => {
                write!(f, "found a text of {words} words and marks; expected at most {limit} in one document")
            }
            Kind::LongText { bytes, limit } => write!(f, "found a text of {bytes} bytes; expected at most {limit} in one document"),
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

/// The beginning of a value, long enough to be known again.
fn clipped(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
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
    /// The page has a headline, and no text.
    OnlyHeadline,
    /// No article was found on the page; the text is all that a reader sees on it, or what its metadata hold.
    NoArticle,
    /// The end of the page is missing: what a web archive kept of it is shorter than what was sent.
    Cut,
    /// A date of a JSON record or of an item of a feed that was not understood; it was left out.
    BadDate {
        /// The date as it was given.
        found: String,
    },
    /// After the last document: parts of the input that hold no document that can be read, or are in another language.
    PassedOver {
        /// Why.
        why: PassedOver,
        /// How many.
        count: u64,
        /// The first of them.
        first: String,
    },
}

/// Why parts of an input were passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PassedOver {
    /// Entries of an archive whose names are of no known kind, such as pictures.
    Kind,
    /// Entries of an archive that only a password opens.
    Encrypted,
    /// Entries of an archive that are compressed in a way that is not read here, or pages that cannot be unpacked.
    Compression,
    /// Records of a web archive that keep something else than a page or a text, such as pictures, or no good answer.
    Record,
    /// Pages in which Arabic is not the main language.
    Language,
    /// Entries of an archive that are links to files.
    Link,
}

/// What was passed over of an input.
#[derive(Default)]
pub(crate) struct Passed(Vec<(PassedOver, u64, String)>);

impl Passed {
    pub(crate) fn add(&mut self, why: PassedOver, what: String) {
        self.add_all(Self(vec![(why, 1, what)]));
    }

    pub(crate) fn add_all(&mut self, others: Self) {
        for (why, count, first) in others.0 {
            match self.0.iter_mut().find(|known| known.0 == why) {
                Some(known) => known.1 += count,
                None => self.0.push((why, count, first)),
            }
        }
    }

    pub(crate) fn warnings(&self) -> impl Iterator<Item = Warning> {
        self.0.iter().map(|(why, count, first)| Warning::PassedOver { why: *why, count: *count, first: first.clone() })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadBytes { first, count, encoding } => {
                write!(f, "found bytes that are not {encoding}, the first of {count} at byte {first}; put U+FFFD for them")
            }
            Self::NoText => f.write_str("no text"),
            Self::OnlyHeadline => f.write_str("no text but the headline"),
            Self::Cut => f.write_str("the end of the page is missing in the web archive; took what is there"),
            Self::NoArticle => f.write_str("no article found on the page; took all readable text"),
            Self::BadDate { found } => {
                let found = clipped(found);
                write!(
                    f,
                    "found the date {found:?}, expected one such as 2024-05-03T14:20:00Z, 2024-05-03, 3 مايو 2024, 2024-05 or 2024; left out"
                )
            }
            Self::PassedOver { why, count, first } => {
                let (one, several) = match why {
                    PassedOver::Kind => ("entry of no known kind", "entries of no known kind"),
                    PassedOver::Encrypted => ("encrypted entry", "encrypted entries"),
                    PassedOver::Compression => ("part in an unknown or broken compression", "parts in unknown or broken compressions"),
                    PassedOver::Record => ("record without a page or text", "records without a page or text"),
                    PassedOver::Language => ("page that is not in Arabic", "pages that are not in Arabic"),
                    PassedOver::Link => ("entry that is a link", "entries that are links"),
                };
                match count {
                    1 => write!(f, "passed over one {one}: {first}"),
                    _ => write!(f, "passed over {count} {several}, the first {first}"),
                }
            }
        }
    }
}
