//! The page of a speaker: what is known of one, and decisions about who is who. And the page on which two are seen side by side before
//! they are made one.

use askama::Template;
use rawi_archive::{Decided, Filter, Hit, Name, Part, Query, Sort, Speaker};

use crate::asked::{Asked, said_by};
use crate::chart::Timeline;
use crate::counted::Counted;
use crate::escape::plain;
use crate::hit::Shown;
use crate::labels;
use crate::lang::Lang;
use crate::number::thousands;
use crate::site::{Place, Site};
use crate::speakers::role;
use crate::words::Words;

/// Names that are seen; the others are folded away.
const SEEN: usize = 10;

/// A speaker of an archive.
#[derive(Debug, Clone)]
pub struct SpeakerPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// What is known.
    pub page: &'a rawi_archive::Page,
    /// Statements, the latest first.
    pub latest: &'a [Hit],
    /// Decisions about its names.
    pub decisions: &'a [Decided],
}

/// Two speakers who may be one.
#[derive(Debug, Clone)]
pub struct MergePage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// The one.
    pub a: &'a rawi_archive::Page,
    /// The other.
    pub b: &'a rawi_archive::Page,
}

#[derive(Template)]
#[template(path = "speaker.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    title: String,
    known: Known<'a>,
    timeline: Option<Timeline>,
    subjects: Vec<(&'a str, String)>,
    lists: Vec<(&'static str, Vec<Counted>)>,
    latest: Vec<Shown<'a>>,
    all: String,
    compare: String,
    decisions: Vec<(&'a Decided, bool)>,
}

#[derive(Template)]
#[template(path = "merge.html")]
struct Both<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    both: [Known<'a>; 2],
}

/// What stands at the head of a speaker's page, and the names.
struct Known<'a> {
    speaker: &'a Speaker,
    href: String,
    role: Option<&'a str>,
    kind: &'static str,
    numbers: [(&'static str, String); 3],
    names: Vec<Named<'a>>,
    /// Names that are seldom used, folded away.
    folded: Vec<Named<'a>>,
    subjects: String,
}

struct Named<'a> {
    name: &'a Name,
    role: Option<&'a str>,
    statements: String,
    /// Why it was joined; None for the name that the speaker goes by.
    reason: Option<String>,
    /// From and width in hundredths of the whole time of the speaker.
    span: Option<(u64, u64)>,
}

/// The page of a speaker.
pub fn speaker(page: &SpeakerPage) -> String {
    let SpeakerPage { site, page: found, .. } = *page;
    let w = site.words();
    let name = &found.speaker.name;
    let said = said_by(name);
    let asked = Asked::new(&said);
    let link = |query: Query| Some(Asked::new(&query).link(&site.base));
    let narrowed = |filter: Filter| link(said.clone().filtered(filter));
    let party = |part| move |name: &str| (name.to_owned(), narrowed(Filter::Party(part, vec![name.to_owned()])));
    let act = |value: &str| match value.parse() {
        Ok(act) => (labels::act(act, site.lang).to_owned(), narrowed(Filter::Act(vec![act]))),
        Err(_) => (value.to_owned(), None),
    };
    let outlet = |name: &str| (name.to_owned(), narrowed(Filter::Outlet(vec![name.to_owned()])));
    let lists = vec![
        (w.acts, Counted::all(&found.acts, act)),
        (w.outlets, Counted::all(&found.outlets, outlet)),
        (w.addresses, Counted::all(&found.addressees, party(Part::Addressee))),
        (w.relayed_by, Counted::all(&found.relays, party(Part::Via))),
    ];
    Page {
        site,
        w,
        lang: site.lang,
        place: Place::Speakers,
        title: plain(name),
        known: known(site, found),
        timeline: Timeline::new(w.over_time, w.statements, &found.months, site.lang, false, |when| {
            asked.between(Some(when), Some(when)).link(&site.base)
        }),
        subjects: found
            .subjects
            .iter()
            .map(|word| (&word[..], link(Query::Word(word.clone()).and(said.clone())).unwrap_or_default()))
            .collect(),
        lists: lists.into_iter().filter(|(_, list)| !list.is_empty()).collect(),
        latest: page.latest.iter().map(|hit| Shown::new(hit, site.lang, Some(site))).collect(),
        all: Asked { sort: Sort::Newest, ..asked.clone() }.link(&site.base),
        compare: format!("{}/outlets?speaker={}", site.base, crate::address::readable(name)),
        decisions: page.decisions.iter().map(|decided| (decided, decided.kind == "merge")).collect(),
    }
    .to_string()
}

/// The page that shows two speakers before they are made one.
pub fn merge(page: &MergePage) -> String {
    let MergePage { site, a, b } = *page;
    Both { site, w: site.words(), lang: site.lang, place: Place::Speakers, both: [known(site, a), known(site, b)] }.to_string()
}

fn known<'a>(site: &Site, page: &'a rawi_archive::Page) -> Known<'a> {
    let w = site.words();
    let speaker = &page.speaker;
    let days = |name: &Name| Some((day(name.first.as_deref()?)?, day(name.last.as_deref()?)?));
    let first = page.names.iter().filter_map(|name| Some(days(name)?.0)).min().unwrap_or_default();
    let last = page.names.iter().filter_map(|name| Some(days(name)?.1)).max().unwrap_or_default();
    let whole = (last - first).max(1);
    let mut names = page.names.iter().map(|name| Named {
        name,
        role: name.role.as_deref().filter(|role| *role != name.name),
        statements: thousands(name.statements),
        reason: name.reason.as_deref().map(|reason| labels::reason(reason, site.lang)),
        span: days(name).map(|(from, to)| {
            let width = ((to - from) * 100 / whole).max(2);
            let start = ((from - first) * 100 / whole).min(100 - width);
            (if site.lang == Lang::Ar { 100 - start - width } else { start }, width)
        }),
    });
    Known {
        speaker,
        href: site.speaker(speaker.identity),
        role: role(speaker),
        kind: labels::kind(speaker.kind, site.lang),
        numbers: [
            (w.statements, thousands(speaker.statements)),
            (w.articles, thousands(speaker.articles)),
            (w.outlets, thousands(speaker.outlets)),
        ],
        names: names.by_ref().take(SEEN).collect(),
        folded: names.collect(),
        subjects: page.subjects.join("، "),
    }
}

/// A day as a number that grows with it; months count 31 days.
fn day(date: &str) -> Option<u64> {
    let mut parts = date.get(..10)?.split('-').map(str::parse::<u64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some((year * 12 + month) * 31 + day)
}
