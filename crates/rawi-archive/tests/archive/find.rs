//! What people write for an article.

use proptest::prelude::*;
use rawi_archive::ErrorKind;

use crate::support::*;

/// Two addresses whose identifiers begin alike, with `458ed`.
const ALIKE: [&str; 2] = ["https://wadi.example/177", "https://wadi.example/472"];

fn place() -> Place {
    Place::with(&[
        Article::at(ALIKE[0]).says(&MARKET),
        Article::at(ALIKE[1]).says(&SCHOOLS),
        Article::given("458ed5").says(&WHEAT),
        Article::given("12").text("خبر قصير."),
        Article::given("12").input("other.jsonl").text("خبر آخر."),
    ])
}

#[test]
fn beginnings_addresses_and_given_identifiers() {
    let place = place();
    let archive = place.archive();
    let id = |typed: &str| match archive.show(typed) {
        Ok((entry, statement)) => statement.unwrap_or(entry.article.given),
        Err(error) => match error.kind() {
            ErrorKind::Ambiguous(_) => "several".into(),
            ErrorKind::Unknown(_) => "none".into(),
            kind => panic!("{typed}: {kind:?}"),
        },
    };
    for (typed, found) in [
        (ALIKE[0], ALIKE[0]),
        ("458ed5d90a8fbc8b", ALIKE[0]),
        ("458ed5d9", ALIKE[0]),
        ("458edd", ALIKE[1]),
        ("458ed", "several"),
        ("458e-0", "several"),
        ("458", "none"),
        ("458ed5d90a8fbc8b0", "none"),
        ("458ED5D9", "none"),
        ("458edd-0", "458edd9f4eee1169-0"),
        ("458edd.1-0", "458edd9f4eee1169-0"),
        ("458edd.2", "none"),
        ("458edd-1", "none"),
        ("458edd-", "none"),
        ("458edd.-0", "none"),
        ("458edd-0.", "none"),
        // A given identifier before the beginning of another article's.
        ("458ed5", "458ed5"),
        ("12", "several"),
        ("ffffffffffffffff", "none"),
        ("", "none"),
        ("خبر", "none"),
    ] {
        assert_eq!(id(typed), found, "{typed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_typed_panics(
        any in proptest::collection::vec("\\PC{0,24}", 32),
        like in proptest::collection::vec("(458e[0-9a-f]{0,14}|[0-9a-f]{0,18})([.][0-9]{0,12})?(-[0-9]{0,12})?([.]\\PC{0,3})?", 64),
    ) {
        let place = place();
        let archive = place.archive();
        for typed in any.iter().chain(&like) {
            if let Err(error) = archive.show(typed) {
                prop_assert!(matches!(error.kind(), ErrorKind::Unknown(_) | ErrorKind::Ambiguous(_)), "{}: {:?}", typed, error);
            }
            archive.who(typed).unwrap();
            if let Ok(query) = rawi_archive::Query::parse(typed) {
                archive.search(&query, rawi_archive::Rows::Articles, &rawi_archive::Options::default(), 40).unwrap();
            }
        }
    }
}
