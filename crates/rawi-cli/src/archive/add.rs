//! `rawi add`: documents in, statements found by all cores, stored in the order of the input by one.
//! Which documents an input holds is `rawi-document`'s, how they are kept is `rawi-archive`'s.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rawi::Reader;
use rawi_archive::{Added, Archive, ArchiveError, Incoming, Known, Prepared, Totals, Writer};
use rawi_page::thousands;
use serde::Serialize;

use crate::args::Add;
use crate::by::By;
use crate::document::{self, Found, Got, Input};
use crate::interrupt;
use crate::notes::{Note, Notes};
use crate::output;
use crate::pipeline::{self, Event};
use crate::progress::{Meter, Progress, duration};
use crate::report::{self, Stop};
use crate::source::{self, NotRead, Source};

/// Documents in a batch, and how long a batch may stay open: what is lost at most when the process is killed.
const BATCH: usize = 500;
const BATCH_TIME: Duration = Duration::from_millis(200);
/// Documents after which the index follows, so that searches beside a run, or after one that was killed, find what is there: soon at
/// first, then each time after twice as many, and never after more than the last.
const FOLLOW: (usize, usize) = (250, 8_000);

/// What a worker takes.
enum Unit {
    Document(Box<Found>),
    File(Source),
    PassedOver(Note),
    Unreadable(String),
}

/// What came of one document.
enum Outcome {
    Ready { prepared: Box<Prepared>, notes: Vec<Note>, has_text: bool },
    Known,
    Empty(Note),
    PassedOver(Note),
    Failed(String),
}

/// What was done, in numbers.
#[derive(Debug, Default, Serialize)]
struct Tally {
    new: usize,
    revisions: usize,
    known: usize,
    passed_over: usize,
    failed: usize,
}

