//! Reverse-mode differentiation over matrices: what is computed is written down on a tape, which is then run backwards.
//! It knows layers and losses, not what they are for; how weights change is in `optimiser`.

use super::Random;
use crate::chain::{Chain, Lattice};
use crate::math::{axpy, exp, ln, logistic};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};
use std::ops::Range;

/// A matrix, row after row.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// Columns.
    pub width: usize,
    /// `cells[row * width + column]`.
    pub cells: Vec<f32>,
}

impl Matrix {
    /// Number of rows.
    pub fn height(&self) -> usize {
        self.cells.len() / self.width.max(1)
    }
}

/// The number of a matrix among the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight(pub usize);

/// The number of a matrix on the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(usize);

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

enum Step {
    /// Nothing to go back to.
    Given,
    Lookup {
        table: Weight,
        lists: Lists,
    },
    Linear {
        x: Id,
        by: Weight,
    },
    Bias {
        x: Id,
        bias: Weight,
    },
    Add {
        a: Id,
        b: Id,
    },
    Rectify {
        x: Id,
    },
    Scale {
        x: Id,
        by: Vec<f32>,
    },
    Gather {
        x: Id,
        index: Vec<u32>,
    },
    Beside {
        of: Vec<Id>,
    },
    Recurrent {
        gates: Id,
        x: Id,
        forget: Weight,
        reset: Weight,
        cells: Vec<f32>,
    },
}

struct Node {
    value: Matrix,
    step: Step,
}

/// Where nothing is gathered.
pub const NOWHERE: u32 = u32::MAX;

/// What the loss of one document says about the weights.
#[derive(Default)]
pub struct Gradient {
    /// Of the weights that are whole, by number; empty where nothing is said.
    pub(crate) whole: Vec<Vec<f32>>,
    /// Of rows of tables: the lists of each place, and the gradient of their sum.
    pub(crate) rows: Vec<(Weight, Lists, Vec<f32>)>,
}

/// A computation over `weights`, written down so that it can be run backwards.
pub struct Tape<'w> {
    weights: &'w [Matrix],
    nodes: Vec<Node>,
    /// Gradients that losses left.
    ends: Vec<(Id, Vec<f32>)>,
    gradient: Gradient,
    random: Option<Random>,
    lattice: Lattice,
}

impl<'w> Tape<'w> {
    /// An empty tape. With `random`, dropout drops; without, it does nothing.
    pub fn new(weights: &'w [Matrix], random: Option<Random>) -> Self {
        let gradient = Gradient { whole: vec![Vec::new(); weights.len()], rows: Vec::new() };
        Self { weights, nodes: Vec::new(), ends: Vec::new(), gradient, random, lattice: Lattice::default() }
    }

    /// The generator of what is random, while learning.
    pub fn random(&mut self) -> Option<&mut Random> {
        self.random.as_mut()
    }

