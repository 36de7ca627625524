//! How fast an index answers: every query of a file, many times, with the median and the 95th percentile. It asserts inside the loop that
//! the answers stay what they were, and beforehand that words found are words there.
//!
//! ```text
//! cargo run --release -p rawi-search --example index_speed -- INDEX QUERIES.tsv [ROUNDS]
//! ```
//!
//! INDEX is a folder that a `Writer` filled; of QUERIES.tsv the first column counts, as in `tests/relevance/queries.tsv`.

use rawi_search::{Facet, Found, Index, Options, Query, Rows};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, queries, ..] = &args[..] else { return Err("usage: speed INDEX QUERIES.tsv [ROUNDS]".into()) };
    let rounds: usize = args.get(3).map_or(Ok(10), |r| r.parse())?;
    let begin = Instant::now();
    let index = Index::open(folder.as_ref())?;
    println!("opened {} rows in {:.1} ms", index.rows(), begin.elapsed().as_secs_f64() * 1e3);
    let queries = std::fs::read_to_string(queries)?;
    let queries: Vec<&str> =
        queries.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next()).filter(|q| !q.is_empty()).collect();
    let facets = vec![Facet::Speaker, Facet::Outlet, Facet::Act, Facet::Month];
    for (name, rows, facets) in [
        ("statements", Rows::Statements, vec![]),
        ("statements with four facets", Rows::Statements, facets),
        ("articles", Rows::Articles, vec![]),
    ] {
        let options = Options { facets, ..Options::default() };
        // without the names of an archive, filters on parties are answered for the first thousand of them
        let answer = |text: &str| -> Result<Found, Box<dyn Error>> {
            Ok(index.plan(&Query::parse(text)?, rows, &|_, _| (1..1000).collect())?.search(&options)?)
        };
        let expected: Vec<Found> = queries.iter().map(|q| answer(q)).collect::<Result<_, _>>()?;
        check(&queries, &expected, &index, rows)?;
        let mut times: Vec<(f64, &str)> = Vec::new();
        for _ in 0..rounds {
            for (query, expected) in queries.iter().zip(&expected) {
                let begin = Instant::now();
                let found = answer(query)?;
                times.push((begin.elapsed().as_secs_f64() * 1e3, query));
                assert_eq!(found.total, expected.total, "{query}");
            }
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
        let (slowest, query) = times[times.len() - 1];
        println!(
            "{name}: {} queries × {rounds}: median {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, most {slowest:.2} ms ({query})",
            queries.len(),
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
    Ok(())
}

/// Two queries together find no more than either, and either no more than one or the other.
fn check(queries: &[&str], found: &[Found], index: &Index, rows: Rows) -> Result<(), Box<dyn Error>> {
    let total = |q: &Query| -> Result<usize, Box<dyn Error>> {
        let found = index.plan(q, rows, &|_, _| (1..1000).collect())?.search(&Options { limit: 0, ..Options::default() })?;
        Ok(if found.notes.iter().any(|n| matches!(n, rawi_search::Note::Relaxed(_))) { 0 } else { found.total })
    };
    for (pair, queries) in found.windows(2).zip(queries.windows(2)).step_by(5) {
        if pair.iter().any(|f| f.notes.iter().any(|n| matches!(n, rawi_search::Note::Relaxed(_)))) {
            continue;
        }
        let [a, b] = [Query::parse(queries[0])?, Query::parse(queries[1])?];
        let [both, either] = [total(&Query::And(vec![a.clone(), b.clone()]))?, total(&Query::Or(vec![a, b]))?];
        assert_eq!(both + either, pair[0].total + pair[1].total, "{queries:?}");
    }
    Ok(())
}
