//! Cues: the words that mark a saying. A labelling of every token as outside, beginning or inside a cue.

use crate::page::Page;
use crate::task::Task;
use rawi_learn::Scratch;
use rawi_learn::Vectors;
#[cfg(feature = "train")]
use rawi_learn::chain::Chain;
use rawi_learn::chain::Lattice;
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

/// All cues whose probability is at least `least`, paragraph by paragraph.
pub(crate) fn cues(task: &Task, page: &Page, vectors: &Vectors, paragraphs: &[Range<usize>], least: f32, out: &mut Vec<Cue>) {
    out.clear();
    let begins = |_, p: f32| p >= least;
    let goes_on = |first: f32, begin: f32, inside: f32| inside >= 0.5 * (1.0 - begin).min(first) && inside > begin;
    runs(task, page, vectors, paragraphs, begins, goes_on, |tokens, probability| out.push(Cue { tokens, probability }));
}

/// The runs of words that a task with the labels of cues finds. A run begins where `begins` agrees, given the token and the probability
/// that one begins there, and takes in a token while `goes_on` agrees, given that probability and the token's of beginning and of being inside.
pub(crate) fn runs(
    task: &Task,
    page: &Page,
    vectors: &Vectors,
    paragraphs: &[Range<usize>],
    begins: impl Fn(usize, f32) -> bool,
    goes_on: impl Fn(f32, f32, f32) -> bool,
    mut found: impl FnMut(Range<usize>, f32),
) {
    let mut sums = Vec::new();
    task.sums(&page.table, &page.vectors, vectors, &mut sums);
    let h = task.network.hidden;
    let (mut scratch, mut lattice) = (Scratch::default(), Lattice::default());
    for p in paragraphs {
        task.network.score(&sums[p.start * h..p.end * h], &mut scratch);
        task.network.chain.marginals(&scratch.scores, &mut lattice);
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
