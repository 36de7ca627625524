//! `rawi search`: a query in, results out, in the format asked for.
//! What is found is `rawi-archive`'s; how it looks is `results`'.

use std::io::IsTerminal;
use std::process::ExitCode;

use rawi_archive::{Archive, Note, Options, Part, Rows, Sort};

use super::{filter, results};
use crate::args::{Format, Order, Search};
use crate::output::{self, Output};
use crate::report::{self, Stop};

/// Characters of a snippet.
const SNIPPET: usize = 280;

/// Runs the command.
pub fn run(args: &Search) -> Result<ExitCode, Stop> {
    let format = output::format(args.to.format, args.to.output.as_deref());
    let csv = output::csv(args.to.tables, format == Format::Csv)?;
    if format == Format::Xlsx {
        output::not_to_terminal("a workbook", args.to.output.as_deref())?;
    }
    let archive = super::open(&args.place)?;
    let query = filter::query(&args.query, &args.filters)?;
    let facets =
        args.facets.iter().map(|name| name.parse().map_err(|e| Stop::Usage(format!("--facets: {e}")))).collect::<Result<_, _>>()?;
    let options = Options {
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        },
        limit: args.limit,
        offset: args.offset,
        facets,
        values: usize::MAX,
        copies: args.copies,
    };
    let rows = if args.articles { Rows::Articles } else { Rows::Statements };
    let found = archive.search(&query, rows, &options, SNIPPET)?;
    for note in &found.notes {
        report::line(&say(&archive, note)?);
    }
    if found.behind > 0 {
        report::line(&format!(
            "{}: the index has not followed the last {} changes; the `rawi add` that is at work makes up for it, or else the next one",
            archive.folder().display(),
            found.behind
        ));
    }
    let on_terminal = args.to.output.is_none() && std::io::stdout().is_terminal();
    let shown = results::Shown { query: &query, found: &found, offset: args.offset };
    let mut out = Output::new(args.to.output.as_deref());
    match format {
        Format::View => out.write(&results::view(&shown, &output::page(&args.to.look, on_terminal)))?,
        Format::Json => out.write(&results::json(&shown))?,
        Format::Jsonl => out.write(&results::jsonl(&shown))?,
        Format::Csv => results::table(&shown, rawi_export::Format::Csv, csv, &mut out)?,
        Format::Xlsx => results::table(&shown, rawi_export::Format::Xlsx, csv, &mut out)?,
        Format::Html => out.write(&results::html(&shown))?,
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(found.total == 0)))
}

/// What was noticed about a query, in words.
pub(super) fn say(archive: &Archive, note: &Note) -> Result<String, Stop> {
    Ok(match note {
        Note::Unknown(part, name) => {
            let part = match part {
                Part::Speaker => "speaker",
                Part::Addressee => "addressee",
                Part::Via => "relay",
            };
            format!("nobody in the archive is called {name:?} ({part}){}", super::nearest(archive, name)?)
        }
        Note::UnknownOutlet(name) => format!("no outlet in the archive is called {name:?}"),
        Note::Spellings(word, others) => format!("{word} was also searched as {}", others.join("، ")),
        Note::Relaxed(enough) => format!("nothing has all these words; shown is what has at least {enough} of them"),
        _ => String::from("the query was understood in another way than it was written"),
    })
}
