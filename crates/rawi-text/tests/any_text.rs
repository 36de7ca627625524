//! What must hold for every text: offsets, cover, nesting, folding. On random Unicode and on cut and spliced Arabic.
//! Not whether the cutting is good; see `survives.rs` for that.

use proptest::collection::vec;
use proptest::prelude::*;
use rawi_text::{Shape, Text, affixes, bare, fold};

const NEWS: &str = "وزيرة المياه: السدود «آمنة تماماً»\n\
    قالت وزيرة المياه هالة العطار، أمس الثلاثاء، إن السدود الـ12 «آمنة تماماً»، مؤكدةً أن منسوبها ارتفع بنسبة 3.5 في المئة.وأضافت في \
    حديث لإذاعة (صوت النهر) : \"لا خوف من الفيضان هذا العام\" , مشيرة الى ان اللجنة ستجتمع في 12/3 ...\r\n\
    وَنَقَلَتْ وكالةُ الأنباءِ عن د. سامي المرّ، مدير الرصد في \u{200f}NOAA\u{200f}، قوله إنّ ''الأمطار'' لن تتجاوز ٤٥ ملم. \
    <<سنتابع>> ، قالها ثم غادر؛ وســـأله صحافي: هل من خطر؟ فأجاب: ((كلا))!\n\nوتوقع «مصدر في \"الوزارة ان تُعلن النتائج غدا\u{2026}";

fn check(source: &str) {
    let text = Text::new(source);
    let tokens = text.tokens();
    let chars: Vec<(usize, char)> = source.char_indices().collect();
    let byte = |n: usize| chars.get(n).map_or(source.len(), |c| c.0);

    let (mut joined, mut end) = (String::new(), 0);
    for token in tokens {
        assert!(token.bytes.start >= end && token.bytes.end > token.bytes.start, "{token:?} after {end}");
        assert_eq!((byte(token.chars.start), byte(token.chars.end)), (token.bytes.start, token.bytes.end), "{token:?}");
        let gap = &source[end..token.bytes.start];
        assert!(!gap.chars().any(|c| c.is_alphanumeric() && !fold(&c.to_string()).is_empty()), "a letter is lost in {gap:?}");
        let surface = text.surface(token);
        assert!(!surface.contains(char::is_whitespace), "{surface:?}");
        joined.push_str(gap);
        joined.push_str(surface);
        end = token.bytes.end;
        if token.shape == Shape::Quote {
            assert!(!token.is_word());
        }
    }
    joined.push_str(&source[end..]);
    assert_eq!(joined, source);

    for ranges in [text.sentences(), text.paragraphs()] {
        let mut at = 0;
        for r in ranges {
            assert!(r.start == at && r.end > at, "{r:?} at {at}");
            at = r.end;
        }
        assert_eq!(at, tokens.len());
    }
    let breaks = |a: usize, b: usize| source[tokens[a].bytes.end..tokens[b].bytes.start].contains(['\n', '\r', '\u{2028}', '\u{2029}']);
    for p in text.paragraphs() {
        assert!(p.start == 0 || breaks(p.start - 1, p.start));
        assert!((p.start + 1..p.end).all(|i| !breaks(i - 1, i)));
        assert!(text.sentences().iter().any(|s| s.start == p.start), "a sentence begins with each paragraph");
    }

    let mut around: Vec<usize> = Vec::new();
    for (k, q) in text.quotations().iter().enumerate() {
        assert!(k == 0 || text.quotations()[k - 1].open < q.open);
        assert_eq!(tokens[q.open].shape, Shape::Quote);
        assert_eq!(q.inside.start, q.open + 1);
        assert!(q.inside.start <= q.inside.end);
        if let Some(close) = q.close {
            assert_eq!((tokens[close].shape, q.inside.end), (Shape::Quote, close));
        }
        assert!(
            text.paragraphs().iter().any(|p| p.contains(&q.open) && q.inside.end <= p.end && q.close.is_none_or(|c| c < p.end)),
            "{q:?}"
        );
        while around.last().is_some_and(|&end| end <= q.open) {
            around.pop();
        }
        assert!(around.last().is_none_or(|&end| q.inside.end <= end), "{q:?} crosses the end of the one around it");
        around.push(q.inside.end);
        assert!(around.len() <= 5, "one of each style at most");
    }

    assert_eq!(fold(&fold(source)), fold(source), "{source:?}");
    for token in tokens.iter().filter(|t| t.is_word()) {
        let folded = fold(text.surface(token));
        assert_eq!(fold(&folded), folded);
        assert_eq!(fold(&bare(text.surface(token))), folded, "{:?}", text.surface(token));
        let a = affixes(&folded);
        assert!(folded.ends_with(&format!("{}{}", a.stem, a.pronoun)));
        let clitics = folded.len() - a.stem.len() - a.pronoun.len();
        let spelled = [a.conjunction, a.preposition].iter().flatten().map(|c| c.len_utf8()).sum::<usize>();
        let article = if a.article { "ال".len() } else { 0 };
        // لل is the preposition and one letter of the article
        assert!(clitics == spelled + article || a.preposition == Some('ل') && clitics + "ا".len() == spelled + article, "{folded} {a:?}");
    }
}

