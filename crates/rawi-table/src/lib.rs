//! Tables for spreadsheets and the programs of others: rows as CSV ([`Csv`]) and as a workbook ([`Table`]).
//! What the rows say, and where the bytes go, is the caller's business.

mod address;
mod cell;
mod csv;
mod date;
mod error;
mod xlsx;

pub use address::is_absolute;
pub use cell::{Cell, PIECE};
pub use csv::Csv;
pub use date::day;
pub use error::{ErrorKind, TableError};
pub use xlsx::Table;
