//! An article with its statements marked in the text and listed beside it: the one rendering of it, in files and on the server.
//! How a page is put around it is others' affair (`file`, `article`, `read`).

use std::borrow::Cow;

use askama::Template;
use rawi::record::{Span, Words as Parts};

use crate::address;
use crate::finding::{Finding, words};
use crate::labels;
use crate::lang::{Lang, is_arabic};
use crate::marks::{Mark, Step, nest};
use crate::number::percent;
use crate::words::Words;

/// Colours of speakers in `style.css`: `k1` to `k7`, then the same again with another line (`m1`, …). `k0` is for nobody known.
const COLORS: usize = 7;
/// Kinds of line in `style.css`: `m0` to `m3`.
const LINES: usize = 4;
/// Deeper nesting is not moved in any further.
const DEEPEST: usize = 4;

/// An article.
#[derive(Template)]
#[template(path = "story.html")]
pub struct Story<'a> {
    w: &'static Words,
    lang: Lang,
    finding: &'a Finding,
    /// The title, where the text does not begin with it.
    title: Option<Cow<'a, str>>,
    lines: Vec<Line<'a>>,
    sources: Vec<Source<'a>>,
    said: Vec<Said<'a>>,
}

/// What a server knows of a statement besides.
#[derive(Debug, Clone, Default)]
pub struct More {
    /// Where it stands in the page, for links from elsewhere; no other statement of the page has it.
    pub anchor: String,
    /// The address of the statement.
    pub itself: String,
    /// The address of its speaker.
    pub speaker: Option<String>,
    /// The address of a search for what the same source says elsewhere.
    pub elsewhere: Option<String>,
    /// Its copies in other articles: what to call them, and their addresses.
    pub copies: Vec<(String, String)>,
    /// Whether it is the one that was asked for.
    pub meant: bool,
}

/// A line of the text.
struct Line<'a> {
    /// The element that it is, if it is any.
    tag: &'static str,
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Text(&'a str),
    Open(Tag),
    Close(&'static str),
}

/// The beginning of a mark.
struct Tag {
    name: &'static str,
    class: &'static str,
    look: String,
    /// The number of the statement.
    statement: usize,
    id: Option<String>,
    href: Option<String>,
    numbered: bool,
    meant: bool,
}

struct Source<'a> {
    look: String,
    name: &'a str,
    about: String,
    href: Option<&'a str>,
    statements: usize,
}

/// A statement in the list.
struct Said<'a> {
    number: usize,
    id: String,
    /// What its number leads to.
    to: String,
    look: String,
    depth: usize,
    name: &'a str,
    facts: String,
    percent: Option<String>,
    words: String,
    parts: Parts,
    why: Vec<(&'static str, &'a [rawi::Evidence])>,
    more: Option<&'a More>,
}

impl<'a> Story<'a> {
    /// `finding` in `lang`. `more` is empty or has an item for each statement, in their order.
    pub fn new(finding: &'a Finding, lang: Lang, more: &'a [More]) -> Self {
        let record = &finding.record;
        let titled = match (finding.first_line(), finding.title()) {
            (Some(line), title) => title.is_none_or(|title| title == line),
            (None, _) => false,
        };
        let apart = !titled && (finding.title().is_some() || record.text.is_none());
        let draft = Draft { finding, lang, more };
        Self {
            w: Words::of(lang),
            lang,
            finding,
            title: apart.then(|| finding.heading()),
            lines: record.text.as_deref().map(|text| draft.lines(text, titled)).unwrap_or_default(),
            sources: draft.sources(),
            said: finding.outline().into_iter().map(|(i, depth)| draft.said(i, depth)).collect(),
        }
    }

    /// Whether the text is in a language that the page is not in.
    fn foreign(&self) -> Option<&'static str> {
        let arabic = is_arabic(self.finding.record.text.as_deref()?);
        match (arabic, self.lang) {
            (false, _) => Some("und"),
            (true, Lang::En) => Some("ar"),
            (true, Lang::Ar) => None,
        }
    }

    /// The address of the article, or what stands for it; and whether it can be followed.
    fn address(&self) -> (&str, bool) {
        let address = self.finding.record.url.as_deref().unwrap_or(&self.finding.record.id);
        (address, address::web(address).is_some())
    }
}

impl Said<'_> {
    /// Whether it is the one that was asked for.
    fn meant(&self) -> bool {
        self.more.is_some_and(|more| more.meant)
    }

    /// The page of its speaker.
    fn page(&self) -> Option<&str> {
        self.more?.speaker.as_deref()
    }
}

/// What the parts of a story are made from.
struct Draft<'a> {
    finding: &'a Finding,
    lang: Lang,
    more: &'a [More],
}

