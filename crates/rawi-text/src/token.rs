//! Tokens: whole orthographic words, numbers and single marks of punctuation, with their places.
//! Clitics are not cut off here; see [`crate::affixes`].

use crate::normal::is_silent;
use std::ops::Range;

/// What a token is, as far as its characters tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A word with at least one Arabic letter.
    Arabic,
    /// A word in another script.
    Foreign,
    /// Digits, with the separators inside them (`3.5`, `10,000`). With a letter before them (`و3.5`) they are a word.
    Number,
    /// A quotation mark of any style, doubled ones as one token.
    Quote,
    /// Any other mark or symbol; a run of full stops is one token.
    Mark,
}

/// One token and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Half-open range of bytes.
    pub bytes: Range<usize>,
    /// Half-open range of Unicode scalar values.
    pub chars: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

impl Token {
    /// Whether it is a word or a number, and not a mark.
    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Arabic | Shape::Foreign | Shape::Number)
    }
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{06D5}' | '\u{06EE}'..='\u{06EF}' | '\u{06FA}'..='\u{06FF}'
        | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08C9}' | '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}'
        | '\u{FDF0}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
        && c != '\u{0640}'
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '＂' | '〝' | '〞' | '″')
}

/// Two of these in a row are one mark: `''`, `""`, `((`, `<<`.
fn doubles(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '(' | ')' | '<' | '>' | '‘' | '’')
}

/// What a character does to the token it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// White space: between tokens.
    Gap,
    /// A control that is no white space: damage of a text, which cuts no word that goes on after it.
    Control,
    /// Written without being read.
    Silent,
    Arabic,
    Letter,
    Digit,
    /// A mark, a token of its own.
    Mark,
}

fn part(c: char) -> Part {
    match c {
        // nearly every character of news
        'ء'..='غ' | 'ف'..='ي' => Part::Arabic,
        ' ' | '\n' => Part::Gap,
        'a'..='z' | 'A'..='Z' => Part::Letter,
        '0'..='9' | '٠'..='٩' => Part::Digit,
        '!'..='~' | '،' | '؛' | '؟' | '«' | '»' | '“' | '”' | '…' => Part::Mark,
        _ if c.is_ascii_control() && !c.is_whitespace() => Part::Control,
        _ if is_silent(c) => Part::Silent,
        _ if c.is_whitespace() || c.is_control() => Part::Gap,
        _ if c.is_alphabetic() => {
            if is_arabic_letter(c) {
                Part::Arabic
            } else {
                Part::Letter
            }
        }
        _ if c.is_numeric() => Part::Digit,
        _ => Part::Mark,
    }
}

pub(crate) fn tokenize(source: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(source.len() / 9);
    let mut chars = source.char_indices().enumerate().map(|(n, (b, c))| (n, b, c)).peekable();
    while let Some((n, b, c)) = chars.next() {
        let first = part(c);
        let (mut end_b, mut end_n) = (b + c.len_utf8(), n + 1);
        if matches!(first, Part::Gap | Part::Control) {
            continue;
        }
        if first != Part::Mark {
            let (mut arabic, mut letter, mut digit) = (first == Part::Arabic, first == Part::Letter, first == Part::Digit);
            // whether a digit stands right before
            let mut after_digit = digit;
            while let Some(&(m, d, e)) = chars.peek() {
                let next = part(e);
                let separator = next == Part::Mark && after_digit && matches!(e, '.' | ',' | '٫' | '٬') && {
                    source[d + e.len_utf8()..].chars().next().is_some_and(|c| part(c) == Part::Digit)
                };
                let inside = next == Part::Control && {
                    let after = source[d..].chars().map(part).find(|&p| p != Part::Control);
                    after.is_some_and(|p| !matches!(p, Part::Mark | Part::Gap))
                };
                if matches!(next, Part::Mark | Part::Gap | Part::Control) && !separator && !inside {
                    break;
                }
                after_digit = next == Part::Digit;
                arabic |= next == Part::Arabic;
                letter |= next == Part::Letter;
                digit |= next == Part::Digit;
                (end_b, end_n) = (d + e.len_utf8(), m + 1);
                chars.next();
            }
            let shape = if arabic {
                Shape::Arabic
            } else if letter {
                Shape::Foreign
            } else if digit {
                Shape::Number
            } else {
                continue; // a stray mark or control belongs to the gap
            };
            tokens.push(Token { bytes: b..end_b, chars: n..end_n, shape });
            continue;
        }
        let mut run = 1;
        while let Some(&(m, d, e)) = chars.peek() {
            if e != c || !(doubles(c) && run < 2 || c == '.') {
                break;
            }
            run += 1;
            (end_b, end_n) = (d + e.len_utf8(), m + 1);
            chars.next();
        }
        let doubled = run == 2 && matches!(c, '(' | ')' | '<' | '>');
        let shape = if is_quote(c) || doubled { Shape::Quote } else { Shape::Mark };
        tokens.push(Token { bytes: b..end_b, chars: n..end_n, shape });
    }
    tokens
}
