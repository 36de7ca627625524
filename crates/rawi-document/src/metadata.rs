//! What a web page says about itself: headline, address, outlet, date, and sometimes its whole text.
//! It believes the page; where two of its statements differ, the order below decides.

use std::collections::{HashMap, HashSet};

use dom_query::NodeRef;

use crate::{
    author::joined_names,
    boxes::words_of_name,
    date, embedded,
    headline::{self, Place},
    lines::{Part, lines, one_line},
    linked::{LinkedData, string},
    tree::{Step, unescape, walk},
};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// The headline without the outlet's name, in one line.
    pub title: Option<String>,
    /// Absolute, http or https.
    pub url: Option<String>,
    pub outlet: Option<String>,
    /// Several with commas between them.
    pub author: Option<String>,
    /// RFC 3339.
    pub date: Option<String>,
    /// The article's text as JSON-LD has it; may hold markup.
    pub body: Option<String>,
    /// The longest text in the data that the page brings for its program; may hold markup.
    pub data: Option<String>,
}

/// Reads them from the tree as it was parsed, scripts included.
pub(crate) fn read(tree: &dom_query::Document) -> Metadata {
    let head = Head::read(tree.root());
    let data = LinkedData::read(&head.scripts);
    let outlet = head
        .meta(&["og:site_name"])
        .or_else(|| data.publisher())
        .or_else(|| head.meta(&["application-name", "publisher", "dc.publisher", "dcterms.publisher"]))
        .or_else(|| data.site())
        .map(|outlet| one_line(&unescape(&outlet)))
        .filter(|outlet| !outlet.is_empty());
    Metadata {
        title: title(tree.root(), &head, &data, outlet.as_deref()),
        url: address(&head, &data),
        author: author(&head, &data, outlet.as_deref()),
        date: published(&head, &data),
        body: data.body().map(|body| unescape(&body)),
        data: embedded::text(&head.data),
        outlet: outlet.or_else(|| head.sites.first().cloned()),
    }
}

/// The elements that hold metadata, collected in one walk.
#[derive(Default)]
struct Head {
    /// By name or property in lower case; the first of each.
    metas: HashMap<String, String>,
    canonical: Option<String>,
    /// From the comment that browsers leave in pages they save.
    saved_from: Option<String>,
    title: Option<String>,
    headings: Vec<(Place, String)>,
    /// How many elements were asked for a headline.
    asked: usize,
    /// Headings that are a link to the front page, and so the outlet's name.
    sites: Vec<String>,
    /// JSON-LD, and other data.
    scripts: Vec<String>,
    data: Vec<String>,
    /// `datetime` of `time` elements, the best first: marked as the publication, inside the article, elsewhere.
    times: [Vec<String>; 3],
    /// What elements say that by their kind or class hold a date, inside the article or after its headline.
    shown_dates: Vec<String>,
}

impl Head {
    fn read(root: NodeRef) -> Self {
        let mut head = Self::default();
        let mut articles = 0usize;
        walk(root, |step| match step {
            Step::Leave(node) => {
                articles -= usize::from(is_article(node));
                true
            }
            Step::Enter(node) => {
                articles += usize::from(is_article(node));
                head.visit(node, articles > 0)
            }
        });
        head
    }

