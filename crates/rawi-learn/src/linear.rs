//! A dense layer `y = x·W + b` in whole numbers: weights of eight bits, inputs of fifteen, sums that are exact.
//! Because nothing is rounded before the end, the order of the sums does not matter and every machine gives the same bits.
//! It does not learn: weights come from elsewhere, already trained.

use crate::simd::level;
use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x8, i16x8, i16x16, i32x8};

/// Weights are whole numbers between `-WEIGHT` and `WEIGHT`, times the scale of their output.
pub(crate) const WEIGHT: i8 = 127;

/// Inputs are whole numbers between `-LEVEL` and `LEVEL`, times the scale of their row.
const LEVEL: f32 = 16000.0;

/// The most inputs a layer may have: `INPUTS * WEIGHT * LEVEL` still fits in 32 bits.
pub(crate) const INPUTS: usize = 1024;

/// The most outputs a layer may have.
pub(crate) const OUTPUTS: usize = 8192;

/// A row that is nowhere larger than this counts as zero.
const TINY: f32 = 1e-30;

/// A number that is larger than this counts as this.
const HUGE: f32 = 1e30;

/// Rows of the input that are worked on together.
const ROWS: usize = 4;

/// Outputs that are worked on together.
const BLOCK: usize = 8;

/// The weights of one pair of inputs for a block of outputs, the two of an output side by side; it lies in one line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Pair([i16; 2 * BLOCK]);

/// Rows of numbers made whole, each with a scale of its own. What one layer reads another can read again.
#[derive(Debug, Default, Clone)]
pub struct Activations {
    /// Pairs of neighbouring inputs, row after row; an odd last one is paired with zero.
    pairs: Vec<[i16; 2]>,
    /// One a row.
    scales: Vec<f32>,
    width: usize,
}

impl Activations {
    /// Replaces the content by the rows of `x`, `width` numbers each. What is not a number counts as zero.
    pub fn quantise(&mut self, x: &[f32], width: usize) {
        dispatch!(level(), _simd => self.quantise_with(x, width));
    }

    #[inline(always)]
    fn quantise_with(&mut self, x: &[f32], width: usize) {
        assert!(width > 0 && x.len().is_multiple_of(width), "{} numbers in rows of {width}", x.len());
        self.width = width;
        self.scales.clear();
        self.pairs.clear();
        let half = width.div_ceil(2);
        self.pairs.resize(x.len() / width * half, [0; 2]);
        for (row, pairs) in x.chunks_exact(width).zip(self.pairs.chunks_exact_mut(half)) {
            let top = largest(row).min(HUGE);
            if top < TINY {
                self.scales.push(0.0);
                continue;
            }
            let steps = LEVEL / top;
            self.scales.push(top / LEVEL);
            let cells = pairs.as_flattened_mut();
            for (cell, &x) in cells.iter_mut().zip(row) {
                *cell = whole(x * steps);
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Numbers a row.
    pub fn width(&self) -> usize {
        self.width
    }
}

/// The largest number of a row, regardless of sign and of what is no number.
#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let mut lanes = [0f32; 16];
    let (chunks, rest) = row.as_chunks::<16>();
    let larger = |a: f32, b: f32| if b.abs() > a { b.abs() } else { a };
    for chunk in chunks {
        for k in 0..16 {
            lanes[k] = larger(lanes[k], chunk[k]);
        }
    }
    rest.iter().chain(&lanes).fold(0f32, |a, &b| larger(a, b))
}

/// The nearest whole number, the even one of two; between `-LEVEL` and `LEVEL`.
#[inline(always)]
fn whole(x: f32) -> i16 {
    /// Added to a small number it leaves the whole part in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    let x = if x.is_nan() { 0.0 } else { x };
    let x = if x < LEVEL { x } else { LEVEL };
    let x = if x > -LEVEL { x } else { -LEVEL };
    (x + SHIFT).to_bits() as i16
}

/// A dense layer with weights of eight bits.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    inputs: usize,
    outputs: usize,
    /// `pairs[block * half + k]`, where `half` is the number of pairs of inputs.
    pairs: Vec<Pair>,
    /// What a weight of one is worth, for each output; filled up with zeros to whole blocks.
    scales: Vec<[f32; BLOCK]>,
    /// One an output, filled up as well.
    bias: Vec<[f32; BLOCK]>,
}

impl Linear {
    /// Rounds the weights `weights[i * outputs + o]` to eight bits, with one scale for each output.
    ///
    /// # Panics
    /// When there are no inputs or outputs or too many of them, or another number of weights or biases.
    pub fn new(inputs: usize, outputs: usize, weights: &[f32], bias: &[f32]) -> Self {
        assert_eq!(weights.len(), inputs * outputs, "weights of {inputs} inputs and {outputs} outputs");
        let mut tops = vec![0f32; outputs];
        for row in weights.chunks_exact(outputs.max(1)) {
            for (top, w) in tops.iter_mut().zip(row) {
                *top = if w.abs() <= *top || top.is_nan() { *top } else { w.abs() };
            }
        }
        let scales: Vec<f32> = tops.iter().map(|top| top / f32::from(WEIGHT)).collect();
        let cell = |w: f32, scale: f32| if scale > 0.0 { (w / scale).round_ties_even() as i8 } else { 0 };
        let cells: Vec<i8> =
            weights.chunks_exact(outputs.max(1)).flat_map(|row| row.iter().zip(&scales).map(|(&w, &s)| cell(w, s))).collect();
        Self::assemble(inputs, outputs, &cells, &scales, bias)
    }

