//! What is asked: a tree of words, phrases and filters. Written and read as text, see [`Query::parse`], or built.
//! Not how it is answered: see `plan`.

use crate::day::{Day, date};
use rawi::record::{Act, Kind, Type};
use std::fmt;

/// A question to the index.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Query {
    /// Everything.
    #[default]
    All,
    /// A word in any of its forms and, for names, spellings.
    Word(String),
    /// `=word`: a word as written, but for marks and tatweel.
    Exact(String),
    /// `word*`: every word that begins so, letters folded, also behind a conjunction, preposition or article.
    Prefix(String),
    /// `"…"`: these words as written, but for marks and tatweel, one after the other; what stands between words is not looked at.
    Phrase(Vec<String>),
    /// Where, when, by whom.
    Filter(Filter),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// What does not match it.
    Not(Box<Query>),
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rows {
    /// Statements.
    #[default]
    Statements,
    /// Articles. A filter on statements asks for articles with such a statement.
    Articles,
}

/// A condition on what is not text. Of several values any may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// The party is one of these names; who that is, the archive knows (see [`crate::Resolve`]).
    Party(Part, Vec<String>),
    /// The role of the speaker has the words of one of these.
    Role(Vec<String>),
    /// What the speaker is.
    Kind(Vec<Kind>),
    /// What the speaker does.
    Act(Vec<Act>),
    /// How the words are given.
    Type(Vec<Type>),
    /// The name of the outlet is one of these, or else has their words.
    Outlet(Vec<String>),
    /// Published on this day or later: surely, where only the month or year is known.
    From(Day),
    /// Published on this day or before: surely, where only the month or year is known.
    To(Day),
    /// As sure as this, 0 to 1, or surer.
    MinConfidence(f64),
}

/// The part that somebody has in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Said it.
    Speaker,
    /// Was spoken to.
    Addressee,
    /// Relayed it.
    Via,
}

impl Query {
    /// This and `filter`.
    #[must_use]
    pub fn filtered(self, filter: Filter) -> Self {
        self.and(Query::Filter(filter))
    }

    /// This and `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::all_of([self, other])
    }

    /// The conjunction, flat, without [`Query::All`]; conditions on the same thing become one with several values.
    pub(crate) fn all_of(queries: impl IntoIterator<Item = Query>) -> Self {
        let mut out: Vec<Query> = Vec::new();
        let mut add = |q: Query| {
            let Query::Filter(f) = &q else { return out.push(q) };
            let merged = out.iter_mut().any(|o| if let Query::Filter(o) = o { o.merge(f) } else { false });
            if !merged {
                out.push(q);
            }
        };
        for q in queries {
            match q {
                Query::All => {}
                Query::And(inner) => inner.into_iter().for_each(&mut add),
                q => add(q),
            }
        }
        match out.len() {
            0 => Query::All,
            1 => out.remove(0),
            _ => Query::And(out),
        }
    }

    /// The disjunction, flat.
    pub(crate) fn any_of(queries: Vec<Query>) -> Self {
        let mut out = Vec::with_capacity(queries.len());
        for q in queries {
            match q {
                Query::Or(inner) => out.extend(inner),
                q => out.push(q),
            }
        }
        if out.len() == 1 { out.remove(0) } else { Query::Or(out) }
    }
}

impl Filter {
    /// Whether it is about statements and not about the articles that they stand in.
    pub(crate) fn of_statements(&self) -> bool {
        !matches!(self, Filter::Outlet(_) | Filter::From(_) | Filter::To(_))
    }

    /// Takes the values of `other` in, when it asks for the same thing.
    fn merge(&mut self, other: &Filter) -> bool {
        fn union<T: Clone + PartialEq>(a: &mut Vec<T>, b: &[T]) -> bool {
            for x in b {
                if !a.contains(x) {
                    a.push(x.clone());
                }
            }
            true
        }
        match (self, other) {
            (Filter::Party(p, a), Filter::Party(q, b)) if p == q => union(a, b),
            (Filter::Role(a), Filter::Role(b)) | (Filter::Outlet(a), Filter::Outlet(b)) => union(a, b),
            (Filter::Kind(a), Filter::Kind(b)) => union(a, b),
            (Filter::Act(a), Filter::Act(b)) => union(a, b),
            (Filter::Type(a), Filter::Type(b)) => union(a, b),
            _ => false,
        }
    }
}

/// The pairs of marks that enclose a phrase or a value.
pub(crate) const QUOTES: [(char, char); 3] = [('"', '"'), ('«', '»'), ('“', '”')];

/// As [`Query::parse`] reads it.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, queries: &[Query], between: &str, enclosed: fn(&Query) -> bool| {
            for (i, q) in queries.iter().enumerate() {
                f.write_str(if i > 0 { between } else { "" })?;
                if enclosed(q) { write!(f, "({q})")? } else { write!(f, "{q}")? }
            }
            Ok(())
        };
        match self {
            Query::All => Ok(()),
            Query::Word(w) => f.write_str(w),
            Query::Exact(w) => write!(f, "={w}"),
            Query::Prefix(w) => write!(f, "{w}*"),
            Query::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
            Query::Filter(filter) => filter.fmt(f),
            Query::And(queries) => list(f, queries, " ", |q| matches!(q, Query::Or(_))),
            Query::Or(queries) => list(f, queries, " OR ", |_| false),
            Query::Not(q) if matches!(**q, Query::And(_) | Query::Or(_)) => write!(f, "-({q})"),
            Query::Not(q) => write!(f, "-{q}"),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn labels<T: fmt::Display>(values: &[T]) -> String {
            values.iter().map(T::to_string).collect::<Vec<_>>().join(",")
        }
        let names = |values: &[String]| values.iter().map(|v| quoted(v)).collect::<Vec<_>>().join(",");
        let day = |d: Day| {
            let (year, month, day) = date(d);
            format!("{year:04}-{month:02}-{day:02}")
        };
        match self {
            Filter::Party(Part::Speaker, v) => write!(f, "speaker:{}", names(v)),
            Filter::Party(Part::Addressee, v) => write!(f, "addressee:{}", names(v)),
            Filter::Party(Part::Via, v) => write!(f, "via:{}", names(v)),
            Filter::Role(v) => write!(f, "role:{}", names(v)),
            Filter::Kind(v) => write!(f, "kind:{}", labels(v)),
            Filter::Act(v) => write!(f, "act:{}", labels(v)),
            Filter::Type(v) => write!(f, "type:{}", labels(v)),
            Filter::Outlet(v) => write!(f, "outlet:{}", names(v)),
            Filter::From(d) => write!(f, "from:{}", day(*d)),
            Filter::To(d) => write!(f, "to:{}", day(*d)),
            Filter::MinConfidence(c) => write!(f, "min-confidence:{c}"),
        }
    }
}

/// In the marks that do not stand in it; a value that was parsed lacks at least one of them.
fn quoted(value: &str) -> String {
    let (open, close) = QUOTES.iter().find(|(_, close)| !value.contains(*close)).unwrap_or(&QUOTES[0]);
    format!("{open}{value}{close}")
}
