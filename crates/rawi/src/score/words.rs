//! The words of a text as the scorer counts them, and how far two sets of words overlap.

use unicode_normalization::char as unicode;

use crate::record::Span;

/// A set of word numbers of one text, ascending and distinct.
pub type WordSet = Vec<usize>;

/// The words of a text as the scorer counts them: runs of letters, digits and Arabic marks that begin with a letter or
/// digit. Everything else is between words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextWords {
    at: Vec<Span>,
    chars: usize,
}

impl TextWords {
    /// Cuts `text`.
    pub fn new(text: &str) -> Self {
        let mut at: Vec<Span> = Vec::new();
        let mut open = false;
        let mut chars = 0;
        for (i, c) in text.chars().enumerate() {
            chars = i + 1;
            let letter = is_word_char(c);
            match (open, letter || is_mark(c)) {
                (true, true) => {
                    if let Some(word) = at.last_mut() {
                        word[1] = i + 1;
                    }
                }
                (false, _) if letter => {
                    at.push([i, i + 1]);
                    open = true;
                }
                _ => open = false,
            }
        }
        Self { at, chars }
    }
    /// Where each word stands, in scalar values.
    pub fn spans(&self) -> &[Span] {
        &self.at
    }
    /// The number of scalar values of the text.
    pub fn chars(&self) -> usize {
        self.chars
    }
    /// The words that `spans` touch, even in part.
    pub fn of<'a>(&self, spans: impl IntoIterator<Item = &'a Span>) -> WordSet {
        let mut set = WordSet::new();
        for &[start, end] in spans {
            let first = self.at.partition_point(|word| word[1] <= start);
            let after = self.at.partition_point(|word| word[0] < end);
            set.extend(first..after);
        }
        set.sort_unstable();
        set.dedup();
        set
    }
}

/// A letter or a digit in any script: general category L or N. Rust's own test also takes vowel marks and circled letters.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        && !unicode::is_combining_mark(c)
        && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// How many members two ascending sets share.
pub(super) fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

/// Dice's coefficient of two ascending sets; 0 when both are empty.
pub fn dice<T: Ord>(a: &[T], b: &[T]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    (2 * common(a, b)) as f64 / (a.len() + b.len()) as f64
}