    /// A layer of whole weights `cells[i * outputs + o]` with a scale for each output.
    pub(crate) fn assemble(inputs: usize, outputs: usize, cells: &[i8], scales: &[f32], bias: &[f32]) -> Self {
        assert!((1..=INPUTS).contains(&inputs) && (1..=OUTPUTS).contains(&outputs), "{inputs} inputs and {outputs} outputs");
        assert!(cells.len() == inputs * outputs && scales.len() == outputs && bias.len() == outputs, "sizes that do not fit");
        let half = inputs.div_ceil(2);
        let blocks = outputs.div_ceil(BLOCK);
        let weight = |i: usize, o: usize| {
            if i < inputs && o < outputs { i16::from(cells[i * outputs + o].clamp(-WEIGHT, WEIGHT)) } else { 0 }
        };
        let pair = |k: usize, b: usize| Pair(std::array::from_fn(|l| weight(2 * k + l % 2, b * BLOCK + l / 2)));
        let pairs = (0..blocks * half).map(|at| pair(at % half, at / half)).collect();
        let filled =
            |values: &[f32]| values.chunks(BLOCK).map(|part| std::array::from_fn(|k| part.get(k).copied().unwrap_or(0.0))).collect();
        Self { inputs, outputs, pairs, scales: filled(scales), bias: filled(bias) }
    }

    /// Numbers a row of the input has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers a row of the output has.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// One an output.
    pub fn bias(&self) -> &[f32] {
        &self.bias.as_flattened()[..self.outputs]
    }

    /// One an output: what a whole weight is multiplied by.
    pub(crate) fn scales(&self) -> &[f32] {
        &self.scales.as_flattened()[..self.outputs]
    }

    /// The weight as the whole number it is kept as.
    pub(crate) fn cell(&self, input: usize, output: usize) -> i8 {
        assert!(input < self.inputs && output < self.outputs, "weight {input}, {output}");
        let pair = &self.pairs[output / BLOCK * self.inputs.div_ceil(2) + input / 2];
        pair.0[output % BLOCK * 2 + input % 2] as i8
    }

    /// How much an output grows with an input.
    pub fn weight(&self, input: usize, output: usize) -> f32 {
        f32::from(self.cell(input, output)) * self.scales()[output]
    }

    /// The largest weight or bias, regardless of sign; not a number when one of them is none.
    pub fn largest(&self) -> f32 {
        let weight = |o: usize| {
            let cell = (0..self.inputs).map(|i| self.cell(i, o).unsigned_abs()).max().unwrap_or(0);
            let scale = self.scales()[o];
            if scale.is_finite() { f32::from(cell) * scale } else { scale }
        };
        let values = (0..self.outputs).map(weight).chain(self.bias().iter().copied());
        values.fold(0f32, |a, b| if b.abs() <= a || a.is_nan() { a } else { b.abs() })
    }

