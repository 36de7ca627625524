//! The line on standard error that tells how far a long run is.
//! Only for a person who waits: never into a file, and gone before anything else is written.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long a run goes on before it is long.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the line changes.
const BEAT: Duration = Duration::from_millis(250);

/// Documents done, and how fast.
#[derive(Debug)]
pub struct Progress {
    on: bool,
    begun: Instant,
    shown: Option<Instant>,
}

impl Progress {
    /// A line that stays away when `quiet`, when standard error is no terminal, and where it would run through the output.
    pub fn new(quiet: bool, output_on_terminal: bool) -> Self {
        Self { on: !quiet && !output_on_terminal && std::io::stderr().is_terminal(), begun: Instant::now(), shown: None }
    }

    /// Shows that `documents` are done, when it is time.
    pub fn tick(&mut self, documents: usize) {
        let since = self.begun.elapsed();
        if !self.on || since < PATIENCE || self.shown.is_some_and(|t| t.elapsed() < BEAT) {
            return;
        }
        self.shown = Some(Instant::now());
        let rate = documents as f64 / since.as_secs_f64();
        let _ = write!(std::io::stderr(), "\r\x1b[Krawi: {documents} documents, {rate:.0} a second");
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
