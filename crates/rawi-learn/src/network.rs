//! The network: sparse rows and projected word vectors summed into a hidden layer, optional mixing of neighbours, label scores.
//! Inference only; gradients are in `train`.

use crate::chain::Chain;
use crate::math::{add, add_packed, axpy};

/// A residual layer that mixes each place with its neighbours: `h[t] += relu(bias + Σ W[o] h[t + o])`, `o` in `-1..=1`.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// `weight[(o * hidden + input) * hidden + output]`, `o` in `0..3` for places -1, 0, +1.
    pub weight: Vec<f32>,
    /// One a hidden unit.
    pub bias: Vec<f32>,
}

/// What each feature adds to the hidden layer, one row a feature.
#[derive(Debug, Clone)]
pub enum Rows {
    /// As learned: `cells[row * hidden ..]`.
    Full(Vec<f32>),
    /// As a file keeps them: for each row a scale in four bytes, then one byte a cell.
    Packed {
        /// `bytes[row * (4 + width) ..]`.
        bytes: Vec<u8>,
        /// Cells a row.
        width: usize,
    },
}

impl Default for Rows {
    fn default() -> Self {
        Self::Full(Vec::new())
    }
}

impl Rows {
    /// Number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Full(cells) => cells.len(),
            Self::Packed { bytes, width } => bytes.len() / (4 + width) * width,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The largest weight, regardless of sign; not a number when one of them is none.
    pub fn largest(&self) -> f32 {
        let top = |values: &[f32]| values.iter().fold(0f32, |a, b| if b.abs() <= a || a.is_nan() { a } else { b.abs() });
        match self {
            Self::Full(cells) => top(cells),
            Self::Packed { bytes, width } => top(&bytes.chunks_exact(4 + width).map(|row| unpack(row).0).collect::<Vec<f32>>()) * 128.0,
        }
    }

    /// The learned weights; none when they are packed.
    #[cfg(feature = "train")]
    pub(crate) fn full(&self) -> &[f32] {
        match self {
            Self::Full(cells) => cells,
            Self::Packed { .. } => &[],
        }
    }

    #[cfg(feature = "train")]
    pub(crate) fn full_mut(&mut self) -> &mut [f32] {
        match self {
            Self::Full(cells) => cells,
            Self::Packed { .. } => &mut [],
        }
    }
}

/// Units that are summed together, in registers.
const LANES: usize = 16;

/// Scale and cells of a packed row.
#[inline]
fn unpack(row: &[u8]) -> (f32, &[u8]) {
    let (scale, cells) = row.split_at(4);
    (f32::from_le_bytes([scale[0], scale[1], scale[2], scale[3]]), cells)
}

/// All weights of one task.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Hidden units.
    pub hidden: usize,
    /// Labels scored at each place.
    pub labels: usize,
    /// What a feature adds to the hidden layer.
    pub rows: Rows,
    /// Places, relative to the token, whose word vectors are projected.
    pub offsets: Vec<i8>,
    /// Components of a word vector.
    pub dim: usize,
    /// `project[(offset * dim + component) * hidden + unit]`.
    pub project: Vec<f32>,
    /// One a hidden unit.
    pub bias: Vec<f32>,
    /// Mixing layers, applied in order.
    pub blocks: Vec<Block>,
    /// `out[unit * labels + label]`.
    pub out: Vec<f32>,
    /// One a label.
    pub out_bias: Vec<f32>,
    /// How labels follow one another.
    pub chain: Chain,
}

/// Buffers for scoring, reused between calls.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    /// `layers[0]` is the rectified sum, `layers[i]` what the i-th block made of it.
    pub(crate) layers: Vec<Vec<f32>>,
    /// What each block added, before it was added.
    pub(crate) mixed: Vec<Vec<f32>>,
    /// `scores[t * labels + label]` of the last call.
    pub scores: Vec<f32>,
}

impl Network {
    /// Adds the row of a feature to a hidden sum.
    #[inline]
    pub fn add_row(&self, row: u32, sum: &mut [f32]) {
        self.add_rows(&[row], sum);
    }

