//! One row a statement: RFC 4180, a header, lines ended by CRLF, no byte order mark.
//! A document without statements has no row.

use rawi::record::Span;

use super::{Rendered, Renderer};
use crate::finding::{Finding, words};

/// Between the pieces of a cell that holds several: content, relays, settings.
const PIECE: &str = " | ";

const COLUMNS: [&str; 27] = [
    "id",
    "title",
    "url",
    "outlet",
    "date",
    "statement",
    "who",
    "who_id",
    "kind",
    "role",
    "cue",
    "speaker",
    "content",
    "addressee",
    "via",
    "setting",
    "type",
    "act",
    "parent",
    "confidence",
    "cue_span",
    "speaker_span",
    "content_span",
    "addressee_span",
    "via_span",
    "setting_span",
    "text_sha256",
];

/// `--format csv`.
pub struct Rows {
    /// Whether a last column holds the explanation as JSON.
    pub explain: bool,
}

impl Renderer for Rows {
    fn document(&self, finding: &Finding) -> Rendered {
        let record = &finding.record;
        let mut rows = Vec::new();
        for (i, statement) in record.statements.iter().enumerate() {
            let parts = words(record, statement);
            let speaker = finding.speaker(statement).map(|(_, s)| s);
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            let mut row = vec![
                record.id.clone(),
                text(&record.title),
                text(&record.url),
                text(&record.outlet),
                text(&record.date),
                (i + 1).to_string(),
                speaker.map(|s| s.name.clone()).unwrap_or_default(),
                text(&statement.who),
                speaker.map(|s| s.kind.to_string()).unwrap_or_default(),
                speaker.and_then(|s| s.role.clone()).unwrap_or_default(),
                text(&parts.cue),
                text(&parts.speaker),
                parts.content.join(PIECE),
                text(&parts.addressee),
                parts.via.join(PIECE),
                parts.setting.join(PIECE),
                statement.kind.to_string(),
                statement.act.to_string(),
                statement.parent.map(|p| p.to_string()).unwrap_or_default(),
                statement.confidence.map(|c| c.to_string()).unwrap_or_default(),
                spans(statement.cue.as_slice()),
                spans(statement.speaker.as_slice()),
                spans(&statement.content),
                spans(statement.addressee.as_slice()),
                spans(&statement.via),
                spans(&statement.setting),
                record.text_sha256.clone(),
            ];
            if self.explain {
                let why = finding.explanation(i).map(serde_json::to_string);
                row.push(why.and_then(Result::ok).unwrap_or_default());
            }
            rows.push(row);
        }
        Rendered { body: write(rows), heading: String::new() }
    }

    fn opening(&self, _: &str) -> String {
        let mut header: Vec<String> = COLUMNS.map(Into::into).into();
        if self.explain {
            header.push("explanation".into());
        }
        write(vec![header])
    }
}

/// `12-15`, or `41-90 95-100` for several pieces.
fn spans(spans: &[Span]) -> String {
    let each: Vec<String> = spans.iter().map(|[s, e]| format!("{s}-{e}")).collect();
    each.join(" ")
}

fn write(rows: Vec<Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Into memory, and every row has the same length: nothing here can fail.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture;

    #[test]
    fn a_row_a_statement_that_reads_back() {
        for explain in [false, true] {
            let finding = fixture::explained(fixture::harbour());
            let rows = Rows { explain };
            let out = rows.opening("") + &rows.document(&finding).body;
            assert!(out.starts_with("id,title,url,"));
            assert!(out.ends_with("\r\n"));
            let mut reader = csv::Reader::from_reader(out.as_bytes());
            assert_eq!(reader.headers().unwrap().len(), COLUMNS.len() + usize::from(explain));
            let column = |name: &str| COLUMNS.iter().position(|c| *c == name).unwrap();
            let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
            let record = &finding.record;
            assert_eq!(rows.len(), record.statements.len());
            for (row, statement) in rows.iter().zip(&record.statements) {
                let parts = words(record, statement);
                assert_eq!(row[column("content")], parts.content.join(PIECE));
                assert_eq!(row[column("act")], *statement.act.as_str());
                let spans: Vec<Span> = row[column("content_span")]
                    .split_whitespace()
                    .map(|s| s.split_once('-').unwrap())
                    .map(|(s, e)| [s.parse().unwrap(), e.parse().unwrap()])
                    .collect();
                assert_eq!(spans, statement.content);
            }
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_in_a_title() {
        let mut finding = fixture::harbour();
        finding.record.title = Some("قال: \"نعم\"، a,b\nوسكت".into());
        let out = Rows { explain: false }.document(&finding).body;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
        let first = reader.records().next().unwrap().unwrap();
        assert_eq!(Some(&first[1]), finding.record.title.as_deref());
    }
}
