//! What is counted over everything found, beside the results. On a server each value narrows the search, or widens it again.

use askama::Template;
use rawi_archive::{Count, Facet, Query, Results};

use crate::asked::{Asked, conditions, filter, without};
use crate::counted::Counted;
use crate::labels;
use crate::lang::Lang;
use crate::site::Site;
use crate::words::Words;

/// Values of a facet that are seen; the others are folded away.
const SEEN: usize = 8;
/// Values of a facet on a page of the server.
const MOST: usize = 12;

/// The facets of a search.
#[derive(Template)]
#[template(path = "facets.html")]
pub struct Facets {
    w: &'static Words,
    lang: Lang,
    all: Vec<Shown>,
}

struct Shown {
    name: &'static str,
    seen: Vec<Counted>,
    folded: Vec<Counted>,
}

impl Facets {
    /// Those of a file: all of their values, leading nowhere.
    pub fn all(found: &Results, lang: Lang) -> Self {
        let shown = found.facets.iter().map(|(facet, counts)| {
            let seen = counts.iter().map(|count| counted(*facet, count, counts, lang)).collect();
            Shown { name: labels::facet(*facet, lang), seen, folded: Vec::new() }
        });
        Self { w: Words::of(lang), lang, all: shown.collect() }
    }

    /// Those of a search on a server: the most frequent values, and the way to what has them. Months are on the timeline.
    pub fn leading(found: &Results, asked: &Asked, query: &Query, site: &Site) -> Self {
        let lang = site.lang;
        let chosen = conditions(query);
        let facets = found.facets.iter().filter(|(facet, counts)| !matches!(facet, Facet::Month | Facet::Day) && !counts.is_empty());
        let shown = facets.map(|(facet, counts)| {
            let mut values = counts.iter().take(MOST).map(|count| {
                let mut value = counted(*facet, count, counts, lang);
                if let Some(filter) = filter(*facet, &count.value, count.identity) {
                    value.chosen = chosen.contains(&filter);
                    let query = if value.chosen { without(query, &filter) } else { query.clone().filtered(filter) };
                    value.href = Some(asked.with(&query).link(&site.base));
                }
                value
            });
            let seen = values.by_ref().take(SEEN).collect();
            Shown { name: labels::facet(*facet, lang), seen, folded: values.collect() }
        });
        Self { w: Words::of(lang), lang, all: shown.collect() }
    }
}

fn counted(facet: Facet, count: &Count, beside: &[Count], lang: Lang) -> Counted {
    let most = beside.iter().map(|count| count.hits).max().unwrap_or_default();
    Counted::new(labels::value(facet, &count.value, lang), count.hits as u64, most as u64)
}
