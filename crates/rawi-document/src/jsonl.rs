//! JSON lines, one document each, read one at a time: memory is bounded by the longest line, not by their number.
//! A bad line is an error with its number, and the next line is read all the same.

use std::{
    fmt,
    io::{self, BufRead, Read},
    mem,
};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{
    Document, DocumentError, Warning, date, encoding,
    error::{Kind, Place},
};

/// Reads documents from JSON lines.
pub(crate) struct Lines<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
    limit: usize,
    /// Whether the name says one JSON file rather than JSON lines.
    may_be_whole: bool,
    state: State,
}

enum State {
    Start,
    Lines,
    /// The values of a file that is not cut into lines, and what was wrong after them.
    Values {
        left: std::vec::IntoIter<Item>,
        done: u64,
        then: Option<Kind>,
    },
    End,
}

enum Line {
    Read,
    TooLong,
    End,
}

impl<R: BufRead> Lines<R> {
    /// `limit` is the longest line in bytes; the largest file for JSON that is not cut into lines.
    pub(crate) fn new(name: &str, input: R, limit: usize) -> Self {
        let may_be_whole = name.to_ascii_lowercase().ends_with(".json");
        Self { input, line: 0, buffer: Vec::new(), limit, may_be_whole, state: State::Start }
    }

    /// The next document, with what is to be said about it put into `warnings`.
    pub(crate) fn next(&mut self, name: &str, warnings: &mut Vec<Warning>) -> Option<Result<Document, DocumentError>> {
        loop {
            let (place, item) = match &mut self.state {
                State::Start => {
                    self.state = State::Lines;
                    match self.first_line() {
                        Ok(None) => continue,
                        Ok(Some((place, item))) => (place, item),
                        Err(error) => (self.end(), Err(Kind::Io(error))),
                    }
                }
                State::Lines => match self.read_line() {
                    Ok(Line::End) => return None,
                    Ok(Line::Read) if is_blank(&self.buffer) => continue,
                    Ok(Line::Read) => (self.place(), parse_line(&self.buffer)),
                    Ok(Line::TooLong) => (self.place(), Err(Kind::LongLine { limit: self.limit })),
                    Err(error) => (self.end(), Err(Kind::Io(error))),
                },
                State::Values { left, done, then } => {
                    *done += 1;
                    let item = left.next().map(Ok).or_else(|| then.take().map(Err))?;
                    (Some(Place::Value(*done)), item)
                }
                State::End => return None,
            };
            let document = item.and_then(|item| item.into_document(warnings));
            return Some(document.map_err(|kind| DocumentError::new(name, place, kind)));
        }
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Line(self.line))
    }

    /// Reads no further; where it stopped.
    fn end(&mut self) -> Option<Place> {
        self.state = State::End;
        Some(Place::Line(self.line + 1))
    }

    /// Looks at the first line that is not blank: at what no line of it could be read from, and whether the input is cut
    /// into lines at all. None: go on with `state`.
    #[allow(clippy::type_complexity)]
    fn first_line(&mut self) -> io::Result<Option<(Option<Place>, Result<Item, Kind>)>> {
        loop {
            let read = self.read_line()?;
            if self.line == 1 {
                if self.buffer.starts_with(b"\xef\xbb\xbf") {
                    self.buffer.drain(..3);
                }
                let found = match self.buffer.as_slice() {
                    [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("a UTF-16 byte order mark"),
                    start => encoding::signature(start),
                };
                if let Some(found) = found {
                    let place = self.place();
                    self.state = State::End;
                    let expected = "JSON lines in UTF-8";
                    return Ok(Some((place, Err(Kind::NotUtf8 { found: found.to_owned(), expected }))));
                }
            }
            match read {
                Line::End => return Ok(None),
                Line::TooLong => {
                    let kind = Kind::LongLine { limit: self.limit };
                    return Ok(Some((self.place(), Err(kind))));
                }
                Line::Read if is_blank(&self.buffer) => {}
                Line::Read => break,
            }
        }
        let item = parse_line(&self.buffer);
        let start = self.buffer.trim_ascii();
        let whole = match start {
            // An array that is closed again on its line would be one bad line otherwise.
            [b'[', ..] => true,
            [b'{'] => true,
            _ => self.may_be_whole && item.is_err(),
        };
        if !whole {
            return Ok(Some((self.place(), item)));
        }
        let mut bytes = mem::take(&mut self.buffer);
        let room = (self.limit + 1).saturating_sub(bytes.len()) as u64;
        (&mut self.input).take(room).read_to_end(&mut bytes)?;
        if bytes.len() > self.limit {
            self.state = State::End;
            return Ok(Some((None, Err(Kind::LongInput { limit: self.limit }))));
        }
        let (items, then) = parse_whole(&bytes);
        self.state = State::Values { left: items.into_iter(), done: 0, then };
        Ok(None)
    }

    /// Reads a line without its end into `buffer`. A line that is too long is passed over.
    fn read_line(&mut self) -> io::Result<Line> {
        self.buffer.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
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
            if self.buffer.len() + part.len() > self.limit {
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
        if too_long {
            return Ok(Line::TooLong);
        }
        Ok(if any { Line::Read } else { Line::End })
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

fn parse_line(line: &[u8]) -> Result<Item, Kind> {
    let line = utf_8(line, "the line")?;
    serde_json::from_str(line).map_err(|error| broken(&error, "the line"))
}

fn utf_8<'b>(bytes: &'b [u8], of: &str) -> Result<&'b str, Kind> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let found = format!("byte 0x{:02X} at byte {at} of {of}", bytes[at]);
        Kind::NotUtf8 { found, expected: "UTF-8" }
    })
}

