//! How much two texts have in common, word for word, and whether that makes them copies of one story.
//!
//! Runs of equal words are laid side by side (as in greedy string tiling: Wise, String similarity via greedy string tiling and
//! running Karp-Rabin matching, 1993); runs that go on in both texts after a few other words are one passage. What stands in
//! between has been reworded, or tells that a form was filled in with other facts.

use crate::word::{Word, Words, mix};

/// Words of the shortest run.
const RUN: usize = 3;
/// Words between two runs of one passage, at most, in either text.
const GAP: usize = 8;
/// Words beyond the ends of a passage in which facts are still compared.
const EDGE: usize = 3;
/// Words in common of the shortest passage. Titles and full names make shorter ones between any two texts.
const PASSAGE: usize = 8;

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Likeness {
    /// Words of the shorter text that stand in passages which both have.
    pub words: usize,
    /// Part of the shorter text's words that stand in these passages, from 0 to 1.
    pub of_shorter: f64,
    /// Part of the longer text's words, from 0 to 1.
    pub of_longer: f64,
    /// Part of the passages that is the same in both, word for word, from 0 to 1.
    pub alike: f64,
    /// Facts (numbers, days) in these passages that both have.
    pub facts: usize,
    /// Facts in whose place the other text has another one.
    pub conflicts: usize,
}

impl Likeness {
    /// Whether the texts are copies of one story: a large part of one is in the other, hardly reworded, with the same facts.
    pub fn is_copy(&self) -> bool {
        let enough = self.of_shorter >= 0.3;
        enough && self.alike >= 0.6 && self.conflicts * 20 <= self.words
    }
}

/// What two texts have in common; the order of the two does not matter.
pub fn compare(a: &Words, b: &Words) -> Likeness {
    let (a, b) = (&a.words[..], &b.words[..]);
    let (a, b) = if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) };
    let runs = runs(a, b);
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut likeness = Likeness::default();
    let (mut span, mut same) = (0, 0);
    for passage in runs.chunk_by(|x, y| follows(x, y)) {
        let (first, last) = (passage[0], passage[passage.len() - 1]);
        let mut found = Gap::default();
        for pair in passage.windows(2) {
            found.add(&a[pair[0].a + pair[0].len..pair[1].a], &b[pair[0].b + pair[0].len..pair[1].b]);
        }
        let words = passage.iter().map(|r| r.len).sum::<usize>() + found.same;
        if words < PASSAGE.min(a.len()) {
            continue;
        }
        let (end_a, end_b) = (last.a + last.len, last.b + last.len);
        let mut edges = Gap::default();
        edges.add(&a[first.a.saturating_sub(EDGE)..first.a], &b[first.b.saturating_sub(EDGE)..first.b]);
        edges.add(&a[end_a..a.len().min(end_a + EDGE)], &b[end_b..b.len().min(end_b + EDGE)]);
        likeness.conflicts += found.conflicts + edges.conflicts;
        likeness.facts += found.facts + passage.iter().flat_map(|r| &a[r.a..r.a + r.len]).filter(|w| w.fact).count();
        in_a[first.a..end_a].fill(true);
        in_b[first.b..end_b].fill(true);
        span += (end_a - first.a).max(end_b - first.b);
        same += words;
    }
    let count = |marks: &[bool]| marks.iter().filter(|m| **m).count();
    let part = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    likeness.words = count(&in_a);
    likeness.of_shorter = part(likeness.words, a.len());
    likeness.of_longer = part(count(&in_b), b.len());
    likeness.alike = part(same, span);
    likeness
}

/// Equal words in both texts.
#[derive(Debug, Clone, Copy)]
struct Run {
    a: usize,
    b: usize,
    len: usize,
}

fn follows(x: &Run, y: &Run) -> bool {
    (x.a + x.len..=x.a + x.len + GAP).contains(&y.a) && y.b <= x.b + x.len + GAP
}

/// The runs in the order of `b`, in which they do not overlap: at each place the longest there is; of equally long ones the
/// one that goes on where the last one ended.
fn runs(a: &[Word], b: &[Word]) -> Vec<Run> {
    let key = |w: &[Word]| w.iter().fold(0, |h, w| mix(h, u64::from(w.hash)));
    let least = RUN.min(a.len()).max(1);
    let mut places: Vec<(u64, usize)> = a.windows(least).map(key).zip(0..).collect();
    places.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(shingle) = b.get(at..at + least) {
        let shingle = key(shingle);
        let here = &places[places.partition_point(|p| p.0 < shingle)..];
        let next = runs.last().map_or(0, |r| r.a + r.len);
        let found = here.iter().take_while(|p| p.0 == shingle).map(|p| {
            let len = a[p.1..].iter().zip(&b[at..]).take_while(|(x, y)| x == y).count();
            Run { a: p.1, b: at, len }
        });
        match found.max_by_key(|r| (r.len, std::cmp::Reverse((r.a < next, r.a.abs_diff(next))))) {
            Some(run) if run.len >= least => {
                at += run.len;
                runs.push(run);
            }
            _ => at += 1,
        }
    }
    runs
}

/// What stands between two runs.
#[derive(Default)]
struct Gap {
    /// Words on both sides.
    same: usize,
    /// Facts among them.
    facts: usize,
    conflicts: usize,
}

impl Gap {
    fn add(&mut self, a: &[Word], b: &[Word]) {
        let mut other = b.to_vec();
        let mut only_a = 0;
        for word in a {
            if let Some(i) = other.iter().position(|w| w == word) {
                other.swap_remove(i);
                self.same += 1;
                self.facts += usize::from(word.fact);
            } else {
                only_a += usize::from(word.fact);
            }
        }
        self.conflicts += only_a.min(other.iter().filter(|w| w.fact).count());
    }
}
