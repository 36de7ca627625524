//! Linear-chain conditional random field over label scores: best path, marginals, likelihood.
//! The scores come from a network; this file knows transitions only.
//!
//! Lafferty, McCallum and Pereira 2001. Sums run in scaled probabilities, not in logarithms.

use crate::math::{exp, exps};
use crate::simd::level;
use fearless_simd::prelude::*;
use fearless_simd::{dispatch, f32x8, i32x8};
use std::sync::OnceLock;

/// Labels that are worked on together.
const BLOCK: usize = 8;

/// Transition scores between `labels` labels; forbidden ones are negative infinity.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    /// Number of labels.
    pub labels: usize,
    /// `step[from * labels + to]`.
    pub step: Vec<f32>,
    /// Score of beginning with a label.
    pub first: Vec<f32>,
    /// Score of ending with a label.
    pub last: Vec<f32>,
    /// What is made of [`Chain::step`]; computed when first asked for.
    tables: OnceLock<Tables>,
}

/// A number for each step between two labels, those of one side in blocks: `[block * labels + label of the other side]`.
type Blocks = Vec<[f32; BLOCK]>;

/// The steps as the recursions want them.
#[derive(Debug, Clone)]
struct Tables {
    /// The scores, in blocks of where they lead.
    scores: Blocks,
    /// What the scores make probabilities to be multiplied with, in blocks of where they lead.
    onwards: Blocks,
    /// The same in blocks of where they come from.
    back: Blocks,
}

/// What a score makes a probability to be multiplied with.
fn weight(score: f32) -> f32 {
    if score == f32::NEG_INFINITY { 0.0 } else { exp(score) }
}

/// Buffers and results of [`Chain::marginals`].
#[derive(Debug, Default, Clone)]
pub struct Lattice {
    // rows of whole blocks; what stands beyond the labels is looked at by none
    alpha: Vec<f32>,
    beta: Vec<f32>,
    emit: Vec<f32>,
    /// `node[t * labels + label]`: probability of the label at the place.
    pub node: Vec<f32>,
    /// Logarithm of the partition sum.
    pub log_z: f32,
}

impl Chain {
    /// A chain with the scores of steps, first and last labels.
    pub fn new(step: Vec<f32>, first: Vec<f32>, last: Vec<f32>) -> Self {
        Self { labels: first.len(), step, first, last, tables: OnceLock::new() }
    }

    /// A chain with all transitions allowed at no cost.
    pub fn free(labels: usize) -> Self {
        Self::new(vec![0.0; labels * labels], vec![0.0; labels], vec![0.0; labels])
    }

    fn tables(&self) -> &Tables {
        let l = self.labels;
        let blocks = |rest: f32, cell: &dyn Fn(usize, usize) -> f32| {
            let block = |at: usize, k: usize| if at / l * BLOCK + k < l { cell(at % l, at / l * BLOCK + k) } else { rest };
            (0..l.div_ceil(BLOCK) * l).map(|at| std::array::from_fn(|k| block(at, k))).collect()
        };
        self.tables.get_or_init(|| Tables {
            scores: blocks(f32::NEG_INFINITY, &|x, y| self.step[x * l + y]),
            onwards: blocks(0.0, &|x, y| weight(self.step[x * l + y])),
            back: blocks(0.0, &|y, x| weight(self.step[x * l + y])),
        })
    }

    /// The best label sequence for `scores[t * labels + label]`, and its score.
    pub fn best(&self, scores: &[f32]) -> (Vec<u8>, f32) {
        dispatch!(level(), simd => self.best_with(simd, scores))
    }

    #[inline(always)]
    fn best_with<S: Simd>(&self, simd: S, scores: &[f32]) -> (Vec<u8>, f32) {
        let l = self.labels;
        let n = scores.len() / l;
        if n == 0 {
            return (Vec::new(), 0.0);
        }
        let steps = &self.tables().scores;
        let mut now: Vec<f32> = (0..l).map(|y| self.first[y] + scores[y]).collect();
        let mut next = now.clone();
        let mut back = vec![0u8; n * l];
        for t in 1..n {
            let places = next.chunks_mut(BLOCK).zip(back[t * l..(t + 1) * l].chunks_mut(BLOCK)).zip(scores[t * l..].chunks(BLOCK));
            for (steps, ((next, back), scores)) in steps.chunks_exact(l).zip(places) {
                let (best, from) = best_step(simd, &now, steps);
                for (((next, back), best), (from, score)) in next.iter_mut().zip(back).zip(best).zip(from.into_iter().zip(scores)) {
                    (*next, *back) = (best + score, from as u8);
                }
            }
            std::mem::swap(&mut now, &mut next);
        }
        let mut y = 0;
        for k in 1..l {
            if now[k] + self.last[k] > now[y] + self.last[y] {
                y = k;
            }
        }
        let score = now[y] + self.last[y];
        let mut path = vec![0u8; n];
        for t in (0..n).rev() {
            path[t] = y as u8;
            y = back[t * l + y] as usize;
        }
        (path, score)
    }

