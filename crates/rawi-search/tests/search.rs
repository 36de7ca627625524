//! What queries find in a small index, as tables.

use rawi::record::{Act, Kind, Type};
use rawi_search::*;
use std::path::Path;

struct Row {
    key: u64,
    article: u64,
    group: u64,
    date: &'static str,
    outlet: &'static str,
    speaker: &'static str,
    role: &'static str,
    act: Act,
    form: Type,
    content: &'static [&'static str],
}

const NAMES: [&str; 6] = ["ديمتري بيسكوف", "سيرغي لافروف", "أنطونيو غوتيريش", "وكالة الأنباء", "نادية الحسن", "مجلس المدينة"];

fn number(name: &str) -> u64 {
    NAMES.iter().position(|n| *n == name).map_or(99, |i| i as u64 + 1)
}

#[rustfmt::skip]
const ROWS: [Row; 8] = [
    Row { key: 11, article: 1, group: 11, date: "2015-07-20", outlet: "الصباح", speaker: NAMES[0], role: "المتحدث باسم الكرملين", act: Act::Deny, form: Type::Direct,
          content: &["لا نيّة لدينا للتعاون مع هذه اللجنة", "ولا لتغيير الوزير"] },
    Row { key: 12, article: 1, group: 12, date: "2015-07-20", outlet: "الصباح", speaker: NAMES[1], role: "وزير الخارجية الروسي", act: Act::State, form: Type::Indirect,
          content: &["إن الاتفاق النووي سيوقّع في فيينا بحضور 1,000 صحفي"] },
    Row { key: 21, article: 2, group: 12, date: "2015-07-21", outlet: "المساء", speaker: NAMES[1], role: "وزير الخارجية الروسي", act: Act::State, form: Type::Indirect,
          content: &["إن الاتفاق النووي سيوقع في فيينا بحضور ١٠٠٠ صحفي"] },
    Row { key: 22, article: 2, group: 22, date: "2015-07-21", outlet: "المساء", speaker: NAMES[2], role: "الأمين العام", act: Act::Demand, form: Type::Mixed,
          content: &["على الأطراف وقف القتال في لبنان فورا"] },
    Row { key: 31, article: 3, group: 31, date: "2016-01-05", outlet: "صحيفة المساء", speaker: NAMES[4], role: "", act: Act::Opine, form: Type::Reported,
          content: &["التعاونُ بين البلدين والوزيران متفقان على زيارة غوتيريس"] },
    Row { key: 32, article: 3, group: 32, date: "2016-01-05", outlet: "صحيفة المساء", speaker: NAMES[5], role: "", act: Act::Warn, form: Type::Direct,
          content: &["أسعار لبن الأطفال ارتفعت مع أزمة أوكرانيا"] },
    Row { key: 41, article: 4, group: 41, date: "", outlet: "", speaker: "", role: "", act: Act::State, form: Type::Indirect,
          content: &["العقوبات الأوكرانية والأميركية على إيران"] },
    Row { key: 42, article: 4, group: 42, date: "", outlet: "", speaker: NAMES[0], role: "المتحدث باسم الكرملين", act: Act::State, form: Type::Direct,
          content: &["وزير النفط لا يعلم بأن النفط رخيص"] },
];

fn day_of(date: &str) -> Option<Day> {
    let parts: Vec<i32> = date.split('-').filter_map(|p| p.parse().ok()).collect();
    (parts.len() == 3).then(|| day(parts[0], parts[1] as u32, parts[2] as u32))
}

fn fill(writer: &mut Writer) {
    for article in 1..=4 {
        let of: Vec<&Row> = ROWS.iter().filter(|r| r.article == article).collect();
        let text = of.iter().map(|r| format!("{}: {}. ", r.speaker, r.content.join(" "))).collect::<String>();
        let title = if article == 3 { "مستقبل التعاون" } else { "أخبار" };
        let outlet = Some(of[0].outlet).filter(|o| !o.is_empty());
        writer
            .add_article(&ArticleRow { article, group: article, day: day_of(of[0].date), until: None, outlet, title, text: &text })
            .unwrap();
        for r in of {
            let known = !r.speaker.is_empty();
            let speaker = [number(r.speaker)];
            let agency = [number(NAMES[3])];
            writer
                .add_statement(&StatementRow {
                    article,
                    statement: r.key,
                    group: r.group,
                    day: day_of(r.date),
                    until: None,
                    outlet,
                    form: r.form,
                    act: r.act,
                    kind: known.then_some(if r.speaker == NAMES[5] { Kind::Organization } else { Kind::Person }),
                    confidence: Some(r.key as f64 / 50.0),
                    speakers: &speaker[..usize::from(known)],
                    addressees: &[],
                    via: &agency[..usize::from(r.key == 22)],
                    names: &[r.speaker],
                    role: Some(r.role).filter(|r| !r.is_empty()),
                    content: r.content,
                })
                .unwrap();
        }
    }
    writer.commit(7).unwrap();
}

