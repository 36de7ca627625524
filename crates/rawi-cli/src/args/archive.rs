//! The command line of what is done with an archive.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::shared::{By, Inputs, Tables, Written};

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
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

    /// Count results by: speaker, addressee, via, role, outlet, act, type, kind, month, day
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
