//! `rawi read`: documents in, findings out, in the order of the input.
//! Which statements there are is the library's; how they look is `render`'s.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rawi::{Model, Overrides, Reader};

use crate::args::{Format, Input, Read, When};
use crate::document::{self, Found, InputKind};
use crate::finding::Finding;
use crate::layout::Page;
use crate::pipeline::{self, Event};
use crate::progress::Progress;
use crate::render::{self, Rendered, Renderer, Sheet};
use crate::report::{self, Stop};
use crate::source::{self, Source, Target};

/// Set by the first Ctrl-C; the second one ends the process where it stands.
static STOP: AtomicBool = AtomicBool::new(false);

/// Exit code after Ctrl-C: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;

/// Columns of the view where nobody tells.
const WIDTH: usize = 80;
/// Longer lines are hard to follow.
const WIDEST: usize = 100;

/// What a worker takes, and its place in the order of the input.
struct Unit {
    number: usize,
    piece: Piece,
}

/// A document cut from a longer input, a file that the worker opens itself, or what is wrong with an input.
enum Piece {
    Document(Box<Found>),
    File(Source),
    Unreadable(String),
    /// The file that is being written; `name`.
    Output(String),
}

impl Unit {
    fn name(&self) -> String {
        match &self.piece {
            Piece::Document(found) => found.name.clone(),
            Piece::File(source) => source.name(),
            Piece::Unreadable(name) | Piece::Output(name) => name.clone(),
        }
    }
}

impl From<document::Got> for Piece {
    fn from(got: document::Got) -> Self {
        match got {
            Ok(found) => Self::Document(Box::new(found)),
            Err(what) => Self::Unreadable(what),
        }
    }
}

/// What came of one document.
enum Outcome {
    Read { shown: Rendered, notes: Vec<String> },
    Failed(String),
    PassedOver(String),
}

/// Runs the command.
pub fn run(args: Read) -> Result<ExitCode, Stop> {
    let model: &'static Model = match &args.model {
        // Loaded once and used until the end, by every thread.
        Some(path) => Box::leak(Box::new(load_model(path)?)),
        None => Model::embedded(),
    };
    let overrides = args.overrides.as_deref().map(load_overrides).transpose()?;
    let format = format(&args);
    let input = args.input.map(|input| match input {
        Input::Text => InputKind::Text,
        Input::Html => InputKind::Html,
        Input::Jsonl => InputKind::Jsonl,
    });
    let jobs = args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from);
    let on_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let renderer = render::renderer(format, page(&args, on_terminal), args.explain);

    if let Some(output) = &args.output {
        refuse_to_overwrite(output, &args)?;
    }
    if args.paths.is_empty() && std::io::stdin().is_terminal() && !args.quiet {
        report::line("-: reading what you type, until Ctrl-D");
    }
    // Without a handler Ctrl-C ends the process at once, which is no reason not to begin.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });

    let work = Work { model, overrides, renderer: Arc::clone(&renderer), input, explain: args.explain, no_text: args.no_text };
    let paths = args.paths;
    let target = Target::new(args.output.clone());
    let mut sink = Sink::new(args.output.as_deref(), renderer);
    let mut progress = Progress::new(args.quiet, on_terminal);
    let mut tally = Tally::default();
    let stopped = pipeline::ordered(
        jobs,
        move || units(paths, input, target),
        Unit::name,
        move || work.clone().worker(),
        &STOP,
        |event| {
            let outcomes = match event {
                Event::Done(outcomes) => outcomes,
                Event::Broken(name) => vec![Outcome::Failed(format!("{name}: the reader broke on it; please report this"))],
                Event::Idle => {
                    progress.tick(tally.read);
                    return sink.flush();
                }
            };
            for outcome in outcomes {
                match outcome {
                    Outcome::Read { shown, notes } => {
                        tally.read += 1;
                        sink.document(&shown)?;
                        for note in notes.iter().filter(|_| !args.quiet) {
                            progress.clear();
                            report::line(note);
                        }
                    }
                    Outcome::PassedOver(note) if args.quiet => drop(note),
                    Outcome::PassedOver(note) => {
                        progress.clear();
                        report::line(&note);
                    }
                    Outcome::Failed(what) => {
                        tally.failed += 1;
                        progress.clear();
                        report::line(&what);
                    }
                }
            }
            progress.tick(tally.read);
            Ok(())
        },
    )?;
    progress.clear();
    if tally.read > 0 || tally.failed == 0 {
        sink.close()?;
    }
    Ok(if stopped { ExitCode::from(INTERRUPTED) } else { tally.code() })
}

#[derive(Debug, Default)]
struct Tally {
    read: usize,
    failed: usize,
}

impl Tally {
    fn code(&self) -> ExitCode {
        match (self.read, self.failed) {
            (_, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(2),
            _ => ExitCode::from(3),
        }
    }
}

/// Everything that the workers share.
#[derive(Clone)]
struct Work {
    model: &'static Model,
    overrides: Option<Overrides>,
    renderer: Arc<dyn Renderer>,
    input: Option<InputKind>,
    explain: bool,
    no_text: bool,
}

impl Work {
    /// What one thread does with each unit; the scratch space of its reader is used again and again.
    fn worker(self) -> impl FnMut(Unit) -> Vec<Outcome> {
        let mut reader = match &self.overrides {
            Some(overrides) => Reader::with_overrides(self.model, overrides),
            None => Reader::new(self.model),
        };
        move |unit| match unit.piece {
            Piece::Unreadable(what) => vec![Outcome::Failed(what)],
            Piece::Output(name) => vec![Outcome::PassedOver(format!("{name}: is the output and not read"))],
            Piece::Document(found) => {
                vec![self.read(&mut reader, unit.number.to_string(), *found)]
            }
            Piece::File(source) => document::documents(&source, self.input)
                .zip(1..)
                .map(|(got, n)| match got {
                    Ok(found) => {
                        let number = match n {
                            1 => unit.number.to_string(),
                            n => format!("{}-{n}", unit.number),
                        };
                        self.read(&mut reader, number, found)
                    }
                    Err(what) => Outcome::Failed(what),
                })
                .collect(),
        }
    }

