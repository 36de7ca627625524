//! Where the values of a JSON input begin and end: one a line, or in an array or one after the other over any lines.
//! They are read one at a time: memory is bounded by the longest, not by their number. What is in one is `record`'s.

use std::{
    io::{self, BufRead, Chain, Cursor, Read},
    mem,
};

use crate::{
    Document, DocumentError, Map, Warning, encoding,
    error::{Kind, Place},
    record,
};

/// The documents of a JSON input.
pub(crate) struct Records<R> {
    limit: usize,
    state: State<R>,
}

enum State<R> {
    Start(Lines<R>),
    Lines(Lines<R>),
    Values(Values<Chain<Cursor<Vec<u8>>, R>>),
    End,
}

/// What a reader came upon.
type Found = Result<(), Kind>;

impl<R: BufRead> Records<R> {
    /// `limit` is the longest line or value in bytes. The first four bytes of `input` must come in one piece.
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self { limit, state: State::Start(Lines { input, line: 0, buffer: Vec::new() }) }
    }

    /// The next document, with what is to be said about it put into `warnings`. `may_be_whole`: whether the name says one
    /// JSON file rather than JSON lines.
    pub(crate) fn next(
        &mut self,
        name: &str,
        may_be_whole: bool,
        map: &Map,
        warnings: &mut Vec<Warning>,
    ) -> Option<Result<Document, DocumentError>> {
        let mut is_first = false;
        loop {
            // The last: whether it may be the first line of a value that goes on.
            let (place, number, record, is_beginning) = match &mut self.state {
                State::Start(_) => {
                    is_first = true;
                    if let Err((place, kind)) = self.start() {
                        return Some(Err(DocumentError::new(name, Some(place), kind)));
                    }
                    continue;
                }
                State::Lines(lines) => {
                    let record = lines.next(self.limit)?.and_then(|()| parse_line(map, &lines.buffer));
                    let is_broken = is_first && matches!(record, Err(Kind::Json { .. }));
                    let is_beginning = is_broken && (may_be_whole || lines.buffer.trim_ascii() == b"{");
                    (Place::Line(lines.line), lines.line, record, is_beginning)
                }
                State::Values(values) => {
                    let record = values.next(self.limit)?.and_then(|()| values.parse(map));
                    (Place::Value(values.done), values.done, record, false)
                }
                State::End => return None,
            };
            if is_beginning && let State::Lines(lines) = mem::replace(&mut self.state, State::End) {
                self.state = State::Values(lines.into_values());
                is_first = false;
                continue;
            }
            if matches!(record, Err(Kind::Io(_))) {
                self.state = State::End;
            }
            let document = record.and_then(|record| record.into_document(map, name, number, warnings));
            return Some(match document {
                Ok(document) => Ok(Document { origin: place.within(name), ..document }),
                Err(kind) => Err(DocumentError::new(name, Some(place), kind)),
            });
        }
    }

    /// Looks at the first bytes: whether anything can be read from them, and whether they open an array.
    fn start(&mut self) -> Result<(), (Place, Kind)> {
        let State::Start(mut lines) = mem::replace(&mut self.state, State::End) else { return Ok(()) };
        match lines.first_byte() {
            Ok(b'[') => self.state = State::Values(lines.into_values()),
            Ok(_) => self.state = State::Lines(lines),
            Err(kind) => return Err((Place::Line(lines.line + 1), kind)),
        }
        Ok(())
    }
}

/// Reads an input by the line.
struct Lines<R> {
    input: R,
    /// Of the line read last, counted from 1.
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The first byte that is not white space, which stays to be read; a line feed at the end of the input.
    fn first_byte(&mut self) -> Result<u8, Kind> {
        let start = fill(&mut self.input)?;
        let found = match start {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("a UTF-16 byte order mark"),
            start => encoding::signature(start),
        };
        if let Some(found) = found {
            return Err(Kind::NotUtf8 { found: found.to_owned(), expected: "JSON in UTF-8" });
        }
        if start.starts_with(b"\xef\xbb\xbf") {
            self.input.consume(3);
        }
        loop {
            let start = fill(&mut self.input)?;
            let Some(&first) = start.first() else { return Ok(b'\n') };
            if !first.is_ascii_whitespace() {
                return Ok(first);
            }
            self.line += u64::from(first == b'\n');
            self.input.consume(1);
        }
    }

