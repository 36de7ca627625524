//! Linear-chain conditional random field over label scores: best path, marginals, likelihood.
//! The scores come from a network; this file knows transitions only.
//!
//! Lafferty, McCallum and Pereira 2001. Sums run in scaled probabilities, not in logarithms.

use crate::math::exp;

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
}

/// Buffers and results of [`Chain::marginals`].
#[derive(Debug, Default, Clone)]
pub struct Lattice {
    alpha: Vec<f32>,
    beta: Vec<f32>,
    emit: Vec<f32>,
    step: Vec<f32>,
    /// `node[t * labels + label]`: probability of the label at the place.
    pub node: Vec<f32>,
    /// Logarithm of the partition sum.
    pub log_z: f32,
}

impl Chain {
    /// A chain with all transitions allowed at no cost.
    pub fn free(labels: usize) -> Self {
        Self { labels, step: vec![0.0; labels * labels], first: vec![0.0; labels], last: vec![0.0; labels] }
    }

    /// The best label sequence for `scores[t * labels + label]`, and its score.
    pub fn best(&self, scores: &[f32]) -> (Vec<u8>, f32) {
        let l = self.labels;
        let n = scores.len() / l;
        if n == 0 {
            return (Vec::new(), 0.0);
        }
        let mut now: Vec<f32> = (0..l).map(|y| self.first[y] + scores[y]).collect();
        let mut next = vec![0f32; l];
        let mut back = vec![0u8; n * l];
        for t in 1..n {
            next.fill(f32::NEG_INFINITY);
            for x in 0..l {
                let from = now[x];
                if from == f32::NEG_INFINITY {
                    continue;
                }
                for y in 0..l {
                    let s = from + self.step[x * l + y];
                    if s > next[y] {
                        next[y] = s;
                        back[t * l + y] = x as u8;
                    }
                }
            }
            for y in 0..l {
                next[y] += scores[t * l + y];
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
        let l = self.labels;
        let n = scores.len() / l;
        let Lattice { alpha, beta, emit, step, node, log_z } = lattice;
        alpha.clear();
        alpha.resize(n * l, 0.0);
        beta.clear();
        beta.resize(n * l, 0.0);
        emit.clear();
        node.clear();
        node.resize(n * l, 0.0);
        step.clear();
        step.extend(self.step.iter().map(|&s| if s == f32::NEG_INFINITY { 0.0 } else { exp(s) }));
        *log_z = 0.0;
        if n == 0 {
            return;
        }
        let weight = |s: f32| if s == f32::NEG_INFINITY { 0.0 } else { exp(s) };
        for t in 0..n {
            let row = &scores[t * l..(t + 1) * l];
            let top = row.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            *log_z += top;
            emit.extend(row.iter().map(|&s| exp(s - top)));
        }
        let mut log_scale = 0f64;
        for t in 0..n {
            let (done, rest) = alpha.split_at_mut(t * l);
            let row = &mut rest[..l];
            if t == 0 {
                for y in 0..l {
                    row[y] = weight(self.first[y]);
                }
            } else {
                let before = &done[(t - 1) * l..];
                for x in 0..l {
                    crate::math::axpy(row, before[x], &step[x * l..(x + 1) * l]);
                }
            }
            let mut sum = 0.0;
            for y in 0..l {
                row[y] *= emit[t * l + y];
                sum += row[y];
            }
            let scale = 1.0 / sum.max(1e-30);
            row.iter_mut().for_each(|a| *a *= scale);
            log_scale += f64::from(sum.max(1e-30)).ln();
        }
        for y in 0..l {
            beta[(n - 1) * l + y] = weight(self.last[y]);
        }
        let mut carried = vec![0f32; l];
        for t in (0..n - 1).rev() {
            for y in 0..l {
                carried[y] = emit[(t + 1) * l + y] * beta[(t + 1) * l + y];
            }
            let mut sum = 0.0;
            for x in 0..l {
                let b = crate::math::dot(&step[x * l..(x + 1) * l], &carried);
                beta[t * l + x] = b;
                sum += b;
            }
            let scale = 1.0 / sum.max(1e-30);
            beta[t * l..(t + 1) * l].iter_mut().for_each(|b| *b *= scale);
        }
        let end: f32 = (0..l).map(|y| alpha[(n - 1) * l + y] * weight(self.last[y])).sum();
        *log_z += (log_scale + f64::from(end.max(1e-30)).ln()) as f32;
        for t in 0..n {
            let mut sum = 0.0;
            for y in 0..l {
                let p = alpha[t * l + y] * beta[t * l + y];
                node[t * l + y] = p;
                sum += p;
            }
            let scale = 1.0 / sum.max(1e-30);
            node[t * l..(t + 1) * l].iter_mut().for_each(|p| *p *= scale);
        }
    }

    /// Adds the expected number of each transition at places `1..n` under the last [`Chain::marginals`] to `counts`.
    #[cfg(feature = "train")]
    pub(crate) fn expected_steps(&self, lattice: &Lattice, counts: &mut [f32]) {
        let l = self.labels;
        let n = lattice.node.len() / l;
        let mut cell = vec![0f32; l * l];
        for t in 1..n {
            let mut sum = 0.0;
            for x in 0..l {
                let a = lattice.alpha[(t - 1) * l + x];
                for y in 0..l {
                    let p = a * lattice.step[x * l + y] * lattice.emit[t * l + y] * lattice.beta[t * l + y];
                    cell[x * l + y] = p;
                    sum += p;
                }
            }
            crate::math::axpy(counts, 1.0 / sum.max(1e-30), &cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
