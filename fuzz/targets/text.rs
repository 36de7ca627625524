//! Bytes as plain text, in the encoding that they seem to be in, and as whatever kind they look like.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_document::{InputKind, Map};

fuzz_target!(|bytes: &[u8]| {
    rawi_fuzz::read("a.txt", bytes, Some(InputKind::Text), &Map::default());
    rawi_fuzz::read("a", bytes, None, &Map::default());
});