    /// The weights that it computes with.
    pub fn weights(&self) -> &'w [Matrix] {
        self.weights
    }

    fn push(&mut self, width: usize, cells: Vec<f32>, step: Step) -> Id {
        self.nodes.push(Node { value: Matrix { width, cells }, step });
        Id(self.nodes.len() - 1)
    }

    /// What was computed.
    pub fn value(&self, id: Id) -> &Matrix {
        &self.nodes[id.0].value
    }

    /// A matrix that no weight decides.
    pub fn given(&mut self, width: usize, cells: Vec<f32>) -> Id {
        self.push(width, cells, Step::Given)
    }

    /// For each place the sum of the rows of `table` that its list names.
    pub fn lookup(&mut self, table: Weight, lists: Lists) -> Id {
        let t = &self.weights[table.0];
        let mut cells = vec![0f32; lists.len() * t.width];
        for (i, out) in cells.chunks_exact_mut(t.width).enumerate() {
            for &row in lists.get(i) {
                crate::math::add(out, &t.cells[row as usize * t.width..(row as usize + 1) * t.width]);
            }
        }
        self.push(t.width, cells, Step::Lookup { table, lists })
    }

    /// `x · by`.
    pub fn linear(&mut self, x: Id, by: Weight) -> Id {
        let (m, w) = (&self.nodes[x.0].value, &self.weights[by.0]);
        let mut cells = vec![0f32; m.height() * w.width];
        gemm(m.height(), m.width, w.width, (&m.cells, m.width, 1), (&w.cells, w.width, 1), &mut cells);
        self.push(w.width, cells, Step::Linear { x, by })
    }

    /// `x + bias` in every row.
    pub fn bias(&mut self, x: Id, bias: Weight) -> Id {
        let m = &self.nodes[x.0].value;
        let (width, mut cells) = (m.width, m.cells.clone());
        cells.chunks_exact_mut(width).for_each(|row| crate::math::add(row, &self.weights[bias.0].cells));
        self.push(width, cells, Step::Bias { x, bias })
    }

    /// `a + b`.
    pub fn add(&mut self, a: Id, b: Id) -> Id {
        let mut cells = self.nodes[a.0].value.cells.clone();
        crate::math::add(&mut cells, &self.nodes[b.0].value.cells);
        self.push(self.nodes[a.0].value.width, cells, Step::Add { a, b })
    }

    /// What is positive.
    pub fn rectify(&mut self, x: Id) -> Id {
        let m = &self.nodes[x.0].value;
        let cells = m.cells.iter().map(|v| v.max(0.0)).collect();
        self.push(m.width, cells, Step::Rectify { x })
    }

    /// Leaves out a share of the cells while learning, and makes up for it.
    pub fn dropout(&mut self, x: Id, share: f32) -> Id {
        let Some(random) = self.random.as_mut().filter(|_| share > 0.0) else { return x };
        let m = &self.nodes[x.0].value;
        let keep = 1.0 / (1.0 - share);
        let by: Vec<f32> = (0..m.cells.len()).map(|_| if random.unit() < share { 0.0 } else { keep }).collect();
        let cells = m.cells.iter().zip(&by).map(|(a, b)| a * b).collect();
        self.push(m.width, cells, Step::Scale { x, by })
    }

    /// The rows of `x` that `index` names; zeros for [`NOWHERE`].
    pub fn gather(&mut self, x: Id, index: Vec<u32>) -> Id {
        let m = &self.nodes[x.0].value;
        let w = m.width;
        let mut cells = vec![0f32; index.len() * w];
        for (out, &i) in cells.chunks_exact_mut(w).zip(&index).filter(|(_, i)| **i != NOWHERE) {
            out.copy_from_slice(&m.cells[i as usize * w..(i as usize + 1) * w]);
        }
        self.push(w, cells, Step::Gather { x, index })
    }

    /// Each row of `x` between the row before it and the one after it, within `segments`.
    pub fn neighbours(&mut self, x: Id, segments: &[Range<usize>]) -> Id {
        let n = self.nodes[x.0].value.height();
        let (mut before, mut after) = (vec![NOWHERE; n], vec![NOWHERE; n]);
        for s in segments {
            for t in s.start + 1..s.end {
                before[t] = t as u32 - 1;
                after[t - 1] = t as u32;
            }
        }
        let (before, after) = (self.gather(x, before), self.gather(x, after));
        self.beside(&[before, x, after])
    }

    /// Matrices of one height side by side.
    pub fn beside(&mut self, of: &[Id]) -> Id {
        let width: usize = of.iter().map(|i| self.nodes[i.0].value.width).sum();
        let n = self.nodes[of[0].0].value.height();
        let mut cells = Vec::with_capacity(n * width);
        for t in 0..n {
            for i in of {
                let m = &self.nodes[i.0].value;
                cells.extend_from_slice(&m.cells[t * m.width..(t + 1) * m.width]);
            }
        }
        self.push(width, cells, Step::Beside { of: of.to_vec() })
    }

    /// A bidirectional simple recurrent unit: `gates` in columns z, f, r of the way forward and the same of the way back, over `x`.
    ///
    /// Lei et al. 2018.
    pub fn recurrent(&mut self, gates: Id, x: Id, forget: Weight, reset: Weight) -> Id {
        let (g, m) = (&self.nodes[gates.0].value, &self.nodes[x.0].value);
        let (n, d) = (m.height(), m.width / 2);
        let (vf, vr) = (&self.weights[forget.0].cells, &self.weights[reset.0].cells);
        let (mut out, mut cells) = (vec![0f32; n * 2 * d], vec![0f32; n * 2 * d]);
        for way in 0..2 {
            let mut c = vec![0f32; d];
            for k in 0..n {
                let t = if way == 0 { k } else { n - 1 - k };
                let u = &g.cells[t * 6 * d + way * 3 * d..][..3 * d];
                let at = t * 2 * d + way * d;
                for j in 0..d {
                    let f = logistic(u[d + j] + vf[way * d + j] * c[j]);
                    let r = logistic(u[2 * d + j] + vr[way * d + j] * c[j]);
                    c[j] += (1.0 - f) * (u[j] - c[j]);
                    cells[at + j] = c[j];
                    let own = m.cells[at + j];
                    out[at + j] = own + r * (c[j] - own);
                }
            }
        }
        self.push(2 * d, out, Step::Recurrent { gates, x, forget, reset, cells })
    }

    /// The loss of label paths over `segments` of `scores` under a chain whose transitions are weights. `gold[t]` is the label of row `t`,
    /// `weights` one number a segment.
    pub fn paths(&mut self, scores: Id, chain: &ChainWeights, segments: &[Range<usize>], gold: &[u8], weights: &[f32]) -> f32 {
        let l = self.nodes[scores.0].value.width;
        let own = chain.chain(self.weights);
        let mut lattice = std::mem::take(&mut self.lattice);
        let mut grad = vec![0f32; self.nodes[scores.0].value.cells.len()];
        let (mut step, mut first, mut last) = (vec![0f32; l * l], vec![0f32; l], vec![0f32; l]);
        let mut total = 0.0;
        let mut counts = vec![0f32; l * l];
        for (s, &weight) in segments.iter().zip(weights).filter(|(s, _)| !s.is_empty()) {
            let cells = &self.nodes[scores.0].value.cells[s.start * l..s.end * l];
            let path = &gold[s.clone()];
            own.marginals(cells, &mut lattice);
            total += (lattice.log_z - own.score(cells, path)) * weight;
            let g = &mut grad[s.start * l..s.end * l];
            g.iter_mut().zip(&lattice.node).for_each(|(g, p)| *g += p * weight);
            path.iter().enumerate().for_each(|(t, &y)| g[t * l + y as usize] -= weight);
            counts.fill(0.0);
            own.expected_steps(&lattice, &mut counts);
            path.windows(2).for_each(|p| counts[p[0] as usize * l + p[1] as usize] -= 1.0);
            axpy(&mut step, weight, &counts);
            crate::math::add(&mut first, &g[..l]);
            crate::math::add(&mut last, &g[(s.len() - 1) * l..]);
        }
        self.lattice = lattice;
        for (w, g) in [(chain.step, step), (chain.first, first), (chain.last, last)] {
            crate::math::add(whole(&mut self.gradient, self.weights, w), &g);
        }
        self.ends.push((scores, grad));
        total
    }

    /// The loss of choosing, among the rows of each segment of `scores` (one column), one that is `right`. Segments without one are passed over.
    pub fn choices(&mut self, scores: Id, segments: &[Range<usize>], right: &[bool], weights: &[f32]) -> f32 {
        let cells = &self.nodes[scores.0].value.cells;
        let mut grad = vec![0f32; cells.len()];
        let mut total = 0.0;
        for (s, &weight) in segments.iter().zip(weights) {
            let own = &right[s.clone()];
            if !own.contains(&true) {
                continue;
            }
            let top = cells[s.clone()].iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
            let mass: Vec<f32> = cells[s.clone()].iter().map(|x| exp(x - top)).collect();
            let all: f32 = mass.iter().sum();
            let good: f32 = mass.iter().zip(own).filter(|(_, r)| **r).map(|(m, _)| m).sum::<f32>().max(1e-20);
            total += (ln(all) - ln(good)) * weight;
            for ((g, m), &r) in grad[s.clone()].iter_mut().zip(&mass).zip(own) {
                *g = weight * (m / all - if r { m / good } else { 0.0 });
            }
        }
        self.ends.push((scores, grad));
        total
    }

    /// The loss of one label a row.
    pub fn labels(&mut self, scores: Id, gold: &[u8], weights: &[f32]) -> f32 {
        let m = &self.nodes[scores.0].value;
        let mut grad = m.cells.clone();
        let mut total = 0.0;
        for ((g, &y), &weight) in grad.chunks_exact_mut(m.width).zip(gold).zip(weights) {
            crate::math::softmax(g);
            total -= ln(g[y as usize].max(1e-20)) * weight;
            g[y as usize] -= 1.0;
            g.iter_mut().for_each(|g| *g *= weight);
        }
        self.ends.push((scores, grad));
        total
    }

    /// The gradient of all losses together.
    pub fn backward(self) -> Gradient {
        let Self { weights, nodes, ends, mut gradient, .. } = self;
        let mut grads: Vec<Vec<f32>> = nodes.iter().map(|_| Vec::new()).collect();
        for (id, g) in ends {
            accumulate(&mut grads[id.0], &g);
        }
        for k in (0..nodes.len()).rev() {
            let g = std::mem::take(&mut grads[k]);
            if g.is_empty() {
                continue;
            }
            let value = |id: Id| &nodes[id.0].value;
            let height = |id: Id| nodes[id.0].value.height();
            match &nodes[k].step {
                Step::Given => {}
                Step::Lookup { table, lists } => gradient.rows.push((*table, lists.clone(), g)),
                Step::Linear { x, by } => {
                    let (m, w) = (value(*x), &weights[by.0]);
                    let own = whole(&mut gradient, weights, *by);
                    // xᵀ · g
                    gemm(m.width, m.height(), w.width, (&m.cells, 1, m.width), (&g, w.width, 1), own);
                    let back = sized(&mut grads[x.0], m.cells.len());
                    // g · byᵀ
                    gemm(m.height(), w.width, m.width, (&g, w.width, 1), (&w.cells, 1, w.width), back);
                }
                Step::Bias { x, bias } => {
                    let own = whole(&mut gradient, weights, *bias);
                    g.chunks_exact(own.len()).for_each(|row| crate::math::add(own, row));
                    accumulate(&mut grads[x.0], &g);
                }
                Step::Add { a, b } => {
                    accumulate(&mut grads[a.0], &g);
                    accumulate(&mut grads[b.0], &g);
                }
                Step::Rectify { x } => {
                    let back = sized(&mut grads[x.0], g.len());
                    back.iter_mut().zip(&g).zip(&nodes[k].value.cells).for_each(|((b, g), v)| *b += if *v > 0.0 { *g } else { 0.0 });
                }
                Step::Scale { x, by } => {
                    let back = sized(&mut grads[x.0], g.len());
                    back.iter_mut().zip(&g).zip(by).for_each(|((b, g), s)| *b += g * s);
                }
                Step::Gather { x, index } => {
                    let w = value(*x).width;
                    let back = sized(&mut grads[x.0], height(*x) * w);
                    for (row, &i) in g.chunks_exact(w).zip(index).filter(|(_, i)| **i != NOWHERE) {
                        crate::math::add(&mut back[i as usize * w..(i as usize + 1) * w], row);
                    }
                }
                Step::Beside { of } => {
                    let width = nodes[k].value.width;
                    let mut at = 0;
                    for id in of {
                        let w = value(*id).width;
                        let back = sized(&mut grads[id.0], value(*id).cells.len());
                        for (b, row) in back.chunks_exact_mut(w).zip(g.chunks_exact(width)) {
                            crate::math::add(b, &row[at..at + w]);
                        }
                        at += w;
                    }
                }
                Step::Recurrent { gates, x, forget, reset, cells } => {
                    let (u, m) = (value(*gates), value(*x));
                    let (n, d) = (m.height(), m.width / 2);
                    let (vf, vr) = (&weights[forget.0].cells, &weights[reset.0].cells);
                    let (mut gf, mut gr) = (vec![0f32; 2 * d], vec![0f32; 2 * d]);
                    let mut back_u = vec![0f32; u.cells.len()];
                    let mut back_x = vec![0f32; m.cells.len()];
                    for way in 0..2 {
                        let mut carried = vec![0f32; d];
                        for k in (0..n).rev() {
                            let t = if way == 0 { k } else { n - 1 - k };
                            let at = t * 2 * d + way * d;
                            let before = (k > 0).then(|| (if way == 0 { t - 1 } else { t + 1 }) * 2 * d + way * d);
                            let g_at = t * 6 * d + way * 3 * d;
                            let u = &u.cells[g_at..g_at + 3 * d];
                            let out = &mut back_u[g_at..g_at + 3 * d];
                            for j in 0..d {
                                let was = before.map_or(0.0, |b| cells[b + j]);
                                let f = logistic(u[d + j] + vf[way * d + j] * was);
                                let r = logistic(u[2 * d + j] + vr[way * d + j] * was);
                                let (c, own, gh) = (cells[at + j], m.cells[at + j], g[at + j]);
                                back_x[at + j] += gh * (1.0 - r);
                                let g_reset = gh * (c - own) * r * (1.0 - r);
                                let g_cell = carried[j] + gh * r;
                                let g_forget = g_cell * (was - u[j]) * f * (1.0 - f);
                                out[j] = g_cell * (1.0 - f);
                                out[d + j] = g_forget;
                                out[2 * d + j] = g_reset;
                                gf[way * d + j] += g_forget * was;
                                gr[way * d + j] += g_reset * was;
                                carried[j] = g_cell * f + g_forget * vf[way * d + j] + g_reset * vr[way * d + j];
                            }
                        }
                    }
                    crate::math::add(whole(&mut gradient, weights, *forget), &gf);
                    crate::math::add(whole(&mut gradient, weights, *reset), &gr);
                    accumulate(&mut grads[gates.0], &back_u);
                    accumulate(&mut grads[x.0], &back_x);
                }
            }
        }
        gradient
    }
}

