//! Learning: Adam with decoupled decay over mini-batches of documents, on several threads with the same result on any number.
//! What is computed for a document is the caller's, written on a [`Tape`].
//!
//! Kingma and Ba 2015; Loshchilov and Hutter 2019.

use super::tape::{Gradient, Matrix, Tape, accumulate};
use super::{Random, side_by_side};
use crate::mix;

/// How to learn.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Passes over the documents.
    pub passes: usize,
    /// Documents a step.
    pub batch: usize,
    /// Learning rate at its highest; it rises over the first steps and falls linearly to nothing.
    pub rate: f32,
    /// Steps that the rate rises.
    pub warm: usize,
    /// Decay of weights a step, relative to the rate.
    pub decay: f32,
    /// Seed of everything random.
    pub seed: u64,
    /// Threads to work on; the result does not depend on it.
    pub threads: usize,
}

/// The moments of a matrix.
struct Moments {
    first: Vec<f32>,
    second: Vec<f32>,
}

struct Rate {
    rate: f32,
    decay: f32,
    /// Bias corrections of the two moments.
    one: f32,
    two: f32,
}

const B1: f32 = 0.9;
const B2: f32 = 0.999;

fn adam(value: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32], r: &Rate) {
    for (((v, &g), m), s) in value.iter_mut().zip(g).zip(first).zip(second) {
        *m = B1 * *m + (1.0 - B1) * g;
        *s = B2 * *s + (1.0 - B2) * g * g;
        // a forbidden transition stays what it is
        if v.is_finite() {
            *v -= r.rate * (*m * r.one / ((*s * r.two).sqrt() + 1e-8) + r.decay * *v);
        }
    }
}

/// Rows of a table that a batch says something about.
#[derive(Default)]
struct Touched {
    /// Place of each row among `rows`, or none.
    place: Vec<u32>,
    rows: Vec<u32>,
    sums: Vec<f32>,
}

impl Touched {
    fn add(&mut self, height: usize, width: usize, row: u32, g: &[f32]) {
        if self.place.is_empty() {
            self.place = vec![u32::MAX; height];
        }
        let place = &mut self.place[row as usize];
        if *place == u32::MAX {
            *place = self.rows.len() as u32;
            self.rows.push(row);
            self.sums.resize(self.rows.len() * width, 0.0);
        }
        let at = *place as usize * width;
        crate::math::add(&mut self.sums[at..at + width], g);
    }
}