/// Runs the command.
pub fn run(args: Add) -> Result<ExitCode, Stop> {
    let by = By::load(&args.by)?;
    let input = Input::of(&args.input)?;
    let folder = args.to.place.archive.clone();
    let mut writer = Writer::open_or_create(&folder, Duration::from_secs(args.to.wait))?;
    let before = writer.totals()?;
    source::tell_of_typing(&args.paths, args.quiet);
    let begun = Instant::now();
    interrupt::listen();

    let mut progress = Progress::new(args.quiet, false, "articles").with_meter(Arc::clone(&input.meter));
    measure(args.paths.clone(), Arc::clone(&input.meter));
    let work = Work { by, input: input.clone(), outlet: args.outlet.clone(), folder: folder.clone() };
    let paths = args.paths.clone();
    let (mut tally, mut failures, mut notes) = (Tally::default(), Vec::new(), Notes::default());
    // The first batch of a new archive can be searched at once.
    let follow = if writer.has_index() { FOLLOW.0 } else { 1 };
    let mut batch = Batch { documents: 0, unindexed: 0, follow, begun: None };
    // Documents of which there is a headline at most, and those of them of which there is nothing.
    let (mut without_text, mut empty) = (0, 0);
    let stopped = pipeline::ordered(
        output::jobs(args.by.jobs),
        move || units(paths, folder, input),
        Unit::name,
        move || work.clone().worker(),
        &interrupt::STOP,
        |event| {
            let outcomes = match event {
                Event::Done(outcomes) => outcomes,
                Event::Broken(name) => vec![Outcome::Failed(format!("{name}: the reader broke on it; please report this"))],
                Event::Idle => Vec::new(),
            };
            for outcome in outcomes {
                match outcome {
                    Outcome::Ready { prepared, notes: noted, has_text } => {
                        without_text += usize::from(!has_text);
                        match writer.add(*prepared)? {
                            Added::New => tally.new += 1,
                            Added::Revision => tally.revisions += 1,
                            Added::Unchanged => tally.known += 1,
                        }
                        noted.into_iter().for_each(|note| notes.add(note));
                        batch.documents += 1;
                    }
                    Outcome::Known => tally.known += 1,
                    Outcome::Empty(note) => {
                        without_text += 1;
                        tally.passed_over += 1;
                        empty += 1;
                        notes.add(note);
                    }
                    Outcome::PassedOver(note) => {
                        tally.passed_over += 1;
                        notes.add(note);
                    }
                    Outcome::Failed(what) => {
                        tally.failed += 1;
                        failures.push(what);
                    }
                }
            }
            batch.keep(&mut writer)?;
            progress.tick(tally.new + tally.revisions + tally.known);
            Ok::<(), Stop>(())
        },
    )?;
    writer.commit()?;
    if tally.new + tally.revisions > 0 || !stopped {
        writer.settle()?;
    }
    progress.clear();
    if !args.quiet {
        notes.lines().for_each(|line| report::line(&line));
        let without = report::without_text(without_text, tally.new + tally.revisions + tally.known + empty);
        without.iter().for_each(|what| report::line(what));
    }
    failures.iter().for_each(|what| report::line(what));
    let report = Report { tally, before, after: writer.totals()?, time: begun.elapsed(), folder: writer.folder() };
    report.print(args.json, args.quiet)?;
    let tally = report.tally;
    Ok(match (tally.new + tally.revisions + tally.known + tally.passed_over, tally.failed) {
        _ if stopped => ExitCode::from(interrupt::CODE),
        (_, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(2),
        _ => ExitCode::from(3),
    })
}

/// What has not been committed, and what the index has not followed.
struct Batch {
    documents: usize,
    unindexed: usize,
    /// Documents after which the index follows next.
    follow: usize,
    begun: Option<Instant>,
}

impl Batch {
    fn keep(&mut self, writer: &mut Writer) -> Result<(), ArchiveError> {
        if self.documents == 0 {
            return Ok(());
        }
        let begun = *self.begun.get_or_insert_with(Instant::now);
        if self.documents < BATCH && begun.elapsed() < BATCH_TIME {
            return Ok(());
        }
        writer.commit()?;
        self.unindexed += self.documents;
        self.documents = 0;
        self.begun = None;
        if self.unindexed >= self.follow {
            self.unindexed = 0;
            self.follow = (2 * self.follow).clamp(FOLLOW.0, FOLLOW.1);
            writer.follow(|_| true)?;
        }
        Ok(())
    }
}

/// Everything that the workers share.
#[derive(Clone)]
struct Work {
    by: By,
    input: Input,
    outlet: Option<String>,
    folder: PathBuf,
}

impl Work {
    /// What one thread does with each unit: it passes over what is known, and reads the rest.
    fn worker(self) -> impl FnMut(Unit) -> Vec<Outcome> {
        let archive = Archive::open(&self.folder);
        let mut reader = self.by.reader();
        move |unit| {
            let archive = match &archive {
                Ok(archive) => archive,
                Err(error) => return vec![Outcome::Failed(error.to_string())],
            };
            match unit {
                Unit::Unreadable(what) => vec![Outcome::Failed(what)],
                Unit::PassedOver(note) => vec![Outcome::PassedOver(note)],
                Unit::Document(found) => vec![self.prepare(archive, &mut reader, *found)],
                Unit::File(source) => document::documents(&source, &self.input)
                    .map(|got| match got {
                        Got::Document(found) => self.prepare(archive, &mut reader, *found),
                        Got::PassedOver(note) => Outcome::PassedOver(note),
                        Got::Unreadable(what) => Outcome::Failed(what),
                    })
                    .collect(),
            }
        }
    }

    fn prepare(&self, archive: &Archive, reader: &mut Reader<'_>, found: Found) -> Outcome {
        let Found { document, name, input, notes, has_text } = found;
        if document.text.trim().is_empty() {
            return Outcome::Empty(Note::said(&name, &document.origin, "no text, so it is not added"));
        }
        let incoming = Incoming {
            given: document.id,
            url: document.url,
            guid: document.guid,
            outlet: document.outlet.or_else(|| self.outlet.clone()),
            title: document.title,
            author: document.author,
            date: document.date,
            input,
            origin: document.origin,
            text: document.text,
        };
        let prepared = match archive.known(&incoming) {
            Err(error) => return Outcome::Failed(format!("{name}: {error}")),
            Ok(Known::Unchanged) => return Outcome::Known,
            Ok(Known::Text) => Prepared::carrying(incoming),
            Ok(Known::Nothing) => {
                let mut record = reader.read(&incoming.text).record(&incoming.given);
                self.by.id().clone_into(&mut record.model);
                Prepared::read(incoming, record)
            }
        };
        Outcome::Ready { prepared: Box::new(prepared), notes, has_text }
    }
}

impl Unit {
    fn name(&self) -> String {
        match self {
            Self::Document(found) => found.name.clone(),
            Self::File(source) => source.name(),
            Self::PassedOver(note) => note.name().to_owned(),
            Self::Unreadable(what) => what.clone(),
        }
    }
}

/// The units of work behind `paths`, opened one after another as they are asked for. The archive itself is not read.
fn units(paths: Vec<PathBuf>, folder: PathBuf, input: Input) -> impl Iterator<Item = Unit> {
    source::sources(paths, document::known).filter(move |source| !inside(source, &folder)).flat_map(
        move |source| -> Box<dyn Iterator<Item = Unit>> {
            match source {
                Err(NotRead::Unreadable(what)) => Box::new(std::iter::once(Unit::Unreadable(what))),
                Err(NotRead::PassedOver { folder, number, first }) => {
                    Box::new(std::iter::once(Unit::PassedOver(Note::passed_over(&folder, number, &first))))
                }
                Ok(source) if document::single(&source, input.kind) => Box::new(std::iter::once(Unit::File(source))),
                Ok(source) => Box::new(document::documents(&source, &input).map(|got| match got {
                    Got::Document(found) => Unit::Document(found),
                    Got::PassedOver(note) => Unit::PassedOver(note),
                    Got::Unreadable(what) => Unit::Unreadable(what),
                })),
            }
        },
    )
}

fn inside(source: &Result<Source, NotRead>, folder: &Path) -> bool {
    matches!(source, Ok(Source::File(path)) if path.starts_with(folder))
}

/// Counts, beside the work, how many bytes there are.
fn measure(paths: Vec<PathBuf>, meter: Arc<Meter>) {
    std::thread::spawn(move || {
        let size = |source| match source {
            Ok(Source::File(path)) => path.metadata().map_or(0, |m| m.len()),
            _ => 0,
        };
        meter.set_total(source::sources(paths, document::known).map(size).sum());
    });
}

/// What is said at the end.
struct Report<'a> {
    tally: Tally,
    before: Totals,
    after: Totals,
    time: Duration,
    folder: &'a Path,
}