    /// The score of one label sequence.
    pub fn score(&self, scores: &[f32], path: &[u8]) -> f32 {
        let l = self.labels;
        let mut s = 0.0;
        for (t, &y) in path.iter().enumerate() {
            s += scores[t * l + y as usize];
            s += if t == 0 { self.first[y as usize] } else { self.step[path[t - 1] as usize * l + y as usize] };
        }
        s + path.last().map_or(0.0, |&y| self.last[y as usize])
    }

    /// Fills `lattice` with the marginal probabilities under `scores`.
    pub fn marginals(&self, scores: &[f32], lattice: &mut Lattice) {
        dispatch!(level(), simd => self.marginals_with(simd, scores, lattice));
    }

    #[inline(always)]
    fn marginals_with<S: Simd>(&self, simd: S, scores: &[f32], lattice: &mut Lattice) {
        let l = self.labels;
        let n = scores.len() / l;
        let wide = l.next_multiple_of(BLOCK);
        let Lattice { alpha, beta, emit, node, log_z } = lattice;
        let Tables { onwards, back, .. } = self.tables();
        for (rows, width) in [(&mut *alpha, wide), (&mut *beta, wide), (&mut *emit, wide), (&mut *node, l)] {
            rows.clear();
            rows.resize(n * width, 0.0);
        }
        *log_z = 0.0;
        if n == 0 {
            return;
        }
        for (row, emit) in scores.chunks_exact(l).zip(emit.chunks_exact_mut(wide)) {
            let top = row.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            *log_z += top;
            emit[..l].copy_from_slice(row);
            for emit in emit.as_chunks_mut::<BLOCK>().0 {
                exps(simd, f32x8::load_array_ref(simd, emit) - top).store_array(emit);
            }
        }
        let mut log_scale = 0f64;
        for t in 0..n {
            let (done, rest) = alpha.split_at_mut(t * wide);
            let row = &mut rest[..wide];
            if t == 0 {
                row.iter_mut().zip(&self.first).for_each(|(a, &s)| *a = weight(s));
            } else {
                forwards(simd, &done[(t - 1) * wide..][..l], onwards, row);
            }
            row.iter_mut().zip(&emit[t * wide..(t + 1) * wide]).for_each(|(a, e)| *a *= e);
            let sum = row[..l].iter().fold(0.0, |a, b| a + b);
            let scale = 1.0 / sum.max(1e-30);
            row.iter_mut().for_each(|a| *a *= scale);
            log_scale += f64::from(sum.max(1e-30)).ln();
        }
        beta[(n - 1) * wide..].iter_mut().zip(&self.last).for_each(|(b, &s)| *b = weight(s));
        let mut carried = vec![0f32; wide];
        for t in (0..n - 1).rev() {
            let (row, after) = beta[t * wide..(t + 2) * wide].split_at_mut(wide);
            let emit = &emit[(t + 1) * wide..(t + 2) * wide];
            carried.iter_mut().zip(emit).zip(after).for_each(|((c, e), b)| *c = e * *b);
            backwards(simd, &carried[..l], back, row);
            let sum = row[..l].iter().fold(0.0, |a, b| a + b);
            let scale = 1.0 / sum.max(1e-30);
            row.iter_mut().for_each(|b| *b *= scale);
        }
        let end: f32 = (0..l).map(|y| alpha[(n - 1) * wide + y] * weight(self.last[y])).sum();
        *log_z += (log_scale + f64::from(end.max(1e-30)).ln()) as f32;
        for ((node, alpha), beta) in node.chunks_exact_mut(l).zip(alpha.chunks_exact(wide)).zip(beta.chunks_exact(wide)) {
            node.iter_mut().zip(alpha).zip(beta).for_each(|((p, a), b)| *p = a * b);
            let sum = node.iter().fold(0.0, |a, b| a + b);
            let scale = 1.0 / sum.max(1e-30);
            node.iter_mut().for_each(|p| *p *= scale);
        }
    }

    /// Adds the expected number of each transition at places `1..n` under the last [`Chain::marginals`] to `counts`.
    #[cfg(feature = "train")]
    pub(crate) fn expected_steps(&self, lattice: &Lattice, counts: &mut [f32]) {
        let l = self.labels;
        let n = lattice.node.len() / l;
        let wide = l.next_multiple_of(BLOCK);
        let onwards = &self.tables().onwards;
        let mut cell = vec![0f32; l * l];
        for t in 1..n {
            let mut sum = 0.0;
            for x in 0..l {
                let a = lattice.alpha[(t - 1) * wide + x];
                for y in 0..l {
                    let p = a * onwards[y / BLOCK * l + x][y % BLOCK] * lattice.emit[t * wide + y] * lattice.beta[t * wide + y];
                    cell[x * l + y] = p;
                    sum += p;
                }
            }
            crate::math::axpy(counts, 1.0 / sum.max(1e-30), &cell);
        }
    }
}

