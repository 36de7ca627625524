//! A simple recurrent unit (Lei and others, 2018) in both directions: all products at once beforehand, then a cheap walk
//! along the sequence. Inference only; it does not learn.

use crate::math::{halves, power};
use crate::simd::level;
use crate::{Activations, Linear};
use fearless_simd::dispatch;

/// A recurrent layer over rows of `2 * units` numbers: the first half is read forwards, the second backwards.
#[derive(Debug, Clone)]
pub struct Recurrent {
    units: usize,
    /// From a row to `z`, `f` and `r` of each direction.
    gates: Linear,
    /// How the state bears on keeping it, forward units first.
    keep: Vec<f32>,
    /// How the state bears on letting it out.
    show: Vec<f32>,
}

/// Buffers of a recurrent layer, reused between calls.
#[derive(Debug, Default, Clone)]
pub struct RecurrentScratch {
    activations: Activations,
    gates: Vec<f32>,
    state: Vec<f32>,
    /// What the logistic function of the gates is made of, `f` and then `r` of one direction.
    parts: [Vec<f32>; 2],
}

impl Recurrent {
    /// Of the layer from `2 * units` inputs to `6 * units` gates, columns `z`, `f`, `r` forwards and then backwards, and of what
    /// the state adds to every `f` and every `r`.
    ///
    /// # Panics
    /// When the sizes do not fit one another.
    pub fn new(gates: Linear, keep: Vec<f32>, show: Vec<f32>) -> Self {
        let units = gates.inputs() / 2;
        assert!(gates.inputs() == 2 * units && gates.outputs() == 6 * units, "{} inputs, {} gates", gates.inputs(), gates.outputs());
        assert!(keep.len() == 2 * units && show.len() == 2 * units, "{} and {} weights of the state", keep.len(), show.len());
        Self { units, gates, keep, show }
    }

    /// Units of one direction; a row is twice as wide.
    pub fn units(&self) -> usize {
        self.units
    }

    /// The layer before the gates.
    pub fn gates(&self) -> &Linear {
        &self.gates
    }

    /// What the state adds to every `f`, forward units first.
    pub fn keep(&self) -> &[f32] {
        &self.keep
    }

    /// What the state adds to every `r`, forward units first.
    pub fn show(&self) -> &[f32] {
        &self.show
    }

    /// The largest weight or bias, regardless of sign; not a number when one of them is none.
    pub fn largest(&self) -> f32 {
        let values = self.keep.iter().chain(&self.show).copied().chain([self.gates.largest()]);
        values.fold(0f32, |a, b| if b.abs() <= a || a.is_nan() { a } else { b.abs() })
    }

    /// One row of output for every row of `x`, as wide.
    pub fn apply(&self, x: &[f32], out: &mut Vec<f32>, scratch: &mut RecurrentScratch) {
        self.gates.apply(x, &mut scratch.gates, &mut scratch.activations);
        out.resize(x.len(), 0.0);
        dispatch!(level(), _simd => self.walk(x, out, scratch));
    }

    /// The walk along the gates in `scratch`.
    #[inline(always)]
    fn walk(&self, x: &[f32], out: &mut [f32], scratch: &mut RecurrentScratch) {
        let d = self.units;
        let RecurrentScratch { gates, state, parts: [rest, shifted], .. } = scratch;
        rest.resize(2 * d, 0.0);
        shifted.resize(2 * d, 0.0);
        state.clear();
        state.resize(2 * d, 0.0);
        let n = x.len() / (2 * d);
        for (side, state) in state.chunks_exact_mut(d).enumerate() {
            let (keep, show) = (&self.keep[side * d..(side + 1) * d], &self.show[side * d..(side + 1) * d]);
            for step in 0..n {
                let t = if side == 0 { step } else { n - 1 - step };
                let gates = &gates[3 * d * (2 * t + side)..3 * d * (2 * t + side + 1)];
                let half = d * (2 * t + side)..d * (2 * t + side + 1);
                split(&gates[d..2 * d], keep, state, &mut rest[..d], &mut shifted[..d]);
                split(&gates[2 * d..], show, state, &mut rest[d..], &mut shifted[d..]);
                raise(rest, shifted);
                renew(rest, &gates[..d], &x[half.clone()], state, &mut out[half]);
            }
        }
    }
}

// The step is cut into loops so short that the processor has many of their rounds in hand at once.

/// The first part of the logistic function of `gate + weight * state`.
#[inline(always)]
fn split(gate: &[f32], weight: &[f32], state: &[f32], rest: &mut [f32], shifted: &mut [f32]) {
    let d = state.len();
    let (gate, weight, rest, shifted) = (&gate[..d], &weight[..d], &mut rest[..d], &mut shifted[..d]);
    for k in 0..d {
        (rest[k], shifted[k]) = halves(gate[k] + weight[k] * state[k]);
    }
}

/// The second part, in place of the first.
#[inline(always)]
fn raise(rest: &mut [f32], shifted: &[f32]) {
    for (rest, &shifted) in rest.iter_mut().zip(shifted) {
        *rest = power(*rest, shifted);
    }
}

