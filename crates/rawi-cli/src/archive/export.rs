//! `rawi export`: entries of an archive, written in formats that other programs open.
//! What each format holds is `rawi-export`'s.

use std::process::ExitCode;

use rawi_archive::{Archive, Entry, Query, Rows};
use rawi_export::{Exporter, Format, Options};

use super::filter;
use crate::args::{Export, ExportFormat};
use crate::interrupt;
use crate::output::{self, Output};
use crate::progress::Progress;
use crate::report::{self, Stop};

/// Runs the command.
pub fn run(args: &Export) -> Result<ExitCode, Stop> {
    let format = format(args);
    let options = Options { no_text: args.no_text, csv: output::csv(args.tables, format == Format::Csv)? };
    if matches!(format, Format::Xlsx | Format::Parquet) {
        output::not_to_terminal(if format == Format::Xlsx { "a workbook" } else { "Parquet" }, args.output.as_deref())?;
    }
    let archive = super::open(&args.place)?;
    let query = filter::query(&args.query, &args.filters)?;
    let name = Output::new(args.output.as_deref()).name();
    let stop = |error| Stop::export(&name, &error);
    interrupt::listen();
    let mut progress = Progress::new(args.quiet, args.output.is_none(), "articles");
    let mut exporter: Option<Exporter<Output>> = None;
    let mut written = 0;
    let mut write = |entry: Entry| -> Result<bool, Stop> {
        let exporter = match &mut exporter {
            Some(exporter) => exporter,
            None => {
                let out = Output::new(args.output.as_deref());
                exporter.insert(Exporter::new(format, options, out).map_err(stop)?)
            }
        };
        exporter.write(&entry).map_err(stop)?;
        written += 1;
        progress.tick(written);
        Ok(!interrupt::asked())
    };
    archive.entries(&query, &mut write)?;
    match exporter {
        Some(exporter) => {
            report::cut(&name, exporter.cut());
            exporter.finish().map_err(stop)?.flush()?;
        }
        None => return Err(nothing(&archive, &query)?),
    }
    progress.clear();
    Ok(if interrupt::asked() { ExitCode::from(interrupt::CODE) } else { ExitCode::SUCCESS })
}

/// That nothing is written, after why a search would find nothing.
fn nothing(archive: &Archive, query: &Query) -> Result<Stop, Stop> {
    // Without an index nothing more is known.
    for note in archive.search(query, Rows::Articles, &Default::default(), 0).map(|found| found.notes).unwrap_or_default() {
        report::line(&super::search::say(archive, &note)?);
    }
    Ok(Stop::Nothing(format!("{}: nothing to export", archive.folder().display())))
}

fn format(args: &Export) -> Format {
    if args.canonical {
        return Format::Canonical;
    }
    match args.format {
        Some(ExportFormat::Jsonl) => Format::Jsonl,
        Some(ExportFormat::Csv) => Format::Csv,
        Some(ExportFormat::Xlsx) => Format::Xlsx,
        Some(ExportFormat::Parquet) => Format::Parquet,
        Some(ExportFormat::Webannotation) => Format::WebAnnotation,
        Some(ExportFormat::Schemaorg) => Format::SchemaOrg,
        None => match args.output.as_deref().and_then(output::extension).as_deref() {
            Some("csv") => Format::Csv,
            Some("xlsx") => Format::Xlsx,
            Some("parquet") => Format::Parquet,
            Some("jsonld") => Format::SchemaOrg,
            _ => Format::Jsonl,
        },
    }
}