impl Report<'_> {
    fn print(&self, json: bool, quiet: bool) -> Result<(), Stop> {
        let Tally { new, revisions, known, .. } = self.tally;
        let statements = self.after.statements.saturating_sub(self.before.statements);
        if json {
            let value = serde_json::json!({
                "archive": self.folder, "added": self.tally, "statements": statements, "seconds": self.time.as_secs_f64(),
                "articles": self.after.articles, "copies": self.after.copied.saturating_sub(self.before.copied),
            });
            return report::out(&format!("{value}\n"));
        }
        if quiet {
            return Ok(());
        }
        let rate = (new + revisions) as f64 / self.time.as_secs_f64().max(0.001);
        let mut said = vec![format!("{} new", count(new, "article"))];
        if revisions > 0 {
            said.push(count(revisions, "revision"));
        }
        if known > 0 {
            said.push(format!("{} there already", thousands(known as u64)));
        }
        let copies = self.after.copied.saturating_sub(self.before.copied);
        if copies > 0 {
            said.push(format!("{} of stories already told", count(copies as usize, "copy")));
        }
        report::out(&format!(
            "{}; {} in {} ({rate:.0} articles a second).\n{} holds {} with {}.\n",
            said.join(", "),
            count(statements as usize, "statement"),
            duration(self.time),
            self.folder.display(),
            count(self.after.articles as usize, "article"),
            count(self.after.statements as usize, "statement"),
        ))
    }
}

fn count(n: usize, what: &str) -> String {
    match (n, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{} {stem}ies", thousands(n as u64)),
        _ => format!("{} {what}s", thousands(n as u64)),
    }
}
