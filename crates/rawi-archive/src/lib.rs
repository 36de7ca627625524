//! Documents, statements and sources of whole archives, kept in one folder.
//!
//! A [`Writer`] takes documents in, an [`Archive`] answers. The store is SQLite and is the truth; the full-text index beside it
//! follows it, and can be made anew from it at any time. Reading articles is not done here, nor are files and pages opened:
//! documents come in as text, with the record that `rawi` read from it.

mod archive;
mod backup;
mod called;
mod check;
mod day;
mod decisions;
mod entry;
mod error;
mod identity;
mod incoming;
mod index;
mod kept;
mod load;
mod lock;
mod migrate;
mod names;
mod outlets;
mod record;
mod remove;
mod schema;
mod search;
mod sequence;
mod settle;
mod speakers;
mod story;
mod suggest;
mod suggestion;
mod writer;

pub use archive::{Archive, Known, Origin, Totals};
pub use decisions::Decided;
pub use entry::{Article, Copy, Entry, Party, Revision, Statement};
pub use error::{ArchiveError, ErrorKind};
pub use incoming::{Incoming, Prepared};
pub use outlets::Outlet;
pub use schema::VERSION;
pub use search::{Count, Hit, Results, Snippet};
pub use speakers::{Name, Page, Speaker, Who};
pub use suggestion::{Meant, Suggestion};
pub use writer::{Added, Unread, Writer};

pub use rawi_search::{Facet, Filter, FilterError, Filters, Note, Options, Part, Query, QueryError, Rows, Sort};
