//! The archive, opened as often as there are requests under way, and kept open between them.
//! Blocking work is done on threads of its own, no more of them than help.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use rawi_archive::{Archive, ArchiveError, Origin, Writer};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a request that changes something waits for another writer to end.
const WRITING: Duration = Duration::from_secs(20);
/// Requests that may work at a time, for each core.
const PER_CORE: usize = 2;

/// Turns for work that keeps a thread busy.
#[derive(Clone)]
pub struct Turns(Arc<Semaphore>);

impl Turns {
    /// As many as help on this machine.
    pub fn of_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, Into::into);
        Self::new(PER_CORE * cores)
    }

    /// So many at a time.
    pub fn new(turns: usize) -> Self {
        Self(Arc::new(Semaphore::new(turns)))
    }

    /// Does `work` on a thread of its own when it is its turn.
    pub async fn take<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let busy = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too much is being asked at this moment; try again in a second");
        let waiting = tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned());
        let turn = waiting.await.map_err(|_| busy())?.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        // The panic goes on where the layer around all routes meets it.
        done.await.map_err(|error| match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping"),
        })
    }
}

/// An archive that is asked by many at a time, and changed by one.
pub struct Shelf {
    folder: PathBuf,
    idle: Mutex<Idle>,
    turns: Turns,
    /// Whoever changes it waits for other writers, and keeps nobody who asks from their turn meanwhile.
    writing: Turns,
}

/// Archives that nobody asks at this moment.
#[derive(Default)]
struct Idle {
    archives: Vec<Archive>,
    /// The store that they were opened from: a folder may be taken away and another one put in its place.
    origin: Option<Origin>,
}

impl Shelf {
    /// The archive in `folder`, which need not be there yet.
    pub fn new(folder: PathBuf, turns: Turns) -> Self {
        Self { folder, idle: Mutex::default(), turns, writing: Turns::new(1) }
    }

    /// Where it is.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Whether there is an archive now.
    pub fn is_there(&self) -> bool {
        match self.lend() {
            Ok((archive, origin)) => {
                self.back(archive, &origin);
                true
            }
            Err(_) => false,
        }
    }

    /// Asks the archive.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Archive) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let shelf = Arc::clone(self);
        self.turns.take(move || shelf.ask_here(question)).await?
    }

    /// Asks the archive on this thread.
    pub fn ask_here<T>(&self, question: impl FnOnce(&Archive) -> Result<T, Problem>) -> Result<T, Problem> {
        let (archive, origin) = self.lend()?;
        let answer = question(&archive);
        // What met a damaged or removed store is not used again.
        if answer.as_ref().err().is_none_or(|problem| problem.status < 500) {
            self.back(archive, &origin);
        }
        answer
    }

    /// Changes the archive, as its one writer.
    pub async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Writer) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let folder = self.folder.clone();
        self.writing.take(move || change(&mut Writer::open(&folder, WRITING)?)).await?
    }

    /// As [`Shelf::change`], of a new archive where there is none.
    pub async fn change_or_new<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Writer) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let folder = self.folder.clone();
        self.writing.take(move || change(&mut Writer::open_or_create(&folder, WRITING)?)).await?
    }

    /// An archive for one who asks, and where it is from.
    fn lend(&self) -> Result<(Archive, Option<Origin>), ArchiveError> {
        let origin = Origin::of(&self.folder);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.origin != origin {
            *idle = Idle { origin: origin.clone(), ..Idle::default() };
        }
        let archives = &mut idle.archives;
        // The last one stays to be the model of others.
        if archives.is_empty() {
            archives.push(Archive::open(&self.folder)?);
        }
        let archive = if archives.len() == 1 { archives[0].again()? } else { archives.swap_remove(1) };
        Ok((archive, origin))
    }

    /// Keeps an archive for the next who asks, unless its folder was replaced meanwhile.
    fn back(&self, archive: Archive, origin: &Option<Origin>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.origin == *origin {
            idle.archives.push(archive);
        }
    }
}
