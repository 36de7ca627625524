//! The pages of an archive as files, to be looked at in a browser:
//! `cargo run -p rawi-page --example pages -- ARCHIVE FOLDER QUERY`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use rawi_archive::{Archive, Facet, Options, Query, Rows, Sort};
use rawi_page::{
    ArticlePage, Asked, DifferencesPage, Lang, MergePage, OutletColumn, OutletsPage, QueryMistake, ReadPage, SCRIPT, STYLE, SearchPage,
    Site, SpeakerPage, SpeakersPage, Version, script_name, style_name,
};

const SIZE: usize = 20;
const FACETS: [Facet; 8] =
    [Facet::Speaker, Facet::Kind, Facet::Act, Facet::Type, Facet::Outlet, Facet::Addressee, Facet::Via, Facet::Month];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [archive, folder, query] = &args[..] else { return Err("expected ARCHIVE FOLDER QUERY".into()) };
    let archive = Archive::open(Path::new(archive))?;
    for lang in Lang::ALL {
        let folder = Path::new(folder).join(lang.code());
        fs::create_dir_all(folder.join("assets"))?;
        fs::write(folder.join("assets").join(style_name()), STYLE)?;
        fs::write(folder.join("assets").join(script_name()), SCRIPT)?;
        // Beside each other the pages find what they share.
        let site = Site { lang, base: ".".into(), here: "/search?q=".into(), archive: true, writable: true };
        for (name, page) in pages(&archive, &site, query)? {
            fs::write(folder.join(name), page)?;
        }
    }
    Ok(())
}

fn pages(archive: &Archive, site: &Site, query: &str) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let found = |query: &Query, options: Options| archive.search(query, Rows::Statements, &options, 280);
    let asked = Asked { query: query.to_owned(), ..Asked::default() };
    let results = found(&Query::parse(query)?, Options { limit: SIZE, facets: FACETS.to_vec(), ..Options::default() })?;
    let months = results.facets.iter().find(|(facet, _)| *facet == Facet::Month).map(|(_, months)| &months[..]).unwrap_or_default();
    let timeline: BTreeMap<String, u64> = months.iter().map(|month| (month.value.clone(), month.hits as u64)).collect();
    let timeline: Vec<(String, u64)> = timeline.into_iter().collect();
    let page = SearchPage { site, asked: &asked, found: Some(&results), size: SIZE, timeline: &timeline, error: None, nearest: &[] };

    let broken = Asked { query: "(سعر act:shout".into(), ..Asked::default() };
    let mistake = QueryMistake { place: Some((6, 1)), expected: "one of state, announce, affirm, deny" };
    let mistaken = SearchPage { asked: &broken, found: None, timeline: &[], error: Some(mistake), ..page.clone() };
    let nothing = Asked::default();

    let hit = results.hits.first().ok_or("nothing found")?;
    let (entry, _) = archive.show(&hit.entry.article.id)?;
    let statement = hit.entry.statements.first().map(|statement| &statement.id[..]);
    let article = ArticlePage { site, entry: &entry, statement, why: &[], revisions: &[] };

    let later = entry.article.text.replacen("قال", "أعلن", 2);
    let before = Version { article: &entry.article.id, name: "1", when: entry.article.date.as_deref(), text: &entry.article.text };
    let title = entry.article.title.as_deref().unwrap_or_default();
    let differences = DifferencesPage { site, title, before, after: Version { name: "2", text: &later, ..before } };

    let list = archive.speakers(None, None, 30)?;
    let [first, second, ..] = &list[..] else { return Err("fewer than two speakers".into()) };
    let (first, second) = (archive.speaker(first.identity)?, archive.speaker(second.identity)?);
    let newest = Options { sort: Sort::Newest, limit: 5, ..Options::default() };
    let latest = found(&Query::parse(&format!("speaker:\"{}\"", first.speaker.name))?, newest)?.hits;

    let outlets = found(&Query::All, Options { limit: 0, facets: vec![Facet::Outlet], ..Options::default() })?.facets.remove(0).1;
    let mut columns = Vec::new();
    for outlet in outlets.iter().take(3) {
        let facets = vec![Facet::Speaker, Facet::Act];
        let here = found(&Query::parse(&format!("outlet:\"{}\"", outlet.value))?, Options { limit: 0, facets, ..Options::default() })?;
        let counts = |i: usize| here.facets[i].1.iter().take(10).map(|c| (c.value.clone(), c.hits as u64)).collect::<Vec<_>>();
        columns.push(OutletColumn {
            name: outlet.value.clone(),
            statements: here.total as u64,
            articles: 0,
            acts: counts(1),
            sources: counts(0),
            only: counts(0).into_iter().rev().take(3).collect(),
        });
    }
    let all: Vec<(String, u64)> = outlets.iter().map(|count| (count.value.clone(), count.hits as u64)).collect();

    let finding = rawi_page::Finding { record: entry.record(), explanations: None, number: "1".into() };
    let openapi = serde_json::json!({
        "info": {"title": "Rawi", "description": "Who said what, in an archive of news."},
        "paths": {"/api/v1/statements": {"get": {
            "summary": "Statements that a query finds", "description": "The filters of the command are parameters.",
            "parameters": [
                {"name": "q", "in": "query", "required": true, "schema": {"type": "string"}, "description": "The query."},
                {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["relevance", "newest", "oldest"]}, "description": "The order."},
            ],
            "responses": {"200": {"description": "What was found.", "content": {"application/json": {}}}, "400": {"description": "The query is broken."}},
        }}},
    });
    Ok(vec![
        ("search.html", rawi_page::search(&page)),
        ("start.html", rawi_page::search(&SearchPage { asked: &nothing, found: None, timeline: &[], ..page.clone() })),
        ("broken.html", rawi_page::search(&mistaken)),
        ("article.html", rawi_page::article(&article)),
        ("differences.html", rawi_page::differences(&differences)),
        ("speakers.html", rawi_page::speakers(&SpeakersPage { site, typed: "", kind: None, list: &list, nearest: &[] })),
        ("speaker.html", rawi_page::speaker(&SpeakerPage { site, page: &first, latest: &latest, decisions: &archive.decisions()? })),
        ("merge.html", rawi_page::merge(&MergePage { site, a: &first, b: &second })),
        ("outlets.html", rawi_page::outlets(&OutletsPage { site, query: "", speaker: "", columns: &columns, all: &all })),
        ("read.html", rawi_page::read(&ReadPage { site, text: &entry.article.text, finding: Some(&finding), note: None })),
        ("message.html", rawi_page::message(site, 404, "لا صفحة هنا", "ارجع إلى البحث، أو تحقق من العنوان.")),
        ("api.html", rawi_page::api_page(site, &openapi)),
        ("feed.xml", rawi_page::atom(site, &asked, &results.hits, "https://news.example", "2031-07-01T00:00:00Z")),
        ("file.html", rawi_page::opening(&finding.heading()) + &rawi_page::document(&finding) + &rawi_page::closing()),
        ("results.html", rawi_page::results(&Query::parse(query)?, &results, 0)),
    ])
}
