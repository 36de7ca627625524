//! Quotation pairing: which marks open, which close, and what stands between, also where marks are unbalanced or reversed.
//! Whether a quotation is speech, a name or irony is not decided here.

use crate::normal::is_silent;
use crate::token::{Shape, Token};
use std::ops::Range;

/// A pair of quotation marks and what it encloses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Number of the opening token.
    pub open: usize,
    /// Number of the closing token; none when the text never closes it before its paragraph ends.
    pub close: Option<usize>,
    /// The enclosed tokens.
    pub inside: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Angle,
    Curly,
    Single,
    Straight,
    Paren,
}

fn style(surface: &str) -> Style {
    match surface.chars().next() {
        Some('«' | '»' | '‹' | '›' | '<' | '>') => Style::Angle,
        Some('“' | '”' | '„' | '‟' | '〝' | '〞') => Style::Curly,
        Some('(' | ')') => Style::Paren,
        Some('\'' | '`' | '‘' | '’' | '‚' | '‛') if surface.chars().count() == 1 => Style::Single,
        _ => Style::Straight,
    }
}

/// How many invisible characters are looked through.
const FEW: usize = 8;

/// Whether the mark leans on what follows (+1), on what stands before (-1), or on neither or both (0).
fn leaning(source: &str, token: &Token) -> i8 {
    // marks and directional controls are not seen on the page
    let before = source[..token.bytes.start].chars().rev().take(FEW).find(|&c| !is_silent(c));
    let after = source[token.bytes.end..].chars().take(FEW).find(|&c| !is_silent(c));
    let open_before = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | ':' | '-' | '،' | ','));
    let close_after =
        after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | '،' | ',' | ')' | ']' | ':' | '؛' | ';' | '!' | '؟' | '?'));
    i8::from(open_before && !close_after) - i8::from(close_after && !open_before)
}

pub(crate) fn quotations(source: &str, tokens: &[Token], paragraphs: &[Range<usize>]) -> Vec<Quotation> {
    let mut out: Vec<Quotation> = Vec::new();
    let mut open: Vec<(Style, usize)> = Vec::new(); // style and place in `out`
    // ends a quotation and all that opened inside it and never closed
    let end = |out: &mut Vec<Quotation>, open: &mut Vec<(Style, usize)>, k: usize, i: usize| {
        open.drain(k..).for_each(|(_, at)| out[at].inside.end = i);
    };
    for p in paragraphs {
        open.clear();
        for i in p.clone() {
            if tokens[i].shape != Shape::Quote {
                continue;
            }
            let surface = &source[tokens[i].bytes.clone()];
            let kind = style(surface);
            let lean = leaning(source, &tokens[i]);
            if kind == Style::Single && lean == 0 {
                continue; // an apostrophe
            }
            // Directed marks are believed less than where they lean: «» and “” are often typed reversed.
            let points = match surface.chars().next() {
                Some('«' | '“' | '„' | '(' | '<' | '‹' | '‘' | '‚' | '〝') => 1,
                Some('»' | '”' | ')' | '>' | '›' | '’' | '〞') => -1,
                _ => 0,
            };
            let same = open.iter().rposition(|&(s, _)| s == kind);
            let closes = match same {
                None => false,
                Some(_) => match lean * 2 + points {
                    x if x < 0 => true,
                    x if x > 0 => false,
                    _ => true,
                },
            };
            match (closes, same) {
                (true, Some(k)) => {
                    out[open[k].1].close = Some(i);
                    end(&mut out, &mut open, k, i);
                }
                _ => {
                    if let Some(k) = same {
                        // a second opening mark of one style: the first was never closed
                        end(&mut out, &mut open, k, i);
                    } else if lean < 0 && points <= 0 {
                        continue; // a closing mark that nothing opened
                    }
                    open.push((kind, out.len()));
                    out.push(Quotation { open: i, close: None, inside: i + 1..p.end });
                }
            }
        }
    }
    out
}