    fn visit(&mut self, node: NodeRef, in_article: bool) -> bool {
        if node.is_comment() {
            if self.saved_from.is_none() {
                let comment = node.html();
                let from = comment.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')'));
                self.saved_from = from.and_then(|(_, rest)| {
                    rest.split(|c: char| c.is_whitespace() || c == '-' && rest.ends_with("-->")).next().map(str::to_owned)
                });
            }
            return false;
        }
        let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else { return true };
        let attribute = |name: &str| {
            let value = node.attr(name)?;
            let value = value.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let marked = attribute("itemprop").is_some_and(|value| value.eq_ignore_ascii_case("datePublished"));
        if marked {
            self.times[0].extend(attribute("datetime").or_else(|| attribute("content")));
        }
        // Before the headline stands today's date, on many pages.
        let is_near = in_article || self.headings.iter().any(|(place, _)| matches!(place, Place::First | Place::Called));
        if is_near && self.shown_dates.len() < 32 && (&*name == "time" || marked || says_date(node)) {
            self.shown_dates.push(one_line(&lines(node, Part::Everything)));
        }
        match &*name {
            "meta" => {
                let key = attribute("property").or_else(|| attribute("name")).or_else(|| attribute("itemprop"));
                if let (Some(key), Some(content)) = (key, attribute("content")) {
                    self.metas.entry(key.to_ascii_lowercase()).or_insert(content);
                }
            }
            "link" if self.canonical.is_none() => {
                self.canonical = attribute("rel").filter(|rel| rel.eq_ignore_ascii_case("canonical")).and_then(|_| attribute("href"));
            }
            "time" if !marked => {
                let rank = match (node.has_attr("pubdate"), in_article) {
                    (true, _) => 0,
                    (_, true) => 1,
                    _ => 2,
                };
                self.times[rank].extend(attribute("datetime"));
            }
            "title" if self.title.is_none() => {
                self.title = Some(one_line(&node.text())).filter(|title| !title.is_empty());
            }
            "script" if attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.scripts.push(node.text().to_string());
            }
            "script" if holds_data(node) => self.data.push(node.text().to_string()),
            _ => self.heading(node, &name, in_article),
        }
        !matches!(&*name, "svg" | "script" | "style")
    }

    /// Keeps the element if it may be a headline.
    fn heading(&mut self, node: NodeRef, name: &str, in_article: bool) {
        // Each is read whole, and they may lie in each other.
        const MOST: usize = 64;
        let may_be_called = || matches!(name, "span" | "div" | "td" | "p" | "font" | "b" | "strong") && is_called_title(node);
        if self.asked >= MOST || !(matches!(name, "h1" | "h2" | "h3") || may_be_called()) {
            return;
        }
        self.asked += 1;
        let text = one_line(&lines(node, Part::Everything));
        if text.is_empty() || text.chars().count() >= 400 {
            return;
        }
        let link = link_of(node, &text);
        if link.as_deref().is_some_and(is_front_page) {
            self.sites.push(text);
            return;
        }
        let place = match name {
            "h1" => Place::First,
            _ if link.is_some() => Place::Elsewhere,
            _ if is_called_title(node) => Place::Called,
            _ if in_article => Place::Inside,
            _ => Place::Elsewhere,
        };
        self.headings.push((place, text));
    }

    /// The first of these that the page has.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|&name| self.metas.get(name).cloned())
    }
}

/// Whether an element is marked as the headline, or called a title.
fn is_called_title(node: NodeRef) -> bool {
    let is_marked = node.attr("itemprop").is_some_and(|marked| marked.eq_ignore_ascii_case("headline"));
    let is_title = |name: &str| matches!(words_of_name(name).last().map(String::as_str), Some("title" | "headline" | "newstitle"));
    let mut names = ["class", "id"].iter().filter_map(|&attribute| node.attr(attribute));
    is_marked || names.any(|value| value.split_whitespace().any(is_title))
}

/// The address of the link that all of an element's text is, or that it lies in.
fn link_of(node: NodeRef, text: &str) -> Option<String> {
    let above = node.ancestors_it(Some(2)).find(|above| above.has_name("a"));
    let inside = || {
        let mut found = None;
        walk(node, |step| {
            if let Step::Enter(inner) = step
                && found.is_none()
                && inner.has_name("a")
            {
                found = Some(inner);
            }
            found.is_none()
        });
        found.filter(|link| one_line(&lines(*link, Part::Everything)) == text)
    };
    above.or_else(inside)?.attr("href").map(|address| address.trim().to_owned())
}

fn is_front_page(address: &str) -> bool {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.trim_start_matches('.').trim_start_matches('/'),
    };
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    let is_called_so = || matches!(path.split_once('.'), Some(("index" | "default" | "home", _)));
    !address.is_empty() && !address.starts_with('#') && (path.is_empty() || path == "ar" || is_called_so())
}

/// Whether a script holds data and no program.
fn holds_data(node: NodeRef) -> bool {
    let is_json = node.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
    is_json || node.text().trim_start().starts_with("window.__")
}

