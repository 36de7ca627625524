//! The command line of `rawi`: every subcommand and flag, in one place that feeds parsing, help and completions.
//! What they do is in the module named after each subcommand.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Who said what, and through whom, in Arabic news.
#[derive(Debug, Parser)]
#[command(name = "rawi", disable_version_flag = true, arg_required_else_help = true)]
pub struct Args {
    /// Print the version, the model inside, and the licence of its weights
    #[arg(short = 'V', long)]
    pub version: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the statements in articles
    Read(Read),
    /// Score predicted statements against gold ones
    Score(Score),
    /// Train a model on annotated articles and raw text
    #[cfg(feature = "train")]
    Train(Train),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `rawi read`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 done, also when there is nothing to find; 2 wrong usage, or nothing could be read;
3 done, but some inputs failed (each is named on standard error); 130 stopped by Ctrl-C.")]
pub struct Read {
    /// Files, and folders to walk; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Kind of the input; by default told from its extension and content
    #[arg(long, value_name = "KIND")]
    pub input: Option<Input>,

    /// Shape of the output [default: view on a terminal, else by the extension of --output, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Say for each statement which evidence decided its cue, bounds and speaker
    #[arg(long)]
    pub explain: bool,

    /// Reporting verbs, titles, outlets and names of your own
    #[arg(long, value_name = "FILE")]
    pub overrides: Option<PathBuf>,

    /// Read with the model in FILE instead of the one inside
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,

    /// Leave the text of the article out of the output
    #[arg(long)]
    pub no_text: bool,

    /// Documents read at the same time [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Colours in the view; NO_COLOR is respected
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Put the view in visual order with joined letters, for a terminal that does not lay out Arabic
    #[arg(long)]
    pub visual: bool,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,

    /// No notes and no progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

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

/// `rawi train`.
#[cfg(feature = "train")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 done; 2 wrong usage, articles that do not fit their gold, or no way to write;
3 done, but some raw inputs failed (each is named on standard error).")]
pub struct Train {
    /// The annotated articles, one {"id", "text"} a line
    #[arg(long, value_name = "FILE")]
    pub texts: PathBuf,

    /// What was annotated in them: records
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,

    /// Raw text to learn word vectors from: what `rawi read` reads, ZIP files of [{"title", "content"}], and folders of them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub raw: Vec<PathBuf>,

    /// Where the model goes
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// What records will call the model [default: the name of --output without its extension]
    #[arg(long)]
    pub name: Option<String>,

    /// The licence of the weights, an SPDX expression; it follows from what they are learned from
    #[arg(long, value_name = "SPDX", default_value = "LicenseRef-unstated")]
    pub license: String,

    /// Articles to try the model on afterwards, in the shape of --texts and --gold
    #[arg(long, num_args = 2, value_names = ["TEXTS", "GOLD"])]
    pub dev: Vec<PathBuf>,

    /// Write what the model was made from, and its figures, to FILE as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Write the training articles, as read by models that had not seen them, to FILE, a record a line
    #[arg(long, value_name = "FILE")]
    pub cross_fitted: Option<PathBuf>,

    /// Parts that the articles are cut into for that
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,

    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Small tables and few passes: to try the command out
    #[arg(long)]
    pub quick: bool,

    /// Threads; the model does not depend on it [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// No progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `--input`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Input {
    /// Plain text; the first line is the title
    Text,
    /// A web page
    Html,
    /// One JSON object a line
    Jsonl,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Made to be read on a terminal
    View,
    /// Pretty JSON: one object, or an array when there are several documents
    Json,
    /// One JSON object a line for each document
    Jsonl,
    /// One row a statement (RFC 4180)
    Csv,
    /// One self-contained page: the articles with their statements marked
    Html,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal
    Auto,
    /// Also into files and pipes
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_page_names_every_command_and_flag() {
        let page = include_str!("../../../docs/cli/rawi.md");
        for command in Args::command().get_subcommands() {
            assert!(page.contains(&format!("rawi {}", command.get_name())));
            for flag in command.get_arguments().filter_map(|a| a.get_long()) {
                assert!(page.contains(&format!("--{flag}")), "--{flag}");
            }
        }
    }
}
