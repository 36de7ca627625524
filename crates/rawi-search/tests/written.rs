//! Words as odd texts write them: letters and their marks apart (NFD), controls and invisible characters inside, presentation forms.
//! Exact and phrase search find them as they find the plain word, and what is marked is cut out of the text as it stands.

use rawi_search::*;

/// Texts in an index, each as an article and as what was said in a statement.
struct Texts {
    texts: Vec<String>,
    index: Index,
    _folder: tempfile::TempDir,
}

impl Texts {
    fn new(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path(), 0).unwrap();
        for (key, text) in (1..).zip(&texts) {
            writer.add_article(&ArticleRow { article: key, group: key, text, ..ArticleRow::default() }).unwrap();
            let said = [text.as_str()];
            writer
                .add_statement(&StatementRow { article: key, statement: key, group: key, content: &said, ..StatementRow::default() })
                .unwrap();
        }
        writer.commit(1).unwrap();
        writer.close().unwrap();
        Self { texts, index: Index::open(folder.path()).unwrap(), _folder: folder }
    }

    /// The stretches that a query marks in a text, if it finds it.
    fn found(&self, text: usize, query: &str) -> Option<Vec<&str>> {
        let parsed = Query::parse(query).unwrap_or_else(|e| panic!("{query}: {e}"));
        let plans = [Rows::Articles, Rows::Statements].map(|rows| self.index.plan(&parsed, rows, &|_, _| Vec::new()).unwrap());
        let all = Options { limit: usize::MAX, ..Options::default() };
        let there = |plan: &Plan| plan.search(&all).unwrap().hits.iter().any(|hit| hit.article == text as u64 + 1);
        let found = plans.each_ref().map(there);
        assert_eq!(found[0], found[1], "{query}: articles and statements differ");
        let text = self.texts[text].as_str();
        let cut = |ranges: Vec<std::ops::Range<usize>>| ranges.into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        let marks = cut(plans[0].marks(text));
        assert_eq!(cut(plans[0].snippet(text, 0..text.len(), text.len()).marks), marks, "{query}");
        found[0].then_some(marks)
    }
}

#[test]
fn letters_and_marks_apart_are_the_letters_that_they_make() {
    let rows = [
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
    ];
    let texts = Texts::new(rows.map(|row| row.0));
    for (n, (text, query, marked)) in rows.into_iter().enumerate() {
        assert_eq!(texts.found(n, query), Some(vec![marked]), "{query} in {text}");
    }
}

#[test]
fn what_stands_unseen_inside_a_word_does_not_cut_it() {
    // controls but white space, delete, soft hyphen, zero width space, joiners and non-joiner, marks of direction, word joiner, byte order mark
    const UNSEEN: &str =
        "\0\u{1}\u{8}\u{e}\u{1b}\u{1c}\u{1f}\u{7f}\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202b}\u{2060}\u{2067}\u{feff}";
    let unseen: Vec<char> = UNSEEN.chars().collect();
    let inside = Texts::new(unseen.iter().map(|c| format!("إن الأسواق مفت{c}وحة غداً")));
    let twice = Texts::new(unseen.iter().map(|c| format!("إن الأسواق مفت{c}{c}وحة غداً")));
    let outside = Texts::new(unseen.iter().map(|c| format!("الأسواق {c} مفتوحة")));
    for (n, c) in unseen.into_iter().enumerate() {
        let word = format!("مفت{c}وحة");
        let phrase = format!("الأسواق {word}");
        for (query, marked) in [("=مفتوحة", &word), ("\"الأسواق مفتوحة\"", &phrase), ("المفتوح", &word), ("مفتو*", &word)]
        {
            assert_eq!(inside.found(n, query), Some(vec![marked.as_str()]), "{query} with {c:?}");
        }
        assert_eq!(twice.found(n, &format!("=م{c}فتوحة")), Some(vec![format!("مفت{c}{c}وحة").as_str()]), "{c:?} in the query too");
        // between words it is nothing
        assert_eq!(outside.found(n, "\"الأسواق مفتوحة\""), Some(vec![format!("الأسواق {c} مفتوحة").as_str()]), "{c:?}");
    }
    // white space still divides
    let divided = Texts::new(["الأسواق\u{b}مفتوحة", "الأسواق\u{c}مفتوحة"]);
    for n in 0..2 {
        assert_eq!(divided.found(n, "=الأسواق"), Some(vec!["الأسواق"]));
        assert_eq!(divided.found(n, "=الأسواقمفتوحة"), None);
    }
}

#[test]
fn exact_is_still_exact() {
    let rows = [
        ("في السوق الکبیر", "=الكبير"),
        ("في السوق الکبیر", "\"السوق الكبير\""),
        ("قال ا\u{655}يجور", "=ايجور"),
        ("قال ايجور", "=إيجور"),
        ("إن الا\u{654}سواق مفتوحة", "=الاسواق"),
        ("إن الا\u{654}سواق مفتوحة", "=أسواق"),
        ("إن المؤتمر", "=المو"),
    ];
    let texts = Texts::new(rows.map(|row| row.0));
    for (n, (text, query)) in rows.into_iter().enumerate() {
        assert_eq!(texts.found(n, query), None, "{query} in {text}");
    }
    assert_eq!(texts.found(0, "الكبير"), Some(vec!["الکبیر"]));
}
