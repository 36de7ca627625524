//! Text as an overrides file; one that is good is read with.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi::{Model, Overrides, Reader};

const TEXT: &str = "قالت وزيرة المياه هالة العطار إن السدود «آمنة تماماً»، مؤكدة أن المنسوب ارتفع.";

fuzz_target!(|lines: &str| {
    match Overrides::parse("a.tsv", lines) {
        Ok(overrides) => _ = Reader::with_overrides(Model::embedded(), &overrides).read(TEXT).record("a"),
        Err(error) => assert!((1..=lines.lines().count()).contains(&error.line()), "{error}"),
    }
});
