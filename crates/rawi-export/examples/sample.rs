//! Writes the made-up entries of the tests in every format, for programs of others to open: `sample FOLDER`.
//! `.ci/exports` runs it.

#[path = "../tests/exports/fixture.rs"]
mod fixture;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use rawi_export::{Exporter, Format, Options};

const FILES: [(&str, Format); 7] = [
    ("records.jsonl", Format::Jsonl),
    ("statements.csv", Format::Csv),
    ("statements.xlsx", Format::Xlsx),
    ("statements.parquet", Format::Parquet),
    ("annotations.jsonl", Format::WebAnnotation),
    ("articles.jsonl", Format::SchemaOrg),
    ("canonical.jsonl", Format::Canonical),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("expected a folder")?;
    std::fs::create_dir_all(&folder)?;
    for (name, format) in FILES {
        let out = BufWriter::new(File::create(Path::new(&folder).join(name))?);
        let mut exporter = Exporter::new(format, Options::default(), out)?;
        fixture::entries().iter().try_for_each(|e| exporter.write(e))?;
        exporter.finish()?;
    }
    Ok(())
}
