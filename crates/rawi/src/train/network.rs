//! The model while it is learned: its weights by name, and how the encoder and the heads are computed from them on a tape.
//! The same as `encoder` and `head` compute, in full precision and with dropout.

use super::corpus::Annotated;
use crate::encoder::Encoder;
use crate::features::{IDENTITY, Place};
use crate::head::{Asked, Head};
use rawi_learn::chain::Chain;
use rawi_learn::train::Random;
use rawi_learn::train::tape::{ChainWeights, Id, Lists, Matrix, Tape, Weight};
use rawi_learn::{Dictionary, Linear, PackedRows, Recurrent, Vectors};

/// The sizes of a model, and what is left out while it learns.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    /// Components of what is seen of a word.
    pub width: usize,
    /// Units of each direction of a layer.
    pub units: usize,
    pub layers: usize,
    /// Share of words whose own features are left out, and of other features.
    pub unknown: f32,
    pub unseen: f32,
    /// Share of components left out of what is seen, of states, and of hidden layers.
    pub dropout: [f32; 3],
}

/// The shape of a head.
pub(crate) struct Shape {
    pub slots: usize,
    pub rows: usize,
    pub hidden: usize,
    pub blocks: usize,
    pub labels: usize,
    /// How labels may follow one another, where they form a path.
    pub chain: Option<Chain>,
}

struct HeadWeights {
    slots: Vec<Weight>,
    rows: Weight,
    bias: Weight,
    blocks: Vec<(Weight, Weight)>,
    out: Weight,
    out_bias: Weight,
    chain: Option<ChainWeights>,
}

struct LayerWeights {
    gates: Weight,
    bias: Weight,
    forget: Weight,
    reset: Weight,
}

/// A model that is learned.
pub(crate) struct Network {
    pub weights: Vec<Matrix>,
    pub sizes: Sizes,
    words: Weight,
    places: Weight,
    project: Weight,
    first: Weight,
    first_bias: Weight,
    layers: Vec<LayerWeights>,
    heads: Vec<HeadWeights>,
}

/// What is seen of the words of a document, as rows.
#[derive(Default)]
pub(crate) struct Seen {
    /// Of each token, the rows of features that name the word, and of all others.
    names: Lists,
    others: Lists,
    places: Lists,
    /// The word vectors, one after another; zeros where there is none.
    vectors: Vec<f32>,
}

impl Seen {
    pub fn new(d: &Annotated, dictionary: &Dictionary, vectors: &Vectors) -> Self {
        let mut out = Self::default();
        let lexis = &d.page.lexis;
        let (mut features, mut places) = (Vec::new(), Vec::new());
        for t in 0..lexis.len() {
            features.clear();
            crate::features::word(&lexis.words[t], lexis.shape[t], &mut features);
            let row = |f: &u64| dictionary.row(*f);
            out.names.push(features[..IDENTITY].iter().filter_map(row));
            out.others.push(features[IDENTITY..].iter().filter_map(row));
            places.clear();
            crate::features::place(lexis, &d.page.outlook, t, &mut places);
            out.places.push(places.iter().map(|&r| u32::from(r)));
            let at = out.vectors.len();
            out.vectors.resize(at + vectors.dim, 0.0);
            if let Some(row) = lexis.words[t].vector {
                vectors.get(row, &mut out.vectors[at..]);
            }
        }
        out
    }
}

impl Network {
    pub fn new(sizes: Sizes, features: usize, dim: usize, shapes: &[Shape], seed: u64) -> Self {
        let mut random = Random(seed);
        let mut weights: Vec<Matrix> = Vec::new();
        let mut push = |width: usize, cells: Vec<f32>| {
            weights.push(Matrix { width, cells });
            Weight(weights.len() - 1)
        };
        let (e, d) = (sizes.width, 2 * sizes.units);
        let root = |n: usize| (1.0 / n.max(1) as f32).sqrt();
        let words = push(e, random.normal(features * e, 0.05));
        let places = push(e, random.normal(Place::ROWS * e, 0.05));
        let project = push(e, random.normal(dim * e, 0.5 * root(dim)));
        let first = push(d, random.normal(3 * e * d, root(e)));
        let first_bias = push(d, vec![0.0; d]);
        let layers = (0..sizes.layers)
            .map(|_| {
                let u = sizes.units;
                // units remember over lengths of their own from the start
                let bias = (0..6 * u).map(|k| if k % (3 * u) / u == 1 { (k % u) as f32 / u as f32 * 3.0 } else { 0.0 }).collect();
                LayerWeights {
                    gates: push(6 * u, random.normal(d * 6 * u, root(d))),
                    bias: push(6 * u, bias),
                    forget: push(2 * u, vec![0.0; 2 * u]),
                    reset: push(2 * u, vec![0.0; 2 * u]),
                }
            })
            .collect();
        let heads = shapes
            .iter()
            .map(|s| {
                let (h, l) = (s.hidden, s.labels);
                let n = s.slots.max(1);
                HeadWeights {
                    slots: (0..s.slots).map(|_| push(h, random.normal(d * h, root(d * n)))).collect(),
                    rows: push(h, random.normal(s.rows.max(1) * h, 0.05)),
                    bias: push(h, vec![0.1; h]),
                    blocks: (0..s.blocks).map(|_| (push(h, random.normal(3 * h * h, 0.8 * root(3 * h))), push(h, vec![0.0; h]))).collect(),
                    out: push(l, random.normal(h * l, root(h))),
                    out_bias: push(l, vec![0.0; l]),
                    chain: s.chain.as_ref().map(|c| ChainWeights {
                        step: push(l, c.step.clone()),
                        first: push(l, c.first.clone()),
                        last: push(l, c.last.clone()),
                    }),
                }
            })
            .collect();
        Self { weights, sizes, words, places, project, first, first_bias, layers, heads }
    }

