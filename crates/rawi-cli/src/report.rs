//! What is said on standard error, in one shape: `rawi: <name>: <what>`.
//! Results go to standard output, and nothing here decides an exit code but the reason to stop.

use std::io::{ErrorKind, Write};

use serde::Serialize;

use rawi_table::{ErrorKind as TableErrorKind, TableError};

/// Why the command cannot go on.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the output any more: the end, and no error.
    BrokenPipe,
    /// Wrong usage, nothing readable, or no way to write the output.
    Usage(String),
    /// What was asked for is not there.
    Nothing(String),
}

impl Stop {
    /// An error while writing to `name`.
    pub fn output(name: &str, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Usage(format!("{name}: cannot write: {error}")),
        }
    }

    /// An error of a table that is written to `name`.
    pub fn table(name: &str, error: &TableError) -> Self {
        match error.kind() {
            TableErrorKind::Io(error) => Self::output(name, error),
            _ => Self::Usage(format!("{name}: {error}")),
        }
    }
}

/// Says of a workbook that not all of it fitted.
pub fn cut(name: &str, cells: usize) {
    match cells {
        0 => {}
        1 => line(&format!("{name}: one cell is cut at 32,767 characters, which is all that a cell of XLSX holds; CSV has it whole")),
        _ => {
            line(&format!("{name}: {cells} cells are cut at 32,767 characters, which is all that a cell of XLSX holds; CSV has them whole"))
        }
    }
}

/// One diagnostic line. A closed standard error is no reason to fail. What stands in names of files and words of articles moves no cursor
/// and turns no line round: such characters are written as escapes.
pub fn line(what: &str) {
    let is_harmful = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}');
    let mut shown = String::with_capacity(what.len());
    for c in what.chars() {
        if is_harmful(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    let _ = writeln!(std::io::stderr(), "rawi: {shown}");
}

/// What is said at the end of a run in which most documents had no text: one alone has been told of.
pub fn without_text(without: usize, read: usize) -> Option<String> {
    (read > 1 && 2 * without > read).then(|| format!("{without} of {read} documents have no text"))
}

/// A value as one line of JSON, without its end.
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("keys are strings, and nothing refuses")
}

/// A value as indented JSON, with the end of its last line.
pub fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("keys are strings, and nothing refuses") + "\n"
}

/// Results, on standard output.
pub fn out(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Stop::output("-", &e))
}