    /// Adds the rows of several features, in order.
    #[inline]
    pub fn add_rows(&self, rows: &[u32], sum: &mut [f32]) {
        let h = self.hidden;
        match &self.rows {
            Rows::Full(cells) => rows.iter().for_each(|&row| add(sum, &cells[row as usize * h..(row as usize + 1) * h])),
            Rows::Packed { bytes, .. } => {
                let step = 4 + h;
                // looked at first, so that memory is asked for all of them at once and not for one after another
                let touch = rows.iter().fold(0u8, |a, &row| a ^ bytes[row as usize * step] ^ bytes[row as usize * step + step - 1]);
                std::hint::black_box(touch);
                let (lanes, rest) = sum.as_chunks_mut::<LANES>();
                for (k, lane) in lanes.iter_mut().enumerate() {
                    let mut sum = *lane;
                    for &row in rows {
                        let (scale, cells) = unpack(&bytes[row as usize * step..(row as usize + 1) * step]);
                        let cells: &[u8; LANES] = cells[k * LANES..(k + 1) * LANES].try_into().expect("as many");
                        add_packed(&mut sum, scale, cells);
                    }
                    *lane = sum;
                }
                let done = h - rest.len();
                for &row in rows {
                    let (scale, cells) = unpack(&bytes[row as usize * step..(row as usize + 1) * step]);
                    add_packed(rest, scale, &cells[done..]);
                }
            }
        }
    }

    /// Adds the projection of a word vector that stands at the `k`-th of [`Network::offsets`].
    pub fn add_vector(&self, k: usize, vector: &[f32], sum: &mut [f32]) {
        let h = self.hidden;
        let project = &self.project[k * self.dim * h..(k + 1) * self.dim * h];
        let (lanes, rest) = sum.as_chunks_mut::<LANES>();
        for (i, lane) in lanes.iter_mut().enumerate() {
            let mut sum = *lane;
            for (&v, row) in vector.iter().zip(project.chunks_exact(h)) {
                let row: &[f32; LANES] = row[i * LANES..(i + 1) * LANES].try_into().expect("as many");
                axpy(&mut sum, v, row);
            }
            *lane = sum;
        }
        let done = h - rest.len();
        for (&v, row) in vector.iter().zip(project.chunks_exact(h)) {
            axpy(rest, v, &row[done..]);
        }
    }

    /// Scores `n` places whose hidden sums (without the bias) are `sums[t * hidden + unit]`; the result is in `scratch.scores`.
    pub fn score(&self, sums: &[f32], scratch: &mut Scratch) {
        let h = self.hidden;
        let n = sums.len() / h;
        let Scratch { layers, mixed, scores } = scratch;
        layers.resize(self.blocks.len() + 1, Vec::new());
        mixed.resize(self.blocks.len(), Vec::new());
        layers[0].clear();
        for row in sums.chunks_exact(h) {
            layers[0].extend(row.iter().zip(&self.bias).map(|(s, b)| (s + b).max(0.0)));
        }
        for (i, block) in self.blocks.iter().enumerate() {
            let (done, rest) = layers.split_at_mut(i + 1);
            block.mix(&done[i], h, &mut mixed[i]);
            rest[0].clear();
            rest[0].extend(done[i].iter().zip(&mixed[i]).map(|(a, b)| a + b.max(0.0)));
        }
        self.label_scores(&layers[self.blocks.len()], n, scores);
    }

    pub(crate) fn label_scores(&self, top: &[f32], n: usize, scores: &mut Vec<f32>) {
        let (h, l) = (self.hidden, self.labels);
        scores.clear();
        for t in 0..n {
            scores.extend_from_slice(&self.out_bias);
            let row = &mut scores[t * l..];
            for (j, &a) in top[t * h..(t + 1) * h].iter().enumerate() {
                if a != 0.0 {
                    axpy(row, a, &self.out[j * l..(j + 1) * l]);
                }
            }
        }
    }
}

impl Block {
    /// `out[t] = bias + Σ W[o] input[t + o]`, before the rectifier.
    pub(crate) fn mix(&self, input: &[f32], h: usize, out: &mut Vec<f32>) {
        let n = input.len() / h;
        out.clear();
        for t in 0..n {
            out.extend_from_slice(&self.bias);
            let row = &mut out[t * h..];
            for o in 0..3usize {
                let Some(s) = (t + o).checked_sub(1).filter(|&s| s < n) else { continue };
                for (j, &a) in input[s * h..(s + 1) * h].iter().enumerate() {
                    if a != 0.0 {
                        let at = (o * h + j) * h;
                        axpy(row, a, &self.weight[at..at + h]);
                    }
                }
            }
        }
    }
}