/// The last part, the new state and what is let out of it.
#[inline(always)]
fn renew(powers: &[f32], z: &[f32], x: &[f32], state: &mut [f32], out: &mut [f32]) {
    let d = state.len();
    let (f, r) = powers.split_at(d);
    let (r, z, x, out) = (&r[..d], &z[..d], &x[..d], &mut out[..d]);
    for k in 0..d {
        let keep = 1.0 / (1.0 + f[k]);
        let show = 1.0 / (1.0 + r[k]);
        let after = state[k] + (1.0 - keep) * (z[k] - state[k]);
        state[k] = after;
        out[k] = x[k] + show * (after - x[k]);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::linear::tests::{bits, noise, random};
    use crate::simd::levels;

    pub(crate) fn random_layer(units: usize, seed: u64) -> Recurrent {
        Recurrent::new(random(2 * units, 6 * units, seed), noise(2 * units, seed + 2), noise(2 * units, seed + 3))
    }

    /// The same in double precision, unit after unit; only the weights are rounded.
    fn plain(layer: &Recurrent, x: &[f32]) -> Vec<f64> {
        let (d, n) = (layer.units(), x.len() / (2 * layer.units()));
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        let mut out = vec![0.0; x.len()];
        for unit in 0..2 * d {
            let (side, k) = (unit / d, unit % d);
            let mut c = 0.0;
            for step in 0..n {
                let t = if side == 0 { step } else { n - 1 - step };
                let row = &x[2 * d * t..2 * d * (t + 1)];
                let gate = |g: usize| {
                    let o = (3 * side + g) * d + k;
                    let weighed = |i: usize| f64::from(row[i]) * f64::from(layer.gates().weight(i, o));
                    f64::from(layer.gates().bias()[o]) + (0..2 * d).map(weighed).sum::<f64>()
                };
                let f = sigmoid(gate(1) + f64::from(layer.keep()[unit]) * c);
                let r = sigmoid(gate(2) + f64::from(layer.show()[unit]) * c);
                c = f * c + (1.0 - f) * gate(0);
                out[2 * d * t + unit] = r * c + (1.0 - r) * f64::from(row[unit]);
            }
        }
        out
    }

    #[test]
    fn it_is_close_to_the_plain_recurrence() {
        for (n, units) in [(0, 3), (1, 1), (1, 8), (7, 3), (25, 4), (40, 64), (33, 30)] {
            let layer = random_layer(units, 11);
            let x = noise(n * 2 * units, 12);
            let mut out = vec![1.0; 3];
            layer.apply(&x, &mut out, &mut RecurrentScratch::default());
            let plain = plain(&layer, &x);
            assert_eq!(out.len(), plain.len());
            for (row, plain) in out.chunks_exact(2 * units).zip(plain.chunks_exact(2 * units)) {
                let top = plain.iter().fold(1f64, |a, b| a.max(b.abs()));
                for (a, b) in row.iter().zip(plain) {
                    assert!((f64::from(*a) - b).abs() < 0.002 * top, "{n} {units}: {a} {b}");
                }
            }
        }
    }

    #[test]
    fn it_is_the_logistic_function_to_the_bit() {
        let layer = random_layer(6, 41);
        let x = noise(9 * 12, 42);
        let (mut out, mut gates) = (Vec::new(), Vec::new());
        layer.apply(&x, &mut out, &mut RecurrentScratch::default());
        layer.gates().apply(&x, &mut gates, &mut Activations::default());
        let mut state = [0f32; 12];
        for step in 0..9 {
            for unit in 0..12 {
                let (side, k) = (unit / 6, unit % 6);
                let t = if side == 0 { step } else { 8 - step };
                let gate = |g: usize| gates[36 * t + (3 * side + g) * 6 + k];
                let (before, x) = (state[unit], x[12 * t + unit]);
                let f = crate::logistic(gate(1) + layer.keep()[unit] * before);
                let r = crate::logistic(gate(2) + layer.show()[unit] * before);
                let after = before + (1.0 - f) * (gate(0) - before);
                state[unit] = after;
                assert_eq!((x + r * (after - x)).to_bits(), out[12 * t + unit].to_bits(), "{t} {unit}");
            }
        }
    }

    #[test]
    fn all_instructions_give_the_same_bits() {
        for (n, units) in [(0, 3), (1, 1), (9, 8), (30, 13), (25, 64)] {
            let (layer, x) = (random_layer(units, 51), noise(n * 2 * units, 52));
            let [expected, out] = levels().map(|level| {
                let (mut out, mut scratch) = (vec![0.0; x.len()], RecurrentScratch::default());
                layer.gates().apply(&x, &mut scratch.gates, &mut scratch.activations);
                dispatch!(level, _simd => layer.walk(&x, &mut out, &mut scratch));
                out
            });
            assert_eq!(bits(&expected), bits(&out));
        }
    }

    #[test]
    fn a_long_sequence_stays_finite_and_the_same() {
        let layer = random_layer(8, 21);
        let x: Vec<f32> = noise(10_000 * 16, 22).iter().map(|x| x * 50.0).collect();
        let (mut scratch, mut once, mut again) = Default::default();
        layer.apply(&x, &mut once, &mut scratch);
        assert!(once.iter().all(|y| y.is_finite()));
        layer.apply(&x[..160], &mut again, &mut scratch);
        let forwards = |y: &[f32]| -> Vec<u32> { y.chunks_exact(16).flat_map(|row| row[..8].iter().map(|y| y.to_bits())).collect() };
        assert_eq!(forwards(&again), forwards(&once[..160]), "what comes later does not bear on the forward half");
        layer.apply(&x, &mut again, &mut scratch);
        assert!(once.iter().zip(&again).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn odd_inputs_are_borne() {
        let layer = random_layer(2, 31);
        for x in [f32::NAN, f32::INFINITY, f32::MAX, 0.0] {
            let mut out = Vec::new();
            layer.apply(&[x, 1.0, 0.0, x, 1.0, x, -x, 0.0], &mut out, &mut RecurrentScratch::default());
            assert_eq!(out.len(), 8);
        }
        let layer = |keep: f32| Recurrent::new(Linear::new(2, 6, &[0.0; 12], &[0.0; 6]), vec![keep, 1.0], vec![0.5, -2.0]);
        assert_eq!(layer(1.0).largest(), 2.0);
        assert!(layer(f32::NAN).largest().is_nan());
    }
}
