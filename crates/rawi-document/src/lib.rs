//! Which documents are in this input? Plain text, web pages, JSON records, feeds and web archives, in the encodings that Arabic
//! news comes in, inside gzip, zstd and zip or not.
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

mod attributes;
mod author;
mod boxes;
mod date;
mod embedded;
mod encoding;
mod endings;
mod error;
mod feed;
mod headline;
mod html;
mod json;
mod kind;
mod lines;
mod linked;
mod loose_json;
mod map;
mod metadata;
mod record;
mod spelling;
mod text;
mod tree;
mod unpack;
mod warc;

pub use error::{DocumentError, PassedOver, Warning};
pub use kind::{InputKind, UnknownKind, is_readable};
pub use map::{Map, MapError};

use std::{
    io::{self, BufRead, BufReader, Cursor, Read, Seek},
    rc::Rc,
};

use error::{Kind, Passed};
use unpack::{Content, ReadSeek, Shared, Zip};

/// The largest input that is read as one document, and the longest line, value or page in one of many, in bytes, where
/// [`Documents::with_limit`] does not say otherwise: 64 MiB.
pub const DEFAULT_LIMIT: usize = 64 << 20;

/// The longest text of a document, in bytes: 8 MiB, which is more than the longest novels have. What is read from a text takes
/// memory in proportion to it.
pub const MAX_TEXT: usize = 8 << 20;

/// Words and marks of one document at most: far more than the longest novels have, and less than eight megabytes of marks alone.
pub const MAX_WORDS: usize = 1_500_000;

/// How many archives may lie in each other: gzip in zip in zip is three, and zstd counts as gzip does.
const MAX_NESTED: usize = 4;

/// A text and what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The one given; else the address; else the name of the input, with `#` and a number where it holds several.
    pub id: String,
    /// The headline. Plain text: its first line that is not blank. JSON: the field, where there is one.
    pub title: Option<String>,
    /// The address. Not checked.
    pub url: Option<String>,
    /// What its feed calls it, where no other item is called so.
    pub guid: Option<String>,
    /// The name of the newspaper, agency or site.
    pub outlet: Option<String>,
    /// Who wrote it; several with `، ` between them.
    pub author: Option<String>,
    /// When it was published, in RFC 3339: a date, or a date-time with its offset. A year or a month alone where no more is given:
    /// `2024`, `2024-05`.
    pub date: Option<String>,
    /// What spans point into. Plain text: all of it, decoded, with line ends made `\n`. JSON: the field as it is, or as a
    /// [`Map`] says. HTML, feeds and web archives: the title, a newline, and the body, one line a paragraph. Where the line ends are
    /// the two characters `\n`, as some programs leave them, a space and a line end stand for them, so that places stay.
    pub text: String,
    /// Where it stood: the name of the input, and the place inside where it holds several: `news.zip/a.jsonl, line 7`.
    pub origin: String,
}

/// The documents of an input, in order.
///
/// - `name` is what messages call the input, and the identifier of a document that brings none. Its extension tells the
///   kind where `kind` does not; where neither does, the input's beginning tells ([`InputKind::from_start`]).
/// - Gzip, zstd and zip are told by how they begin, whatever the name, and read through; `kind` is that of what is inside. In a zip
///   archive, entries whose names are of no known kind are passed over.
/// - Nothing is read before the first call of `next`. JSON records and the pages of web archives are read one at a time, so
///   that a pipe streams; text, HTML, feeds and zip archives are read whole, up to a limit ([`documents_in`] reads zip
///   archives one entry at a time).
/// - An empty input is one document without text; as one of the kinds that hold several it is no document.
///
/// # Errors
/// An item is an error where the reader failed, gzip, zstd or zip data are broken, an input, line or value is longer than the limit,
/// bytes are not text (pictures, NUL), a page is nested thousands deep, a JSON line is not UTF-8, not an object, or without a
/// good `id` or `text`, a feed or a record of a web archive is not in order. After a bad line, value, record or entry the next
/// one follows; after any other error nothing does.
pub fn documents<'a>(name: &str, input: impl BufRead + 'a, kind: Option<InputKind>) -> Documents<'a> {
    Documents::new(name, Input::Stream(Box::new(input)), kind)
}

