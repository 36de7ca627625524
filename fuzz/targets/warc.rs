//! Bytes as a web archive: its records, and the messages and pages in them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, Map};

fuzz_target!(|bytes: &[u8]| {
    rawi_fuzz::read("a.warc", bytes, Some(InputKind::Warc), &Map::default());
});
