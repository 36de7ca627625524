//! Records read back as records; canonical dumps that agree although the archives were made differently.

use std::io::{self, Write};

use rawi::record::Record;
use rawi_archive::{Entry, Party};
use rawi_export::{ErrorKind, Exporter, Format, Options};
use serde_json::{Value, json};

use crate::{FORMATS, export, fixture, lines, schema};

fn canonical(entries: &[Entry]) -> Vec<u8> {
    export(Format::Canonical, Options::default(), entries)
}

#[test]
fn records_read_back() {
    for no_text in [false, true] {
        let records = lines(Format::Jsonl, Options { no_text, ..Options::default() }, &fixture::entries());
        assert_eq!(records.len(), 5);
        for (record, entry) in records.into_iter().zip(fixture::entries()) {
            let record: Record = serde_json::from_value(record).unwrap();
            let article = &entry.article;
            assert_eq!((&record.id, &record.title, &record.url), (&article.given, &article.title, &article.url));
            assert_eq!((&record.outlet, &record.date, &record.model), (&article.outlet, &article.date, &article.model));
            assert_eq!(record.text, (!no_text).then(|| article.text.clone()));
            assert_eq!(record.statements.len(), entry.statements.len());
            for (found, kept) in record.statements.iter().zip(&entry.statements) {
                assert_eq!((&found.content, found.cue, &found.via), (&kept.content, kept.cue, &kept.via));
                assert_eq!(found.words.as_ref(), Some(&kept.words));
                let speaker = record.speakers.iter().find(|s| Some(&s.id) == found.who.as_ref());
                assert_eq!(speaker.map(|s| (&s.name, s.kind)), kept.who.as_ref().map(|w| (&w.written, w.kind)));
            }
        }
    }
}

/// What is not under `archive` is `rawi.statements/1`, to the letter.
#[test]
fn records_without_the_additions_are_valid() {
    let schema = schema("rawi.statements-1.schema.json");
    for mut record in lines(Format::Jsonl, Options::default(), &fixture::entries()) {
        assert!(schema.iter_errors(&record).all(|e| !e.to_string().contains("archive")));
        strip(&mut record);
        // That a statement has content is the reader's promise; the odd entry of the fixture breaks it.
        let statements = record["statements"].as_array_mut().unwrap();
        statements.retain(|s| s["content"] != json!([]));
        let date = record["date"].as_str().is_none_or(|d| d != "أمس");
        assert_eq!(schema.is_valid(&record), date, "{record:#}");
    }
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("archive");
            map.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn what_the_archive_adds_to_a_record() {
    let records = lines(Format::Jsonl, Options::default(), &fixture::entries());
    let cases = [
        (0, "/archive/id", json!("0a11c0de00000001")),
        (0, "/archive/author", json!("هدى المنصور")),
        (0, "/archive/copies/0/outlet", json!("إذاعة الجبل")),
        (0, "/speakers/0/mentions", json!(["سليم الراوي", "مدير المرفأ سليم الراوي", "الراوي"])),
        (0, "/speakers/0/archive", json!({"identity": 7, "name": "سليم الراوي"})),
        (0, "/statements/0/archive/to/written", json!("الصحافيين")),
        (0, "/statements/1/who", json!("S1")),
        (2, "/archive/revision", json!(3)),
        (2, "/statements/0/who", json!(null)),
        (3, "/statements/1/parent", json!(1)),
        (3, "/statements/1/archive/parent", json!("0a11c0de00000004-0")),
        // The statement around it was not asked for.
        (3, "/statements/2/parent", json!(null)),
        (3, "/statements/2/archive/parent", json!("0a11c0de00000004-9999")),
        (4, "/statements/0/archive/through/0/identity", json!(11)),
    ];
    for (record, pointer, expected) in cases {
        assert_eq!(records[record].pointer(pointer), Some(&expected), "{record} {pointer}");
    }
}

/// The same archive, filled in another order at another time from other files.
#[test]
fn equal_content_gives_equal_dumps() {
    let renumber = |party: &mut Party| party.identity = party.identity.map(|i| i * 31 + 5);
    let mut other = fixture::entries();
    for entry in &mut other {
        entry.article.added = "2025-01-01T00:00:00Z".into();
        entry.article.origin = "elsewhere.zip/b.jsonl, line 9".into();
        entry.article.copies.reverse();
        entry.statements.reverse();
        for statement in &mut entry.statements {
            statement.copies.reverse();
            statement.who.iter_mut().chain(&mut statement.to).chain(&mut statement.through).for_each(renumber);
        }
    }
    assert_eq!(canonical(&fixture::entries()), canonical(&other));
}

#[test]
fn different_content_gives_different_dumps() {
    let original = canonical(&fixture::entries());
    let changes: [fn(&mut [Entry]); 8] = [
        |e| e[0].article.title = None,
        |e| e[0].article.revision = 2,
        |e| e[0].article.copies.clear(),
        |e| e[1].article.text_sha256 = fixture::sha256("a"),
        |e| drop(e[3].statements.pop()),
        |e| e[0].statements[0].copies.clear(),
        |e| e[0].statements[0].who.as_mut().unwrap().name = "سليم راوي".into(),
        |e| e[4].statements[0].through[0].identity = None,
    ];
    for (i, change) in changes.into_iter().enumerate() {
        let mut entries = fixture::entries();
        change(&mut entries);
        assert_ne!(canonical(&entries), original, "change {i}");
    }
}

#[test]
fn a_canonical_dump_is_sorted_or_refused() {
    let entries = fixture::entries();
    for (first, second, sorted) in [(0, 1, true), (1, 0, false), (1, 1, false)] {
        let mut exporter = Exporter::new(Format::Canonical, Options::default(), Vec::new()).unwrap();
        exporter.write(&entries[first]).unwrap();
        let written = exporter.write(&entries[second]);
        assert_eq!(written.is_ok(), sorted, "{first} {second}");
        if let Err(error) = written {
            assert!(matches!(error.kind(), ErrorKind::Order { .. }), "{error}");
        }
    }
}

#[test]
fn an_entry_that_is_refused_leaves_no_trace() {
    let entries = fixture::entries();
    let mut broken = entries[0].clone();
    broken.statements[1].content.push([90, 10_000]);
    for format in FORMATS {
        let mut exporter = Exporter::new(format, Options::default(), Vec::new()).unwrap();
        let error = exporter.write(&broken).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Span { span: [90, 10_000], .. }), "{error}");
        entries.iter().for_each(|e| exporter.write(e).unwrap());
        assert_eq!(exporter.finish().unwrap(), export(format, Options::default(), &entries), "{format:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in FORMATS {
        let export = || {
            let mut exporter = Exporter::new(format, Options::default(), Full)?;
            fixture::entries().iter().try_for_each(|e| exporter.write(e))?;
            exporter.finish()
        };
        let Err(error) = export() else { panic!("{format:?}") };
        assert!(matches!(error.kind(), ErrorKind::Io(e) if e.kind() == io::ErrorKind::StorageFull), "{format:?}: {error}");
    }
}
