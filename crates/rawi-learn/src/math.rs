//! The few numeric kernels. Every one gives the same bits on every machine: no fused operations, fixed lanes, an own
//! exponential instead of the platform's.

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, i32x8};

/// `y += a * x`.
#[cfg(feature = "train")]
#[inline]
pub(crate) fn axpy(y: &mut [f32], a: f32, x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// `y += x`.
#[cfg(feature = "train")]
#[inline]
pub(crate) fn add(y: &mut [f32], x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// `y += scale * x`, where the bytes of `x` are whole numbers with a sign.
#[inline(always)]
pub(crate) fn add_packed(y: &mut [f32], scale: f32, x: &[u8]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y += f32::from(x as i8) * scale;
    }
}

/// Inner product, summed in eight fixed lanes.
#[cfg(feature = "train")]
#[inline]
pub(crate) fn dot(x: &[f32], y: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let (cx, cy) = (x.chunks_exact(8), y.chunks_exact(8));
    let rest: f32 = cx.remainder().iter().zip(cy.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in cx.zip(cy) {
        for k in 0..8 {
            lanes[k] += a[k] * b[k];
        }
    }
    ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7])) + rest
}

/// `e^x`, relative error below 3e-7 for |x| under 87; clamped outside.
#[inline]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + if x >= 0.0 { 0.5 } else { -0.5 }) as i32;
    let f = n as f32;
    let r = (x - f * 0.693_359_4) - f * -2.121_944_4e-4;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (0.166_666_66 + r * (0.041_666_63 + r * (0.008_333_61 + r * 0.001_388_9)))));
    f32::from_bits(((n + 127) as u32) << 23) * p
}

/// [`exp`] of eight numbers, to the bit.
#[inline(always)]
pub(crate) fn exps<S: Simd>(simd: S, x: f32x8<S>) -> f32x8<S> {
    let all = |x: f32| f32x8::splat(simd, x);
    let x = x.simd_lt(-87.0).select(all(-87.0), x);
    let x = x.simd_gt(88.0).select(all(88.0), x);
    let n: i32x8<S> = (x * std::f32::consts::LOG2_E + x.simd_ge(0.0).select(all(0.5), all(-0.5))).to_int();
    let f: f32x8<S> = n.to_float();
    let r = (x - f * 0.693_359_4) - f * -2.121_944_4e-4;
    let p = r * (r * (r * (r * (r * (r * 0.001_388_9 + 0.008_333_61) + 0.041_666_63) + 0.166_666_66) + 0.5) + 1.0) + 1.0;
    ((n + 127) << 23).bitcast::<f32x8<S>>() * p
}

/// The logistic function without branches, so that a loop over it is done several numbers at a time. Relative error below 1e-6
/// for |x| under 86, clamped outside; what is no number counts as large.
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    let (rest, shifted) = halves(x);
    1.0 / (1.0 + power(rest, shifted))
}

/// The first part of [`logistic`], apart because short loops overlap better than a long one: what [`power`] makes `e^-x` of.
#[inline(always)]
pub(crate) fn halves(x: f32) -> (f32, f32) {
    /// Added to a small number it leaves the whole part in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    let x = if x < 86.0 { x } else { 86.0 };
    let x = if x > -86.0 { x } else { -86.0 };
    let shifted = x * -std::f32::consts::LOG2_E + SHIFT;
    let n = shifted - SHIFT;
    ((x + n * 0.693_359_4) + n * -2.121_944_4e-4, shifted)
}

/// `2^n * e^-rest`, where the low bits of `shifted` are `n`.
#[inline(always)]
pub(crate) fn power(rest: f32, shifted: f32) -> f32 {
    let square = rest * rest;
    let p = (1.0 - rest) + square * ((0.499_992_3 - rest * 0.166_671_16) + square * (0.041_890_55 - rest * 0.008_312_478));
    f32::from_bits((shifted.to_bits() << 23).wrapping_add(p.to_bits()))
}

/// Natural logarithm of a positive number.
#[cfg(feature = "train")]
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let mut e = ((bits >> 23) as i32 - 127) as f32;
    let mut m = f32::from_bits((bits & 0x7f_ffff) | 0x3f80_0000);
    if m > std::f32::consts::SQRT_2 {
        m *= 0.5;
        e += 1.0;
    }
    let s = (m - 1.0) / (m + 1.0);
    let s2 = s * s;
    e * std::f32::consts::LN_2 + 2.0 * s * (1.0 + s2 * (1.0 / 3.0 + s2 * (0.2 + s2 * (1.0 / 7.0 + s2 / 9.0))))
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Turns scores into probabilities that add up to one.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = exp(*s - top);
        sum += *s;
    }
    for s in scores.iter_mut() {
        *s /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fearless_simd::dispatch;

    #[test]
    fn exponential_and_logarithm_agree_with_the_platform() {
        for i in -800..800 {
            let x = i as f32 * 0.1;
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-6, "{x}");
        }
        #[cfg(feature = "train")]
        for i in 1..2000 {
            let x = i as f32 * 0.013;
            assert!((ln(x) - x.ln()).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn the_exponential_is_the_same_alone_and_among_others() {
        let x: Vec<f32> = (-40_000..40_000).map(|i| i as f32 * 0.00231).chain([f32::INFINITY, f32::NEG_INFINITY, 1e30, -0.0]).collect();
        for level in crate::simd::levels() {
            for x in x.chunks(8) {
                let padded = std::array::from_fn(|k| x.get(k).copied().unwrap_or(0.0));
                let y = dispatch!(level, simd => exps(simd, f32x8::load_array(simd, padded)).to_array());
                for (x, y) in x.iter().zip(y) {
                    assert_eq!(exp(*x).to_bits(), y.to_bits(), "{x} {level:?}");
                }
            }
            let none = dispatch!(level, simd => exps(simd, f32x8::splat(simd, f32::NAN)).to_array());
            assert!(exp(f32::NAN).is_nan() && none.iter().all(|y| y.is_nan()));
        }
    }

    #[test]
    fn the_logistic_function_agrees_with_the_platform() {
        for i in -85_000..=85_000 {
            let x = i as f32 * 0.001;
            let expected = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(logistic(x)) / expected - 1.0).abs() < 1e-6, "{x}");
        }
        for (x, expected) in [(0.0, 0.5), (f32::INFINITY, 1.0), (1e30, 1.0), (f32::NAN, 1.0)] {
            assert_eq!(logistic(x), expected);
        }
        assert!(logistic(f32::NEG_INFINITY) > 0.0 && logistic(-1e30) < 1e-36);
    }

    #[test]
    fn the_logistic_function_is_the_same_alone_and_among_others() {
        let x: Vec<f32> = (-4000..4003).map(|i| i as f32 * 0.0217).collect();
        let together: Vec<f32> = x.iter().map(|&x| logistic(x)).collect();
        for (x, y) in x.iter().zip(together) {
            assert_eq!(logistic(std::hint::black_box(*x)).to_bits(), y.to_bits());
        }
    }
}
