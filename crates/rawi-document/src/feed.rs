//! The items of a saved feed: RSS, Atom or JSON Feed, each with its full text, or with its summary when that is all.
//! What a feed is made of, the crate `feed-rs` knows; this file makes documents of it.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, UNIX_EPOCH},
    vec,
};

use feed_rs::{
    model::{Entry, Link},
    parser::{Builder, Parser},
};

use crate::{
    Document, DocumentError, Warning, date,
    error::{Kind, Place},
    html,
    metadata::{joined_names, one_line},
};

/// The items of a feed, in its order.
pub(crate) struct Items {
    /// With their numbers, counted from 1.
    items: vec::IntoIter<(u64, Entry)>,
    /// What is wrong with the feed; told when its good items have been given.
    then: Option<Kind>,
    outlet: Option<String>,
    /// As written, by number.
    dates: Arc<Mutex<Vec<String>>>,
}

impl Items {
    /// Reads a decoded feed.
    pub(crate) fn read(feed: &str) -> Self {
        let dates = Arc::<Mutex<Vec<String>>>::default();
        // A parser is used once: after a mistake it is in no state to go on.
        let parse = |feed: &str| parser(&dates).parse(feed.as_bytes());
        let feed = without_declaration(feed);
        let (title, items, then) = match parse(feed) {
            Ok(feed) => (feed.title, (1..).zip(feed.entries).collect(), None),
            Err(error) => {
                let parsed = pieces(feed).into_iter().zip(0..).filter_map(|(piece, number)| Some((number, parse(&piece).ok()?)));
                let (mut title, mut items) = (None, Vec::new());
                for (number, feed) in parsed {
                    title = title.or(feed.title);
                    items.extend(feed.entries.into_iter().map(|item| (number, item)));
                }
                (title, items, Some(Kind::Feed { found: one_line(&error.to_string()) }))
            }
        };
        let outlet = title.map(|title| one_line(&html::plain(&title.content))).filter(|title| !title.is_empty());
        Self { items: items.into_iter(), then, outlet, dates }
    }

    pub(crate) fn next(&mut self, name: &str, warnings: &mut Vec<Warning>) -> Option<Result<Document, DocumentError>> {
        match self.items.next() {
            Some((number, item)) => Some(Ok(self.document(name, number, item, warnings))),
            None => self.then.take().map(|kind| Err(DocumentError::new(name, None, kind))),
        }
    }

    fn document(&self, name: &str, number: u64, item: Entry, warnings: &mut Vec<Warning>) -> Document {
        let title = item.title.map(|title| one_line(&html::plain(&title.content))).filter(|title| !title.is_empty());
        let full = item.content.and_then(|content| content.body).map(|body| html::article_lines(&body));
        let body = full
            .filter(|body| !body.is_empty())
            .or_else(|| item.summary.map(|summary| html::article_lines(&summary.content)))
            .unwrap_or_default();
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
        Document {
            id: url.clone().or(given).unwrap_or_else(|| format!("{name}#{number}")),
            title,
            url,
            outlet: self.outlet.clone(),
            author: joined_names(item.authors.into_iter().filter_map(|author| author.name)),
            date,
            text,
            origin: Place::Item(number).within(name),
        }
    }
}

fn parser(dates: &Arc<Mutex<Vec<String>>>) -> Parser {
    // The parser keeps moments in UTC, in which an evening's news are of another day. So every date is kept as it is written,
    // and the moment that the parser is given is its number.
    let kept = Arc::clone(dates);
    Builder::new()
        .timestamp_parser(move |written| {
            let mut kept = kept.lock().ok()?;
            kept.push(written.to_owned());
            Some((UNIX_EPOCH + Duration::from_secs(kept.len() as u64 - 1)).into())
        })
        // It would make identifiers up, at random ones where nothing else is known.
        .id_generator(|_, _, _| String::new())
        .build()
}

/// An XML feed without its items, and then with each of them alone: the good ones among them can be read.
fn pieces(feed: &str) -> Vec<String> {
    let starts = |tag: &'static str| {
        let is_tag = move |at: &usize| feed[at + tag.len()..].starts_with(|c: char| c == '>' || c.is_whitespace());
        feed.match_indices(tag).map(|(at, _)| at).filter(is_tag).collect::<Vec<usize>>()
    };
    let (items, end) = match starts("<item") {
        items if items.is_empty() => (starts("<entry"), "</entry>"),
        items => (items, "</item>"),
    };
    let Some(&first) = items.first() else { return Vec::new() };
    let head = &feed[..first];
    let is_open = |tag: &str| head.contains(&format!("<{tag}")) && !head.contains(&format!("</{tag}>"));
    let close: String =
        ["channel", "rss", "feed", "rdf:RDF", "RDF"].iter().filter(|tag| is_open(tag)).map(|tag| format!("</{tag}>")).collect();
    let ends = items[1..].iter().copied().chain([feed.len()]);
    let items = items.iter().zip(ends).map(|(&start, next)| {
        let item = &feed[start..next];
        item.find(end).map_or(item, |at| &item[..at + end.len()])
    });
    [""].into_iter().chain(items).map(|item| format!("{head}{item}{close}")).collect()
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