    /// Reads the next line that is not blank into `buffer`, without its end. One that is too long is passed over.
    fn next(&mut self, limit: usize) -> Option<Found> {
        loop {
            self.buffer.clear();
            let (mut any, mut too_long) = (false, false);
            loop {
                let available = match fill(&mut self.input) {
                    Ok(available) => available,
                    Err(error) => {
                        self.line += u64::from(!any);
                        return Some(Err(error.into()));
                    }
                };
                if available.is_empty() {
                    break;
                }
                if !any {
                    any = true;
                    self.line += 1;
                }
                let end = available.iter().position(|&byte| byte == b'\n');
                let part = &available[..end.unwrap_or(available.len())];
                if self.buffer.len() + part.len() > limit {
                    too_long = true;
                    self.buffer = Vec::new();
                } else if !too_long {
                    self.buffer.extend_from_slice(part);
                }
                let used = end.map_or(available.len(), |end| end + 1);
                self.input.consume(used);
                if end.is_some() {
                    break;
                }
            }
            match () {
                () if !any => return None,
                () if too_long => return Some(Err(Kind::Long { what: "line", limit })),
                () if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                () => return Some(Ok(())),
            }
        }
    }

    /// The same input from the line in `buffer` on, read by the value.
    fn into_values(self) -> Values<Chain<Cursor<Vec<u8>>, R>> {
        // The line's end was taken off it; behind the last one another does no harm.
        let mut read = self.buffer;
        let line = if read.is_empty() { self.line + 1 } else { self.line };
        if !read.is_empty() {
            read.push(b'\n');
        }
        Values::new(Cursor::new(read).chain(self.input), line)
    }
}

fn parse_line(map: &Map, line: &[u8]) -> Result<record::Record, Kind> {
    let line = utf_8(line, "the line")?;
    record::parse(map, line).map_err(|error| {
        let found = format!("broken JSON ({}, byte {} of the line)", what(&error), error.column());
        record::not_a_record(map, found)
    })
}

fn utf_8<'b>(bytes: &'b [u8], of: &str) -> Result<&'b str, Kind> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let found = format!("byte 0x{:02X} at byte {at} of {of}", bytes[at]);
        Kind::NotUtf8 { found, expected: "UTF-8" }
    })
}

/// The message without the place, which is that in the piece that was parsed.
fn what(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what).to_owned()
}

/// Reads an input by the value, by nothing but its quotation marks and brackets. A value that is broken inside is an error and the next
/// one follows; where it is not clear where the next one begins, nothing does.
struct Values<R> {
    input: R,
    /// Where the next byte stands: its line from 1, and the bytes before it in the line.
    line: u64,
    column: u64,
    /// Where the value in `buffer` begins.
    start: (u64, u64),
    buffer: Vec<u8>,
    done: u64,
    expected: Expected,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// Outside arrays: a value, an array, or the end.
    Anything,
    FirstInArray,
    InArray,
    CommaInArray,
    /// Nothing: something else stood where it was expected.
    Nothing,
}

/// What brackets and quotation marks say of a place inside a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Brackets, so many deep.
    Brackets(u64),
    String(u64),
    /// After a backslash in a string.
    Escape(u64),
    /// A number or word.
    Bare,
}

impl<R: BufRead> Values<R> {
    fn new(input: R, line: u64) -> Self {
        Self { input, line, column: 0, start: (0, 0), buffer: Vec::new(), done: 0, expected: Expected::Anything }
    }

