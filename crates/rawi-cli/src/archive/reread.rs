//! `rawi reread`: the texts of an archive read again, after the model has changed.

use std::process::ExitCode;

use rawi_archive::{ArchiveError, Unread};
use rawi_page::thousands;

use crate::args::Reread;
use crate::by::By;
use crate::interrupt;
use crate::output;
use crate::pipeline::{self, Event};
use crate::progress::Progress;
use crate::report::{self, Stop};

/// Texts in a batch.
const BATCH: usize = 500;

/// Runs the command.
pub fn run(args: &Reread) -> Result<ExitCode, Stop> {
    let by = By::load(&args.by)?;
    let mut writer = super::write(&args.to)?;
    interrupt::listen();
    let texts = writer.unread(by.id())?;
    let archive = super::open(&args.to.place)?;
    let mut progress = Progress::new(args.quiet, false, "texts");
    let (mut done, mut failed) = (0, 0);
    let id = by.id().to_owned();
    let stopped = pipeline::ordered(
        output::jobs(args.by.jobs),
        move || texts.into_iter().map(move |text| archive.text(text)),
        |text| text.as_ref().map_or_else(ToString::to_string, |t| t.name()),
        move || {
            let mut reader = by.reader();
            let id = id.clone();
            move |text: Result<Unread, ArchiveError>| {
                let text = text?;
                let mut record = reader.read(&text.text).record("");
                record.model.clone_from(&id);
                Ok::<_, ArchiveError>((text, record))
            }
        },
        &interrupt::STOP,
        |event| {
            match event {
                Event::Done(Ok((text, record))) => {
                    writer.replace(&text, &record)?;
                    done += 1;
                    if done % BATCH == 0 {
                        writer.commit()?;
                    }
                }
                Event::Done(Err(error)) => return Err(Stop::from(error)),
                Event::Broken(name) => {
                    failed += 1;
                    report::line(&format!("{name}: the reader broke on it; please report this"));
                }
                Event::Idle => {}
            }
            progress.tick(done);
            Ok::<(), Stop>(())
        },
    )?;
    writer.commit()?;
    writer.settle()?;
    progress.clear();
    if !args.quiet {
        report::out(&format!("{} texts read again\n", thousands(done as u64)))?;
    }
    Ok(match failed {
        _ if stopped => ExitCode::from(interrupt::CODE),
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(3),
    })
}
