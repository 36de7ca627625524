//! How an export is written, as a caller asks for it.

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Csv {
    /// Begin with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Leave the cells that a spreadsheet would run as formulas as they are.
    pub raw_cells: bool,
}

/// What to leave out, and how tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The texts of the articles. The parts of statements stay.
    pub no_text: bool,
    /// How CSV is written.
    pub csv: Csv,
}
