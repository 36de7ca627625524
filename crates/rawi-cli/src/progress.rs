//! The line on standard error that tells how far a long run is.
//! Only for a person who waits: never into a file, and gone before anything else is written.

use std::io::{self, BufRead, IsTerminal, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rawi_page::thousands;

/// How long a run goes on before it is long.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the line changes.
const BEAT: Duration = Duration::from_millis(250);

/// Things done, and how fast.
#[derive(Debug)]
pub struct Progress {
    on: bool,
    what: &'static str,
    begun: Instant,
    shown: Option<Instant>,
    meter: Option<Arc<Meter>>,
}

impl Progress {
    /// A line that stays away when `quiet`, when standard error is no terminal, and where it would run through the output. `what`
    /// names the things in the plural.
    pub fn new(quiet: bool, output_on_terminal: bool, what: &'static str) -> Self {
        let on = !quiet && !output_on_terminal && io::stderr().is_terminal();
        Self { on, what, begun: Instant::now(), shown: None, meter: None }
    }

    /// Tells also how much is left, by this meter.
    pub fn with_meter(self, meter: Arc<Meter>) -> Self {
        Self { meter: Some(meter), ..self }
    }

    /// Shows that so many are done, when it is time.
    pub fn tick(&mut self, done: usize) {
        let since = self.begun.elapsed();
        if !self.on || since < PATIENCE || self.shown.is_some_and(|t| t.elapsed() < BEAT) {
            return;
        }
        self.shown = Some(Instant::now());
        let rate = done as f64 / since.as_secs_f64();
        let left = self
            .meter
            .as_ref()
            .and_then(|m| m.left(since))
            .map_or_else(String::new, |(part, left)| format!(", {part:.0} %, {} left", duration(left)));
        let _ = write!(io::stderr(), "\r\x1b[Krawi: {} {}, {rate:.0} a second{left}", thousands(done as u64), self.what);
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// How much of the input has been read.
#[derive(Debug, Default)]
pub struct Meter {
    done: AtomicU64,
    /// 0 as long as it is not known.
    total: AtomicU64,
}

impl Meter {
    /// Sets how much there is.
    pub fn set_total(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts so much more as done.
    pub fn add(&self, amount: u64) {
        self.done.fetch_add(amount, Ordering::Relaxed);
    }

    /// The part that is done, in percent, and the time that the rest will take.
    fn left(&self, since: Duration) -> Option<(f64, Duration)> {
        let (done, total) = (self.done.load(Ordering::Relaxed) as f64, self.total.load(Ordering::Relaxed) as f64);
        let part = if total > 0.0 { (done / total).min(1.0) } else { return None };
        let left = Duration::try_from_secs_f64(since.as_secs_f64() * (1.0 - part) / part).ok()?;
        Some((part * 100.0, left))
    }
}

/// A reader that counts on a meter what goes through it.
pub struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R> Metered<R> {
    /// Counts what is read from `inner`.
    pub fn new(inner: R, meter: Arc<Meter>) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.meter.add(n as u64);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.meter.add(n as u64);
        self.inner.consume(n);
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// `1:02:03` or `2:03`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!([0, 59, 60, 3599, 3723].map(|s| duration(Duration::from_secs(s))), ["0:00", "0:59", "1:00", "59:59", "1:02:03"]);
    }

    #[test]
    fn what_is_left() {
        let meter = Meter::default();
        assert_eq!(meter.left(Duration::from_secs(10)), None);
        meter.set_total(100);
        assert_eq!(meter.left(Duration::from_secs(10)), None);
        let mut read = Vec::new();
        let meter = Arc::new(meter);
        Metered::new(&[0u8; 25][..], Arc::clone(&meter)).read_to_end(&mut read).unwrap();
        assert_eq!(meter.left(Duration::from_secs(10)), Some((25.0, Duration::from_secs(30))));
    }
}
