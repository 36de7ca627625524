//! Writes the made-up entries of the tests in every format, for programs of others to open: `sample FOLDER [COPIES]`.
//! With a number, each entry that many times, under identifiers of its own: a large file.

#[path = "../tests/exports/fixture.rs"]
mod fixture;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use rawi_export::{Exporter, Format, Options};

const FILES: [(&str, Format); 6] = [
    ("records.jsonl", Format::Jsonl),
    ("statements.csv", Format::Csv),
    ("statements.parquet", Format::Parquet),
    ("annotations.jsonl", Format::WebAnnotation),
    ("articles.jsonl", Format::SchemaOrg),
    ("canonical.jsonl", Format::Canonical),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("expected a folder")?;
    let copies: u64 = arguments.next().map_or(Ok(1), |n| n.parse())?;
    std::fs::create_dir_all(&folder)?;
    let entries = fixture::entries();
    for (name, format) in FILES {
        let out = BufWriter::new(File::create(Path::new(&folder).join(name))?);
        let mut exporter = Exporter::new(format, Options::default(), out)?;
        for copy in 0..copies {
            for entry in &entries {
                exporter.write(&renamed(entry.clone(), copy))?;
            }
        }
        exporter.finish()?;
    }
    Ok(())
}

/// The first copy keeps its name.
fn renamed(mut entry: rawi_archive::Entry, copy: u64) -> rawi_archive::Entry {
    if copy > 0 {
        let old = entry.article.id.clone();
        entry.article.id = format!("{:08x}{}", 0x0a11_c0de + copy, &old[8..]);
        for statement in &mut entry.statements {
            statement.id = statement.id.replace(&old, &entry.article.id);
            statement.words.content.iter_mut().for_each(|c| *c += &copy.to_string());
        }
    }
    entry
}
