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
    /// A JSON object a line, each a document. JSON values over several lines, and an array of objects, pass too.
    Jsonl,
    /// An RSS, Atom or JSON feed, each item a document.
    Feed,
    /// A web archive (ISO 28500), each page or text in Arabic a document.
    Warc,
}

impl InputKind {
    /// The kinds, in the order in which they are listed to people.
    pub const ALL: [Self; 5] = [Self::Text, Self::Html, Self::Jsonl, Self::Feed, Self::Warc];

    /// The kind that the extension of a path or address tells: `txt` and `text`; `html`, `htm`, `xhtml` and `shtml`;
    /// `jsonl`, `ndjson` and `json`; `xml`, `rss`, `atom` and `rdf`; `warc` and `wet`; in any case, and with `.gz` or `.zst` behind
    /// it. None for other names.
    pub fn from_name(name: &str) -> Option<Self> {
        match extension(name, true)?.as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "jsonl" | "ndjson" | "json" => Some(Self::Jsonl),
            "xml" | "rss" | "atom" | "rdf" => Some(Self::Feed),
            "warc" | "wet" => Some(Self::Warc),
            _ => None,
        }
    }

    /// The kind that the first bytes of an input tell. A few hundred are enough; whatever looks like none of the others is
    /// text.
    pub fn from_start(start: &[u8]) -> Self {
        let start = encoding::glance(start);
        let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if start.starts_with("WARC/") {
            Self::Warc
        } else if is_feed(start) {
            Self::Feed
        } else if is_html(start) {
            Self::Html
        } else if is_json(start) {
            Self::Jsonl
        } else {
            Self::Text
        }
    }

    /// Whether the name of an input tells its kind for sure: a file called JSON may be a feed, and one called XML a page.
    pub(crate) fn is_sure_from_name(name: &str) -> bool {
        extension(name, true).is_none_or(|extension| !matches!(extension.as_str(), "json" | "xml"))
    }
}

/// Whether the extension of a path or address tells that documents can be read from the file: of a kind of input, or zip or
/// gzip or zstd.
pub fn is_readable(name: &str) -> bool {
    let is_archive = |extension: String| matches!(extension.as_str(), "zip" | "gz" | "zst");
    InputKind::from_name(name).is_some() || extension(name, false).is_some_and(is_archive)
}

/// The extension of a file's name in lower case; `through` looks at what stands before `.gz` or `.zst`.
pub(crate) fn extension(name: &str, through: bool) -> Option<String> {
    let path = if name.contains("://") { name.split(['?', '#']).next()? } else { name };
    let file = path.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let inside = || file.strip_suffix(".gz").or_else(|| file.strip_suffix(".zst"));
    let file = if through { inside().unwrap_or(&file) } else { &file };
    Some(file.rsplit_once('.')?.1.to_owned())
}

fn is_feed(start: &str) -> bool {
    if start.starts_with('{') {
        let version = start.split_once("\"version\"").and_then(|(_, rest)| rest.trim_start().strip_prefix(':'));
        return version.is_some_and(|version| {
            let version = version.trim_start().get(..40).unwrap_or(version).replace('\\', "");
            version.trim_start().trim_start_matches('"').starts_with("https://jsonfeed.org/version/1")
        });
    }
    let root = after_prolog(start).and_then(|root| root.strip_prefix('<'));
    root.is_some_and(|root| {
        ["rss", "feed", "rdf:RDF", "RDF"]
            .iter()
            .any(|name| root.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c == ':' || c.is_whitespace())))
    })
}

/// What follows the declaration, instructions and comments of an XML file; None where they go on past what was looked at.
pub(crate) fn after_prolog(mut start: &str) -> Option<&str> {
    loop {
        let end = match start {
            _ if start.starts_with("<!--") => "-->",
            _ if start.starts_with("<?") => "?>",
            _ => return Some(start),
        };
        start = start.split_once(end)?.1.trim_start();
    }
}

fn is_html(start: &str) -> bool {
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
    // A comment that goes on past what was looked at is taken for a page's.
    let Some(start) = after_prolog(start) else { return start.starts_with("<!--") };
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
            Self::Feed => "feed",
            Self::Warc => "warc",
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
        write!(f, "found the kind {:?}; expected text, html, jsonl, feed or warc", self.found)
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
            ("a.jsonl.gz", "jsonl"),
            ("a.WARC.GZ", "warc"),
            ("a.warc.zst", "warc"),
            ("a.warc.wet.gz", "warc"),
            ("feed.xml", "feed"),
            ("a.rss", "feed"),
            ("a.gz", "-"),
            ("a.zip", "-"),
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
            ("<?xml version='1.0'?>\n<?xml-stylesheet href='a'?><!-- x -->\n<rss version=\"2.0\">", "feed"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
            ("<feedback>", "text"),
            ("<rdf:RDF\n", "feed"),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", "feed"),
            ("WARC/1.0\r\nWARC-Type: response", "warc"),
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
    fn readable() {
        for (name, expected) in
            [("a.txt", true), ("a.txt.gz", true), ("a.gz", true), ("a.zst", true), ("b/A.ZIP", true), ("a.jpg", false), ("zip", false)]
        {
            assert_eq!(is_readable(name), expected, "{name}");
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
        assert_eq!(error.to_string(), "found the kind \"pdf\"; expected text, html, jsonl, feed or warc");
    }
}
