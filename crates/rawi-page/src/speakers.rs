//! The list of speakers: who speaks most, or who is called so.

use askama::Template;
use rawi::record::Kind;
use rawi_archive::Speaker;

use crate::labels;
use crate::lang::Lang;
use crate::number::thousands;
use crate::site::{Place, Site};
use crate::words::Words;

/// Speakers of an archive.
#[derive(Debug, Clone)]
pub struct SpeakersPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// The name that was typed, or nothing.
    pub typed: &'a str,
    /// The kind that was asked for.
    pub kind: Option<Kind>,
    /// Those who were found.
    pub list: &'a [Speaker],
    /// Names near to one that nobody bears.
    pub nearest: &'a [String],
}

#[derive(Template)]
#[template(path = "speakers.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    typed: &'a str,
    kinds: Vec<(&'static str, &'static str, bool)>,
    list: Vec<Row<'a>>,
    nearest: Vec<(&'a str, String)>,
}

struct Row<'a> {
    speaker: &'a Speaker,
    href: String,
    role: Option<&'a str>,
    kind: &'static str,
    numbers: [String; 3],
}

/// The list of speakers.
pub fn speakers(page: &SpeakersPage) -> String {
    let SpeakersPage { site, .. } = *page;
    let row = |speaker| Row {
        speaker,
        href: site.speaker(speaker.identity),
        role: role(speaker),
        kind: labels::kind(speaker.kind, site.lang),
        numbers: [speaker.statements, speaker.articles, speaker.outlets].map(thousands),
    };
    let nearest = |name| format!("{}/speakers?name={}", site.base, crate::address::readable(name));
    Page {
        site,
        w: site.words(),
        lang: site.lang,
        place: Place::Speakers,
        typed: page.typed,
        kinds: Kind::ALL.iter().map(|&kind| (kind.as_str(), labels::kind(kind, site.lang), page.kind == Some(kind))).collect(),
        list: page.list.iter().map(row).collect(),
        nearest: page.nearest.iter().map(|name| (&name[..], nearest(name))).collect(),
    }
    .to_string()
}

/// The role, where it is not the name itself.
pub(crate) fn role(speaker: &Speaker) -> Option<&str> {
    speaker.role.as_deref().filter(|role| *role != speaker.name)
}
