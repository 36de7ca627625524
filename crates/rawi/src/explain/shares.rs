//! What share each thing seen has in a margin between labels, or candidates, of a decision. Told to first order: every rectifier and
//! every gate is held as open as it was, and what is left is a sum. What every word has (a state, a place, a word beside it) counts by
//! what it adds beyond the average of the words that were looked at; a feature of the word itself is compared with its absence.

use crate::encoder::Encoder;
use crate::features::{self, Place, Sink};
use crate::head::{Asked, Head, NOWHERE, Scratch, States};
use crate::page::Page;
use rawi_learn::{Activations, Linear, Recurrent, logistic};
use std::ops::Range;

fn dot(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

fn add(sum: &mut [f32], scale: f32, x: &[f32]) {
    sum.iter_mut().zip(x).for_each(|(s, x)| *s += scale * x);
}

/// What a row of a head's table adds.
fn row_of(head: &Head, row: u16) -> &[f32] {
    &head.rows[usize::from(row) * head.hidden..][..head.hidden]
}

/// One place that a head was asked about, with how much each unit of its sum bears on a margin.
pub(super) struct Lean<'a> {
    head: &'a Head,
    states: &'a States,
    asked: &'a Asked,
    place: usize,
    pull: Vec<f32>,
}

/// A place and the margin at it: some labels, each with what its score counts.
pub(super) type Wanted = (usize, Vec<(usize, f32)>);

impl<'a> Lean<'a> {
    /// Of every wanted margin. What a place owes to its neighbours through mixing layers is left out.
    pub fn all(head: &'a Head, states: &'a States, asked: &'a Asked, wanted: &[Wanted]) -> Vec<Self> {
        let h = head.hidden;
        let reach = head.blocks.len();
        // the places near enough to matter, those of each wanted one as a segment
        let mut near = Asked::new(asked.slots.len());
        let mut own = Vec::with_capacity(wanted.len());
        let mut tokens = Vec::new();
        for (place, _) in wanted {
            let s = asked.segments.partition_point(|s| s.end <= *place);
            let segment = asked.segments.get(s).cloned().unwrap_or(*place..place + 1);
            let from = segment.start.max(place.saturating_sub(reach));
            own.push(near.len() + place - from);
            for k in from..segment.end.min(place + reach + 1) {
                asked.rows.get(k).iter().for_each(|&row| near.rows.put(row));
                tokens.clear();
                tokens.extend(asked.slots.iter().map(|slot| slot[k]));
                near.place(&tokens);
            }
            near.segment();
        }
        let mut scratch = Scratch::default();
        head.sum(states, &near, 0..near.len(), &mut scratch);
        let mut hidden = scratch.hidden;
        let cells = |k: usize| own[k] * h..(own[k] + 1) * h;
        let sums: Vec<Vec<f32>> = (0..own.len()).map(|k| hidden[cells(k)].to_vec()).collect();
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        let (mut mixed, mut quantised) = (Vec::new(), Activations::default());
        let mut open: Vec<Vec<bool>> = Vec::new();
        for block in &head.blocks {
            block.apply_windows(&hidden, &near.segments, &mut mixed, &mut quantised);
            open.push((0..own.len()).flat_map(|k| mixed[cells(k)].iter().map(|x| *x > 0.0)).collect());
            hidden.iter_mut().zip(&mixed).for_each(|(a, b)| *a += b.max(0.0));
        }
        let one = |(k, (place, margin)): (usize, &Wanted)| {
            let mut pull: Vec<f32> = (0..h).map(|j| margin.iter().map(|&(label, times)| times * head.out.weight(j, label)).sum()).collect();
            for (block, open) in head.blocks.iter().zip(&open).rev() {
                let after = pull.clone();
                for o in (0..h).filter(|&o| open[k * h + o]) {
                    // the middle of the window is the place itself
                    pull.iter_mut().enumerate().for_each(|(j, p)| *p += after[o] * block.weight(h + j, o));
                }
            }
            pull.iter_mut().zip(&sums[k]).filter(|(_, s)| **s <= 0.0).for_each(|(p, _)| *p = 0.0);
            Self { head, states, asked, place: *place, pull }
        };
        wanted.iter().enumerate().map(one).collect()
    }

