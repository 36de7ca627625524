//! Every format, from made-up entries and from random ones. What several of the tests need.

mod any_entry;
mod fixture;
mod jsonld;
mod lines;
mod tables;

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use rawi_archive::Entry;
use rawi_export::{Exporter, Format, Options};
use serde_json::Value;

const FORMATS: [Format; 7] =
    [Format::Jsonl, Format::Csv, Format::Xlsx, Format::Parquet, Format::WebAnnotation, Format::SchemaOrg, Format::Canonical];

fn export(format: Format, options: Options, entries: &[Entry]) -> Vec<u8> {
    let mut exporter = Exporter::new(format, options, Vec::new()).unwrap();
    entries.iter().for_each(|e| exporter.write(e).unwrap());
    exporter.finish().unwrap()
}

/// The lines of a format that is JSON.
fn lines(format: Format, options: Options, entries: &[Entry]) -> Vec<Value> {
    let text = String::from_utf8(export(format, options, entries)).unwrap();
    text.split_terminator('\n').map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// A page or schema of the folder `docs`.
fn docs(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)).unwrap()
}

fn schema(name: &str) -> Validator {
    jsonschema::validator_for(&serde_json::from_str(&docs(name)).unwrap()).unwrap()
}

fn assert_valid(validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator.iter_errors(value).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}\n{value:#}");
}
