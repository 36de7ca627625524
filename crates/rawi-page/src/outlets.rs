//! Outlets side by side, on a query or a speaker: how often, how, and whom they quote. Every share stands with its count.

use askama::Template;
use rawi::record::Act;
use rawi_archive::{Filter, Query};

use crate::asked::{Asked, said_by};
use crate::counted::Counted;
use crate::labels;
use crate::lang::Lang;
use crate::number::{share, thousands};
use crate::site::{Place, Site};
use crate::words::Words;

/// Outlets that are compared.
#[derive(Debug, Clone)]
pub struct OutletsPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// What the statements are about, in the query language.
    pub query: &'a str,
    /// Whose statements they are, as typed.
    pub speaker: &'a str,
    /// The outlets that were chosen.
    pub columns: &'a [OutletColumn],
    /// Those to choose from, with their statements.
    pub all: &'a [(String, u64)],
}

/// What one outlet has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutletColumn {
    /// Its name.
    pub name: String,
    /// Statements.
    pub statements: u64,
    /// Articles with these statements.
    pub articles: u64,
    /// Statements by act.
    pub acts: Vec<(String, u64)>,
    /// Whom it quotes, the most frequent first.
    pub sources: Vec<(String, u64)>,
    /// Those of its sources whom no other of the chosen outlets quotes.
    pub only: Vec<(String, u64)>,
}

#[derive(Template)]
#[template(path = "outlets.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    query: &'a str,
    speaker: &'a str,
    all: Vec<(&'a str, String, bool)>,
    columns: Vec<Column<'a>>,
    acts: Vec<(&'static str, Vec<Cell>)>,
}

struct Column<'a> {
    name: &'a str,
    href: String,
    statements: String,
    articles: String,
    sources: Vec<Counted>,
    only: Vec<Counted>,
}

/// A number of one outlet, as a share of its own statements.
struct Cell {
    count: String,
    share: String,
    /// In hundredths.
    width: u64,
}

/// The page that compares outlets.
pub fn outlets(page: &OutletsPage) -> String {
    let OutletsPage { site, .. } = *page;
    let mut asked = Query::parse(page.query).unwrap_or_default();
    if !page.speaker.is_empty() {
        asked = asked.and(said_by(page.speaker));
    }
    let column = |column| shown(column, &asked, site);
    let count = |column: &OutletColumn, act: Act| column.acts.iter().find(|(name, _)| name == act.as_str()).map_or(0, |(_, n)| *n);
    let cell = |act| {
        move |column: &OutletColumn| {
            let (count, of) = (count(column, act), column.statements);
            Cell { count: thousands(count), share: share(count, of), width: count * 100 / of.max(1) }
        }
    };
    let acts = Act::ALL.iter().filter(|act| page.columns.iter().any(|column| count(column, **act) > 0));
    Page {
        site,
        w: site.words(),
        lang: site.lang,
        place: Place::Outlets,
        query: page.query,
        speaker: page.speaker,
        all: page.all.iter().map(|(name, n)| (&name[..], thousands(*n), page.columns.iter().any(|c| c.name == *name))).collect(),
        columns: page.columns.iter().map(column).collect(),
        acts: acts.map(|act| (labels::act(*act, site.lang), page.columns.iter().map(cell(*act)).collect())).collect(),
    }
    .to_string()
}

fn shown<'a>(column: &'a OutletColumn, asked: &Query, site: &Site) -> Column<'a> {
    let here = asked.clone().filtered(Filter::Outlet(vec![column.name.clone()]));
    let by = |name: &str| (name.to_owned(), Some(Asked::new(&here.clone().and(said_by(name))).link(&site.base)));
    Column {
        name: &column.name,
        href: Asked::new(&here).link(&site.base),
        statements: thousands(column.statements),
        articles: thousands(column.articles),
        sources: Counted::all(&column.sources, by),
        only: Counted::all(&column.only, by),
    }
}
