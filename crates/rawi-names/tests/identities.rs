//! Who is who in small archives of our own writing, and what must hold in every archive.

use proptest::prelude::*;
use rawi::record::Kind;
use rawi_names::{Decision, Form, Identities, identify};

/// `name | role | kind | documents | first day-last day`, all but the name optional.
fn form(row: &str) -> Form {
    let mut parts = row.split('|').map(str::trim);
    let mut next = || parts.next().filter(|p| !p.is_empty() && *p != "-");
    let name = next().unwrap_or_default().to_owned();
    let role = next().map(str::to_owned);
    let kind = next().map_or(Kind::Person, |k| k.parse().unwrap());
    let documents = next().map_or(1, |d| d.parse().unwrap());
    let days = next().map(|d| d.split_once('-').map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap())).unwrap());
    Form { name, role, kind, documents, days, outlets: Vec::new() }
}

fn forms(table: &str) -> Vec<Form> {
    table.lines().map(str::trim).filter(|l| !l.is_empty()).map(form).collect()
}

/// The sources as lines, each the sorted places of its forms.
fn sources(found: &Identities) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for lead in 0..found.lead.len() {
        let of: Vec<usize> = (0..found.lead.len()).filter(|&f| found.lead[f] == Some(lead)).collect();
        if !of.is_empty() {
            out.push(of);
        }
    }
    out.sort();
    out
}

#[track_caller]
fn check(table: &str, expected: &[&[usize]]) {
    let forms = forms(table);
    let found = identify(&forms, &[]);
    let got = sources(&found);
    let told: Vec<String> = found
        .joins
        .iter()
        .enumerate()
        .filter_map(|(f, j)| j.as_ref().map(|j| format!("{} → {}: {}", forms[f].name, forms[j.to].name, j.reason)))
        .collect();
    assert_eq!(got, expected, "{told:#?}");
}

#[test]
fn one_person_in_all_his_forms() {
    check(
        "ديمتري بيسكوف | المتحدث باسم الكرملين | person | 5
         دميتري بسكوف
         بيسكوف
         بسكوف | المتحدث باسم الكرملين
         الناطق باسم الكرملين
         المتحدث الرسمي باسم الكرملين ديمتري بيسكوف
         سيرغي لافروف | وزير الخارجية الروسي",
        &[&[0, 1, 2, 3, 4, 5], &[6]],
    );
}

#[test]
fn a_surname_in_common_joins_nobody() {
    check("محمد العتيبي | مدير الجوازات\nفهد العتيبي | مدير المرور\nالعتيبي", &[&[0], &[1], &[2]]);
    check("محمد العتيبي | مدير الجوازات\nالعتيبي | المدير", &[&[0], &[1]]);
    check("جورج بوش | الرئيس الأميركي الأسبق | person | 5\nجيب بوش | المرشح الجمهوري | person | 4\nبوش", &[&[0], &[1], &[2]]);
}

#[test]
fn a_surname_goes_to_the_one_whose_office_it_has() {
    check(
        "جورج بوش | الرئيس الأميركي الأسبق | person | 5
         جيب بوش | المرشح الجمهوري للرئاسة الأميركية | person | 4
         بوش | الرئيس الأميركي الأسبق",
        &[&[0, 2], &[1]],
    );
}

#[test]
fn a_surname_goes_to_the_one_whom_nearly_all_mean() {
    check("هيلاري كلينتون | المرشحة الديمقراطية | person | 40\nتشارلز كلينتون | شرطي\nكلينتون", &[&[0, 2], &[1]]);
}

#[test]
fn a_common_name_with_offices_that_do_not_go_together_is_two_people() {
    check("محمد العتيبي | مدير شرطة الطائف\nمحمد العتيبي | لاعب الهلال\nمحمد العتيبي | مدير الشرطة", &[&[0, 2], &[1]]);
}

#[test]
fn two_ministers_of_one_state_are_two_people() {
    check("محمد إبراهيم | وزير الداخلية المصري\nمحمد إبراهيم | وزير الآثار المصري\nمحمد إبراهيم | وزير داخلية مصر", &[&[0, 2], &[1]]);
}

#[test]
fn the_same_office_allows_a_spelling_further_off_and_a_short_given_name() {
    check("روبرت فيكو | رئيس الوزراء السلوفاكي\nروبرت فيتسو | رئيس وزراء سلوفاكيا", &[&[0, 1]]);
    check("روبرت فيكو | رئيس الوزراء السلوفاكي\nروبرت فيتسو | لاعب تنس", &[&[0], &[1]]);
    check("جو بايدن | الرئيس الأميركي\nجوزيف بايدن | رئيس الولايات المتحدة", &[&[0, 1]]);
    check("جو بايدن | الرئيس الأميركي\nجوزيف بايدن | طبيب", &[&[0], &[1]]);
}

