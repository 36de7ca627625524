//! Searches: the query to the index with names made numbers, the hits to articles and statements out of the store.
//! How words match is `rawi-search`'s.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rawi::record::Span;
use rawi_search::{Facet, Index, Note, Options, Query, Rows, Value};
use rusqlite::Connection;

use crate::archive::{Archive, INDEX};
use crate::entry::Entry;
use crate::error::{ArchiveError, ErrorKind};
use crate::kept::Kept;
use crate::names::Names;
use crate::{called, day, identity, load, sequence};

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// How many statements or articles match, copies counted once unless they were asked for.
    pub total: usize,
    /// Those that were asked for, in order.
    pub hits: Vec<Hit>,
    /// For each facet that was asked for: its values, the most frequent first.
    pub facets: Vec<(Facet, Vec<Count>)>,
    /// What the user should know about how the query was understood.
    pub notes: Vec<Note>,
    /// Changes that the index has not followed yet.
    pub behind: u64,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// As people read it.
    pub value: String,
    /// The identity, where it is a name.
    pub identity: Option<u64>,
    /// How many hits have it.
    pub hits: usize,
}

/// A statement or an article that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The article, with the statement that was found; without any when articles were looked for.
    pub entry: Entry,
    /// How well it matches; comparable within one search.
    pub score: f32,
    /// How many of its copies match, itself among them.
    pub copies: usize,
    /// The part of the text that shows the match.
    pub snippet: Snippet,
}

/// A stretch of a text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The words.
    pub text: String,
    /// Where the matches stand in it, in Unicode scalar values.
    pub marks: Vec<Span>,
    /// Whether something was left out before it, and after it.
    pub cut: (bool, bool),
}

impl Archive {
    /// Searches statements or articles. Snippets have at most `width` characters.
    ///
    /// # Errors
    /// When the index or the store cannot be read.
    pub fn search(&self, query: &Query, rows: Rows, options: &Options, width: usize) -> Result<Results, ArchiveError> {
        self.run(|db| {
            let index = self.index()?;
            let (plan, found) = ask(db, &self.names, index, query, rows, options)?;
            let mut hits = Vec::with_capacity(found.hits.len());
            for hit in found.hits {
                let statement: Vec<i64> = hit.statement.iter().map(|&s| s as i64).collect();
                // An article that was taken out since the index was made has no hit any more.
                let Some(entry) = load::part(db, hit.article as i64, &statement)? else { continue };
                let within = within(&entry);
                let shown = plan.snippet(&entry.article.text, within.clone(), width);
                let snippet = cut(&entry.article.text, &within, shown);
                hits.push(Hit { entry, score: hit.score, copies: hit.copies, snippet });
            }
            let facets = found.facets.into_iter().map(|(facet, values)| Ok((facet, count(db, facet, values)?)));
            Ok(Results {
                total: found.total,
                hits,
                facets: facets.collect::<Result<_, ErrorKind>>()?,
                notes: found.notes,
                behind: sequence::last(db)?.saturating_sub(index.sequence()?),
            })
        })
    }

