//! A cell of a table: what stands in it, and as what. How it is written down is `csv`'s and `xlsx`'s.

use std::borrow::Cow;

/// Between the pieces of a cell that holds several.
pub const PIECE: &str = " | ";

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words, whatever they look like.
    Text(Cow<'a, str>),
    /// An address; a spreadsheet may follow it where it is one of the web.
    Link(Cow<'a, str>),
    /// A date as the archive keeps it (RFC 3339: a date, or a date and time, or a year or month alone), or what was given for one.
    Date(Cow<'a, str>),
    /// A number.
    Number(f64),
}

impl<'a> Cell<'a> {
    /// Words for people, without direction marks and whatever else nobody sees.
    pub fn text(words: &'a str) -> Self {
        Self::Text(rawi_text::visible(words))
    }

    /// An address.
    pub fn link(address: &'a str) -> Self {
        Self::Link(address.into())
    }

    /// Several pieces of words, with ` | ` between them.
    pub fn texts(pieces: &[impl AsRef<str>]) -> Self {
        let pieces: Vec<Cow<str>> = pieces.iter().map(|piece| rawi_text::visible(piece.as_ref())).collect();
        Self::Text(pieces.join(PIECE).into())
    }

    /// The same cell, from nothing borrowed.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(words) => Cell::Text(words.into_owned().into()),
            Self::Link(address) => Cell::Link(address.into_owned().into()),
            Self::Date(written) => Cell::Date(written.into_owned().into()),
            Self::Number(number) => Cell::Number(number),
        }
    }

    /// `12-15`, or `41-90 95-100` for several pieces.
    pub fn spans(spans: &[[usize; 2]]) -> Self {
        let each: Vec<String> = spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
        Self::Text(each.join(" ").into())
    }
}
