//! Whether two Arabic names mean the same source, in whatever spelling.
//! Names in, decisions with their reasons out: no I/O, no model, and no order of the input that matters.
//!
//! [`skeleton`] gives what all spellings of a word share; [`Name`] cuts a source's name into titles and words; [`compare`]
//! looks at two names by themselves; [`identify`] finds the sources of an archive from all their forms and what people decided;
//! [`read_phrase`] makes a name of an addressee or relay; [`readings`], [`matches()`] and [`nearness`] find what a user types. Names, titles, states, bodies and letters that stand for one another are
//! tables in `data/`.

mod compare;
mod data;
mod forms;
mod identity;
mod name;
mod office;
mod spelling;
mod typed;
mod union;

pub use compare::{Reason, Verdict, compare};
pub use forms::Form;
pub use identity::{Decision, Identities, Join, identify};
pub use name::{Name, Phrase, read_phrase};
pub use spelling::{Word, skeleton, skeleton_into};
pub use typed::{Rank, in_words, matches, nearness, readings};