/// All values of JSON that is not cut into lines: an array's, or one after the other. What comes before a mistake is kept.
fn parse_whole(bytes: &[u8]) -> (Vec<Item>, Option<Kind>) {
    let mut items = Vec::new();
    let text = match utf_8(bytes, "the file") {
        Ok(text) => text,
        Err(kind) => return (items, Some(kind)),
    };
    let result = if text.trim_start().starts_with('[') {
        let mut json = serde_json::Deserializer::from_str(text);
        ItemsInto(&mut items).deserialize(&mut json).and_then(|()| json.end())
    } else {
        serde_json::Deserializer::from_str(text).into_iter().try_for_each(|item| item.map(|item| items.push(item)))
    };
    (items, result.err().map(|error| broken(&error, "the file")))
}

fn broken(error: &serde_json::Error, of: &str) -> Kind {
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let place = if of == "the line" {
        format!("byte {} of the line", error.column())
    } else {
        format!("line {}, byte {}", error.line(), error.column())
    };
    Kind::Json { found: format!("broken JSON ({what}, {place})") }
}

/// One JSON value where a document was expected.
enum Item {
    Object(Box<Fields>),
    Other(String),
}

#[derive(Default)]
struct Fields {
    id: Field,
    title: Field,
    url: Field,
    date: Field,
    outlet: Field,
    text: Field,
}

/// What a field holds.
#[derive(Default)]
enum Field {
    #[default]
    Absent,
    Null,
    String(String),
    Other(String),
}

impl Item {
    fn into_document(self, warnings: &mut Vec<Warning>) -> Result<Document, Kind> {
        let fields = match self {
            Self::Object(fields) => *fields,
            Self::Other(found) => return Err(Kind::Json { found }),
        };
        let id = fields.id.required("id")?;
        if id.is_empty() {
            return Err(Kind::Field { name: "id", found: "an empty string".to_owned() });
        }
        let text = fields.text.required("text")?;
        let written = fields.date.optional("date")?.filter(|date| !date.trim().is_empty());
        let date = written.as_deref().and_then(date::rfc3339);
        if let (None, Some(found)) = (&date, written) {
            warnings.push(Warning::BadDate { found });
        }
        if text.is_empty() {
            warnings.push(Warning::NoText);
        }
        Ok(Document {
            id,
            title: fields.title.optional("title")?,
            url: fields.url.optional("url")?,
            outlet: fields.outlet.optional("outlet")?,
            date,
            text,
        })
    }
}

impl Field {
    fn required(self, name: &'static str) -> Result<String, Kind> {
        let found = match self {
            Self::String(string) => return Ok(string),
            Self::Absent => "nothing".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Other(found) => found,
        };
        Err(Kind::Field { name, found })
    }

    fn optional(self, name: &'static str) -> Result<Option<String>, Kind> {
        match self {
            Self::String(string) => Ok(Some(string)),
            Self::Absent | Self::Null => Ok(None),
            Self::Other(found) => Err(Kind::Field { name, found }),
        }
    }
}

/// Takes any JSON value, and says what it is where it is not the one looked for.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Field, E> {
        Ok(Field::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Field, E> {
        Ok(Field::String(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Field, E> {
        Ok(Field::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Field, E> {
        Ok(Field::Other(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Field, E> {
        Ok(Field::Other(format!("the number {value}")))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Field, E> {
        Ok(Field::Other(format!("the number {value}")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Field, E> {
        Ok(Field::Other(format!("the number {value}")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::Other("a list".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Other("an object".to_owned()))
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyItem;

impl<'de> Visitor<'de> for AnyItem {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Item, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = entries.next_key::<String>()? {
            let field = match key.as_str() {
                "id" => &mut fields.id,
                "title" => &mut fields.title,
                "url" => &mut fields.url,
                "date" => &mut fields.date,
                "outlet" => &mut fields.outlet,
                "text" => &mut fields.text,
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if !matches!(field, Field::Absent) {
                return Err(A::Error::custom(format!("{key:?} given twice")));
            }
            *field = entries.next_value()?;
        }
        Ok(Item::Object(Box::new(fields)))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Item, E> {
        Ok(Item::Other("a string".to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Item, E> {
        Ok(Item::Other("null".to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Item, E> {
        Ok(Item::Other(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Other(format!("the number {value}")))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Other(format!("the number {value}")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Other(format!("the number {value}")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Item, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item::Other("a list".to_owned()))
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyItem)
    }
}

/// Puts the items of an array into a list as they come, so that a mistake loses only what follows it.
struct ItemsInto<'v>(&'v mut Vec<Item>);

impl<'de> DeserializeSeed<'de> for ItemsInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ItemsInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            self.0.push(item);
        }
        Ok(())
    }
}
