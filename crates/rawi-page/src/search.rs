//! The page of a search: what is asked, when it was said, what was found, and what could be asked next.

use askama::Template;
use rawi_archive::{Filter, Note, Part, Query, Results, Sort};

use crate::asked::{Asked, conditions, said_by, without};
use crate::chart::Timeline;
use crate::escape::plain;
use crate::facets::Facets;
use crate::hit::Shown;
use crate::labels;
use crate::lang::Lang;
use crate::number::thousands;
use crate::site::{Place, Site};
use crate::words::Words;

/// A search.
#[derive(Debug, Clone)]
pub struct SearchPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// What is asked.
    pub asked: &'a Asked,
    /// What was found; None where nothing was asked yet, or the query is broken.
    pub found: Option<&'a Results>,
    /// Results on a page.
    pub size: usize,
    /// Days (`2024-05-17`) or months (`2024-05`) with the numbers of results, in order; those without any may be left out.
    pub timeline: &'a [(String, u64)],
    /// Why the query could not be read.
    pub error: Option<QueryMistake<'a>>,
    /// Names near to one that nobody bears.
    pub nearest: &'a [String],
}

/// Where a query cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryMistake<'a> {
    /// The number of the character, from 1, and of how many it is about; None where it is not in the query.
    pub place: Option<(usize, usize)>,
    /// What could stand there.
    pub expected: &'a str,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    asked: &'a Asked,
    title: String,
    sorts: [(&'static str, &'static str, bool); 3],
    examples: [(&'static str, String); 3],
    chosen: Vec<(String, String)>,
    timeline: Option<Timeline>,
    mistake: Option<Mistake<'a>>,
    notes: Vec<String>,
    nearest: Vec<(&'a str, String)>,
    found: Option<Found<'a>>,
}

/// A broken query, in the pieces before, at and after the place.
struct Mistake<'a> {
    /// The number of the character, and what stands before, at and after it.
    place: Option<(usize, [&'a str; 3])>,
    expected: String,
}

struct Found<'a> {
    total: String,
    first: usize,
    last: usize,
    hits: Vec<Shown<'a>>,
    facets: Facets,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    exports: [(&'static str, String); 4],
    feed: String,
}

/// The page of a search.
pub fn search(page: &SearchPage) -> String {
    let SearchPage { site, asked, .. } = *page;
    let w = site.words();
    let query = Query::parse(&asked.query).unwrap_or_default();
    let sorts = [(Sort::Relevance, "", w.by_relevance), (Sort::Newest, "newest", w.by_newest), (Sort::Oldest, "oldest", w.by_oldest)];
    let example = |query: &'static str| (query, Asked { query: query.to_owned(), ..Asked::default() }.link(&site.base));
    let title = plain(&asked.query);
    let shown = Page {
        site,
        w,
        lang: site.lang,
        place: Place::Search,
        asked,
        title: if title.is_empty() { w.search.to_owned() } else { title },
        sorts: sorts.map(|(sort, value, name)| (value, name, sort == asked.sort)),
        examples: match site.lang {
            Lang::Ar => [example("الكهرباء"), example("فعل:نفي نوع:حكومة"), example("صيغة:مباشر فعل:تحذير")],
            Lang::En => [example("الكهرباء"), example("act:deny kind:government"), example("type:direct act:warn")],
        },
        chosen: conditions(&query)
            .iter()
            .map(|f| (condition(f, page.found, w, site.lang), asked.with(&without(&query, f)).link(&site.base)))
            .collect(),
        timeline: Timeline::new(w.timeline, w.results, page.timeline, site.lang, true, |when| {
            asked.between(Some(when), Some(when)).link(&site.base)
        }),
        mistake: page.error.map(|mistake| broken(&asked.query, mistake, site.lang)),
        notes: page.found.map(|found| notes(found, w)).unwrap_or_default(),
        nearest: page.nearest.iter().map(|name| (&name[..], Asked::new(&said_by(name)).link(&site.base))).collect(),
        found: page.found.map(|results| found(page, results, &query)),
    };
    shown.to_string()
}

fn found<'a>(page: &SearchPage<'a>, results: &'a Results, query: &Query) -> Found<'a> {
    let SearchPage { site, asked, .. } = *page;
    let size = page.size.max(1);
    let pages = results.total.div_ceil(size).max(1);
    let turned = |to: usize| Asked { page: to, ..asked.clone() }.link(&site.base);
    let before = asked.page.saturating_sub(1) * size;
    Found {
        total: thousands(results.total as u64),
        first: before + 1,
        last: before + results.hits.len(),
        hits: results.hits.iter().map(|hit| Shown::new(hit, site.lang, Some(site))).collect(),
        facets: Facets::leading(results, asked, query, site),
        page: asked.page,
        pages,
        previous: (asked.page > 1).then(|| turned((asked.page - 1).min(pages))),
        next: (asked.page < pages).then(|| turned(asked.page + 1)),
        exports: [("CSV", "csv"), ("XLSX", "xlsx"), ("JSON Lines", "jsonl"), ("Parquet", "parquet")]
            .map(|(name, format)| (name, asked.export(&site.base, format))),
        feed: asked.feed(&site.base),
    }
}

/// A condition as the facet of which it is a value. What was found tells the names behind numbers.
fn condition(filter: &Filter, found: Option<&Results>, w: &'static Words, lang: Lang) -> String {
    let named = |number: &String| {
        let counts = found.into_iter().flat_map(|found| &found.facets).flat_map(|(_, counts)| counts);
        let known = number.parse().ok().and_then(|number: u64| counts.into_iter().find(|count| count.identity == Some(number)));
        known.map_or_else(|| number.clone(), |count| count.value.clone())
    };
    let first = |names: &[String]| names.first().map(named).unwrap_or_default();
    let (what, value) = match filter {
        Filter::Party(Part::Speaker, names) => (w.speaker, first(names)),
        Filter::Party(Part::Addressee, names) => (w.addressee, first(names)),
        Filter::Party(Part::Via, names) => (w.relay, first(names)),
        Filter::Role(roles) => (w.role, first(roles)),
        Filter::Outlet(names) => (w.outlet, first(names)),
        Filter::Kind(kinds) => (w.kind, kinds.iter().map(|kind| labels::kind(*kind, lang)).collect()),
        Filter::Act(acts) => (w.act, acts.iter().map(|act| labels::act(*act, lang)).collect()),
        Filter::Type(types) => (w.way, types.iter().map(|kind| labels::kind_of_words(*kind, lang)).collect()),
        Filter::From(_) | Filter::To(_) | Filter::MinConfidence(_) => return filter.to_string(),
    };
    format!("{what}: {}", plain(&value))
}

fn broken<'a>(query: &'a str, mistake: QueryMistake, lang: Lang) -> Mistake<'a> {
    let byte = |place: usize| query.char_indices().nth(place).map_or(query.len(), |(byte, _)| byte);
    let cut = |(place, length): (usize, usize)| {
        let start = place.saturating_sub(1);
        let (start, end) = (byte(start), byte(start + length.max(1)));
        (place, [&query[..start], &query[start..end], &query[end..]])
    };
    Mistake { place: mistake.place.map(cut), expected: labels::expected(mistake.expected, lang) }
}

/// What the user should know about how the query was understood.
fn notes(found: &Results, w: &Words) -> Vec<String> {
    let note = |note: &Note| {
        Some(match note {
            Note::Unknown(Part::Speaker, name) => format!("{} {}", w.note_speaker, plain(name)),
            Note::Unknown(Part::Addressee, name) => format!("{} {}", w.note_addressee, plain(name)),
            Note::Unknown(Part::Via, name) => format!("{} {}", w.note_via, plain(name)),
            Note::UnknownOutlet(name) => format!("{} {}", w.note_outlet, plain(name)),
            Note::Spellings(word, others) => format!("{} {}: {}", w.note_spellings, plain(word), others.join(w.comma)),
            Note::Relaxed(enough) => format!("{} {enough}", w.note_relaxed),
            _ => return None,
        })
    };
    let mut notes: Vec<String> = found.notes.iter().filter_map(note).collect();
    notes.extend((found.behind > 0).then(|| format!("{} {}", w.note_behind, thousands(found.behind))));
    notes
}
