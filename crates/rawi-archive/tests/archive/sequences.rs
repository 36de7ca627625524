//! Any sequence of changes leaves an archive that agrees with itself and with an index made anew.

use proptest::prelude::*;
use rawi_archive::{Added, Known};

use crate::support::*;

const ADDRESSES: [(&str, &str, &str); 4] = [
    ("https://sahel.example/1", "صوت الساحل", "2024-03-01"),
    ("https://wadi.example/1", "الوادي", "2024-03-01"),
    ("https://wadi.example/2", "الوادي", "2024-03-30"),
    ("https://jabal.example/1", "الجبل", "2025-01-02"),
];

/// Texts that go round: stories, one cut, two with other titles, one joined from two.
fn text(number: usize, address: usize) -> Article {
    let (url, outlet, date) = ADDRESSES[address];
    let article = Article::at(url).outlet(outlet).date(date);
    match number {
        0 => article.says(&MARKET),
        1 => article.text("السوق يعود إلى أهله\n").says(&MARKET),
        2 => article.says(&MARKET[..2]),
        3 => article.says(&SCHOOLS),
        4 => article.text("دفاتر وحافلات\n").says(&[SCHOOLS[1], SCHOOLS[2], SCHOOLS[0]]),
        5 => article.says(&WHEAT).says(&SCHOOLS),
        _ => article.says(&[said("الأمين العام للأمم المتحدة", "أنطونيو جوتيريس", WHEAT[0].content), WHEAT[1]]),
    }
}

const TEXTS: usize = 7;

#[derive(Debug, Clone)]
enum Step {
    Add(usize, usize),
    Remove(usize),
    /// Another reader finds all but the first statements of a text.
    Replace(usize, usize),
    Commit,
    Settle,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..TEXTS, 0..ADDRESSES.len()).prop_map(|(text, address)| Step::Add(text, address)),
        3 => (0..ADDRESSES.len()).prop_map(Step::Remove),
        4 => (0..TEXTS, 0..3_usize).prop_map(|(nth, without)| Step::Replace(nth, without)),
        1 => Just(Step::Commit),
        5 => Just(Step::Settle),
        1 => Just(Step::Reopen),
    ]
}

fn run(steps: &[Step]) {
    let place = Place::new();
    let mut writer = place.writer();
    let mut model = 1;
    for step in steps {
        match *step {
            Step::Add(number, address) => {
                let article = text(number, address);
                let known = writer.known(&article.incoming).unwrap();
                let added = writer.add(article.ready()).unwrap();
                assert_eq!(known == Known::Unchanged, added == Added::Unchanged);
            }
            Step::Remove(address) => {
                // Asking first: an error would drop the batch.
                if writer.show(ADDRESSES[address].0).is_ok() {
                    writer.remove(ADDRESSES[address].0).unwrap();
                }
            }
            Step::Replace(nth, without) => {
                let texts = writer.unread("").unwrap();
                if !texts.is_empty() {
                    model += 1;
                    let kept = writer.text(texts[nth % texts.len()]).unwrap();
                    let article = (0..TEXTS).map(|n| text(n, 0)).find(|a| a.incoming.text == kept.text).unwrap();
                    let mut record = article.read_by(&format!("reader {model}")).record;
                    record.statements.drain(..without.min(record.statements.len()));
                    writer.replace(&kept, &record).unwrap();
                }
            }
            Step::Commit => writer.commit().unwrap(),
            Step::Settle => writer.settle().unwrap(),
            Step::Reopen => {
                drop(writer);
                writer = place.writer();
            }
        }
    }
    writer.settle().unwrap();
    assert_sound(&writer);
    let before = searches(&writer);
    writer.reindex(|_| true).unwrap();
    assert_eq!(searches(&place.archive()), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_of_changes_leaves_a_sound_archive(steps in proptest::collection::vec(step(), 1..24)) {
        run(&steps);
    }
}

#[test]
fn the_first_copy_read_again_is_found_by_the_index_among_the_others() {
    use Step::{Add, Replace, Settle};
    run(&[Add(0, 0), Add(1, 1), Settle, Replace(0, 0)]);
    run(&[Add(0, 0), Add(1, 1), Add(2, 2), Settle, Replace(1, 0), Settle, Replace(0, 1), Settle, Replace(2, 0)]);
}

#[test]
fn an_index_stopped_within_one_change_of_many_articles_goes_on_with_the_rest() {
    let place = Place::new();
    let mut writer = place.writer();
    let many: Vec<Article> = (0..70).map(|n| Article::at(&format!("https://wadi.example/{n}")).says(&MARKET)).collect();
    add(&mut writer, &many);
    let text = writer.text(writer.unread("").unwrap()[0]).unwrap();
    let mut record = many[0].record.clone();
    record.statements.pop();
    writer.replace(&text, &record).unwrap();
    let mut calls = 0;
    writer
        .follow(|_| {
            calls += 1;
            calls < 2
        })
        .unwrap();
    writer.settle().unwrap();
    assert_sound(&writer);
}
