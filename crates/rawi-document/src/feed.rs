//! The items of a saved feed: RSS, Atom or JSON Feed, each with its full text, or with its summary when that is all.
//! What a feed is made of, the crate `feed-rs` knows; this file makes documents of it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, UNIX_EPOCH},
    vec,
};

use feed_rs::{
    model::{Entry, Link},
    parser::{Builder, Parser},
};

use serde_json::Value;

use crate::{
    Document, DocumentError, Warning,
    author::joined_names,
    date,
    error::{Kind, Place},
    headline::under_headline,
    kind::after_prolog,
    lines::{article_lines, one_line, plain},
};

/// The items of a feed, in its order.
pub(crate) struct Items {
    /// With their numbers, counted from 1; of a broken one the line where it begins, and why.
    items: vec::IntoIter<(u64, Result<Entry, (u64, Kind)>)>,
    /// What is wrong with the feed and with none of its items; told when these have been given.
    then: Option<Kind>,
    outlet: Option<String>,
    /// How many items have each address, and each identifier.
    addresses: HashMap<String, u64>,
    identifiers: HashMap<String, u64>,
    /// As written, by number.
    dates: Arc<Mutex<Vec<String>>>,
}

impl Items {
    /// Reads a decoded feed.
    pub(crate) fn read(feed: &str) -> Self {
        let dates = Arc::<Mutex<Vec<String>>>::default();
        // A parser is used once: after a mistake it is in no state to go on.
        let parse = |feed: &str| parser(&dates).parse(feed.as_bytes()).map_err(|error| Kind::Feed { found: one_line(&error.to_string()) });
        let xml = without_declaration(feed);
        let first_line = 1 + feed[..feed.len() - xml.len()].matches('\n').count() as u64;
        let xml = mended(xml);
        let one_by_one = || {
            let mut pieces = if xml.starts_with('{') { pieces_of_json(&xml) } else { pieces(&xml, first_line) }.into_iter();
            // Without its items it has to be in order.
            let head = pieces.next().and_then(|(_, _, head)| parse(&head).ok())?;
            let mut items = Vec::new();
            for (item, line, piece) in pieces {
                match parse(&piece) {
                    Ok(feed) => items.extend(feed.entries.into_iter().map(|entry| (item, Ok(entry)))),
                    Err(error) => items.push((item, Err((line, error)))),
                }
            }
            Some((head.title, items))
        };
        let (title, items, then) = match parse(&xml) {
            Ok(feed) => {
                let whole = feed.entries.len();
                // A section that an item leaves open takes the next one in, and all is in order.
                let swallowed = xml.matches("<![CDATA[").count() != xml.matches("]]>").count();
                match swallowed.then(one_by_one).flatten().filter(|(_, items)| items.len() > whole) {
                    Some((title, items)) => (title, items, None),
                    None => (feed.title, (1..).zip(feed.entries.into_iter().map(Ok)).collect(), None),
                }
            }
            Err(error) => match one_by_one() {
                None => (None, Vec::new(), Some(error)),
                Some((title, items)) => {
                    let is_told = items.iter().any(|(_, item)| item.is_err());
                    (title, items, Some(error).filter(|_| !is_told))
                }
            },
        };
        let outlet = title.map(|title| one_line(&plain(&title.content))).filter(|title| !title.is_empty());
        let (mut addresses, mut identifiers) = (HashMap::new(), HashMap::new());
        for item in items.iter().filter_map(|(_, item)| item.as_ref().ok()) {
            *identifiers.entry(item.id.clone()).or_default() += 1;
            if let Some(address) = address(&item.links, &item.id) {
                *addresses.entry(address).or_default() += 1;
            }
        }
        Self { items: items.into_iter(), then, outlet, addresses, identifiers, dates }
    }

    pub(crate) fn next(&mut self, name: &str, warnings: &mut Vec<Warning>) -> Option<Result<Document, DocumentError>> {
        match self.items.next() {
            Some((number, Ok(item))) => Some(Ok(self.document(name, number, item, warnings))),
            Some((number, Err((line, kind)))) => Some(Err(DocumentError::new(name, Some(Place::ItemAtLine(number, line)), kind))),
            None => self.then.take().map(|kind| Err(DocumentError::new(name, None, kind))),
        }
    }

    fn document(&self, name: &str, number: u64, item: Entry, warnings: &mut Vec<Warning>) -> Document {
        let title = item.title.map(|title| one_line(&plain(&title.content))).filter(|title| !title.is_empty());
        let full = item.content.and_then(|content| content.body).map(|body| article_lines(&body));
        let body = full
            .filter(|body| !body.is_empty())
            .or_else(|| item.summary.map(|summary| article_lines(&summary.content)))
            .unwrap_or_default();
        let (title, text) = under_headline(title, &body);
        if text.is_empty() {
            warnings.push(Warning::NoText);
        }
        let written = item.published.or(item.updated).and_then(|number| {
            let dates = self.dates.lock().ok()?;
            dates.get(usize::try_from(number.timestamp()).ok()?).cloned()
        });
        let date = written.as_deref().and_then(date::published);
        if let (None, Some(found)) = (&date, written) {
            warnings.push(Warning::BadDate { found });
        }
        // An address or identifier that several items have, such as the front page's, is none of theirs.
        let address = address(&item.links, &item.id);
        let url = address.clone().filter(|address| self.addresses.get(address) == Some(&1));
        let given = Some(item.id).filter(|id| !id.is_empty() && self.identifiers.get(id) == Some(&1));
        let by_headline = || {
            let headline = format!("{}\n{}", title.as_deref()?, date.as_deref().unwrap_or_default());
            Some(format!("{}#{:016x}", address.as_deref().unwrap_or(name), fingerprint(&headline)))
        };
        let id = url.clone().or(given.clone()).or_else(by_headline).unwrap_or_else(|| format!("{name}#{number}"));
        Document {
            id,
            title,
            url,
            guid: given,
            outlet: self.outlet.clone(),
            author: joined_names(item.authors.into_iter().filter_map(|author| author.name)),
            date,
            text,
            origin: Place::Item(number).within(name),
        }
    }
}

