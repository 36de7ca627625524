//! Where output goes, in which format, and how it looks.
//! What it says is the renderers'.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use rawi_table::Csv;

use crate::args::{Format, Look, Tables, When};
use crate::layout::Page;
use crate::report::Stop;

/// Columns of the view where nobody tells.
const WIDTH: usize = 80;
/// Longer lines are hard to follow.
const WIDEST: usize = 100;

/// A file or standard output, opened when there is something to write, so that a command that fails leaves a file as it was.
pub struct Output {
    path: Option<PathBuf>,
    out: Option<BufWriter<Box<dyn Write + Send>>>,
}

impl Output {
    /// The file at `path`, else standard output.
    pub fn new(path: Option<&Path>) -> Self {
        Self { path: path.map(Into::into), out: None }
    }

    /// What diagnostics call it.
    pub fn name(&self) -> String {
        self.path.as_ref().map_or("-".into(), |p| p.display().to_string())
    }

    /// Writes text. An empty text makes a file and leaves standard output alone.
    pub fn write(&mut self, text: &str) -> Result<(), Stop> {
        if text.is_empty() && self.path.is_none() {
            return Ok(());
        }
        self.write_all(text.as_bytes()).map_err(|e| Stop::output(&self.name(), &e))
    }

    /// Hands everything on.
    pub fn flush(&mut self) -> Result<(), Stop> {
        Write::flush(self).map_err(|e| Stop::output(&self.name(), &e))
    }

    fn open(&mut self) -> io::Result<&mut BufWriter<Box<dyn Write + Send>>> {
        if self.out.is_none() {
            let to: Box<dyn Write + Send> = match &self.path {
                Some(path) => Box::new(File::create(path)?),
                None => Box::new(io::stdout()),
            };
            self.out = Some(BufWriter::with_capacity(1 << 16, to));
        }
        Ok(self.out.as_mut().expect("opened above"))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

/// The format asked for, else the one that the name of the file tells, else the one for whoever looks.
pub fn format(asked: Option<Format>, output: Option<&Path>) -> Format {
    asked.unwrap_or_else(|| match output {
        Some(output) => match extension(output).as_deref() {
            Some("json") => Format::Json,
            Some("csv") => Format::Csv,
            Some("xlsx") => Format::Xlsx,
            Some("html" | "htm") => Format::Html,
            Some("txt") => Format::View,
            _ => Format::Jsonl,
        },
        None if io::stdout().is_terminal() => Format::View,
        None => Format::Jsonl,
    })
}

/// The extension of a path in lower case.
pub fn extension(path: &Path) -> Option<String> {
    path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase)
}

/// Refuses to write bytes that are no text to a terminal. `what` names them.
pub fn not_to_terminal(what: &str, output: Option<&Path>) -> Result<(), Stop> {
    if output.is_none() && io::stdout().is_terminal() {
        return Err(Stop::Usage(format!(
            "{what} is not for a terminal; expected --output FILE, or standard output sent to a file or pipe"
        )));
    }
    Ok(())
}

/// How CSV is to be written; what is said of it where the output is none is a mistake.
pub fn csv(tables: Tables, is_csv: bool) -> Result<Csv, Stop> {
    let Tables { bom, raw_cells } = tables;
    match (bom, raw_cells) {
        (true, _) if !is_csv => Err(Stop::Usage("--bom: is for CSV; expected --format csv".into())),
        (_, true) if !is_csv => Err(Stop::Usage("--raw-cells: is for CSV; expected --format csv".into())),
        _ => Ok(Csv { bom, raw_cells }),
    }
}

/// The page that a view is laid out on.
pub fn page(look: &Look, on_terminal: bool) -> Page {
    let env = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let measured = || {
        on_terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(w, _)| usize::from(w.0))
            .or_else(|| env("COLUMNS")?.parse().ok())
            .unwrap_or(WIDTH)
            .min(WIDEST)
    };
    Page {
        width: look.width.unwrap_or_else(measured).max(1),
        color: match look.color {
            When::Always => true,
            When::Never => false,
            When::Auto => on_terminal && env("NO_COLOR").is_none() && env("TERM").is_none_or(|term| term != "dumb"),
        },
        visual: look.visual,
    }
}

/// Threads to work on: as many as asked for, else one for each core.
pub fn jobs(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from)
}
