//! `rawi read`: documents in, findings out, in the order of the input.
//! Which statements there are is the library's; how they look is `render`'s.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use rawi::Reader;
use rawi_page::Finding;

use crate::args::Read;
use crate::by::By;
use crate::document::{self, Found, Got, Input};
use crate::interrupt;
use crate::notes::{Note, Notes};
use crate::output;
use crate::pipeline::{self, Event};
use crate::progress::Progress;
use crate::render::{Rendered, Renderer};
use crate::report::{self, Stop};
use crate::sink::Sink;
use crate::source::{self, NotRead, Source, Target};

/// What a worker takes, and its place in the order of the input.
struct Unit {
    number: usize,
    piece: Piece,
}

/// A document cut from a longer input, a file that the worker opens itself, or what is wrong with an input.
enum Piece {
    Document(Box<Found>),
    File(Source),
    PassedOver(Note),
    Unreadable(String),
}

impl Unit {
    fn name(&self) -> String {
        match &self.piece {
            Piece::Document(found) => found.name.clone(),
            Piece::File(source) => source.name(),
            Piece::PassedOver(note) => note.name().to_owned(),
            Piece::Unreadable(what) => what.clone(),
        }
    }
}

impl From<Got> for Piece {
    fn from(got: Got) -> Self {
        match got {
            Got::Document(found) => Self::Document(found),
            Got::PassedOver(note) => Self::PassedOver(note),
            Got::Unreadable(what) => Self::Unreadable(what),
        }
    }
}

/// What came of one document.
enum Outcome {
    Read { shown: Rendered, notes: Vec<Note>, has_text: bool },
    Failed(String),
    PassedOver(Note),
}

/// Runs the command.
pub fn run(args: Read) -> Result<ExitCode, Stop> {
    let by = By::load(&args.by)?;
    let input = Input::of(&args.input)?;
    let jobs = output::jobs(args.by.jobs);
    let on_terminal = args.to.output.is_none() && std::io::stdout().is_terminal();
    let mut sink = Sink::new(&args.to, args.explain)?;
    if let Some(output) = &args.to.output {
        refuse_to_overwrite(output, &args)?;
    }
    source::tell_of_typing(&args.paths, args.quiet);
    interrupt::listen();

    let work = Work { by, renderer: Arc::clone(&sink.renderer), input: input.clone(), explain: args.explain, no_text: args.no_text };
    let paths = args.paths;
    let target = Target::new(args.to.output.clone());
    let mut progress = Progress::new(args.quiet, on_terminal, "documents");
    let (mut tally, mut notes) = (Tally::default(), Notes::default());
    let stopped = pipeline::ordered(
        jobs,
        move || units(paths, input, target),
        Unit::name,
        move || work.clone().worker(),
        &interrupt::STOP,
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
                    Outcome::Read { shown, notes: noted, has_text } => {
                        tally.read += 1;
                        tally.without_text += usize::from(!has_text);
                        sink.document(&shown)?;
                        noted.into_iter().for_each(|note| notes.add(note));
                    }
                    Outcome::PassedOver(note) => notes.add(note),
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
    if !args.quiet {
        notes.lines().for_each(|line| report::line(&line));
        report::without_text(tally.without_text, tally.read).iter().for_each(|what| report::line(what));
    }
    if tally.read > 0 || tally.failed == 0 {
        sink.close()?;
    }
    Ok(if stopped { ExitCode::from(interrupt::CODE) } else { tally.code() })
}

#[derive(Debug, Default)]
struct Tally {
    read: usize,
    /// Of those that were read.
    without_text: usize,
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
    by: By,
    renderer: Arc<dyn Renderer>,
    input: Input,
    explain: bool,
    no_text: bool,
}

impl Work {
    /// What one thread does with each unit; the scratch space of its reader is used again and again.
    fn worker(self) -> impl FnMut(Unit) -> Vec<Outcome> {
        let mut reader = self.by.reader();
        move |unit| match unit.piece {
            Piece::Unreadable(what) => vec![Outcome::Failed(what)],
            Piece::PassedOver(note) => vec![Outcome::PassedOver(note)],
            Piece::Document(found) => {
                vec![self.read(&mut reader, unit.number.to_string(), *found)]
            }
            Piece::File(source) => document::documents(&source, &self.input)
                .zip(1..)
                .map(|(got, n)| match got {
                    Got::Document(found) => {
                        let number = match n {
                            1 => unit.number.to_string(),
                            n => format!("{}-{n}", unit.number),
                        };
                        self.read(&mut reader, number, *found)
                    }
                    Got::PassedOver(note) => Outcome::PassedOver(note),
                    Got::Unreadable(what) => Outcome::Failed(what),
                })
                .collect(),
        }
    }

    fn read(&self, reader: &mut Reader<'_>, number: String, found: Found) -> Outcome {
        let Found { document, name, mut notes, has_text, .. } = found;
        let reading = reader.read(&document.text);
        let mut record = reading.record(&document.id);
        self.by.id().clone_into(&mut record.model);
        let explanations = self.explain.then(|| reading.explain());
        if document.text.trim().is_empty() {
            notes.push(Note::said(&name, &document.origin, "no text, so no statements"));
        } else if !reading.is_arabic() {
            notes.push(Note::said(&name, &document.origin, "no Arabic text, so no statements"));
        }
        record.title = document.title;
        record.url = document.url;
        record.outlet = document.outlet;
        record.date = document.date;
        if self.no_text {
            record.text = None;
        }
        let finding = Finding { record, explanations, number };
        Outcome::Read { shown: self.renderer.document(&finding), notes, has_text }
    }
}

/// The units of work behind `paths`, opened one after another as they are asked for.
fn units(paths: Vec<PathBuf>, input: Input, target: Target) -> impl Iterator<Item = Unit> {
    source::sources(paths, document::known)
        .flat_map(move |source| -> Box<dyn Iterator<Item = Piece>> {
            match source {
                Err(NotRead::Unreadable(what)) => Box::new(std::iter::once(Piece::Unreadable(what))),
                Err(NotRead::PassedOver { folder, number, first }) => {
                    Box::new(std::iter::once(Piece::PassedOver(Note::passed_over(&folder, number, &first))))
                }
                Ok(source) if target.is(&source) => {
                    let name = source.name();
                    Box::new(std::iter::once(Piece::PassedOver(Note::said(&name, &name, "is the output and not read"))))
                }
                Ok(source) if document::single(&source, input.kind) => Box::new(std::iter::once(Piece::File(source))),
                Ok(source) => Box::new(document::documents(&source, &input).map(Piece::from)),
            }
        })
        .zip(1..)
        .map(|(piece, number)| Unit { number, piece })
}

/// An output that is also an input would be gone before it is read.
fn refuse_to_overwrite(output: &Path, args: &Read) -> Result<(), Stop> {
    let Ok(target) = output.canonicalize() else {
        return Ok(());
    };
    let also_read = [args.by.model.as_ref(), args.by.overrides.as_ref()];
    for input in args.paths.iter().chain(also_read.into_iter().flatten()) {
        if input.canonicalize().is_ok_and(|input| input == target) {
            return Err(Stop::Usage(format!("{}: is read and cannot be written over", output.display())));
        }
    }
    Ok(())
}
