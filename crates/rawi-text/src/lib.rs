//! The words, sentences, paragraphs and quotations of an Arabic text, and where exactly they stand.
//! No model, no I/O, and no text it fails on.
//!
//! Offsets are kept twice: in bytes, for slicing, and in Unicode scalar values, for records. Normalisation
//! ([`fold`], [`bare`]) changes what is looked up and never where it stands.
//!
//! ```
//! let text = rawi_text::Text::new("قال الوزير: «سنعود». وأضاف أن الأمر انتهى");
//! let words: Vec<&str> = text.tokens().iter().map(|t| text.surface(t)).collect();
//! assert_eq!(words[..4], ["قال", "الوزير", ":", "«"]);
//! assert_eq!(text.sentences().len(), 2);
//! assert_eq!(text.quotations().len(), 1);
//! ```

mod affix;
mod normal;
mod quotation;
mod sentence;
mod token;

pub use affix::{Affixes, affixes};
pub use normal::{bare, fold, fold_into, visible};
pub use quotation::Quotation;
pub use token::{Shape, Token};

use std::ops::Range;

/// A text cut into tokens, sentences, paragraphs and quotations.
#[derive(Debug, Default, Clone)]
pub struct Text<'t> {
    source: &'t str,
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
    paragraphs: Vec<Range<usize>>,
    quotations: Vec<Quotation>,
}

impl<'t> Text<'t> {
    /// Cuts `source`. Takes time linear in its length and fails on none.
    pub fn new(source: &'t str) -> Self {
        let tokens = token::tokenize(source);
        let paragraphs = sentence::paragraphs(source, &tokens);
        let sentences = sentence::sentences(source, &tokens, &paragraphs);
        let quotations = quotation::quotations(source, &tokens, &paragraphs);
        Self { source, tokens, sentences, paragraphs, quotations }
    }

    /// The text itself.
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// The tokens in order. What stands between two tokens is white space and invisible controls.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences in order, as ranges of token numbers. Together they cover every token.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The paragraphs (runs between line breaks) in order, as ranges of token numbers. Together they cover every token.
    pub fn paragraphs(&self) -> &[Range<usize>] {
        &self.paragraphs
    }

    /// The quotations in order of their opening marks.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The characters of a token as they stand in the text.
    pub fn surface(&self, token: &Token) -> &'t str {
        &self.source[token.bytes.clone()]
    }
}
