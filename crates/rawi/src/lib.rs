//! Who said what, and through whom, in Arabic news.
mod assemble;
mod cue;
mod features;
mod label;
mod lexicon;
mod lexis;
mod mention;
mod overrides;
mod page;
mod parts;
mod pipeline;
mod source;
mod task;
#[cfg(feature = "train")]
pub mod train;
mod reading;
pub mod record;
pub mod score;

pub use overrides::{OverrideError, Overrides};
pub use reading::{Evidence, Explanation, Model, ModelError, Reader, Reading};
