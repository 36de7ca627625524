//! Identifiers: of articles, of statements, and what stays the same in another archive.

use rawi_archive::{Added, Entry, ErrorKind, Known};

use crate::support::*;

const SHORT: [Said; 2] = [
    Said {
        verb: "قال", role: "مدير الميناء", name: "ناصر القاضي", to: "", via: "", content: "الحوض جاهز", act: rawi::record::Act::State
    },
    Said {
        verb: "قال",
        role: "مدير الميناء",
        name: "ناصر القاضي",
        to: "",
        via: "",
        content: "الرافعات تعمل",
        act: rawi::record::Act::State,
    },
];

fn ids(entry: &Entry) -> Vec<&str> {
    entry.statements.iter().map(|s| s.id.as_str()).collect()
}

#[test]
fn a_statement_is_known_by_article_revision_and_place() {
    let place = Place::new();
    let mut writer = place.writer();
    let mut twice = Article::at("https://wadi.example/1").says(&SHORT);
    // Two statements of one cue.
    twice.record.statements[1].cue = twice.record.statements[0].cue;
    let revised = Article::at("https://wadi.example/1#comments").text("تصحيح: ").says(&SHORT);
    for (article, known, added) in
        [(&twice, Known::Nothing, Added::New), (&twice, Known::Unchanged, Added::Unchanged), (&revised, Known::Nothing, Added::Revision)]
    {
        assert_eq!(writer.known(&article.incoming).unwrap(), known);
        assert_eq!(writer.add(article.ready()).unwrap(), added);
    }
    writer.settle().unwrap();
    let (latest, _) = writer.show("https://wadi.example/1").unwrap();
    let id = latest.article.id.clone();
    assert_eq!((id.len(), latest.article.revision), (16, 2));
    assert_eq!(ids(&latest), [format!("{id}.2-7"), format!("{id}.2-51")]);
    let (first, _) = writer.show(&format!("{id}.1")).unwrap();
    assert_eq!(ids(&first), [format!("{id}-0"), format!("{id}-0.2")]);
    assert_eq!(writer.show(&format!("{id}.2-51")).unwrap().1, Some(format!("{id}.2-51")));
    assert_eq!(writer.show(&format!("{id}.1-0.2")).unwrap().1, Some(format!("{id}-0.2")));
    for wrong in [format!("{id}.2-52"), format!("{id}.3"), format!("{id}-0.3"), format!("{id}.1-51")] {
        assert!(matches!(writer.show(&wrong).unwrap_err().kind(), ErrorKind::Unknown(_)), "{wrong}");
    }
    assert_sound(&writer);
}

#[test]
fn another_archive_in_another_order_has_the_same_identifiers() {
    let mut articles = vec![
        Article::at("https://wadi.example/1").outlet("صوت الساحل").date("2024-03-01").says(&MARKET),
        Article::at("https://sahel.example/9").outlet("الوادي").date("2024-03-02").text("السوق يعود\n").says(&MARKET),
        Article::at("https://wadi.example/2").says(&SCHOOLS),
        Article::given("7").says(&WHEAT),
    ];
    let mut seen = Vec::new();
    for _ in 0..2 {
        let place = Place::with(&articles);
        let mut entries = entries(&place.archive());
        for entry in &mut entries {
            entry.article.added.clear();
            let parties = entry.statements.iter_mut().flat_map(|s| s.who.iter_mut().chain(&mut s.to).chain(&mut s.through));
            // The number of a name is the archive's own.
            parties.for_each(|p| p.identity = p.identity.map(|_| 0));
        }
        seen.push(entries);
        articles.reverse();
    }
    assert_eq!(seen[0].len(), 4);
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn parties_and_parents() {
    let nested = Said {
        verb: "قال", name: "أنطونيو جوتيريس", role: "", content: "الخبز حق للجميع", ..Said::default()
    };
    let mut article = Article::at("https://wadi.example/3").says(&MARKET).says(&[WHEAT[0], nested]).inside().says(&[WHEAT[1]]);
    article.record.statements[1].who = None;
    let place = Place::with(&[article]);
    let archive = place.archive();
    let (entry, _) = archive.show("https://wadi.example/3").unwrap();
    assert_spans(&entry);
    let name = |party: &Option<rawi_archive::Party>| party.as_ref().map_or("-".to_owned(), |p| format!("{} = {}", p.written, p.name));
    let rows: Vec<String> = entry
        .statements
        .iter()
        .map(|s| {
            let via: Vec<&str> = s.through.iter().map(|p| p.name.as_str()).collect();
            format!("{} | {} | {} | {}", name(&s.who), name(&s.to), via.join(", "), s.parent.as_deref().unwrap_or("-"))
        })
        .collect();
    let guterres = entry.statements[3].who.as_ref().unwrap().name.clone();
    assert!(["أنطونيو غوتيريش", "أنطونيو جوتيريس"].contains(&guterres.as_str()), "{guterres}");
    assert_eq!(
        rows,
        [
            "سمر الحلو = سمر الحلو | الصيادين = الصيادين | إذاعة المرفأ | -".to_owned(),
            "- | - |  | -".to_owned(),
            "هدى المرزوقي = هدى المرزوقي | سمر الحلو = سمر الحلو |  | -".to_owned(),
            format!("أنطونيو غوتيريش = {guterres} | - |  | -"),
            format!("أنطونيو جوتيريس = {guterres} | - |  | {}", entry.statements[3].id),
            format!("ديمتري بيسكوف = ديمتري بيسكوف | أنطونيو جوتيريس = {guterres} | وكالة الأنباء | -"),
        ]
    );
    // Spoken to and speaking, she is one.
    let identity = |party: &Option<rawi_archive::Party>| party.as_ref().and_then(|p| p.identity);
    assert_eq!(identity(&entry.statements[0].who), identity(&entry.statements[2].to));
    assert!(identity(&entry.statements[0].who).is_some());
}
