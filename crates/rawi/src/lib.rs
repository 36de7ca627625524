//! Who said what, and through whom, in Arabic news.
mod assemble;
mod cue;
mod explain;
mod features;
mod label;
mod lexis;
mod mention;
mod model;
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
pub use explain::{Evidence, Explanation};
pub use model::{Model, ModelError};
pub use reading::{Reader, Reading};
