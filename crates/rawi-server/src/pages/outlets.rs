//! The page that compares outlets on a query or a speaker.

use axum::extract::State;
use rawi_archive::{Archive, Facet, Filters, Options, Query, Rows};
use rawi_page::{OutletColumn, OutletsPage};
use serde::Deserialize;

use super::asked::{At, Shown};
use crate::api::Input;
use crate::problem::Problem;
use crate::state::App;

/// Outlets side by side.
const COLUMNS: usize = 4;
/// Sources of an outlet that are shown.
const SOURCES: usize = 15;

/// What is compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Compared {
    q: String,
    speaker: String,
    outlet: Vec<String>,
}

/// `GET /outlets`.
pub async fn outlets(State(app): State<App>, at: At, Input(mut compared): Input<Compared>) -> Shown {
    compared.outlet.retain(|name| !name.trim().is_empty());
    compared.outlet.dedup();
    compared.outlet.truncate(COLUMNS);
    let (asked, speaker) = (compared.q.clone(), compared.speaker.clone());
    let answer = move |archive: &Archive| {
        let all: Vec<(String, u64)> = archive.outlets()?.into_iter().map(|outlet| (outlet.name, outlet.statements)).collect();
        Ok((columns(archive, &compared)?, all))
    };
    let (columns, all) = app.shelf()?.ask(answer).await?;
    Ok(at.page(rawi_page::outlets(&OutletsPage { site: &at.site, query: &asked, speaker: &speaker, columns: &columns, all: &all })))
}

fn columns(archive: &Archive, compared: &Compared) -> Result<Vec<OutletColumn>, Problem> {
    let mut columns = compared.outlet.iter().map(|name| column(archive, compared, name)).collect::<Result<Vec<_>, _>>()?;
    let others: Vec<Vec<String>> = columns.iter().map(|column| column.sources.iter().map(|(source, _)| source.clone()).collect()).collect();
    for (n, column) in columns.iter_mut().enumerate() {
        let elsewhere = |source: &String| others.iter().enumerate().any(|(other, sources)| other != n && sources.contains(source));
        if others.len() > 1 {
            column.only = column.sources.iter().filter(|(source, _)| !elsewhere(source)).take(SOURCES).cloned().collect();
        }
    }
    columns.iter_mut().for_each(|column| column.sources.truncate(SOURCES));
    Ok(columns)
}

fn column(archive: &Archive, compared: &Compared, name: &str) -> Result<OutletColumn, Problem> {
    let speaker = Some(compared.speaker.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
    let filters = Filters { outlet: vec![name.to_owned()], speaker: speaker.into_iter().collect(), ..Filters::default() };
    // The outlet narrows what is asked, also where that names outlets itself.
    let query = Query::And(vec![Query::parse(&compared.q)?, filters.and(Query::All)?]);
    // What an outlet has, copies of what others have among it.
    let options = Options { limit: 0, copies: true, facets: vec![Facet::Act, Facet::Speaker], ..Options::default() };
    let found = archive.search(&query, Rows::Statements, &options, 0)?;
    let articles = archive.search(&query, Rows::Articles, &Options { limit: 0, copies: true, ..Options::default() }, 0)?.total;
    let counts = |wanted: Facet| -> Vec<(String, u64)> {
        let counts = found.facets.iter().find(|(facet, _)| *facet == wanted);
        counts.into_iter().flat_map(|(_, counts)| counts).map(|count| (count.value.clone(), count.hits as u64)).collect()
    };
    Ok(OutletColumn {
        name: name.to_owned(),
        statements: found.total as u64,
        articles: articles as u64,
        acts: counts(Facet::Act),
        sources: counts(Facet::Speaker),
        only: Vec::new(),
    })
}
