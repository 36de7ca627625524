//! Entries as CSV: a row for each statement. How a row is written is `rawi-table`'s.

use rawi_archive::Entry;

use crate::columns::{self, Row};
use crate::options::Options;
use crate::text::Scalars;

pub fn header(options: Options) -> Vec<u8> {
    options.csv.opening(&columns::header())
}

pub fn render(entry: &Entry, _: &Scalars, options: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let rows = entry.statements.iter().map(|statement| columns::cells(Row { article: &entry.article, statement }));
    lines.extend(options.csv.rows(rows));
    Ok(())
}
