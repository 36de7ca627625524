//! Ctrl-C: the first one asks a command to end in good order, the second one ends the process where it stands.

use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the first Ctrl-C.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// Exit code after Ctrl-C: 128 and the number of the signal.
pub const CODE: u8 = 130;

/// Listens from now on.
pub fn listen() {
    // Without a handler Ctrl-C ends the process at once, which is no reason not to begin.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(CODE));
        }
    });
}

/// Whether it was asked to end.
pub fn asked() -> bool {
    STOP.load(Ordering::Relaxed)
}