/// What a mark in the article is, the outermost first where several have the same range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Content,
    Setting,
    Via,
    Addressee,
    Speaker,
    Cue,
}

/// Part, depth and index of the statement: of two equal ranges the enclosing statement's is outside.
type Key = (Part, usize, usize);

impl<'a> Draft<'a> {
    fn lines(&self, text: &'a str, titled: bool) -> Vec<Line<'a>> {
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let marks = self.marks();
        // A statement is begun once, however many pieces and paragraphs it has: its first piece carries the id.
        let mut begun = vec![false; self.finding.record.statements.len()];
        let mut numbered = begun.clone();
        let mut start = 0;
        let mut lines = Vec::new();
        for (i, line) in text.split('\n').enumerate() {
            let len = line.chars().count();
            let tag = match (i, titled) {
                _ if line.trim().is_empty() => "",
                (0, true) => "h1",
                _ => "p",
            };
            let here: Vec<Mark<Key>> = marks
                .iter()
                .filter(|m| m.start < start + len && m.end > start)
                .map(|m| Mark { start: m.start.saturating_sub(start), end: m.end - start, key: m.key })
                .collect();
            let mut open: Vec<&'static str> = Vec::new();
            let mut pieces = Vec::new();
            for step in nest(len, &here) {
                pieces.push(match step {
                    Step::Text(s, e) => Piece::Text(&text[bytes[start + s]..bytes[start + e]]),
                    Step::Close => Piece::Close(open.pop().unwrap_or("span")),
                    Step::Open { key: (part, _, s), .. } => {
                        let id = self.begins(s) == part && !begun[s];
                        begun[s] |= id;
                        // A link cannot stand in a link.
                        let link = part == Part::Cue && !open.contains(&"a");
                        let number = link && !numbered[s];
                        numbered[s] |= number;
                        let tag = self.tag(part, s, id, link, number);
                        open.push(tag.name);
                        Piece::Open(tag)
                    }
                });
            }
            lines.push(Line { tag, pieces });
            start += len + 1;
        }
        lines
    }

    /// The part of a statement that links lead to.
    fn begins(&self, index: usize) -> Part {
        if self.finding.record.statements[index].content.is_empty() { Part::Cue } else { Part::Content }
    }

    /// The place of a statement in the text.
    fn place(&self, index: usize) -> String {
        match self.more.get(index) {
            Some(more) => more.anchor.clone(),
            None => format!("d{}-s{}", self.finding.number, index + 1),
        }
    }

    /// The place of a statement in the list.
    fn item(&self, index: usize) -> String {
        format!("d{}-l{}", self.finding.number, index + 1)
    }

    fn tag(&self, part: Part, index: usize, id: bool, link: bool, numbered: bool) -> Tag {
        Tag {
            name: if link { "a" } else { "span" },
            class: match part {
                Part::Content => "c",
                Part::Setting => "t",
                Part::Via => "v",
                Part::Addressee => "a",
                Part::Speaker => "w",
                Part::Cue => "q",
            },
            look: self.look(index),
            statement: index + 1,
            id: id.then(|| self.place(index)),
            href: link.then(|| self.item(index)),
            numbered,
            meant: part == Part::Content && self.more.get(index).is_some_and(|more| more.meant),
        }
    }

    /// Every part of every statement, as marks over the text.
    fn marks(&self) -> Vec<Mark<Key>> {
        let mut marks = Vec::new();
        for (i, depth) in self.finding.outline() {
            let s = &self.finding.record.statements[i];
            let mut add = |part: Part, spans: &[Span]| {
                marks.extend(spans.iter().map(|&[start, end]| Mark { start, end, key: (part, depth, i) }));
            };
            add(Part::Content, &s.content);
            add(Part::Setting, &s.setting);
            add(Part::Via, &s.via);
            add(Part::Addressee, s.addressee.as_slice());
            add(Part::Speaker, s.speaker.as_slice());
            add(Part::Cue, s.cue.as_slice());
        }
        marks
    }

    /// The classes that give a statement the look of its speaker.
    fn look(&self, index: usize) -> String {
        look(self.finding.speaker(&self.finding.record.statements[index]).map(|(n, _)| n))
    }

    fn sources(&self) -> Vec<Source<'a>> {
        let record = &self.finding.record;
        let said_by = |id: Option<&str>| -> Vec<usize> {
            record.statements.iter().enumerate().filter(|(_, s)| s.who.as_deref() == id).map(|(i, _)| i).collect()
        };
        let mut sources: Vec<Source> = Vec::new();
        for (n, speaker) in record.speakers.iter().enumerate() {
            let mut about: Vec<&str> = Vec::new();
            about.extend(speaker.role.as_deref().filter(|r| *r != speaker.name));
            about.push(labels::kind(speaker.kind, self.lang));
            let said = said_by(Some(&speaker.id));
            sources.push(Source {
                look: look(Some(n)),
                name: &speaker.name,
                about: about.join(" · "),
                statements: said.len(),
                href: said.iter().find_map(|&i| self.more.get(i)?.speaker.as_deref()),
            });
        }
        let statements = said_by(None).len();
        if statements > 0 {
            sources.push(Source { look: look(None), name: labels::unknown(self.lang), about: String::new(), statements, href: None });
        }
        sources
    }

