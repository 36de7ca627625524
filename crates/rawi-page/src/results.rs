//! `search -f html`: the results of a search as a file.
//! The page of the server is `search`'s; both have the same results in them.

use askama::Template;
use rawi_archive::{Query, Results};

use crate::assets::STYLE;
use crate::escape::plain;
use crate::facets::Facets;
use crate::hit::Shown;
use crate::lang::Lang;
use crate::number::thousands;
use crate::words::Words;

#[derive(Template)]
#[template(path = "results.html")]
struct File<'a> {
    w: &'static Words,
    style: &'static str,
    query: String,
    title: String,
    total: String,
    nothing: bool,
    first: usize,
    last: usize,
    hits: Vec<Shown<'a>>,
    facets: Option<Facets>,
}

/// One page that needs nothing else, in Arabic. `offset` results stand before the first one.
pub fn results(query: &Query, found: &Results, offset: usize) -> String {
    let query = query.to_string();
    File {
        w: Words::of(Lang::Ar),
        style: STYLE,
        title: plain(&query),
        query,
        total: thousands(found.total as u64),
        nothing: found.total == 0,
        first: offset + 1,
        last: offset + found.hits.len(),
        hits: found.hits.iter().map(|hit| Shown::new(hit, Lang::Ar, None)).collect(),
        facets: (!found.facets.is_empty()).then(|| Facets::all(found, Lang::Ar)),
    }
    .to_string()
}
