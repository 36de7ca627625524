//! Who said what, and through whom, in Arabic news.
pub mod record;