    fn said(&self, index: usize, depth: usize) -> Said<'a> {
        let finding = self.finding;
        let record = &finding.record;
        let statement = &record.statements[index];
        let parts = words(record, statement);
        let w = Words::of(self.lang);
        let why = finding.explanation(index).map(|why| {
            let all = [(w.why_act, &why.cue), (w.why_bounds, &why.bounds), (w.why_speaker, &why.speaker)];
            all.into_iter().filter(|(_, evidence)| !evidence.is_empty()).map(|(label, evidence)| (label, &evidence[..])).collect()
        });
        Said {
            number: index + 1,
            id: self.item(index),
            // Without the article there is nothing to go to but the item itself.
            to: if record.text.is_some() { self.place(index) } else { self.item(index) },
            look: self.look(index),
            depth: depth.min(DEEPEST),
            name: finding.speaker(statement).map_or(labels::unknown(self.lang), |(_, s)| &s.name),
            facts: format!("{} {}", labels::act(statement.act, self.lang), labels::kind_of_words(statement.kind, self.lang)),
            percent: statement.confidence.map(percent),
            words: labels::quoted(statement.kind, &parts.content),
            parts,
            why: why.unwrap_or_default(),
            more: self.more.get(index),
        }
    }
}

fn look(speaker: Option<usize>) -> String {
    match speaker {
        Some(n) => format!("k{} m{}", n % COLORS + 1, n / COLORS % LINES),
        None => "k0 m0".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::tags::{nests, text_of};
    use expect_test::expect_file;

    fn shown(finding: &Finding) -> String {
        Story::new(finding, Lang::Ar, &[]).to_string()
    }

    #[test]
    fn the_article_is_whole_and_tags_nest() {
        for finding in [fixture::explained(fixture::harbour()), fixture::odd(), fixture::empty()] {
            let text = finding.record.text.clone().unwrap();
            for lang in Lang::ALL {
                let page = Story::new(&finding, lang, &[]).to_string();
                assert_eq!(text_of(&page, "text"), Some(text.replace('\0', "\u{fffd}")));
                nests(&page);
            }
        }
    }

    #[test]
    fn every_link_has_one_place_to_go_to() {
        for finding in [fixture::harbour(), fixture::odd(), fixture::empty()] {
            let mut bare = finding.clone();
            bare.record.text = None;
            for body in [shown(&finding), shown(&bare)] {
                for link in body.split("href=\"#").skip(1) {
                    let to = link.split('"').next().unwrap();
                    assert_eq!(body.matches(&format!("id=\"{to}\"")).count(), 1, "{to}");
                }
            }
        }
    }

    #[test]
    fn a_title_stands_once() {
        let title = |title: Option<&str>, text: Option<&str>| {
            let mut finding = fixture::empty();
            finding.record.title = title.map(Into::into);
            finding.record.text = text.map(Into::into);
            let body = shown(&finding);
            let headings: Vec<_> = body.split("<h1>").skip(1).map(|r| r.split('<').next().unwrap().to_owned()).collect();
            headings.join("|")
        };
        let paragraph = "كلمة ".repeat(100);
        assert_eq!(title(Some("خبر"), Some("خبر\nمتن")), "خبر");
        assert_eq!(title(Some("خبر"), Some("متن")), "خبر");
        assert_eq!(title(None, Some("خبر\nمتن")), "خبر");
        assert_eq!(title(None, Some(&paragraph)), "");
        assert_eq!(title(Some("خبر"), Some(&paragraph)), "خبر");
        assert_eq!(title(Some("خبر"), None), "خبر");
        assert_eq!(title(None, None), "empty.txt");
    }

    #[test]
    fn an_address_is_a_link_only_when_a_browser_may_fetch_it() {
        let mut finding = fixture::empty();
        finding.record.url = Some("javascript:alert(1)".into());
        assert!(!shown(&finding).contains("href=\"javascript"));
    }

    #[test]
    fn harbour() {
        let finding = fixture::explained(fixture::harbour());
        expect_file!["../tests/expected/harbour.html.part"].assert_eq(&shown(&finding));
    }

    #[test]
    fn odd() {
        expect_file!["../tests/expected/odd.html.part"].assert_eq(&shown(&fixture::odd()));
    }
}