    /// The rows of the table that were seen here.
    pub fn rows(&self) -> &[u16] {
        self.asked.rows.get(self.place)
    }

    /// The share of a row of the table.
    pub fn row(&self, row: u16) -> f32 {
        dot(row_of(self.head, row), &self.pull)
    }

    /// The share of something else that is added to the sum.
    pub fn share(&self, added: &[f32]) -> f32 {
        dot(added, &self.pull)
    }

    /// The token of a slot.
    pub fn token(&self, slot: usize) -> Option<usize> {
        let t = *self.asked.slots.get(slot)?.get(self.place)?;
        (t != NOWHERE).then_some(t as usize)
    }

    /// The share of the state of a slot's token.
    pub fn slot(&self, slot: usize) -> f32 {
        let Some(t) = self.token(slot) else { return 0.0 };
        let mut projected = Vec::new();
        self.head.slots[slot].apply_rows(&self.states.quantised, &[t as u32], &mut projected);
        self.share(&projected)
    }
}

/// What the tokens of a window add to the sums of a head on average.
pub(super) struct Usual {
    state: Vec<f32>,
    rows: Kinds,
}

impl Usual {
    /// Of the state of the first slot's tokens, which are `tokens`, and of each kind of row at the places of `segment`.
    pub fn new(
        head: &Head,
        states: &States,
        tokens: Range<usize>,
        asked: &Asked,
        segment: Range<usize>,
        kind: fn(u16) -> &'static str,
    ) -> Self {
        let w = states.width;
        let n = tokens.len();
        let mut sum = vec![0f32; w];
        states.values[tokens.start * w..tokens.end * w].chunks_exact(w).for_each(|x| add(&mut sum, 1.0 / n as f32, x));
        let mut state = Vec::new();
        head.slots[0].apply(&sum, &mut state, &mut Activations::default());
        let mut rows = Kinds::default();
        segment.for_each(|k| rows.count(asked.rows.get(k)));
        rows.close(n, head.hidden, kind, |row| row_of(head, row));
        Self { state, rows }
    }

    /// How much larger the share of the first slot's token is than that of a usual word.
    pub fn state(&self, lean: &Lean<'_>) -> f32 {
        lean.slot(0) - lean.share(&self.state)
    }

    /// How much larger the share of a row is than that of its kind.
    pub fn row(&self, lean: &Lean<'_>, row: u16) -> f32 {
        lean.row(row) - self.rows.of(row).map_or(0.0, |x| lean.share(x))
    }
}

/// What each kind of row adds on average.
#[derive(Default)]
struct Kinds {
    counts: Vec<u32>,
    /// The first row met of each kind, and the average.
    kinds: Vec<(u16, Vec<f32>)>,
}

impl Kinds {
    fn count(&mut self, rows: &[u16]) {
        for &row in rows {
            if self.counts.len() <= row.into() {
                self.counts.resize(usize::from(row) + 1, 0);
            }
            self.counts[usize::from(row)] += 1;
        }
    }

    /// Ends counting in `n` places.
    fn close<'r>(&mut self, n: usize, width: usize, kind: fn(u16) -> &'static str, add_of: impl Fn(u16) -> &'r [f32]) {
        let mut last = "";
        for (row, times) in std::mem::take(&mut self.counts).into_iter().enumerate().filter(|(_, times)| *times > 0) {
            let row = row as u16;
            if last != kind(row) {
                last = kind(row);
                self.kinds.push((row, vec![0f32; width]));
            }
            if let Some((_, sum)) = self.kinds.last_mut() {
                add(sum, times as f32 / n as f32, add_of(row));
            }
        }
    }

    /// The average of the kind of a row that was counted.
    fn of(&self, row: u16) -> Option<&[f32]> {
        let k = self.kinds.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        Some(&self.kinds[k].1)
    }
}

/// What was seen of a token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Seen {
    /// A feature of it, by its name.
    Feature(&'static str),
    /// Its vector.
    Vector,
    /// A row of `features::Place`.
    Place(u16),
    /// Another token, as a whole.
    Token(usize),
}

