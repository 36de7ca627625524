//! Whom a name in a filter finds: titles are no part of it, and where nobody bears it the nearest are offered.

use rawi_archive::{Archive, Filter, Options, Part, Query, Rows, Who};

use crate::support::*;

fn place() -> Place {
    let at = |n: usize| Article::at(&format!("https://wadi.example/{n}"));
    let to = |to: &'static str, via: &'static str, content: &'static str| Said { to, via, ..said("", "سمر الحلو", content) };
    Place::with(&[
        at(0).says(&[
            said("ولي العهد", "محمد بن سلمان", "المدينة الجديدة ستفتح أبوابها قريباً"),
            said("", "الأمير محمد بن سلمان", "الطريق إلى الساحل سيكتمل في الصيف"),
            said("الأمين العام", "أحمد أبو الغيط", "القمة ستبحث ملف المياه"),
            said("الرئيس الإيراني", "حسن روحاني", "المفاوضات لم تبدأ بعد"),
        ]),
        at(1).says(&[
            said("الرئيس", "جورج بوش", "الانتخابات لن تتأجل يوماً واحداً"),
            said("الرئيس الأسبق", "جورج بوش الأب", "الصيد في الخريف أمتع من السياسة"),
            said("وزيرة الطاقة", "نوال الدرعي", "لا قطع للكهرباء في الصيف"),
            said("", "الشيخ زايد", "الماء أغلى من الذهب"),
            said("", "مستشفى الدكتور سليمان الحبيب", "غرف العمليات الجديدة جاهزة"),
        ]),
        at(2).says(&[
            to("الدكتور أحمد أبو الغيط", "الشيخ حسن روحاني", "الميناء سيبقى مفتوحاً"),
            to("أحمد أبو الغيط", "حسن روحاني", "الرسوم لن ترتفع هذا العام"),
        ]),
    ])
}

/// What was said, for each statement that the filter finds.
fn found(archive: &Archive, part: Part, name: &str) -> Vec<String> {
    let query = Query::Filter(Filter::Party(part, vec![name.into()]));
    let all = Options { limit: usize::MAX, ..Options::default() };
    let hits = archive.search(&query, Rows::Statements, &all, 200).unwrap().hits;
    let mut said: Vec<String> = hits.into_iter().map(|hit| hit.entry.statements[0].words.content.join(" ")).collect();
    said.sort_unstable();
    said
}

#[test]
fn a_title_in_a_filter_finds_whom_the_bare_name_finds() {
    let place = place();
    let archive = place.archive();
    for (part, bare, count, titled) in [
        (
            Part::Speaker,
            "محمد بن سلمان",
            2,
            &["الأمير محمد بن سلمان", "ولي العهد الأمير محمد بن سلمان", "صاحب السمو الملكي الأمير محمد بن سلمان", "سمو الأمير محمد بن سلمان"][..],
        ),
        (
            Part::Speaker,
            "أحمد أبو الغيط",
            1,
            &[
                "الدكتور أحمد أبو الغيط",
                "د. أحمد أبو الغيط",
                "د/أحمد أبو الغيط",
                "أحمد ابوالغيط",
                "الدكتور أحمد أبوالغيط",
                "أ.د. أحمد أبو الغيط",
                "السيد أحمد أبو الغيط",
                "معالي الأمين العام أحمد أبو الغيط",
            ],
        ),
        (
            Part::Speaker,
            "حسن روحاني",
            1,
            &["الشيخ حسن روحاني", "الرئيس حسن روحاني", "الرئيس الإيراني حسن روحاني", "فخامة الرئيس حسن روحاني"],
        ),
        (
            Part::Speaker,
            "نوال الدرعي",
            1,
            &["معالي وزيرة الطاقة نوال الدرعي", "الوزيرة نوال الدرعي", "السيدة نوال الدرعي", "المهندسة نوال الدرعي"],
        ),
        (Part::Speaker, "الدرعي", 1, &["الوزيرة الدرعي", "السيدة الدرعي"]),
        (Part::Speaker, "جورج بوش الأب", 1, &["الرئيس جورج بوش الأب", "السيد جورج بوش الأب"]),
        (Part::Speaker, "سليمان الحبيب", 1, &["الدكتور سليمان الحبيب", "مستشفى الدكتور سليمان الحبيب"]),
        (Part::Addressee, "أحمد أبو الغيط", 2, &["الدكتور أحمد أبو الغيط", "السيد أحمد أبو الغيط"]),
        (Part::Via, "حسن روحاني", 2, &["الشيخ حسن روحاني", "الرئيس حسن روحاني"]),
    ] {
        let expected = found(&archive, part, bare);
        assert_eq!(expected.len(), count, "{bare}: {expected:?}");
        for typed in titled {
            assert_eq!(found(&archive, part, typed), expected, "{typed}");
        }
    }
}

#[test]
fn a_title_that_is_the_name_finds_what_is_called_so() {
    let place = place();
    let archive = place.archive();
    for (typed, said) in [
        ("الشيخ زايد", "الماء أغلى من الذهب"),
        ("مستشفى الدكتور سليمان الحبيب", "غرف العمليات الجديدة جاهزة"),
        ("الأمير محمد بن سلمان", "الطريق إلى الساحل سيكتمل في الصيف"),
    ] {
        assert!(found(&archive, Part::Speaker, typed).contains(&said.to_owned()), "{typed}");
    }
}

#[test]
fn the_father_is_not_the_son() {
    let place = place();
    let archive = place.archive();
    let (son, father) = ("الانتخابات لن تتأجل يوماً واحداً", "الصيد في الخريف أمتع من السياسة");
    for (typed, expected) in [
        ("جورج بوش الأب", &[father][..]),
        ("بوش الأب", &[father]),
        ("جورج بوش الابن", &[]),
        // who does not say which may mean either
        ("جورج بوش", &[son, father]),
        ("بوش", &[son, father]),
    ] {
        assert_eq!(found(&archive, Part::Speaker, typed), expected, "{typed}");
    }
    let Who::One(one) = archive.who("جورج بوش").unwrap() else { panic!("who bears just that name is meant") };
    assert_eq!(archive.speaker(one).unwrap().names.len(), 1);
}

#[test]
fn nobody_is_called_so_and_the_nearest_are_offered() {
    let place = place();
    let archive = place.archive();
    for (typed, nearest) in [
        ("محمد بن سلمن", "محمد بن سلمان"),
        ("الدكتور أحمد أبو الغيض", "أحمد أبو الغيط"),
        ("نوال الدرعاوي", "نوال الدرعي"),
        ("جورج بوش الابن", "جورج بوش، جورج بوش الأب"),
        ("خليل الصفدي", ""),
        ("", ""),
    ] {
        assert_eq!(archive.nearest(typed, 3).unwrap().join("، "), nearest, "{typed}");
        assert_eq!(archive.who(typed).unwrap(), Who::Nobody, "{typed}");
        assert!(found(&archive, Part::Speaker, typed).is_empty(), "{typed}");
    }
    assert_eq!(archive.nearest("جورج بوش الابن", 1).unwrap(), ["جورج بوش"]);
}
