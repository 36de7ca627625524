//! Text as an article: its tokens and all that is read from it lie on words of the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi::{Model, Reader};
use rawi_text::Text;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in Text::new(text).tokens() {
        assert!(token.bytes.start >= end && token.bytes.end > token.bytes.start && text.get(token.bytes.clone()).is_some());
        end = token.bytes.end;
    }
    let record = Reader::new(Model::embedded()).read(text).record("a");
    let length = text.chars().count();
    for statement in &record.statements {
        let spans = statement.content.iter().chain(&statement.cue).chain(&statement.speaker).chain(&statement.addressee);
        for [from, to] in spans.chain(&statement.via).chain(&statement.setting) {
            assert!(from < to && *to <= length, "{from}..{to} of {length}");
        }
    }
});
