//! Bytes as an RSS, Atom or JSON feed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, Map};

fuzz_target!(|bytes: &[u8]| {
    rawi_fuzz::read("a.xml", bytes, Some(InputKind::Feed), &Map::default());
});
