//! Whether two Arabic names mean the same source, in whatever spelling.
//! Names in, decisions with their reasons out: no I/O, no model, and no order of the input that matters.

mod data;
mod spelling;

pub use spelling::{skeleton, skeleton_into};
