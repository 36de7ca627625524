//! Word vectors from raw text: skip-gram with negative sampling in which every place of the window has output vectors of
//! its own, so that vectors tell what a word does and not only what it is about.
//!
//! Mikolov et al. 2013; Ling et al. 2015 ("structured skip-gram").

use super::Random;
use crate::math::{add, axpy, dot, sigmoid};

/// How to learn vectors.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Components.
    pub dim: usize,
    /// Places on each side.
    pub window: usize,
    /// Noise words for each seen one.
    pub negatives: usize,
    /// Passes.
    pub epochs: usize,
    /// Learning rate at the start; it falls linearly to nothing.
    pub rate: f32,
    /// Words more frequent than this share of the text are thinned out.
    pub thin: f64,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { dim: 48, window: 2, negatives: 5, epochs: 3, rate: 0.04, thin: 1e-3, seed: 1 }
    }
}

/// Learns a vector for each of `words` words from sentences of word numbers. `counts[w]` is how often a word stands in them.
pub fn learn(sentences: &[Vec<u32>], counts: &[u64], plan: &Plan, mut report: impl FnMut(usize)) -> Vec<f32> {
    let (d, n) = (plan.dim, counts.len());
    let mut random = Random(plan.seed);
    let mut input: Vec<f32> = (0..n * d).map(|_| (random.unit() - 0.5) / d as f32).collect();
    let places = plan.window * 2;
    let mut output = vec![0f32; places * n * d];
    let total: u64 = counts.iter().sum();
    // noise by the 3/4 power of frequency
    let mut noise = Vec::with_capacity(1 << 20);
    let mass: f64 = counts.iter().map(|&c| (c as f64).powf(0.75)).sum();
    let mut reached = 0.0;
    for (w, &c) in counts.iter().enumerate() {
        reached += (c as f64).powf(0.75) / mass * (1u64 << 20) as f64;
        while (noise.len() as f64) < reached {
            noise.push(w as u32);
        }
    }
    let keep: Vec<f32> = counts
        .iter()
        .map(|&c| {
            let f = c as f64 / total as f64 / plan.thin;
            ((1.0 / f).sqrt() + 1.0 / f).min(1.0) as f32
        })
        .collect();
    let all = sentences.iter().map(Vec::len).sum::<usize>() * plan.epochs;
    let mut done = 0usize;
    let mut grad = vec![0f32; d];
    for epoch in 0..plan.epochs {
        for sentence in sentences {
            let rate = plan.rate * (1.0 - done as f32 / all as f32).max(1e-3);
            done += sentence.len();
            for (t, &w) in sentence.iter().enumerate() {
                if random.unit() > keep[w as usize] {
                    continue;
                }
                let v = w as usize * d;
                grad.fill(0.0);
                for place in 0..places {
                    let offset =
                        if place < plan.window { place as isize - plan.window as isize } else { place as isize - plan.window as isize + 1 };
                    let Some(&c) = t.checked_add_signed(offset).and_then(|s| sentence.get(s)) else { continue };
                    for k in 0..=plan.negatives {
                        let (target, label) = if k == 0 { (c, 1.0) } else { (noise[(random.bits() % noise.len() as u64) as usize], 0.0) };
                        if k > 0 && target == c {
                            continue;
                        }
                        let o = (place * n + target as usize) * d;
                        let g = (label - sigmoid(dot(&input[v..v + d], &output[o..o + d]))) * rate;
                        axpy(&mut grad, g, &output[o..o + d]);
                        axpy(&mut output[o..o + d], g, &input[v..v + d]);
                    }
                }
                add(&mut input[v..v + d], &grad);
            }
        }
        report(epoch + 1);
    }
    input
}
