//! Training of a [`Network`]: maximum likelihood of label paths or of the right candidates, by Adam with decoupled
//! decay on mini-batches of documents. One thread, one seed, the same bytes every time.
//!
//! Kingma and Ba 2015; Loshchilov and Hutter 2019. Dropout after Srivastava et al. 2014.

pub mod vectors;

use crate::chain::{Chain, Lattice};
use crate::math::{add, axpy, dot, exp, ln};
use crate::{Block, Network, Rows, Scratch, mix};

/// Lists of rows, one list a place, kept flat.
#[derive(Debug, Default, Clone)]
pub struct Lists {
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Lists {
    /// Adds a list.
    pub fn push(&mut self, rows: impl IntoIterator<Item = u32>) {
        self.rows.extend(rows);
        self.ends.push(self.rows.len() as u32);
    }

    /// The `i`-th list.
    pub fn get(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.rows[start..self.ends[i] as usize]
    }

    /// Number of lists.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// What is right at an instance.
#[derive(Debug, Clone)]
pub enum Gold {
    /// A label at each place.
    Path(Vec<u8>),
    /// The places that are right answers, for a network with one label.
    Choice(Vec<bool>),
}

/// A stretch of places to label or to choose from.
#[derive(Debug, Clone)]
pub struct Instance {
    /// The first place of the document that it covers, when the document has places of its own; as many as `extra` has lists.
    pub start: usize,
    /// Rows active at every place.
    pub shared: Vec<u32>,
    /// Further rows active at each place.
    pub extra: Lists,
    /// What is right.
    pub gold: Gold,
    /// How much it counts.
    pub weight: f32,
}

/// A document: places with rows and words of their own, and the instances over them.
#[derive(Debug, Default, Clone)]
pub struct Document {
    /// Rows active at each place, whatever the instance. Empty when only instances have rows.
    pub base: Lists,
    /// The row of the word vector at each place, if it has one.
    pub words: Vec<Option<u32>>,
    /// What is to be learned from it.
    pub instances: Vec<Instance>,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Hidden units.
    pub hidden: usize,
    /// Mixing layers.
    pub blocks: usize,
    /// Passes over the data.
    pub epochs: usize,
    /// Documents a step.
    pub batch: usize,
    /// Learning rate at the start.
    pub rate: f32,
    /// Share of hidden units left out at each place.
    pub dropout: f32,
    /// Share of rows left out at each place.
    pub row_dropout: f32,
    /// Decay of weights a step, relative to the rate.
    pub decay: f32,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { hidden: 64, blocks: 0, epochs: 15, batch: 4, rate: 2e-3, dropout: 0.3, row_dropout: 0.1, decay: 1e-2, seed: 1 }
    }
}

/// A small generator of random numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0.0..1.0`.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Puts `items` in random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.bits() % (i as u64 + 1)) as usize);
        }
    }
}

/// A block of weights with its gradient and moments.
#[derive(Default)]
struct Weights {
    grad: Vec<f32>,
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

impl Weights {
    fn new(n: usize) -> Self {
        Self { grad: vec![0.0; n], first: vec![0.0; n], second: vec![0.0; n] }
    }