fn index(folder: &Path) -> Index {
    let mut writer = Writer::open(folder, 0).unwrap();
    fill(&mut writer);
    writer.close().unwrap();
    Index::open(folder).unwrap()
}

fn resolve(_: Part, name: &str) -> Vec<u64> {
    NAMES.iter().filter(|n| n.contains(name)).map(|n| number(n)).collect()
}

fn plan(index: &Index, query: &str, rows: Rows) -> Plan {
    index.plan(&Query::parse(query).unwrap_or_else(|e| panic!("{query}: {e}")), rows, &resolve).unwrap()
}

fn keys(plan: &Plan, options: &Options) -> Vec<u64> {
    plan.search(options).unwrap().hits.iter().map(|h| h.statement.unwrap_or(h.article)).collect()
}

#[test]
fn queries_find_statements() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    for (query, expected) in [
        // stems
        ("التعاون", vec![11, 31]),
        ("بتعاونهم", vec![11, 31]),
        ("وزير", vec![11, 12, 31, 42]),
        ("لبنان", vec![22]),
        ("لبن", vec![32]),
        ("1000", vec![12]),
        ("١٬٠٠٠ صحافي", vec![12]),
        // spellings, names and roles
        ("غوتيريس", vec![22, 31]),
        ("جوتيريش", vec![22, 31]),
        ("بسكوف", vec![11, 42]),
        ("بيسكوف النفط", vec![42]),
        ("وزير الخارجية", vec![12]),
        // operators
        ("لبنان OR أوكرانيا", vec![22, 32, 41]),
        ("لبنان | أوكرانيا", vec![22, 32, 41]),
        ("لبنان أو أوكرانيا", vec![22, 32, 41]),
        ("وزير -نووي", vec![11, 31, 42]),
        ("وزير NOT (نووي | النفط)", vec![11, 31]),
        ("-وزير -لبن", vec![22, 41]),
        // as written
        ("=التعاون", vec![31]),
        ("=للتعاون", vec![11]),
        ("=تعاون", vec![]),
        ("\"الاتفاق النووي\"", vec![12]),
        ("\"النووي الاتفاق\"", vec![]),
        ("\"اتفاق نووي\"", vec![]),
        ("«سيوقع في»", vec![12]),
        ("\"اللجنة ولا\"", vec![]),
        ("\"بأن النفط\"", vec![42]),
        ("\"بان النفط\"", vec![]),
        // beginnings
        ("أوكر*", vec![32, 41]),
        ("اوكر* عقوبات", vec![41]),
        ("تعاو*", vec![11, 31]),
        // function words
        ("على إيران", vec![41]),
        ("بأن", vec![42]),
        // filters
        ("speaker:بيسكوف", vec![11, 42]),
        ("speaker:بيسكوف,لافروف", vec![11, 12, 42]),
        ("speaker:بيسكوف speaker:لافروف نووي", vec![12]),
        ("متحدث:بيسكوف", vec![11, 42]),
        ("speaker:أحد", vec![]),
        ("via:\"وكالة الأنباء\"", vec![22]),
        ("role:وزير", vec![12]),
        ("role:\"وزير الخارجية\"", vec![12]),
        ("kind:organization", vec![32]),
        ("act:deny,warn", vec![11, 32]),
        ("فعل:نفي", vec![11]),
        ("type:direct -act:deny", vec![32, 42]),
        ("outlet:المساء", vec![12, 22]),
        ("outlet:صحيفة", vec![31, 32]),
        ("from:2016", vec![31, 32]),
        ("to:2015-07-20", vec![11, 12]),
        ("from:2015-07-21 to:2015", vec![12, 22]),
        ("min-confidence:0.64", vec![32, 41, 42]),
        ("act:state (نووي | نفط)", vec![12, 42]),
    ] {
        let mut found = keys(&plan(&index, query, Rows::Statements), &Options { limit: 100, ..Options::default() });
        found.iter_mut().filter(|k| **k == 21).for_each(|k| *k = 12);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn queries_find_articles() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    for (query, expected) in [
        ("التعاون", vec![3, 1]),
        ("لبنان فيينا", vec![2]),
        ("\"مستقبل التعاون\"", vec![3]),
        ("act:deny", vec![1]),
        ("act:deny speaker:لافروف", vec![]),
        ("act:state speaker:لافروف outlet:المساء", vec![2]),
        ("-act:state to:2016", vec![3]),
    ] {
        let found = keys(&plan(&index, query, Rows::Articles), &Options::default());
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn copies_are_counted_once_and_shown_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let plan = plan(&index, "النووي", Rows::Statements);
    let facets = vec![Facet::Outlet, Facet::Speaker, Facet::Month, Facet::Act, Facet::Type, Facet::Kind, Facet::Via];
    let found = plan.search(&Options { facets, ..Options::default() }).unwrap();
    assert_eq!((found.total, found.hits.len(), found.hits[0].copies), (1, 1, 2));
    let expected: Vec<Vec<(Value, usize)>> = vec![
        vec![(Value::Outlet("الصباح".into()), 1), (Value::Outlet("المساء".into()), 1)],
        vec![(Value::Name(2), 1)],
        vec![(Value::Month(2015, 7), 1)],
        vec![(Value::Act(Act::State), 1)],
        vec![(Value::Type(Type::Indirect), 1)],
        vec![(Value::Kind(Kind::Person), 1)],
        vec![],
    ];
    assert_eq!(found.facets.into_iter().map(|(_, values)| values).collect::<Vec<_>>(), expected);
    for (sort, copies, expected) in [
        (Sort::Newest, false, vec![21]),
        (Sort::Oldest, false, vec![12]),
        (Sort::Newest, true, vec![21, 12]),
        (Sort::Oldest, true, vec![12, 21]),
    ] {
        assert_eq!(keys(&plan, &Options { sort, copies, ..Options::default() }), expected, "{sort:?} {copies}");
    }
}

#[test]
fn hits_come_by_date_and_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let plan = plan(&index, "", Rows::Statements);
    for (sort, offset, limit, expected) in [
        (Sort::Newest, 0, 100, vec![31, 32, 21, 22, 11, 41, 42]),
        (Sort::Oldest, 0, 100, vec![11, 12, 22, 31, 32, 41, 42]),
        (Sort::Oldest, 2, 2, vec![22, 31]),
        (Sort::Oldest, 6, 10, vec![42]),
        (Sort::Oldest, 7, 10, vec![]),
        (Sort::Oldest, usize::MAX, usize::MAX, vec![]),
        (Sort::Newest, 0, 0, vec![]),
    ] {
        let found = plan.search(&Options { sort, offset, limit, ..Options::default() }).unwrap();
        let keys: Vec<u64> = found.hits.iter().filter_map(|h| h.statement).collect();
        assert_eq!((keys, found.total), (expected, 7), "{sort:?} {offset} {limit}");
    }
}

