//! Gzip and zip: what is inside is read as if it were not packed, and what is broken loses nothing that came before.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use rawi_document::{Documents, InputKind, Map, documents, documents_in};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, bytes)) in entries.iter().enumerate() {
        let method = if number % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Each document by its origin and identifier, each error as it is, and what was passed over.
fn shown(mut documents: Documents) -> Vec<String> {
    let mut items = Vec::new();
    for item in documents.by_ref() {
        items.push(match item {
            Ok(document) => format!("{} ({}): {}", document.origin, document.id, document.text.trim_end()),
            Err(error) => error.to_string(),
        });
    }
    items.extend(documents.warnings().iter().map(ToString::to_string));
    items
}

/// As a stream and as a file, which must give the same.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(shown(documents(name, bytes, None)), expected, "{name} as a stream");
    assert_eq!(shown(documents_in(name, Cursor::new(bytes), None)), expected, "{name} as a file");
}

const LINES: &str = "{\"id\":\"1\",\"text\":\"قال الوزير\"}\n{\"id\":\"2\",\"text\":\"نفى المتحدث\"}\n";

#[test]
fn gzip_of_every_kind() {
    let lines = ["a.jsonl.gz, line 1 (1): قال الوزير", "a.jsonl.gz, line 2 (2): نفى المتحدث"];
    check("a.jsonl.gz", &gzip(LINES.as_bytes()), &lines);
    check("a.txt.gz", &gzip("عنوان\r\nمتن".as_bytes()), &["a.txt.gz (a.txt.gz): عنوان\nمتن"]);
    check("a.html.gz", &gzip("<p>قال".as_bytes()), &["a.html.gz (a.html.gz): قال"]);
    check("a.gz", &gzip("<html><p>قال".as_bytes()), &["a.gz (a.gz): قال"]);
    // Packed without the name saying so, and the other way round.
    check("a.txt", &gzip("قال".as_bytes()), &["a.txt (a.txt): قال"]);
    check("a.txt.gz", "قال".as_bytes(), &["a.txt.gz (a.txt.gz): قال"]);
    // Members after each other are one file, and gzip in gzip is read through.
    let members = [gzip(&LINES.as_bytes()[..20]), gzip(&LINES.as_bytes()[20..])].concat();
    check("a.jsonl.gz", &members, &lines);
    check("a.jsonl.gz", &gzip(&gzip(LINES.as_bytes())), &lines);
}

#[test]
fn zip_in_its_order_with_what_is_passed_over() {
    let inner = zip(&[("c.txt", "ثالث".as_bytes())]);
    let packed = gzip(LINES.as_bytes());
    let archive = zip(&[
        ("b/أخبار.txt", "ثان".as_bytes()),
        ("a.txt", "أول".as_bytes()),
        ("b/صورة.jpg", b"\xff\xd8\xff"),
        ("b/", b""),
        ("README", b"x"),
        ("__MACOSX/a.txt", b"x"),
        (".hidden.txt", b"x"),
        ("lines.jsonl.gz", &packed),
        ("inner.zip", &inner),
        ("broken.jsonl", b"{"),
    ]);
    check(
        "n.zip",
        &archive,
        &[
            "n.zip/b/أخبار.txt (n.zip/b/أخبار.txt): ثان",
            "n.zip/a.txt (n.zip/a.txt): أول",
            "n.zip/lines.jsonl.gz, line 1 (1): قال الوزير",
            "n.zip/lines.jsonl.gz, line 2 (2): نفى المتحدث",
            "n.zip/inner.zip/c.txt (n.zip/inner.zip/c.txt): ثالث",
            "n.zip/broken.jsonl, value 1: found broken JSON (EOF while parsing an object, line 2, byte 0); expected a JSON object with the strings \"id\" and \"text\"",
            "passed over 2 entries of no known kind, the first n.zip/b/صورة.jpg",
        ],
    );
    check("empty.zip", &zip(&[]), &[]);
}

#[test]
fn the_kind_that_is_forced_is_that_of_what_is_inside() {
    let archive = zip(&[("a.txt", "<p>قال".as_bytes())]);
    assert_eq!(shown(documents("n.zip", archive.as_slice(), Some(InputKind::Html))), ["n.zip/a.txt (n.zip/a.txt): قال"]);
    let mut inside = documents("n.zip", archive.as_slice(), None);
    inside.next();
    assert_eq!(inside.kind(), Some(InputKind::Text));
}

#[test]
fn maps_and_limits_hold_inside() {
    let array = r#"[{"body":"قال الوزير"},{"body":"نفى المتحدث الرسمي الخبر"}]"#;
    let archive = zip(&[("a.json", array.as_bytes()), ("b.txt", "قال".as_bytes())]);
    let map = Map::parse("m", "text=body").unwrap();
    let items = shown(documents_in("n.zip", Cursor::new(archive), None).with_map(map).with_limit(40));
    assert_eq!(
        items,
        [
            "n.zip/a.json, value 1 (n.zip/a.json#1): قال الوزير",
            "n.zip/a.json, value 2: found a value longer than 40 bytes; expected at most that",
            "n.zip/b.txt (n.zip/b.txt): قال",
        ]
    );
}

