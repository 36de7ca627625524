//! A dense layer `y = x·W + b` in whole numbers: weights of eight bits, inputs of fifteen, sums that are exact.
//! Because nothing is rounded before the end, the order of the sums does not matter and every machine gives the same bits.
//! It does not learn: weights come from elsewhere, already trained.

use crate::simd::level;
use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x8, i16x16, i32x8};
use std::ops::Range;

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
        self.room(x, width, width);
        let half = width.div_ceil(2);
        for (t, row) in x.chunks_exact(width).enumerate() {
            let steps = self.scale(largest(row));
            make_whole(row, steps, self.pairs[t * half..(t + 1) * half].as_flattened_mut());
        }
    }

    /// Replaces the content by a window for each row of `x`: the row between the one before it and the one after it, zeros beyond the
    /// ends of its segment. The segments follow one another.
    pub fn quantise_windows(&mut self, x: &[f32], width: usize, segments: &[Range<usize>]) {
        dispatch!(level(), _simd => self.quantise_windows_with(x, width, segments));
    }

    #[inline(always)]
    fn quantise_windows_with(&mut self, x: &[f32], width: usize, segments: &[Range<usize>]) {
        self.room(x, width, 3 * width);
        let tops: Vec<f32> = x.chunks_exact(width).map(largest).collect();
        let half = self.width.div_ceil(2);
        for s in segments {
            for t in s.clone() {
                let window = t.saturating_sub(1).max(s.start)..(t + 2).min(s.end);
                let top = tops[window.clone()].iter().fold(0f32, |a, &b| a.max(b));
                let steps = self.scale(top);
                let cells = self.pairs[t * half..(t + 1) * half].as_flattened_mut();
                let (before, cells) = cells.split_at_mut((window.start + 1 - t) * width);
                before.fill(0);
                make_whole(&x[window.start * width..window.end * width], steps, cells);
            }
        }
    }

    /// Makes room for the rows of `x`, each to be as wide as `to`; something stands there.
    fn room(&mut self, x: &[f32], width: usize, to: usize) {
        assert!(width > 0 && x.len().is_multiple_of(width), "{} numbers in rows of {width}", x.len());
        self.width = to;
        self.scales.clear();
        self.pairs.resize(x.len() / width * to.div_ceil(2), [0; 2]);
    }

    /// Ends a row whose largest number is `top`; gives how many steps make one, zero when the row counts as zero.
    #[inline(always)]
    fn scale(&mut self, top: f32) -> f32 {
        let top = top.min(HUGE);
        let is_zero = top < TINY;
        self.scales.push(if is_zero { 0.0 } else { top / LEVEL });
        if is_zero { 0.0 } else { LEVEL / top }
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

/// Makes the numbers of a row whole; the cells beyond them are zero.
#[inline(always)]
fn make_whole(x: &[f32], steps: f32, cells: &mut [i16]) {
    let (cells, rest) = cells.split_at_mut(x.len());
    rest.fill(0);
    if steps > 0.0 {
        cells.iter_mut().zip(x).for_each(|(cell, &x)| *cell = whole(x * steps));
    } else {
        cells.fill(0);
    }
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

    /// The same for windows of three rows of `x`, as [`Activations::quantise_windows`] makes them.
    pub fn apply_windows(&self, x: &[f32], segments: &[Range<usize>], out: &mut Vec<f32>, scratch: &mut Activations) {
        scratch.quantise_windows(x, self.inputs / 3, segments);
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
        // as many sums as there are registers for
        if S::i16s::LEN > 8 {
            self.groups_of::<S, 6, 2>(simd, a, row, out);
        } else {
            self.groups_of::<S, 4, 1>(simd, a, row, out);
        }
    }

    /// All rows, `R` at a time, and `B` blocks of outputs at a time; the rows that are left one by one.
    #[inline(always)]
    fn groups_of<S: Simd, const R: usize, const B: usize>(&self, simd: S, a: &Activations, row: impl Fn(usize) -> usize, out: &mut [f32]) {
        let mut groups = out.chunks_exact_mut(R * self.outputs);
        let mut t = 0;
        for out in &mut groups {
            self.group::<S, R, B>(simd, a, std::array::from_fn(|r| row(t + r)), out);
            t += R;
        }
        for out in groups.into_remainder().chunks_exact_mut(self.outputs) {
            self.group::<S, 1, 4>(simd, a, [row(t)], out);
            t += 1;
        }
    }

    /// `R` rows of output, `B` blocks at a time.
    #[inline(always)]
    fn group<S: Simd, const R: usize, const B: usize>(&self, simd: S, a: &Activations, rows: [usize; R], out: &mut [f32]) {
        let mut at = 0;
        while at + B <= self.scales.len() {
            self.blocks::<S, R, B>(simd, a, rows, at, out);
            at += B;
        }
        while at < self.scales.len() {
            self.blocks::<S, R, 1>(simd, a, rows, at, out);
            at += 1;
        }
    }

    /// `B` blocks of outputs from block `at` on, for `R` rows.
    #[inline(always)]
    fn blocks<S: Simd, const R: usize, const B: usize>(&self, simd: S, a: &Activations, rows: [usize; R], at: usize, out: &mut [f32]) {
        let half = self.inputs.div_ceil(2);
        let x: [&[[i16; 2]]; R] = rows.map(|row| &a.pairs[row * half..(row + 1) * half]);
        let w: [&[Pair]; B] = std::array::from_fn(|b| &self.pairs[(at + b) * half..(at + b + 1) * half]);
        let sums = sums(simd, x, w);
        for b in 0..B {
            for (r, out) in out.chunks_exact_mut(self.outputs).enumerate() {
                self.write(simd, sums[b][r], a.scales[rows[r]], at + b, out);
            }
        }
    }

    /// What the sums of a block of outputs are worth, in its place in a row of output.
    #[inline(always)]
    fn write<S: Simd>(&self, simd: S, sums: i32x8<S>, step: f32, block: usize, out: &mut [f32]) {
        let (scales, bias) = (f32x8::simd_from(simd, self.scales[block]), f32x8::simd_from(simd, self.bias[block]));
        let sums: f32x8<S> = sums.to_float();
        let y = sums * (scales * step) + bias;
        let to = &mut out[block * BLOCK..];
        match to.first_chunk_mut::<BLOCK>() {
            Some(to) => y.store_array(to),
            None => to.copy_from_slice(&y.as_slice()[..to.len()]),
        }
    }
}

/// A pair of inputs as they lie beside one another.
#[inline(always)]
fn joined([a, b]: [i16; 2]) -> i32 {
    i32::from(b) << 16 | i32::from(a as u16)
}

/// Inner products of `R` rows with `B` blocks of outputs.
#[inline(always)]
fn sums<S: Simd, const R: usize, const B: usize>(simd: S, x: [&[[i16; 2]]; R], w: [&[Pair]; B]) -> [[i32x8<S>; R]; B] {
    let mut sums = [[i32x8::splat(simd, 0); R]; B];
    let n = x[0].len();
    let x = x.map(|x| &x[..n]);
    let w = w.map(|w| &w[..n]);
    for k in 0..n {
        let w: [i16x16<S>; B] = std::array::from_fn(|b| i16x16::load_array(simd, w[b][k].0));
        for r in 0..R {
            let x: i16x16<S> = i32x8::splat(simd, joined(x[r][k])).bitcast();
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
    fn windows_are_rows_between_their_neighbours() {
        let width = 5;
        let (mut windows, mut rows) = (Activations::default(), Activations::default());
        let x = noise(7 * width, 8);
        windows.quantise_windows(&x, width, &[0..1, 1..5, 5..7]);
        let row = |t: Option<usize>| t.map_or(vec![0.0; width], |t| x[t * width..(t + 1) * width].to_vec());
        let places =
            [(None, None), (None, Some(2)), (Some(1), Some(3)), (Some(2), Some(4)), (Some(3), None), (None, Some(6)), (Some(5), None)];
        let plain: Vec<f32> = (0..).zip(places).flat_map(|(t, (a, z))| [row(a), row(Some(t)), row(z)].concat()).collect();
        rows.quantise(&plain, 3 * width);
        assert_eq!((windows.pairs, bits(&windows.scales), windows.width), (rows.pairs, bits(&rows.scales), rows.width));
    }

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
