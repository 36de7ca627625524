//! The page of a search, and the search as a feed.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use rawi_archive::{Archive, Facet, Filters, Note, Options, Query, Results, Rows, Sort};
use rawi_page::{Asked, QueryMistake, SearchPage};
use serde::Deserialize;

use super::address::{scheme, see};
use super::asked::{At, Shown};
use crate::api::{Conditions, Input, Order};
use crate::problem::Problem;
use crate::state::App;

/// Results on a page.
const SIZE: usize = 20;
/// Characters of a snippet.
const SNIPPET: usize = 280;
/// Values of a facet.
const VALUES: usize = 12;
/// Names offered where nobody bears one.
const OFFERED: usize = 5;
/// Months up to which days are drawn.
const FEW: usize = 3;
/// Entries of a feed.
const ENTRIES: usize = 50;
/// What is counted beside a search.
const FACETS: [Facet; 10] = [
    Facet::Speaker,
    Facet::Role,
    Facet::Kind,
    Facet::Act,
    Facet::Type,
    Facet::Outlet,
    Facet::Addressee,
    Facet::Via,
    Facet::Month,
    Facet::Day,
];

/// A search as its address has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Address {
    q: String,
    articles: String,
    copies: String,
    sort: Order,
    page: Option<usize>,
    from: String,
    to: String,
}

impl Address {
    fn asked(&self) -> Asked {
        let given = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        Asked {
            query: self.q.clone(),
            articles: !self.articles.is_empty(),
            copies: !self.copies.is_empty(),
            sort: self.sort.into(),
            page: self.page.unwrap_or(1).clamp(1, 500),
            from: given(&self.from),
            to: given(&self.to),
        }
    }
}

fn query(asked: &Asked) -> Result<Query, Problem> {
    let filters = Filters { from: asked.from.clone(), to: asked.to.clone(), ..Filters::default() };
    Ok(filters.and(Query::parse(&asked.query)?)?)
}

/// `GET /search`.
pub async fn search(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    at: At,
    Input(address): Input<Address>,
    Input(conditions): Input<Conditions>,
) -> Shown {
    let Some(shelf) = &app.shelf else { return Ok(see(&format!("{}/read", app.base))) };
    let asked = address.asked();
    let nothing_asked = uri.query().is_none_or(|query| query.split('&').all(|pair| pair.is_empty() || pair.starts_with("lang=")));
    let empty = |error| SearchPage { site: &at.site, asked: &asked, found: None, size: SIZE, timeline: &[], error, nearest: &[] };
    if nothing_asked {
        match shelf.ask(|_| Ok(())).await {
            // Where there is no archive yet, one can read.
            Err(problem) if problem.status == 503 && !uri.path().ends_with("/search") => return Ok(see(&format!("{}/read", app.base))),
            answer => answer?,
        }
        return Ok(at.page(rawi_page::search(&empty(None))));
    }
    if conditions.has_filters() {
        // What programs ask by parameters, people ask in the query.
        let query = Conditions { from: None, to: None, ..conditions }.query()?.to_string();
        return Ok(see(&Asked { query, ..asked }.address(&app.base)));
    }
    let query = match query(&asked) {
        Ok(query) => query,
        Err(problem) => {
            let broken = Query::parse(&asked.query).err();
            let place = broken.as_ref().map(|error| (error.character(), asked.query[error.bytes()].chars().count()));
            let mistake = QueryMistake { place, expected: broken.as_ref().map_or(&problem.detail, |error| error.expected()) };
            let mut response = at.page(rawi_page::search(&empty(Some(mistake))));
            *response.status_mut() = problem.code();
            return Ok(response);
        }
    };
    let options = Options {
        sort: asked.sort,
        limit: SIZE,
        offset: (asked.page - 1) * SIZE,
        facets: FACETS.to_vec(),
        values: VALUES,
        copies: asked.copies,
    };
    let rows = if asked.articles { Rows::Articles } else { Rows::Statements };
    let answer = move |archive: &Archive| {
        let found = archive.search(&query, rows, &options, SNIPPET)?;
        let nearest = if found.total == 0 { nearest(archive, &found)? } else { Vec::new() };
        Ok((found, nearest))
    };
    let (mut found, nearest) = shelf.ask(answer).await?;
    if found.hits.is_empty() && found.total > 0 {
        return Ok(see(&Asked { page: found.total.div_ceil(SIZE), ..asked }.address(&app.base)));
    }
    let timeline = timeline(&mut found);
    let page =
        SearchPage { site: &at.site, asked: &asked, found: Some(&found), size: SIZE, timeline: &timeline, error: None, nearest: &nearest };
    Ok(at.page(rawi_page::search(&page)))
}

fn nearest(archive: &Archive, found: &Results) -> Result<Vec<String>, Problem> {
    let unknown = found.notes.iter().find_map(|note| match note {
        Note::Unknown(_, name) => Some(name),
        _ => None,
    });
    Ok(unknown.map(|name| archive.nearest(name, OFFERED)).transpose()?.unwrap_or_default())
}

/// The days of what was found, where they are of few months, else the months, in order. Days are drawn and not listed.
fn timeline(found: &mut Results) -> Vec<(String, u64)> {
    let days = found.facets.iter().position(|(facet, _)| *facet == Facet::Day).map(|at| found.facets.remove(at).1).unwrap_or_default();
    let months = found.facets.iter().find(|(facet, _)| *facet == Facet::Month).map(|(_, months)| months.as_slice()).unwrap_or_default();
    let counts = if months.len() <= FEW { &days[..] } else { months };
    let mut timeline: Vec<(String, u64)> = counts.iter().map(|count| (count.value.clone(), count.hits as u64)).collect();
    timeline.sort();
    timeline
}

/// `GET /search.atom`: the latest results.
pub async fn atom(State(app): State<App>, headers: HeaderMap, at: At, Input(address): Input<Address>) -> Shown {
    let asked = address.asked();
    let query = query(&asked)?;
    let options = Options { sort: Sort::Newest, limit: ENTRIES, copies: asked.copies, ..Options::default() };
    let rows = if asked.articles { Rows::Articles } else { Rows::Statements };
    let found = app.shelf()?.ask(move |archive| Ok(archive.search(&query, rows, &options, SNIPPET)?)).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let origin = format!("{}://{host}", scheme(&headers));
    let updated = found.hits.iter().map(|hit| hit.entry.article.added.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
    let feed = rawi_page::atom(&at.site, &asked, &found.hits, &origin, updated);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

/// What a page has of a search that another page made.
pub fn latest(archive: &Archive, identity: u64, limit: usize) -> Result<Vec<rawi_archive::Hit>, Problem> {
    use rawi_archive::{Filter, Part};
    let query = Query::All.filtered(Filter::Party(Part::Speaker, vec![identity.to_string()]));
    let options = Options { sort: Sort::Newest, limit, ..Options::default() };
    Ok(archive.search(&query, Rows::Statements, &options, SNIPPET)?.hits)
}