fn whole<'g>(gradient: &'g mut Gradient, weights: &[Matrix], w: Weight) -> &'g mut Vec<f32> {
    sized(&mut gradient.whole[w.0], weights[w.0].cells.len())
}

fn sized(g: &mut Vec<f32>, n: usize) -> &mut Vec<f32> {
    if g.is_empty() {
        g.resize(n, 0.0);
    }
    g
}

/// `into += g`, where nothing is zeros.
pub(super) fn accumulate(into: &mut Vec<f32>, g: &[f32]) {
    if into.is_empty() {
        into.extend_from_slice(g);
    } else {
        crate::math::add(into, g);
    }
}

/// `out += a · b`, `a` of `m` by `k`, `b` of `k` by `n`, each with the strides of its rows and columns.
fn gemm(m: usize, k: usize, n: usize, a: (&[f32], usize, usize), b: (&[f32], usize, usize), out: &mut [f32]) {
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    let a = ArrayView2::from_shape((m, k).strides((a.1, a.2)), a.0).expect("rows and columns that fit");
    let b = ArrayView2::from_shape((k, n).strides((b.1, b.2)), b.0).expect("rows and columns that fit");
    let mut out = ArrayViewMut2::from_shape((m, n), out).expect("rows and columns that fit");
    general_mat_mul(1.0, &a, &b, 1.0, &mut out);
}

