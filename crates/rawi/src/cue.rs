//! Cues: the words that mark a saying. A labelling of every token as outside, beginning or inside a cue.

use crate::head::Asked;
use rawi_learn::chain::{Chain, Lattice};
use std::ops::Range;

#[cfg(feature = "train")]
pub(crate) const OUT: u8 = 0;
pub(crate) const BEGIN: u8 = 1;
pub(crate) const INSIDE: u8 = 2;

/// The labels: outside, begins, inside; inside stands only after begins or inside.
#[cfg(feature = "train")]
pub(crate) fn chain() -> Chain {
    let mut c = Chain::free(3);
    c.step[OUT as usize * 3 + INSIDE as usize] = f32::NEG_INFINITY;
    c.first[INSIDE as usize] = f32::NEG_INFINITY;
    c
}

/// A token where a cue may begin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cue {
    /// The tokens.
    pub tokens: Range<usize>,
    /// Probability that a cue begins here.
    pub probability: f32,
}

/// Every token of a text, paragraph by paragraph: what the heads for cues and for mentions are asked.
pub(crate) fn ask(tokens: usize, paragraphs: &[Range<usize>]) -> Asked {
    let mut asked = Asked::new(1);
    (0..tokens).for_each(|t| asked.place(&[t as u32]));
    asked.segments = paragraphs.to_vec();
    asked
}

/// All cues whose probability is at least `least`, given the scores of all tokens.
pub(crate) fn read(chain: &Chain, scores: &[f32], paragraphs: &[Range<usize>], least: f32) -> Vec<Cue> {
    let mut out = Vec::new();
    let begins = |_, p: f32| p >= least;
    let goes_on = |first: f32, begin: f32, inside: f32| inside >= 0.5 * (1.0 - begin).min(first) && inside > begin;
    runs(chain, scores, paragraphs, begins, goes_on, |tokens, probability| out.push(Cue { tokens, probability }));
    out
}

/// The runs of words that a head with the labels of cues finds. A run begins where `begins` agrees, given the token and the probability
/// that one begins there, and takes in a token while `goes_on` agrees, given that probability and the token's of beginning and of being inside.
pub(crate) fn runs(
    chain: &Chain,
    scores: &[f32],
    paragraphs: &[Range<usize>],
    begins: impl Fn(usize, f32) -> bool,
    goes_on: impl Fn(f32, f32, f32) -> bool,
    mut found: impl FnMut(Range<usize>, f32),
) {
    let mut lattice = Lattice::default();
    for p in paragraphs {
        chain.marginals(&scores[p.start * 3..p.end * 3], &mut lattice);
        let node = |t: usize, y: u8| lattice.node[(t - p.start) * 3 + y as usize];
        let mut t = p.start;
        while t < p.end {
            let first = node(t, BEGIN);
            let mut end = t + 1;
            if begins(t, first) {
                while end < p.end && goes_on(first, node(end, BEGIN), node(end, INSIDE)) {
                    end += 1;
                }
                found(t..end, first);
            }
            t = end;
        }
    }
}
