//! A result of a search: who, what, where. On the pages of the server, where it leads on, and in files alike.

use askama::Template;
use rawi_archive::{Copy, Hit, Snippet, Statement};

use crate::address;
use crate::labels;
use crate::lang::Lang;
use crate::number::percent;
use crate::site::Site;
use crate::words::Words;

/// A result as it is shown.
#[derive(Template)]
#[template(path = "hit.html")]
pub struct Shown<'a> {
    w: &'static Words,
    lang: Lang,
    hit: &'a Hit,
    who: Option<Who<'a>>,
    facts: Vec<String>,
    percent: Option<String>,
    pieces: Vec<(&'a str, bool)>,
    title: &'a str,
    /// Where the title leads.
    href: Option<String>,
    /// Where the article was published, for a page whose title leads elsewhere.
    original: Option<&'a str>,
    date: Option<&'a str>,
    carried: Carried<'a>,
}

struct Who<'a> {
    name: &'a str,
    role: Option<&'a str>,
    href: Option<String>,
}

impl<'a> Shown<'a> {
    /// `hit` in `lang`; without a site there is no page to lead to.
    pub fn new(hit: &'a Hit, lang: Lang, site: Option<&Site>) -> Self {
        let article = &hit.entry.article;
        let statement = hit.entry.statements.first();
        let web = article.url.as_deref().and_then(address::web);
        let itself = |site: &Site| match statement {
            Some(statement) => format!("{}#{}", site.article(&article.id), anchor(&statement.id)),
            None => site.article(&article.id),
        };
        Self {
            w: Words::of(lang),
            lang,
            hit,
            who: statement.map(|statement| match &statement.who {
                Some(who) => Who {
                    name: &who.name,
                    role: who.role.as_deref().filter(|role| *role != who.name),
                    href: site.and_then(|site| who.identity.map(|identity| site.speaker(identity))),
                },
                None => Who { name: labels::unknown(lang), role: None, href: None },
            }),
            facts: statement.map(|statement| facts(statement, lang)).unwrap_or_default(),
            percent: statement.and_then(|statement| statement.confidence).map(percent),
            pieces: pieces(&hit.snippet),
            title: article.title.as_deref().unwrap_or(&article.given),
            href: site.map(itself).or_else(|| web.map(Into::into)),
            original: web.filter(|_| site.is_some()),
            date: article.date.as_deref().map(|date| date.get(..10).unwrap_or(date)),
            carried: carried(hit),
        }
    }
}

/// The place of a statement in the page of its article, from its identifier: where its cue stands, and in which revision.
pub(crate) fn anchor(id: &str) -> String {
    let place = id.get(16..).unwrap_or(id);
    format!("s{}", place.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// Act and type, addressee, first relay.
fn facts(statement: &Statement, lang: Lang) -> Vec<String> {
    let w = Words::of(lang);
    let mut facts = vec![format!("{} {}", labels::act(statement.act, lang), labels::kind_of_words(statement.kind, lang))];
    facts.extend(statement.to.as_ref().map(|to| format!("{} {}", w.to_the, to.name)));
    facts.extend(statement.through.first().map(|via| format!("{} {}", w.through, via.name)));
    facts
}

/// Who else carried what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried<'a> {
    /// How many others.
    pub copies: usize,
    /// Their outlets, each once, in the order of the alphabet.
    pub outlets: Vec<&'a str>,
}

/// Who else carried the statement, or else the article.
pub fn carried(hit: &Hit) -> Carried<'_> {
    let carries = |copy: &&Copy| match hit.entry.statements.first() {
        Some(statement) => statement.copies.iter().any(|id| id.starts_with(&copy.id)),
        None => true,
    };
    let copies: Vec<_> = hit.entry.article.copies.iter().filter(carries).collect();
    let mut outlets: Vec<&str> = copies.iter().filter_map(|c| c.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    Carried { copies: copies.len(), outlets }
}

/// The stretches of a snippet, and whether each is a match.
pub fn pieces(snippet: &Snippet) -> Vec<(&str, bool)> {
    let bytes: Vec<usize> = snippet.text.char_indices().map(|(byte, _)| byte).chain([snippet.text.len()]).collect();
    let mut out = Vec::new();
    let mut at = 0;
    for &[start, end] in &snippet.marks {
        out.push((&snippet.text[at..bytes[start]], false));
        out.push((&snippet.text[bytes[start]..bytes[end]], true));
        at = bytes[end];
    }
    out.push((&snippet.text[at..], false));
    out
}
