//! Arabic full-text search over articles and statements, on tantivy.
//! It knows no store and keeps no text: it is fed rows, and answers with keys. It can always be built anew from the store.
//!
//! - Rows go in by a [`Writer`], one at a time, and are there when they are committed.
//! - A [`Query`] is what is asked: words, phrases and filters, parsed from text or built.
//! - An [`Index`] makes a [`Plan`] of it, which searches, and marks what it found in the texts that the store brings.
//!
//! ```
//! use rawi_search::{Index, Options, Query, Rows, StatementRow, Writer};
//! let folder = tempfile::tempdir()?;
//! let mut writer = Writer::open(folder.path(), Writer::MEMORY)?;
//! writer.add_statement(&StatementRow { article: 1, statement: 7, content: &["إنّ الشركةَ ترحّب بالتعاون"], ..Default::default() })?;
//! writer.commit(1)?;
//!
//! let index = Index::open(folder.path())?;
//! let plan = index.plan(&Query::parse("التعاون")?, Rows::Statements, &|_, _| Vec::new())?;
//! let found = plan.search(&Options::default())?;
//! assert_eq!((found.total, found.hits[0].statement), (1, Some(7)));
//! let text = "إنّ الشركةَ ترحّب بالتعاون";
//! assert_eq!(&text[plan.marks(text)[0].clone()], "بالتعاون");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod day;
mod error;
mod filters;
mod folder;
mod gather;
mod mark;
mod matcher;
mod parse;
mod plan;
mod query;
mod schema;
mod search;
mod spelling;
mod word;
mod write;

pub use day::{Day, date, day};
pub use error::{Error, Kind as ErrorKind, QueryError};
pub use filters::{FilterError, Filters};
pub use mark::Snippet;
pub use plan::{Index, Note, Plan, Resolve};
pub use query::{Filter, Part, Query, Rows};
pub use search::{Facet, Found, Hit, Options, Sort, Value};
pub use word::{content_words, has_words};
pub use write::{ArticleRow, StatementRow, Writer};
