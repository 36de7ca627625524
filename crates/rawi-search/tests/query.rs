//! The language of queries: what is understood, what is refused and where.

use proptest::prelude::*;
use rawi_search::Query;

#[test]
fn queries_are_shown_as_they_are_understood() {
    for (query, expected) in [
        ("", ""),
        ("  ، ", ""),
        ("الاتفاق النووي", "الاتفاق النووي"),
        ("الاتفاق، النووي؟", "الاتفاق النووي"),
        ("أ/ب 3.5%", "أ ب 3.5"),
        ("a OR b c أو d", "a OR b c OR d"),
        ("a|(b|c)", "a OR b OR c"),
        ("(a | b) c", "(a OR b) c"),
        ("-a NOT b --c", "-a -b c"),
        ("-(a b)", "-(a b)"),
        ("كلمة - كلمة", "كلمة كلمة"),
        ("«الملف، النووي»", "\"الملف النووي\""),
        ("=النوويّ", "=النووي"),
        ("أوكر*", "أوكر*"),
        ("speaker:بيسكوف", "speaker:\"بيسكوف\""),
        ("متحدث:«ديمتري  بيسكوف»،لافروف", "speaker:\"ديمتري بيسكوف\",\"لافروف\""),
        ("act:deny x act:warn", "act:deny,warn x"),
        ("act:deny | act:warn", "act:deny OR act:warn"),
        ("صيغة:مباشر نوع:شخص", "type:direct kind:person"),
        ("from:2015-07 to:٢٠١٥", "from:2015-07-01 to:2015-12-31"),
        ("until:2015", "to:2015-12-31"),
        ("min-confidence:٠٫٨", "min-confidence:0.8"),
        ("الكرملين: لا", "الكرملين لا"),
        ("http://x.org", "http x org"),
        ("حتى: الآن", "حتى الآن"),
    ] {
        let parsed = Query::parse(query).unwrap_or_else(|e| panic!("{query}: {e}"));
        assert_eq!(parsed.to_string(), expected, "{query}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (query, expected) in [
        ("(a", "query, character 3: found the end, expected ) for the ( at character 1"),
        ("a)", "query, character 2: found \")\", expected a word, a phrase or a filter; no ( is open here"),
        ("()", "query, character 1: found \"()\", expected a word, a phrase or a filter inside the parentheses"),
        ("قال \"نعم", "query, character 9: found the end, expected \" for the \" at character 5"),
        ("\"،\"", "query, character 1: found \"\\\"،\\\"\", expected a word between the quotation marks"),
        ("a OR", "query, character 5: found the end, expected a word, a phrase or a filter on both sides of OR"),
        ("| a", "query, character 1: found \"|\", expected a word, a phrase or a filter on both sides of OR"),
        ("NOT", "query, character 1: found \"NOT\", expected a word, a phrase or a filter after NOT"),
        ("=", "query, character 1: found \"=\", expected one word after ="),
        ("=ab*", "query, character 1: found \"=ab*\", expected one word after ="),
        ("ا*", "query, character 1: found \"ا*\", expected at least two letters before *"),
        ("speaker:", "query, character 9: found the end, expected a value for speaker"),
        ("speaker: x", "query, character 9: found the end, expected a value for speaker"),
        (
            "نفي speeker:x",
            "query, character 5: found \"speeker\", expected one of speaker, role, kind, addressee, via, act, type, outlet, from, to, min-confidence",
        ),
        (
            "act:say",
            "query, character 5: found \"say\", expected one of state, announce, affirm, deny, blame, praise, demand, warn, promise, opine, ask",
        ),
        ("kind:x", "query, character 6: found \"x\", expected one of person, organization, government, group, unnamed, document"),
        ("type:a,direct", "query, character 6: found \"a\", expected one of indirect, direct, mixed, reported"),
        ("from:2015-02-30", "query, character 6: found \"2015-02-30\", expected a day, month or year: 2015-07-01, 2015-07, 2015"),
        ("from:2015,2016", "query, character 11: found \"2016\", expected one value for from"),
        ("min-confidence:2", "query, character 16: found \"2\", expected a number from 0 to 1"),
    ] {
        let e = Query::parse(query).expect_err(query);
        assert_eq!(e.to_string(), expected, "{query}");
        assert!(query.get(e.bytes()).is_some(), "{query}");
    }
    assert!(Query::parse(&"(".repeat(100_000)).is_err());
    assert_eq!(Query::parse(&"-".repeat(100_001)), Ok(Query::All));
    assert_eq!(Query::parse(&("-".repeat(100_000) + "a")).unwrap().to_string(), "a");
}

/// Pieces of queries, and anything.
fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            " ",
            "(",
            ")",
            "|",
            " OR ",
            " أو ",
            "-",
            "NOT ",
            "\"",
            "«",
            "»",
            "“",
            "”",
            "=",
            "*",
            ",",
            "،",
            ":",
            "speaker:",
            "متحدث:",
            "act:deny",
            "type:",
            "kind:person,group",
            "outlet:",
            "from:2015-07",
            "to:2016",
            "min-confidence:0.5",
            "role:",
            "via:",
            "التعاون",
            "في",
            "بيسكوف",
            "OR",
            "أو",
            "١٬٠٠٠",
            "ـ",
            "\u{64B}",
            "NATO",
            "3.5",
            "ﷺ",
            "و",
        ])
        .prop_map(str::to_owned),
        proptest::collection::vec(any::<char>(), 0..6).prop_map(|c| c.into_iter().collect()),
        "[ء-ي]{1,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_query_is_read_or_refused_and_what_it_shows_is_read_alike(text in any_query()) {
        match Query::parse(&text) {
            Ok(query) => prop_assert_eq!(Query::parse(&query.to_string()), Ok(query.clone()), "{}", query),
            Err(e) => {
                prop_assert!(text.get(e.bytes()).is_some());
                prop_assert!(!e.to_string().is_empty());
            }
        }
    }
}
