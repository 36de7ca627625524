//! How an export is written, as a caller asks for it.

use rawi_table::Csv;

/// What to leave out, and how tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The texts of the articles. The parts of statements stay.
    pub no_text: bool,
    /// How CSV is written.
    pub csv: Csv,
}
