//! The embedded model: on the shared sets for tuning no figure may fall below its floor, its confidence means what it says, its report is
//! of the very same file, and a crate can carry it. Without the shared data the first is skipped, and says so. The figures to quote come from `rawi score`.

use rawi::record::Record;
use rawi::score::{self, Field, Input, Label};
use rawi::{Model, Reader};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What no figure may fall below: who-said-what, statement, content-exact, speaker-exact, who, source, setting, addressee; type, act, kind.
const FLOORS: [(&str, [f64; 8], [f64; 3]); 3] = [
    ("dev", [0.80, 0.93, 0.81, 0.85, 0.87, 0.87, 0.79, 0.70], [0.96, 0.98, 0.95]),
    ("outlets", [0.78, 0.93, 0.80, 0.84, 0.85, 0.85, 0.80, 0.77], [0.93, 0.97, 0.93]),
    ("own-dev", [0.82, 0.95, 0.88, 0.88, 0.86, 0.89, 0.81, 0.81], [0.97, 0.96, 0.93]),
];

/// The largest expected calibration error, over all sets together.
const MISJUDGED: f64 = 0.04;

#[test]
fn the_embedded_model_reaches_its_floors() {
    let shared =
        std::env::var_os("RAWI_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("attribution");
    let mut fallen = Vec::new();
    let mut tenths = [(0usize, 0usize, 0f64); 10];
    for (set, floors, shares) in FLOORS {
        let (texts, gold) = (folder.join(format!("{set}.jsonl")), folder.join(format!("{set}.json")));
        if !gold.is_file() {
            println!("skipped: no {}; set RAWI_SHARED", gold.display());
            continue;
        }
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let (texts, gold) = (read(&texts), read(&gold));
        let texts = score::load_texts(Input { name: set, contents: &texts }).unwrap();
        let gold = score::load(Input { name: set, contents: &gold }).unwrap();
        let mut reader = Reader::new(Model::embedded());
        let found: Vec<Record> = gold.iter().map(|g| reader.read(&texts[&g.id]).record(&g.id)).collect();
        let figures = score::score(&texts, &gold, &found).unwrap();
        println!("{set}, {}\n{figures}", Model::embedded().id());

        let fields = [
            Field::WhoSaidWhat,
            Field::Statement,
            Field::ContentExact,
            Field::SpeakerExact,
            Field::Who,
            Field::Source,
            Field::Setting,
            Field::Addressee,
        ];
        let fields = fields.into_iter().zip(floors).map(|(f, floor)| (f.as_str(), figures.field(f).f1(), floor));
        let labels = [Label::Type, Label::Act, Label::Kind].into_iter().zip(shares);
        let labels = labels.map(|(l, floor)| (l.as_str(), figures.label(l).share(), floor));
        fallen.extend(fields.chain(labels).filter(|(_, figure, floor)| figure < floor).map(|f| (set, f)));

        for (g, r) in gold.iter().zip(&found) {
            let pairs = score::pairs(&texts[&g.id], g, r);
            for (k, s) in r.statements.iter().enumerate() {
                let confidence = s.confidence.unwrap_or(0.0);
                let tenth = &mut tenths[((confidence * 10.0) as usize).min(9)];
                tenth.0 += 1;
                tenth.1 += usize::from(pairs.statements.iter().any(|p| p.pred == k && p.right));
                tenth.2 += confidence;
            }
        }
    }
    assert!(fallen.is_empty(), "below its floor (figure, floor): {fallen:?}");
    let all: usize = tenths.iter().map(|t| t.0).sum();
    if all == 0 {
        return;
    }
    for (k, (n, right, sum)) in tenths.iter().enumerate().filter(|(_, t)| t.0 > 0) {
        println!("confidence 0.{k} to 0.{}: {n} statements, mean {:.2}, right {:.2}", k + 1, sum / *n as f64, *right as f64 / *n as f64);
    }
    let error = tenths.iter().map(|(_, right, sum)| (*right as f64 - sum).abs()).sum::<f64>() / all as f64;
    println!("expected calibration error {error:.3}");
    assert!(error <= MISJUDGED, "expected calibration error {error:.3}, at most {MISJUDGED}");
}

/// Crates.io takes 10 MiB, compressed; weights do not compress, and code and word lists go along.
const LARGEST: usize = 9_000_000;

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