/// The best way to each label of a block, and the label it comes from; the first of two as good.
#[inline(always)]
fn best_step<S: Simd>(simd: S, now: &[f32], steps: &[[f32; BLOCK]]) -> ([f32; BLOCK], [i32; BLOCK]) {
    let mut best = f32x8::splat(simd, f32::NEG_INFINITY);
    let mut from = i32x8::splat(simd, 0);
    for (x, (&score, step)) in (0..).zip(now.iter().zip(steps)) {
        let s = f32x8::load_array_ref(simd, step) + score;
        let better = s.simd_gt(best);
        best = better.select(s, best);
        from = better.select(i32x8::splat(simd, x), from);
    }
    (best.to_array(), from.to_array())
}

/// `row[y]` is the sum of `before[x]` times the weight from `x` to `y`.
#[inline(always)]
fn forwards<S: Simd>(simd: S, before: &[f32], onwards: &[[f32; BLOCK]], row: &mut [f32]) {
    for (row, weights) in row.as_chunks_mut::<BLOCK>().0.iter_mut().zip(onwards.chunks_exact(before.len())) {
        let mut sum = f32x8::splat(simd, 0.0);
        for (&a, weights) in before.iter().zip(weights) {
            sum += f32x8::load_array_ref(simd, weights) * a;
        }
        sum.store_array(row);
    }
}

/// `row[x]` is the sum of `after[y]` times the weight from `x` to `y`, summed in eight lanes so that their sums overlap.
#[inline(always)]
fn backwards<S: Simd>(simd: S, after: &[f32], back: &[[f32; BLOCK]], row: &mut [f32]) {
    let (chunks, rest) = after.as_chunks::<8>();
    for (row, weights) in row.as_chunks_mut::<BLOCK>().0.iter_mut().zip(back.chunks_exact(after.len())) {
        let mut lanes = [f32x8::splat(simd, 0.0); 8];
        let (whole, last) = weights.as_chunks::<8>();
        for (chunk, weights) in chunks.iter().zip(whole) {
            for k in 0..8 {
                lanes[k] += f32x8::load_array_ref(simd, &weights[k]) * chunk[k];
            }
        }
        let mut sum = f32x8::splat(simd, 0.0);
        for (&b, weights) in rest.iter().zip(last) {
            sum += f32x8::load_array_ref(simd, weights) * b;
        }
        let [a, b, c, d, e, f, g, h] = lanes;
        (((a + e) + (b + f)) + ((c + g) + (d + h)) + sum).store_array(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::tests::{bits, noise};
    use crate::simd::levels;

    /// Every sequence of a small chain, one by one, against the recursions.
    #[test]
    fn agrees_with_enumeration() {
        let l = 3;
        let mut chain = Chain::free(l);
        let mut seed = 1u64;
        let mut next = || {
            seed = crate::mix(seed, 17);
            (seed % 1000) as f32 / 300.0 - 1.5
        };
        chain.step.iter_mut().chain(&mut chain.first).chain(&mut chain.last).for_each(|s| *s = next());
        chain.step[5] = f32::NEG_INFINITY;
        let scores: Vec<f32> = (0..4 * l).map(|_| next()).collect();
        let (mut z, mut best, mut node) = (0f64, (f32::NEG_INFINITY, vec![]), vec![0f64; 4 * l]);
        for code in 0..l.pow(4) {
            let path: Vec<u8> = (0..4).map(|t| (code / l.pow(t as u32) % l) as u8).collect();
            let s = chain.score(&scores, &path);
            let w = f64::from(s).exp();
            z += w;
            path.iter().enumerate().for_each(|(t, &y)| node[t * l + y as usize] += w);
            if s > best.0 {
                best = (s, path);
            }
        }
        let (path, score) = chain.best(&scores);
        assert_eq!(path, best.1);
        assert!((score - best.0).abs() < 1e-5);
        let mut lattice = Lattice::default();
        chain.marginals(&scores, &mut lattice);
        assert!((f64::from(lattice.log_z) - z.ln()).abs() < 1e-4);
        for (a, b) in lattice.node.iter().zip(&node) {
            assert!((f64::from(*a) - b / z).abs() < 1e-5);
        }
    }

    #[test]
    fn all_instructions_give_the_same_bits() {
        for l in [1, 3, 8, 21] {
            let mut step = noise(l * l, 1);
            step.iter_mut().step_by(5).for_each(|s| *s = f32::NEG_INFINITY);
            let chain = Chain::new(step, noise(l, 2), noise(l, 3));
            for n in [0, 1, 2, 40] {
                let scores: Vec<f32> = noise(n * l, 4).iter().map(|s| s * 9.0).collect();
                let [expected, found] = levels().map(|level| {
                    let mut lattice = Lattice::default();
                    dispatch!(level, simd => chain.marginals_with(simd, &scores, &mut lattice));
                    let (path, score) = dispatch!(level, simd => chain.best_with(simd, &scores));
                    (bits(&lattice.node), lattice.log_z.to_bits(), path, score.to_bits())
                });
                assert_eq!(expected, found);
            }
        }
    }
}
