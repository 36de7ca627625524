//! Names of one word: whose surname, or given name, they are.

use super::work::{BEARERS, MANY, Work, YEARS, gap, leeway};
use crate::compare::{Fit, Reason, compare_with, fit, surely_spelt};
use crate::forms::Sort;
use crate::name::Name;
use crate::office::{NONE, Relation};
use crate::spelling::{Leeway, Word, same_spelling};
use std::cmp::Reverse;
use std::collections::HashMap;

impl Work<'_> {
    /// Surnames alone, and given names where the office is the same.
    pub(super) fn single_words(&mut self) {
        // which full names have a word, and at which place
        let mut places: HashMap<String, Vec<(u32, usize)>> = HashMap::new();
        for (k, b) in self.bundles.iter().enumerate() {
            for (i, w) in self.name(b.name).iter().enumerate() {
                match places.get_mut(w.skeleton()) {
                    Some(known) => known.push((k as u32, i)),
                    None => {
                        places.insert(w.skeleton().to_owned(), vec![(k as u32, i)]);
                    }
                }
            }
        }
        let mut alone: Vec<u32> = Vec::new();
        for (name, forms) in self.by_name(&[Sort::OneWord]) {
            let known_as = self.known.len() as u32;
            self.known.push(name);
            let word = self.name(name)[0].clone();
            let near = places.get(word.skeleton()).map_or(&[][..], Vec::as_slice);
            for at in forms {
                let k = self.bundle(name, known_as, vec![at]);
                let (candidates, surname) = self.bearers(&word, k, near);
                let letters = Name::new(&self.form(at).name).name().to_owned();
                let reason = if surname { Reason::Surname(letters) } else { Reason::GivenName(letters) };
                if candidates.is_empty() || !self.choose(k, candidates, !word.is_common_alone(), reason, 0.8) {
                    alone.push(k);
                }
            }
        }
        self.single_words_alone(alone);
    }

    /// Of the full names that have a word at some place, those that a form of this word alone may mean: as a surname, or if none, as a
    /// given name.
    fn bearers(&self, word: &Word, k: u32, near: &[(u32, usize)]) -> (Vec<(u32, Relation)>, bool) {
        let held = self.bundles[k as usize].offices.first().copied().unwrap_or(NONE);
        let (mut surnames, mut given): (Vec<(u32, Relation, f32)>, Vec<(u32, Relation)>) = (Vec::new(), Vec::new());
        // what very many bear says nothing without the office
        let (many, told) = (near.len() > BEARERS, self.offices.tells(held));
        if many && !told {
            return (given, true);
        }
        for &(b, at) in near {
            let bundle = &self.bundles[b as usize];
            if many && !bundle.offices.contains(&held) {
                continue;
            }
            let name = &self.names[bundle.name as usize];
            let own = &self.words[name[at] as usize];
            let relation = self.relation(k, b);
            let leeway = if word.arabic { Leeway::Alone } else { leeway(relation) };
            let Some(cost) = same_spelling(word, own, leeway) else { continue };
            if at == 0 {
                if relation == Relation::Equal && told {
                    given.push((b, relation));
                }
                continue;
            }
            // a given name that is not the last is the father's; another office is another person, unless the archive is full of this one
            let surname = at + 1 == name.len() || !own.is_given();
            let fits = relation >= Relation::Fits
                || surely_spelt(word, own, cost) && (relation != Relation::Other || cost == 0.0 && bundle.documents >= 10);
            if surname && fits {
                surnames.push((b, relation, cost));
            }
        }
        if surnames.is_empty() {
            return (given, false);
        }
        // a spelling far from this only where the office says so, or none has this
        let exact = surnames.iter().any(|s| s.2 == 0.0);
        (surnames.into_iter().filter(|s| s.2 <= 0.25 || !exact || s.1 >= Relation::Fits).map(|s| (s.0, s.1)).collect(), true)
    }

    /// Single words that no full name takes: joined to each other where they are one word, or spellings of one foreign word.
    fn single_words_alone(&mut self, alone: Vec<u32>) {
        let mut blocks: Vec<(String, Reverse<u64>, u32)> = alone
            .iter()
            .map(|&k| (self.name(self.bundles[k as usize].name)[0].skeleton().to_owned(), Reverse(self.bundles[k as usize].documents), k))
            .collect();
        blocks.sort_unstable();
        let blocks: Vec<Vec<u32>> = blocks.chunk_by(|a, b| a.0 == b.0).map(|c| c.iter().map(|x| x.2).collect()).collect();
        for block in blocks {
            for (i, &b) in block.iter().enumerate().skip(1) {
                for &a in block[..i].iter().take(MANY) {
                    let (x, y) = (self.bundles[a as usize].name, self.bundles[b as usize].name);
                    let (p, q) = (self.name(x), self.name(y));
                    let relation = self.relation(a, b);
                    let leeway = if p[0].arabic || q[0].arabic { Leeway::Alone } else { leeway(relation) };
                    let Fit::Whole(cost) = fit(&p, &q, leeway).0 else { continue };
                    let rare = !p[0].is_common_alone() && !q[0].is_common_alone();
                    let near = gap(self.bundles[a as usize].days, self.bundles[b as usize].days) < YEARS;
                    let fits = relation >= Relation::Fits
                        || rare
                            && near
                            && relation >= Relation::Unknown
                            && (x == y
                                || !p[0].arabic && !q[0].arabic && p[0].letters().chars().count() > 4 && surely_spelt(p[0], q[0], cost));
                    if fits && relation != Relation::Conflict {
                        let (f, g) = (self.bundles[a as usize].forms[0], self.bundles[b as usize].forms[0]);
                        let reason = if cost == 0.0 {
                            Reason::OneWord
                        } else {
                            compare_with(&Name::new(&self.form(f).name), &Name::new(&self.form(g).name), leeway).1
                        };
                        if self.join(f, g, reason, 0.6) {
                            break;
                        }
                    }
                }
            }
        }
    }
}
