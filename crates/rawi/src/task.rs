//! One learned decision: the dictionary of its features and the network over them.

use crate::features::{Key, Sink};
#[cfg(feature = "train")]
use rawi_learn::Packer;
use rawi_learn::{Dictionary, FileError, Network, Unpacker, Vectors, mix};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Features of many places, kept flat.
#[derive(Debug, Default, Clone)]
pub(crate) struct Table {
    ends: Vec<u32>,
    hashes: Vec<u64>,
    /// What each hash was made of, when that is asked for.
    trace: Option<Vec<Seen>>,
}

/// A feature before it is hashed: what was seen at which place, as [`Sink::put`] takes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub key: Key,
    pub offset: i8,
    pub value: u64,
}

impl Table {
    /// A table that remembers what its hashes were made of.
    pub fn traced() -> Self {
        Self { trace: Some(Vec::new()), ..Self::default() }
    }

    pub fn clear(&mut self) {
        self.ends.clear();
        self.hashes.clear();
        self.trace.iter_mut().for_each(Vec::clear);
    }

    /// What the features of a place were made of; nothing unless the table is traced.
    pub fn seen(&self, i: usize) -> &[Seen] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        self.trace.as_ref().map_or(&[], |trace| &trace[start..self.ends[i] as usize])
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
        if let Some(trace) = &mut self.trace {
            trace.push(Seen { key, offset, value });
        }
    }
}

/// The dictionary and network of one decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Task {
    pub dictionary: Dictionary,
    pub network: Network,
    projected: Projected,
}

/// Projections of word vectors that were asked for before. What comes first is kept, and in news the frequent words come first.
/// Whether a projection is kept or computed anew changes no bit of it.
#[derive(Debug, Default)]
struct Projected {
    words: OnceLock<Box<[OnceLock<Box<[f32]>>]>>,
    kept: AtomicUsize,
}

impl Clone for Projected {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// How many words are kept: enough for nearly three quarters of the running words of news.
const KEPT: usize = 8192;

impl Task {
    pub fn new(dictionary: Dictionary, network: Network) -> Self {
        Self { dictionary, network, projected: Projected::default() }
    }

    #[cfg(feature = "train")]
    pub fn pack(&self, out: &mut Packer) {
        out.dictionary(&self.dictionary);
        out.network(&self.network);
    }

    pub fn unpack(from: &mut Unpacker<'_>) -> Result<Self, FileError> {
        let dictionary = from.dictionary()?;
        let network = from.network(dictionary.len())?;
        Ok(Self::new(dictionary, network))
    }

    /// The hidden sums of every place of a document: its features and the vectors around it.
    pub fn sums(&self, table: &Table, words: &[Option<u32>], vectors: &Vectors, out: &mut Vec<f32>) {
        self.sums_at(0..table.len(), table, words, vectors, out);
    }

    /// The same where `places` says so; elsewhere nothing of use.
    pub fn sums_at(
        &self,
        places: impl IntoIterator<Item = usize>,
        table: &Table,
        words: &[Option<u32>],
        vectors: &Vectors,
        out: &mut Vec<f32>,
    ) {
        let h = self.network.hidden;
        out.clear();
        out.resize(table.len() * h, 0.0);
        let mut scratch = Vec::new();
        for t in places {
            let sum = &mut out[t * h..(t + 1) * h];
            self.add(table.get(t), sum);
            for (k, &o) in self.network.offsets.iter().enumerate() {
                let Some(word) = t.checked_add_signed(o as isize).and_then(|s| *words.get(s)?) else { continue };
                let projection = &self.projection(word, vectors, &mut scratch)[k * h..(k + 1) * h];
                sum.iter_mut().zip(projection).for_each(|(s, p)| *s += p);
            }
        }
    }

    /// What the vector of a word adds at each of the offsets, one after another.
    pub fn projection<'a>(&'a self, word: u32, vectors: &Vectors, scratch: &'a mut Vec<f32>) -> &'a [f32] {
        let words = self.projected.words.get_or_init(|| (0..vectors.words.len()).map(|_| OnceLock::new()).collect());
        let Some(slot) = words.get(word as usize) else {
            self.project(word, vectors, scratch);
            return scratch;
        };
        if let Some(known) = slot.get() {
            return known;
        }
        self.project(word, vectors, scratch);
        if self.projected.kept.fetch_add(1, Ordering::Relaxed) < KEPT {
            return slot.get_or_init(|| scratch.as_slice().into());
        }
        self.projected.kept.store(KEPT, Ordering::Relaxed);
        scratch
    }

    fn project(&self, word: u32, vectors: &Vectors, out: &mut Vec<f32>) {
        let (h, offsets) = (self.network.hidden, self.network.offsets.len());
        let mut vector = vec![0f32; vectors.dim];
        vectors.get(word, &mut vector);
        out.clear();
        out.resize(offsets * h, 0.0);
        for (k, sum) in out.chunks_exact_mut(h).enumerate() {
            self.network.add_vector(k, &vector, sum);
        }
    }

    /// Adds the rows of the features that training kept.
    pub fn add(&self, features: &[u64], sum: &mut [f32]) {
        let mut rows = [0u32; 96];
        for some in features.chunks(rows.len()) {
            let n = self.dictionary.rows(some, &mut rows);
            self.network.add_rows(&rows[..n], sum);
        }
    }
}
