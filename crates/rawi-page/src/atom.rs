//! A search as an Atom feed (RFC 4287): its statements as entries, so that a reader of feeds follows it.

use askama::Template;
use rawi_archive::Hit;

use crate::asked::Asked;
use crate::hit::anchor;
use crate::labels;
use crate::lang::Lang;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed<'a> {
    w: &'static Words,
    lang: Lang,
    query: &'a str,
    id: String,
    itself: String,
    page: String,
    updated: &'a str,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    id: String,
    link: String,
    title: String,
    updated: String,
    who: &'a str,
    said: String,
    outlet: Option<&'a str>,
}

/// The feed of a search. `origin` stands before the base of the site: `https://news.example`; `updated` is the time of the last
/// change, RFC 3339.
pub fn atom(site: &Site, asked: &Asked, hits: &[Hit], origin: &str, updated: &str) -> String {
    let base = format!("{origin}{}", site.base);
    let entries = hits.iter().map(|hit| entry(hit, origin, site, updated)).collect();
    let page = asked.address(&base);
    Feed { w: site.words(), lang: site.lang, query: &asked.query, id: page.clone(), itself: asked.feed(&base), page, updated, entries }
        .to_string()
}

fn entry<'a>(hit: &'a Hit, origin: &str, site: &Site, updated: &str) -> Entry<'a> {
    let article = &hit.entry.article;
    let statement = hit.entry.statements.first();
    let address = format!("{origin}{}", site.article(&article.id));
    let title = article.title.as_deref().unwrap_or(&article.given);
    let who = statement.and_then(|s| s.who.as_ref()).map_or(labels::unknown(site.lang), |who| &who.name);
    Entry {
        // The same under whichever name the server is called.
        id: format!("urn:x-rawi:{}", statement.map_or(&article.id, |s| &s.id)),
        link: statement.map_or_else(|| address.clone(), |s| format!("{address}#{}", anchor(&s.id))),
        title: if statement.is_some() { format!("{who}: {title}") } else { title.to_owned() },
        // An article of which only the day or less is known has no time that Atom allows.
        updated: match article.date.as_deref() {
            Some(time) if time.as_bytes().get(10) == Some(&b'T') => time.to_owned(),
            Some(day) if day.len() == 10 => format!("{day}T00:00:00Z"),
            _ => updated.to_owned(),
        },
        who,
        said: statement.map_or_else(|| hit.snippet.text.clone(), |s| labels::quoted(s.kind, &s.words.content)),
        outlet: article.outlet.as_deref(),
    }
}