/// Transitions of a chain as weights.
#[derive(Debug, Clone, Copy)]
pub struct ChainWeights {
    /// One row of one label each.
    pub step: Weight,
    /// One row.
    pub first: Weight,
    /// One row.
    pub last: Weight,
}

impl ChainWeights {
    /// The chain that the weights make.
    pub fn chain(&self, weights: &[Matrix]) -> Chain {
        let cells = |w: Weight| weights[w.0].cells.clone();
        Chain::new(cells(self.step), cells(self.first), cells(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: [Weight; 10] = {
        let mut w = [Weight(0); 10];
        let mut k = 0;
        while k < 10 {
            w[k] = Weight(k);
            k += 1;
        }
        w
    };
    const CHAIN: ChainWeights = ChainWeights { step: W[6], first: W[7], last: W[8] };

    /// A computation that uses every step, and all losses.
    fn loss(tape: &mut Tape<'_>) -> f32 {
        let mut lists = Lists::default();
        for rows in [vec![0, 2], vec![1], vec![], vec![2, 2], vec![3]] {
            lists.push(rows);
        }
        let seen = tape.lookup(W[0], lists);
        let extra = tape.given(2, (0..10).map(|k| k as f32 * 0.2 - 1.0).collect());
        let extra = tape.linear(extra, W[1]);
        let x = tape.add(seen, extra);
        let window = tape.neighbours(x, &[0..3, 3..5]);
        let x = tape.linear(window, W[2]);
        let x = tape.rectify(x);
        let gates = tape.linear(x, W[3]);
        let x = tape.recurrent(gates, x, W[4], W[5]);
        let some = tape.gather(x, vec![4, NOWHERE, 0, 0, 2]);
        let both = tape.beside(&[x, some]);
        let scores = tape.linear(both, W[9]);
        let labels = tape.labels(scores, &[0, 1, 1, 0, 1], &[1.0, 0.5, 1.0, 1.0, 2.0]);
        let paths = tape.paths(scores, &CHAIN, &[0..2, 2..5], &[0, 1, 1, 1, 0], &[1.0, 0.7]);
        let column = tape.linear(scores, Weight(10));
        let choices = tape.choices(column, &[0..3, 3..5], &[false, true, true, false, false], &[1.0, 1.0]);
        labels + paths + choices
    }

    #[test]
    fn gradients_are_those_of_small_changes() {
        let mut random = Random(3);
        let shapes = [(4, 3), (2, 3), (9, 4), (4, 12), (1, 4), (1, 4), (2, 2), (1, 2), (1, 2), (8, 2), (2, 1)];
        let mut weights: Vec<Matrix> = shapes.iter().map(|&(h, w)| Matrix { width: w, cells: random.normal(h * w, 0.6) }).collect();
        let mut tape = Tape::new(&weights, None);
        loss(&mut tape);
        let gradient = tape.backward();
        let mut whole = gradient.whole;
        whole[0] = vec![0.0; weights[0].cells.len()];
        for (_, lists, g) in &gradient.rows {
            for (k, g) in g.chunks_exact(3).enumerate() {
                for &row in lists.get(k) {
                    crate::math::add(&mut whole[0][row as usize * 3..row as usize * 3 + 3], g);
                }
            }
        }
        let mut seen = 0;
        for k in 0..weights.len() {
            for j in 0..weights[k].cells.len() {
                let mut at = |d: f32| {
                    let was = weights[k].cells[j];
                    weights[k].cells[j] = was + d;
                    let l = f64::from(loss(&mut Tape::new(&weights, None)));
                    weights[k].cells[j] = was;
                    l
                };
                let slope = ((at(4e-3) - at(-4e-3)) / 8e-3) as f32;
                let found = whole[k].get(j).copied().unwrap_or(0.0);
                assert!((slope - found).abs() < 2e-2 * (1.0 + slope.abs()), "weight {k}, cell {j}: {found}, expected {slope}");
                seen += usize::from(slope.abs() > 1e-2);
            }
        }
        assert!(seen > 60, "{seen} cells matter");
    }
}