#[test]
fn a_bomb_is_stopped_at_the_limit() {
    let bomb = gzip(&vec![b' '; 50 << 20]);
    let archive = zip(&[("bomb.txt.gz", &bomb), ("a.txt", "قال".as_bytes())]);
    let items = shown(documents_in("n.zip", Cursor::new(archive), None).with_limit(1 << 20));
    let message =
        "n.zip/bomb.txt.gz: found more than 1048576 bytes; expected at most that in one document (JSONL has no limit on their number)";
    assert_eq!(items, [message, "n.zip/a.txt (n.zip/a.txt): قال"]);
}

#[test]
fn archives_in_archives_have_an_end() {
    let mut archive = zip(&[("a.txt", "قال".as_bytes())]);
    for depth in 2..=5 {
        archive = zip(&[("x.zip", &archive), ("b.txt", "نفى".as_bytes())]);
        let items = shown(documents("n.zip", archive.as_slice(), None));
        assert_eq!(items.len(), depth);
        let expected = if depth <= 4 { "قال" } else { "found archives more than 4 deep in each other; expected at most that" };
        assert!(items[0].ends_with(expected), "{items:?}");
    }
}

#[test]
fn encrypted_entries_are_passed_over() {
    let mut archive = zip(&[("a.txt", "قال".as_bytes()), ("b.txt", "نفى".as_bytes())]);
    // Bit 0 of the flags, in both headers of the first entry.
    let central = archive.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    archive[6] |= 1;
    archive[central + 8] |= 1;
    check("n.zip", &archive, &["n.zip/b.txt (n.zip/b.txt): نفى", "passed over one encrypted entry: n.zip/a.txt"]);
}

#[test]
fn names_of_old_windows_archives() {
    let name = encoding_rs::WINDOWS_1256.encode("أخبار اليوم.txt").0;
    let placeholder = "x".repeat(name.len());
    let mut archive = zip(&[(placeholder.as_str(), "قال".as_bytes())]);
    while let Some(at) = archive.windows(name.len()).position(|window| window == placeholder.as_bytes()) {
        archive[at..at + name.len()].copy_from_slice(&name);
    }
    check("n.zip", &archive, &["n.zip/أخبار اليوم.txt (n.zip/أخبار اليوم.txt): قال"]);
}

#[test]
fn names_are_shown_safely() {
    let name = "n.zip/../../etc/a\u{fffd}\u{fffd}[2J.txt";
    check("n.zip", &zip(&[("../../etc/a\n\u{1b}[2J.txt", "قال".as_bytes())]), &[&format!("{name} ({name}): قال")]);
}

#[test]
fn office_documents_are_no_archives() {
    let archive = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    let message = "found an office document; expected text, HTML, JSON, a feed or a WARC file, or gzip or zip of them";
    check("a.docx", &archive, &[&format!("a.docx: {message}")]);
}

#[test]
fn what_is_cut_or_changed_is_told() {
    let lines: String = (0..1000).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"قال الوزير {n}\"}}\n")).collect();
    let packed = gzip(lines.as_bytes());
    let items = shown(documents("a.jsonl.gz", &packed[..packed.len() / 2], None));
    let (error, read) = items.split_last().unwrap();
    assert!(read.len() > 100 && read[0] == "a.jsonl.gz, line 1 (0): قال الوزير 0", "{}", read.len());
    let place = format!("a.jsonl.gz, line {}: could not be read: the gzip data end too early, after ", read.len() + 1);
    assert!(error.starts_with(&place) && error.ends_with(" bytes unpacked"), "{error}");

    let archive = zip(&[("a.txt", "قال".as_bytes()), ("b.txt", "نفى".as_bytes()), ("c.txt", "أكد".as_bytes())]);
    let message = "n.zip: found a zip archive that cannot be unpacked (";
    let cut = shown(documents("n.zip", &archive[..archive.len() - 30], None));
    assert!(cut.len() == 1 && cut[0].starts_with(message), "{cut:?}");

    // A byte of the second entry, which is stored as it is.
    let mut changed = archive.clone();
    let at = changed.windows(6).position(|window| window == "نفى".as_bytes()).unwrap();
    changed[at + 1] ^= 1;
    let message = "n.zip/b.txt: could not be read: the zip data are broken, their checksum is another, after 6 bytes unpacked";
    check("n.zip", &changed, &["n.zip/a.txt (n.zip/a.txt): قال", message, "n.zip/c.txt (n.zip/c.txt): أكد"]);
}

#[test]
fn links_in_zip_are_passed_over_and_told_of() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("a.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    check("a.zip", &bytes, &["passed over one entry that is a link: a.zip/a.txt"]);
}

#[test]
fn a_text_of_marks_alone_has_a_limit_too() {
    let text = "<".repeat(rawi_document::MAX_WORDS + 1);
    let error = documents("a.txt", text.as_bytes(), None).next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "a.txt: found a text of 1500001 words and marks; expected at most 1500000 in one document");
    assert!(documents("a.txt", &text.as_bytes()[1..], None).next().unwrap().is_ok());
}
