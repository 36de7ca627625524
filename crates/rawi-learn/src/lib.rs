//! Given features, which label sequence, which candidate? The layers of a small network, its training, and the file it is kept in.
//! Knows neither Arabic nor news.
//!
//! Reading computes in whole numbers, so that the same weights give the same bits on every machine. On top of scores stands a
//! linear-chain conditional random field ([`chain`]) or a choice among candidates.

pub mod chain;
mod dictionary;
mod file;
mod linear;
mod math;
mod recurrent;
mod rows;
mod simd;
#[cfg(feature = "train")]
pub mod train;
mod vectors;

pub use dictionary::{Dictionary, hash_bytes, mix};
pub use file::{FileError, Packer, Unpacker, checked, sealed};
pub use linear::{Activations, Linear};
pub use math::{exp, logistic, sigmoid, softmax};
pub use recurrent::{Recurrent, RecurrentScratch};
pub use rows::{PackedRows, add_rows};
pub use vectors::Vectors;
