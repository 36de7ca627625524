//! How one name is spelt in several ways: the skeleton that all its spellings share, and how far apart two spellings are.
//! Words only; what a whole name means is in `name` and `compare`.

use crate::data::{LETTERS, known, without_article};
use rawi_text::fold_into;

/// The phonetic skeleton of one word of a name: the same for every way in which Arabic is likely to spell it.
///
/// Foreign names keep a Latin letter for each class of consonants; vowels inside, doubled letters, the article and the
/// differences of غ/ج/ك/ق, ت/ط/ث, د/ض/ذ/ظ, س/ص/ز/ش/تش and ب/پ are gone. A word that is known as an Arabic name
/// keeps its letters, folded and without article, because there the vowels tell people apart. Skeletons find candidates: names that share one may
/// still be different, names that share none are hardly ever the same.
///
/// ```
/// use rawi_names::skeleton;
/// for spelling in ["غوتيريش", "غوتيريس", "جوتيريش", "غوتيرس"] {
///     assert_eq!(skeleton(spelling), "KTRS");
/// }
/// assert_ne!(skeleton("سالم"), skeleton("سليم"));
/// assert_eq!(skeleton("العتيبي"), "عتيبي");
/// ```
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    skeleton_into(word, &mut out);
    out
}

/// Appends the [`skeleton`] of `word` to `out`: nothing when the word has no letter.
pub fn skeleton_into(word: &str, out: &mut String) {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded_skeleton_into(&folded, out);
}

/// The same for a word that is folded already.
pub(crate) fn folded_skeleton_into(folded: &str, out: &mut String) {
    let (stem, _) = without_article(folded);
    if let Some(name) = known(stem) {
        out.push_str(&name.canonical);
        return;
    }
    let begin = out.len();
    let mut letters = stem.chars().filter(|c| c.is_alphanumeric()).peekable();
    let mut before = None;
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let doubled = before.replace(c) == Some(c);
        let first = out.len() == begin;
        match c {
            _ if doubled && !c.is_ascii() => {}
            'ت' if next == Some('ش') => {}
            'ن' if matches!(next, Some('ب' | 'پ')) => out.push('M'),
            'ا' | 'ء' if first => out.push('A'),
            'و' if first => out.push('W'),
            // as the first of two consonants it is a vowel: يلتسين، يفغيني
            'ي' if first => out.push(if matches!(next, Some('ا' | 'و' | 'ي')) { 'Y' } else { 'A' }),
            'ا' | 'ء' | 'و' | 'ي' => {}
            'ه' if next.is_none() && !first => {}
            _ => out.push(LETTERS.classes.get(&c).copied().unwrap_or(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for row in [
            "غوتيريش غوتيريس جوتيريش غوتيرس جوتيريس غوتيرّيش",
            "بوتين پوتين بوتن",
            "نتنياهو نتانياهو نتيناهو",
            "زيلينسكي زيلنسكي زلينسكي",
            "ترامب ترمب",
            "كلينتون كلنتون",
            "ميركل مركل ميركيل",
            "هولاند هولند هولاندا",
            "غورباتشوف جورباتشوف غورباتشيف",
            "بيسكوف بسكوف",
            "أوباما اوباما اُوباما",
            "ويليام وليام وليم",
            "ألكسندر الكسندر اليكسندر ألكساندر أليكساندر",
            "هيلاري هيلارى هيللاري",
            "تشافيز شافيز تشافيس",
            "ماتيو ماثيو ماتيوه",
            "لوكسمبورغ لوكسمبورج لوكسنبورغ",
            "عبدالرحمن عبدالرحمان",
            "العتيبي عتيبي العُتيبي",
            "داود داوود داؤود",
            "مصطفى مصطفي",
        ] {
            let all: Vec<String> = row.split(' ').map(skeleton).collect();
            assert!(all.iter().all(|s| *s == all[0] && !s.is_empty()), "{row}: {all:?}");
        }
    }

    #[test]
    fn names_that_vowels_tell_apart_have_skeletons_of_their_own() {
        for row in [
            "علي علاء عالي",
            "سعد سعيد سعود أسعد مسعد",
            "حسن حسين حسان محسن إحسان",
            "محمد محمود أحمد حمد حامد حميد",
            "سالم سليم سلمان سلام سلامة سليمان",
            "خالد خلود خليل خلف",
            "ماجد مجيد مجد مجدي",
            "ناصر نصر نصير نصار منصور",
            "راشد رشيد رشاد",
            "جابر جبير جبر جبار",
            "العبادي العبيدي الجبوري الجابري",
            "بوتين أوباما كيري لافروف",
        ] {
            let mut all: Vec<String> = row.split(' ').map(skeleton).collect();
            let n = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), n, "{row}: {all:?}");
        }
    }

    #[test]
    fn a_word_without_letters_has_none() {
        for w in ["", "،", "«»", "ـ", "\u{64B}"] {
            assert_eq!(skeleton(w), "", "{w}");
        }
        assert_eq!(skeleton("Reuters"), "reuters");
        assert_eq!(skeleton("٢٠١٥"), "2015");
    }
}