    fn step(&mut self, value: &mut [f32], range: std::ops::Range<usize>, r: &Rate) {
        let (v, g) = (&mut value[range.clone()], &mut self.grad[range.clone()]);
        let (m, s) = (&mut self.first[range.clone()], &mut self.second[range]);
        for k in 0..v.len() {
            m[k] = B1 * m[k] + (1.0 - B1) * g[k];
            s[k] = B2 * s[k] + (1.0 - B2) * g[k] * g[k];
            if v[k].is_finite() {
                v[k] -= r.rate * (m[k] * r.one / ((s[k] * r.two).sqrt() + 1e-8) + r.decay * v[k]);
            }
            g[k] = 0.0;
        }
    }
}

/// Trains a network over `features` rows on `documents`.
///
/// The rate falls linearly from `plan.rate` to nothing; the result is the mean of the weights over the last quarter of the passes.
/// `vectors` gives the vector of each word row; `offsets` the places whose vectors are projected. `report` is called after each pass with its
/// number and the mean loss an instance.
pub fn train(
    documents: &[Document],
    features: usize,
    chain: Chain,
    vectors: &[f32],
    dim: usize,
    offsets: &[i8],
    plan: &Plan,
    mut report: impl FnMut(usize, f32),
) -> Network {
    let h = plan.hidden;
    let labels = chain.labels;
    let mut random = Random(plan.seed);
    let mut normal = |n: usize, scale: f32| -> Vec<f32> {
        (0..n).map(|_| (random.unit() + random.unit() + random.unit() - 1.5) * 2.0 * scale).collect()
    };
    let mut net = Network {
        hidden: h,
        labels,
        rows: Rows::Full(normal(features * h, 0.01)),
        offsets: offsets.to_vec(),
        dim,
        project: normal(offsets.len() * dim * h, (1.0 / (dim.max(1) * offsets.len().max(1)) as f32).sqrt()),
        bias: vec![0.1; h],
        blocks: (0..plan.blocks).map(|_| Block { weight: normal(3 * h * h, (0.7 / (3 * h) as f32).sqrt()), bias: vec![0.0; h] }).collect(),
        out: normal(h * labels, (1.0 / h as f32).sqrt()),
        out_bias: vec![0.0; labels],
        chain,
    };
    let mut random = Random(mix(plan.seed, 2));
    let mut state = State {
        rows: Weights::new(features * h),
        touched: Vec::new(),
        is_touched: vec![false; features],
        project: Weights::new(net.project.len()),
        bias: Weights::new(h),
        blocks: net.blocks.iter().map(|b| (Weights::new(b.weight.len()), Weights::new(h))).collect(),
        out: Weights::new(net.out.len()),
        out_bias: Weights::new(labels),
        step: Weights::new(labels * labels),
        first: Weights::new(labels),
        last: Weights::new(labels),
    };
    let mut work = Work::default();
    let mut order: Vec<usize> = (0..documents.len()).filter(|&i| !documents[i].instances.is_empty()).collect();
    let steps = (order.len().div_ceil(plan.batch) * plan.epochs).max(1);
    let (mut done, mut mean, mut kept) = (0usize, None::<Network>, 0f32);
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let (mut loss, mut count) = (0f64, 0usize);
        for batch in order.chunks(plan.batch) {
            for &i in batch {
                loss += f64::from(learn(&net, &documents[i], vectors, plan, &mut random, &mut state, &mut work));
                count += documents[i].instances.len();
            }
            done += 1;
            let left = 1.0 - done as f32 / (steps + 1) as f32;
            let power = |b: f32| 1.0 / (1.0 - b.powi(done.min(100_000) as i32));
            let r = Rate { rate: plan.rate * left, decay: plan.decay, one: power(B1), two: power(B2) };
            state.apply(&mut net, &r);
        }
        report(epoch + 1, (loss / count.max(1) as f64) as f32);
        if epoch * 4 >= plan.epochs * 3 || epoch + 1 == plan.epochs {
            kept += 1.0;
            match &mut mean {
                None => mean = Some(net.clone()),
                Some(m) => for_each_weight(m, &net, |a, b| *a += (b - *a) / kept),
            }
        }
    }
    mean.unwrap_or(net)
}

fn for_each_weight(a: &mut Network, b: &Network, f: impl Fn(&mut f32, f32)) {
    let over = |x: &mut [f32], y: &[f32]| x.iter_mut().zip(y).filter(|(_, y)| y.is_finite()).for_each(|(x, &y)| f(x, y));
    over(a.rows.full_mut(), b.rows.full());
    over(&mut a.project, &b.project);
    over(&mut a.bias, &b.bias);
    for (x, y) in a.blocks.iter_mut().zip(&b.blocks) {
        over(&mut x.weight, &y.weight);
        over(&mut x.bias, &y.bias);
    }
    over(&mut a.out, &b.out);
    over(&mut a.out_bias, &b.out_bias);
    over(&mut a.chain.step, &b.chain.step);
    over(&mut a.chain.first, &b.chain.first);
    over(&mut a.chain.last, &b.chain.last);
}

struct State {
    rows: Weights,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    project: Weights,
    bias: Weights,
    blocks: Vec<(Weights, Weights)>,
    out: Weights,
    out_bias: Weights,
    step: Weights,
    first: Weights,
    last: Weights,
}

impl State {
    fn add_row(&mut self, row: u32, grad: &[f32]) {
        let h = grad.len();
        if !self.is_touched[row as usize] {
            self.is_touched[row as usize] = true;
            self.touched.push(row);
        }
        add(&mut self.rows.grad[row as usize * h..(row as usize + 1) * h], grad);
    }

