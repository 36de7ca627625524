//! What must hold of the reading of any text: it ends, its spans are words of the text, and it is the same every time.
//! Not whether it is right.

use proptest::collection::vec;
use proptest::prelude::*;
use rawi::record::{Record, Span};
use rawi::{Model, Reader};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const NEWS: &str = "وزيرة المياه: السدود «آمنة تماماً»\n\
    قالت وزيرة المياه هالة العطار، أمس الثلاثاء، إن السدود «آمنة تماماً»، مؤكدةً أن منسوبها ارتفع بنسبة 3.5 في المئة.وأضافت في حديث \
    لإذاعة (صوت النهر) : \"لا خوف من الفيضان هذا العام. نتابع ساعة بساعة\" , مشيرة الى ان اللجنة ستجتمع في 12/3 ...\r\n\
    ونقلت وكالة الأنباء عن د. سامي المرّ، مدير الرصد في \u{200f}NOAA\u{200f}، قوله إنّ ''الأمطار'' لن تتجاوز ٤٥ ملم، داعياً السكان إلى \
    البقاء في بيوتهم. وحذّر مصدر أمني من <<عواقب>> الاقتراب من الوادي، بحسب بيان وزارة الداخلية.\n\
    «سنتابع الأمر»، قالها الوزير للصحافيين ثم غادر؛ وســـأله صحافي: هل من خطر؟ فأجاب: ((كلا))!\n\n\
    ورحّب المجلس بالقرار، فيما نفى المتحدث باسم الشرطة كريم الحلو ما نشرته صحيفة «الميناء» عن وقوع إصابات، وتوقع ان تُعلن النتائج غدا";

fn read(text: &str) -> Record {
    Reader::new(Model::embedded()).read(text).record("a")
}

fn check(text: &str) {
    let record = read(text);
    let chars: Vec<char> = text.chars().collect();
    let cut = |[start, end]: Span| -> String {
        assert!(start < end && end <= chars.len(), "{start}..{end} of {}", chars.len());
        chars[start..end].iter().collect()
    };
    let mut speaks = vec![false; record.speakers.len()];
    let mut before = 0;
    for (n, s) in record.statements.iter().enumerate() {
        let words = s.words.as_ref().expect("words");
        let cue = s.cue.expect("a cue");
        assert!(cue[0] >= before, "in the order of their cues");
        before = cue[0];
        assert!(!s.content.is_empty());
        assert_eq!(s.cue.map(cut), words.cue);
        assert_eq!(s.speaker.map(cut), words.speaker);
        assert_eq!(s.addressee.map(cut), words.addressee);
        for (spans, words) in [(&s.content, &words.content), (&s.via, &words.via), (&s.setting, &words.setting)] {
            assert_eq!(spans.iter().map(|&span| cut(span)).collect::<Vec<_>>(), *words);
            assert!(spans.windows(2).all(|w| w[0][1] <= w[1][0]), "{spans:?} in order and apart");
        }
        assert!((0.0..=1.0).contains(&s.confidence.expect("a confidence")));
        assert!(s.parent.is_none_or(|p| (1..=record.statements.len()).contains(&p) && p != n + 1));
        if let Some(who) = &s.who {
            speaks[record.speakers.iter().position(|x| x.id == *who).expect("a speaker of the record")] = true;
        }
    }
    assert!(speaks.iter().all(|x| *x), "no speaker without a statement");
    for (n, speaker) in record.speakers.iter().enumerate() {
        assert_eq!(speaker.id, format!("S{}", n + 1));
        assert!(!speaker.name.is_empty() && speaker.role.as_ref().is_none_or(|r| !r.is_empty()));
        assert!(speaker.mentions.iter().all(|m| !m.is_empty()));
    }
}

fn bytes(record: &Record) -> Vec<u8> {
    serde_json::to_vec(record).expect("JSON")
}

fn character() -> impl Strategy<Value = char> {
    let of = |s: &str| proptest::sample::select(s.chars().collect::<Vec<_>>());
    prop_oneof![
        4 => of("\"'«»“”‘’()<>.,،؛:؟… \n\r"),
        6 => of("ابتدرسعفقلمنهويأإىةء"),
        2 => of("\u{640}\u{64b}\u{651}\u{200b}\u{200f}\u{202b}\u{feff}"),
        1 => of("07٣xÉﷲﻻ👩🏽"),
        1 => any::<char>()
    ]
}