#[test]
fn given_name_and_surname_alone_are_one_full_name() {
    check("موشيه يعالون | وزير الدفاع الإسرائيلي | person | 9\nموشيه | وزير الدفاع الإسرائيلي\nيعالون", &[&[0, 1, 2]]);
}

#[test]
fn an_office_belongs_to_who_held_it_then() {
    check(
        "سعود الفيصل | وزير الخارجية السعودي | person | 20 | 0-400
         عادل الجبير | وزير الخارجية السعودي | person | 20 | 700-1000
         وزير الخارجية السعودي | - | person | 1 | 300-310
         وزير الخارجية السعودي | - | person | 1 | 900-910
         وزير الخارجية السعودية | - | person | 1 | 540-560",
        &[&[0, 2], &[1, 3], &[4]],
    );
    // two at a time, and none is foremost
    check(
        "سعود الفيصل | وزير الخارجية السعودي | person | 5 | 0-400
         عادل الجبير | وزير الخارجية السعودي | person | 5 | 300-700
         وزير الخارجية السعودي | - | person | 1 | 340-350",
        &[&[0], &[1], &[2]],
    );
}

#[test]
fn words_that_mean_another_source_in_every_document_have_no_identity() {
    let rows = "الوزير\nمصدر أمني | - | unnamed\nالشركة | - | organization\nالحكومة | - | government\nخبراء | - | group\nالتقرير | - | document\nوزير الخارجية";
    let found = identify(&forms(rows), &[]);
    assert!(found.lead.iter().all(Option::is_none), "{:?}", found.lead);
}

#[test]
fn bodies_and_states() {
    check(
        "وزارة الخارجية الروسية | - | organization
         الخارجية الروسية | - | organization
         وزارة خارجية روسيا | - | organization
         الخارجية السورية | - | organization
         وكالة رويترز | - | organization
         رويترز | - | organization
         وكالة رويترز للأنباء | - | organization
         صحيفة الجزيرة | - | organization
         قناة الجزيرة | - | organization
         الجزيرة | - | organization
         روسيا | - | government
         موسكو | - | government
         الحكومة الروسية | - | government
         حكومة روسيا | - | government
         الولايات المتحدة | - | government
         أميركا | - | government
         شركة غوغل | - | organization
         جوجل | - | organization",
        &[&[0, 1, 2], &[3], &[4, 5, 6], &[7], &[8], &[9], &[10], &[11], &[12, 13], &[14, 15], &[16, 17]],
    );
}

#[test]
fn two_full_names_never_meet_through_a_third() {
    check(
        "محمد علي جعفري | قائد الحرس الثوري الإيراني
         محمد علي
         محمد علي رشوان | قائد الحرس الثوري الإيراني",
        &[&[0], &[1], &[2]],
    );
    check("خالد الفالح\nالفالح\nسعد الفالح", &[&[0], &[1], &[2]]);
}

#[test]
fn decisions_hold() {
    let all = forms("محمود عباس | الرئيس الفلسطيني | person | 10\nأبو مازن\nعباس\nمحمود رضا عباس | الرئيس الفلسطيني");
    let found = identify(&all, &[Decision::Merge(0, 1)]);
    assert_eq!(sources(&found), [vec![0, 1, 2, 3]]);
    let found = identify(&all, &[Decision::Split(2, 0)]);
    assert_eq!(sources(&found), [vec![0, 3], vec![1], vec![2]]);
    // the later one holds, and the earlier one is named
    let found = identify(&all, &[Decision::Merge(0, 1), Decision::Split(1, 0)]);
    assert_eq!((sources(&found), found.overruled), (vec![vec![0, 2, 3], vec![1]], vec![0]));
    let found = identify(&all, &[Decision::Merge(0, 1), Decision::Merge(1, 2), Decision::Split(2, 0)]);
    assert_eq!(found.overruled, [0]);
    // a place that is not there
    assert_eq!(identify(&all, &[Decision::Merge(0, 99)]).overruled, [0]);
}

/// Names that may or may not be one, roles, and noise.
fn any_form() -> impl Strategy<Value = Form> {
    let word = prop::sample::select(vec![
        "محمد",
        "محمود",
        "علي",
        "العتيبي",
        "عتيبي",
        "بن",
        "عبد",
        "الله",
        "آل",
        "سعود",
        "فلاديمير",
        "بوتين",
        "بوتن",
        "بيسكوف",
        "بسكوف",
        "ديمتري",
        "دميتري",
        "غوتيريش",
        "جوتيريس",
        "الرئيس",
        "الروسي",
        "وزير",
        "الخارجية",
        "السعودي",
        "المتحدث",
        "باسم",
        "الكرملين",
        "صحيفة",
        "الجزيرة",
        "رويترز",
        "وكالة",
    ]);
    let words = |n| prop::collection::vec(word.clone(), 0..n).prop_map(|w| w.join(" "));
    let kind = prop::sample::select(vec![
        Kind::Person,
        Kind::Person,
        Kind::Person,
        Kind::Organization,
        Kind::Government,
        Kind::Unnamed,
        Kind::Document,
        Kind::Group,
    ]);
    (words(4), prop::option::of(words(4)), kind, 0u32..20, prop::option::of((0i32..3000, 0i32..300)), prop::collection::vec(0u32..4, 0..3))
        .prop_map(|(name, role, kind, documents, days, outlets)| Form {
            name,
            role,
            kind,
            documents,
            days: days.map(|(a, n)| (a, a + n)),
            outlets,
        })
}