/// Whether the class or identifier of an element says that it shows when the article was published.
fn says_date(node: NodeRef) -> bool {
    let said = ["class", "id"].iter().filter_map(|&attribute| node.attr(attribute)).map(|value| value.to_ascii_lowercase());
    said.filter(|said| !said.contains("update") && !said.contains("modif")).any(|said| {
        said.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
            let is_other = ["candidate", "validate", "mandate"].iter().any(|other| word.ends_with(other));
            matches!(word, "time" | "timestamp" | "published" | "pubtime")
                || (!is_other && (word.starts_with("date") || word.ends_with("date")))
        })
    })
}

fn is_article(node: NodeRef) -> bool {
    node.has_name("article") || node.has_name("main")
}

fn address(head: &Head, data: &LinkedData) -> Option<String> {
    let of_article = || {
        let article = data.article()?;
        let page = article.get("mainEntityOfPage").and_then(|page| string(page.get("@id").unwrap_or(page)));
        article.get("url").and_then(string).or(page)
    };
    let found: Vec<String> = [head.canonical.clone(), head.meta(&["og:url"]), of_article(), head.saved_from.clone()]
        .into_iter()
        .flatten()
        .filter_map(|address| {
            let address = if address.starts_with("//") { format!("https:{address}") } else { address };
            let (scheme, rest) = address.split_once("://")?;
            let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
            (is_web && !rest.is_empty() && !rest.contains(char::is_whitespace)).then_some(address)
        })
        .collect();
    // Some sites give their front page as the canonical address of every page.
    let is_front =
        |address: &&String| address.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/').split('/').nth(1).is_none());
    found.iter().find(|address| !is_front(address)).or(found.first()).cloned()
}

/// Who wrote it, where that is not an address or the outlet itself.
fn author(head: &Head, data: &LinkedData, outlet: Option<&str>) -> Option<String> {
    const NAMES: [&str; 8] =
        ["author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"];
    let is_name = |name: &String| {
        let is_address = name.contains("://") || name.starts_with(['@', '/']) || name.starts_with("www.") || name.contains("facebook.com");
        !is_address && Some(one_line(name).as_str()) != outlet && name.chars().count() < 200
    };
    let stated = data.authors().into_iter().map(|name| unescape(&name)).filter(is_name);
    joined_names(stated).or_else(|| {
        let metas = NAMES.iter().filter_map(|&name| head.meta(&[name]));
        joined_names(metas.map(|name| unescape(&name)).find(is_name))
    })
}

fn published(head: &Head, data: &LinkedData) -> Option<String> {
    const NAMES: [&str; 16] = [
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "publishdate",
        "publish-date",
        "publish_date",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dc.date",
        "date",
    ];
    let first = head.meta(&["article:published_time"]).into_iter().chain(data.article_string("datePublished"));
    let named = NAMES.iter().filter_map(|&name| head.meta(&[name]));
    let [marked, inside, elsewhere] = &head.times;
    first
        .chain(data.page_date())
        .chain(marked.iter().cloned())
        .chain(named)
        .chain(inside.iter().cloned())
        .chain(elsewhere.first().cloned())
        .chain(head.shown_dates.iter().cloned())
        .find_map(|written| date::rfc3339(&written))
}

/// The headline, from all that say it.
fn title(root: NodeRef, head: &Head, data: &LinkedData, outlet: Option<&str>) -> Option<String> {
    let clean = |text: String| one_line(&unescape(&text));
    let stated = [
        (Place::Article, data.article_string("headline")),
        (Place::Social, head.meta(&["og:title", "twitter:title", "dc.title"])),
        (Place::Page, head.title.clone()),
    ];
    let stated = stated.into_iter().filter_map(|(place, text)| Some((place, clean(text?))));
    let said: Vec<(Place, String)> = head.headings.iter().cloned().chain(stated).collect();
    let sites: Vec<String> = outlet.map(str::to_owned).into_iter().chain(head.sites.iter().cloned()).collect();
    let mut page: Option<HashSet<String>> = None;
    let is_line =
        |part: &str| page.get_or_insert_with(|| lines(root, Part::Everything).lines().map(str::to_owned).collect()).contains(part);
    headline::agreed(&said, &sites, is_line)
}
