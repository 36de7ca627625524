//! Which kind an input is, text files, limits, and what is not text.

use std::io::{self, Read, Seek, SeekFrom};

use rawi_document::{Document, InputKind, Warning, documents, documents_in};

fn only(name: &str, bytes: &[u8], kind: Option<InputKind>) -> (Result<Document, String>, Vec<Warning>) {
    let mut documents = documents(name, bytes, kind);
    let item = documents.next().unwrap().map_err(|error| error.to_string());
    let warnings = documents.warnings().to_vec();
    assert!(documents.next().is_none());
    (item, warnings)
}

#[test]
fn name_then_beginning_tell_the_kind() {
    let page = "<!doctype html><p>قال</p>";
    let line = "{\"id\":\"1\",\"text\":\"قال\"}";
    for (name, input, kind, expected) in [
        ("a.html", page, None, "قال"),
        ("a", page, None, "قال"),
        ("a.txt", page, None, page),
        ("a", page, Some(InputKind::Text), page),
        ("a", line, None, "قال"),
        ("a.txt", line, None, line),
        ("a.html", line, Some(InputKind::Jsonl), "قال"),
        ("a", "خبر", None, "خبر"),
        ("a.aspx", "\n\n  <HTML><p>خبر</p>", None, "خبر"),
    ] {
        let (document, _) = only(name, input.as_bytes(), kind);
        assert_eq!(document.unwrap().text, expected, "{name} {input}");
    }
}

#[test]
fn text_files() {
    let (document, warnings) = only("dir/a.txt", "\u{feff}عنوان\r\nمتن\r\n".as_bytes(), None);
    let document = document.unwrap();
    assert_eq!(document.id, "dir/a.txt");
    assert_eq!(document.title.as_deref(), Some("عنوان"));
    assert_eq!(document.text, "عنوان\nمتن\n");
    assert_eq!((document.url, document.outlet, document.date), (None, None, None));
    assert_eq!(warnings, []);
}

#[test]
fn empty_inputs_are_documents_without_text() {
    for name in ["a.txt", "a.html", "a"] {
        let (document, warnings) = only(name, b"", None);
        assert_eq!(document.unwrap(), Document { id: name.to_owned(), origin: name.to_owned(), ..Document::default() });
        assert_eq!(warnings, [Warning::NoText]);
    }
}

#[test]
fn bad_bytes_are_told() {
    let (document, warnings) = only("a.txt", "قال الوزير \u{1f600}".as_bytes().split_last().unwrap().1, None);
    assert_eq!(document.unwrap().text, "قال الوزير \u{fffd}");
    assert_eq!(warnings, [Warning::BadBytes { first: 20, count: 1, encoding: "UTF-8" }]);
    assert_eq!(warnings[0].to_string(), "found bytes that are not UTF-8, the first of 1 at byte 20; put U+FFFD for them");
}

#[test]
fn what_is_not_text_is_an_error() {
    for (name, bytes, expected) in [
        (
            "a",
            b"\x89PNG\r\n\x1a\n\0".as_slice(),
            "a, byte 0: found a PNG picture; expected text, HTML, JSON, a feed or a WARC file, or gzip or zip of them",
        ),
        ("a.txt", b"abc\0def", "a.txt, byte 3: found a NUL byte; expected text, HTML, JSON, a feed or a WARC file, or gzip or zip of them"),
        (
            "a.html",
            b"<p>\0\0",
            "a.html, byte 3: found a NUL byte; expected text, HTML, JSON, a feed or a WARC file, or gzip or zip of them",
        ),
    ] {
        assert_eq!(only(name, bytes, None).0.unwrap_err(), expected);
    }
}

#[test]
fn limits() {
    for name in ["a.txt", "a.html", "a"] {
        let read = |bytes: &[u8]| documents(name, bytes, None).with_limit(10).next().unwrap().map_err(|error| error.to_string());
        assert!(read(b"0123456789").is_ok());
        let message =
            format!("{name}: found more than 10 bytes; expected at most that in one document (JSONL has no limit on their number)");
        assert_eq!(read(b"0123456789a").unwrap_err(), message);
    }
}

#[test]
fn utf_16_pages_and_texts_without_a_mark() {
    for (input, expected) in [("<html><p>قال الوزير نعم</p>", "قال الوزير نعم"), ("قال الوزير\r\nنعم", "قال الوزير\nنعم")]
    {
        for bytes in [
            input.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            input.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ] {
            assert_eq!(only("a", &bytes, None).0.unwrap().text, expected);
        }
    }
}

#[test]
fn a_pipe_that_is_opened_like_a_file() {
    struct Pipe(&'static [u8]);
    impl Read for Pipe {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0.read(into)
        }
    }
    impl Seek for Pipe {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Err(io::ErrorKind::NotSeekable.into())
        }
    }
    let items: Vec<_> = documents_in("a.jsonl", Pipe(b"{\"id\":\"1\",\"text\":\"x\"}"), None).map(|item| item.unwrap().text).collect();
    assert_eq!(items, ["x"]);
}