    fn apply(&mut self, net: &mut Network, r: &Rate) {
        let h = net.hidden;
        self.touched.sort_unstable();
        for &row in &self.touched {
            let at = row as usize * h;
            self.rows.step(net.rows.full_mut(), at..at + h, r);
            self.is_touched[row as usize] = false;
        }
        self.touched.clear();
        let plain = Rate { decay: 0.0, ..*r };
        let all = |w: &mut Weights, v: &mut [f32], r: &Rate| {
            let n = v.len();
            w.step(v, 0..n, r);
        };
        all(&mut self.project, &mut net.project, r);
        all(&mut self.bias, &mut net.bias, &plain);
        for ((w, b), block) in self.blocks.iter_mut().zip(&mut net.blocks) {
            all(w, &mut block.weight, r);
            all(b, &mut block.bias, &plain);
        }
        all(&mut self.out, &mut net.out, r);
        all(&mut self.out_bias, &mut net.out_bias, &plain);
        all(&mut self.step, &mut net.chain.step, &plain);
        all(&mut self.first, &mut net.chain.first, &plain);
        all(&mut self.last, &mut net.chain.last, &plain);
    }
}

#[derive(Default)]
struct Work {
    base: Vec<f32>,
    base_grad: Vec<f32>,
    kept: Lists,
    sums: Vec<f32>,
    mask: Vec<f32>,
    scratch: Scratch,
    lattice: Lattice,
    score_grad: Vec<f32>,
    grad: Vec<f32>,
    below: Vec<f32>,
    steps: Vec<f32>,
}

