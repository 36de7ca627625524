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
    /// Put articles into an archive, with their statements
    Add(Add),
    /// Find statements or articles in an archive
    Search(Search),
    /// Who speaks in an archive; one speaker's page; who is who
    Speakers(Speakers),
    /// Show an article of an archive with its statements
    Show(Show),
    /// Write statements of an archive in formats that other programs open
    Export(Export),
    /// Take articles out of an archive
    Remove(Remove),
    /// Read the texts of an archive again with another model
    Reread(Reread),
    /// Make the full-text index of an archive anew
    Reindex(Reindex),
    /// Verify an archive: every text, span, link and index entry
    Check(Check),
    /// Copy an archive, also while it is written
    Backup(Backup),
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

/// How an input is read.
#[derive(Debug, Clone, clap::Args)]
pub struct Inputs {
    /// Kind of the input; by default told from its extension and content
    #[arg(long, value_name = "KIND")]
    pub input: Option<Input>,

    /// Which JSON field holds what: `text=content,outlet=source,date=published`, or a file of such lines
    #[arg(long, value_name = "MAP")]
    pub map: Option<String>,
}

/// Where results go, in which shape.
#[derive(Debug, Clone, clap::Args)]
pub struct Written {
    /// Shape of the output [default: view on a terminal, else by the extension of --output, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// How tables are written
    #[command(flatten)]
    pub tables: Tables,

    /// How the view looks
    #[command(flatten)]
    pub look: Look,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Tables {
    /// Begin CSV with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    pub bom: bool,

    /// Leave cells of CSV that a spreadsheet would run as formulas as they are, without ' before them
    #[arg(long)]
    pub raw_cells: bool,
}

/// How output for people looks.
#[derive(Debug, Clone, clap::Args)]
pub struct Look {
    /// Colours in the view; NO_COLOR is respected
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Put the view in visual order with joined letters, for a terminal that does not lay out Arabic
    #[arg(long)]
    pub visual: bool,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}

/// Which archive.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The folder of the archive
    #[arg(short, long, value_name = "DIR", env = "RAWI_ARCHIVE", default_value = "rawi-archive")]
    pub archive: PathBuf,
}

/// Which archive, to be written to.
#[derive(Debug, Clone, clap::Args)]
pub struct WritePlace {
    /// The folder of the archive
    #[command(flatten)]
    pub place: Place,

    /// Wait up to SECONDS for another process that is writing
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub wait: u64,
}

/// `rawi add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What is there already stays as it is: a run that was stopped goes on where it was when the command is given again.
Exit status: 0 done; 2 wrong usage, nothing could be read, or the archive cannot be written; 3 done, but some inputs failed
(each is named at the end on standard error); 130 stopped by Ctrl-C.")]
pub struct Add {
    /// Files, and folders to walk: text, HTML, JSONL, feeds, WARC, and these in zip, gzip and zstd; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The archive
    #[command(flatten)]
    pub to: WritePlace,

    /// How the input is read
    #[command(flatten)]
    pub input: Inputs,

    /// The outlet of documents that do not name one
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,

    /// What finds the statements
    #[command(flatten)]
    pub by: By,

    /// Print what was done as JSON
    #[arg(long)]
    pub json: bool,

    /// No notes and no progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// What finds statements.
#[derive(Debug, Clone, clap::Args)]
pub struct By {
    /// Reporting verbs, titles, outlets and names of your own
    #[arg(long, value_name = "FILE")]
    pub overrides: Option<PathBuf>,

    /// Read with the model in FILE instead of the one inside
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,

    /// Documents read at the same time [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// Which statements.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// By this speaker, in any spelling
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,

    /// By speakers whose role has these words
    #[arg(long, value_name = "WORDS")]
    pub role: Vec<String>,

    /// By speakers of this kind: person, organization, government, group, unnamed, document
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,

    /// Said to this addressee, in any spelling
    #[arg(long, value_name = "NAME")]
    pub addressee: Vec<String>,

    /// Relayed by this source, in any spelling
    #[arg(long, value_name = "NAME")]
    pub via: Vec<String>,

    /// With this act: state, announce, affirm, deny, blame, praise, demand, warn, promise, opine, ask
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    pub act: Vec<String>,

    /// Of this type: direct, indirect, mixed, reported
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub kinds: Vec<String>,

    /// In this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Vec<String>,

    /// Published on this day or later (YYYY, YYYY-MM or YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,

    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,

    /// With at least this confidence, 0 to 1
    #[arg(long, value_name = "P")]
    pub min_confidence: Option<f64>,
}

/// `rawi search`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
In a query: words in any inflection, with any clitics, names in any spelling; \"…\" a phrase as written, =word a word as written,
word* a beginning, -word without it, OR between alternatives, parentheses; and every filter as speaker:NAME, from:2015-07, act:deny …
Exit status: 0 found, 1 nothing found, 2 wrong usage or no archive.")]
pub struct Search {
    /// What to look for; nothing finds all that the filters let through
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// The filters
    #[command(flatten)]
    pub filters: Filters,

    /// Find articles instead of statements
    #[arg(long)]
    pub articles: bool,

    /// Order of the results
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: Order,

    /// Results shown
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,

    /// Results passed over before the first one shown
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,

    /// Show every copy of a story instead of one with all who carried it
    #[arg(long)]
    pub copies: bool,