#[test]
fn the_user_is_told_how_a_query_was_understood() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    for (query, expected) in [
        ("لبنان", vec![]),
        ("speaker:أحد", vec![Note::Unknown(Part::Speaker, "أحد".into())]),
        ("outlet:الفجر", vec![Note::UnknownOutlet("الفجر".into())]),
        ("جوتيريش", vec![Note::Spellings("جوتيريش".into(), vec!["غوتيريس".into(), "غوتيريش".into()])]),
        ("لبنان النووي", vec![Note::Relaxed(1)]),
        ("لبنان مفقود غائب", vec![]),
    ] {
        assert_eq!(plan(&index, query, Rows::Statements).search(&Options::default()).unwrap().notes, expected, "{query}");
    }
}

#[test]
fn marks_stand_on_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    for (query, text, expected) in [
        ("التعاون", "وبالتعاونِ، وتعاونٍ؛ و«تعاونا» عون", vec!["وبالتعاونِ", "وتعاونٍ", "تعاونا"]),
        ("غوتيريس", "قال جوتيريش وغوتيريش", vec!["وغوتيريش"]),
        ("\"وقف القتال\" لبنان", "وقف: القتال بلبنان ووقف القتال", vec!["وقف: القتال", "بلبنان"]),
        ("=تعاون", "تعـاونٌ بتعاون", vec!["تعـاونٌ"]),
        ("أوكر* -لبنان", "الأوكرانيون في لبنان", vec!["الأوكرانيون"]),
        ("في لبنان", "في لبنان", vec!["لبنان"]),
        ("speaker:بيسكوف", "بيسكوف", vec![]),
    ] {
        let marks = plan(&index, query, Rows::Statements).marks(text);
        assert_eq!(marks.iter().map(|m| &text[m.clone()]).collect::<Vec<_>>(), expected, "{query}");
    }
}

