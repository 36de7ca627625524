//! The tables of the store, as the steps from each version of them to the next. They are taken in `migrate`.
//! What the tables hold is written and read elsewhere: `writer` and `load`.

/// `RAWI`, in the header of the file: says that the database is ours.
pub(crate) const APPLICATION: i32 = 0x5241_5749;

/// The step from each schema version to the next; the first makes an empty store. Steps that have been published stay as they are.
pub(crate) const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The schema version that this code reads and writes.
pub const VERSION: u32 = STEPS.len() as u32;
