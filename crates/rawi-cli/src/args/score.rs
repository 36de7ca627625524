//! The command line of `rawi score`.

use std::path::PathBuf;

/// `rawi score`.
#[derive(Debug, clap::Args)]
pub struct Score {
    /// The articles, one {"id", "text"} a line
    pub texts: PathBuf,

    /// The annotated records
    pub gold: PathBuf,

    /// The predicted records, as `rawi read` writes them; `-` for standard input
    pub predictions: PathBuf,

    /// First a line for each document
    #[arg(long)]
    pub by_doc: bool,

    /// The unrounded figures as JSON
    #[arg(long)]
    pub json: bool,

    /// Then the errors by kind, with their sentences; of one kind when it is named (`cue-missed`, or `content` for all of content)
    #[arg(long, value_name = "KIND", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with = "json")]
    pub errors: Option<String>,

    /// Sentences shown for each kind of error
    #[arg(long, value_name = "N", default_value_t = 5, requires = "errors")]
    pub most: usize,
}
