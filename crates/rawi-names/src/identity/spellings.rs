//! One full name in several spellings.

use super::work::Work;
use crate::compare::{Fit, compare_with, fit};
use crate::name::Name;
use crate::office::Relation;
use crate::spelling::{Leeway, Word, same_spelling, sounds_into};
use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Candidates that are looked at where they stand in the order of their sounds.
const NEAR: usize = 80;

impl Work<'_> {
    /// Spellings of one full name, the likeliest first.
    pub(super) fn spellings(&mut self) {
        let mut blocks: Vec<Block> = Vec::with_capacity(3 * self.bundles.len());
        for (k, b) in self.bundles.iter().enumerate() {
            blocks_of(&self.name(b.name), k as u32, &mut blocks);
        }
        blocks.sort_unstable();
        let mut found: Vec<(f32, Reverse<u64>, u32, u32, Leeway)> = Vec::new();
        for block in blocks.chunk_by(|a, b| a.key == b.key) {
            for (i, one) in block.iter().enumerate() {
                for other in block[i + 1..].iter().take(NEAR) {
                    let (a, b) = (one.bundle, other.bundle);
                    let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
                    let word = |name: u32| self.names[name as usize].get(one.but).map(|&w| &self.words[w as usize]);
                    let near = word(x.name).zip(word(y.name)).is_none_or(|(v, w)| same_spelling(v, w, Leeway::Besides).is_some());
                    if x.name == y.name || !near {
                        continue;
                    }
                    let (p, q) = (self.name(x.name), self.name(y.name));
                    let relation = self.relation(a, b);
                    let leeway = if relation >= Relation::Fits && self.told(a) { Leeway::Besides } else { Leeway::Office };
                    let Fit::Whole(cost) = fit(&p, &q, leeway).0 else { continue };
                    let alone = matches!(fit(&p, &q, Leeway::Alone).0, Fit::Whole(_));
                    let rare = self.is_rare(x.name) && self.is_rare(y.name);
                    let fits = match relation {
                        Relation::Conflict => alone && rare && cost < 0.3,
                        Relation::Other => alone && rare,
                        Relation::Unknown => alone,
                        Relation::Fits | Relation::Equal => true,
                    };
                    if fits {
                        found.push((cost, Reverse(x.documents + y.documents), a.min(b), a.max(b), leeway));
                    }
                }
            }
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
        found.dedup();
        for (cost, _, a, b, leeway) in found {
            let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
            let (p, q) = (x.forms[0], y.forms[0]);
            let (_, reason) = compare_with(&Name::new(&self.form(p).name), &Name::new(&self.form(q).name), Leeway::Besides);
            self.join_within(p, q, reason, (1.0 - 0.3 * cost).max(0.5), leeway);
        }
    }
}

/// A place where spellings of a name are looked for. Those with the same key sound the same when written without spaces, or in all
/// words but one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    /// Hash of the sounds.
    key: u64,
    /// Sounds of the word that is left out, so that what is near in sound is near in order.
    rest: String,
    /// Which word is left out; none beyond the last.
    but: usize,
    bundle: u32,
}

fn blocks_of(words: &[&Word], bundle: u32, out: &mut Vec<Block>) {
    let key = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    let sounds = |letters: &str| {
        let mut out = String::new();
        sounds_into(letters, &mut out);
        out
    };
    let joined = sounds(&words.iter().map(|w| w.letters()).collect::<String>());
    out.push(Block { key: key(&|h| joined.hash(h)), rest: String::new(), but: usize::MAX, bundle });
    let each: Vec<String> = words.iter().map(|w| sounds(w.letters())).collect();
    for (but, rest) in each.iter().enumerate() {
        let key = key(&|h| (but, &each[..but], &each[but + 1..]).hash(h));
        out.push(Block { key, rest: rest.clone(), but, bundle });
    }
}
