//! The command line of `rawi train`.

use std::path::PathBuf;

/// `rawi train`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 done; 2 wrong usage, articles that do not fit their gold, or no way to write;
3 done, but some raw inputs failed (each is named on standard error).")]
pub struct Train {
    /// The annotated articles, one {"id", "text"} a line; as many files as --gold
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub texts: Vec<PathBuf>,

    /// What was annotated in them: records, a file for each of --texts
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub gold: Vec<PathBuf>,

    /// Raw text to learn word vectors from: what `rawi read` reads, ZIP files of [{"title", "content"}], and folders of them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub raw: Vec<PathBuf>,

    /// Take the word vectors of a model instead of learning them from --raw
    #[arg(long, value_name = "MODEL", conflicts_with = "raw")]
    pub vectors: Option<PathBuf>,

    /// Models that read the texts of --silver, for the new one to learn from what most of them find (see --to-teach)
    #[arg(long, value_name = "MODEL", num_args = 1.., requires = "silver")]
    pub teachers: Vec<PathBuf>,

    /// Raw text for --teachers to read, given as for --raw; near copies of other texts in the command are left out
    #[arg(long, value_name = "PATH", num_args = 1.., requires = "teachers")]
    pub silver: Vec<PathBuf>,

    /// A larger, slower model, to be one of the --teachers of another; it is learned without the first of --folds
    #[arg(long, conflicts_with_all = ["teachers", "tried"])]
    pub to_teach: bool,

    /// Where the model goes
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// What records will call the model [default: the name of --output without its extension]
    #[arg(long)]
    pub name: Option<String>,

    /// The licence of the weights, an SPDX expression; it follows from what they are learned from
    #[arg(long, value_name = "SPDX", default_value = "LicenseRef-unstated")]
    pub license: String,

    /// Articles to try the model on afterwards, in the shape of --texts and --gold; may be given several times
    #[arg(long, num_args = 2, action = clap::ArgAction::Append, value_names = ["TEXTS", "GOLD"])]
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

    /// How many of those parts are read so [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub tried: Option<u16>,

    /// Seed of everything random but the word vectors
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
