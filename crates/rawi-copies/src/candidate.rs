//! Which of the texts with prints in common are worth comparing? The few that share the most prints, rare ones before all.

use std::collections::BTreeMap;

/// How many of the texts that carry a print are looked at, the first ones added. A print of more texts than that is a phrase
/// of the trade or a much copied story; of a story any copy will do, and the first is there.
pub const CARRIERS: usize = 32;
/// The most candidates there are.
pub const MOST: usize = 8;

/// The least weight of a candidate, that of one print which no other text carries. A print counts the less, the more carry it.
const ENOUGH: f64 = 1.0;

/// The texts to compare a new one with, the likeliest first, at most [`MOST`]. `carriers` has for each
/// [print](crate::Words::prints) of the new text the texts that carry it too: the first [`CARRIERS`] of them.
pub fn candidates<T: Copy + Ord>(carriers: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    let mut weights: BTreeMap<T, f64> = BTreeMap::new();
    for texts in carriers {
        let weight = 1.0 / (texts.len() as f64).sqrt();
        texts.into_iter().for_each(|t| *weights.entry(t).or_default() += weight);
    }
    let mut best: Vec<(T, f64)> = weights.into_iter().filter(|w| w.1 >= ENOUGH).collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1));
    best.truncate(MOST);
    best.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_come_first() {
        for (carriers, expected) in [
            (vec![], vec![]),
            (vec![vec![]], vec![]),
            (vec![vec![7]], vec![7]),
            (vec![vec![1, 2, 3], vec![3], vec![2, 3], vec![2, 4]], vec![3, 2]),
            // One print of many texts says nothing.
            (vec![(0..32).collect()], vec![]),
            // Many prints of many texts do: a story that all have carried.
            (vec![(0..32).collect(); 12], (0..8).collect()),
        ] {
            assert_eq!(candidates(carriers), expected);
        }
    }
}
