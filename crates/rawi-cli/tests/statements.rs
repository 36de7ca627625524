//! Documents that other readers lose or garble (the cases of `rawi-document`), read to the end: the statements that are right for
//! each, as source and content.

use std::process::Command;

use serde_json::Value;

const MAYOR: &str = "فؤاد الزين";
const OPENS: (&str, &str) = (MAYOR, "إن السوق الجديد يفتح أبوابه غداً أمام المتسوقين");
const FREE: (&str, &str) = (MAYOR, "أن الموقف مجاني في الأسبوع الأول");
const NO_CUTS: (&str, &str) = ("وزيرة الطاقة", "لا قطع للكهرباء هذا الصيف");

#[test]
fn cases() {
    for (case, expected) in [
        ("22-literal-backslash-n.jsonl", &[("عدنان بكري", "إن الطريق آمن"), ("عدنان بكري", "أن الجسر سيفتح غداً")][..]),
        ("27-charset-declared-wrong.html", &[OPENS, FREE]),
        ("28-charset-not-declared.html", &[OPENS, FREE]),
        ("29-related-links.html", &[OPENS, FREE]),
        ("30-br-paragraphs.html", &[OPENS, FREE]),
        ("31-reader-comments.html", &[OPENS, FREE]),
        ("32-no-title-tag.html", &[(MAYOR, "السوق يفتح غداً"), OPENS, FREE]),
        ("33-title-with-site-name.html", &[NO_CUTS]),
        ("34-title-again-in-body.html", &[NO_CUTS]),
        ("35-json-ld-only.html", &[OPENS, FREE]),
        ("38-captions.html", &[OPENS, FREE]),
    ] {
        let path = format!("{}/../rawi-document/tests/cases/{case}", env!("CARGO_MANIFEST_DIR"));
        let output = Command::new(env!("CARGO_BIN_EXE_rawi")).args(["read", "--format", "jsonl", &path]).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{case}");
        let record: Value = serde_json::from_slice(&output.stdout).unwrap();
        let name_of = |id: &Value| {
            let speakers = record["speakers"].as_array().unwrap();
            speakers.iter().find(|speaker| &speaker["id"] == id).map_or("-", |speaker| speaker["name"].as_str().unwrap())
        };
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let mut found = Vec::new();
        for statement in record["statements"].as_array().unwrap() {
            // Slicing the text with a span gives the words.
            let spans = statement["content"].as_array().unwrap();
            let slices: Vec<String> = spans
                .iter()
                .map(|span| text[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize].iter().collect())
                .collect();
            let words: Vec<&str> = statement["words"]["content"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!(slices, words, "{case}");
            found.push((name_of(&statement["who"]), slices.join(" … ")));
        }
        let found: Vec<(&str, &str)> = found.iter().map(|(who, content)| (*who, content.as_str())).collect();
        assert_eq!(found, expected, "{case}");
    }
}
