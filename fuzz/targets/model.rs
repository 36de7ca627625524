//! Bytes as parts of a model file, read in an order that the first bytes say; and the embedded model with some bytes changed and
//! sealed again: it is refused, or it reads.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi::{Model, Reader};
use rawi_learn::{FileError, Unpacker, checked, sealed};

const STAMP: &str = "rawi model 2";
const TEXT: &str = "قالت الوزيرة إن السدود «آمنة تماماً»، مؤكدة أن اللجنة ستجتمع. وأضافت: «لا خوف».";

fuzz_target!(|bytes: &[u8]| {
    let Some((&way, bytes)) = bytes.split_first() else { return };
    if way != b'M' {
        let _ = parts(way, bytes);
        let _ = Model::from_bytes(bytes);
        return;
    }
    let embedded = include_bytes!("../../crates/rawi/model/default.rawi");
    let mut payload = checked(STAMP, embedded).expect("the embedded model").to_vec();
    for change in bytes.as_chunks::<5>().0 {
        let place = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % payload.len();
        payload[place] = change[4];
    }
    if let Ok(model) = Model::from_bytes(&sealed(STAMP, &payload)) {
        Reader::new(&model).read(TEXT).record("a");
    }
});

fn parts(way: u8, bytes: &[u8]) -> Result<(), FileError> {
    let mut from = Unpacker::new(bytes);
    for n in 0..8 {
        match (way >> n) % 8 {
            0 => _ = from.number()?,
            1 => _ = from.text()?,
            2 => _ = from.floats()?,
            3 => _ = from.rows()?,
            4 => _ = from.packed(4, usize::from(way))?,
            5 => _ = from.dictionary()?,
            6 => _ = from.vectors()?,
            _ => _ = from.recurrent(usize::from(way % 32))?,
        }
    }
    Ok(())
}
