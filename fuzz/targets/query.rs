//! Text as a query: what is understood is written back and understood alike, and is asked of an index.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rawi_search::{Index, Options, Query, Rows, StatementRow, Writer};
use tempfile::TempDir;

const CONTENTS: [&str; 3] = ["إنّ الشركة ترحب بالتعاون", "قال غوتيريش إن ١٬٠٠٠ شخص", "NATO ﷺ وبوتين"];

static INDEX: LazyLock<(TempDir, Index)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path(), 0).expect("an index");
    for (key, content) in (0..).zip(&CONTENTS) {
        let row = StatementRow { statement: key, group: key, content: &[content], ..Default::default() };
        writer.add_statement(&row).expect("a row");
    }
    writer.commit(1).expect("written");
    let index = Index::open(folder.path()).expect("an index");
    (folder, index)
});

fuzz_target!(|asked: &str| {
    let query = match Query::parse(asked) {
        Ok(query) => query,
        Err(error) => {
            let at = error.bytes();
            assert!(asked.get(at.clone()).is_some(), "{at:?} of {asked:?}");
            return;
        }
    };
    let again = Query::parse(&query.to_string()).expect("what a query is written as is a query");
    assert_eq!(query.to_string(), again.to_string());
    for rows in [Rows::Statements, Rows::Articles] {
        // What an index refuses, as a query of too many words, it refuses.
        let Ok(plan) = INDEX.1.plan(&query, rows, &|_, _| vec![1]) else { continue };
        let _ = plan.search(&Options::default());
        for text in CONTENTS.iter().copied().chain([asked]) {
            assert!(plan.marks(text).iter().all(|mark| text.get(mark.clone()).is_some()));
            assert!(text.get(plan.snippet(text, 0..text.len(), 20).text).is_some());
        }
    }
});