/// Pieces of the article above in any order, with characters put between.
fn spliced() -> impl Strategy<Value = String> {
    let n = NEWS.chars().count();
    vec((0..n, 0..250usize, proptest::option::of(character())), 1..8).prop_map(|pieces| {
        let mut out = String::new();
        for (at, length, between) in pieces {
            out.extend(NEWS.chars().skip(at).take(length));
            out.extend(between);
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_unicode(chars in vec(any::<char>(), 0..200)) {
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn random_marks_and_letters(chars in vec(character(), 0..300)) {
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn cut_and_spliced_news(text in spliced()) {
        check(&text);
    }

    #[test]
    fn a_reader_that_was_used_finds_what_a_new_one_finds(texts in vec(spliced(), 1..4)) {
        let mut reader = Reader::new(Model::embedded());
        for text in &texts {
            prop_assert_eq!(bytes(&reader.read(text).record("a")), bytes(&read(text)));
        }
    }
}

#[test]
fn the_article_itself() {
    check(NEWS);
    let record = read(NEWS);
    assert!(record.statements.len() >= 6, "{} statements", record.statements.len());
    assert_eq!(bytes(&record), bytes(&read(NEWS)));
}

#[test]
fn explaining_changes_nothing_and_every_score_is_a_number() {
    let mut reader = Reader::new(Model::embedded());
    let reading = reader.read(NEWS);
    let before = bytes(&reading.record("a"));
    let explanations = reading.explain();
    assert_eq!(before, bytes(&reading.record("a")));
    assert_eq!(explanations, reading.explain());
    for e in &explanations {
        assert!(!e.cue.is_empty() && !e.bounds.is_empty());
        assert!(e.cue.iter().chain(&e.bounds).chain(&e.speaker).all(|x| x.score.is_finite() && !x.what.is_empty()), "{e:?}");
    }
}

#[test]
fn threads_that_share_a_model_find_the_same() {
    let first = OnceLock::new();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let found = bytes(&read(NEWS));
                assert_eq!(*first.get_or_init(|| found.clone()), found);
            });
        }
    });
}

#[test]
fn little_or_nothing() {
    for text in ["", " ", "\n\n", "\u{feff}", "قال", ":", "«", "قال:", "إن", "قال «", "\u{640}\u{64b}", "قال إن", "1", "a", "\0"]
    {
        check(text);
    }
}

#[test]
fn other_languages() {
    for text in [
        "The minister said on Tuesday: “We will not close the bridge.” He added that the works would end soon.",
        "وزیر نیرو گفت که سدها کاملاً ایمن هستند. وی افزود: «جای نگرانی نیست».",
        "שרת המים אמרה אתמול כי הסכרים בטוחים לחלוטין, והוסיפה: \"אין סיבה לדאגה\".",
        "وزیر آب نے کہا کہ ڈیم محفوظ ہیں۔",
        "大臣は火曜日、橋を閉鎖しないと述べた。",
    ] {
        check(text);
    }
}

/// A text of more tokens than are read together: every copy of the article in it is read like the one before.
#[test]
fn a_text_longer_than_a_stretch() {
    let once = read(NEWS).statements.len();
    let copies = 200;
    let text = format!("{NEWS}\n\n").repeat(copies);
    check(&text);
    let found = read(&text).statements.len();
    assert!(found.abs_diff(copies * once) <= copies, "{found} statements in {copies} copies of {once}");
}

/// Work grows with the length and not with its square, whatever the text is made of.
#[test]
fn a_megabyte_in_one_line() {
    let line = NEWS.replace(['\n', '\r'], " ");
    let names = ["قال الوزير سامي إن ", "وأضاف أن ", "«", "مصدر ", "قال: "];
    let texts =
        [(line.as_str(), 1_000_000), (names[0], 40_000), (names[1], 40_000), (names[2], 40_000), (names[3], 40_000), (names[4], 40_000)];
    for (unit, length) in texts {
        let text = unit.repeat(length / unit.len() + 1);
        let start = Instant::now();
        check(&text);
        let limit = Duration::from_secs(60);
        assert!(start.elapsed() < limit, "{:?} for {:?}", start.elapsed(), unit.chars().take(20).collect::<String>());
    }
}