/// Forward and backward through one document; gradients are added to `state`. Returns the summed loss.
fn learn(net: &Network, doc: &Document, vectors: &[f32], plan: &Plan, random: &mut Random, state: &mut State, work: &mut Work) -> f32 {
    let h = net.hidden;
    let n = doc.base.len();
    let Work { base, base_grad, kept, sums, mask, scratch, lattice, score_grad, grad, below, steps } = work;
    base.clear();
    base.resize(n * h, 0.0);
    base_grad.clear();
    base_grad.resize(n * h, 0.0);
    kept.ends.clear();
    kept.rows.clear();
    let word = |t: usize, o: i8| -> Option<&[f32]> {
        let s = t.checked_add_signed(o as isize).filter(|&s| s < n)?;
        doc.words[s].map(|w| &vectors[w as usize * net.dim..(w as usize + 1) * net.dim])
    };
    for t in 0..n {
        let sum = &mut base[t * h..(t + 1) * h];
        for &row in doc.base.get(t) {
            if random.unit() >= plan.row_dropout {
                net.add_row(row, sum);
                kept.rows.push(row);
            }
        }
        kept.ends.push(kept.rows.len() as u32);
        for (k, &o) in net.offsets.iter().enumerate() {
            if let Some(v) = word(t, o) {
                net.add_vector(k, v, sum);
            }
        }
    }
    let mut total = 0.0;
    for inst in &doc.instances {
        let m = inst.extra.len();
        sums.clear();
        let mut common = vec![0f32; h];
        inst.shared.iter().for_each(|&r| net.add_row(r, &mut common));
        for t in 0..m {
            let at = sums.len();
            if n > 0 {
                sums.extend_from_slice(&base[(inst.start + t) * h..(inst.start + t + 1) * h]);
            } else {
                sums.resize(at + h, 0.0);
            }
            let sum = &mut sums[at..];
            add(sum, &common);
            inst.extra.get(t).iter().for_each(|&r| net.add_row(r, sum));
        }
        // forward with dropout after the rectifier
        let keep = 1.0 / (1.0 - plan.dropout);
        mask.clear();
        mask.extend((0..m * h).map(|_| if random.unit() < plan.dropout { 0.0 } else { keep }));
        scratch.layers.resize(net.blocks.len() + 1, Vec::new());
        scratch.mixed.resize(net.blocks.len(), Vec::new());
        scratch.layers[0].clear();
        for (row, mask) in sums.chunks_exact(h).zip(mask.chunks_exact(h)) {
            scratch.layers[0].extend(row.iter().zip(&net.bias).zip(mask).map(|((s, b), k)| (s + b).max(0.0) * k));
        }
        for (i, block) in net.blocks.iter().enumerate() {
            let (done, rest) = scratch.layers.split_at_mut(i + 1);
            block.mix(&done[i], h, &mut scratch.mixed[i]);
            rest[0].clear();
            rest[0].extend(done[i].iter().zip(&scratch.mixed[i]).map(|(a, b)| a + b.max(0.0)));
        }
        let top = net.blocks.len();
        net.label_scores(&scratch.layers[top], m, &mut scratch.scores);
        let l = net.labels;
        score_grad.clear();
        match &inst.gold {
            Gold::Path(path) => {
                net.chain.marginals(&scratch.scores, lattice);
                total += (lattice.log_z - net.chain.score(&scratch.scores, path)) * inst.weight;
                score_grad.extend(lattice.node.iter().map(|p| p * inst.weight));
                for (t, &y) in path.iter().enumerate() {
                    score_grad[t * l + y as usize] -= inst.weight;
                }
                if m > 1 {
                    steps.clear();
                    steps.resize(l * l, 0.0);
                    net.chain.expected_steps(lattice, steps);
                    for t in 1..m {
                        steps[path[t - 1] as usize * l + path[t] as usize] -= 1.0;
                    }
                    axpy(&mut state.step.grad, inst.weight, steps);
                }
                axpy(&mut state.first.grad, 1.0, &score_grad[..l]);
                axpy(&mut state.last.grad, 1.0, &score_grad[(m - 1) * l..]);
            }
            Gold::Choice(right) => {
                let top = scratch.scores.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
                let weights: Vec<f32> = scratch.scores.iter().map(|s| exp(s - top)).collect();
                let all: f32 = weights.iter().sum();
                let good: f32 = weights.iter().zip(right).filter(|(_, r)| **r).map(|(w, _)| w).sum::<f32>().max(1e-20);
                total += (ln(all) - ln(good)) * inst.weight;
                score_grad.extend(weights.iter().zip(right).map(|(w, &r)| inst.weight * (w / all - if r { w / good } else { 0.0 })));
            }
        }
        // backward
        grad.clear();
        grad.resize(m * h, 0.0);
        for t in 0..m {
            let g = &score_grad[t * l..(t + 1) * l];
            add(&mut state.out_bias.grad, g);
            let a = &scratch.layers[top][t * h..(t + 1) * h];
            for j in 0..h {
                grad[t * h + j] = dot(&net.out[j * l..(j + 1) * l], g);
                if a[j] != 0.0 {
                    axpy(&mut state.out.grad[j * l..(j + 1) * l], a[j], g);
                }
            }
        }
        for (i, block) in net.blocks.iter().enumerate().rev() {
            let input = &scratch.layers[i];
            let (wg, bg) = &mut state.blocks[i];
            below.clear();
            below.extend_from_slice(grad);
            for t in 0..m {
                let g: Vec<f32> = (0..h).map(|j| if scratch.mixed[i][t * h + j] > 0.0 { grad[t * h + j] } else { 0.0 }).collect();
                add(&mut bg.grad, &g);
                for o in 0..3usize {
                    let Some(s) = (t + o).checked_sub(1).filter(|&s| s < m) else { continue };
                    for j in 0..h {
                        let at = (o * h + j) * h;
                        let a = input[s * h + j];
                        if a != 0.0 {
                            axpy(&mut wg.grad[at..at + h], a, &g);
                        }
                        below[s * h + j] += dot(&block.weight[at..at + h], &g);
                    }
                }
            }
            std::mem::swap(grad, below);
        }
        let mut common = vec![0f32; h];
        for t in 0..m {
            let g = &mut grad[t * h..(t + 1) * h];
            for j in 0..h {
                // zero where the unit was dropped or not active
                g[j] *= if scratch.layers[0][t * h + j] > 0.0 { mask[t * h + j] } else { 0.0 };
            }
            add(&mut common, g);
            inst.extra.get(t).iter().for_each(|&r| state.add_row(r, g));
            if n > 0 {
                add(&mut base_grad[(inst.start + t) * h..(inst.start + t + 1) * h], g);
            }
        }
        add(&mut state.bias.grad, &common);
        inst.shared.iter().for_each(|&r| state.add_row(r, &common));
    }
    for t in 0..n {
        let g = &base_grad[t * h..(t + 1) * h];
        if g.iter().all(|&x| x == 0.0) {
            continue;
        }
        kept.get(t).iter().for_each(|&r| state.add_row(r, g));
        for (k, &o) in net.offsets.iter().enumerate() {
            if let Some(v) = word(t, o) {
                for (j, &x) in v.iter().enumerate() {
                    let at = (k * net.dim + j) * h;
                    axpy(&mut state.project.grad[at..at + h], x, g);
                }
            }
        }
    }
    total
}