#[test]
fn snippets_show_most_of_the_query() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let text = "بدأ الاجتماع صباحا. تحدث عن التعاون كثيرا وطويلا جدا. ثم ذكر لبنان مع التعاون في آخر كلمته. وانتهى اليوم.";
    for (query, within, width, expected, marks) in [
        ("التعاون لبنان", 0..text.len(), 30, "ثم ذكر لبنان مع التعاون في آخر", 2),
        ("التعاون", 0..text.len(), 12, "عن التعاون", 1),
        ("غائب", 0..text.len(), 12, "بدأ الاجتماع", 0),
        ("التعاون", 0..35, 100, "بدأ الاجتماع صباحا.", 0),
        ("التعاون", 0..usize::MAX, 1000, text, 2),
        ("التعاون", 5..5, 10, "", 0),
        ("التعاون", 0..text.len(), 0, "التعاون", 1),
    ] {
        let snippet = plan(&index, query, Rows::Statements).snippet(text, within, width);
        assert_eq!((&text[snippet.text.clone()], snippet.marks.len()), (expected, marks), "{query} {width}");
        assert!(snippet.marks.iter().all(|m| text[m.clone()].contains("التعاون") || text[m.clone()].contains("لبنان")));
    }
}

#[test]
fn rows_are_removed_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    assert_eq!(index.sequence().unwrap(), 7);
    let mut writer = Writer::open(folder.path(), 0).unwrap();
    assert_eq!(writer.sequence(), 7);
    writer.remove_article(1);
    writer.add_article(&ArticleRow { article: 1, text: "جديد", ..Default::default() }).unwrap();
    let count = |query| plan(&index, query, Rows::Statements).search(&Options::default()).unwrap().total;
    assert_eq!(count("بيسكوف"), 2, "before the commit");
    writer.commit(8).unwrap();
    index.reload().unwrap();
    assert_eq!((count("بيسكوف"), index.sequence().unwrap()), (1, 8));
    assert_eq!(keys(&plan(&index, "جديد", Rows::Articles), &Options::default()), [1]);
    writer.compact().unwrap();
    index.reload().unwrap();
    assert_eq!((count("بيسكوف"), index.sequence().unwrap()), (1, 8));
    let mut writer = Writer::open(folder.path(), 0).unwrap();
    writer.clear().unwrap();
    writer.commit(9).unwrap();
    index.reload().unwrap();
    assert_eq!((index.rows(), index.sequence().unwrap()), (0, 9));
}

#[test]
fn what_is_wrong_with_a_folder_is_said() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Index::open(folder.path()).err().unwrap().kind(), ErrorKind::Missing);
    let writer = Writer::open(folder.path(), 0).unwrap();
    assert_eq!(Writer::open(folder.path(), 0).err().unwrap().kind(), ErrorKind::Locked);
    drop(writer);
    let meta = folder.path().join("meta.json");
    let written = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(&meta, written.replace("rawi-search 2", "rawi-search 0")).unwrap();
    for kind in [Index::open(folder.path()).err().unwrap().kind(), Writer::open(folder.path(), 0).err().unwrap().kind()] {
        assert_eq!(kind, ErrorKind::Version);
    }
    std::fs::write(&meta, "{").unwrap();
    assert_eq!(Index::open(folder.path()).err().unwrap().kind(), ErrorKind::Damaged);
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert_eq!(Writer::open(&file, 0).err().unwrap().kind(), ErrorKind::Io);
}
