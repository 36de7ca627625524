//! How a server is to be run, as whoever starts it says.

use std::path::PathBuf;
use std::sync::Arc;

use rawi::{Model, Overrides};

/// How a server is to be run.
pub struct Settings {
    /// The folder of the archive, which need not be there yet; None serves the reading box alone.
    pub archive: Option<PathBuf>,
    /// What reads articles.
    pub model: &'static Model,
    /// Additions to it.
    pub overrides: Overrides,
    /// What records are said to be read by.
    pub model_id: String,
    /// Nothing is changed, whoever asks.
    pub read_only: bool,
    /// What whoever changes something has to know; without one nobody can.
    pub token: Option<String>,
    /// Whether the token is asked for to look, too.
    pub private: bool,
    /// What every path begins with: empty, or `/rawi`.
    pub base: String,
    /// The names under which it may be called; empty lets any. Against pages of others that call it under a name of their own (DNS rebinding).
    pub hosts: Vec<String>,
    /// Where lines about requests go.
    pub log: Log,
}

/// Takes a line about each request.
pub type Log = Arc<dyn Fn(&Line) + Send + Sync>;

/// What is logged of a request. No header is among it, and no token.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// When it was answered, RFC 3339 in UTC.
    pub time: String,
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The status of the answer.
    pub status: u16,
    /// Milliseconds until the answer began.
    pub milliseconds: f64,
    /// The address that asked.
    pub peer: String,
    /// What went wrong within, where something did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}
