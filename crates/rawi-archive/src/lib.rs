//! Documents, statements and sources of whole archives, kept in one folder.

mod entry;

pub use entry::{Article, Copy, Entry, Party, Statement};
