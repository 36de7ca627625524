//! Which documents are in this input? Plain text, web pages and JSON lines, in the encodings that Arabic news comes in.
//! It reads from readers and bytes, never opens a path or an address, and says nothing about what the documents say.
//!
//! ```
//! let lines = r#"{"id": "7", "text": "أعلن الوزير استقالته"}
//! {"id": "8"}
//! {"id": "9", "text": "نفى المتحدث الخبر"}"#;
//! let documents: Vec<_> = rawi_document::documents("news.jsonl", lines.as_bytes(), None).collect();
//! assert_eq!(documents[0].as_ref().unwrap().text, "أعلن الوزير استقالته");
//! assert_eq!(
//!     documents[1].as_ref().unwrap_err().to_string(),
//!     "news.jsonl, line 2: found nothing as \"text\"; expected a string"
//! );
//! assert_eq!(documents[2].as_ref().unwrap().id, "9");
//! ```

mod date;
mod encoding;
mod error;
mod html;
mod jsonl;
mod kind;
mod metadata;
mod text;

pub use error::{DocumentError, Warning};
pub use kind::{InputKind, UnknownKind};

use std::io::{self, BufRead, Cursor, Read};

use error::{Kind, Place};
use jsonl::Lines;

/// The largest input that is read as one document, and the longest line of JSONL, in bytes, where
/// [`Documents::with_limit`] does not say otherwise: 64 MiB.
pub const DEFAULT_LIMIT: usize = 64 << 20;

/// A text and what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The one given; else the address; else the name of the input.
    pub id: String,
    /// The headline. Plain text: its first line that is not blank. JSONL: the field, where there is one.
    pub title: Option<String>,
    /// The address. Not checked.
    pub url: Option<String>,
    /// The name of the newspaper, agency or site.
    pub outlet: Option<String>,
    /// When it was published, in RFC 3339: a date, or a date-time with its offset.
    pub date: Option<String>,
    /// What spans point into. Plain text: all of it, decoded, with line ends made `\n`. JSONL: the field as it is.
    /// HTML: the title, a newline, and the body, one line a paragraph.
    pub text: String,
}

/// The documents of an input, in order.
///
/// - `name` is what messages call the input, and the identifier of a document that brings none. Its extension tells the
///   kind where `kind` does not; where neither does, the input's beginning tells ([`InputKind::from_start`]).
/// - Nothing is read before the first call of `next`. JSON lines are read one at a time, so that a pipe streams; text and
///   HTML are read whole, up to a limit.
/// - An empty input is one document without text; as JSONL it is no document.
///
/// # Errors
/// An item is an error where the reader failed, an input or line is longer than the limit, bytes are not text (pictures,
/// archives, NUL), a page is nested thousands deep, or a JSON line is not UTF-8, not an object, or without a good `id` or
/// `text`. After a bad line the next one follows; after any other error nothing does.
pub fn documents<'a>(name: &str, input: impl BufRead + 'a, kind: Option<InputKind>) -> Documents<'a> {
    Documents {
        name: name.to_owned(),
        kind: kind.or_else(|| InputKind::from_name(name)),
        limit: DEFAULT_LIMIT,
        warnings: Vec::new(),
        state: State::Start(Box::new(input)),
    }
}

/// An iterator over the documents of one input; [`documents`] makes it.
pub struct Documents<'a> {
    name: String,
    kind: Option<InputKind>,
    limit: usize,
    warnings: Vec<Warning>,
    state: State<'a>,
}

enum State<'a> {
    Start(Box<dyn BufRead + 'a>),
    Lines(Lines<Box<dyn BufRead + 'a>>),
    End,
}

impl<'a> Documents<'a> {
    /// Sets the largest input read as one document, and the longest line of JSONL, in bytes. Before the first `next`.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// The kind of the input; None as long as only its beginning can tell and was not read.
    pub fn kind(&self) -> Option<InputKind> {
        self.kind
    }

    /// What the last `next` noticed about the document it gave.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    fn start(&mut self, mut input: Box<dyn BufRead + 'a>) -> Option<Result<Document, DocumentError>> {
        let kind = match self.kind {
            Some(kind) => kind,
            None => {
                let start = match peek(&mut input) {
                    Ok(start) => start,
                    Err(error) => return Some(Err(self.error(None, Kind::Io(error)))),
                };
                let kind = InputKind::from_start(&start);
                self.kind = Some(kind);
                input = Box::new(Cursor::new(start).chain(input));
                kind
            }
        };
        if kind == InputKind::Jsonl {
            self.state = State::Lines(Lines::new(&self.name, input, self.limit));
            return self.next();
        }
        Some(self.read_whole(kind, input))
    }

    fn read_whole(&mut self, kind: InputKind, input: Box<dyn BufRead + 'a>) -> Result<Document, DocumentError> {
        let mut bytes = Vec::new();
        let room = (self.limit as u64).saturating_add(1);
        input.take(room).read_to_end(&mut bytes).map_err(|error| self.error(None, Kind::Io(error)))?;
        if bytes.len() > self.limit {
            return Err(self.error(None, Kind::LongInput { limit: self.limit }));
        }
        let declared = if kind == InputKind::Html { html::declared_encoding(&bytes) } else { None };
        let decoded = encoding::decode(&bytes, declared)
            .map_err(|not_text| self.error(Some(Place::Byte(not_text.byte)), Kind::NotText { found: not_text.found }))?;
        drop(bytes);
        if let Some((first, count)) = decoded.bad {
            self.warnings.push(Warning::BadBytes { first, count, encoding: decoded.encoding });
        }
        let document = match kind {
            InputKind::Html => html::document(&self.name, &decoded.text, &mut self.warnings).map_err(|kind| self.error(None, kind))?,
            _ => text::document(&self.name, decoded.text),
        };
        if document.text.trim().is_empty() {
            self.warnings.push(Warning::NoText);
        }
        Ok(document)
    }

    fn error(&self, place: Option<Place>, kind: Kind) -> DocumentError {
        DocumentError::new(&self.name, place, kind)
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, DocumentError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.warnings.clear();
        match &mut self.state {
            State::Lines(lines) => lines.next(&self.name, &mut self.warnings),
            State::End => None,
            State::Start(_) => match std::mem::replace(&mut self.state, State::End) {
                State::Start(input) => self.start(input),
                _ => None,
            },
        }
    }
}

impl std::fmt::Debug for Documents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Takes bytes off a reader until they tell its kind: up to the first line that is not blank, and not more than 4 KiB past
/// what the reader gives at once.
fn peek(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    const ENOUGH: usize = 4096;
    let mut start = Vec::new();
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let used = available.len();
        start.extend_from_slice(available);
        input.consume(used);
        let line_ended = start.trim_ascii_start().contains(&b'\n');
        if used == 0 || start.len() >= ENOUGH || (line_ended && start.len() >= 64) {
            return Ok(start);
        }
    }
}