    /// Count results by: speaker, addressee, via, outlet, act, type, kind, month
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub facets: Vec<String>,

    /// Where it goes
    #[command(flatten)]
    pub to: Written,
}

/// `--sort` of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// The best first
    Relevance,
    /// The latest first
    #[value(alias = "date")]
    Newest,
    /// The earliest first
    Oldest,
}

/// `rawi speakers`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Exit status: 0 found, 1 nothing found, 2 wrong usage or no archive."
)]
pub struct Speakers {
    /// Change or explain who is who
    #[command(subcommand)]
    pub change: Option<Who>,

    /// Whose page: a name in any spelling, or a number as the list shows it
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,

    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// Only speakers of this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,

    /// Speakers shown
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// Where it goes
    #[command(flatten)]
    pub to: Written,
}

/// What can be done about who is who.
#[derive(Debug, Subcommand)]
pub enum Who {
    /// Make several speakers one
    Merge {
        /// Numbers as the list shows them, or names that mean one speaker
        #[arg(value_name = "SPEAKER", num_args = 2.., required = true)]
        speakers: Vec<String>,
        /// The archive
        #[command(flatten)]
        to: WritePlace,
    },
    /// Take a name out of the speaker that it was joined to
    Split {
        /// The number of the name, as the speaker's page shows it
        #[arg(value_name = "NUMBER", required = true)]
        names: Vec<String>,
        /// The archive
        #[command(flatten)]
        to: WritePlace,
    },
    /// List the merges and splits that were made by hand
    Decisions {
        /// The archive
        #[command(flatten)]
        place: Place,
    },
    /// Take a merge or split back
    Undo {
        /// The numbers of the decisions
        #[arg(value_name = "NUMBER", required = true)]
        decisions: Vec<u64>,
        /// The archive
        #[command(flatten)]
        to: WritePlace,
    },
}

/// `rawi show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status: 0 shown, 1 not in the archive, 2 wrong usage or no archive.")]
pub struct Show {
    /// Identifiers of articles or statements, or their beginnings; addresses; identifiers given by the input
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,

    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// Where it goes
    #[command(flatten)]
    pub to: Written,
}

/// `rawi export`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status: 0 done, 1 nothing to export, 2 wrong usage, no archive, or no way to write.")]
pub struct Export {
    /// Only statements that a search would find
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// The filters
    #[command(flatten)]
    pub filters: Filters,

    /// Shape of the output [default: by the extension of --output, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,

    /// Sorted, without numbers and times that differ from archive to archive: for comparing two
    #[arg(long, conflicts_with_all = ["format", "query"])]
    pub canonical: bool,

    /// How tables are written
    #[command(flatten)]
    pub tables: Tables,

    /// Leave the text of the articles out (jsonl)
    #[arg(long)]
    pub no_text: bool,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// No progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `--format` of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One rawi.statements record a line for each article
    Jsonl,
    /// One row a statement (RFC 4180)
    Csv,
    /// One row a statement, a workbook for spreadsheets
    Xlsx,
    /// One row a statement (Apache Parquet)
    Parquet,
    /// W3C Web Annotation, one annotation a line for each statement
    Webannotation,
    /// schema.org, one NewsArticle with its Quotations a line
    Schemaorg,
}

/// `rawi remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status: 0 removed, 1 nothing to remove, 2 wrong usage or no archive.")]
pub struct Remove {
    /// Identifiers of articles, their beginnings, or addresses
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,

    /// The archive
    #[command(flatten)]
    pub to: WritePlace,

    /// Articles that `rawi search --articles` finds with this query
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,

    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,

    /// Only say what would be removed
    #[arg(long)]
    pub dry_run: bool,
}

/// `rawi reread`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Texts that this model has read already stay as they are, so that a run that was stopped goes on where it was.
Exit status: 0 done, 2 wrong usage or no archive, 130 stopped by Ctrl-C.")]
pub struct Reread {
    /// The archive
    #[command(flatten)]
    pub to: WritePlace,

    /// What finds the statements
    #[command(flatten)]
    pub by: By,

    /// No progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `rawi reindex`.
#[derive(Debug, clap::Args)]
pub struct Reindex {
    /// The archive
    #[command(flatten)]
    pub to: WritePlace,

    /// No progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `rawi check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status: 0 sound, 1 something is wrong (each on a line), 2 wrong usage or no archive.")]
pub struct Check {
    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// No progress on standard error, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// `rawi backup`.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// A folder that is not there yet
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,

    /// The archive
    #[command(flatten)]
    pub place: Place,

    /// No progress on standard error, only errors
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

/// `--input`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Input {
    /// Plain text; the first line is the title
    Text,
    /// A web page
    Html,
    /// One JSON object a line, an array of objects, or one object after the other
    Jsonl,
    /// RSS, Atom or JSON Feed
    Feed,
    /// A web archive (WARC)
    Warc,
}

impl From<Input> for rawi_document::InputKind {
    fn from(input: Input) -> Self {
        match input {
            Input::Text => Self::Text,
            Input::Html => Self::Html,
            Input::Jsonl => Self::Jsonl,
            Input::Feed => Self::Feed,
            Input::Warc => Self::Warc,
        }
    }
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
    /// One row a statement, a workbook for spreadsheets
    Xlsx,
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
