//! Statements as `rawi.statements/1`, CSV, XLSX, Parquet, Web Annotation and schema.org JSON-LD, for the tools of others.
//! Entries come in one by one and leave one by one, so that an archive of any size needs little memory. Which entries, in
//! which order, and where the bytes go is the caller's business: nothing here opens a file.
//!
//! What each format holds is in `docs/exports.md`.
//!
//! ```
//! use rawi_archive::{Article, Entry};
//! use rawi_export::{Exporter, Format, Options};
//!
//! let mut exporter = Exporter::new(Format::Jsonl, Options::default(), Vec::new())?;
//! exporter.write(&Entry { article: Article { id: "3f2a9c1b04de5a77".into(), ..Article::default() }, statements: vec![] })?;
//! let bytes = exporter.finish()?;
//! assert!(bytes.starts_with(br#"{"format":"rawi.statements/1""#));
//! # Ok::<(), rawi_export::ExportError>(())
//! ```

mod annotation;
pub mod answer;
mod canonical;
mod columns;
mod csv;
mod date;
mod error;
mod iri;
mod options;
mod parquet;
mod record;
mod schemaorg;
mod text;

use std::io::Write;

use rawi_archive::Entry;
use rawi_table::Table;

pub use error::{ErrorKind, ExportError};
pub use options::Options;
use text::Scalars;

/// In which format entries leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `rawi.statements/1`, one record a line, with what the archive adds under `archive`.
    Jsonl,
    /// One row a statement, RFC 4180.
    Csv,
    /// One row a statement, the columns of [`Format::Csv`] in a workbook for spreadsheets.
    Xlsx,
    /// One row a statement, the columns of [`Format::Csv`] with their types.
    Parquet,
    /// W3C Web Annotation Data Model: one annotation a line, one annotation a statement.
    WebAnnotation,
    /// schema.org: one `NewsArticle` a line, with its statements as `Quotation`s.
    SchemaOrg,
    /// What two archives of equal content agree in, byte for byte. Entries must come sorted by the article's `id`.
    Canonical,
}

/// Writes entries in one format. Without [`Exporter::finish`] the last of them may be missing, Parquet is unreadable, and of XLSX nothing was written.
pub struct Exporter<W: Write + Send> {
    sink: Sink<W>,
}

enum Sink<W: Write + Send> {
    Lines { render: Render, options: Options, last: Option<String>, out: W },
    Parquet(Box<parquet::Table<W>>),
    Xlsx(Box<Table<W>>),
}

/// Appends the lines of one entry.
type Render = fn(&Entry, &Scalars, Options, &mut Vec<u8>) -> serde_json::Result<()>;

impl<W: Write + Send> Exporter<W> {
    /// Begins an export: the header of CSV and the first bytes of Parquet are written at once.
    ///
    /// `out` is written to in pieces of one entry; give a buffered one.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], [`ErrorKind::Xlsx`].
    pub fn new(format: Format, options: Options, mut out: W) -> Result<Self, ExportError> {
        let render = match format {
            Format::Jsonl => record::render,
            Format::Csv => csv::render,
            Format::WebAnnotation => annotation::render,
            Format::SchemaOrg => schemaorg::render,
            Format::Canonical => canonical::render,
            Format::Xlsx => return Ok(Self { sink: Sink::Xlsx(Box::new(Table::new(&columns::header(), out)?)) }),
            Format::Parquet => return Ok(Self { sink: Sink::Parquet(Box::new(parquet::Table::new(out)?)) }),
        };
        if format == Format::Csv {
            out.write_all(&csv::header(options))?;
        }
        // Only the canonical dump promises an order.
        let last = (format == Format::Canonical).then(String::new);
        Ok(Self { sink: Sink::Lines { render, options, last, out } })
    }

    /// Writes an entry: all of it, or nothing when it is refused.
    ///
    /// # Errors
    /// [`ErrorKind::Span`] when a span points outside the text, [`ErrorKind::Order`] when a canonical dump is not sorted:
    /// the entry is left out and the next may be written. After [`ErrorKind::Io`], [`ErrorKind::Parquet`]
    /// and [`ErrorKind::Xlsx`] the export is lost.
    pub fn write(&mut self, entry: &Entry) -> Result<(), ExportError> {
        let text = Scalars::new(&entry.article.text);
        text.check(entry)?;
        match &mut self.sink {
            Sink::Parquet(table) => table.write(entry),
            Sink::Xlsx(table) => {
                for statement in &entry.statements {
                    table.row(&columns::cells(columns::Row { article: &entry.article, statement }))?;
                }
                Ok(())
            }
            Sink::Lines { render, options, last, out } => {
                if let Some(last) = last {
                    canonical::follows(last, entry)?;
                    last.clone_from(&entry.article.id);
                }
                let mut lines = Vec::new();
                render(entry, &text, *options, &mut lines).map_err(std::io::Error::from)?;
                Ok(out.write_all(&lines)?)
            }
        }
    }

    /// Cells so far that were longer than the format allows and were cut: of XLSX those of more than 32,767 characters.
    pub fn cut(&self) -> usize {
        match &self.sink {
            Sink::Xlsx(table) => table.cut(),
            Sink::Lines { .. } | Sink::Parquet(_) => 0,
        }
    }

    /// Ends the export and gives the writer back, flushed.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], [`ErrorKind::Parquet`], [`ErrorKind::Xlsx`].
    pub fn finish(self) -> Result<W, ExportError> {
        let mut out = match self.sink {
            Sink::Lines { out, .. } => out,
            Sink::Parquet(table) => table.finish()?,
            Sink::Xlsx(table) => table.finish()?,
        };
        out.flush()?;
        Ok(out)
    }
}

/// Appends a value as one line of JSON.
fn line(value: &impl serde::Serialize, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *lines, value)?;
    lines.push(b'\n');
    Ok(())
}
