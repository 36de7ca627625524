//! The words of a text as comparing sees them, and the few prints by which a store finds texts that may be copies.
//! It does not say where a word stands, so that words are cut more simply than where places matter.

use rawi_text::fold_into;
use std::sync::LazyLock;

/// The version of [`Words::prints`]: prints of different versions have nothing in common.
pub const PRINTS: u32 = 1;

/// Heavy words of a shingle.
const SHINGLE: usize = 3;
/// Prints of a text: so many, and one more for every so many heavy words. Short texts need more for their length, as
/// a part of them is soon without any.
const AT_LEAST: usize = 12;
const ONE_EVERY: usize = 20;

/// One word, folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    pub(crate) hash: u32,
    /// Four letters or more, or a fact: hardly ever one of the words that any text has.
    pub(crate) heavy: bool,
    /// A number, a day, a month, a negation.
    pub(crate) fact: bool,
}

/// The words of a text, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub(crate) words: Vec<Word>,
}

impl Words {
    /// The words of `text`: runs of letters, marks and digits. Takes time linear in its length and fails on none.
    pub fn new(text: &str) -> Self {
        let mut folded = String::new();
        // The first range is what nearly all letters are; looking up the others takes time.
        let runs = text.split(|c: char| !(matches!(c, 'ء'..='ي') || c.is_alphanumeric())).filter(|w| !w.is_empty());
        let words = runs.map(|run| {
            folded.clear();
            fold_into(run, &mut folded);
            word(&folded)
        });
        Self { words: words.collect() }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The prints of the text: ascending, distinct numbers below 2³¹, the same on every machine (see [`PRINTS`]).
    ///
    /// They are the smallest hashes of its shingles, a shingle being three heavy words in a row, whatever light words stand
    /// between them. How many are kept grows slower than the text, so that what is kept of a text is also kept of a part of
    /// it (the sketch of Broder, On the resemblance and containment of documents, 1997). A text of fewer than three heavy words is a
    /// shingle by itself.
    pub fn prints(&self) -> Vec<u32> {
        let heavy: Vec<u32> = self.words.iter().filter(|w| w.heavy).map(|w| w.hash).collect();
        if heavy.is_empty() {
            return Vec::new();
        }
        let shingles = heavy.windows(SHINGLE.min(heavy.len()));
        let mut prints: Vec<u32> = shingles.map(|s| s.iter().fold(0, |h, &w| mix(h, u64::from(w))) as u32 >> 1).collect();
        prints.sort_unstable();
        prints.dedup();
        prints.truncate(AT_LEAST + heavy.len() / ONE_EVERY);
        prints
    }
}

fn word(folded: &str) -> Word {
    let number = folded.starts_with(|c: char| c.is_ascii_digit());
    // `وقال` and `قال` are one word. `وزير` loses a letter, but it loses it everywhere.
    let stem = folded.strip_prefix('و').filter(|rest| rest.chars().nth(2).is_some());
    let fact = fact(folded).or_else(|| stem.and_then(fact));
    let form = stem.unwrap_or(folded);
    let heavy = fact.is_some() || number || form.chars().nth(3).is_some();
    Word { hash: fact.unwrap_or_else(|| hash(form)) as u32, heavy, fact: fact.is_some() || number }
}

/// The hash of what a word of `data/facts.tsv` stands for.
fn fact(folded: &str) -> Option<u64> {
    static FACTS: LazyLock<Vec<(u64, u64)>> = LazyLock::new(|| {
        let lines = include_str!("../data/facts.tsv").lines().filter(|l| !l.starts_with('#'));
        let pairs = lines.filter_map(|l| l.split_once('\t'));
        let mut facts: Vec<(u64, u64)> = pairs
            .map(|(word, same)| (hash(&rawi_text::fold(word)), hash(&rawi_text::fold(if same.is_empty() { word } else { same }))))
            .collect();
        facts.sort_unstable();
        facts
    });
    let word = hash(folded);
    FACTS.binary_search_by_key(&word, |f| f.0).ok().map(|i| FACTS[i].1)
}

/// FNV-1a, then mixed. Prints are kept by others, so this must not change with a library's version.
fn hash(word: &str) -> u64 {
    let hash = word.bytes().fold(0xCBF2_9CE4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
    mix(hash, word.len() as u64)
}

pub(crate) fn mix(seed: u64, value: u64) -> u64 {
    let x = (seed ^ value.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_word() {
        for (a, b) in [("وأكّد", "اكد"), ("٢٥", "25"), ("خمسة", "5"), ("شباط", "فبراير"), ("مدرسـة", "مدرسه"), ("والثلاثاء", "والثلاثاء")]
        {
            assert_eq!(Words::new(a), Words::new(b), "{a} / {b}");
        }
    }

    /// An archive keeps prints: other ones need another [`PRINTS`].
    #[test]
    fn prints_stay_the_same() {
        let text = "أعلنت البلدية أن السوق الكبير سيفتح أبوابه غداً أمام 300 زائر";
        assert_eq!(Words::new(text).prints(), [417114892, 612644959, 731702623, 862471928, 935074107, 2010328368, 2134350232]);
    }

    #[test]
    fn prints_are_few() {
        let long: String = (0..5000).map(|n| format!("كلمة{n} ")).collect();
        for (text, most) in [("", 0), ("في من", 0), ("السلام", 1), (&long[..], 12 + 5000 / 20)] {
            assert_eq!(Words::new(text).prints().len(), most);
        }
    }

    proptest! {
        #[test]
        fn prints_of_a_part_are_prints_of_the_whole(words in prop::collection::vec("[ب-ش]{4,7}", 3..60), cut in 0..57usize) {
            let part = &words[..words.len().min(cut + 3)];
            let (whole, part) = (Words::new(&words.join(" ")).prints(), Words::new(&part.join(" ")).prints());
            let most = *whole.last().unwrap();
            prop_assert!(part.iter().filter(|p| **p <= most).all(|p| whole.contains(p)));
        }

        #[test]
        fn any_text(text in any::<String>()) {
            let prints = Words::new(&text).prints();
            prop_assert!(prints.is_sorted() && prints.iter().all(|p| *p < 1 << 31));
        }
    }
}
