//! From words to states: what is seen of each word and of its place, mixed with what stands around it in both directions. Read once a
//! text; every decision looks at the states.

use crate::features::{self, Outlook};
use crate::head::States;
use crate::lexis::{Lexis, Word};
use rawi_learn::{Activations, Dictionary, Linear, PackedRows, Recurrent, RecurrentScratch, Vectors, add_rows};

/// The weights of the encoder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Encoder {
    /// Components of what is seen of a word.
    pub width: usize,
    /// The features of words that training kept, and the row of each.
    pub dictionary: Dictionary,
    pub rows: PackedRows,
    pub vectors: Vectors,
    /// From a word vector to what is seen of a word.
    pub project: Linear,
    /// The rows of `features::Place`.
    pub places: Vec<f32>,
    /// From a word and its two neighbours to the first states.
    pub first: Linear,
    pub layers: Vec<Recurrent>,
}

/// Buffers of [`Encoder::encode`], with what was seen of words met before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// What is seen of each word of the cache, one after another.
    words: Vec<f32>,
    seen: Vec<f32>,
    mixed: Vec<f32>,
    quantised: Activations,
    recurrent: RecurrentScratch,
    vector: Vec<f32>,
    features: Vec<u64>,
    rows: Vec<u32>,
    places: Vec<u16>,
}

impl Memory {
    /// Forgets the words; to be called whenever the cache forgets them.
    pub fn forget(&mut self) {
        self.words.clear();
    }

    /// What is seen of a word by itself, by its number in the cache.
    pub fn word(&self, known: u32, width: usize) -> &[f32] {
        &self.words[known as usize * width..][..width]
    }
}

impl Encoder {
    /// Adds what is seen of a word by itself to the end of `memory.words`.
    fn word(&self, w: &Word, shape: u8, memory: &mut Memory) {
        let Memory { words, seen, quantised, vector, features, rows, .. } = memory;
        features.clear();
        features::word(w, shape, features);
        rows.resize(features.len(), 0);
        let n = self.dictionary.rows(features, rows);
        seen.clear();
        if let Some(row) = w.vector {
            vector.resize(self.vectors.dim, 0.0);
            self.vectors.get(row, vector);
            self.project.apply(vector, seen, quantised);
        } else {
            seen.resize(self.width, 0.0);
        }
        self.rows.add(&rows[..n], seen);
        words.extend_from_slice(seen);
    }

    /// The states of all tokens.
    pub fn encode(&self, lexis: &Lexis, outlook: &Outlook, memory: &mut Memory, states: &mut States) {
        let e = self.width;
        let n = lexis.len();
        for t in 0..n {
            // words get their numbers in the order in which they are met
            if lexis.known[t] as usize * e == memory.words.len() {
                self.word(&lexis.words[t], lexis.shape[t], memory);
            }
        }
        let Memory { words, seen, mixed, quantised, recurrent, places, .. } = memory;
        states.width = self.first.outputs();
        states.values.clear();
        let mut start = 0;
        while start < n {
            let end = stretch(&lexis.paragraph, start);
            seen.clear();
            for t in start..end {
                let at = lexis.known[t] as usize * e;
                seen.extend_from_slice(&words[at..at + e]);
                places.clear();
                features::place(lexis, outlook, t, places);
                add_rows(&self.places, places, &mut seen[(t - start) * e..]);
            }
            self.first.apply_windows(seen, std::slice::from_ref(&(0..end - start)), mixed, quantised);
            mixed.iter_mut().for_each(|x| *x = x.max(0.0));
            for layer in &self.layers {
                layer.apply(mixed, seen, recurrent);
                std::mem::swap(mixed, seen);
            }
            states.values.extend_from_slice(mixed);
            start = end;
        }
        states.quantised.quantise(&states.values, states.width);
    }
}

/// Tokens that are mixed with one another: more than any article has, and so few that what is made of them on the way is some
/// twenty megabytes. A longer text is read in stretches that end where a paragraph does.
const STRETCH: usize = 1 << 14;

/// The end of the stretch that begins at `start`, given the number of the paragraph of every token.
fn stretch(paragraph: &[u32], start: usize) -> usize {
    let most = start + STRETCH;
    if most >= paragraph.len() {
        return paragraph.len();
    }
    let at_paragraph = (start + 1..=most).rev().find(|&t| paragraph[t] != paragraph[t - 1]);
    at_paragraph.unwrap_or(most)
}
