//! The commands that work on an archive, one module each.
//! What an archive is and does is `rawi-archive`'s.

mod add;
mod check;
mod export;
mod filter;
mod remove;
mod reread;
mod results;
mod search;
mod show;
mod speakers;

use std::process::ExitCode;
use std::time::Duration;

use rawi_archive::{Archive, ArchiveError, ErrorKind, Writer};
use rawi_export::{ErrorKind as ExportErrorKind, ExportError};

use crate::args::{ArchiveCommand, Place, WritePlace};
use crate::report::Stop;

/// Runs the command that was given.
pub fn run(command: ArchiveCommand) -> Result<ExitCode, Stop> {
    match command {
        ArchiveCommand::Add(add) => add::run(add),
        ArchiveCommand::Search(search) => search::run(&search),
        ArchiveCommand::Speakers(speakers) => speakers::run(&speakers),
        ArchiveCommand::Show(show) => show::run(&show),
        ArchiveCommand::Export(export) => export::run(&export),
        ArchiveCommand::Remove(remove) => remove::run(&remove),
        ArchiveCommand::Reread(reread) => reread::run(&reread),
        ArchiveCommand::Reindex(reindex) => check::reindex(&reindex),
        ArchiveCommand::Check(check) => check::check(&check),
        ArchiveCommand::Backup(backup) => check::backup(&backup),
    }
}

/// The archive, to be read.
pub fn open(place: &Place) -> Result<Archive, Stop> {
    Ok(Archive::open(&place.archive)?)
}

/// The archive, to be written.
pub fn write(to: &WritePlace) -> Result<Writer, Stop> {
    Ok(Writer::open(&to.place.archive, Duration::from_secs(to.wait))?)
}

/// Names offered where nobody bears the one that was typed.
const OFFERED: usize = 3;

/// What a message that nobody is called so goes on with: the names that come nearest, or nothing.
fn nearest(archive: &Archive, typed: &str) -> Result<String, Stop> {
    let names = archive.nearest(typed, OFFERED)?;
    Ok(if names.is_empty() { String::new() } else { format!("; the nearest names: {}", names.join("، ")) })
}

impl Stop {
    /// An error of an export to `name`.
    fn export(name: &str, error: &ExportError) -> Self {
        match error.kind() {
            ExportErrorKind::Io(error) => Self::output(name, error),
            _ => Self::Usage(format!("{name}: {error}")),
        }
    }
}

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        match error.kind() {
            ErrorKind::Unknown(_) => Self::Nothing(error.to_string()),
            _ => Self::Usage(error.to_string()),
        }
    }
}
