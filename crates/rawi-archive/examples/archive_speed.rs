//! How long searches of an archive take, from the query to the articles and snippets of its first page.
//!
//! `cargo run --release -p rawi-archive --example archive_speed -- ARCHIVE QUERIES [ROUNDS]`, where QUERIES has one query a line, before a tab or
//! alone; lines that begin with # are passed over. Every round must find the same, and the first page must be as full as
//! the total says.

use std::path::Path;
use std::time::Instant;

use rawi_archive::{Archive, Facet, Options, Query, Rows};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, queries, rest @ ..] = &args[..] else { return Err("expected ARCHIVE QUERIES [ROUNDS]".into()) };
    let rounds: usize = rest.first().map_or(Ok(5), |n| n.parse())?;
    let archive = Archive::open(Path::new(folder))?;
    let queries: Vec<(String, Query)> = std::fs::read_to_string(queries)?
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').next().unwrap_or(line).to_owned())
        .map(|text| Query::parse(&text).map(|query| (text, query)))
        .collect::<Result<_, _>>()?;
    let facets = Options { facets: vec![Facet::Speaker, Facet::Outlet, Facet::Act, Facet::Month], ..Options::default() };
    for (name, rows, options) in [
        ("statements", Rows::Statements, Options::default()),
        ("statements with four facets", Rows::Statements, facets),
        ("articles", Rows::Articles, Options::default()),
    ] {
        let mut times = Vec::new();
        let (mut found, mut empty) = (0, 0);
        for (text, query) in &queries {
            let mut first = None;
            for _ in 0..rounds {
                let begun = Instant::now();
                let results = archive.search(query, rows, &options, 280)?;
                times.push((begun.elapsed().as_secs_f64() * 1000.0, text));
                let ids: Vec<String> = results.hits.iter().map(|h| format!("{:?}", h.entry)).collect();
                let expected = first.get_or_insert_with(|| (results.total, ids.clone()));
                assert_eq!((&expected.0, &expected.1), (&results.total, &ids), "{text}: another answer");
                assert!(results.hits.len() == results.total.min(10), "{text}: {} of {}", results.hits.len(), results.total);
            }
            let total = first.map_or(0, |f| f.0);
            found += total;
            empty += usize::from(total == 0);
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].0;
        println!(
            "{name}: {} queries, {found} found ({empty} queries find nothing); median {:.2} ms, 95 % within {:.2} ms, slowest {:.2} ms: {}",
            queries.len(),
            at(0.5),
            at(0.95),
            at(1.0),
            times.last().map_or("", |t| t.1)
        );
    }
    Ok(())
}
