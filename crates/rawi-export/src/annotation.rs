//! Statements in the Web Annotation Data Model (W3C Recommendation of 23 February 2017): one annotation a line, in JSON-LD.
//! The annotation says who said it and how; its target is what was said, in the words of the article and by their place.

use rawi::record::{Kind, Span};
use rawi_archive::{Article, Entry, Party, Statement};
use serde::Serialize;

use crate::text::Scalars;
use crate::{Options, date, iri, line};

/// How much of the text stands before and after a quotation, in scalar values, to tell it from the same words elsewhere.
const AROUND: usize = 32;

/// Terms of the model, then those of Rawi, which `docs/exports.md` explains.
const CONTEXT: (&str, Terms) = ("http://www.w3.org/ns/anno.jsonld", Terms { rawi: iri::TERMS });

#[derive(Serialize)]
struct Terms {
    rawi: &'static str,
}

#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: (&'static str, Terms),
    id: String,
    r#type: &'static str,
    motivation: Vec<&'static str>,
    creator: Software<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    body: Vec<Body<'a>>,
    target: Target<'a>,
    #[serde(rename = "rawi:confidence", skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(rename = "rawi:text_sha256")]
    text_sha256: &'a str,
}

/// Who found the statement.
#[derive(Serialize)]
struct Software<'a> {
    r#type: &'static str,
    name: &'static str,
    homepage: &'static str,
    #[serde(rename = "rawi:model")]
    model: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'a> {
    /// Someone's name, or a label.
    #[serde(rename = "TextualBody")]
    Text {
        purpose: &'static str,
        #[serde(rename = "rawi:part")]
        part: &'static str,
        value: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<&'static str>,
        format: &'static str,
        #[serde(flatten)]
        party: Option<Who<'a>>,
    },
    /// Where the article says it.
    #[serde(rename = "SpecificResource")]
    Place {
        purpose: &'static str,
        #[serde(rename = "rawi:part")]
        part: &'static str,
        source: &'a str,
        selector: [Selector<'a>; 2],
    },
}

#[derive(Serialize)]
struct Who<'a> {
    #[serde(rename = "rawi:written")]
    written: &'a str,
    #[serde(rename = "rawi:role", skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(rename = "rawi:kind")]
    kind: Kind,
    #[serde(rename = "rawi:identity", skip_serializing_if = "Option::is_none")]
    identity: Option<u64>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Target<'a> {
    /// A statement without content: no part of the article can be pointed at.
    Whole(&'a str),
    One(Piece<'a>),
    /// Each piece of the content.
    Several(Vec<Piece<'a>>),
}

#[derive(Serialize)]
struct Piece<'a> {
    r#type: &'static str,
    source: &'a str,
    selector: [Selector<'a>; 2],
}

/// Both select the same: by the words, which last when the page around them changes, and by the place in the text.
#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: &'a str, prefix: &'a str, suffix: &'a str },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
}

pub fn render(entry: &Entry, text: &Scalars, _: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let source = iri::article(&entry.article);
    let created = date::instant(&entry.article.added).map(|i| i.to_string());
    for statement in &entry.statements {
        line(&annotation(&entry.article, statement, &Page { source: &source, text }, created.clone()), lines)?;
    }
    Ok(())
}

fn annotation<'a>(article: &'a Article, statement: &'a Statement, page: &Page<'a>, created: Option<String>) -> Annotation<'a> {
    let mut pieces: Vec<Piece> = statement.content.iter().map(|&span| page.piece(span)).collect();
    Annotation {
        context: CONTEXT,
        id: iri::statement(&statement.id),
        r#type: "Annotation",
        motivation: if statement.who.is_some() { vec!["identifying", "classifying"] } else { vec!["classifying"] },
        creator: Software {
            r#type: "Software",
            name: concat!("Rawi ", env!("CARGO_PKG_VERSION")),
            homepage: env!("CARGO_PKG_REPOSITORY"),
            model: &article.model,
        },
        created,
        body: bodies(statement, page),
        target: match pieces.len() {
            0 => Target::Whole(page.source),
            1 => Target::One(pieces.remove(0)),
            _ => Target::Several(pieces),
        },
        confidence: statement.confidence.filter(|c| c.is_finite()),
        text_sha256: &article.text_sha256,
    }
}

/// Who and how, then where the article says so.
fn bodies<'a>(statement: &'a Statement, page: &Page<'a>) -> Vec<Body<'a>> {
    let who = statement.who.iter().map(|p| named("speaker", p));
    let to = statement.to.iter().map(|p| named("addressee", p));
    let through = statement.through.iter().map(|p| named("via", p));
    let labels = [label("type", statement.kind.as_str()), label("act", statement.act.as_str())];
    let places = [
        ("cue", "describing", statement.cue.as_slice()),
        ("speaker", "identifying", statement.speaker.as_slice()),
        ("addressee", "identifying", statement.addressee.as_slice()),
        ("via", "identifying", &statement.via),
        ("setting", "describing", &statement.setting),
    ];
    let places = places.into_iter().flat_map(|(part, purpose, spans)| {
        spans.iter().map(move |&span| Body::Place { purpose, part, source: page.source, selector: page.selectors(span) })
    });
    who.chain(to).chain(through).chain(labels).chain(places).collect()
}

fn named<'a>(part: &'static str, party: &'a Party) -> Body<'a> {
    let Party { identity, name, written, role, kind } = party;
    let party = Who { written, role: role.as_deref(), kind: *kind, identity: *identity };
    Body::Text { purpose: "identifying", part, value: name, language: Some("ar"), format: "text/plain", party: Some(party) }
}

fn label<'a>(part: &'static str, value: &'a str) -> Body<'a> {
    Body::Text { purpose: "classifying", part, value, language: None, format: "text/plain", party: None }
}

/// The text that spans point into, and where it is.
struct Page<'a> {
    source: &'a str,
    text: &'a Scalars<'a>,
}

impl<'a> Page<'a> {
    fn piece(&self, span: Span) -> Piece<'a> {
        Piece { r#type: "SpecificResource", source: self.source, selector: self.selectors(span) }
    }

    fn selectors(&self, span: Span) -> [Selector<'a>; 2] {
        let [start, end] = span;
        let quote = Selector::Quote {
            exact: self.text.slice(span),
            prefix: self.text.slice([start.saturating_sub(AROUND), start]),
            suffix: self.text.slice([end, end + AROUND]),
        };
        [quote, Selector::Position { start, end }]
    }
}