    /// `out[t * outputs + o]` for every row `t` of `x`.
    pub fn apply(&self, x: &[f32], out: &mut Vec<f32>, scratch: &mut Activations) {
        scratch.quantise(x, self.inputs);
        self.apply_quantised(scratch, out);
    }

    /// The same for rows that were made whole before.
    pub fn apply_quantised(&self, a: &Activations, out: &mut Vec<f32>) {
        self.apply_each(level(), a, a.len(), |t| t, out);
    }

    /// The same for some of the rows, in the order given.
    pub fn apply_rows(&self, a: &Activations, rows: &[u32], out: &mut Vec<f32>) {
        self.apply_each(level(), a, rows.len(), |t| rows[t] as usize, out);
    }

    fn apply_each(&self, level: Level, a: &Activations, n: usize, row: impl Fn(usize) -> usize, out: &mut Vec<f32>) {
        out.resize(n * self.outputs, 0.0);
        if n > 0 {
            assert_eq!(a.width, self.inputs, "rows of another width");
            dispatch!(level, simd => self.groups(simd, a, row, out));
        }
    }

    #[inline(always)]
    fn groups<S: Simd>(&self, simd: S, a: &Activations, row: impl Fn(usize) -> usize, out: &mut [f32]) {
        let half = self.inputs.div_ceil(2);
        let together = out.len() / (ROWS * self.outputs) * ROWS;
        let (first, last) = out.split_at_mut(together * self.outputs);
        let mut spread = vec![[[0; 8]; ROWS]; if together > 0 { half } else { 0 }];
        for (g, out) in first.chunks_exact_mut(ROWS * self.outputs).enumerate() {
            let rows = std::array::from_fn(|r| row(g * ROWS + r));
            // as many sums as there are registers for
            if S::i16s::LEN > 8 {
                self.group::<S, ROWS, 2>(simd, a, rows, &mut spread, out);
            } else {
                self.group::<S, ROWS, 1>(simd, a, rows, &mut spread, out);
            }
        }
        let mut spread = vec![[[0; 8]]; half];
        for (t, out) in last.chunks_exact_mut(self.outputs).enumerate() {
            self.group::<S, 1, 4>(simd, a, [row(together + t)], &mut spread, out);
        }
    }

    /// `R` rows of output, `B` blocks at a time; `spread` is room for the input.
    #[inline(always)]
    fn group<S: Simd, const R: usize, const B: usize>(
        &self,
        simd: S,
        a: &Activations,
        rows: [usize; R],
        spread: &mut [[[i16; 8]; R]],
        out: &mut [f32],
    ) {
        let half = self.inputs.div_ceil(2);
        for (r, row) in rows.into_iter().enumerate() {
            for (to, &[x, y]) in spread.iter_mut().zip(&a.pairs[row * half..(row + 1) * half]) {
                to[r] = [x, y, x, y, x, y, x, y];
            }
        }
        let steps = rows.map(|row| a.scales[row]);
        let mut out = out.chunks_exact_mut(self.outputs);
        let mut out: [_; R] = std::array::from_fn(|_| out.next().expect("as many rows"));
        let mut b = 0;
        while b + B <= self.scales.len() {
            self.blocks::<S, R, B>(simd, spread, steps, b, &mut out);
            b += B;
        }
        while b < self.scales.len() {
            self.blocks::<S, R, 1>(simd, spread, steps, b, &mut out);
            b += 1;
        }
    }

