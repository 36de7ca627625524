//! Which articles are near copies of one another? Wire stories come in several papers, and a model must not be judged on an
//! article of which it has learned a copy: copies share a fold.

use rawi_learn::{hash_bytes, mix};
use rawi_text::{Text, fold_into};
use std::collections::BTreeMap;

/// Words of a shingle.
const WORDS: usize = 8;
/// Two articles are copies when they share this part of the shingles of the shorter one.
const SHARED: f64 = 0.3;

/// The distinct shingles of a text, ascending; a text shorter than one is a shingle by itself.
fn shingles(text: &str) -> Vec<u64> {
    let cut = Text::new(text);
    let mut folded = String::new();
    let words = cut.tokens().iter().filter(|t| t.is_word()).map(|t| {
        folded.clear();
        fold_into(cut.surface(t), &mut folded);
        hash_bytes(folded.as_bytes())
    });
    let words: Vec<u64> = words.collect();
    let mut out: Vec<u64> = words.windows(WORDS.min(words.len()).max(1)).map(|w| w.iter().fold(0, |h, &x| mix(h, x))).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The number of the first article of each article's group of near copies.
pub(crate) fn groups(texts: &[&str]) -> Vec<usize> {
    let sets: Vec<Vec<u64>> = texts.iter().map(|t| shingles(t)).collect();
    let mut places: Vec<(u64, usize)> = sets.iter().enumerate().flat_map(|(i, s)| s.iter().map(move |&h| (h, i))).collect();
    places.sort_unstable();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for same in places.chunk_by(|a, b| a.0 == b.0) {
        for (k, a) in same.iter().enumerate() {
            same[k + 1..].iter().for_each(|b| *shared.entry((a.1, b.1)).or_default() += 1);
        }
    }
    let mut group: Vec<usize> = (0..texts.len()).collect();
    for ((a, b), n) in shared {
        if n as f64 >= SHARED * sets[a].len().min(sets[b].len()) as f64 {
            let (a, b) = (group[a], group[b]);
            group.iter_mut().filter(|g| **g == a.max(b)).for_each(|g| *g = a.min(b));
        }
    }
    group
}

/// The fold of each article: group by group, each to the fold that has the fewest articles so far.
pub(crate) fn folds(group: &[usize], folds: usize) -> Vec<usize> {
    let mut size = vec![0usize; folds];
    let mut of = vec![usize::MAX; group.len()];
    for (i, &first) in group.iter().enumerate() {
        if first == i {
            of[i] = (0..folds).min_by_key(|&f| size[f]).expect("at least one fold");
            size[of[i]] += group.iter().filter(|g| **g == i).count();
        } else {
            of[i] = of[first];
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "أعلنت البلدية أن السوق الكبير سيفتح أبوابه غداً أمام الزوار بعد أعمال ترميم دامت سنتين كاملتين";
    const B: &str = "وصل المنتخب إلى المطار مساء أمس بعد رحلة طويلة، واستقبله المئات من مشجعيه بالأعلام والأغاني";

    #[test]
    fn copies_share_a_fold() {
        let longer = format!("{A}. {B}");
        let marked = A.replace("السوق", "السُّوق").replace("أن", "ان");
        for (texts, expected) in [
            (&[][..], &[][..]),
            (&[A, B], &[0, 1]),
            (&[A, B, A], &[0, 1, 0]),
            (&[B, &marked, A], &[0, 1, 1]),
            (&[A, B, &longer], &[0, 0, 0]),
            (&["قال", "قال", "", ""], &[0, 0, 2, 3]),
        ] {
            assert_eq!(groups(texts), expected, "{texts:?}");
        }
    }

    #[test]
    fn folds_are_even() {
        assert_eq!(folds(&[0, 1, 2, 3, 4], 2), [0, 1, 0, 1, 0]);
        assert_eq!(folds(&[0, 0, 0, 3, 4, 5], 2), [0, 0, 0, 1, 1, 1]);
        assert_eq!(folds(&[0, 1, 0, 1], 3), [0, 1, 0, 1]);
    }
}
