//! Words as odd texts write them: letters and their marks apart (NFD), controls and invisible characters inside, presentation forms.
//! Exact and phrase search find them as they find the plain word, and what is marked is cut out of the text as it stands.

use rawi_search::*;

/// The stretches that a query marks in a text, if it finds it: as an article, and as what was said.
fn found(text: &str, query: &str) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), 0).unwrap();
    writer.add_article(&ArticleRow { article: 1, group: 1, text, ..ArticleRow::default() }).unwrap();
    writer.add_statement(&StatementRow { article: 1, statement: 2, group: 2, content: &[text], ..StatementRow::default() }).unwrap();
    writer.commit(1).unwrap();
    let index = Index::open(folder.path()).unwrap();
    let query = Query::parse(query).unwrap_or_else(|e| panic!("{query}: {e}"));
    let plans = [Rows::Articles, Rows::Statements].map(|rows| index.plan(&query, rows, &|_, _| Vec::new()).unwrap());
    let totals = plans.each_ref().map(|plan| plan.search(&Options::default()).unwrap().total);
    assert_eq!(totals[0], totals[1], "{query}: articles and statements differ");
    let marks: Vec<String> = plans[0].marks(text).into_iter().map(|range| text[range].to_owned()).collect();
    let snippet = plans[0].snippet(text, 0..text.len(), text.len());
    assert_eq!(snippet.marks.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>(), marks, "{query}");
    (totals[0] > 0).then_some(marks)
}

#[test]
fn letters_and_marks_apart_are_the_letters_that_they_make() {
    for (text, query, marked) in [
        ("إن ا\u{654}سواق المدينة مفتوحة", "=أسواق", "ا\u{654}سواق"),
        ("إن الا\u{654}سواق مفتوحة", "\"الأسواق مفتوحة\"", "الا\u{654}سواق مفتوحة"),
        ("في ا\u{655}طار الاتفاق", "\"إطار الاتفاق\"", "ا\u{655}طار الاتفاق"),
        ("قبل ا\u{653}خر الشهر", "=آخر", "ا\u{653}خر"),
        ("عقد مو\u{654}تمر صحفي", "\"مؤتمر صحفي\"", "مو\u{654}تمر صحفي"),
        ("أمام المي\u{654}ات", "=المئات", "المي\u{654}ات"),
        ("قال ري\u{64e}\u{654}\u{650}يس البلدية", "=رئيس", "ري\u{64e}\u{654}\u{650}يس"),
        ("قال ا\u{64e}\u{654}نور", "=أنور", "ا\u{64e}\u{654}نور"),
        ("قال ا\u{654}\u{64e}نور", "=أنور", "ا\u{654}\u{64e}نور"),
        ("زار cafe\u{301} المدينة", "=café", "cafe\u{301}"),
        // and the other way round: the query apart, the text together
        ("إن الأسواق مفتوحة", "=الا\u{654}سواق", "الأسواق"),
        ("إن الأسواق مفتوحة", "\"الا\u{654}سواق مفتوحة\"", "الأسواق مفتوحة"),
        // any form of the word, and words that begin so
        ("إن الا\u{654}سواق مفتوحة", "سوق", "الا\u{654}سواق"),
        ("عقد مو\u{654}تمر صحفي", "مؤتم*", "مو\u{654}تمر"),
    ] {
        assert_eq!(found(text, query), Some(vec![marked.to_owned()]), "{query} in {text}");
    }
}

#[test]
fn what_stands_unseen_inside_a_word_does_not_cut_it() {
    // controls but white space, delete, soft hyphen, zero width space, joiners and non-joiner, marks of direction, word joiner, byte order mark
    const UNSEEN: &str =
        "\0\u{1}\u{8}\u{e}\u{1b}\u{1c}\u{1f}\u{7f}\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202b}\u{2060}\u{2067}\u{feff}";
    for c in UNSEEN.chars() {
        let word = format!("مفت{c}وحة");
        let text = format!("إن الأسواق {word} غداً");
        for (query, marked) in [("=مفتوحة", &word), ("\"الأسواق مفتوحة\"", &format!("الأسواق {word}")), ("المفتوح", &word), ("مفتو*", &word)]
        {
            assert_eq!(found(&text, query), Some(vec![marked.clone()]), "{query} in {text:?}");
        }
        // two of them, and in the query
        let text = format!("إن الأسواق مفت{c}{c}وحة غداً");
        assert!(found(&text, &format!("=م{c}فتوحة")).is_some(), "{text:?}");
        // outside of words it is nothing, and white space still divides
        assert_eq!(found(&format!("الأسواق {c} مفتوحة"), "\"الأسواق مفتوحة\""), Some(vec![format!("الأسواق {c} مفتوحة")]), "{c:?}");
        assert_eq!(found("الأسواق\u{b}مفتوحة", "=الأسواق"), Some(vec!["الأسواق".to_owned()]));
        assert_eq!(found("الأسواق\u{c}مفتوحة", "=الأسواقمفتوحة"), None);
    }
}

#[test]
fn exact_is_still_exact() {
    for (text, query) in [
        ("في السوق الکبیر", "=الكبير"),
        ("في السوق الکبیر", "\"السوق الكبير\""),
        ("قال ا\u{655}يجور", "=ايجور"),
        ("قال ايجور", "=إيجور"),
        ("إن الا\u{654}سواق مفتوحة", "=الاسواق"),
        ("إن الا\u{654}سواق مفتوحة", "=أسواق"),
        ("إن المؤتمر", "=المو"),
    ] {
        assert_eq!(found(text, query), None, "{query} in {text}");
    }
    assert!(found("في السوق الکبیر", "الكبير").is_some());
}
