//! How good are predicted statements? The project's figures: statements and sources paired with gold ones, and
//! precision, recall and F1 of every part. The same pairing, folding and rounding as the reference scorer beside the
//! annotations, figure for figure; not a measure of confidence, and no reader of files: it takes text that was read.
//!
//! 1. Spans are compared as sets of words, so marks and spaces at their edges cost nothing.
//! 2. Statements are paired one to one, greedily by content overlap (Dice) plus 0.5 when the cues share a word; a pair
//!    needs shared cue words or an overlap of 0.5.
//! 3. Sources are paired one to one, greedily by the paired statements they share, then by an equal name, then in order;
//!    they must have an equal name or mention, or names or speaker spans that overlap by half.
//!
//! [`score`] gives the figures of records, [`score_files`] those of files' contents, [`pairs`] the verdicts behind them.

mod counts;
mod document;
mod error;
mod figures;
mod files;
mod json;
mod name;
mod pairing;
mod records;
mod tally;
mod verdict;
mod words;

pub use counts::{Counts, Field, Label};
pub use error::ScoreError;
pub use figures::Figures;
pub use files::{Input, load, load_texts, score_files};
pub use name::fold;
pub use pairing::pairs;
pub use records::{check, score};
pub use tally::{Accuracy, Tally};
pub use verdict::{Pair, Pairs, SourcePair, Spans, Verdict};
pub use words::{TextWords, WordSet, dice};
