//! Which fields of a JSON record hold what: names that people give for records that were not made for this reader.
//! It knows names and paths, and reads no values.

use std::{fmt, ops::Index};

/// What a field can be. The order is that of [`Part::NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Id,
    Title,
    Text,
    Date,
    Outlet,
    Url,
    Author,
}

impl Part {
    pub(crate) const ALL: [Self; 7] = [Self::Id, Self::Title, Self::Text, Self::Date, Self::Outlet, Self::Url, Self::Author];
    const NAMES: [&str; 7] = ["id", "title", "text", "date", "outlet", "url", "author"];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// Which field of a JSON record is the text, which the title, and so on: `text = content`, `outlet = meta.source.name`.
///
/// A record that is read through a map
/// - has its title in its text: where the text does not begin with it, the text becomes the title, a newline, and the text,
///   as for a web page, because headlines hold statements too;
/// - needs no `id`: its address is it, or else the name of the input, `#` and its number.
///
/// ```
/// let map = rawi_document::Map::parse("--map", "text = content, outlet = source").unwrap();
/// let json = r#"[{"source": "المرفأ", "title": "الوزير: لا زيادة", "content": "نفى الوزير الخبر"}]"#;
/// let document = rawi_document::documents("news.json", json.as_bytes(), None).with_map(map).next().unwrap().unwrap();
/// assert_eq!(document.text, "الوزير: لا زيادة\nنفى الوزير الخبر");
/// assert_eq!((document.id.as_str(), document.origin.as_str()), ("news.json#1", "news.json, value 1"));
/// assert_eq!(document.outlet.as_deref(), Some("المرفأ"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// By [`Part`]. Empty: not read.
    paths: [Vec<String>; 7],
    is_default: bool,
}

impl Default for Map {
    /// Each field under its own name, `id` and `text` required, and the text as it is.
    fn default() -> Self {
        Self { paths: Part::ALL.map(|part| vec![part.name().to_owned()]), is_default: true }
    }
}

impl Map {
    /// Reads `key = field`, one a line or several with commas between them. The keys are `id`, `title`, `text`, `date`,
    /// `outlet`, `url` and `author`. Dots go into objects: `meta.source.name`. A key that is not given has the field of its
    /// own name, and one given without a field (`title =`) has none. What follows a `#` is a comment. `name` is what errors
    /// call it.
    ///
    /// # Errors
    /// A part without `=`, an unknown key, a key given twice, a path with nothing between its dots, no field for the text.
    pub fn parse(name: &str, written: &str) -> Result<Self, MapError> {
        let mut map = Self { is_default: false, ..Self::default() };
        let mut given = [false; 7];
        for (number, line) in (1..).zip(written.lines()) {
            let error = |found: String, expected: &'static str| MapError { name: name.to_owned(), line: number, found, expected };
            let line = line.split_once('#').map_or(line, |(line, _)| line);
            for pair in line.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
                let Some((key, field)) = pair.split_once('=') else {
                    return Err(error(format!("{pair:?}"), "key = field"));
                };
                let (key, field) = (key.trim(), field.trim());
                let Some(part) = Part::NAMES.iter().position(|name| *name == key) else {
                    return Err(error(format!("the key {key:?}"), "id, title, text, date, outlet, url or author"));
                };
                if std::mem::replace(&mut given[part], true) {
                    return Err(error(format!("{key:?} a second time"), "each key once"));
                }
                let path: Vec<String> = if field.is_empty() { Vec::new() } else { field.split('.').map(|s| s.trim().to_owned()).collect() };
                if path.iter().any(String::is_empty) {
                    return Err(error(format!("{field:?} as {key:?}"), "a field, or fields with dots between them"));
                }
                if path.is_empty() && part == Part::Text as usize {
                    return Err(error("no field as \"text\"".to_owned(), "the field that holds the text"));
                }
                map.paths[part] = path;
            }
        }
        Ok(map)
    }

    pub(crate) fn is_default(&self) -> bool {
        self.is_default
    }
}

impl Index<Part> for Map {
    type Output = [String];

    fn index(&self, part: Part) -> &[String] {
        &self.paths[part as usize]
    }
}

/// What is wrong with a [`Map`]: its name, the line, what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapError {
    name: String,
    line: usize,
    found: String,
    expected: &'static str,
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, line, found, expected } = self;
        write!(f, "{name}, line {line}: found {found}; expected {expected}")
    }
}

impl std::error::Error for MapError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> String {
        match Map::parse("m", written) {
            Ok(map) => Part::ALL.map(|part| map[part].join(".")).join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn table() {
        for (written, expected) in [
            ("", "id title text date outlet url author"),
            ("text=content,outlet=source", "id title content date source url author"),
            ("# السجل\n text = body.full # المتن\n\ntitle=\n", "id  body.full date outlet url author"),
            ("text=content\ntitel=head", "m, line 2: found the key \"titel\"; expected id, title, text, date, outlet, url or author"),
            ("content", "m, line 1: found \"content\"; expected key = field"),
            ("url=a,url=b", "m, line 1: found \"url\" a second time; expected each key once"),
            ("date=a..b", "m, line 1: found \"a..b\" as \"date\"; expected a field, or fields with dots between them"),
            ("text=", "m, line 1: found no field as \"text\"; expected the field that holds the text"),
        ] {
            assert_eq!(shown(written), expected, "{written:?}");
        }
    }
}
