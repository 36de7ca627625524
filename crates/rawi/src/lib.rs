//! Who said what, and through whom, in Arabic news.
mod overrides;
mod reading;
pub mod record;
pub mod score;

pub use overrides::{OverrideError, Overrides};
pub use reading::{Evidence, Explanation, Model, ModelError, Reader, Reading};
