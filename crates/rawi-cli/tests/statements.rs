//! Documents that other readers lose or garble (the cases of `rawi-document`), read to the end: the statements that are right for
//! each, as source and content.

use std::process::Command;

use serde_json::Value;

const MAYOR: &str = "فؤاد الزين";
const OPENS: (&str, &str) = (MAYOR, "إن السوق الجديد يفتح أبوابه غداً أمام المتسوقين");
const FREE: (&str, &str) = (MAYOR, "أن الموقف مجاني في الأسبوع الأول");
const NO_CUTS: (&str, &str) = ("وزيرة الطاقة", "لا قطع للكهرباء هذا الصيف");

/// A case, the exit code, what standard error begins with after the path, and sources with contents.
type Case<'a> = (&'a str, i32, &'a str, &'a [(&'a str, &'a str)]);

fn check(folder: &str, cases: &[Case<'_>]) {
    for (case, code, said, expected) in cases {
        let path = format!("{}/{folder}/{case}", env!("CARGO_MANIFEST_DIR"));
        let output = Command::new(env!("CARGO_BIN_EXE_rawi")).args(["read", "--format", "jsonl", &path]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(*code), "{case}: {stderr}");
        if said.is_empty() {
            assert_eq!(stderr, "", "{case}");
        } else {
            assert!(stderr.starts_with(&format!("rawi: {path}{said}")), "{case}: {stderr}");
        }
        let mut found = Vec::new();
        for record in String::from_utf8(output.stdout).unwrap().lines() {
            statements(&serde_json::from_str(record).unwrap(), &mut found);
        }
        let found: Vec<(&str, &str)> = found.iter().map(|(who, content)| (who.as_str(), content.as_str())).collect();
        assert_eq!(found, *expected, "{case}");
    }
}

/// Sources and contents of a record, cut out of its text.
fn statements(record: &Value, found: &mut Vec<(String, String)>) {
    let name_of = |id: &Value| {
        let speakers = record["speakers"].as_array().unwrap();
        speakers.iter().find(|speaker| &speaker["id"] == id).map_or("-", |speaker| speaker["name"].as_str().unwrap())
    };
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    for statement in record["statements"].as_array().unwrap() {
        // Slicing the text with a span gives the words.
        let spans = statement["content"].as_array().unwrap();
        let slices: Vec<String> = spans
            .iter()
            .map(|span| text[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize].iter().collect())
            .collect();
        let words: Vec<&str> = statement["words"]["content"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(slices, words);
        found.push((name_of(&statement["who"]).to_owned(), slices.join(" … ")));
    }
}

#[test]
fn pages_and_lines() {
    check(
        "../rawi-document/tests/cases",
        &[
            ("22-literal-backslash-n.jsonl", 0, "", &[("عدنان بكري", "إن الطريق آمن"), ("عدنان بكري", "أن الجسر سيفتح غداً")]),
            ("27-charset-declared-wrong.html", 0, "", &[OPENS, FREE]),
            ("28-charset-not-declared.html", 0, "", &[OPENS, FREE]),
            ("29-related-links.html", 0, "", &[OPENS, FREE]),
            ("30-br-paragraphs.html", 0, "", &[OPENS, FREE]),
            ("31-reader-comments.html", 0, "", &[OPENS, FREE]),
            ("32-no-title-tag.html", 0, "", &[(MAYOR, "السوق يفتح غداً"), OPENS, FREE]),
            ("33-title-with-site-name.html", 0, "", &[NO_CUTS]),
            ("34-title-again-in-body.html", 0, "", &[NO_CUTS]),
            ("35-json-ld-only.html", 0, "", &[OPENS, FREE]),
            ("38-captions.html", 0, "", &[OPENS, FREE]),
        ],
    );
}

#[test]
fn letters_records_and_archives() {
    const REPAIRED: (&str, &str) = ("شركة الكهرباء", "أن الأعطال أُصلحت في المدينة القديمة وفي الأحياء المجاورة لها");
    const SHORT: [(&str, &str); 2] = [(MAYOR, "إن السوق الجديد يفتح أبوابه غداً"), ("شركة الكهرباء", "أن الأعطال أُصلحت في المدينة")];
    check(
        "tests/cases",
        &[
            ("18-tatweel.txt", 0, "", &[("ماجـــد الخـــوري", "أن القـــطار سيعمـــل في الخـــريف")]),
            (
                "19-presentation-forms.txt",
                0,
                "",
                &[("ﻣﺎﺟﺪ ﺍﻟﺨﻮﺭﻱ", "ﺇﻥ ﺍﻟﻘﻄﺎﺭ ﺍﻟﺠﺪﻳﺪ ﻻ ﻳﺰﺍﻝ ﻓﻲ ﺍﻟﻤﺤﻄﺔ"), ("ﻣﺎﺟﺪ ﺍﻟﺨﻮﺭﻱ", "ﺃﻥ ﺍﻟﺮﺣﻠﺔ ﺍﻷﻭﻟﻰ ﺍﻷﺣﺪ")],
            ),
            ("48-warc-truncated.warc.gz", 3, ", byte 1284: could not be read: the gzip data end too early", &[OPENS, FREE]),
            ("49-warc-one-gzip.warc.gz", 0, "", &[OPENS, FREE, REPAIRED]),
            ("50-warc-chunked-or-not.warc", 0, "", &[OPENS, FREE, REPAIRED]),
            (
                "52-warc-revisit.warc",
                0,
                ": passed over one record without a page or text: https://mina.example/1\n",
                &[OPENS, FREE, REPAIRED],
            ),
            ("54-jsonl-bom-crlf.jsonl", 0, "", &SHORT),
            ("55-jsonl-lone-surrogate.jsonl", 3, ", line 1: found broken JSON (unexpected end of hex escape", &SHORT[1..]),
            ("56-jsonl-nul.jsonl", 0, "", &[(MAYOR, "إن السوق يفتح غداً"), (MAYOR, "أن الموقف مجاني")]),
            ("58-json-pretty-printed.json", 0, "", &SHORT),
            ("73-zip-arabic-names.zip", 0, "", &SHORT),
        ],
    );
}
