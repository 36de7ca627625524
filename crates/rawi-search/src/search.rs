//! What a plan finds: counting copies once, sorting, facets.

use crate::day::{Day, date};
use crate::error::Error;
use crate::gather::{Gather, Hits, Row};
use crate::plan::{Note, Plan};
use crate::query::Rows;
use rawi::record;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

/// How to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits at most.
    pub limit: usize,
    /// How many hits to leave out before them.
    pub offset: usize,
    /// What to count over everything found.
    pub facets: Vec<Facet>,
    /// How many values of each facet at most, the most frequent; days and months are given all.
    pub values: usize,
    /// Whether each copy of a statement or article is a hit of its own.
    pub copies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { sort: Sort::Relevance, limit: 10, offset: 0, facets: Vec::new(), values: usize::MAX, copies: false }
    }
}

/// The order of hits. What is equal in it stands by date, the newest first, and then by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best match first (BM25).
    #[default]
    Relevance,
    /// By date, the newest first; without date last.
    Newest,
    /// By date, the oldest first; without date last.
    Oldest,
}

/// What can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Names of speakers, by number.
    Speaker,
    /// Names of addressees, by number.
    Addressee,
    /// Names of relays, by number.
    Via,
    /// Roles of speakers, by the number of a name that has it.
    Role,
    /// Kinds of speakers.
    Kind,
    /// Acts.
    Act,
    /// Types.
    Type,
    /// Outlets.
    Outlet,
    /// Months of publication.
    Month,
    /// Days of publication.
    Day,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 10] =
        [Self::Speaker, Self::Addressee, Self::Via, Self::Role, Self::Kind, Self::Act, Self::Type, Self::Outlet, Self::Month, Self::Day];

    /// Its name, as it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Addressee => "addressee",
            Self::Via => "via",
            Self::Role => "role",
            Self::Kind => "kind",
            Self::Act => "act",
            Self::Type => "type",
            Self::Outlet => "outlet",
            Self::Month => "month",
            Self::Day => "day",
        }
    }

    /// Whether its values are those of names.
    pub fn is_of_names(self) -> bool {
        matches!(self, Self::Speaker | Self::Addressee | Self::Via | Self::Role)
    }
}

impl std::str::FromStr for Facet {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|facet| facet.name() == name).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|facet| facet.name()).collect();
            format!("found {name:?}, expected some of {}", known.join(", "))
        })
    }
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// The number of a name.
    Name(u64),
    /// What a speaker is.
    Kind(record::Kind),
    /// What a speaker does.
    Act(record::Act),
    /// How words are given.
    Type(record::Type),
    /// An outlet.
    Outlet(String),
    /// Year and month.
    Month(i32, u32),
    /// Day.
    Day(Day),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// How many statements or articles match, copies counted once unless they were asked for.
    pub total: usize,
    /// Those that were asked for.
    pub hits: Vec<Hit>,
    /// For each facet that was asked for, its values with the number of hits that have them, the most frequent first.
    pub facets: Vec<(Facet, Vec<(Value, usize)>)>,
    /// What the user should know.
    pub notes: Vec<Note>,
}

/// A statement or an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Key of the article.
    pub article: u64,
    /// Key of the statement; None for an article.
    pub statement: Option<u64>,
    /// How well it matches; comparable within one search.
    pub score: f32,
    /// How many of its copies match, itself among them.
    pub copies: usize,
}

impl Plan {
    /// Searches. When several words are asked for and nothing has all of them, what has at least half is found, and a note says so.
    pub fn search(&self, options: &Options) -> Result<Found, Error> {
        self.search_as(options, &|_, name| Some(name))
    }

