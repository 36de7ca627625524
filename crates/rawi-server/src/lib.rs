//! An archive over HTTP: pages for people, an API for programs. It listens where it is told to, and connects to nowhere.
//! It opens no file but the archive's, through `rawi-archive`; addresses, tokens and logs are handed in.

mod api;
mod around;
mod crowd;
mod guard;
mod metrics;
mod openapi;
mod pages;
mod problem;
mod readers;
mod serve;
mod settings;
mod shelf;
mod state;
mod token;

pub use serve::{Server, router, told_to_stop};
pub use settings::{Line, Log, Settings};
