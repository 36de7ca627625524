//! What holds of every input, for the targets beside it.

#![forbid(unsafe_code)]

use std::io::Cursor;

use rawi_document::{Documents, InputKind, Map, documents, documents_in};

/// The longest document, line or page that the targets let pass, in bytes: small, so that the way past it is tried too.
const LIMIT: usize = 1 << 16;

/// Reads all documents of an input as a stream and as a file.
///
/// # Panics
/// Where reading does not end, goes on after its end, or gives what no document may have.
pub fn read(name: &str, bytes: &[u8], kind: Option<InputKind>, map: &Map) {
    whole(documents_in(name, Cursor::new(bytes), kind).with_map(map.clone()), bytes.len());
    whole(documents(name, bytes, kind).with_map(map.clone()), bytes.len());
}

fn whole(reading: Documents<'_>, bytes: usize) {
    let mut reading = reading.with_limit(LIMIT);
    // Of packed bytes, deflate and its like make a thousand at most; an item has one byte at least.
    let most = 1100 * bytes + 2;
    let mut items = 0;
    for item in reading.by_ref() {
        items += 1;
        assert!(items <= most, "{items} items of {bytes} bytes");
        match item {
            Ok(document) => {
                assert!(!document.text.contains('\r'), "a line end is \\n");
                assert!(!document.id.is_empty() && !document.origin.is_empty());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(reading.next().is_none(), "an item after the end");
    reading.warnings().iter().for_each(|warning| assert!(!warning.to_string().is_empty()));
}
