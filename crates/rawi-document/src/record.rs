//! From one JSON value to a document: which of its fields are wanted, and what must be in them.
//! Where values begin and end in an input is `json`'s to find.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{Document, Map, Warning, author::joined_names, date, endings, error::Kind, lines::one_line, map::Part};

/// Reads a value, looking for the fields of a map.
pub(crate) fn parse(map: &Map, json: &str) -> serde_json::Result<Record> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let record = WantedIn(map).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}

/// One JSON value where a document was expected.
pub(crate) enum Record {
    /// By [`Part`].
    Object(Box<[Field; 7]>),
    Other(String),
}

/// What a field holds.
#[derive(Clone, Default)]
pub(crate) enum Field {
    #[default]
    Absent,
    Null,
    String(String),
    Integer(String),
    Other {
        found: String,
        /// The strings of a list, and what its objects have as `name`; the `name` of an object.
        names: Vec<String>,
    },
}

impl Record {
    /// `name` is the input's and `number` the record's, for those that have no identifier.
    pub(crate) fn into_document(self, map: &Map, name: &str, number: u64, warnings: &mut Vec<Warning>) -> Result<Document, Kind> {
        let mut fields = match self {
            Self::Object(fields) => *fields,
            Self::Other(found) => return Err(not_a_record(map, found)),
        };
        let mut field = |part: Part| Taken { field: std::mem::take(&mut fields[part as usize]), part, map };
        let id = field(Part::Id).identifier()?;
        let text = endings::real(field(Part::Text).required()?);
        let title = field(Part::Title).optional()?.map(endings::real);
        let url = field(Part::Url).optional()?;
        let outlet = field(Part::Outlet).optional()?;
        let written = field(Part::Date).written()?;
        let author = field(Part::Author).names();
        let date = written.as_deref().and_then(date::published);
        if let (None, Some(found)) = (&date, written) {
            warnings.push(Warning::BadDate { found });
        }
        let (title, text) = match title {
            Some(title) if !map.is_default() => {
                let title = one_line(&title);
                let text = under_title(&title, text);
                (Some(title), text)
            }
            title => (title, text),
        };
        if text.trim().is_empty() {
            warnings.push(Warning::NoText);
        }
        let id = id.or_else(|| url.clone()).unwrap_or_else(|| format!("{name}#{number}"));
        Ok(Document { id, title, url, outlet, author, date, text, ..Document::default() })
    }
}

/// The mistake of a value that holds no document at all.
pub(crate) fn not_a_record(map: &Map, found: String) -> Kind {
    let expected = match map.is_default() {
        true => "a JSON object with the strings \"id\" and \"text\"".to_owned(),
        false => format!("a JSON object with the string {:?}", map[Part::Text].join(".")),
    };
    Kind::Json { found, expected }
}

/// The text with its title as its first line, if it does not begin with it.
fn under_title(title: &str, text: String) -> String {
    let begins = text.trim_start().strip_prefix(title).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    match begins {
        true => text,
        false if text.trim().is_empty() => title.to_owned(),
        false => format!("{title}\n{text}"),
    }
}

/// A field taken out of a record.
struct Taken<'m> {
    field: Field,
    part: Part,
    map: &'m Map,
}

impl Taken<'_> {
    fn wrong(&self, found: impl Into<String>) -> Kind {
        Kind::Field { part: self.part, field: self.map[self.part].join("."), found: found.into() }
    }

    /// None where the map lets a record have none.
    fn identifier(self) -> Result<Option<String>, Kind> {
        match &self.field {
            Field::String(id) | Field::Integer(id) if !id.is_empty() => Ok(Some(id.clone())),
            Field::Absent | Field::Null | Field::String(_) if !self.map.is_default() => Ok(None),
            Field::String(_) | Field::Integer(_) => Err(self.wrong("an empty string")),
            Field::Absent => Err(self.wrong("nothing")),
            Field::Null => Err(self.wrong("null")),
            Field::Other { found, .. } => Err(self.wrong(found)),
        }
    }

    fn required(self) -> Result<String, Kind> {
        match self.field {
            Field::String(text) => Ok(text),
            Field::Absent => Err(self.wrong("nothing")),
            Field::Null => Err(self.wrong("null")),
            Field::Integer(ref number) => Err(self.wrong(format!("the number {number}"))),
            Field::Other { ref found, .. } => Err(self.wrong(found)),
        }
    }

    fn optional(self) -> Result<Option<String>, Kind> {
        match self.field {
            Field::String(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Field::Absent | Field::Null => Ok(None),
            Field::Integer(ref number) => Err(self.wrong(format!("the number {number}"))),
            Field::Other { ref found, .. } => Err(self.wrong(found)),
        }
    }

    /// A string, or the number that somebody's tools made of a year or of the figures of a date.
    fn written(self) -> Result<Option<String>, Kind> {
        match self.field {
            Field::Integer(number) => Ok(Some(number)),
            _ => self.optional(),
        }
    }

    /// Nothing depends on it, so that whatever holds no name is no mistake.
    fn names(self) -> Option<String> {
        match self.field {
            Field::String(name) => joined_names([name]),
            Field::Other { names, .. } => joined_names(names),
            Field::Absent | Field::Null | Field::Integer(_) => None,
        }
    }
}

