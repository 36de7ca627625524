//! Who is who: decided by evidence, by people, and the same whatever came first.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rawi_archive::{Archive, ErrorKind, Who};

use crate::support::*;

const UN: &str = "الأمين العام للأمم المتحدة";

fn articles() -> Vec<Article> {
    let at = |n: usize| Article::at(&format!("https://wadi.example/{n}")).date(&format!("2024-0{}-11", 1 + n % 6));
    vec![
        at(0).outlet("الوادي").says(&MARKET),
        at(1).outlet("صوت الساحل").text("السوق يعود إلى أهله\n").says(&MARKET),
        at(2).outlet("الجبل").says(&WHEAT),
        at(3).outlet("الوادي").says(&[said(UN, "أنطونيو جوتيريس", "الجوع لا ينتظر المؤتمرات")]),
        at(4).says(&[said("", "غوتيريش", "الموانئ يجب أن تفتح"), said("", "بيسكوف", "بلاده لم تتلق دعوة")]),
        at(5).says(&[said("الناطق باسم الكرملين", "", "الاتصال الهاتفي لم يحدد موعده")]),
        at(6).outlet("الجبل").says(&SCHOOLS),
        at(7).says(&[said("", "وليد الشامي", "الدفاتر وصلت"), said("مصدر مسؤول", "", "الخبر غير دقيق")]),
    ]
}

/// For each statement: by what name its source goes, and what else it is called.
fn canonical(archive: &Archive) -> BTreeMap<String, String> {
    let entries = entries(archive);
    let mut called: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    let statements = || entries.iter().flat_map(|e| &e.statements);
    for party in statements().flat_map(|s| s.who.iter().chain(&s.to).chain(&s.through)) {
        if let Some(identity) = party.identity {
            called.entry(identity).or_default().insert(party.written.clone());
        }
    }
    let mut canonical = BTreeMap::new();
    for s in statements() {
        let parties = [&s.who, &s.to].map(|p| p.as_ref().map(|p| (&p.name, p.identity.map(|id| &called[&id]))));
        canonical.insert(s.id.clone(), format!("{parties:?} {:?}", s.copies));
    }
    canonical
}

fn one(archive: &Archive, name: &str) -> u64 {
    match archive.who(name).unwrap() {
        Who::One(id) => id,
        other => panic!("{name}: {other:?}"),
    }
}

/// The names of the identities of those who are called so.
fn names(archive: &Archive, name: &str) -> Vec<Vec<String>> {
    let ids = match archive.who(name).unwrap() {
        Who::One(id) => vec![id],
        Who::Several(ids) => ids,
        Who::Nobody => vec![],
    };
    let names = |id| archive.speaker(id).unwrap().names.into_iter().map(|n| n.name).collect::<BTreeSet<_>>().into_iter().collect();
    ids.into_iter().map(names).collect()
}

/// The number of the form with this name.
fn form(archive: &Archive, name: &str) -> u64 {
    let ids = match archive.who(name).unwrap() {
        Who::One(id) => vec![id],
        Who::Several(ids) => ids,
        Who::Nobody => vec![],
    };
    ids.into_iter().flat_map(|id| archive.speaker(id).unwrap().names).find(|n| n.name == name).unwrap().form
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_adding_decides_nothing(order in Just(articles()).prop_shuffle(), settled in any::<[bool; 8]>()) {
        let place = Place::new();
        let mut writer = place.writer();
        for (article, settle) in order.iter().zip(settled) {
            writer.add(article.ready()).unwrap();
            if settle {
                writer.settle().unwrap();
            }
        }
        writer.settle().unwrap();
        prop_assert_eq!(canonical(&writer), canonical(&Place::with(&articles()).archive()));
    }
}

