//! The embedded model: on the shared dev articles no figure may fall below its floor, its report is of the very same file, and a
//! crate can carry it. Without the shared data the first is skipped, and says so. The figures to quote come from `rawi score`.

use rawi::record::Record;
use rawi::score::{self, Field, Input, Label};
use rawi::{Model, Reader};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

#[test]
fn the_embedded_model_reaches_the_floors_on_dev() {
    let shared =
        std::env::var_os("RAWI_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("attribution");
    if !folder.join("dev.json").is_file() {
        println!("skipped: no {}; set RAWI_SHARED", folder.join("dev.json").display());
        return;
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let (texts, gold) = (read("dev.jsonl"), read("dev.json"));
    let texts = score::load_texts(Input { name: "dev.jsonl", contents: &texts }).unwrap();
    let gold = score::load(Input { name: "dev.json", contents: &gold }).unwrap();
    let mut reader = Reader::new(Model::embedded());
    let found: Vec<Record> = gold.iter().map(|g| reader.read(&texts[&g.id]).record(&g.id)).collect();
    let figures = score::score(&texts, &gold, &found).unwrap();
    println!("{}\n{figures}", Model::embedded().id());

    let field = |field: Field, floor: f64| (field.as_str(), figures.field(field).f1(), floor);
    let label = |label: Label, floor: f64| (label.as_str(), figures.label(label).share(), floor);
    let fallen: Vec<_> = [
        field(Field::WhoSaidWhat, 0.70),
        field(Field::Statement, 0.88),
        field(Field::ContentExact, 0.73),
        field(Field::SpeakerExact, 0.77),
        field(Field::Who, 0.78),
        field(Field::Source, 0.75),
        field(Field::Setting, 0.50),
        field(Field::Addressee, 0.45),
        label(Label::Type, 0.88),
        label(Label::Act, 0.93),
        label(Label::Kind, 0.80),
    ]
    .into_iter()
    .filter(|(_, figure, floor)| figure < floor)
    .collect();
    assert!(fallen.is_empty(), "below its floor (figure, floor): {fallen:?}");
}

/// Crates.io takes 10 MiB, compressed; weights do not compress, and code and word lists go along.
const LARGEST: usize = 8_000_000;

#[test]
fn the_report_beside_the_embedded_model_is_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("model");
    let bytes = std::fs::read(folder.join("default.rawi")).unwrap();
    assert!(bytes.len() <= LARGEST, "{} bytes, at most {LARGEST}", bytes.len());
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("default.json")).unwrap()).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(report["sha256"], *hash, "rebuild both by the command in model/CARD.md");
    assert_eq!(report["license"], Model::embedded().license());
}