/// Characters that decide something, more often than chance would bring them.
fn character() -> impl Strategy<Value = char> {
    const MARKS: &str = "\"'`«»‹›“”„‘’()<>[].,،؛:;!?؟…-–_/\\ \n\r\t\u{2028}\u{a0}";
    const LETTERS: &str = "ابتدرزسعفقكلمنهويأإآؤئىةءپیکۀ";
    const HIDDEN: &str = "\u{640}\u{64b}\u{64e}\u{651}\u{652}\u{670}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202b}\u{202c}\u{feff}\u{ad}\0\u{1f}\u{7f}\u{653}\u{654}\u{655}";
    const OTHER: &str = "0379٠٣٩۵xYzÉßİﷲﻻﺏ½²ΩǅΣ한कित👩🏽";
    let of = |s: &str| proptest::sample::select(s.chars().collect::<Vec<_>>());
    prop_oneof![4 => of(MARKS), 6 => of(LETTERS), 2 => of(HIDDEN), 2 => of(OTHER), 1 => any::<char>()]
}

/// Pieces of the article above, in any order, with characters struck out or put in.
fn spliced() -> impl Strategy<Value = String> {
    let n = NEWS.chars().count();
    let piece = (0..n, 0..120usize, proptest::option::of(character()));
    vec(piece, 0..12).prop_map(move |pieces| {
        let mut out = String::new();
        for (at, length, between) in pieces {
            out.extend(NEWS.chars().skip(at).take(length));
            out.extend(between);
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_unicode(chars in vec(any::<char>(), 0..200)) {
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn random_marks_and_letters(chars in vec(character(), 0..200)) {
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn cut_and_spliced_news(text in spliced()) {
        check(&text);
    }
}

#[test]
fn the_article_itself() {
    check(NEWS);
    check("");
}

#[test]
fn every_character_alone_and_between_letters() {
    for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|&c| (c as u32) < 0x3100 || (c as u32) > 0xF900 && (c as u32) < 0x1_F700) {
        let folded = fold(&c.to_string());
        assert_eq!(fold(&folded), folded, "{c:?}");
        let between = format!("ا{c}ب");
        assert_eq!(fold(&fold(&between)), fold(&between), "{c:?}");
        let text = Text::new(&between);
        let last = text.tokens().last().expect("a token");
        assert_eq!(last.bytes.end, between.len());
    }
}

/// Work grows with the length of the text and not with its square: these would take minutes otherwise.
#[test]
fn megabytes_of_one_thing() {
    for unit in ["! ", "«\"» ", "« ", "\" ", "''", ".", "ا", "\u{640}", "\u{200f}\"", "«(“ ", "1.", "د.", "\n", ") "] {
        let source = unit.repeat(2_000_000 / unit.len());
        let text = Text::new(&source);
        assert!(text.sentences().len() <= text.tokens().len());
    }
}
