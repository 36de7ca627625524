//! Names that leave out words of longer ones.

use super::work::{MANY, Work};
use crate::compare::{Fit, Reason, fit};
use crate::office::Relation;
use crate::spelling::{Leeway, Word, same_spelling};
use std::cmp::Reverse;
use std::collections::HashMap;

impl Work<'_> {
    /// Names that leave out words of longer ones: باراك أوباما of باراك حسين أوباما, محمد بن نايف of the whole line of fathers.
    pub(super) fn shorter_names(&mut self) {
        let pair = |words: &[&Word], at: Place, i: usize, j: usize| (at, words[i].skeleton().to_owned(), words[j].skeleton().to_owned());
        let mut index: HashMap<(Place, String, String), Vec<u32>> = HashMap::new();
        for (k, b) in self.bundles.iter().enumerate() {
            let words = self.name(b.name);
            let n = words.len();
            if n < 3 {
                continue;
            }
            let within = (2..n - 1).map(|i| pair(&words, Place::Within, 0, i));
            let ends = [pair(&words, Place::Ends, 0, n - 1), pair(&words, Place::Begin, 0, 1), pair(&words, Place::End, n - 2, n - 1)];
            for key in ends.into_iter().chain(within) {
                index.entry(key).or_default().push(k as u32);
            }
        }
        let mut short: Vec<u32> = (0..self.bundles.len() as u32).collect();
        short.sort_by_key(|&k| {
            let b = &self.bundles[k as usize];
            (Reverse(self.names[b.name as usize].len()), Reverse(b.documents), k)
        });
        for k in short {
            let name = self.bundles[k as usize].name;
            let words = self.name(name);
            let n = words.len();
            let found = |key| index.get(&key).into_iter().flatten().take(MANY).copied();
            let mut longer: Vec<u32> = found(pair(&words, Place::Ends, 0, n - 1)).collect();
            longer.extend(found(pair(&words, Place::Begin, 0, 1)));
            longer.extend(found(pair(&words, Place::End, n - 2, n - 1)));
            // what is neither the beginning nor the end needs the office: محمد مرسي of محمد محمد مرسي العياط
            longer.extend(found(pair(&words, Place::Within, 0, n - 1)).filter(|&l| self.relation(k, l) >= Relation::Fits));
            longer.sort_unstable();
            longer.dedup();
            longer.retain(|&l| {
                let other = self.bundles[l as usize].name;
                self.names[other as usize].len() > words.len() && matches!(fit(&words, &self.name(other), Leeway::Alone).0, Fit::Shorter(_))
            });
            // a name that many bear says enough with a father's name where no office speaks against it, and with all but
            // the middle names where no office is told at all
            let ends = |l: u32| {
                let long = self.name(self.bundles[l as usize].name);
                same_spelling(words[words.len() - 1], long[long.len() - 1], Leeway::Alone).is_some()
                    && same_spelling(words[0], long[0], Leeway::Alone).is_some()
            };
            let untold = |b: u32| self.bundles[b as usize].offices.is_empty();
            let full = words.iter().any(|w| w.nasab) || untold(k) && longer.iter().all(|&l| untold(l) && ends(l));
            let candidates: Vec<(u32, Relation)> = longer.iter().map(|&l| (l, self.relation(k, l))).collect();
            let rare = self.is_rare(name) || full && candidates.iter().all(|c| c.1 == Relation::Unknown);
            self.choose(k, candidates, rare, Reason::Shorter, 0.75);
        }
    }
}

/// Where two words stand in a longer name: first and last, both first, both last, first and one between.
#[derive(PartialEq, Eq, Hash)]
enum Place {
    Ends,
    Begin,
    End,
    Within,
}
