//! What is said on standard error, in one shape: `rawi: <name>: <what>`.
//! Results never go there, and nothing here decides an exit code but the reason to stop.

use std::io::{ErrorKind, Write};

/// Why the command cannot go on.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the output any more: the end, and no error.
    BrokenPipe,
    /// Wrong usage, nothing readable, or no way to write the output.
    Usage(String),
}

impl Stop {
    /// An error while writing to `name`.
    pub fn output(name: &str, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Usage(format!("{name}: cannot write: {error}")),
        }
    }
}

/// One diagnostic line. A closed standard error is no reason to fail.
pub fn line(what: &str) {
    let _ = writeln!(std::io::stderr(), "rawi: {what}");
}
