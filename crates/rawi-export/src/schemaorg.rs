//! Articles in the vocabulary of schema.org, in JSON-LD: a `NewsArticle` a line, its statements as `Quotation`s.
//! The vocabulary has no word for spans, confidence and setting: those are in the other formats.

use rawi::record::Kind;
use rawi_archive::{Article, Copy, Entry, Party, Statement};
use serde::Serialize;

use crate::text::Scalars;
use crate::{Options, date, iri, line};

/// Between the pieces of a quotation: what stands there in the article is left out.
const ELLIPSIS: &str = " […] ";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    work: Work<'a>,
    identifier: &'a str,
    version: u32,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example_of_work: Option<Story<Work<'a>>>,
    has_part: Vec<Quotation<'a>>,
}

/// What an article and its copies have.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Work<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

/// What copies are copies of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Story<T> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    work_example: Vec<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Quotation<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    #[serde(rename = "@id")]
    id: String,
    identifier: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spoken_by_character: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    is_based_on: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributor: Vec<Relay<'a>>,
    keywords: [Term; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example_of_work: Option<Story<Reference>>,
}

/// A person or an organization.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Agent<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternate_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
    /// The office of one that can hold none.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    name: &'a str,
}

/// schema.org's way to say in what role somebody contributed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Relay<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    role_name: &'static str,
    contributor: Agent<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Term {
    #[serde(rename = "@type")]
    r#type: &'static str,
    in_defined_term_set: String,
    term_code: &'static str,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@type")]
    r#type: &'static str,
    #[serde(rename = "@id")]
    id: String,
}

pub fn render(entry: &Entry, text: &Scalars, options: Options, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let Entry { article, statements } = entry;
    let Article { id, url, outlet, title, date, .. } = article;
    let copies: Vec<Work> = article.copies.iter().map(copy).collect();
    let article = NewsArticle {
        context: "https://schema.org",
        work: work(id, url.as_deref(), title.as_deref(), outlet.as_deref(), date.as_deref()),
        identifier: id,
        version: article.revision,
        in_language: "ar",
        author: article.author.as_deref().map(|name| Named { r#type: "Person", name }),
        article_body: (!options.no_text).then_some(&article.text),
        example_of_work: story("CreativeWork", copies),
        has_part: statements.iter().map(|s| quotation(s, text)).collect(),
    };
    line(&article, lines)
}

fn work<'a>(id: &str, url: Option<&'a str>, title: Option<&'a str>, outlet: Option<&'a str>, date: Option<&str>) -> Work<'a> {
    Work {
        r#type: "NewsArticle",
        id: iri::document(url, id),
        url: url.filter(|u| rawi_table::is_absolute(u)),
        headline: title,
        publisher: outlet.map(|name| Named { r#type: "Organization", name }),
        date_published: date.and_then(date::iso),
    }
}

fn copy(copy: &Copy) -> Work<'_> {
    work(&copy.id, copy.url.as_deref(), copy.title.as_deref(), copy.outlet.as_deref(), copy.date.as_deref())
}

fn story<T>(kind: &'static str, copies: Vec<T>) -> Option<Story<T>> {
    (!copies.is_empty()).then_some(Story { r#type: kind, work_example: copies })
}

fn quotation<'a>(statement: &'a Statement, text: &Scalars<'a>) -> Quotation<'a> {
    let pieces: Vec<&str> = statement.content.iter().map(|&span| text.slice(span)).collect();
    let texts = statement.who.iter().chain(&statement.through).filter(|p| p.kind == Kind::Document);
    Quotation {
        r#type: "Quotation",
        id: iri::statement(&statement.id),
        identifier: &statement.id,
        text: (!pieces.is_empty()).then(|| pieces.join(ELLIPSIS)),
        spoken_by_character: statement.who.as_ref().and_then(agent),
        is_based_on: texts.map(|p| Named { r#type: "CreativeWork", name: &p.name }).collect(),
        audience: statement.to.as_ref().map(|p| Named { r#type: "Audience", name: &p.name }),
        contributor: statement.through.iter().filter_map(agent).map(relay).collect(),
        keywords: [term("type", statement.kind.as_str()), term("act", statement.act.as_str())],
        is_part_of: statement.parent.as_deref().map(reference),
        example_of_work: story("Quotation", statement.copies.iter().map(|id| reference(id)).collect()),
    }
}

/// None for texts, which speak for somebody but are nobody.
fn agent(party: &Party) -> Option<Agent<'_>> {
    let kind = match party.kind {
        Kind::Person | Kind::Unnamed => "Person",
        Kind::Organization | Kind::Group => "Organization",
        Kind::Government => "GovernmentOrganization",
        Kind::Document => return None,
    };
    let role = party.role.as_deref();
    Some(Agent {
        named: Named { r#type: kind, name: &party.name },
        alternate_name: (party.written != party.name).then_some(&party.written),
        job_title: role.filter(|_| kind == "Person"),
        description: role.filter(|_| kind != "Person"),
        identifier: party.identity.map(|i| i.to_string()),
    })
}

fn relay(contributor: Agent<'_>) -> Relay<'_> {
    Relay { r#type: "Role", role_name: "relay", contributor }
}

fn term(set: &str, term_code: &'static str) -> Term {
    Term { r#type: "DefinedTerm", in_defined_term_set: format!("{}{set}", iri::TERMS), term_code }
}

fn reference(id: &str) -> Reference {
    Reference { r#type: "Quotation", id: iri::statement(id) }
}
