//! What is said of a speaker, against the same counted from all entries.

use std::collections::{BTreeMap, BTreeSet};

use rawi_archive::{Entry, Party, Statement, Who};

use crate::support::*;

fn place() -> Place {
    let at = |n: usize, outlet: &str, date: &str| Article::at(&format!("https://wadi.example/{n}")).outlet(outlet).date(date);
    Place::with(&[
        at(0, "الوادي", "2024-01-30").says(&MARKET),
        at(1, "صوت الساحل", "2024-01-31").text("السوق يعود إلى أهله\n").says(&MARKET),
        at(2, "الجبل", "2024-02-01T08:00:00+03:00").says(&MARKET),
        at(3, "الجبل", "2023-12-01").says(&WHEAT),
        at(3, "الجبل", "2023-12-02").text("تحديث\n").says(&WHEAT).says(&SCHOOLS[..2]),
        at(4, "الوادي", "أمس").says(&[said("", "أنطونيو جوتيريس", "الجوع لا ينتظر المؤتمرات"), MARKET[0]]),
        // What only an earlier revision says counts no more.
        at(5, "الوادي", "2024-05-01").says(&[said("مدير الميناء", "ناصر القاضي", "المنارة ستطلى باللون الأبيض")]),
        at(5, "الوادي", "2024-05-01").says(&[said("", "بيسكوف", "بلاده لم تتلق دعوة")]),
        Article::given("بلا تاريخ").says(&SCHOOLS),
    ])
}

type Counts = BTreeMap<String, BTreeSet<String>>;

/// The statement's group stands for it: the first identifier of its copies.
fn group(s: &Statement) -> String {
    s.copies.iter().chain([&s.id]).min().unwrap().clone()
}

fn count<'e>(said: &[(&'e Entry, &'e Statement)], of: impl Fn(&'e Entry, &'e Statement) -> Vec<String>) -> BTreeMap<String, u64> {
    let mut counts = Counts::new();
    for (entry, s) in said {
        for value in of(entry, s) {
            counts.entry(value).or_default().insert(group(s));
        }
    }
    counts.into_iter().map(|(value, groups)| (value, groups.len() as u64)).collect()
}

fn map(list: Vec<(String, u64)>) -> BTreeMap<String, u64> {
    let length = list.len();
    let map: BTreeMap<String, u64> = list.into_iter().collect();
    assert_eq!(map.len(), length);
    map
}

#[test]
fn pages_and_lists_count_what_the_entries_say() {
    let place = place();
    let archive = place.archive();
    let entries = entries(&archive);
    let all: Vec<(&Entry, &Statement)> = entries.iter().flat_map(|e| e.statements.iter().map(move |s| (e, s))).collect();
    let is = |party: &Option<Party>, id: u64| party.as_ref().is_some_and(|p| p.identity == Some(id));
    let speakers = archive.speakers(None, None, usize::MAX).unwrap();
    let named: BTreeSet<u64> = all.iter().filter_map(|(_, s)| s.who.as_ref()?.identity).collect();
    assert_eq!(speakers.iter().map(|s| s.identity).collect::<BTreeSet<_>>(), named);
    assert!(speakers.is_sorted_by(|a, b| a.statements >= b.statements));
    assert_eq!(archive.speakers(None, None, 2).unwrap(), speakers[..2]);
    for speaker in &speakers {
        let id = speaker.identity;
        let said: Vec<(&Entry, &Statement)> = all.iter().filter(|(_, s)| is(&s.who, id)).copied().collect();
        let distinct = |of: fn(&Entry) -> Option<String>| said.iter().filter_map(|(e, _)| of(e)).collect::<BTreeSet<_>>();
        let days = distinct(|e| e.article.date.as_ref().filter(|d| d.starts_with('2')).map(|d| d[..10].to_owned()));
        let groups: BTreeSet<String> = said.iter().map(|(_, s)| group(s)).collect();
        assert_eq!(speaker.statements, groups.len() as u64, "{speaker:?}");
        assert_eq!(speaker.articles, distinct(|e| Some(e.article.id.clone())).len() as u64, "{speaker:?}");
        assert_eq!(speaker.outlets, distinct(|e| e.article.outlet.clone()).len() as u64, "{speaker:?}");
        assert_eq!((&speaker.first, &speaker.last), (&days.first().cloned(), &days.last().cloned()));

        let page = archive.speaker(id).unwrap();
        assert_eq!(&page.speaker, speaker);
        let month = |e: &Entry| e.article.date.as_ref().filter(|d| d.starts_with('2')).map(|d| d[..7].to_owned());
        assert!(page.months.is_sorted());
        assert_eq!(map(page.months), count(&said, |e, _| month(e).into_iter().collect()));
        assert_eq!(map(page.outlets), count(&said, |e, _| e.article.outlet.iter().cloned().collect()));
        assert_eq!(map(page.acts), count(&said, |_, s| vec![s.act.to_string()]));
        assert_eq!(map(page.addressees), count(&said, |_, s| s.to.iter().map(|p| p.name.clone()).collect()));
        assert_eq!(map(page.relays), count(&said, |_, s| s.through.iter().map(|p| p.name.clone()).collect()));
        let names = page.names.iter().filter(|n| n.statements > 0);
        let names = names.map(|n| (format!("{} {:?}", n.name, n.role), n.statements)).collect();
        assert_eq!(map(names), count(&said, |_, s| s.who.iter().map(|p| format!("{} {:?}", p.written, p.role)).collect()));
        assert_eq!(page.names.iter().filter(|n| n.reason.is_none()).map(|n| n.form).collect::<Vec<_>>(), [id]);
    }
}

#[test]
fn whoever_is_written_about_is_found() {
    let place = place();
    let archive = place.archive();
    for entry in entries(&archive) {
        for party in entry.statements.iter().flat_map(|s| s.who.iter().chain(&s.to).chain(&s.through)) {
            let Some(id) = party.identity else { continue };
            let who = archive.who(&party.written).unwrap();
            assert!(who == Who::One(id) || matches!(&who, Who::Several(ids) if ids.contains(&id)), "{party:?}: {who:?}");
            assert_eq!(archive.who(&id.to_string()).unwrap(), Who::One(id));
            assert_eq!(archive.speaker(id).unwrap().speaker.name, party.name);
        }
    }
    for (typed, found) in [
        ("غوتيرس", vec!["أنطونيو جوتيريس"]),
        ("جوتيريش", vec!["أنطونيو جوتيريس"]),
        ("سمر الحلو", vec!["سمر الحلو"]),
        ("ديميتري بسكوف", vec!["ديمتري بيسكوف"]),
        ("قطقوط", vec![]),
        ("999999999999", vec![]),
        ("", vec![]),
        ("!؟", vec![]),
    ] {
        let ids = match archive.who(typed).unwrap() {
            Who::One(id) => vec![id],
            Who::Several(ids) => ids,
            Who::Nobody => vec![],
        };
        let names: Vec<String> = ids.into_iter().map(|id| archive.speaker(id).unwrap().speaker.name).collect();
        assert_eq!(names, found, "{typed}");
    }
    let Who::One(id) = archive.who("سمر الحلو").unwrap() else { panic!() };
    let arabic: String = id.to_string().bytes().map(|b| char::from_u32(0x660 + u32::from(b - b'0')).unwrap()).collect();
    assert_eq!(archive.who(&arabic).unwrap(), Who::One(id));
}