/// Changes `weights` so that `each` document's losses, which it writes on the tape and sums, become small.
/// The result is the mean over the last quarter of the passes. `sizes` tells how long each document takes, in any unit, and `course` the
/// documents of a pass, in any order; `each` is given the number of a document and of the pass; `report` the number of the pass from 1
/// and the mean loss of a document.
pub fn learn(
    weights: &mut Vec<Matrix>,
    sizes: &[usize],
    course: &dyn Fn(usize) -> Vec<usize>,
    plan: &Plan,
    each: &(dyn Fn(&mut Tape<'_>, usize, usize) -> f32 + Sync),
    mut report: impl FnMut(usize, f32),
) {
    let mut random = Random(mix(plan.seed, 2));
    let mut moments: Vec<Moments> =
        weights.iter().map(|m| Moments { first: vec![0.0; m.cells.len()], second: vec![0.0; m.cells.len()] }).collect();
    let mut touched: Vec<Touched> = weights.iter().map(|_| Touched::default()).collect();
    let steps = (0..plan.passes).map(|pass| course(pass).len().div_ceil(plan.batch)).sum::<usize>();
    let (mut done, mut mean, mut kept) = (0usize, None::<Vec<Matrix>>, 0f32);
    for pass in 0..plan.passes {
        let mut order = course(pass);
        random.shuffle(&mut order);
        let mut loss = 0f64;
        for batch in order.chunks(plan.batch) {
            let gradients = gradients(batch, sizes, plan.threads, &|place| {
                // by place and not by document, which may come again in a pass
                let seed = mix(mix(plan.seed, done as u64 + 1), place as u64);
                let mut tape = Tape::new(weights, Some(Random(seed)));
                let loss = each(&mut tape, batch[place], pass);
                (loss, tape.backward())
            });
            done += 1;
            let rise = (done as f32 / plan.warm.max(1) as f32).min(1.0);
            let left = 1.0 - done as f32 / (steps + 1) as f32;
            let power = |b: f32| 1.0 / (1.0 - b.powi(done.min(100_000) as i32));
            let rate = Rate { rate: plan.rate * rise.min(left), decay: plan.decay, one: power(B1), two: power(B2) };
            loss += gradients.iter().map(|g| f64::from(g.0)).sum::<f64>();
            step(weights, gradients.into_iter().map(|g| g.1).collect(), &mut moments, &mut touched, &rate);
        }
        report(pass + 1, (loss / order.len().max(1) as f64) as f32);
        if pass * 4 >= plan.passes * 3 || pass + 1 == plan.passes {
            kept += 1.0;
            match &mut mean {
                None => mean = Some(weights.clone()),
                Some(mean) => {
                    for (a, b) in mean.iter_mut().flat_map(|m| &mut m.cells).zip(weights.iter().flat_map(|m| &m.cells)) {
                        if b.is_finite() {
                            *a += (b - *a) / kept;
                        }
                    }
                }
            }
        }
    }
    if let Some(mean) = mean {
        *weights = mean;
    }
}

/// What `work` makes of each place of a batch of documents, in order. The longest are begun first, so that no thread waits long for another.
fn gradients<T: Send + Sync>(batch: &[usize], sizes: &[usize], threads: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let mut order: Vec<usize> = (0..batch.len()).collect();
    order.sort_by_key(|&k| std::cmp::Reverse(sizes[batch[k]]));
    let made = side_by_side(batch.len(), threads, &|n| work(order[n]));
    let mut placed: Vec<(usize, T)> = order.into_iter().zip(made).collect();
    placed.sort_by_key(|(k, _)| *k);
    placed.into_iter().map(|(_, made)| made).collect()
}

fn step(weights: &mut [Matrix], gradients: Vec<Gradient>, moments: &mut [Moments], touched: &mut [Touched], rate: &Rate) {
    let plain = Rate { decay: 0.0, ..*rate };
    let mut whole: Vec<Vec<f32>> = weights.iter().map(|_| Vec::new()).collect();
    for g in &gradients {
        for (sum, own) in whole.iter_mut().zip(&g.whole).filter(|(_, own)| !own.is_empty()) {
            accumulate(sum, own);
        }
        for (table, lists, grad) in &g.rows {
            let (height, width) = (weights[table.0].height(), weights[table.0].width);
            for (k, g) in grad.chunks_exact(width).enumerate() {
                if g.iter().any(|x| *x != 0.0) {
                    lists.get(k).iter().for_each(|&row| touched[table.0].add(height, width, row, g));
                }
            }
        }
    }
    for (k, g) in whole.iter().enumerate().filter(|(_, g)| !g.is_empty()) {
        let rate = if weights[k].height() == 1 { &plain } else { rate };
        adam(&mut weights[k].cells, g, &mut moments[k].first, &mut moments[k].second, rate);
    }
    for (k, t) in touched.iter_mut().enumerate() {
        let width = weights[k].width;
        for (&row, g) in t.rows.iter().zip(t.sums.chunks_exact(width)) {
            let at = row as usize * width..(row as usize + 1) * width;
            let m = &mut moments[k];
            adam(&mut weights[k].cells[at.clone()], g, &mut m.first[at.clone()], &mut m.second[at], rate);
            t.place[row as usize] = u32::MAX;
        }
        t.rows.clear();
        t.sums.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn passes_follow_their_course() {
        let seen: Mutex<Vec<(usize, usize, u64)>> = Mutex::new(Vec::new());
        let each = |tape: &mut Tape<'_>, document: usize, pass: usize| {
            let bits = tape.random().map_or(0, Random::bits);
            seen.lock().expect("no panic").push((pass, document, bits));
            let given = tape.given(1, vec![1.0]);
            let scores = tape.linear(given, super::super::tape::Weight(0));
            tape.labels(scores, &[document as u8 % 2], &[1.0])
        };
        let mut weights = vec![Matrix { width: 2, cells: vec![0.0; 2] }];
        let plan = Plan { passes: 3, batch: 2, rate: 0.1, warm: 1, decay: 0.0, seed: 5, threads: 2 };
        // document 0 twice in every pass, of the others one by turns
        let course = |pass: usize| vec![0, 0, 1 + pass % 2];
        let mut told = Vec::new();
        learn(&mut weights, &[3, 1, 2], &course, &plan, &each, |pass, loss| told.push((pass, loss > 0.0)));
        assert_eq!(told, [(1, true), (2, true), (3, true)]);
        let mut seen = seen.lock().expect("no panic").clone();
        seen.sort_unstable();
        let order: Vec<(usize, usize)> = seen.iter().map(|s| (s.0, s.1)).collect();
        assert_eq!(order, [(0, 0), (0, 0), (0, 1), (1, 0), (1, 0), (1, 2), (2, 0), (2, 0), (2, 1)]);
        let mut random: Vec<u64> = seen.iter().map(|s| s.2).collect();
        random.sort_unstable();
        random.dedup();
        assert_eq!(random.len(), seen.len(), "what is left out differs each time");
        assert!(weights[0].cells[0] > weights[0].cells[1], "document 0 was met most");

        let before = weights.clone();
        learn(&mut weights, &[], &|_| Vec::new(), &plan, &each, |_, loss| assert!(loss == 0.0));
        assert!(before.iter().zip(&weights).all(|(a, b)| a.cells == b.cells), "nothing to learn from");
    }
}
