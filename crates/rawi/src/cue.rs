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
    let mut sums = Vec::new();
    task.sums(&page.table, &page.vectors, vectors, &mut sums);
    let h = task.network.hidden;
    let (mut scratch, mut lattice) = (Scratch::default(), Lattice::default());
    out.clear();
    for p in paragraphs {
        task.network.score(&sums[p.start * h..p.end * h], &mut scratch);
        task.network.chain.marginals(&scratch.scores, &mut lattice);
        let node = |t: usize, y: u8| lattice.node[(t - p.start) * 3 + y as usize];
        let mut t = p.start;
        while t < p.end {
            let probability = node(t, BEGIN);
            let mut end = t + 1;
            if probability >= least {
                while end < p.end
                    && node(end, INSIDE) >= 0.5 * (1.0 - node(end, BEGIN)).min(probability)
                    && node(end, INSIDE) > node(end, BEGIN)
                {
                    end += 1;
                }
                out.push(Cue { tokens: t..end, probability });
            }
            t = end;
        }
    }
}