#[test]
fn decisions_hold_are_taken_back_and_overruled_by_later_ones() {
    let place = Place::with(&articles());
    let mut w = place.writer();
    let (samar, huda) = ("سمر الحلو", "هدى المرزوقي");
    let (apart, together): (Vec<Vec<String>>, Vec<Vec<String>>) = (vec![vec![samar.into()]], vec![vec![samar.into(), huda.into()]]);
    assert_eq!(names(&w, samar), apart);

    let (a, b) = (one(&w, samar), one(&w, huda));
    w.merge(a, b).unwrap();
    w.settle().unwrap();
    assert_eq!((names(&w, samar), one(&w, samar)), (together.clone(), one(&w, huda)));
    assert_sound(&w);

    // Split after merged: the later one holds, and both are still there to be undone.
    let lead = one(&w, samar);
    let other = if form(&w, samar) == lead { form(&w, huda) } else { form(&w, samar) };
    w.split(other).unwrap();
    w.settle().unwrap();
    assert_eq!(names(&w, samar), apart);
    let decisions = w.decisions().unwrap();
    assert_eq!(decisions.iter().map(|d| d.kind.as_str()).collect::<Vec<_>>(), ["merge", "split"]);
    assert_eq!(BTreeSet::from([&*decisions[1].a, &*decisions[1].b]), BTreeSet::from([samar, huda]));
    w.undo(decisions[1].id).unwrap();
    w.settle().unwrap();
    assert_eq!(names(&w, samar), together);
    w.undo(decisions[0].id).unwrap();
    w.settle().unwrap();
    assert_eq!((names(&w, samar), w.decisions().unwrap().len()), (apart, 0));

    // What evidence joined can be taken apart, and what else it joined stays.
    let before = canonical(&w);
    let second = if form(&w, "أنطونيو جوتيريس") == one(&w, "أنطونيو غوتيريش") {
        "أنطونيو غوتيريش"
    } else {
        "أنطونيو جوتيريس"
    };
    let number = form(&w, second);
    w.split(number).unwrap();
    w.settle().unwrap();
    assert!(names(&w, second).len() > 1 || names(&w, second)[0] == [second], "{:?}", names(&w, second));
    assert_ne!(canonical(&w), before);
    assert_sound(&w);
    let decision = w.decisions().unwrap()[0].id;
    w.undo(decision).unwrap();
    w.settle().unwrap();
    assert_eq!(canonical(&w), before);
}

#[test]
fn decisions_that_fit_nothing() {
    let place = Place::with(&articles());
    let mut w = place.writer();
    let samar = one(&w, "سمر الحلو");
    let unnamed = 1 + w.speakers(None, None, 100).unwrap().iter().map(|s| s.identity).max().unwrap() + 1000;
    for (what, result) in [
        ("herself", w.merge(samar, samar)),
        ("nobody", w.merge(samar, unnamed)),
        ("beyond", w.merge(u64::MAX, samar)),
        ("lead", w.split(samar)),
        ("no form", w.split(unnamed)),
        ("beyond", w.split(u64::MAX)),
        ("no decision", w.undo(1)),
        ("beyond", w.undo(u64::MAX)),
    ] {
        assert!(result.is_err(), "{what}");
    }
    assert!(matches!(w.speaker(unnamed).unwrap_err().kind(), ErrorKind::Decision(_)));
    assert_eq!(w.decisions().unwrap(), []);
}

#[test]
fn names_that_are_gone_come_back_as_they_were_decided() {
    let place = Place::with(&articles());
    let mut w = place.writer();
    let before = canonical(&w);
    let (samar, walid) = (one(&w, "سمر الحلو"), one(&w, "وليد الشامي"));
    w.merge(samar, walid).unwrap();
    w.settle().unwrap();
    let merged = canonical(&w);
    for gone in [0, 1, 6, 7] {
        w.remove(&articles()[gone].incoming.given).unwrap();
    }
    w.settle().unwrap();
    assert_sound(&w);
    // A name that was decided about is kept, one that was not is gone.
    assert_eq!(names(&w, "سمر الحلو"), [["سمر الحلو", "وليد الشامي"]]);
    assert_eq!(w.who("هدى المرزوقي").unwrap(), Who::Nobody);
    add(&mut w, &articles());
    assert_eq!(canonical(&w), merged);
    let decision = w.decisions().unwrap()[0].id;
    w.undo(decision).unwrap();
    w.settle().unwrap();
    assert_eq!(canonical(&w), before);
    assert_sound(&w);
}
