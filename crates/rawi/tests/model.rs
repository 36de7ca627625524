//! A model file is checked before it is used: what is no model is an error that says so, and never a panic.

use rawi::{Model, Reader};
use rawi_learn::{checked, sealed};

const STAMP: &str = "rawi model 2";

fn embedded() -> &'static [u8] {
    include_bytes!("../model/default.rawi")
}

fn error(bytes: &[u8]) -> String {
    Model::from_bytes(bytes).expect_err("no model").to_string()
}

#[test]
fn the_embedded_model_is_whole() {
    let model = Model::embedded();
    let (name, hash) = model.id().rsplit_once(' ').expect("name and hash");
    assert!(!name.is_empty() && hash.len() == 12 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{}", model.id());
    assert!(!model.license().is_empty());
    assert_eq!(Model::from_bytes(embedded()).expect("a model").id(), model.id());
}

#[test]
fn what_is_no_model_is_told() {
    assert_eq!(error(b""), "no model of this version: byte 0: found the stamp \"\", expected \"rawi model 2\"");
    assert_eq!(
        error(b"rawi model 1\n12345678"),
        "no model of this version: byte 0: found the stamp \"rawi model 1\", expected \"rawi model 2\""
    );
    assert_eq!(error(b"rawi model 2\n"), "no model of this version: byte 13: the file ends before its checksum");
    assert!(error(&embedded()[..embedded().len() - 1]).contains("checksum"));
    let mut changed = embedded().to_vec();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert!(error(&changed).contains("checksum"));
    let payload = checked(STAMP, embedded()).expect("whole");
    assert!(error(&sealed(STAMP, &[payload, b"more"].concat())).contains("more bytes follow"));
    assert!(error(&sealed(STAMP, &payload[..payload.len() - 1])).contains("expected"));
}

/// A file that was made wrong and sealed again: it is refused, or it reads.
#[test]
fn a_wrong_model_is_refused_or_reads() {
    let payload = checked(STAMP, embedded()).expect("whole");
    let mut place = 7usize;
    for n in 0..24 {
        let mut wrong = payload.to_vec();
        for _ in 0..=n {
            place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // most often near the beginning or the end, where sizes and small tables stand
            let at = match n % 3 {
                0 => (place >> 20) % 64,
                1 => wrong.len() - 1 - (place >> 20) % 4096,
                _ => (place >> 20) % wrong.len(),
            };
            wrong[at] = (place >> 13) as u8;
        }
        if let Ok(model) = Model::from_bytes(&sealed(STAMP, &wrong)) {
            let mut reader = Reader::new(&model);
            let reading = reader.read("السدود آمنة\nقالت وزيرة المياه إن السدود «آمنة تماماً»، مؤكدة أن اللجنة ستجتمع. وأضافت: «لا خوف».");
            reading.record("a");
            reading.explain();
        }
    }
}
