//! The command line of `rawi read`.

use std::path::PathBuf;

use super::shared::{By, Inputs, Written};

/// `rawi read`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 done, also when there is nothing to find; 2 wrong usage, or nothing could be read;
3 done, but some inputs failed (each is named on standard error); 130 stopped by Ctrl-C.")]
pub struct Read {
    /// Files, and folders to walk; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// How the input is read
    #[command(flatten)]
    pub input: Inputs,

    /// Say for each statement which evidence decided its cue, bounds and speaker
    #[arg(long)]
    pub explain: bool,

    /// What finds the statements
    #[command(flatten)]
    pub by: By,

    /// Leave the text of the article out of the output
    #[arg(long)]
    pub no_text: bool,

    /// Where it goes
    #[command(flatten)]
    pub to: Written,

    /// No notes and no progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}
