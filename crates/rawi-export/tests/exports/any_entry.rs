//! Random entries: no format panics, and what comes out is valid.

use std::slice;
use std::sync::LazyLock;

use calamine::{Reader, Xlsx};
use jsonschema::Validator;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rawi::record::{Act, Kind, Record, Span, Type};
use rawi_archive::{Copy, Entry, Party, Statement};
use rawi_export::{Exporter, Format, Options};
use rawi_table::Csv;

use crate::{FORMATS, assert_valid, export, fixture, lines, schema};

static ANNOTATION: LazyLock<Validator> = LazyLock::new(|| schema("export/webannotation.schema.json"));
static ARTICLE: LazyLock<Validator> = LazyLock::new(|| schema("export/schemaorg.schema.json"));

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,40}", "[قال إن،\\.:«»\"\n,🙂a\u{64b}\u{200f}\u{0}]{0,80}"]
}

fn date() -> impl Strategy<Value = Option<String>> {
    option::of(prop_oneof![
        text(),
        "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?([Zz]|[+-][0-2][0-9]:[0-9]{2})?",
    ])
}

fn url() -> impl Strategy<Value = Option<String>> {
    option::of(prop_oneof![text(), "[a-z]{0,5}:\\PC{0,20}", "https://example\\.org/[a-zأ-ي/]{0,20}"])
}

/// A span as two numbers, to be laid into the text, or none.
fn spans(up_to: usize) -> impl Strategy<Value = Vec<Span>> {
    vec((any::<usize>(), any::<usize>()).prop_map(|(a, b)| [a, b]), 0..=up_to)
}

fn party() -> impl Strategy<Value = Party> {
    let names = (option::of(any::<u64>()), text(), text(), option::of(text()));
    (names, select(Kind::ALL)).prop_map(|((identity, name, written, role), kind)| Party { identity, name, written, role, kind })
}

fn copy() -> impl Strategy<Value = Copy> {
    (text(), url(), option::of(text()), option::of(text()), date()).prop_map(|(id, url, outlet, title, date)| Copy {
        id,
        url,
        outlet,
        title,
        date,
    })
}

prop_compose! {
    fn statement()(
        parts in (spans(1), spans(1), spans(3), spans(1), spans(3), spans(2)),
        id in text(),
        kind in select(Type::ALL),
        act in select(Act::ALL),
        parent in option::of(text()),
        confidence in option::of(prop_oneof![0.0..=1.0, Just(f64::NAN)]),
        who in option::of(party()),
        to in option::of(party()),
        through in vec(party(), 0..3),
        copies in vec(text(), 0..3),
    ) -> Statement {
        let (cue, speaker, content, addressee, via, setting) = parts;
        let one = |spans: Vec<Span>| spans.first().copied();
        Statement {
            id: format!("a{id}"), cue: one(cue), speaker: one(speaker), content, addressee: one(addressee), via, setting, kind, act,
            parent, confidence, words: Default::default(), who, to, through, copies,
        }
    }
}

prop_compose! {
    fn entry()(
        text in prop_oneof![4 => text(), 1 => "\\PC{200}"],
        names in (text(), any::<u32>(), url(), option::of(text()), option::of(text()), option::of(text())),
        dates in (date(), date()),
        copies in vec(copy(), 0..3),
        statements in vec(statement(), 0..4),
    ) -> Entry {
        let mut entry = fixture::article("0a11c0de00000001", &text);
        let (given, revision, url, outlet, title, author) = names;
        let article = &mut entry.article;
        (article.given, article.revision, article.url) = (given, revision.max(1), url);
        (article.outlet, article.title, article.author) = (outlet, title, author);
        (article.date, article.added, article.copies) = (dates.0, dates.1.unwrap_or_default(), copies);
        entry.statements = statements.into_iter().map(|s| laid_into(&text, s)).collect();
        entry
    }
}

/// Brings every span inside the text, or drops it where there is none.
fn laid_into(text: &str, mut statement: Statement) -> Statement {
    let length = text.chars().count();
    let lay = |&[a, b]: &Span| -> Option<Span> {
        let start = a.checked_rem(length)?;
        Some([start, start + 1 + b % (length - start)])
    };
    let one = |span: Option<Span>| span.as_ref().and_then(lay);
    let all = |spans: &[Span]| spans.iter().filter_map(lay).collect();
    (statement.cue, statement.speaker, statement.addressee) = (one(statement.cue), one(statement.speaker), one(statement.addressee));
    (statement.content, statement.via) = (all(&statement.content), all(&statement.via));
    statement.setting = all(&statement.setting);
    statement.words = fixture::words(text, &statement);
    statement
}

proptest! {
    #[test]
    fn every_format_writes_any_entry(entry in entry()) {
        let statements = entry.statements.len();
        let annotations = lines(Format::WebAnnotation, Options::default(), slice::from_ref(&entry));
        prop_assert_eq!(annotations.len(), statements);
        annotations.iter().for_each(|a| assert_valid(&ANNOTATION, a));

        let articles = lines(Format::SchemaOrg, Options::default(), slice::from_ref(&entry));
        prop_assert_eq!(articles.len(), 1);
        assert_valid(&ARTICLE, &articles[0]);

        let records = lines(Format::Jsonl, Options::default(), slice::from_ref(&entry));
        let record: Record = serde_json::from_value(records[0].clone()).unwrap();
        prop_assert_eq!(record.statements.len(), statements);
        prop_assert_eq!(lines(Format::Canonical, Options::default(), slice::from_ref(&entry)).len(), 1 + statements);

        for raw_cells in [true, false] {
            let csv = export(Format::Csv, Options { csv: Csv { raw_cells, ..Csv::default() }, ..Options::default() }, slice::from_ref(&entry));
            let rows: Vec<_> = csv::Reader::from_reader(csv.as_slice()).records().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), statements);
            let given = |cell: &str| if raw_cells { cell == entry.article.given } else { cell.ends_with(&entry.article.given) };
            prop_assert!(rows.iter().all(|r| given(&r[0])));
        }
        let workbook = export(Format::Xlsx, Options::default(), slice::from_ref(&entry));
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
        prop_assert_eq!(workbook.worksheet_range("Sheet1").unwrap().rows().count(), 1 + statements);
        export(Format::Parquet, Options::default(), slice::from_ref(&entry));
    }

    #[test]
    fn spans_from_anywhere_do_not_panic(mut entry in entry(), span in spans(1)) {
        if let Some(statement) = entry.statements.first_mut() {
            statement.content.extend(span);
        }
        for format in FORMATS {
            let mut exporter = Exporter::new(format, Options::default(), Vec::new()).unwrap();
            let _ = exporter.write(&entry);
            exporter.finish().unwrap();
        }
    }
}
