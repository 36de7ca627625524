//! Paragraphs and sentences over the tokens.
//! A full stop needs no space after it; line breaks always end a sentence.

use crate::token::{Shape, Token};
use std::ops::Range;

pub(crate) fn paragraphs(source: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..tokens.len() {
        let gap = &source[tokens[i - 1].bytes.end..tokens[i].bytes.start];
        if gap.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            out.push(start..i);
            start = i;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// Whether the full stop at `i` abbreviates the word before it: one letter (`د.`, `أ.د.`, `م.`), also after و, or Latin initials.
fn abbreviates(source: &str, tokens: &[Token], i: usize) -> bool {
    let Some(before) = i.checked_sub(1).map(|k| &tokens[k]) else { return false };
    if before.bytes.end != tokens[i].bytes.start || !before.is_word() {
        return false;
    }
    let surface = &source[before.bytes.clone()];
    let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
    match before.shape {
        Shape::Arabic => letters == 1 || letters == 2 && surface.starts_with('و'),
        Shape::Foreign => {
            letters == 1 || tokens.get(i + 1).is_some_and(|t| t.shape == Shape::Foreign && t.bytes.start == tokens[i].bytes.end)
        }
        _ => false,
    }
}

pub(crate) fn sentences(source: &str, tokens: &[Token], paragraphs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for p in paragraphs {
        let mut start = p.start;
        let mut i = p.start;
        let mut says = false; // whether a word stands between `start` and `i`
        while i < p.end {
            let surface = &source[tokens[i].bytes.clone()];
            let ends = match surface.chars().next() {
                Some('.') => !abbreviates(source, tokens, i),
                Some('!' | '?' | '؟' | '۔' | '…') => true,
                _ => false,
            };
            says |= tokens[i].is_word();
            i += 1;
            if !ends {
                continue;
            }
            // marks that close what the sentence opened still belong to it
            while i < p.end
                && !tokens[i].is_word()
                && tokens[i].bytes.start == tokens[i - 1].bytes.end
                && closes(&source[tokens[i].bytes.clone()])
            {
                i += 1;
            }
            if says {
                out.push(start..i);
                start = i;
                says = false;
            }
        }
        if start < p.end {
            out.push(start..p.end);
        }
    }
    out
}

fn closes(surface: &str) -> bool {
    surface.chars().all(|c| matches!(c, '.' | '!' | '?' | '؟' | '"' | '\'' | '»' | '”' | '’' | ')' | ']' | '…'))
}
