//! `rawi show`: articles of an archive, each as `rawi read` would show it.

use std::process::ExitCode;

use rawi_archive::Entry;
use rawi_page::Finding;

use crate::args::Show;
use crate::report::{self, Stop};
use crate::sink::Sink;

/// Runs the command.
pub fn run(args: &Show) -> Result<ExitCode, Stop> {
    let archive = super::open(&args.place)?;
    let mut sink = Sink::new(&args.to, false)?;
    let (mut shown, mut missing) = (0, 0);
    for id in &args.ids {
        match archive.show(id) {
            Ok((entry, statement)) => {
                shown += 1;
                let finding = Finding { record: only(entry, statement).record(), explanations: None, number: shown.to_string() };
                sink.document(&sink.renderer.document(&finding))?;
            }
            Err(error) => {
                missing += 1;
                report::line(&error.to_string());
            }
        }
    }
    if shown > 0 {
        sink.close()?;
    }
    Ok(ExitCode::from(u8::from(missing > 0)))
}

/// The entry with the one statement that was asked for, or with all.
fn only(mut entry: Entry, statement: Option<String>) -> Entry {
    if let Some(id) = statement {
        entry.statements.retain(|s| s.id == id);
    }
    entry
}