/// The documents of a file, in order: as [`documents`], and zip archives of any size are read one entry at a time. The file
/// is read from its beginning.
pub fn documents_in<'a>(name: &str, file: impl Read + Seek + 'a, kind: Option<InputKind>) -> Documents<'a> {
    Documents::new(name, Input::File(Box::new(file)), kind)
}

/// An iterator over the documents of one input; [`documents`] and [`documents_in`] make it.
pub struct Documents<'a> {
    name: String,
    /// What the caller said.
    forced: Option<InputKind>,
    kind: Option<InputKind>,
    limit: usize,
    map: Rc<Map>,
    /// In how many archives this input lies.
    nested: usize,
    warnings: Vec<Warning>,
    passed: Passed,
    state: State<'a>,
}

type Stream<'a> = Box<dyn BufRead + 'a>;

enum Input<'a> {
    Stream(Stream<'a>),
    File(Box<dyn ReadSeek + 'a>),
}

enum State<'a> {
    Start(Input<'a>),
    Json(json::Records<Stream<'a>>),
    Feed(feed::Items),
    Warc(warc::Pages<Stream<'a>>),
    /// And the documents of the entry that is being read.
    Zip(Zip<'a>, Option<Box<Documents<'a>>>),
    End,
}

type Item = Result<Document, DocumentError>;

impl<'a> Documents<'a> {
    fn new(name: &str, input: Input<'a>, kind: Option<InputKind>) -> Self {
        Self {
            name: name.to_owned(),
            forced: kind,
            kind: kind.or_else(|| InputKind::from_name(name)),
            limit: DEFAULT_LIMIT,
            map: Rc::default(),
            nested: 0,
            warnings: Vec::new(),
            passed: Passed::default(),
            state: State::Start(input),
        }
    }

    /// Sets the largest input read as one document, and the longest line, value or page in one of many, in bytes. Before the
    /// first `next`.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Says which fields of JSON records are what. Before the first `next`.
    #[must_use]
    pub fn with_map(mut self, map: Map) -> Self {
        self.map = Rc::new(map);
        self
    }

    /// The kind of the input, and in a zip archive that of the entry being read; None as long as only its beginning can tell
    /// and was not read.
    pub fn kind(&self) -> Option<InputKind> {
        match &self.state {
            State::Zip(_, Some(entry)) => entry.kind(),
            _ => self.kind,
        }
    }

    /// What the last `next` noticed about the document it gave; after the end, what was passed over in the whole input
    /// ([`Warning::PassedOver`]).
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Finds out what the input is. An item, where that is already one.
    fn start(&mut self, input: Input<'a>) -> Result<Option<Document>, Kind> {
        let (mut file, mut stream) = match input {
            Input::Stream(stream) => (None, stream),
            Input::File(mut file) => match file.rewind() {
                Ok(()) => {
                    let file = Shared::new(file);
                    (Some(file.clone()), Box::new(BufReader::with_capacity(unpack::BUFFER, file)) as Stream<'a>)
                }
                // A pipe that is opened like a file.
                Err(_) => (None, Box::new(BufReader::with_capacity(unpack::BUFFER, file)) as Stream<'a>),
            },
        };
        let is_known = self.forced.is_some() || (self.kind.is_some() && InputKind::is_sure_from_name(&self.name));
        loop {
            let start = peek(&mut stream, !is_known)?;
            stream = Box::new(Cursor::new(start.clone()).chain(stream));
            let is_gzip = start.starts_with(b"\x1f\x8b\x08");
            let is_zstd = unpack::is_zstd(&start);
            let is_zip = start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06");
            if !is_gzip && !is_zstd && !is_zip {
                if !is_known {
                    let by_start = InputKind::from_start(&start);
                    self.kind = match (self.kind, by_start) {
                        (None, _) | (Some(InputKind::Jsonl), InputKind::Feed) | (Some(InputKind::Feed), InputKind::Html) => Some(by_start),
                        (by_name, _) => by_name,
                    };
                }
                return self.open(stream);
            }
            self.nested += 1;
            if self.nested > MAX_NESTED {
                return Err(Kind::Nested { limit: MAX_NESTED });
            }
            if is_gzip || is_zstd {
                file = None;
                stream = if is_gzip { unpack::gzip(stream) } else { unpack::zstd(stream) };
                continue;
            }
            let zip = match file {
                Some(file) => Zip::open(file),
                None => match self.read_whole(stream) {
                    Err(Kind::LongInput { limit }) => return Err(Kind::LongArchive { limit }),
                    bytes => Zip::open(Shared::new(Cursor::new(bytes?))),
                },
            };
            let zip = zip.map_err(|found| Kind::Zip { found })?;
            if let Some(found) = zip.office() {
                return Err(Kind::NotText { found: found.to_owned(), byte: None });
            }
            self.state = State::Zip(zip, None);
            return Ok(None);
        }
    }

    /// Begins to read an input that is of `self.kind`.
    fn open(&mut self, stream: Stream<'a>) -> Result<Option<Document>, Kind> {
        self.state = match self.kind {
            Some(InputKind::Jsonl) => State::Json(json::Records::new(stream, self.limit)),
            Some(InputKind::Warc) => State::Warc(warc::Pages::new(stream, self.limit)),
            Some(InputKind::Feed) => {
                let feed = self.decoded(stream)?;
                if feed.trim().is_empty() { State::End } else { State::Feed(feed::Items::read(&feed)) }
            }
            kind => {
                let text = self.decoded(stream)?;
                let document = match kind {
                    Some(InputKind::Html) => html::document(&self.name, &text, &mut self.warnings)?,
                    _ => text::document(&self.name, text),
                };
                if document.text.trim().is_empty() {
                    self.warnings.push(Warning::NoText);
                }
                return Ok(Some(document));
            }
        };
        Ok(None)
    }

    fn read_whole(&self, input: Stream<'a>) -> Result<Vec<u8>, Kind> {
        let mut bytes = Vec::new();
        let room = (self.limit as u64).saturating_add(1);
        input.take(room).read_to_end(&mut bytes)?;
        if bytes.len() > self.limit { Err(Kind::LongInput { limit: self.limit }) } else { Ok(bytes) }
    }

    fn decoded(&mut self, input: Stream<'a>) -> Result<String, Kind> {
        let bytes = self.read_whole(input)?;
        let declared = if self.kind == Some(InputKind::Text) { None } else { html::declared_encoding(&bytes) };
        let decoded = encoding::decode(&bytes, declared)?;
        if let Some((first, count)) = decoded.bad {
            self.warnings.push(Warning::BadBytes { first, count, encoding: decoded.encoding });
        }
        Ok(decoded.text)
    }

    /// The next entry of a zip archive that may hold documents.
    fn next_entry(&mut self) -> Option<Result<Self, DocumentError>> {
        let State::Zip(zip, _) = &mut self.state else { return None };
        loop {
            let entry = zip.next()?;
            let name = format!("{}/{}", self.name, entry.name);
            // What file managers leave in archives, and hidden files.
            if entry.name.split(['/', '\\']).any(|part| part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | ".."))) {
                continue;
            }
            if !is_readable(&name) {
                self.passed.add(PassedOver::Kind, name);
                continue;
            }
            return Some(match entry.content {
                Content::Encrypted => {
                    self.passed.add(PassedOver::Encrypted, name);
                    continue;
                }
                Content::Packed => {
                    self.passed.add(PassedOver::Compression, name);
                    continue;
                }
                Content::Link => {
                    self.passed.add(PassedOver::Link, name);
                    continue;
                }
                Content::Broken(found) => Err(DocumentError::new(&name, None, Kind::Zip { found })),
                Content::Bytes(bytes) => {
                    let (limit, map, nested) = (self.limit, Rc::clone(&self.map), self.nested);
                    Ok(Self { limit, map, nested, ..Self::new(&name, Input::Stream(bytes), self.forced) })
                }
            });
        }
    }
}

impl Iterator for Documents<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.warnings.clear();
        let item = loop {
            match &mut self.state {
                State::Start(_) => {
                    let State::Start(input) = std::mem::replace(&mut self.state, State::End) else { break None };
                    match self.start(input) {
                        Ok(None) => {}
                        Ok(Some(document)) => break Some(Ok(document)),
                        Err(kind) => break Some(Err(DocumentError::new(&self.name, kind.place(), kind))),
                    }
                }
                State::Json(records) => {
                    let may_be_whole = kind::extension(&self.name, true).is_some_and(|extension| extension == "json");
                    break records.next(&self.name, may_be_whole, &self.map, &mut self.warnings);
                }
                State::Feed(items) => break items.next(&self.name, &mut self.warnings),
                State::Warc(pages) => break pages.next(&self.name, &mut self.warnings, &mut self.passed),
                State::Zip(_, Some(entry)) => {
                    let item = entry.next();
                    self.warnings.append(&mut entry.warnings);
                    if item.is_some() {
                        break item;
                    }
                    self.warnings.clear();
                    self.passed.add_all(std::mem::take(&mut entry.passed));
                    let State::Zip(_, current) = &mut self.state else { break None };
                    *current = None;
                }
                State::Zip(..) => match self.next_entry() {
                    Some(Ok(documents)) => {
                        let State::Zip(_, current) = &mut self.state else { break None };
                        *current = Some(Box::new(documents));
                    }
                    Some(Err(error)) => break Some(Err(error)),
                    None => self.state = State::End,
                },
                State::End => break None,
            }
        };
        if item.is_none() {
            self.state = State::End;
            self.warnings = self.passed.warnings().collect();
        }
        item.map(|item| item.and_then(of_some_length))
    }
}

/// The document, unless its text is longer than any article.
fn of_some_length(document: Document) -> Item {
    let bytes = document.text.len();
    if bytes > MAX_TEXT {
        return Err(DocumentError::new(&document.origin, None, Kind::LongText { bytes, limit: MAX_TEXT }));
    }
    let words = if bytes > MAX_WORDS { words_and_marks(&document.text) } else { 0 };
    if words > MAX_WORDS {
        return Err(DocumentError::new(&document.origin, None, Kind::ManyWords { words, limit: MAX_WORDS }));
    }
    Ok(document)
}

/// Runs of letters and figures, and marks: what a reader takes memory for.
fn words_and_marks(text: &str) -> usize {
    let mut in_word = false;
    let begins = |c: char| {
        let (was, is) = (in_word, c.is_alphanumeric());
        in_word = is;
        !(c.is_whitespace() || was && is)
    };
    text.chars().map(begins).filter(|begins| *begins).count()
}

impl std::fmt::Debug for Documents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Takes bytes off a reader until they tell whether it is packed, and with `more` until they tell its kind: up to the first
/// line that is not blank, and not more than 4 KiB past what the reader gives at once.
fn peek(input: &mut dyn BufRead, more: bool) -> io::Result<Vec<u8>> {
    const ENOUGH: usize = 4096;
    let mut start = Vec::new();
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let used = available.len().min(ENOUGH);
        start.extend_from_slice(&available[..used]);
        input.consume(used);
        let line_ended = || start.trim_ascii_start().contains(&b'\n') && start.len() >= 64;
        if used == 0 || start.len() >= ENOUGH || (start.len() >= 4 && (!more || line_ended())) {
            return Ok(start);
        }
    }
}
