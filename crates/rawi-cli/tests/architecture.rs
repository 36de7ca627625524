//! ARCHITECTURE.md speaks of what is there: every path that it names exists, and every crate is named.
//! Whether what it says is right, readers judge.

use std::path::Path;

/// The words between backquotes, code blocks left out.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2))
}

#[test]
fn paths_exist_and_crates_are_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for page in ["ARCHITECTURE.md", "README.md", "docs/training.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        let folder = root.join(page).parent().unwrap().to_owned();
        // `crates/rawi/src/cue.rs`; commands and type names have blanks, colons or no slash.
        for path in quoted(&text).filter(|q| q.contains('/') && !q.contains([' ', ':', '<', '$', '…']) && *q != "rawi.statements/1") {
            let path = path.trim_start_matches("./");
            assert!(path.starts_with("../shared") || root.join(path).exists(), "{page} names `{path}`");
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap();
            assert!(path.is_empty() || link.contains("://") || folder.join(path).exists(), "{page} links to {link}");
        }
    }
    let page = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().join("Cargo.toml").is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(quoted(&page).any(|q| q == name || q == format!("crates/{name}")), "ARCHITECTURE.md does not name `{name}`");
        }
    }
}