    fn read(&self, reader: &mut Reader<'_>, number: String, found: Found) -> Outcome {
        let Found { document, name, mut notes } = found;
        let reading = reader.read(&document.text);
        let mut record = reading.record(&document.id);
        let explanations = self.explain.then(|| reading.explain());
        if document.text.trim().is_empty() {
            notes.push("no text, so no statements".into());
        } else if !reading.is_arabic() {
            notes.push("no Arabic text, so no statements".into());
        }
        record.title = document.title;
        record.url = document.url;
        record.outlet = document.outlet;
        record.date = document.date;
        if self.no_text {
            record.text = None;
        }
        let finding = Finding { record, explanations, number };
        Outcome::Read { shown: self.renderer.document(&finding), notes: notes.iter().map(|what| format!("{name}: {what}")).collect() }
    }
}

/// The units of work behind `paths`, opened one after another as they are asked for.
fn units(paths: Vec<PathBuf>, input: Option<InputKind>, target: Target) -> impl Iterator<Item = Unit> {
    source::sources(paths, document::known)
        .flat_map(move |source| -> Box<dyn Iterator<Item = Piece>> {
            match source {
                Err(what) => Box::new(std::iter::once(Piece::Unreadable(what))),
                Ok(source) if target.is(&source) => Box::new(std::iter::once(Piece::Output(source.name()))),
                Ok(source) if document::single(&source, input) => Box::new(std::iter::once(Piece::File(source))),
                Ok(source) => Box::new(document::documents(&source, input).map(Piece::from)),
            }
        })
        .zip(1..)
        .map(|(piece, number)| Unit { number, piece })
}

/// Where the output goes. It is opened when there is something to write.
struct Sink {
    name: String,
    path: Option<PathBuf>,
    out: Option<BufWriter<Box<dyn Write>>>,
    sheet: Sheet,
}

impl Sink {
    fn new(path: Option<&Path>, renderer: Arc<dyn Renderer>) -> Self {
        Self {
            name: path.map_or("-".into(), |p| p.display().to_string()),
            path: path.map(Into::into),
            out: None,
            sheet: Sheet::new(renderer),
        }
    }

    fn write(&mut self, text: &str) -> Result<(), Stop> {
        if text.is_empty() && self.path.is_none() {
            return Ok(());
        }
        let out = match &mut self.out {
            Some(out) => out,
            None => {
                let to: Box<dyn Write> = match &self.path {
                    Some(path) => Box::new(File::create(path).map_err(|e| Stop::output(&self.name, &e))?),
                    None => Box::new(std::io::stdout()),
                };
                self.out.insert(BufWriter::with_capacity(1 << 16, to))
            }
        };
        out.write_all(text.as_bytes()).map_err(|e| Stop::output(&self.name, &e))
    }

    fn document(&mut self, shown: &Rendered) -> Result<(), Stop> {
        let text = self.sheet.add(shown);
        self.write(&text)
    }

    fn flush(&mut self) -> Result<(), Stop> {
        match &mut self.out {
            Some(out) => out.flush().map_err(|e| Stop::output(&self.name, &e)),
            None => Ok(()),
        }
    }

    fn close(mut self) -> Result<(), Stop> {
        let text = self.sheet.close();
        self.write(&text)?;
        self.flush()
    }
}

fn format(args: &Read) -> Format {
    if let Some(format) = args.format {
        return format;
    }
    match &args.output {
        Some(output) => match output.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("json") => Format::Json,
            Some("csv") => Format::Csv,
            Some("html" | "htm") => Format::Html,
            Some("txt") => Format::View,
            _ => Format::Jsonl,
        },
        None if std::io::stdout().is_terminal() => Format::View,
        None => Format::Jsonl,
    }
}

fn page(args: &Read, on_terminal: bool) -> Page {
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
        width: args.width.unwrap_or_else(measured).max(1),
        color: match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => on_terminal && env("NO_COLOR").is_none() && env("TERM").is_none_or(|term| term != "dumb"),
        },
        visual: args.visual,
    }
}

fn load_model(path: &Path) -> Result<Model, Stop> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
    Model::from_bytes(&bytes).map_err(|e| Stop::Usage(format!("{name}: {e}")))
}

fn load_overrides(path: &Path) -> Result<Overrides, Stop> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
    Overrides::parse(&name, &text).map_err(|e| Stop::Usage(e.to_string()))
}

/// An output that is also an input would be gone before it is read.
fn refuse_to_overwrite(output: &Path, args: &Read) -> Result<(), Stop> {
    let Ok(target) = output.canonicalize() else {
        return Ok(());
    };
    let also_read = [args.model.as_ref(), args.overrides.as_ref()];
    for input in args.paths.iter().chain(also_read.into_iter().flatten()) {
        if input.canonicalize().is_ok_and(|input| input == target) {
            return Err(Stop::Usage(format!("{}: is read and cannot be written over", output.display())));
        }
    }
    Ok(())
}
