//! Whatever the query and the text: nothing panics, marks and snippets lie on bounds of tokens, and what is marked was asked for.

use proptest::prelude::*;
use rawi_search::{Index, Options, Query, Rows, StatementRow, Writer};
use rawi_text::Text;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static INDEX: LazyLock<(tempfile::TempDir, Index)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), 0).unwrap();
    for (key, content) in ["إنّ الشركة ترحب بالتعاون", "قال غوتيريش إن ١٬٠٠٠ شخص", "NATO ﷺ وبوتين"].iter().enumerate()
    {
        writer
            .add_statement(&StatementRow { statement: key as u64, group: key as u64, content: &[content], ..Default::default() })
            .unwrap();
    }
    writer.commit(1).unwrap();
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
});

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            " ",
            "\n",
            ".",
            "،",
            "«",
            "\"",
            "(",
            "|",
            "-",
            "=",
            "*",
            "التعاون",
            "بالتعاون",
            "غوتيريس",
            "في",
            "1,000",
            "nato",
            "ﷺ",
            "ـ",
            "\u{64B}",
            "بوت*",
            "speaker:x",
            "ا",
            "ﹰ",
            "⑴",
            "عبدالله",
        ])
        .prop_map(str::to_owned),
        proptest::collection::vec(any::<char>(), 0..4).prop_map(|c| c.into_iter().collect()),
        "[ء-ي]{1,6}",
    ];
    proptest::collection::vec(piece, 0..16).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn marks_and_snippets_lie_on_bounds_of_tokens(query in any_text(), text in any_text(), from in 0..80usize, to in 0..80usize, width in 0..60usize) {
        let Ok(query) = Query::parse(&query) else { return Ok(()) };
        for rows in [Rows::Statements, Rows::Articles] {
            let plan = INDEX.1.plan(&query, rows, &|_, _| vec![1]).unwrap();
            plan.search(&Options::default()).unwrap();
            let cut = Text::new(&text);
            let starts: BTreeSet<usize> = cut.tokens().iter().map(|t| t.bytes.start).collect();
            let ends: BTreeSet<usize> = cut.tokens().iter().map(|t| t.bytes.end).collect();
            let marks = plan.marks(&text);
            prop_assert!(marks.iter().all(|m| starts.contains(&m.start) && ends.contains(&m.end) && m.start < m.end));
            prop_assert!(marks.windows(2).all(|w| w[0].end <= w[1].start));
            let snippet = plan.snippet(&text, from..to, width);
            prop_assert!(text.get(snippet.text.clone()).is_some());
            for m in &snippet.marks {
                prop_assert!(text.get(m.clone()).is_some() && snippet.text.start <= m.start && m.end <= snippet.text.end);
            }
            let whole = plan.snippet(&text, 0..text.len(), width);
            prop_assert!(whole.text.is_empty() || starts.contains(&whole.text.start) && ends.contains(&whole.text.end));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))] // each makes an index

    #[test]
    fn a_statement_is_found_by_each_of_its_words(words in proptest::collection::vec("[ء-غف-ي]{1,8}", 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path(), 0).unwrap();
        let content = words.join(" ");
        writer.add_statement(&StatementRow { content: &[&content], ..Default::default() }).unwrap();
        writer.commit(1).unwrap();
        let index = Index::open(folder.path()).unwrap();
        for query in words.iter().cloned().map(Query::Word).chain(words.iter().cloned().map(Query::Exact)).chain([Query::Phrase(words.clone())]) {
            let plan = index.plan(&query, Rows::Statements, &|_, _| Vec::new()).unwrap();
            prop_assert_eq!(plan.search(&Options::default()).unwrap().total, 1, "{} in {}", query, &content);
            prop_assert!(!plan.marks(&content).is_empty(), "{} in {}", query, &content);
        }
    }
}
