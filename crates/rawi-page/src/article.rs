//! The page of an article: the story, and around it what the archive knows of the article besides.

use askama::Template;
use rawi::Explanation;
use rawi_archive::{Entry, Sort};

use crate::asked::{Asked, said_by};
use crate::finding::Finding;
use crate::hit::anchor;
use crate::lang::Lang;
use crate::site::{Place, Site};
use crate::story::{More, Story};
use crate::words::Words;

/// An article of an archive.
#[derive(Debug, Clone)]
pub struct ArticlePage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// The article, with all of its statements.
    pub entry: &'a Entry,
    /// The identifier of the statement that was asked for.
    pub statement: Option<&'a str>,
    /// Why each statement reads as it does, or nothing.
    pub why: &'a [Explanation],
    /// The texts that the article has had; where there is one alone, they are not shown.
    pub revisions: &'a [Revision],
}

/// A text that an article has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// When it was added, RFC 3339.
    pub added: String,
}

#[derive(Template)]
#[template(path = "article.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    title: String,
    entry: &'a Entry,
    explain: Option<String>,
    copies: Vec<Other<'a>>,
    revisions: Vec<(&'a Revision, String, Option<String>)>,
    story: &'a Story<'a>,
}

/// Another article of the story.
struct Other<'a> {
    copy: &'a rawi_archive::Copy,
    name: &'a str,
    href: String,
    /// Where the two are side by side.
    compared: String,
}

/// The page of an article.
pub fn article(page: &ArticlePage) -> String {
    let ArticlePage { site, entry, .. } = *page;
    let explanations = (!page.why.is_empty()).then(|| page.why.to_vec());
    let finding = Finding { record: entry.record(), explanations, number: "1".into() };
    let more: Vec<More> = entry.statements.iter().map(|statement| more(page, statement)).collect();
    let itself = site.article(&entry.article.id);
    let revisions = if page.revisions.len() > 1 { page.revisions } else { &[] };
    Page {
        site,
        w: site.words(),
        lang: site.lang,
        place: Place::Elsewhere,
        title: crate::escape::plain(&finding.heading()),
        entry,
        explain: (page.why.is_empty() && !entry.statements.is_empty()).then(|| format!("{itself}?why=1")),
        copies: entry.article.copies.iter().map(|copy| other(copy, &itself, site)).collect(),
        revisions: revisions
            .iter()
            .map(|revision| (revision, format!("{itself}.{}", revision.number), compared(revision, &itself)))
            .collect(),
        story: &Story::new(&finding, site.lang, &more),
    }
    .to_string()
}

fn other<'a>(copy: &'a rawi_archive::Copy, itself: &str, site: &Site) -> Other<'a> {
    let name = copy.outlet.as_deref().or(copy.title.as_deref()).unwrap_or(&copy.id);
    Other { copy, name, href: site.article(&copy.id), compared: format!("{itself}/differences?with={}", copy.id) }
}

/// Where a revision stands beside the one before it.
fn compared(revision: &Revision, itself: &str) -> Option<String> {
    let before = revision.number.checked_sub(1).filter(|before| *before > 0)?;
    Some(format!("{itself}/differences?from={before}&to={}", revision.number))
}

fn more(page: &ArticlePage, statement: &rawi_archive::Statement) -> More {
    let ArticlePage { site, entry, .. } = *page;
    let who = statement.who.as_ref().filter(|who| who.identity.is_some());
    let anchor = anchor(&statement.id);
    let outlet = |id: &str| {
        let copy = entry.article.copies.iter().find(|copy| id.starts_with(&copy.id));
        copy.and_then(|copy| copy.outlet.clone().or_else(|| copy.title.clone())).unwrap_or_else(|| id.to_owned())
    };
    More {
        itself: format!("{}#{anchor}", site.article(&statement.id)),
        anchor,
        speaker: who.and_then(|who| who.identity).map(|identity| site.speaker(identity)),
        elsewhere: who
            .and_then(|who| who.identity)
            .map(|who| Asked { sort: Sort::Newest, ..Asked::new(&said_by(&who.to_string())) }.link(&site.base)),
        copies: statement.copies.iter().map(|id| (outlet(id), site.article(id))).collect(),
        meant: page.statement == Some(&statement.id),
    }
}