    /// The same, with names counted as what they mean: facets of names give what `who` makes of the number of a name, if anything.
    pub fn search_as(&self, options: &Options, who: &dyn Fn(Facet, u64) -> Option<u64>) -> Result<Found, Error> {
        let fail = |e| Error::from_tantivy(&self.folder, e);
        let mut notes = self.notes.clone();
        let gather = Gather { rows: self.rows, scored: options.sort == Sort::Relevance };
        let Hits(mut rows) = self.searcher.search(&self.asked, &gather).map_err(fail)?;
        if rows.is_empty()
            && let Some((relaxed, enough)) = &self.relaxed
        {
            rows = self.searcher.search(relaxed, &gather).map_err(fail)?.0;
            if !rows.is_empty() {
                notes.push(Note::Relaxed(*enough));
            }
        }
        let groups = Groups::new(&rows, options.copies);
        let facets = self.facets(&rows, &groups, options, who).map_err(fail)?;
        let total = groups.first.len();
        let mut best: Vec<(Row, u32)> = groups.first.iter().map(|i| (rows[*i as usize], 1)).collect();
        for (group, row) in &groups.more {
            let (kept, copies) = &mut best[*group as usize];
            let row = rows[*row as usize];
            *copies += 1;
            if order(options.sort, &row, kept) == Ordering::Less {
                *kept = row;
            }
        }
        let compare = |a: &(Row, u32), b: &(Row, u32)| order(options.sort, &a.0, &b.0);
        let (skip, end) = (options.offset.min(total), options.offset.saturating_add(options.limit).min(total));
        if end < total {
            best.select_nth_unstable_by(end, compare);
            best.truncate(end);
        }
        best.sort_unstable_by(compare);
        let hits: tantivy::Result<Vec<Hit>> =
            best[skip.min(best.len())..].iter().map(|(row, copies)| self.hit(row, *copies as usize)).collect();
        Ok(Found { total, hits: hits.map_err(fail)?, facets, notes })
    }

    fn hit(&self, row: &Row, copies: usize) -> tantivy::Result<Hit> {
        let columns = self.searcher.segment_reader(row.segment).fast_fields();
        let article = columns.u64("article")?.first(row.doc).unwrap_or_default();
        Ok(Hit { article, statement: (self.rows == Rows::Statements).then_some(row.key), score: row.score, copies })
    }

    fn facets(
        &self,
        rows: &[Row],
        groups: &Groups,
        options: &Options,
        who: &dyn Fn(Facet, u64) -> Option<u64>,
    ) -> tantivy::Result<Vec<(Facet, Vec<(Value, usize)>)>> {
        let one = |facet: &Facet| {
            let mut values = self.facet(*facet, rows, groups, who)?;
            if !matches!(facet, Facet::Month | Facet::Day) {
                values.truncate(options.values);
            }
            Ok((*facet, values))
        };
        options.facets.iter().map(one).collect()
    }

    /// Counts each value once a group.
    fn facet(
        &self,
        facet: Facet,
        rows: &[Row],
        groups: &Groups,
        who: &dyn Fn(Facet, u64) -> Option<u64>,
    ) -> tantivy::Result<Vec<(Value, usize)>> {
        let readers = self.searcher.segment_readers();
        let mut outlets = Outlets::default();
        let columns: tantivy::Result<Vec<Counted>> = readers.iter().map(|r| Counted::new(facet, r, &mut outlets)).collect();
        let columns = columns?;
        let values = |i: u32, out: &mut Vec<u64>| {
            let row = &rows[i as usize];
            columns[row.segment as usize].values(row, out);
        };
        let mut counts: HashMap<u64, usize, BuildHasherDefault<Mix>> = HashMap::default();
        let mut of_group = Vec::new();
        let mut more = groups.more.iter().peekable();
        for (group, first) in groups.first.iter().enumerate() {
            of_group.clear();
            values(*first, &mut of_group);
            while let Some((_, row)) = more.next_if(|(g, _)| *g as usize == group) {
                values(*row, &mut of_group);
            }
            if facet.is_of_names() {
                of_group.retain_mut(|name| who(facet, *name).map(|meant| *name = meant).is_some());
            }
            of_group.sort_unstable();
            of_group.dedup();
            of_group.iter().for_each(|v| *counts.entry(*v).or_default() += 1);
        }
        let label = |value: u64| -> Option<Value> {
            let place = (value as usize).checked_sub(1);
            Some(match facet {
                Facet::Speaker | Facet::Addressee | Facet::Via | Facet::Role => Value::Name(value),
                Facet::Kind => Value::Kind(*record::Kind::ALL.get(place?)?),
                Facet::Act => Value::Act(*record::Act::ALL.get(place?)?),
                Facet::Type => Value::Type(*record::Type::ALL.get(place?)?),
                Facet::Outlet => Value::Outlet(outlets.names.get(value as usize)?.clone()),
                Facet::Month => Value::Month((value / 12) as i32 - YEAR_ZERO, (value % 12) as u32 + 1),
                Facet::Day => Value::Day(value as Day),
            })
        };
        let mut out: Vec<(Value, usize)> = counts.into_iter().filter_map(|(v, n)| Some((label(v)?, n))).collect();
        out.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(out)
    }
}