struct Named(Vec<(&'static str, u64)>);

impl Sink for Named {
    fn put(&mut self, name: &'static str, feature: u64) {
        self.0.push((name, feature));
    }
}

/// The layers of the encoder and of what the head for cues sees of it, from outputs to inputs. Made once a model.
#[derive(Debug)]
pub(crate) struct Backwards {
    first: Linear,
    /// Of each recurrent layer, from what is kept to its input.
    layers: Vec<Linear>,
    cue: Linear,
}

impl Backwards {
    pub fn new(encoder: &Encoder, cue: &Head) -> Self {
        let all = |l: &Linear| turned(l, 0..l.outputs());
        let kept = |l: &Recurrent| turned(l.gates(), (0..l.units()).chain(3 * l.units()..4 * l.units()));
        Self { first: all(&encoder.first), layers: encoder.layers.iter().map(kept).collect(), cue: all(&cue.slots[0]) }
    }
}

/// The encoder, read backwards: from a state to what was seen of the words around.
pub(super) struct Lens<'a> {
    encoder: &'a Encoder,
    backwards: &'a Backwards,
    page: &'a Page,
    /// What is seen of a token of the text on average, and each kind of `features::Place` in it.
    usual: Vec<f32>,
    places: Kinds,
}

/// The words before and after that a state is traced back to.
const BEFORE: usize = 3;
const AFTER: usize = 4;

/// How open the gates of a recurrent layer were, `2 * units` a token.
struct Gates {
    keep: Vec<f32>,
    show: Vec<f32>,
}

/// From some of the outputs of a layer to its inputs.
fn turned(linear: &Linear, outputs: impl Iterator<Item = usize>) -> Linear {
    let weights: Vec<f32> = outputs.flat_map(|o| (0..linear.inputs()).map(move |i| linear.weight(i, o))).collect();
    Linear::new(weights.len() / linear.inputs(), linear.inputs(), &weights, &vec![0.0; linear.inputs()])
}

/// One step along a text in the order of reading of a side.
fn walk(n: usize, side: usize) -> impl DoubleEndedIterator<Item = usize> {
    (0..n).map(move |k| if side == 0 { k } else { n - 1 - k })
}

/// What a recurrent layer makes of `x`, which it replaces, and its gates.
fn forward(layer: &Recurrent, x: &mut [f32]) -> Gates {
    let d = layer.units();
    let n = x.len() / (2 * d);
    let mut sums = Vec::new();
    layer.gates().apply(x, &mut sums, &mut Activations::default());
    let (mut keep, mut show) = (vec![0f32; x.len()], vec![0f32; x.len()]);
    for side in 0..2 {
        let mut state = vec![0f32; d];
        for t in walk(n, side) {
            let sums = &sums[3 * d * (2 * t + side)..3 * d * (2 * t + side + 1)];
            for k in 0..d {
                let (unit, at) = (side * d + k, 2 * d * t + side * d + k);
                keep[at] = logistic(sums[d + k] + layer.keep()[unit] * state[k]);
                show[at] = logistic(sums[2 * d + k] + layer.show()[unit] * state[k]);
                state[k] = sums[k] + keep[at] * (state[k] - sums[k]);
                x[at] += show[at] * (state[k] - x[at]);
            }
        }
    }
    Gates { keep, show }
}

/// How much each input of a recurrent layer bears on a margin, given how much each output does.
fn backward(layer: &Recurrent, turned: &Linear, gates: &Gates, pull: &[f32]) -> Vec<f32> {
    let d = layer.units();
    let n = pull.len() / (2 * d);
    let mut kept = vec![0f32; pull.len()];
    for side in 0..2 {
        let mut state = vec![0f32; d];
        for t in walk(n, side).rev() {
            for k in 0..d {
                let at = 2 * d * t + side * d + k;
                state[k] += gates.show[at] * pull[at];
                kept[at] = (1.0 - gates.keep[at]) * state[k];
                state[k] *= gates.keep[at];
            }
        }
    }
    let mut out = Vec::new();
    turned.apply(&kept, &mut out, &mut Activations::default());
    out.iter_mut().zip(pull).zip(&gates.show).for_each(|((x, p), show)| *x += (1.0 - show) * p);
    out
}

impl<'a> Lens<'a> {
    pub fn new(encoder: &'a Encoder, backwards: &'a Backwards, page: &'a Page) -> Self {
        let n = page.lexis.len();
        let mut usual = vec![0f32; encoder.width];
        let mut places = Kinds::default();
        let mut rows = Vec::new();
        for t in 0..n {
            add(&mut usual, 1.0 / n as f32, page.word(t, encoder));
            rows.clear();
            features::place(&page.lexis, &page.outlook, t, &mut rows);
            places.count(&rows);
        }
        places.close(n, encoder.width, |row| Place::of(row).0, |row| place(encoder, row));
        places.kinds.iter().for_each(|(_, x)| add(&mut usual, 1.0, x));
        Self { encoder, backwards, page, usual, places }
    }

    /// The shares of what was seen of a token and of the words around it in what its state adds to the margin between labels of cues.
    pub fn seen(&self, token: usize, lean: &Lean<'_>) -> Vec<(Seen, f32)> {
        let page = self.page;
        let e = self.encoder.width;
        let d = self.encoder.first.outputs();
        let near = token.saturating_sub(BEFORE)..page.lexis.len().min(token + AFTER + 1);
        let n = near.len();
        let mut places = Vec::new();
        let mut sums = vec![0f32; n * e];
        for (sum, t) in sums.chunks_exact_mut(e).zip(near.clone()) {
            add(sum, 1.0, page.word(t, self.encoder));
            places.clear();
            features::place(&page.lexis, &page.outlook, t, &mut places);
            places.iter().for_each(|&row| add(sum, 1.0, place(self.encoder, row)));
        }
        let mut x = Vec::new();
        self.encoder.first.apply_windows(&sums, std::slice::from_ref(&(0..n)), &mut x, &mut Activations::default());
        let open: Vec<bool> = x.iter().map(|x| *x > 0.0).collect();
        x.iter_mut().for_each(|x| *x = x.max(0.0));
        let gates: Vec<Gates> = self.encoder.layers.iter().map(|l| forward(l, &mut x)).collect();

        let mut quantised = Activations::default();
        let (mut back, mut own_back) = (vec![0f32; n * d], Vec::new());
        let own = token - near.start;
        self.backwards.cue.apply(&lean.pull, &mut own_back, &mut quantised);
        back[own * d..(own + 1) * d].copy_from_slice(&own_back);
        for ((layer, turned), gates) in self.encoder.layers.iter().zip(&self.backwards.layers).zip(&gates).rev() {
            back = backward(layer, turned, gates, &back);
        }
        back.iter_mut().zip(open).filter(|(_, open)| !open).for_each(|(x, _)| *x = 0.0);
        let mut windows = Vec::new();
        self.backwards.first.apply(&back, &mut windows, &mut quantised);
        // a word stands in the windows of the word before, of its own and of the word after
        let mut pulls = vec![0f32; (n + 2) * e];
        windows.chunks_exact(3 * e).enumerate().for_each(|(k, window)| add(&mut pulls[k * e..(k + 3) * e], 1.0, window));
        let pull = |k: usize| &pulls[(k + 1) * e..(k + 2) * e];
        let others = (0..n).filter(|&k| k != own);
        let mut out: Vec<(Seen, f32)> =
            others.map(|k| (Seen::Token(near.start + k), dot(&sums[k * e..(k + 1) * e], pull(k)) - dot(&self.usual, pull(k)))).collect();
        self.token(token, pull(own), &mut out);
        out
    }

    /// The shares of what was seen of a token itself.
    fn token(&self, t: usize, pull: &[f32], out: &mut Vec<(Seen, f32)>) {
        let (e, page) = (self.encoder, self.page);
        let w = &page.lexis.words[t];
        let mut named = Named(Vec::new());
        features::word(w, page.lexis.shape[t], &mut named);
        let mut x = Vec::new();
        for (name, feature) in named.0 {
            if let Some(row) = e.dictionary.row(feature) {
                x.clear();
                x.resize(e.width, 0.0);
                e.rows.add(&[row], &mut x);
                out.push((Seen::Feature(name), dot(&x, pull)));
            }
        }
        if let Some(row) = w.vector {
            let mut vector = vec![0f32; e.vectors.dim];
            e.vectors.get(row, &mut vector);
            e.project.apply(&vector, &mut x, &mut Activations::default());
            out.push((Seen::Vector, dot(&x, pull)));
        }
        let mut places = Vec::new();
        features::place(&page.lexis, &page.outlook, t, &mut places);
        for row in places {
            let usual = self.places.of(row).map_or(0.0, |x| dot(x, pull));
            out.push((Seen::Place(row), dot(place(e, row), pull) - usual));
        }
    }
}

fn place(encoder: &Encoder, row: u16) -> &[f32] {
    &encoder.places[usize::from(row) * encoder.width..][..encoder.width]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1.
    fn noise(n: usize, seed: u64) -> Vec<f32> {
        (0..n as u64).map(|i| (rawi_learn::mix(seed, i) >> 40) as f32 / (1 << 23) as f32 - 1.0).collect()
    }

    fn random(inputs: usize, outputs: usize, seed: u64) -> Linear {
        Linear::new(inputs, outputs, &noise(inputs * outputs, seed), &vec![0.0; outputs])
    }

    #[test]
    fn shares_add_up_to_the_margin() {
        for blocks in [0, 1, 2] {
            let head = Head {
                hidden: 6,
                labels: 3,
                slots: vec![random(4, 6, 1), random(4, 6, 2)],
                rows: noise(5 * 6, 3),
                bias: noise(6, 4),
                blocks: (0..blocks).map(|k| random(3 * 6, 6, 5 + k)).collect(),
                out: random(6, 3, 9),
                ..Head::default()
            };
            let mut states = States { width: 4, values: noise(12, 10), ..States::default() };
            states.quantised.quantise(&states.values, 4);
            let mut asked = Asked::new(2);
            for (tokens, rows) in [([0, NOWHERE], [0u16, 3]), ([2, 1], [1, 4])] {
                rows.iter().for_each(|&row| asked.rows.put(row));
                asked.place(&tokens);
                asked.segment();
            }
            let mut scratch = Scratch::default();
            head.score(&states, &asked, &mut scratch);
            let wanted = [(0, vec![(0, 1.0), (2, -1.0)]), (1, vec![(1, 1.0)])];
            let margins = [scratch.scores[0] - scratch.scores[2], scratch.scores[4]];
            for (lean, margin) in Lean::all(&head, &states, &asked, &wanted).iter().zip(margins) {
                let rows: f32 = lean.rows().iter().map(|&row| lean.row(row)).sum();
                let sum = rows + lean.slot(0) + lean.slot(1) + lean.share(&head.bias);
                assert!((sum - margin).abs() < 0.02 * margin.abs().max(1.0), "{blocks} mixing layers: {sum} {margin}");
            }
        }
    }

    #[test]
    fn reading_backwards_undoes_reading_forwards() {
        let d = 3;
        let layer = Recurrent::new(random(2 * d, 6 * d, 1), noise(2 * d, 2), noise(2 * d, 3));
        let (x, pull) = (noise(5 * 2 * d, 4), noise(5 * 2 * d, 5));
        let mut out = x.clone();
        let gates = forward(&layer, &mut out);
        let mut same = Vec::new();
        layer.apply(&x, &mut same, &mut rawi_learn::RecurrentScratch::default());
        assert!(out.iter().zip(&same).all(|(a, b)| (a - b).abs() < 1e-4));
        // without biases, what is kept is a sum over the inputs
        let kept = turned(layer.gates(), (0..d).chain(3 * d..4 * d));
        let back = backward(&layer, &kept, &gates, &pull);
        assert!(
            (dot(&back, &x) - dot(&pull, &out)).abs() < 0.01 * dot(&pull, &out).abs().max(1.0),
            "{} {}",
            dot(&back, &x),
            dot(&pull, &out)
        );
    }
}
