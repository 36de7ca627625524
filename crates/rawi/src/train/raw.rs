//! Raw text, and the word vectors learned from it. Whatever annotated articles lack, a word met five times in the archive has
//! neighbours that tell what it does. Nothing here knows of statements.

use super::{Event, Watch};
use crate::lexis::form;
use rawi_learn::train::vectors::{self, Plan};
use rawi_learn::{Dictionary, Vectors, hash_bytes};
use rawi_text::Text;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Texts without annotations, kept as numbers of words: some eight bytes a word.
#[derive(Default)]
pub struct Raw {
    /// Texts seen, so that a copy does not count twice.
    seen: HashSet<u64>,
    /// The number of each word, by the hash of its form, in the order of first meeting.
    numbers: HashMap<u64, u32>,
    hashes: Vec<u64>,
    counts: Vec<u64>,
    paragraphs: Vec<Vec<u32>>,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw").field("texts", &self.texts()).field("words", &self.hashes.len()).finish_non_exhaustive()
    }
}

impl Raw {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, unless the very same one was added before.
    pub fn add(&mut self, text: &str) {
        if !self.seen.insert(hash_bytes(text.as_bytes())) {
            return;
        }
        let cut = Text::new(text);
        let mut folded = String::new();
        for paragraph in cut.paragraphs() {
            let mut words = Vec::with_capacity(paragraph.len());
            for token in &cut.tokens()[paragraph.clone()] {
                form(cut.surface(token), token.shape, &mut folded);
                let hash = hash_bytes(folded.as_bytes());
                let number = *self.numbers.entry(hash).or_insert_with(|| {
                    self.hashes.push(hash);
                    self.counts.push(0);
                    self.hashes.len() as u32 - 1
                });
                self.counts[number as usize] += 1;
                words.push(number);
            }
            self.paragraphs.push(words);
        }
    }

    /// Number of texts, copies not counted.
    pub fn texts(&self) -> usize {
        self.seen.len()
    }

    /// Learns a vector for every word met at least `least` times, and keeps those of the `most` frequent ones.
    pub(crate) fn vectors(self, plan: &Plan, least: u64, most: usize, watch: &Watch<'_>) -> Vectors {
        let Self { seen, numbers, hashes, counts, mut paragraphs } = self;
        drop(numbers);
        let mut order: Vec<u32> = (0..counts.len() as u32).filter(|&i| counts[i as usize] >= least).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(counts[i as usize]), hashes[i as usize]));
        (watch.tell)(Event::Words { texts: seen.len(), kept: order.len(), all: counts.len() });
        let mut renamed = vec![u32::MAX; counts.len()];
        order.iter().zip(0..).for_each(|(&i, k)| renamed[i as usize] = k);
        for words in &mut paragraphs {
            words.retain_mut(|w| {
                *w = renamed[*w as usize];
                *w != u32::MAX
            });
        }
        let kept: Vec<u64> = order.iter().map(|&i| counts[i as usize]).collect();
        let learned = vectors::learn(&paragraphs, &kept, plan, |pass| (watch.tell)(Event::Vectors { pass, passes: plan.epochs }));
        let most = most.min(order.len());
        let words = Dictionary::new(order[..most].iter().map(|&i| hashes[i as usize]));
        let mut values = vec![0f32; words.len() * plan.dim];
        for (k, vector) in learned.chunks_exact(plan.dim).take(most).enumerate() {
            let row = words.row(hashes[order[k] as usize]).expect("a word of the dictionary") as usize;
            // one length for all, so that frequent words do not drown the rest
            let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(0.5);
            let out = &mut values[row * plan.dim..(row + 1) * plan.dim];
            out.iter_mut().zip(vector).for_each(|(o, x)| *o = x * (2.0 / norm));
        }
        Vectors::new(words, plan.dim, &values)
    }
}
