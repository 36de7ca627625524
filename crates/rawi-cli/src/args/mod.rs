//! The command line of `rawi`: every subcommand and flag, in one place that feeds parsing, help and completions.
//! What they do is in the module named after each subcommand.

#[cfg(feature = "archive")]
mod archive;
mod read;
mod score;
#[cfg(feature = "serve")]
mod serve;
mod shared;
#[cfg(feature = "train")]
mod train;

use clap::{Parser, Subcommand};

#[cfg(feature = "archive")]
pub use archive::{
    Add, Backup, Check, Command as ArchiveCommand, Export, ExportFormat, Filters, Order, Place, Reindex, Remove, Reread, Search, Show,
    Speakers, Who, WritePlace,
};
pub use read::Read;
pub use score::Score;
#[cfg(feature = "serve")]
pub use serve::{Log, Serve};
pub use shared::{By, Format, Inputs, Look, Tables, When, Written};
#[cfg(feature = "train")]
pub use train::Train;

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
// There is one, and it is moved once.
#[allow(clippy::large_enum_variant)]
pub enum Command {
    /// Find the statements in articles
    Read(Read),
    /// What is done with an archive
    #[cfg(feature = "archive")]
    #[command(flatten)]
    Archive(ArchiveCommand),
    /// Open an archive to browsers, and to programs over HTTP
    #[cfg(feature = "serve")]
    Serve(Serve),
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
        let page = include_str!("../../../../docs/cli/rawi.md");
        for command in Args::command().get_subcommands() {
            assert!(page.contains(&format!("rawi {}", command.get_name())));
            for flag in command.get_arguments().filter_map(|a| a.get_long()) {
                assert!(page.contains(&format!("--{flag}")), "--{flag}");
            }
        }
    }
}