    /// The states of a document.
    pub fn encode(&self, tape: &mut Tape<'_>, seen: &Seen) -> Id {
        let s = &self.sizes;
        let n = seen.places.len();
        let dim = seen.vectors.len() / n.max(1);
        let mut lists = Lists::default();
        let mut vectors = seen.vectors.clone();
        for t in 0..n {
            match tape.random() {
                None => lists.push(seen.names.get(t).iter().chain(seen.others.get(t)).copied()),
                Some(random) => {
                    let unknown = random.unit() < s.unknown;
                    if unknown && random.unit() < 0.5 {
                        vectors[t * dim..(t + 1) * dim].fill(0.0);
                    }
                    let names = if unknown { &[][..] } else { seen.names.get(t) };
                    let mut rows: Vec<u32> = Vec::with_capacity(32);
                    rows.extend(names.iter().chain(seen.others.get(t)).filter(|_| random.unit() >= s.unseen));
                    lists.push(rows);
                }
            }
        }
        let words = tape.lookup(self.words, lists);
        let places = tape.lookup(self.places, seen.places.clone());
        let mut x = tape.add(words, places);
        if dim > 0 {
            let vectors = tape.given(dim, vectors);
            let projected = tape.linear(vectors, self.project);
            x = tape.add(x, projected);
        }
        let x = tape.dropout(x, s.dropout[0]);
        let window = tape.neighbours(x, std::slice::from_ref(&(0..n)));
        let sums = tape.linear(window, self.first);
        let sums = tape.bias(sums, self.first_bias);
        let mut states = tape.rectify(sums);
        for layer in &self.layers {
            let input = tape.dropout(states, s.dropout[1]);
            let gates = tape.linear(input, layer.gates);
            let gates = tape.bias(gates, layer.bias);
            states = tape.recurrent(gates, states, layer.forget, layer.reset);
        }
        tape.dropout(states, s.dropout[1])
    }

    /// The scores of a head at every place that `asked` holds.
    pub fn score(&self, tape: &mut Tape<'_>, head: usize, states: Id, asked: &Asked) -> Id {
        let w = &self.heads[head];
        let mut lists = Lists::default();
        (0..asked.len()).for_each(|k| lists.push(asked.rows.get(k).iter().map(|&r| u32::from(r))));
        let mut sum = tape.lookup(w.rows, lists);
        for (&slot, tokens) in w.slots.iter().zip(&asked.slots) {
            // whichever is less: to project all tokens, or those of the places
            let here = if tokens.len() < tape.value(states).height() {
                let there = tape.gather(states, tokens.clone());
                tape.linear(there, slot)
            } else {
                let projected = tape.linear(states, slot);
                tape.gather(projected, tokens.clone())
            };
            sum = tape.add(sum, here);
        }
        let sum = tape.bias(sum, w.bias);
        let hidden = tape.rectify(sum);
        let mut hidden = tape.dropout(hidden, self.sizes.dropout[2]);
        for &(weight, bias) in &w.blocks {
            let window = tape.neighbours(hidden, &asked.segments);
            let mixed = tape.linear(window, weight);
            let mixed = tape.bias(mixed, bias);
            let mixed = tape.rectify(mixed);
            hidden = tape.add(hidden, mixed);
        }
        let scores = tape.linear(hidden, w.out);
        tape.bias(scores, w.out_bias)
    }

    /// The transitions of a head whose labels form a path.
    pub fn chain(&self, head: usize) -> ChainWeights {
        self.heads[head].chain.expect("a head of paths")
    }

    /// The encoder as reading uses it.
    pub fn encoder(&self, dictionary: Dictionary, vectors: Vectors) -> Encoder {
        let m = |w: Weight| &self.weights[w.0];
        let linear = |w: Weight, bias: &[f32]| Linear::new(m(w).height(), m(w).width, &m(w).cells, bias);
        let e = self.sizes.width;
        Encoder {
            width: e,
            dictionary,
            rows: PackedRows::new(&m(self.words).cells, e),
            vectors,
            project: linear(self.project, &vec![0.0; e]),
            places: m(self.places).cells.clone(),
            first: linear(self.first, &m(self.first_bias).cells),
            layers: self
                .layers
                .iter()
                .map(|l| Recurrent::new(linear(l.gates, &m(l.bias).cells), m(l.forget).cells.clone(), m(l.reset).cells.clone()))
                .collect(),
        }
    }

    /// A head as reading uses it.
    pub fn head(&self, head: usize) -> Head {
        let m = |w: Weight| &self.weights[w.0];
        let linear = |w: Weight, bias: &[f32]| Linear::new(m(w).height(), m(w).width, &m(w).cells, bias);
        let w = &self.heads[head];
        let hidden = m(w.bias).width;
        Head {
            hidden,
            labels: m(w.out_bias).width,
            slots: w.slots.iter().map(|&s| linear(s, &vec![0.0; hidden])).collect(),
            rows: m(w.rows).cells.clone(),
            bias: m(w.bias).cells.clone(),
            blocks: w.blocks.iter().map(|&(weight, bias)| linear(weight, &m(bias).cells)).collect(),
            out: linear(w.out, &m(w.out_bias).cells),
            chain: w.chain.map_or_else(Chain::default, |c| c.chain(&self.weights)),
        }
    }
}
