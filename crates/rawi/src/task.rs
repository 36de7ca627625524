//! One learned decision: the dictionary of its features and the network over them.

use crate::features::{Key, Sink};
use rawi_learn::{Dictionary, FileError, Network, Packer, Unpacker, Vectors, mix};

/// Features of many places, kept flat.
#[derive(Debug, Default, Clone)]
pub(crate) struct Table {
    ends: Vec<u32>,
    hashes: Vec<u64>,
}

impl Table {
    pub fn clear(&mut self) {
        self.ends.clear();
        self.hashes.clear();
    }

    /// Ends the list of the current place.
    pub fn close(&mut self) {
        self.ends.push(self.hashes.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, i: usize) -> &[u64] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.hashes[start..self.ends[i] as usize]
    }
}

impl Sink for Table {
    #[inline]
    fn put(&mut self, key: Key, offset: i8, value: u64) {
        self.hashes.push(mix(key.seed ^ (offset as u8 as u64) << 56, value));
    }
}

/// The dictionary and network of one decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Task {
    pub dictionary: Dictionary,
    pub network: Network,
}

impl Task {
    pub fn pack(&self, out: &mut Packer) {
        out.dictionary(&self.dictionary);
        out.network(&self.network);
    }

    pub fn unpack(from: &mut Unpacker<'_>) -> Result<Self, FileError> {
        let dictionary = from.dictionary()?;
        let network = from.network(dictionary.len())?;
        Ok(Self { dictionary, network })
    }

    /// The hidden sums of every place of a document: its features and the vectors around it.
    pub fn sums(&self, table: &Table, words: &[Option<u32>], vectors: &Vectors, out: &mut Vec<f32>) {
        let h = self.network.hidden;
        let n = table.len();
        out.clear();
        out.resize(n * h, 0.0);
        let mut vector = vec![0f32; vectors.dim];
        for t in 0..n {
            self.add(table.get(t), &mut out[t * h..(t + 1) * h]);
            let Some(w) = words[t] else { continue };
            vectors.get(w, &mut vector);
            for (k, &o) in self.network.offsets.iter().enumerate() {
                if let Some(s) = t.checked_add_signed(-(o as isize)).filter(|&s| s < n) {
                    self.network.add_vector(k, &vector, &mut out[s * h..(s + 1) * h]);
                }
            }
        }
    }

    /// Adds the rows of the features that training kept.
    pub fn add(&self, features: &[u64], sum: &mut [f32]) {
        for &f in features {
            if let Some(row) = self.dictionary.row(f) {
                self.network.add_row(row, sum);
            }
        }
    }
}
