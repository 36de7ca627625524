//! Bytes as a web page.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, Map};

fuzz_target!(|bytes: &[u8]| {
    rawi_fuzz::read("a.html", bytes, Some(InputKind::Html), &Map::default());
});
