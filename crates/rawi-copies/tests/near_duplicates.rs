//! Copies made from one day of real news are found, and nothing else is: the floors below which no change may fall. The whole
//! measurement is the example of the same name.

#[path = "../examples/near_duplicates/measure.rs"]
mod measure;

use std::path::{Path, PathBuf};

#[test]
fn copies_of_real_articles() {
    let shared =
        std::env::var_os("RAWI_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("news/2015-08-09.zip");
    let Ok(file) = std::fs::File::open(&path) else {
        println!("skipped: no {}; set RAWI_SHARED", path.display());
        return;
    };
    let figures = measure::measure(&measure::articles("2015-08-09", file), 100);
    let report = figures.report();
    assert!(figures.precision() >= 0.98, "{report}");
    assert!(figures.recall() >= 0.90, "{report}");
    assert!(figures.prints_a_text() <= 25.0, "{report}");
}
