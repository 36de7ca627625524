//! One row a statement: RFC 4180, a header, lines ended by CRLF, no byte order mark.
//! An article without statements has no row; what is null and what is empty look the same.

use rawi::record::Span;
use rawi_archive::Entry;

use crate::Options;
use crate::columns::{COLUMNS, Row, Value};
use crate::text::Scalars;

/// Between the pieces of a cell that holds several.
const PIECE: &str = " | ";

pub fn header() -> Vec<u8> {
    write([COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect()])
}

pub fn render(entry: &Entry, _: &Scalars, _: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let rows = entry.statements.iter().map(|statement| {
        let row = Row { article: &entry.article, statement };
        COLUMNS.iter().map(|(_, value)| cell(value, row)).collect()
    });
    lines.extend(write(rows));
    Ok(())
}

fn cell(value: &Value, row: Row) -> String {
    fn shown<T: ToString>(value: Option<T>) -> String {
        value.map(|v| v.to_string()).unwrap_or_default()
    }
    match value {
        Value::Text(of) | Value::Label(of) => shown(of(row)),
        Value::Number(of) => shown(of(row)),
        Value::Real(of) => shown(of(row)),
        Value::Day(of) => shown(of(row)),
        Value::Instant(of) => shown(of(row)),
        Value::Span(of) => spans(of(row).as_slice()),
        Value::Spans(of) => spans(of(row)),
        Value::Texts(of) => of(row).join(PIECE),
        Value::Numbers(of) => of(row).into_iter().map(shown).collect::<Vec<_>>().join(PIECE),
    }
}

/// `12-15`, or `41-90 95-100` for several pieces.
fn spans(spans: &[Span]) -> String {
    let each: Vec<String> = spans.iter().map(|[s, e]| format!("{s}-{e}")).collect();
    each.join(" ")
}

fn write(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Into memory, and every row has the same length: nothing here can fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
