//! One learned decision over the states of a text: a small network that looks at the states of a few tokens and at rows of a table of
//! its own. What it is asked, and what its answer means, is in the files of the decisions.

use crate::features::Rows;
use rawi_learn::chain::Chain;
use rawi_learn::{Activations, Linear, add_rows};
use std::ops::Range;

/// Where a slot looks at no token.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// What a head is asked: at each place, a token for each of its slots and rows of its table. Places of one segment belong together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Asked {
    pub slots: Vec<Vec<u32>>,
    pub rows: Rows,
    pub segments: Vec<Range<usize>>,
}

impl Asked {
    pub fn new(slots: usize) -> Self {
        Self { slots: vec![Vec::new(); slots], ..Self::default() }
    }

    pub fn clear(&mut self) {
        self.slots.iter_mut().for_each(Vec::clear);
        self.rows.clear();
        self.segments.clear();
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Ends a place whose rows were put, with its tokens.
    #[inline]
    pub fn place(&mut self, tokens: &[u32]) {
        self.rows.close();
        self.slots.iter_mut().zip(tokens).for_each(|(slot, &t)| slot.push(t));
    }

    /// Ends the segment of the places since the last one.
    pub fn segment(&mut self) {
        let start = self.segments.last().map_or(0, |s| s.end);
        self.segments.push(start..self.len());
    }
}

/// The states of all tokens of a text.
#[derive(Debug, Default)]
pub(crate) struct States {
    pub width: usize,
    pub values: Vec<f32>,
    pub quantised: Activations,
}

impl States {
    pub fn len(&self) -> usize {
        self.values.len() / self.width.max(1)
    }
}

/// The network of one decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// Units of the hidden layer.
    pub hidden: usize,
    pub labels: usize,
    /// From the state of each slot's token to the hidden layer.
    pub slots: Vec<Linear>,
    /// What each row of the table adds to the hidden layer.
    pub rows: Vec<f32>,
    pub bias: Vec<f32>,
    /// Residual layers that mix each place with its neighbours in the segment.
    pub blocks: Vec<Linear>,
    pub out: Linear,
    /// How labels follow one another; empty where they do not.
    pub chain: Chain,
}

/// Buffers of [`Head::score`], reused between calls.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// `scores[place * labels + label]` of the last call.
    pub scores: Vec<f32>,
    pub hidden: Vec<f32>,
    place: Vec<u32>,
    distinct: Vec<u32>,
    projected: Vec<f32>,
    quantised: Activations,
}

fn add(sum: &mut [f32], x: &[f32]) {
    sum.iter_mut().zip(x).for_each(|(s, x)| *s += x);
}

/// Places that are scored together: more than any article has, and so few that what is made of them on the way is a few megabytes.
const AT_ONCE: usize = 1 << 14;

impl Head {
    /// Scores every place; the result is in `scratch.scores`. A segment of many thousand places is mixed in pieces.
    pub fn score(&self, states: &States, asked: &Asked, scratch: &mut Scratch) {
        let mut all = std::mem::take(&mut scratch.scores);
        all.clear();
        let mut segments = Vec::new();
        for start in (0..asked.len()).step_by(AT_ONCE) {
            let places = start..(start + AT_ONCE).min(asked.len());
            self.sum(states, asked, places.clone(), scratch);
            scratch.hidden.iter_mut().for_each(|x| *x = x.max(0.0));
            if !self.blocks.is_empty() {
                let from = asked.segments.partition_point(|s| s.end <= places.start);
                let here = asked.segments[from..].iter().take_while(|s| s.start < places.end);
                segments.clear();
                segments.extend(here.map(|s| s.start.max(places.start) - start..s.end.min(places.end) - start));
            }
            for block in &self.blocks {
                block.apply_windows(&scratch.hidden, &segments, &mut scratch.projected, &mut scratch.quantised);
                scratch.hidden.iter_mut().zip(&scratch.projected).for_each(|(a, b)| *a += b.max(0.0));
            }
            self.out.apply(&scratch.hidden, &mut scratch.scores, &mut scratch.quantised);
            all.extend_from_slice(&scratch.scores);
        }
        scratch.scores = all;
    }

    /// The sums of the hidden layer of some places before it is rectified, in `scratch.hidden`.
    pub fn sum(&self, states: &States, asked: &Asked, places: Range<usize>, scratch: &mut Scratch) {
        let h = self.hidden;
        let Scratch { hidden, place, distinct, projected, .. } = scratch;
        hidden.clear();
        for (n, k) in places.clone().enumerate() {
            hidden.extend_from_slice(&self.bias);
            add_rows(&self.rows, asked.rows.get(k), &mut hidden[n * h..]);
        }
        // every token stands nowhere between two calls
        if place.len() < states.len() {
            place.resize(states.len(), NOWHERE);
        }
        for (linear, tokens) in self.slots.iter().zip(&asked.slots) {
            let tokens = &tokens[places.clone()];
            // a token that many places look at is projected once
            distinct.clear();
            for &t in tokens.iter().filter(|t| **t != NOWHERE) {
                if place[t as usize] == NOWHERE {
                    place[t as usize] = distinct.len() as u32;
                    distinct.push(t);
                }
            }
            linear.apply_rows(&states.quantised, distinct, projected);
            for (sum, &t) in hidden.chunks_exact_mut(h).zip(tokens).filter(|(_, t)| **t != NOWHERE) {
                let at = place[t as usize] as usize * h;
                add(sum, &projected[at..at + h]);
            }
            distinct.iter().for_each(|&t| place[t as usize] = NOWHERE);
        }
    }
}
