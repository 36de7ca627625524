//! Whether two Arabic names mean the same source, in whatever spelling.
//! Names in, decisions with their reasons out: no I/O, no model, and no order of the input that matters.

mod compare;
mod data;
mod forms;
mod identity;
mod name;
mod office;
mod spelling;
mod union;

pub use compare::{Rank, Reason, Verdict, compare, matches};
pub use forms::Form;
pub use identity::{Decision, Identities, Join, identify};
pub use name::{Name, Phrase, read_phrase};
pub use spelling::{Word, skeleton, skeleton_into};