    /// `B` blocks of outputs, from block `at` on.
    #[inline(always)]
    fn blocks<S: Simd, const R: usize, const B: usize>(
        &self,
        simd: S,
        spread: &[[[i16; 8]; R]],
        steps: [f32; R],
        at: usize,
        out: &mut [&mut [f32]; R],
    ) {
        let half = spread.len();
        let sums = sums::<S, R, B>(simd, spread, &self.pairs[at * half..(at + B) * half]);
        for b in 0..B {
            let from = (at + b) * BLOCK;
            let (scales, bias) = (f32x8::simd_from(simd, self.scales[at + b]), f32x8::simd_from(simd, self.bias[at + b]));
            for r in 0..R {
                let to = &mut out[r][from..];
                let sum: f32x8<S> = sums[b][r].to_float();
                let y = sum * (scales * steps[r]) + bias;
                match to.first_chunk_mut::<BLOCK>() {
                    Some(to) => y.store_array(to),
                    None => to.copy_from_slice(&y.as_slice()[..to.len()]),
                }
            }
        }
    }
}

/// Inner products of `R` rows with `B` blocks of outputs.
#[inline(always)]
fn sums<S: Simd, const R: usize, const B: usize>(simd: S, spread: &[[[i16; 8]; R]], pairs: &[Pair]) -> [[i32x8<S>; R]; B] {
    let mut sums = [[i32x8::splat(simd, 0); R]; B];
    let n = spread.len();
    let pairs: [&[Pair]; B] = std::array::from_fn(|b| &pairs[b * n..(b + 1) * n]);
    for k in 0..n {
        let w: [i16x16<S>; B] = std::array::from_fn(|b| i16x16::load_array(simd, pairs[b][k].0));
        for r in 0..R {
            let x = i16x16::block_splat(i16x8::load_array_ref(simd, &spread[k][r]));
            for b in 0..B {
                sums[b][r] += x.pairwise_dot_product(w[b]);
            }
        }
    }
    sums
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::simd::levels;

    /// Numbers between -1 and 1.
    pub(crate) fn noise(n: usize, seed: u64) -> Vec<f32> {
        (0..n as u64).map(|i| (crate::mix(seed, i) >> 40) as f32 / (1 << 23) as f32 - 1.0).collect()
    }

    pub(crate) fn random(inputs: usize, outputs: usize, seed: u64) -> Linear {
        Linear::new(inputs, outputs, &noise(inputs * outputs, seed), &noise(outputs, seed + 1))
    }

    pub(crate) fn bits(x: &[f32]) -> Vec<u32> {
        x.iter().map(|x| x.to_bits()).collect()
    }

    const SHAPES: [(usize, usize, usize); 9] =
        [(0, 4, 4), (1, 1, 1), (1, 128, 9), (3, 7, 5), (4, 16, 8), (5, 33, 17), (9, 128, 384), (6, 1024, 3), (13, 2, 31)];

    #[test]
    fn it_is_close_to_the_plain_product() {
        for (n, inputs, outputs) in SHAPES {
            let (x, weights, bias) = (noise(n * inputs, 1), noise(inputs * outputs, 2), noise(outputs, 3));
            let layer = Linear::new(inputs, outputs, &weights, &bias);
            let mut out = vec![7.0];
            layer.apply(&x, &mut out, &mut Activations::default());
            assert_eq!(out.len(), n * outputs);
            for (x, out) in x.chunks_exact(inputs).zip(out.chunks_exact(outputs)) {
                let plain = |o: usize| bias[o] + (0..inputs).map(|i| x[i] * weights[i * outputs + o]).sum::<f32>();
                let plain: Vec<f32> = (0..outputs).map(plain).collect();
                // a row of one output may cancel out
                let norm = x.iter().map(|x| x * x).sum::<f32>().sqrt();
                let top = plain.iter().fold(norm, |a, b| a.max(b.abs()));
                for o in 0..outputs {
                    assert!((plain[o] - out[o]).abs() < 0.01 * top, "{n} {inputs} {outputs}: {} {}", plain[o], out[o]);
                }
            }
            for i in 0..inputs {
                for o in 0..outputs {
                    assert!((layer.weight(i, o) - weights[i * outputs + o]).abs() < 0.004);
                }
            }
            assert_eq!(layer.bias(), bias);
        }
    }

    #[test]
    fn whole_numbers_are_multiplied_exactly() {
        let weights: Vec<f32> = (0..12).map(|k| [127.0, -127.0, 5.0, -90.0][k % 4]).collect();
        let layer = Linear::new(3, 4, &weights, &[0.5, 0.0, -1.0, 2.0]);
        let mut out = Vec::new();
        layer.apply(&[16000.0, 2.0, -1.0], &mut out, &mut Activations::default());
        let sum = 16001.0;
        let expected: Vec<f32> = [127.0, -127.0, 5.0, -90.0].iter().zip(layer.bias()).map(|(w, b)| w * sum + b).collect();
        for (a, b) in out.iter().zip(&expected) {
            assert!((a / b - 1.0).abs() < 1e-6, "{out:?} {expected:?}");
        }
        let most = Linear::new(INPUTS, 2, &[-1.0; 2 * INPUTS], &[0.0; 2]);
        most.apply(&[-3.0; INPUTS], &mut out, &mut Activations::default());
        assert!(out.iter().all(|y| (y / (3.0 * INPUTS as f32) - 1.0).abs() < 1e-5), "{out:?}");
    }

    #[test]
    fn rows_do_not_depend_on_one_another() {
        for (n, inputs, outputs) in SHAPES {
            let layer = random(inputs, outputs, 5);
            let x = noise(n * inputs, 6);
            let (mut scratch, mut all, mut one) = Default::default();
            layer.apply(&x, &mut all, &mut scratch);
            let rows: Vec<u32> = (0..n as u32).rev().chain(0..n as u32).collect();
            let mut some = Vec::new();
            layer.apply_rows(&scratch, &rows, &mut some);
            for (&t, some) in rows.iter().zip(some.chunks_exact(outputs)) {
                let t = t as usize;
                layer.apply(&x[t * inputs..(t + 1) * inputs], &mut one, &mut Activations::default());
                assert_eq!(bits(&one), bits(&all[t * outputs..(t + 1) * outputs]));
                assert_eq!(bits(&one), bits(some));
            }
        }
    }

    #[test]
    fn all_instructions_give_the_same_bits() {
        for (n, inputs, outputs) in SHAPES {
            let layer = random(inputs, outputs, 15);
            let mut x = noise(n * inputs, 16);
            x.iter_mut().step_by(7).for_each(|x| *x = f32::NAN);
            let [(plain, expected), (wide, out)] = levels().map(|level| {
                let (mut a, mut out) = (Activations::default(), Vec::new());
                dispatch!(level, _simd => a.quantise_with(&x, inputs));
                layer.apply_each(level, &a, n, |t| t, &mut out);
                (a, out)
            });
            assert_eq!((plain.pairs, bits(&plain.scales)), (wide.pairs, bits(&wide.scales)));
            assert_eq!(bits(&expected), bits(&out));
        }
    }

    #[test]
    fn odd_inputs_are_borne() {
        let layer = random(3, 10, 8);
        let mut out = Vec::new();
        let mut scratch = Activations::default();
        for zero in [[0.0; 3], [-0.0; 3], [1e-40, 0.0, -1e-38], [f32::NAN; 3]] {
            layer.apply(&zero, &mut out, &mut scratch);
            assert_eq!(out, layer.bias(), "{zero:?}");
        }
        for x in [[f32::NAN, 1.0, 0.0], [f32::INFINITY, f32::NEG_INFINITY, 1.0], [f32::MAX, f32::MIN, f32::NAN]] {
            layer.apply(&x, &mut out, &mut scratch);
            assert!(out.iter().all(|y| y.is_finite()), "{x:?}: {out:?}");
        }
        layer.apply(&[f32::NAN, 1.0, 0.0], &mut out, &mut scratch);
        let mut plain = Vec::new();
        layer.apply(&[0.0, 1.0, 0.0], &mut plain, &mut scratch);
        assert_eq!(bits(&out), bits(&plain));
    }

    #[test]
    fn the_largest_weight_is_told() {
        let largest = |weights: &[f32], bias: &[f32]| Linear::new(2, 2, weights, bias).largest();
        assert!((largest(&[0.5, -3.0, 1.0, 0.0], &[1.0, -2.0]) - 3.0).abs() < 1e-6);
        assert_eq!(largest(&[0.5, 0.0, 1.0, 0.0], &[1.0, -4.0]), 4.0);
        assert_eq!(largest(&[0.0; 4], &[0.0; 2]), 0.0);
        assert_eq!(largest(&[0.5, f32::INFINITY, 1.0, 0.0], &[1.0, 0.0]), f32::INFINITY);
        assert!(largest(&[0.5, f32::NAN, 1.0, 0.0], &[1.0, 0.0]).is_nan());
        assert!(largest(&[f32::NAN, 1.0, f32::INFINITY, 0.0], &[1.0, 0.0]).is_nan());
        assert!(largest(&[0.5, 0.0, 1.0, 0.0], &[f32::NAN, 1.0]).is_nan());
    }
}
