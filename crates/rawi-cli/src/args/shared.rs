//! What several commands take: inputs, what reads them, where results go.

use std::path::PathBuf;

use clap::ValueEnum;

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
