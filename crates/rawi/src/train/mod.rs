//! Rebuilds the model from annotated articles and raw text.

pub(crate) mod build;
pub(crate) mod corpus;
pub(crate) mod fit;
pub mod lab;
