//! What kind of input it is: by its name first, then by how it begins.
//! It says nothing about encodings beyond what is needed to see the first letters.

use std::{fmt, str::FromStr};

use crate::encoding;

/// The kinds of input that documents are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputKind {
    /// One document, its title on the first line.
    Text,
    /// One web page.
    Html,
    /// A JSON object a line, each a document. One JSON value over several lines, and an array of objects, pass too.
    Jsonl,
}

impl InputKind {
    /// The kinds, in the order in which they are listed to people.
    pub const ALL: [Self; 3] = [Self::Text, Self::Html, Self::Jsonl];

    /// The kind that the extension of a path or address tells: `txt` and `text`; `html`, `htm`, `xhtml` and `shtml`;
    /// `jsonl`, `ndjson` and `json`, in any case. None for other names.
    pub fn from_name(name: &str) -> Option<Self> {
        let path = if name.contains("://") { name.split(['?', '#']).next()? } else { name };
        let file = path.rsplit(['/', '\\']).next()?;
        let (_, extension) = file.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "jsonl" | "ndjson" | "json" => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// The kind that the first bytes of an input tell. A few hundred are enough; whatever looks like neither a page nor
    /// JSON is text.
    pub fn from_start(start: &[u8]) -> Self {
        let start = encoding::glance(start);
        let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if is_html(start) {
            Self::Html
        } else if is_json(start) {
            Self::Jsonl
        } else {
            Self::Text
        }
    }
}

fn is_html(mut start: &str) -> bool {
    const OPENINGS: [&str; 15] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "link",
        "script",
        "style",
        "div",
        "p",
        "h1",
        "article",
        "section",
        "table",
    ];
    while let Some(rest) = start.strip_prefix("<!--") {
        // A comment that goes on past what was looked at is taken for a page's.
        let Some((_, rest)) = rest.split_once("-->") else { return true };
        start = rest.trim_start();
    }
    if let Some(rest) = start.strip_prefix("<?xml") {
        start = rest.split_once("?>").map_or("", |(_, rest)| rest.trim_start());
    }
    let Some(tag) = start.strip_prefix('<') else { return false };
    OPENINGS.iter().any(|opening| {
        tag.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening))
            && tag[opening.len()..].chars().next().is_none_or(|c| c == '>' || c == '/' || c.is_whitespace())
    })
}

fn is_json(start: &str) -> bool {
    let mut rest = start;
    if let Some(inside) = rest.strip_prefix('[') {
        rest = inside.trim_start();
    }
    let Some(inside) = rest.strip_prefix('{') else { return false };
    let inside = inside.trim_start();
    // A text may open with a brace; an object goes on with a quoted name, and the name with a colon.
    let Some(name) = inside.strip_prefix('"') else { return inside.starts_with('}') };
    name.split_once('"').is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

impl fmt::Display for InputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Jsonl => "jsonl",
        })
    }
}

/// The name of a kind that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKind {
    found: String,
}

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found the kind {:?}; expected text, html or jsonl", self.found)
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for InputKind {
    type Err = UnknownKind;

    /// Reads the name that `Display` writes.
    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.to_string() == name).ok_or_else(|| UnknownKind { found: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name() {
        for (name, expected) in [
            ("a.txt", "text"),
            ("خبر.TXT", "text"),
            ("dir.html/a", "-"),
            ("a.htm", "html"),
            ("a.XHTML", "html"),
            ("a.jsonl", "jsonl"),
            ("a.ndjson", "jsonl"),
            ("a.json", "jsonl"),
            ("a.pdf", "-"),
            ("-", "-"),
            ("", "-"),
            ("https://example.org/n.html?id=1.txt", "html"),
            ("c:\\news\\a.txt", "text"),
        ] {
            let kind = InputKind::from_name(name).map_or("-".to_owned(), |kind| kind.to_string());
            assert_eq!(kind, expected, "{name}");
        }
    }

    #[test]
    fn by_start() {
        for (start, expected) in [
            ("", "text"),
            ("قال الوزير", "text"),
            ("<!DOCTYPE html>", "html"),
            ("\u{feff}\n <html dir=rtl>", "html"),
            ("<HEAD>", "html"),
            ("<!-- x --><html>", "html"),
            ("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>", "html"),
            ("<p>قال", "html"),
            ("<pre-release>", "text"),
            ("<3 القاهرة", "text"),
            ("{\"id\": 1", "jsonl"),
            ("{ \"id\" : \"1\"}", "jsonl"),
            ("{\n  \"id\":", "jsonl"),
            ("[\n{\"id\":", "jsonl"),
            ("{}", "jsonl"),
            ("{قال} الوزير", "text"),
            ("[رويترز] قال", "text"),
            ("{\"قال\" الوزير", "text"),
        ] {
            assert_eq!(InputKind::from_start(start.as_bytes()).to_string(), expected, "{start}");
        }
    }

    #[test]
    fn by_start_in_utf_16() {
        let bytes: Vec<u8> = "<html><body>قال".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(InputKind::from_start(&bytes), InputKind::Html);
    }

    #[test]
    fn names_of_kinds() {
        for kind in InputKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        let error = "pdf".parse::<InputKind>().unwrap_err();
        assert_eq!(error.to_string(), "found the kind \"pdf\"; expected text, html or jsonl");
    }
}