    /// Reads the next value into `buffer`. One that is too long is passed over.
    fn next(&mut self, limit: usize) -> Option<Found> {
        self.buffer.clear();
        if self.expected == Expected::Nothing {
            return None;
        }
        loop {
            let first = match fill(&mut self.input) {
                Ok(available) => available.first().copied(),
                Err(error) => return Some(self.end(error.into())),
            };
            let wrong = match (self.expected, first) {
                (_, Some(byte)) if byte.is_ascii_whitespace() => {
                    self.pass(byte);
                    continue;
                }
                (Expected::Anything, None) => return None,
                (Expected::Anything, Some(b'[')) => {
                    self.pass(b'[');
                    self.expected = Expected::FirstInArray;
                    continue;
                }
                (Expected::FirstInArray | Expected::CommaInArray, Some(b']')) => {
                    self.pass(b']');
                    self.expected = Expected::Anything;
                    continue;
                }
                (Expected::CommaInArray, Some(b',')) => {
                    self.pass(b',');
                    self.expected = Expected::InArray;
                    continue;
                }
                (Expected::CommaInArray, Some(_)) => "expected `,` or `]`",
                (_, None) => "EOF while parsing a list",
                (_, Some(b',' | b':' | b']' | b'}')) => "expected value",
                (_, Some(first)) => {
                    self.done += 1;
                    self.start = (self.line, self.column);
                    if self.expected != Expected::Anything {
                        self.expected = Expected::CommaInArray;
                    }
                    return Some(match self.value(first, limit) {
                        Ok(true) => Ok(()),
                        Ok(false) => Err(Kind::Long { what: "value", limit }),
                        Err(error) => {
                            self.expected = Expected::Nothing;
                            Err(error.into())
                        }
                    });
                }
            };
            let at = self.column + u64::from(first.is_some());
            let found = format!("broken JSON ({wrong}, line {}, byte {at})", self.line);
            return Some(self.end(Kind::Json { found, expected: "a list of JSON objects".to_owned() }));
        }
    }

    fn end(&mut self, kind: Kind) -> Found {
        self.done += 1;
        self.expected = Expected::Nothing;
        Err(kind)
    }

    fn pass(&mut self, byte: u8) {
        self.input.consume(1);
        self.column += 1;
        if byte == b'\n' {
            (self.line, self.column) = (self.line + 1, 0);
        }
    }

    /// Reads a value that begins with `first` to its end, or to the input's. False: it was too long.
    fn value(&mut self, first: u8, limit: usize) -> io::Result<bool> {
        let mut inside = match first {
            b'{' | b'[' | b'"' => Inside::Brackets(0),
            _ => Inside::Bare,
        };
        let (mut fits, mut ended) = (true, false);
        while !ended {
            let available = fill(&mut self.input)?;
            let mut used = 0;
            for &byte in available {
                if inside == Inside::Bare && (byte.is_ascii_whitespace() || b",:[]{}\"".contains(&byte)) {
                    ended = true;
                    break;
                }
                used += 1;
                inside = match (inside, byte) {
                    (Inside::String(depth), b'\\') => Inside::Escape(depth),
                    (Inside::String(depth), b'"') => Inside::Brackets(depth),
                    (Inside::Escape(depth), _) => Inside::String(depth),
                    (Inside::Brackets(depth), b'"') => Inside::String(depth),
                    (Inside::Brackets(depth), b'{' | b'[') => Inside::Brackets(depth + 1),
                    (Inside::Brackets(depth), b'}' | b']') => Inside::Brackets(depth.saturating_sub(1)),
                    (inside, _) => inside,
                };
                if inside == Inside::Brackets(0) {
                    ended = true;
                    break;
                }
            }
            let part = &available[..used];
            fits &= self.buffer.len() + part.len() <= limit;
            if fits {
                self.buffer.extend_from_slice(part);
            } else {
                self.buffer = Vec::new();
            }
            match part.iter().rposition(|&byte| byte == b'\n') {
                Some(last) => {
                    self.line += part.iter().filter(|&&byte| byte == b'\n').count() as u64;
                    self.column = (used - last - 1) as u64;
                }
                None => self.column += used as u64,
            }
            if available.is_empty() {
                ended = true;
                if inside != Inside::Bare {
                    self.expected = Expected::Nothing;
                }
            }
            self.input.consume(used);
        }
        Ok(fits)
    }

    fn parse(&self, map: &Map) -> Result<record::Record, Kind> {
        let json = utf_8(&self.buffer, "the value")?;
        record::parse(map, json).map_err(|error| {
            let (line, column) = match error.line() as u64 {
                1 => (self.start.0, self.start.1 + error.column() as u64),
                line => (self.start.0 + line - 1, error.column() as u64),
            };
            record::not_a_record(map, format!("broken JSON ({}, line {line}, byte {column})", what(&error)))
        })
    }
}

/// What stands next in a reader; nothing at its end.
fn fill(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            // Asked again at its end, a terminal would wait for more.
            Ok([]) => return Ok(&[]),
            // What is there is given again without reading.
            Ok(_) => return input.fill_buf(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
