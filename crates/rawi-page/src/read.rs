//! The page on which one reads a text of one's own. Nothing of it is kept unless one says so.

use askama::Template;

use crate::finding::Finding;
use crate::lang::Lang;
use crate::site::{Place, Site};
use crate::story::Story;
use crate::words::Words;

/// A text and its statements.
#[derive(Debug, Clone)]
pub struct ReadPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// The text, as it was given.
    pub text: &'a str,
    /// What was read.
    pub finding: Option<&'a Finding>,
    /// What there is to say about it: that it was kept, that the file held several documents, why it could not be read.
    pub note: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "read.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    text: &'a str,
    story: Option<Story<'a>>,
    note: Option<&'a str>,
}

/// The page with the field for a text, and its statements.
pub fn read(page: &ReadPage) -> String {
    let ReadPage { site, .. } = *page;
    Page {
        site,
        w: site.words(),
        lang: site.lang,
        place: Place::Read,
        text: page.text,
        story: page.finding.map(|finding| Story::new(finding, site.lang, &[])),
        note: page.note,
    }
    .to_string()
}

/// What is said where a file held several documents, of which the first is read.
pub fn first_of(site: &Site, documents: usize) -> String {
    let w = site.words();
    format!("{}: {}", w.first_of_several, crate::number::thousands(documents as u64))
}

/// The `<article>` alone, for the script to put into the page.
pub fn article_part(site: &Site, finding: &Finding) -> String {
    Story::new(finding, site.lang, &[]).to_string()
}
