//! A copy of an archive, taken while others read and write it.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::archive::{Archive, STORE};
use crate::error::{ArchiveError, ErrorKind};

/// Pages copied between two looks at whether to go on.
const PAGES: i32 = 2048;

impl Archive {
    /// Copies the store as it stands now into `folder`, which must not be there yet. The index is not copied: [`crate::Writer::settle`] makes
    /// it anew. `go_on` is told the pages copied and the pages in all, and may say no: then nothing is left of the copy.
    /// Gives whether the copy is whole.
    ///
    /// # Errors
    /// When the folder is there or cannot be made, the disk is full, or the store cannot be read.
    pub fn backup(&self, folder: &Path, mut go_on: impl FnMut(usize, usize) -> bool) -> Result<bool, ArchiveError> {
        let fail = |kind| ArchiveError::new(folder, kind);
        std::fs::create_dir(folder).map_err(|e| fail(e.into()))?;
        let copied = self.copy(&folder.join(STORE), &mut go_on);
        if !matches!(copied, Ok(true)) {
            let _ = std::fs::remove_dir_all(folder);
        }
        copied.map_err(fail)
    }

    fn copy(&self, path: &Path, go_on: &mut dyn FnMut(usize, usize) -> bool) -> Result<bool, ErrorKind> {
        let mut copy = Connection::open(path)?;
        // One snapshot for the whole copy: a writer beside it does not make it begin again.
        self.db.execute_batch("BEGIN")?;
        self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let result = (|| {
            let backup = Backup::new(&self.db, &mut copy)?;
            loop {
                let step = backup.step(PAGES)?;
                let at = backup.progress();
                if !go_on((at.pagecount - at.remaining) as usize, at.pagecount as usize) {
                    return Ok(false);
                }
                match step {
                    StepResult::Done => return Ok(true),
                    StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(10)),
                    _ => {}
                }
            }
        })();
        let _ = self.db.execute_batch("COMMIT");
        result
    }
}
