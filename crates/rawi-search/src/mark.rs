//! Where a query stands in a text: the words to mark, and the stretch to show.
//! Works on any text, in the index or not; places are bytes of that text and lie on bounds of tokens.

use crate::plan::Plan;
use rawi_text::Text;
use std::collections::HashSet;
use std::ops::Range;

/// A stretch of a text, and the matches in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// Where it stands in the text, in bytes.
    pub text: Range<usize>,
    /// The matches in it, in bytes of the text (not of the snippet).
    pub marks: Vec<Range<usize>>,
}

impl Plan {
    /// The words and phrases of `text` that the query asks for, as ranges of bytes, in order and without overlap. What stands under
    /// a negation and function words are not marked.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        self.matcher.find(&Text::new(text)).into_iter().map(|(range, _)| range).collect()
    }

    /// The stretch of at most `width` characters inside `within` (bytes of `text`) that shows most of the query: most different
    /// words, then most words, then the first. Without a match it is the beginning. It begins and ends with a token; one that is longer
    /// than `width` is shown whole. `within` may be any range; what of it lies outside the text or inside a character is left out.
    pub fn snippet(&self, text: &str, within: Range<usize>, width: usize) -> Snippet {
        let mut start = within.start.min(text.len());
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let mut end = within.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if start >= end {
            return Snippet { text: start..start, marks: Vec::new() };
        }
        let part = Text::new(&text[start..end]);
        let found = self.matcher.find(&part);
        let window = window(&part, &found, width);
        let marks = found.into_iter().map(|(m, _)| m).filter(|m| window.start <= m.start && m.end <= window.end);
        let marks = marks.map(|m| m.start + start..m.end + start).collect();
        Snippet { text: window.start + start..window.end + start, marks }
    }
}

/// The best stretch, in bytes.
fn window(text: &Text, found: &[(Range<usize>, u64)], width: usize) -> Range<usize> {
    let tokens = text.tokens();
    let Some(last) = tokens.last() else { return 0..0 };
    if last.chars.end - tokens[0].chars.start <= width {
        return tokens[0].bytes.start..last.bytes.end;
    }
    // a stretch that begins at each match, with as many different words as it can hold
    let at = |byte: usize| tokens.partition_point(|t| t.bytes.end <= byte);
    let mut best = (0, 0, 0..0);
    for (i, (first, _)) in found.iter().enumerate() {
        let begin = tokens[at(first.start)].chars.start;
        let held = found[i..].iter().take_while(|(m, _)| tokens[at(m.end - 1)].chars.end - begin <= width);
        let (mut count, mut end) = (0, first.end);
        let mut different = HashSet::new();
        for (m, n) in found[i..i + 1].iter().chain(held.skip(1)) {
            different.insert(*n);
            (count, end) = (count + 1, m.end);
        }
        if (different.len(), count) > (best.0, best.1) {
            best = (different.len(), count, first.start..end);
        }
    }
    let (mut from, mut to) = (at(best.2.start), if best.0 == 0 { 0 } else { at(best.2.end - 1) });
    // words before it tell what it is about: at most a third of the room, and never from before its sentence
    let length = |from: usize, to: usize| tokens[to].chars.end - tokens[from].chars.start;
    let sentence = text.sentences().iter().find(|s| s.contains(&from)).map_or(0, |s| s.start);
    let room = width.saturating_sub(length(from, to)) / 3;
    let begin = tokens[from].chars.start;
    while from > sentence && begin - tokens[from - 1].chars.start <= room && length(from - 1, to) <= width {
        from -= 1;
    }
    while to + 1 < tokens.len() && length(from, to + 1) <= width {
        to += 1;
    }
    while from > 0 && length(from - 1, to) <= width {
        from -= 1;
    }
    tokens[from].bytes.start..tokens[to].bytes.end
}
