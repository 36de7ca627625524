//! Spans that may cross, turned into marks that nest: what HTML can say.
//! It knows ranges and keys, not statements.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A range `[start, end)` and what stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark<K> {
    /// First position.
    pub start: usize,
    /// Position after the last.
    pub end: usize,
    /// Of two marks over the same range the one with the lower key is outside.
    pub key: K,
}

/// A step on the way through a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<K> {
    /// A mark begins; `first` tells its first piece from the later ones.
    Open {
        /// Whose mark.
        key: K,
        /// Whether the mark begins here, rather than goes on.
        first: bool,
    },
    /// Text that the open marks cover.
    Text(usize, usize),
    /// The mark opened last ends.
    Close,
}

/// Start, end, key, and whether it goes on from an earlier piece: in this order marks open, the longest first.
type Waiting<K> = (usize, Reverse<usize>, K, bool);

/// The way through `[0, len)` with every mark opened and closed in nesting order. A mark that crosses the end of another
/// is closed and opened again there.
pub fn nest<K: Copy + Ord>(len: usize, marks: &[Mark<K>]) -> Vec<Step<K>> {
    let mut waiting: BinaryHeap<Reverse<Waiting<K>>> = marks
        .iter()
        .map(|m| (m.start, m.end.min(len), m.key))
        .filter(|(start, end, _)| start < end)
        .map(|(start, end, key)| Reverse((start, Reverse(end), key, false)))
        .collect();
    let mut steps = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    let text = |steps: &mut Vec<Step<K>>, at: &mut usize, to: usize| {
        if *at < to {
            steps.push(Step::Text(*at, to));
            *at = to;
        }
    };
    while let Some(Reverse((start, Reverse(end), key, goes_on))) = waiting.pop() {
        while let Some(&top) = ends.last().filter(|&&top| top <= start) {
            text(&mut steps, &mut at, top);
            steps.push(Step::Close);
            ends.pop();
        }
        text(&mut steps, &mut at, start);
        let end = match ends.last() {
            Some(&top) if top < end => {
                waiting.push(Reverse((top, Reverse(end), key, true)));
                top
            }
            _ => end,
        };
        steps.push(Step::Open { key, first: !goes_on });
        ends.push(end);
    }
    while let Some(top) = ends.pop() {
        text(&mut steps, &mut at, top);
        steps.push(Step::Close);
    }
    text(&mut steps, &mut at, len);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str, marks: &[(usize, usize, char)]) -> String {
        let marks: Vec<_> = marks.iter().map(|&(start, end, key)| Mark { start, end, key }).collect();
        nest(text.len(), &marks)
            .into_iter()
            .map(|step| match step {
                Step::Open { key, first: true } => format!("({key} "),
                Step::Open { key, first: false } => format!("({key}+ "),
                Step::Text(s, e) => text[s..e].to_owned(),
                Step::Close => ")".into(),
            })
            .collect()
    }

    #[test]
    fn draws() {
        assert_eq!(draw("abcdef", &[]), "abcdef");
        assert_eq!(draw("abcdef", &[(1, 3, 'x')]), "a(x bc)def");
        assert_eq!(draw("abcdef", &[(0, 6, 'x'), (2, 4, 'y')]), "(x ab(y cd)ef)");
        assert_eq!(draw("abcdef", &[(0, 4, 'x'), (2, 6, 'y')]), "(x ab(y cd))(y+ ef)");
        assert_eq!(draw("abcdef", &[(0, 3, 'y'), (0, 3, 'x'), (3, 4, 'z')]), "(x (y abc))(z d)ef");
        assert_eq!(draw("ab", &[(1, 9, 'x'), (2, 2, 'y'), (5, 7, 'z')]), "a(x b)");
    }

    #[test]
    fn every_position_is_covered_by_its_marks() {
        let mut seed = 1u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as usize % below
        };
        for _ in 0..500 {
            let marks: Vec<Mark<usize>> = (0..random(8)).map(|key| Mark { start: random(20), end: random(24), key }).collect();
            let mut open = Vec::new();
            let mut at = 0;
            let mut begun = Vec::new();
            for step in nest(20, &marks) {
                match step {
                    Step::Open { key, first } => {
                        assert_eq!(first, !begun.contains(&key));
                        begun.push(key);
                        open.push(key);
                    }
                    Step::Close => assert!(open.pop().is_some()),
                    Step::Text(s, e) => {
                        assert_eq!(s, at);
                        at = e;
                        for p in s..e {
                            let mut here = open.clone();
                            here.sort_unstable();
                            let expected: Vec<usize> = marks.iter().filter(|m| m.start <= p && p < m.end).map(|m| m.key).collect();
                            assert_eq!(here, expected, "{marks:?} at {p}");
                        }
                    }
                }
            }
            assert!(open.is_empty());
            assert_eq!(at, 20);
        }
    }
}