/// The same for the same text, everywhere and always (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Prefixes that feeds use, some without saying whose they are, which leaves everything under them unread.
const PREFIXES: [(&str, &str); 5] = [
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
];

/// An XML feed with the mistakes put right that readers of feeds put right: prefixes that were not declared, and ampersands, alone or of
/// names that only HTML knows; and declarations of XML in the middle of it, which tell of an encoding that it no longer has and
/// become instructions that nobody follows. Its lines stay where they are. A feed in order, and one in JSON, stays as it is.
fn mended(feed: &str) -> String {
    let undeclared = |part: &str| part.replace("<?xml", "<?was");
    if feed.starts_with('{') {
        return feed.to_owned();
    }
    let Some(root) = after_prolog(feed.trim_start()).filter(|root| root.starts_with('<')) else { return undeclared(feed) };
    let root = feed.len() - root.len();
    let tag_end = root + feed[root..].find(|c: char| c == '>' || c == '/' || c.is_whitespace()).unwrap_or(0);
    let mut mended = String::with_capacity(feed.len() + 64);
    mended.push_str(&undeclared(&feed[..tag_end]));
    for (prefix, name) in PREFIXES {
        if feed.contains(&format!("<{prefix}:")) && !feed.contains(&format!("xmlns:{prefix}=")) {
            mended.push_str(&format!(" xmlns:{prefix}=\"{name}\""));
        }
    }
    let mut rest = &feed[tag_end..];
    while let Some(at) = rest.find(['&', '<']) {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<?xml") {
            mended.push_str("<?was");
            rest = after;
            continue;
        }
        let untouched = match rest {
            _ if rest.starts_with("<![CDATA[") => rest.find("]]>").unwrap_or(rest.len()),
            _ if rest.starts_with("<!--") => rest.find("-->").unwrap_or(rest.len()),
            _ => 1,
        };
        mended.push_str(&rest[..untouched]);
        if rest.starts_with('&') && !is_reference(&rest[1..]) {
            mended.push_str("amp;");
        }
        rest = &rest[untouched..];
    }
    mended.push_str(rest);
    mended
}

/// Whether what follows an ampersand makes a reference that XML knows.
fn is_reference(rest: &str) -> bool {
    let bytes = &rest.as_bytes()[..rest.len().min(12)];
    let Some(end) = bytes.iter().position(|&byte| byte == b';') else { return false };
    match &bytes[..end] {
        b"amp" | b"lt" | b"gt" | b"quot" | b"apos" => true,
        [b'#', b'x', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
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

/// An XML feed without its items, and then with each of them alone: the good ones among them can be read. Each with its number, the
/// feed's is 0, and the line where it begins.
fn pieces(feed: &str, first_line: u64) -> Vec<(u64, u64, String)> {
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
    let mut pieces = vec![(0, first_line, format!("{head}{close}"))];
    let mut line = first_line + head.matches('\n').count() as u64;
    let ends = items[1..].iter().copied().chain([feed.len()]);
    for ((&start, next), number) in items.iter().zip(ends).zip(1..) {
        let item = &feed[start..next];
        let whole = item.find(end).map_or(item, |at| &item[..at + end.len()]);
        pieces.push((number, line, format!("{head}{whole}{close}")));
        line += item.matches('\n').count() as u64;
    }
    pieces
}

/// A JSON Feed without its items, and with each of them alone: number, line, text. Identifiers that are numbers are text (JSON Feed 1.1).
fn pieces_of_json(feed: &str) -> Vec<(u64, u64, String)> {
    #[derive(serde::Deserialize)]
    struct Listed<'f> {
        #[serde(borrow)]
        items: Vec<&'f serde_json::value::RawValue>,
    }
    let (Ok(listed), Ok(Value::Object(mut whole))) = (serde_json::from_str::<Listed>(feed), serde_json::from_str(feed)) else {
        return Vec::new();
    };
    let mut with = |items: Vec<Value>| {
        whole.insert("items".to_owned(), Value::Array(items));
        Value::Object(whole.clone()).to_string()
    };
    let mut pieces = vec![(0, 1, with(Vec::new()))];
    for (item, number) in listed.items.iter().zip(1..) {
        let before = &feed[..item.get().as_ptr() as usize - feed.as_ptr() as usize];
        let line = 1 + before.matches('\n').count() as u64;
        let mut value: Value = serde_json::from_str(item.get()).unwrap_or_default();
        if let Some(id) = value.get_mut("id").filter(|id| id.is_number()) {
            *id = Value::String(id.to_string());
        }
        pieces.push((number, line, with(vec![value])));
    }
    pieces
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
