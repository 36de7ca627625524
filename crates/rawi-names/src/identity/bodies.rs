//! Bodies, groups and texts: which names are one's.

use super::work::{Bundle, MANY, Work};
use crate::compare::{Fit, Reason, fit, surely_spelt};
use crate::forms::Sort;
use crate::office::{NONE, Relation};
use crate::spelling::{Leeway, Word, same_spelling};
use rawi::record::Kind;

impl Work<'_> {
    /// Bodies, groups and texts: the same name, or a spelling of the foreign words in it.
    pub(super) fn bodies(&mut self) {
        for sort in [Sort::Body, Sort::Group, Sort::Text] {
            let from = self.bundles.len() as u32;
            for (name, forms) in self.by_name(&[sort]) {
                let heads = |work: &Self, at: u32| work.parsed[at as usize].office;
                let (told, untold): (Vec<u32>, Vec<u32>) = forms.into_iter().partition(|&at| heads(self, at) != NONE);
                let mut groups =
                    self.grouped(told, |work, group, at| group.iter().all(|&g| work.heads_fit(heads(work, g), heads(work, at))));
                // الرياض is a city too
                let (bodies, states): (Vec<u32>, Vec<u32>) = untold.into_iter().partition(|&at| self.form(at).kind == Kind::Organization);
                if groups.is_empty() {
                    groups.push([bodies, states].concat());
                } else {
                    self.give_to_foremost(&mut groups, bodies);
                    groups.extend(Some(states).filter(|s| !s.is_empty()));
                }
                self.add_bundles(name, groups, Reason::Body, 0.95);
            }
            if sort == Sort::Body {
                self.spellings_of_bodies(from);
            }
        }
    }

    /// Whether heads and states that are left out of the names of two bodies go together.
    fn heads_fit(&self, a: u32, b: u32) -> bool {
        let other = match self.offices.relation(a, b) {
            Relation::Conflict => return false,
            relation => relation == Relation::Other,
        };
        !other || self.offices.is_state(a) != self.offices.is_state(b)
    }

    fn spellings_of_bodies(&mut self, from: u32) {
        let mut blocks: Vec<(String, u32)> = Vec::new();
        for k in from..self.bundles.len() as u32 {
            blocks.push((self.name(self.bundles[k as usize].name).iter().map(|w| w.skeleton()).collect(), k));
        }
        blocks.sort_unstable();
        for block in blocks.chunk_by(|a, b| a.0 == b.0) {
            for (i, &(_, b)) in block.iter().enumerate().skip(1) {
                for &(_, a) in block[..i].iter().take(MANY) {
                    let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
                    let (p, q) = (self.name(x.name), self.name(y.name));
                    let head = |b: &Bundle| b.offices.first().copied().unwrap_or(NONE);
                    let heads = self.heads_fit(head(x), head(y));
                    if x.name == y.name || !heads {
                        continue;
                    }
                    let differ: Vec<(&Word, &Word)> =
                        p.iter().copied().zip(q.iter().copied()).filter(|(v, w)| v.letters() != w.letters()).collect();
                    let is_foreign = |w: &Word| !w.arabic && !w.letters().starts_with('@');
                    let foreign = if p.len() == q.len() {
                        let spelt = |v: &Word, w: &Word| same_spelling(v, w, Leeway::Alone).is_some_and(|c| surely_spelt(v, w, c));
                        differ.iter().all(|(v, w)| is_foreign(v) && is_foreign(w) && v.letters().chars().count() > 3 && spelt(v, w))
                    } else {
                        p.iter().chain(&q).all(|w| is_foreign(w))
                    };
                    if foreign && matches!(fit(&p, &q, Leeway::Alone).0, Fit::Whole(_)) {
                        let (f, g) = (x.forms[0], y.forms[0]);
                        let reason = differ.first().map_or(Reason::Body, |(v, w)| Reason::Spelling(v.letters().into(), w.letters().into()));
                        self.join(f, g, reason, 0.7);
                    }
                }
            }
        }
    }
}
