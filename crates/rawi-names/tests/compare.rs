//! Two names by themselves, and names that are typed: tables of our own writing.

use rawi_names::{Name, Rank, Verdict, compare, matches};

#[test]
fn two_names_by_themselves() {
    use Verdict::*;
    let mut wrong = Vec::new();
    for (a, b, expected) in [
        // spellings of foreign names
        ("أنطونيو غوتيريش", "انطونيو جوتيريس", Same),
        ("فلاديمير بوتين", "فلاديمير پوتين", Same),
        ("ديمتري بيسكوف", "دميتري بسكوف", Same),
        ("بنيامين نتنياهو", "بنيامين نتانياهو", Same),
        ("فولوديمير زيلينسكي", "فولوديمير زيلنسكي", Same),
        ("دونالد ترامب", "دونالد ترمب", Same),
        ("هيلاري كلينتون", "هيلاري كلنتون", Same),
        ("أنجيلا ميركل", "انغيلا مركل", Same),
        ("فرانسوا هولاند", "فرنسوا هولاند", Same),
        ("ميخائيل غورباتشوف", "ميخائيل جورباتشوف", Same),
        ("رجب طيب أردوغان", "رجب طيب اردوغان", Same),
        ("سيرغي لافروف", "سيرجي لافروف", Same),
        ("جون كيري", "جون كيرى", Same),
        ("شي جين بينغ", "شي جينبينغ", Same),
        ("كيم جونغ أون", "كيم جونغ اون", Same),
        ("ستيفان دي ميستورا", "ستافان دي ميستورا", Same),
        ("نوفاك ديوكوفيتش", "نوفاك جوكوفيتش", Same),
        ("كيليان مبابي", "كيليان إمبابي", Same),
        ("غيدو فيسترفيله", "جيدو فسترفيلي", Same),
        ("حامد كرزاي", "حامد قرضاي", Same),
        // spellings of Arabic names
        ("عبد الله بن زايد", "عبدالله بن زايد", Same),
        ("عبد الفتاح السيسي", "عبدالفتاح السيسى", Same),
        ("عبد الرحمن الراشد", "عبدالرحمان الراشد", Same),
        ("أبو بكر البغدادي", "ابوبكر البغدادي", Same),
        ("الدكتور محمد العريفي", "محمد العريفي", Same),
        ("الأمير سعود الفيصل", "سعود الفيصل", Same),
        ("حسن نصر الله", "حسن نصرالله", Same),
        // short forms
        ("بيسكوف", "ديمتري بيسكوف", Compatible),
        ("بسكوف", "ديمتري بيسكوف", Compatible),
        ("باراك أوباما", "باراك حسين أوباما", Compatible),
        ("محمد بن نايف", "محمد بن نايف بن عبدالعزيز آل سعود", Compatible),
        ("دي ميستورا", "ستيفان دي ميستورا", Compatible),
        ("العتيبي", "محمد العتيبي", Compatible),
        ("بوتين", "بوتن", Compatible),
        // two people
        ("محمد العتيبي", "فهد العتيبي", Different),
        ("علي السالم", "علاء السالم", Different),
        ("سعد الشمري", "سعيد الشمري", Different),
        ("حسن روحاني", "حسين روحاني", Different),
        ("محمد صالح", "محمود صالح", Different),
        ("أحمد العبادي", "أحمد العبيدي", Different),
        ("خالد سالم", "خالد سليم", Different),
        ("خالد السالم", "خالد السليم", Different),
        ("ماجد الجبوري", "ماجد الجابري", Different),
        ("جورج بوش", "جيب بوش", Different),
        ("بيل كلينتون", "هيلاري كلينتون", Different),
        ("باراك أوباما", "ميشيل أوباما", Different),
        ("جون كيري", "جون كيلي", Different),
        ("عبدالله الثاني", "عبدالرحمن الثاني", Different),
        ("فهد بن محمد العتيبي", "محمد العتيبي", Different),
        ("بوتين", "أوباما", Different),
        ("سالم", "سليم", Different),
        ("ماري لوبان", "ماريا لوبان", Different),
        ("بوريس جونسون", "بوريس جونستون", Different),
        ("جيم ماتيس", "جيم ماتيوس", Different),
        ("سالم القاسم", "سالم الجاسم", Different),
        ("جمال بن عمر", "جمال عمر", Different),
    ] {
        for (x, y) in [(a, b), (b, a)] {
            let found = compare(&Name::new(x), &Name::new(y));
            if found.0 != expected {
                wrong.push(format!("{x} / {y}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn reasons_are_told_in_words() {
    for (a, b, reason) in [
        ("سيرغي لافروف", "سيرغي لافروف", "same full name"),
        ("أنطونيو غوتيريش", "أنطونيو جوتيريش", "spelling variant: غوتيريش ~ جوتيريش"),
        ("بيسكوف", "ديمتري بيسكوف", "surname fits: بيسكوف"),
        ("محمد العتيبي", "فهد العتيبي", "given names differ: محمد / فهد"),
        ("جون كيري", "جون بولتون", "surnames differ: كيري / بولتون"),
    ] {
        assert_eq!(compare(&Name::new(a), &Name::new(b)).1.to_string(), reason, "{a} / {b}");
    }
}

#[test]
fn typed_names_find_names() {
    use Rank::*;
    let mut wrong = Vec::new();
    for (typed, name, rank) in [
        ("بيسكوف", "ديمتري بيسكوف", Some(Surname)),
        ("بسكوف", "ديمتري بيسكوف", Some(Surname)),
        ("دميتري بسكوف", "ديمتري بيسكوف", Some(Spelling)),
        ("ديمتري بيسكوف", "المتحدث باسم الكرملين ديمتري بيسكوف", Some(Whole)),
        ("عتيبي", "محمد العتيبي", Some(Surname)),
        ("محمد", "محمد العتيبي", Some(Part)),
        ("محمود", "محمد العتيبي", None),
        ("الخارجية", "وزارة الخارجية الروسية", Some(Part)),
        ("رويترز", "وكالة رويترز", Some(Part)),
        ("الوطن", "صحيفة الوطن", Some(Part)),
        ("عبد الله", "عبدالله بن زايد", Some(Part)),
        ("لافروف", "ديمتري بيسكوف", None),
        ("", "ديمتري بيسكوف", None),
        ("بيسكوف", "", None),
    ] {
        let found = matches(typed, name);
        if found != rank {
            wrong.push(format!("{typed} / {name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
