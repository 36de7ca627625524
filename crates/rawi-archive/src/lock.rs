//! One writer at a time: a lock on a file in the folder, which the system lets go of when its holder ends, however it ends.
//! Readers take no lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::ErrorKind;

const NAME: &str = "writer.lock";
/// How often a waiting writer looks again.
const BEAT: Duration = Duration::from_millis(100);

/// Held as long as its process may write.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `folder`, waiting at most `patience` for another writer to end.
    pub fn take(folder: &Path, patience: Duration) -> Result<Self, ErrorKind> {
        let begun = Instant::now();
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(NAME))?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => std::thread::sleep(BEAT),
                Err(TryLockError::WouldBlock) => {
                    let mut by = String::new();
                    let _ = file.read_to_string(&mut by);
                    return Err(ErrorKind::Busy { by: if by.is_empty() { "unknown".into() } else { by.trim().to_owned() } });
                }
            }
        }
        // Only a note for those who wait: when it cannot be written the lock holds all the same.
        let note = format!("process {} since {:.0}", std::process::id(), jiff::Timestamp::now());
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(note.as_bytes()));
        Ok(Self { _file: file })
    }
}
