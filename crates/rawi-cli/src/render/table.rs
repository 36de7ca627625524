//! One row a statement: `--format csv` and `--format xlsx`. A document without statements has no row.
//! How cells are written down is `rawi-export`'s.

use rawi_page::finding::{Finding, words};
use rawi_table::{Cell, Csv};

use super::{Rendered, Renderer};

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

/// The names of the columns; `explain` adds a last one with the explanation as JSON.
pub fn header(explain: bool) -> Vec<&'static str> {
    COLUMNS.into_iter().chain(explain.then_some("explanation")).collect()
}

fn rows(finding: &Finding, explain: bool) -> impl Iterator<Item = Vec<Cell<'static>>> {
    let record = &finding.record;
    record.statements.iter().enumerate().map(move |(i, statement)| {
        fn cell<'a>(words: &'a Option<String>, cell: impl FnOnce(&'a str) -> Cell<'a>) -> Cell<'a> {
            words.as_deref().map_or(Cell::Empty, cell)
        }
        let key = |key: &'_ str| Cell::Text(key.to_owned().into());
        let parts = words(record, statement);
        let speaker = finding.speaker(statement).map(|(_, s)| s);
        let row = vec![
            key(&record.id),
            cell(&record.title, Cell::text),
            cell(&record.url, Cell::link),
            cell(&record.outlet, Cell::text),
            cell(&record.date, |date| Cell::Date(date.into())),
            Cell::Number((i + 1) as f64),
            speaker.map_or(Cell::Empty, |s| Cell::text(&s.name)),
            cell(&statement.who, key),
            speaker.map_or(Cell::Empty, |s| key(s.kind.as_str())),
            speaker.map_or(Cell::Empty, |s| cell(&s.role, Cell::text)),
            cell(&parts.cue, Cell::text),
            cell(&parts.speaker, Cell::text),
            Cell::texts(&parts.content),
            cell(&parts.addressee, Cell::text),
            Cell::texts(&parts.via),
            Cell::texts(&parts.setting),
            key(statement.kind.as_str()),
            key(statement.act.as_str()),
            statement.parent.map_or(Cell::Empty, |p| Cell::Number(p as f64)),
            statement.confidence.map_or(Cell::Empty, Cell::Number),
            Cell::spans(statement.cue.as_slice()),
            Cell::spans(statement.speaker.as_slice()),
            Cell::spans(&statement.content),
            Cell::spans(statement.addressee.as_slice()),
            Cell::spans(&statement.via),
            Cell::spans(&statement.setting),
            key(&record.text_sha256),
        ];
        let why = finding.explanation(i).and_then(|why| serde_json::to_string(why).ok());
        let why = explain.then(|| cell(&why, key).into_owned());
        row.into_iter().map(Cell::into_owned).chain(why).collect()
    })
}

/// `--format csv`.
pub struct Lines {
    /// Whether a last column holds the explanation as JSON.
    pub explain: bool,
    /// How it is written.
    pub csv: Csv,
}

impl Renderer for Lines {
    fn document(&self, finding: &Finding) -> Rendered {
        Rendered { body: text(self.csv.rows(rows(finding, self.explain))), ..Rendered::default() }
    }

    fn opening(&self, _: &str) -> String {
        text(self.csv.opening(&header(self.explain)))
    }
}

fn text(csv: Vec<u8>) -> String {
    String::from_utf8(csv).expect("cells are text")
}

/// `--format xlsx`: rows, which become a workbook when all are there.
pub struct Rows {
    /// Whether a last column holds the explanation as JSON.
    pub explain: bool,
}

impl Renderer for Rows {
    fn document(&self, finding: &Finding) -> Rendered {
        Rendered { rows: rows(finding, self.explain).collect(), ..Rendered::default() }
    }
}

#[cfg(test)]
mod tests {
    use rawi::record::Span;

    use super::*;
    use rawi_page::fixture;

    const PIECE: &str = " | ";

    #[test]
    fn a_row_a_statement_that_reads_back() {
        for explain in [false, true] {
            let finding = fixture::explained(fixture::harbour());
            let lines = Lines { explain, csv: Csv::default() };
            let out = lines.opening("") + &lines.document(&finding).body;
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
        let out = Lines { explain: false, csv: Csv::default() }.document(&finding).body;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
        let first = reader.records().next().unwrap().unwrap();
        assert_eq!(Some(&first[1]), finding.record.title.as_deref());
    }

    #[test]
    fn csv_and_a_workbook_have_the_same_rows() {
        let finding = fixture::explained(fixture::harbour());
        let rows = Rows { explain: true }.document(&finding).rows;
        let lines = Lines { explain: true, csv: Csv::default() }.document(&finding).body;
        assert_eq!(lines, text(Csv::default().rows(rows.clone())));
        assert_eq!(rows[0].len(), header(true).len());
        let column = |name: &str| COLUMNS.iter().position(|c| *c == name).unwrap();
        assert_eq!(rows[0][column("date")], Cell::Date("2031-04-02".into()));
        assert_eq!(rows[0][column("url")], Cell::Link("https://example.org/news?id=7&lang=ar".into()));
        assert_eq!(rows[0][column("confidence")], Cell::Number(0.81));
    }
}
