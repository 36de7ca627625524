//! The items of a saved feed: RSS, Atom or JSON Feed, each with its full text, or with its summary when that is all.
//! What a feed is made of, the crate `feed-rs` knows; this file makes documents of it.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, UNIX_EPOCH},
    vec,
};

use feed_rs::{
    model::{Entry, Link},
    parser::Builder,
};

use crate::{
    Document, Warning, date,
    error::{Kind, Place},
    html,
    metadata::{joined_names, one_line},
};

/// The items of a feed, in its order.
pub(crate) struct Items {
    items: vec::IntoIter<Entry>,
    outlet: Option<String>,
    /// As written, by number.
    dates: Arc<Mutex<Vec<String>>>,
    done: u64,
}

impl Items {
    /// Reads a decoded feed.
    pub(crate) fn read(feed: &str) -> Result<Self, Kind> {
        let dates = Arc::<Mutex<Vec<String>>>::default();
        // The parser keeps moments in UTC, in which an evening's news are of another day. So every date is kept as it is
        // written, and the moment that the parser is given is its number.
        let kept = Arc::clone(&dates);
        let parser = Builder::new()
            .timestamp_parser(move |written| {
                let mut kept = kept.lock().ok()?;
                kept.push(written.to_owned());
                Some((UNIX_EPOCH + Duration::from_secs(kept.len() as u64 - 1)).into())
            })
            // It would make identifiers up, at random ones where nothing else is known.
            .id_generator(|_, _, _| String::new())
            .build();
        let feed =
            parser.parse(without_declaration(feed).as_bytes()).map_err(|error| Kind::Feed { found: one_line(&error.to_string()) })?;
        let outlet = feed.title.map(|title| one_line(&html::plain(&title.content))).filter(|title| !title.is_empty());
        Ok(Self { items: feed.entries.into_iter(), outlet, dates, done: 0 })
    }

    pub(crate) fn next(&mut self, name: &str, warnings: &mut Vec<Warning>) -> Option<Document> {
        let item = self.items.next()?;
        self.done += 1;
        let title = item.title.map(|title| one_line(&html::plain(&title.content))).filter(|title| !title.is_empty());
        let full = item.content.and_then(|content| content.body).map(|body| html::article_lines(&body));
        let body = full.filter(|body| !body.is_empty()).or_else(|| Some(html::article_lines(&item.summary?.content))).unwrap_or_default();
        let (title, text) = html::under_headline(title, &body);
        if text.is_empty() {
            warnings.push(Warning::NoText);
        }
        let written = item.published.or(item.updated).and_then(|number| {
            let dates = self.dates.lock().ok()?;
            dates.get(usize::try_from(number.timestamp()).ok()?).cloned()
        });
        let date = written.as_deref().and_then(date::rfc3339);
        if let (None, Some(found)) = (&date, written) {
            warnings.push(Warning::BadDate { found });
        }
        let url = address(&item.links, &item.id);
        let given = Some(item.id).filter(|id| !id.is_empty());
        Some(Document {
            id: url.clone().or(given).unwrap_or_else(|| format!("{name}#{}", self.done)),
            title,
            url,
            outlet: self.outlet.clone(),
            author: joined_names(item.authors.into_iter().filter_map(|author| author.name)),
            date,
            text,
            origin: Place::Item(self.done).within(name),
        })
    }
}

/// The page of an item: the link that says nothing else of itself, or an identifier that is an address.
fn address(links: &[Link], id: &str) -> Option<String> {
    let is_web = |address: &str| address.starts_with("http://") || address.starts_with("https://");
    let page = links.iter().filter(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate") && link.target.is_none());
    page.map(|link| link.href.trim()).chain([id]).find(|address| is_web(address)).map(str::to_owned)
}

/// A feed without its XML declaration, which tells the encoding that it had before it was decoded.
fn without_declaration(feed: &str) -> &str {
    let feed = feed.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match feed.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, rest)| rest),
        None => feed,
    }
}
