//! The commands that work on an archive, one module each.
//! What an archive is and does is `rawi-archive`'s.

pub mod add;
pub mod check;
pub mod export;
pub mod filter;
pub mod remove;
pub mod reread;
mod results;
pub mod search;
pub mod show;
pub mod speakers;

use std::time::Duration;

use rawi_archive::{Archive, ArchiveError, ErrorKind, Writer};

use crate::args::{Place, WritePlace};
use crate::report::Stop;

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

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        match error.kind() {
            ErrorKind::Unknown(_) => Self::Nothing(error.to_string()),
            _ => Self::Usage(error.to_string()),
        }
    }
}
