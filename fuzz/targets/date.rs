//! Text as the date of a record.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, documents};

fuzz_target!(|date: &str| {
    let line = serde_json::json!({"id": 1, "text": "", "date": date}).to_string();
    let document = documents("a.jsonl", line.as_bytes(), Some(InputKind::Jsonl)).next().expect("an item").expect("a document");
    if let Some(date) = document.date {
        let year = date.get(..4).and_then(|year| year.parse().ok());
        assert!(matches!(year, Some(1900..=2100)), "{date}");
        assert!(date.bytes().all(|b| b.is_ascii_digit() || b"-+:.TZ".contains(&b)), "{date}");
    }
});
