//! Which one of several sources a name means, if one is singled out.

use super::work::{Work, YEARS, foremost, gap};
use crate::compare::Reason;
use crate::office::Relation;

impl Work<'_> {
    /// Joins a bundle to the source of one of the candidates if there is one that offices, dates and numbers of documents single out.
    pub(super) fn choose(&mut self, k: u32, candidates: Vec<(u32, Relation)>, rare: bool, reason: Reason, strength: f32) -> bool {
        let days = self.bundles[k as usize].days;
        let near: Vec<(u32, Relation)> = candidates
            .into_iter()
            .filter(|&(c, r)| r != Relation::Conflict && (r >= Relation::Fits || gap(days, self.bundles[c as usize].days) < YEARS))
            .collect();
        let of = |least: Relation| near.iter().filter(|(_, r)| *r >= least).map(|x| x.0).collect::<Vec<u32>>();
        let pool =
            [of(Relation::Equal), of(Relation::Fits), of(Relation::Conflict)].into_iter().find(|p| !p.is_empty()).unwrap_or_default();
        let surely = near.iter().any(|(_, r)| *r >= Relation::Fits);
        let mut sources: Vec<(u32, f64, u32)> = Vec::new(); // root, documents, the bundle with most of them
        for c in pool {
            let root = self.union.find(self.bundles[c as usize].forms[0]);
            let documents = self.bundles[c as usize].documents as f64;
            match sources.iter_mut().find(|s| s.0 == root) {
                Some(s) => {
                    s.1 += documents;
                    if self.bundles[c as usize].documents > self.bundles[s.2 as usize].documents {
                        s.2 = c;
                    }
                }
                None => sources.push((root, documents, c)),
            }
        }
        let weights: Vec<f64> = sources.iter().map(|s| s.1).collect();
        let Some(best) = foremost(&weights) else { return false };
        // what many bear needs an office, or a name that the archive is full of
        let enough = surely || rare || weights[best] >= 5.0 && near.iter().all(|x| x.1 == Relation::Unknown);
        if !enough {
            return false;
        }
        let (a, b) = (self.bundles[k as usize].forms[0], self.bundles[sources[best].2 as usize].forms[0]);
        self.join(a, b, reason, if surely { strength } else { strength - 0.15 })
    }
}
