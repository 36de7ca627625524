//! Word vectors: one short vector of whole numbers per word, looked up by the hash of the word.
//! How they are learned from raw text is in `train::vectors`.

use crate::Dictionary;

/// Vectors of `dim` components for a set of words. Components are kept in eight bits with one scale for all.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    /// The words, by hash.
    pub words: Dictionary,
    /// Components a vector.
    pub dim: usize,
    pub(crate) cells: Vec<i8>,
    pub(crate) scale: f32,
}

impl Vectors {
    /// Packs vectors given in the order of the rows of `words`.
    pub fn new(words: Dictionary, dim: usize, values: &[f32]) -> Self {
        let top = values.iter().fold(1e-9f32, |a, b| a.max(b.abs()));
        let scale = top / 127.0;
        let cells = values.iter().map(|v| (v / scale).round() as i8).collect();
        Self { words, dim, cells, scale }
    }

    /// Writes the vector of a row into `out`.
    pub fn get(&self, row: u32, out: &mut [f32]) {
        let at = row as usize * self.dim;
        for (o, &c) in out.iter_mut().zip(&self.cells[at..at + self.dim]) {
            *o = f32::from(c) * self.scale;
        }
    }
}
