//! Given features, which label sequence, which candidate? Sequence labelling and ranking with one small network
//! over sparse features, its training, and the file it is kept in. Knows neither Arabic nor news.
//!
//! The network sums one row per active feature (and a projection of word vectors), applies a rectifier, optionally mixes
//! neighbours, and scores labels. On top stands a linear-chain conditional random field ([`chain`]) or a choice among
//! candidates ([`Network::choose`]). The first layer is a sum, so what many instances share is added up once.

pub mod chain;
mod dictionary;
mod file;
mod math;
mod network;
#[cfg(feature = "train")]
pub mod train;
mod vectors;

pub use dictionary::{Dictionary, hash_bytes, mix};
pub use file::{FileError, Packer, Unpacker, checked, sealed};
pub use math::{exp, sigmoid, softmax};
pub use network::{Block, Network, Rows, Scratch};
pub use vectors::Vectors;
