//! Bytes as JSON records, the fields as they are and as a map says.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, Map};

fuzz_target!(|bytes: &[u8]| {
    rawi_fuzz::read("a.jsonl", bytes, Some(InputKind::Jsonl), &Map::default());
    let map = Map::parse("m", "text=body.0.text,id=meta.id,date=").expect("a map");
    rawi_fuzz::read("a.jsonl", bytes, Some(InputKind::Jsonl), &map);
});