fn any_decisions(n: usize) -> impl Strategy<Value = Vec<Decision>> {
    let n = n.max(1);
    prop::collection::vec((any::<bool>(), 0..n, 0..n), 0..6)
        .prop_map(|d| d.into_iter().map(|(m, a, b)| if m { Decision::Merge(a, b) } else { Decision::Split(a, b) }).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_forms_does_not_matter((forms, decisions, keys) in prop::collection::vec(any_form(), 0..40).prop_flat_map(|mut f| {
        // forms that are alike in everything cannot be told apart by anything but their place
        f.sort_by_key(|x| format!("{x:?}"));
        f.dedup();
        let n = f.len();
        (Just(f), any_decisions(n), prop::collection::vec(any::<u32>(), n))
    })) {
        let mut to: Vec<usize> = (0..forms.len()).collect();
        to.sort_by_key(|&i| keys[i]);
        let mut shuffled = vec![Form::default(); forms.len()];
        to.iter().enumerate().for_each(|(i, &t)| shuffled[t] = forms[i].clone());
        let moved: Vec<Decision> = decisions
            .iter()
            .map(|d| {
                let at = |i: usize| to.get(i).copied().unwrap_or(i);
                match *d {
                    Decision::Merge(a, b) => Decision::Merge(at(a), at(b)),
                    Decision::Split(a, b) => Decision::Split(at(a), at(b)),
                }
            })
            .collect();
        let (a, b) = (identify(&forms, &decisions), identify(&shuffled, &moved));
        let back: Vec<Option<usize>> = (0..forms.len()).map(|i| b.lead[to[i]]).collect();
        let expected: Vec<Option<usize>> = a.lead.iter().map(|l| l.map(|l| to[l])).collect();
        prop_assert_eq!(back, expected);
        prop_assert_eq!(a.overruled, b.overruled);
    }

    #[test]
    fn decisions_are_honoured_and_every_join_is_told((forms, decisions) in prop::collection::vec(any_form(), 1..30).prop_flat_map(|f| {
        let n = f.len();
        (Just(f), any_decisions(n))
    })) {
        let found = identify(&forms, &decisions);
        for (k, d) in decisions.iter().enumerate().filter(|(k, _)| !found.overruled.contains(k)) {
            match *d {
                Decision::Merge(a, b) => prop_assert!(found.lead[a].is_some() && found.lead[a] == found.lead[b], "{k}: {d:?}"),
                Decision::Split(a, b) => prop_assert!(found.lead[a].is_none() || found.lead[a] != found.lead[b], "{k}: {d:?}"),
            }
        }
        for f in 0..forms.len() {
            // from every form the joins lead to its lead
            let (mut at, mut steps) = (f, 0);
            while let Some(join) = &found.joins[at] {
                at = join.to;
                steps += 1;
                prop_assert!(steps <= forms.len() && (0.0..=1.0).contains(&join.strength));
            }
            prop_assert_eq!(found.lead[f].unwrap_or(f), at);
        }
        if decisions.is_empty() {
            for (f, lead) in found.lead.iter().enumerate() {
                prop_assert!(forms[f].kind != Kind::Unnamed || lead.is_none());
                if let Some(l) = lead {
                    // the office that a body is said to hold may show that it is a person
                    let sure = |f: usize| forms[f].kind != Kind::Organization || forms[f].role.is_none();
                    if sure(f) && sure(*l) {
                        prop_assert_eq!(forms[f].kind == Kind::Person, forms[*l].kind == Kind::Person);
                    }
                }
            }
        }
    }

    #[test]
    fn any_strings_are_names(name in any::<String>(), other in "[اأإبتثجحدرسعغفقكلمنهوي ،«».ـ]{0,30}", role in prop::option::of(any::<String>())) {
        use rawi_names::{Name, Verdict, compare, matches, read_phrase, skeleton};
        skeleton(&name);
        matches(&name, &other);
        read_phrase(&name);
        read_phrase(&other);
        let (a, b) = (Name::new(&name), Name::new(&other));
        prop_assert_eq!(compare(&a, &b).0, compare(&b, &a).0);
        prop_assert!(compare(&b, &b).0 != Verdict::Different);
        let form = |n: &str| Form { name: n.to_owned(), role: role.clone(), ..Form::default() };
        identify(&[form(&name), form(&other)], &[]);
    }
}