    /// Calls `each` with the articles that have statements which the query finds, and these statements, in the order of the articles'
    /// identifiers; with every article and all statements when the query is [`Query::All`]. `each` says whether to go on.
    ///
    /// # Errors
    /// When the index or the store cannot be read, and what `each` fails with.
    pub fn entries<E: From<ArchiveError>>(&self, query: &Query, mut each: impl FnMut(Entry) -> Result<bool, E>) -> Result<(), E> {
        let mut wanted: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        if *query != Query::All {
            let all = Options { limit: usize::MAX, copies: true, ..Options::default() };
            let found = self.run(|db| Ok(ask(db, &self.names, self.index()?, query, Rows::Statements, &all)?.1))?;
            for hit in found.hits {
                wanted.entry(hit.article as i64).or_default().extend(hit.statement.map(|s| s as i64));
            }
        }
        let documents = self.run(|db| {
            let mut rows = db.prepare("SELECT id FROM documents ORDER BY handle")?;
            Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?)
        })?;
        for document in documents {
            let entry = if *query == Query::All {
                self.run(|db| load::entry(db, document, None))?
            } else {
                let Some(statements) = wanted.get(&document) else { continue };
                self.run(|db| load::part(db, document, statements))?
            };
            if let Some(entry) = entry
                && !each(entry)?
            {
                break;
            }
        }
        Ok(())
    }

    /// The identifiers and titles of the articles that a query finds, copies among them.
    ///
    /// # Errors
    /// When the index or the store cannot be read.
    pub fn articles(&self, query: &Query) -> Result<Vec<(String, Option<String>)>, ArchiveError> {
        self.run(|db| {
            let all = Options { limit: usize::MAX, copies: true, ..Options::default() };
            let found = ask(db, &self.names, self.index()?, query, Rows::Articles, &all)?.1;
            let mut row =
                db.prepare("SELECT handle, title FROM documents JOIN revisions ON document = id AND number = revision WHERE id = ?")?;
            let hits =
                found.hits.iter().map(|hit| Ok(row.query_row([hit.article], |row| Ok((load::article_id(row.get(0)?), row.get(1)?)))?));
            hits.collect()
        })
    }

    fn index(&self) -> Result<&Index, ErrorKind> {
        if let Some(index) = self.index.get() {
            index.reload()?;
            return Ok(index);
        }
        let opened = Index::open(&self.folder.join(INDEX))?;
        Ok(self.index.get_or_init(|| opened))
    }
}

fn ask(
    db: &Connection,
    kept: &Kept<Names>,
    index: &Index,
    query: &Query,
    rows: Rows,
    options: &Options,
) -> Result<(rawi_search::Plan, rawi_search::Found), ErrorKind> {
    let failed = RefCell::new(None);
    let resolve = |_, name: &str| {
        called::forms_called(db, name).unwrap_or_else(|kind| {
            *failed.borrow_mut() = Some(kind);
            Vec::new()
        })
    };
    let plan = index.plan(query, rows, &resolve)?;
    if let Some(kind) = failed.take() {
        return Err(kind);
    }
    let names = if options.facets.iter().any(|f| f.is_of_names()) {
        let last = db.prepare_cached("SELECT coalesce(max(id), 0) FROM forms")?.query_row([], |row| row.get(0))?;
        kept.at((sequence::settled(db)?, last), || identity::names(db).map(Arc::new))?
    } else {
        Arc::default()
    };
    let found = plan.search_as(options, &|facet, form| names.meant(facet, form))?;
    Ok((plan, found))
}

/// Where the snippet may stand, in bytes of the text: in the content of the statement, or anywhere.
fn within(entry: &Entry) -> Range<usize> {
    let text = &entry.article.text;
    let Some(statement) = entry.statements.first() else { return 0..text.len() };
    let byte = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(byte, _)| byte);
    match (statement.content.first(), statement.content.last()) {
        (Some(first), Some(last)) => byte(first[0])..byte(last[1]),
        _ => 0..text.len(),
    }
}

fn cut(text: &str, within: &Range<usize>, shown: rawi_search::Snippet) -> Snippet {
    let chars = |bytes: Range<usize>| text[bytes].chars().count();
    let start = shown.text.start;
    Snippet {
        marks: shown.marks.iter().map(|m| [chars(start..m.start), chars(start..m.end)]).collect(),
        cut: (shown.text.start > within.start, shown.text.end < within.end),
        text: text[shown.text].to_owned(),
    }
}

/// The values of a facet as people read them.
fn count(db: &Connection, facet: Facet, values: Vec<(Value, usize)>) -> Result<Vec<Count>, ErrorKind> {
    let value = |(value, hits)| {
        let (value, identity) = match value {
            Value::Name(form) => {
                let party = load::party(db, form as i64)?;
                match facet {
                    Facet::Role => (party.role.unwrap_or_default(), None),
                    _ => (party.name, party.identity),
                }
            }
            Value::Kind(kind) => (kind.to_string(), None),
            Value::Act(act) => (act.to_string(), None),
            Value::Type(kind) => (kind.to_string(), None),
            Value::Outlet(name) => (name, None),
            Value::Month(year, month) => (format!("{year:04}-{month:02}"), None),
            Value::Day(number) => (day::to_date(number.into()), None),
        };
        Ok(Count { value, identity, hits })
    };
    values.into_iter().map(value).collect()
}
