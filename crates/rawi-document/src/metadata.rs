//! What a web page says about itself: headline, address, outlet, date, and sometimes its whole text.
//! It believes the page; where two of its statements differ, the order below decides.

use dom_query::NodeRef;
use serde_json::{Map, Value};
use std::collections::HashMap;

use crate::{
    date,
    html::{self, Part, Step},
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
        title: title(&head, &data, outlet.as_deref()),
        url: address(&head, &data),
        author: author(&head, &data, outlet.as_deref()),
        date: published(&head, &data),
        body: data.article_string("articleBody").map(|body| unescape(&body)),
        outlet,
    }
}

/// Runs white space together and trims it.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names of authors in one line, each once. None where there is none.
pub(crate) fn joined_names(names: impl IntoIterator<Item = String>) -> Option<String> {
    let mut known: Vec<String> = Vec::new();
    for name in names {
        let name = one_line(&name);
        if !name.is_empty() && !known.contains(&name) {
            known.push(name);
        }
    }
    (!known.is_empty()).then(|| known.join("، "))
}

/// Resolves the entities of text that was escaped once too often.
pub(crate) fn unescape(text: &str) -> String {
    if !(text.contains('&') && text.contains(';')) {
        return text.to_owned();
    }
    // Only entities are wanted of the parser here, and no tags.
    match html::parse(&text.replace('<', "&lt;")) {
        Ok(tree) => tree.text().to_string(),
        Err(_) => text.to_owned(),
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
    headings: Vec<String>,
    scripts: Vec<String>,
    /// `datetime` of `time` elements, the best first: marked as the publication, inside the article, elsewhere.
    times: [Vec<String>; 3],
    /// What elements say that by their kind or class hold a date, inside the article or after its headline.
    shown_dates: Vec<String>,
}

impl Head {
    fn read(root: NodeRef) -> Self {
        let mut head = Self::default();
        let mut articles = 0usize;
        html::walk(root, |step| match step {
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
        let is_near = in_article || !self.headings.is_empty();
        if is_near && self.shown_dates.len() < 32 && (&*name == "time" || marked || says_date(node)) {
            self.shown_dates.push(one_line(&html::lines(node, Part::Everything)));
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
            "h1" if self.headings.len() < 8 => {
                let heading = one_line(&html::lines(node, Part::Everything));
                if !heading.is_empty() && heading.chars().count() < 400 {
                    self.headings.push(heading);
                }
            }
            "script" if attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.scripts.push(node.text().to_string());
            }
            _ => {}
        }
        !matches!(&*name, "svg" | "script" | "style")
    }

    /// The first of these that the page has.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|&name| self.metas.get(name).cloned())
    }
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

/// The objects of a page's JSON-LD, and which of them is the article.
#[derive(Default)]
struct LinkedData {
    objects: Vec<Map<String, Value>>,
    article: Option<usize>,
}

impl LinkedData {
    fn read(scripts: &[String]) -> Self {
        let mut data = Self::default();
        for script in scripts {
            let mut open: Vec<Value> = json(script).into_iter().collect();
            while let Some(value) = open.pop() {
                match value {
                    // Taken from the end, so put in backwards.
                    Value::Array(values) => open.extend(values.into_iter().rev()),
                    Value::Object(mut object) => {
                        open.extend(["@graph", "mainEntity"].iter().filter_map(|&key| object.remove(key)));
                        data.objects.push(object);
                    }
                    _ => {}
                }
            }
        }
        data.article = data.objects.iter().position(|object| {
            has_type(object, |kind| {
                kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report" || kind == "AnalysisNewsArticle"
            })
        });
        data
    }

    fn article(&self) -> Option<&Map<String, Value>> {
        self.article.map(|number| &self.objects[number])
    }

    fn article_string(&self, key: &str) -> Option<String> {
        string(self.article()?.get(key)?)
    }

    fn publisher(&self) -> Option<String> {
        let article = self.article()?;
        ["publisher", "sourceOrganization", "provider"].iter().find_map(|&key| self.name(article.get(key)?))
    }

    /// The name of a thing: itself, its `name`, or that of the object it refers to.
    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => string(value),
            Value::Array(values) => values.iter().find_map(|value| self.name(value)),
            Value::Object(object) => object.get("name").and_then(string).or_else(|| {
                let id = object.get("@id")?;
                let named = self.objects.iter().find(|object| object.get("@id") == Some(id))?;
                named.get("name").and_then(string)
            }),
            _ => None,
        }
    }

    fn authors(&self) -> Vec<String> {
        match self.article().and_then(|article| article.get("author")) {
            Some(Value::Array(values)) => values.iter().filter_map(|value| self.name(value)).collect(),
            Some(value) => self.name(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn site(&self) -> Option<String> {
        let site = self.objects.iter().find(|object| has_type(object, |kind| matches!(kind, "WebSite" | "NewsMediaOrganization")))?;
        site.get("name").and_then(string)
    }

    /// When the page was published, for sites that say so of the page and not of the article.
    fn page_date(&self) -> Option<String> {
        let page = self.objects.iter().find(|object| has_type(object, |kind| kind.ends_with("WebPage")))?;
        string(page.get("datePublished")?)
    }
}

fn has_type(object: &Map<String, Value>, wanted: impl Fn(&str) -> bool) -> bool {
    match object.get("@type") {
        Some(Value::String(kind)) => wanted(kind),
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind.as_str().is_some_and(&wanted)),
        _ => false,
    }
}

fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(values) => values.first()?.as_str()?,
        value => value.as_str()?,
    };
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// JSON as it stands in pages: wrapped in comments, and with raw line breaks inside strings.
fn json(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    // A CDATA mark has a bracket before the JSON's own.
    let start = match script[start..].find("CDATA[") {
        Some(mark) if mark < 8 => {
            let after = start + mark + "CDATA[".len();
            after + script[after..].find(['{', '['])?
        }
        _ => start,
    };
    let opening = script.as_bytes()[start];
    let end = script.rfind(if opening == b'{' { '}' } else { ']' })?;
    let json = script.get(start..=end)?;
    let json: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&json).ok()
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

/// The headline. Readability's own rules are not for Arabic news: they take what stands before a colon for the site, and
/// «الكرملين: …» says who speaks.
fn title(head: &Head, data: &LinkedData, outlet: Option<&str>) -> Option<String> {
    let clean = |title: String| one_line(&unescape(&title));
    let headline = data.article_string("headline").map(clean);
    let social = head.meta(&["og:title", "twitter:title", "dc.title"]).map(clean);
    let stated: Vec<&str> = [headline.as_deref(), social.as_deref(), head.title.as_deref()].into_iter().flatten().collect();
    // The heading that the metadata repeat, with the outlet's name or without, is what the reader sees.
    let heading = head.headings.iter().find(|heading| {
        Some(heading.as_str()) != outlet && stated.iter().any(|title| title.contains(heading.as_str()) && 2 * heading.len() > title.len())
    });
    let is_cut = |title: &&str| title.ends_with('…') || title.ends_with("...");
    heading
        .cloned()
        .or_else(|| {
            let whole = stated.iter().find(|title| !is_cut(title)).or(stated.first())?;
            Some(without_outlet(whole, outlet))
        })
        .or_else(|| head.headings.first().cloned())
        .filter(|title| !title.is_empty())
}

/// What stands between the parts of a page's title.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", "|"];

/// Whether a line is a title less its first or last parts.
pub(crate) fn is_part(line: &str, title: &str) -> bool {
    let separated = |rest: &str, at_start: bool| {
        SEPARATORS.iter().any(|separator| {
            let separator = separator.trim();
            if at_start { rest.trim_start().starts_with(separator) } else { rest.trim_end().ends_with(separator) }
        })
    };
    !line.is_empty()
        && (title.strip_prefix(line).is_some_and(|rest| separated(rest, true))
            || title.strip_suffix(line).is_some_and(|rest| separated(rest, false)))
}

/// Cuts the outlet's name off an end of a title: «… | اسم الموقع».
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let words = |text: &str| text.split_whitespace().count();
    let is_outlet = |part: &str| {
        outlet.is_some_and(|outlet| {
            let (part, outlet) = (part.to_lowercase(), outlet.to_lowercase());
            part == outlet || (words(&part) <= 6 && part.contains(&outlet)) || (words(&part) >= 2 && outlet.contains(&part))
        })
    };
    let cut_once = |title: &str| {
        SEPARATORS.iter().find_map(|separator| {
            let (rest, last) = title.rsplit_once(separator)?;
            let after_bar = separator.contains('|') && words(last) <= 4 && words(rest) >= 3;
            if after_bar || is_outlet(last.trim()) {
                return Some(rest.len());
            }
            None
        })
    };
    let mut title = title;
    while let Some(length) = cut_once(title) {
        title = title[..length].trim();
    }
    let prefix = SEPARATORS.iter().find_map(|separator| {
        let (first, rest) = title.split_once(separator)?;
        is_outlet(first.trim()).then_some(rest.trim())
    });
    prefix.unwrap_or(title).to_owned()
}