/// Keeps the numbers of months above zero.
const YEAR_ZERO: i32 = 1 << 20;

/// The names of outlets, numbered across segments.
#[derive(Default)]
struct Outlets {
    names: Vec<String>,
    numbers: BTreeMap<String, u64>,
}

/// Where the values of a facet stand in one segment.
enum Counted {
    Nothing,
    Numbers(Column<u64>),
    /// Outlets, by their number in the segment.
    Names(StrColumn, Vec<u64>),
    Months,
    Days,
}

impl Counted {
    fn new(facet: Facet, reader: &SegmentReader, outlets: &mut Outlets) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |name| Ok(columns.column_opt::<u64>(name)?.map_or(Counted::Nothing, Counted::Numbers));
        match facet {
            Facet::Speaker | Facet::Role => numbers("speaker"),
            Facet::Addressee => numbers("addressee"),
            Facet::Via => numbers("via"),
            Facet::Kind => numbers("kind"),
            Facet::Act => numbers("act"),
            Facet::Type => numbers("form"),
            Facet::Month => Ok(Counted::Months),
            Facet::Day => Ok(Counted::Days),
            Facet::Outlet => {
                let Some(column) = columns.str("outlet")? else { return Ok(Counted::Nothing) };
                let mut numbers = Vec::with_capacity(column.num_terms());
                for ordinal in 0..column.num_terms() as u64 {
                    let mut name = String::new();
                    column.ord_to_str(ordinal, &mut name)?;
                    let next = outlets.names.len() as u64;
                    let number = *outlets.numbers.entry(name.clone()).or_insert(next);
                    if number == next {
                        outlets.names.push(name);
                    }
                    numbers.push(number);
                }
                Ok(Counted::Names(column, numbers))
            }
        }
    }

    fn values(&self, row: &Row, out: &mut Vec<u64>) {
        match self {
            Counted::Nothing => {}
            Counted::Numbers(column) => out.extend(column.values_for_doc(row.doc)),
            Counted::Names(column, numbers) => out.extend(column.term_ords(row.doc).filter_map(|o| numbers.get(o as usize))),
            // A year alone has no month.
            Counted::Months => out.extend(row.day().filter(|_| row.until - row.day < 31).map(|day| {
                let (year, month, _) = date(day);
                (year + YEAR_ZERO) as u64 * 12 + u64::from(month) - 1
            })),
            Counted::Days => out.extend(row.day().filter(|_| row.until == row.day).map(|day| day as u64)),
        }
    }
}

/// Less stands before.
fn order(sort: Sort, a: &Row, b: &Row) -> Ordering {
    let newest = || b.day.cmp(&a.day);
    let first = match sort {
        Sort::Relevance => b.score.total_cmp(&a.score).then_with(newest),
        Sort::Newest => newest(),
        Sort::Oldest => (a.day == 0).cmp(&(b.day == 0)).then(a.day.cmp(&b.day)),
    };
    first.then_with(|| (a.key, Reverse(a.doc)).cmp(&(b.key, Reverse(b.doc))))
}

/// Rows by the statement that they are copies of.
struct Groups {
    /// The first row of each group.
    first: Vec<u32>,
    /// Group and row of all others, by group.
    more: Vec<(u32, u32)>,
}

impl Groups {
    fn new(rows: &[Row], copies: bool) -> Self {
        if copies {
            return Self { first: (0..rows.len() as u32).collect(), more: Vec::new() };
        }
        let mut first = Vec::with_capacity(rows.len());
        let mut more = Vec::new();
        let mut groups: HashMap<u64, u32, BuildHasherDefault<Mix>> =
            HashMap::with_capacity_and_hasher(rows.len(), BuildHasherDefault::default());
        for (i, row) in rows.iter().enumerate() {
            match groups.entry(row.group) {
                std::collections::hash_map::Entry::Occupied(e) => more.push((*e.get(), i as u32)),
                std::collections::hash_map::Entry::Vacant(e) => {
                    e.insert(first.len() as u32);
                    first.push(i as u32);
                }
            }
        }
        more.sort_unstable();
        Self { first, more }
    }
}

/// Mixes the bits of keys; theirs are nobody's to choose who could gain by collisions.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }
    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
