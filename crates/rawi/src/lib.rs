//! Who said what, and through whom, in Arabic news.
mod assemble;
mod cue;
mod encoder;
mod explain;
mod explained;
mod features;
mod finding;
mod head;
mod label;
mod lexicon;
mod lexis;
mod mention;
mod model;
mod overrides;
mod page;
mod parts;
mod pipeline;
mod reading;
pub mod record;
pub mod score;
mod source;
#[cfg(feature = "train")]
pub mod train;

pub use explain::{Evidence, Explanation};
pub use explained::Explained;
pub use model::{Model, ModelError};
pub use overrides::{OverrideError, Overrides};
pub use reading::{Reader, Reading};
