//! What a run of changes ends with: who is who is decided anew, and the index follows.
//! How it is decided is `identity`'s, what the index is told is `index`'s.

use crate::archive::INDEX;
use crate::error::ArchiveError;
use crate::writer::Writer;
use crate::{called, identity, index};

/// Changed articles after which it is worth the time to merge the whole index.
const MANY: usize = 2_000;

impl Writer {
    /// Brings the index up to what the store has committed. `go_on` is told the articles done, now and then, and may say no; what is
    /// missing then comes with the next call.
    ///
    /// # Errors
    /// When the store cannot be read or the index cannot be written.
    pub fn follow(&mut self, mut go_on: impl FnMut(usize) -> bool) -> Result<(), ArchiveError> {
        self.commit()?;
        let folder = self.folder().join(INDEX);
        let mut written = match self.index.take() {
            Some(written) => written,
            None => match rawi_search::Writer::open(&folder, rawi_search::Writer::MEMORY) {
                Ok(written) => written,
                // The index is derived: one that cannot be used is made anew.
                Err(e) if matches!(e.kind(), rawi_search::ErrorKind::Version | rawi_search::ErrorKind::Damaged) => {
                    std::fs::remove_dir_all(&folder).map_err(|e| self.error(e.into()))?;
                    rawi_search::Writer::open(&folder, rawi_search::Writer::MEMORY).map_err(|e| self.error(e.into()))?
                }
                Err(e) => return Err(self.error(e.into())),
            },
        };
        self.followed += self.run(|db| index::follow(db, &mut written, &mut go_on))?;
        self.change(|db| {
            db.execute("DELETE FROM removed WHERE changed <= ?", [written.sequence()])?;
            db.execute("INSERT OR REPLACE INTO counters VALUES ('forgotten', ?)", [written.sequence()])?;
            Ok(())
        })?;
        self.commit()?;
        self.index = Some(written);
        Ok(())
    }

    /// Whether there is an index to search in.
    pub fn has_index(&self) -> bool {
        rawi_search::Index::open(&self.folder().join(INDEX)).is_ok()
    }

    /// Makes the index anew, and with it all that can be derived from the store.
    ///
    /// # Errors
    /// As [`Writer::follow`].
    pub fn reindex(&mut self, go_on: impl FnMut(usize) -> bool) -> Result<(), ArchiveError> {
        self.index = None;
        let folder = self.folder().join(INDEX);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|e| self.error(e.into()))?;
        }
        self.change(called::resound)?;
        self.settle_with(go_on)
    }

    /// Decides who is who with all that was added, and brings the index up to date: what every run of changes ends with.
    ///
    /// # Errors
    /// As [`Writer::follow`].
    pub fn settle(&mut self) -> Result<(), ArchiveError> {
        self.settle_with(|_| true)
    }

    fn settle_with(&mut self, go_on: impl FnMut(usize) -> bool) -> Result<(), ArchiveError> {
        self.change(identity::resolve)?;
        self.follow(go_on)?;
        if let Some(written) = self.index.take() {
            let closed = if self.followed >= MANY { written.compact() } else { written.close() };
            closed.map_err(|e| self.error(e.into()))?;
            self.followed = 0;
        }
        Ok(())
    }
}