/// The largest number up to which a fraction of 64 bits has room for every whole one.
const EXACT: f64 = 9_007_199_254_740_992.0;

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
        Ok(Field::Other { found: value.to_string(), names: Vec::new() })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Field, E> {
        Ok(Field::Integer(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Field, E> {
        Ok(Field::Integer(value.to_string()))
    }

    /// Tools that keep whole numbers in columns of fractions write 1202 as 1202.0.
    fn visit_f64<E: Error>(self, value: f64) -> Result<Field, E> {
        if value.fract() == 0.0 && value.abs() <= EXACT {
            return Ok(Field::Integer((value as i64).to_string()));
        }
        Ok(Field::Other { found: format!("the number {value}"), names: Vec::new() })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field, A::Error> {
        let mut names = Vec::new();
        while let Some(item) = items.next_element::<Field>()? {
            match item {
                Field::String(name) => names.push(name),
                Field::Other { names: inner, .. } => names.extend(inner),
                _ => {}
            }
        }
        Ok(Field::Other { found: "a list".to_owned(), names })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        let mut names = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            if key != "name" {
                entries.next_value::<IgnoredAny>()?;
            } else if let Field::String(name) = entries.next_value()? {
                names.push(name);
            }
        }
        Ok(Field::Other { found: "an object".to_owned(), names })
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

/// A set of [`Part`]s, a bit each.
type Parts = u8;

/// Reads the entries of an object that lies `depth` deep on the paths of `open`.
fn entries<'de, A: MapAccess<'de>>(map: &Map, depth: usize, open: Parts, object: &mut A, into: &mut [Field; 7]) -> Result<(), A::Error> {
    while let Some(key) = object.next_key::<String>()? {
        let (mut ending, mut going_on): (Parts, Parts) = (0, 0);
        for part in Part::ALL {
            let (bit, path) = (1 << part as u8, &map[part]);
            if open & bit != 0 && path.get(depth) == Some(&key) {
                *(if path.len() == depth + 1 { &mut ending } else { &mut going_on }) |= bit;
            }
        }
        if ending != 0 {
            let value: Field = object.next_value()?;
            for part in Part::ALL.into_iter().filter(|&part| ending & (1 << part as u8) != 0) {
                if !matches!(into[part as usize], Field::Absent) {
                    return Err(A::Error::custom(format!("{key:?} given twice")));
                }
                into[part as usize] = value.clone();
            }
        } else if going_on != 0 {
            object.next_value_seed(Inside { map, depth: depth + 1, open: going_on, into })?;
        } else {
            object.next_value::<IgnoredAny>()?;
        }
    }
    Ok(())
}

/// An object on the way to a field; anything else that stands there holds none.
struct Inside<'m> {
    map: &'m Map,
    depth: usize,
    open: Parts,
    into: &'m mut [Field; 7],
}

impl<'de> DeserializeSeed<'de> for Inside<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        entries(self.map, self.depth, self.open, &mut object, self.into)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}

/// The fields of a map in an object.
struct WantedIn<'m>(&'m Map);

impl<'de> DeserializeSeed<'de> for WantedIn<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for WantedIn<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Record, A::Error> {
        let mut fields = Box::<[Field; 7]>::default();
        entries(self.0, 0, Parts::MAX, &mut object, &mut fields)?;
        Ok(Record::Object(fields))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Record, E> {
        Ok(Record::Other("a string".to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Record, E> {
        Ok(Record::Other("null".to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Record, E> {
        Ok(Record::Other(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Record, E> {
        Ok(Record::Other(format!("the number {value}")))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Record, E> {
        Ok(Record::Other(format!("the number {value}")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Record, E> {
        Ok(Record::Other(format!("the number {value}")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Record, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Record::Other("a list".to_owned()))
    }
}
