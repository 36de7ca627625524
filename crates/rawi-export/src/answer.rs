//! Answers of an archive as JSON: what a search found, who speaks, which outlets there are. The command prints these shapes and a
//! server sends them; what each field means is in `docs/search.md` and `docs/archive.md`.
//! Records of articles are `rawi.statements/1` and not here.

use rawi::record::{Span, Words};
use rawi_archive as archive;
use serde::Serialize;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Found {
    /// The query as it was understood.
    pub query: String,
    /// Statements or articles that match, copies counted once unless they were asked for.
    pub total: usize,
    /// Hits passed over before the first one here.
    pub offset: usize,
    /// The hits, in order.
    pub hits: Vec<Hit>,
    /// For each facet that was asked for, its values, the most frequent first.
    #[cfg_attr(feature = "schema", schema(additional_properties))]
    pub facets: std::collections::BTreeMap<&'static str, Vec<Count>>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Count {
    /// A name, a role, a label, a month or a day.
    pub value: String,
    /// The number of the speaker, addressee or relay; null for everything else.
    pub identity: Option<u64>,
    /// Hits that have it.
    pub count: usize,
}

/// A statement or an article that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// Its place among all hits, from 1.
    pub rank: usize,
    /// How well it matches; comparable within one search.
    pub score: f64,
    /// The article.
    pub article: Article,
    /// The statement; null when articles were looked for.
    pub statement: Option<Statement>,
    /// The words around what was looked for.
    pub snippet: Snippet,
}

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Snippet {
    /// The words.
    pub text: String,
    /// Where in them the matches stand, in Unicode scalar values.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<[u64]>))]
    pub marks: Vec<Span>,
}

/// An article, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Article {
    /// Sixteen hexadecimal digits.
    pub id: String,
    /// The identifier that came with it.
    pub given: String,
    /// Which text of this document it is, from 1.
    pub revision: u32,
    /// The address.
    pub url: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, RFC 3339; a year or a month alone where no more is known.
    pub date: Option<String>,
    /// SHA-256 of the text in UTF-8, hexadecimal.
    pub text_sha256: String,
    /// The other articles of the story.
    pub copies: Vec<Copy>,
}

/// Another article of the same story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Copy {
    /// Sixteen hexadecimal digits.
    pub id: String,
    /// The address.
    pub url: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<String>,
}

/// A statement of an archive. Spans are of the text of its article, in Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Statement {
    /// That of the article and the place of the cue: `3f2a9c1b04de5a77-412`.
    pub id: String,
    /// Who said it; null when it cannot be known.
    pub who: Option<Party>,
    /// The word that marks it as said.
    #[cfg_attr(feature = "schema", schema(value_type = Option<[u64]>, min_items = 2, max_items = 2))]
    pub cue: Option<Span>,
    /// The words that name the speaker.
    #[cfg_attr(feature = "schema", schema(value_type = Option<[u64]>, min_items = 2, max_items = 2))]
    pub speaker: Option<Span>,
    /// What was said.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<[u64]>))]
    pub content: Vec<Span>,
    /// The words that name whom it was said to.
    #[cfg_attr(feature = "schema", schema(value_type = Option<[u64]>, min_items = 2, max_items = 2))]
    pub addressee: Option<Span>,
    /// The words that name who relayed it.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<[u64]>))]
    pub via: Vec<Span>,
    /// Where and when.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<[u64]>))]
    pub setting: Vec<Span>,
    /// direct, mixed, indirect or reported.
    pub r#type: &'static str,
    /// state, announce, affirm, deny, blame, praise, demand, warn, promise, opine or ask.
    pub act: &'static str,
    /// The statement inside whose content it stands.
    pub parent: Option<String>,
    /// The probability, 0 to 1, that source and content are right.
    pub confidence: Option<f64>,
    /// The parts as strings.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub words: Words,
    /// Whom it was said to.
    pub to: Option<Party>,
    /// Who relayed it.
    pub through: Vec<Party>,
    /// The same statement in other articles of the story.
    pub copies: Vec<String>,
}

/// A source, an addressee or a relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Party {
    /// The number of the speaker across the archive; null for those nobody names.
    pub identity: Option<u64>,
    /// The commonest full name.
    pub name: String,
    /// The name in this article.
    pub written: String,
    /// The role in this article.
    pub role: Option<String>,
    /// person, organization, government, group, unnamed or document.
    pub kind: &'static str,
}

/// A speaker, with what it said in the whole archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Speaker {
    /// Its number.
    pub identity: u64,
    /// Its commonest full name.
    pub name: String,
    /// Its commonest role.
    pub role: Option<String>,
    /// person, organization, government, group, unnamed or document.
    pub kind: &'static str,
    /// Statements, copies counted once.
    pub statements: u64,
    /// Articles with these statements.
    pub articles: u64,
    /// Outlets with these articles.
    pub outlets: u64,
    /// The first day of publication.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
}

/// A speaker with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SpeakerPage {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// Its names and roles, the most used first.
    pub names: Vec<Name>,
    /// Statements in each month that has some.
    pub months: Vec<Number>,
    /// Words that it uses more than others do.
    pub subjects: Vec<String>,
    /// Whom it addresses.
    pub addressees: Vec<Number>,
    /// Who relays it.
    pub relays: Vec<Number>,
    /// Outlets that carry it.
    pub in_outlets: Vec<Number>,
    /// What it does by speaking.
    pub acts: Vec<Number>,
}

/// Something with its number of statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Number {
    /// What.
    pub value: String,
    /// Statements.
    pub count: u64,
}

/// A name of a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Name {
    /// The number by which it can be split off.
    pub number: u64,
    /// The name.
    pub name: String,
    /// The role beside it.
    pub role: Option<String>,
    /// Statements under it.
    pub statements: u64,
    /// The first day that it was used.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
    /// Why it was joined to the speaker; null for the name that the speaker goes by.
    pub reason: Option<String>,
}

/// An outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Articles.
    pub articles: u64,
    /// Statements in them.
    pub statements: u64,
    /// The first day of publication.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
}

/// A text that an article had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// The headline.
    pub title: Option<String>,
    /// The date of publication that it bore.
    pub date: Option<String>,
    /// When it was added, RFC 3339 in UTC.
    pub added: String,
}

impl Found {
    /// What `query` found, `offset` hits passed over.
    pub fn new(query: &archive::Query, found: &archive::Results, offset: usize) -> Self {
        Self {
            query: query.to_string(),
            total: found.total,
            offset,
            hits: found.hits.iter().zip(offset + 1..).map(|(hit, rank)| Hit::new(hit, rank)).collect(),
            facets: found.facets.iter().map(|(facet, counts)| (facet.name(), counts.iter().map(Count::from).collect())).collect(),
        }
    }
}

impl From<&archive::Count> for Count {
    fn from(count: &archive::Count) -> Self {
        Self { value: count.value.clone(), identity: count.identity, count: count.hits }
    }
}

impl Hit {
    /// The hit that stands at `rank`, from 1.
    pub fn new(hit: &archive::Hit, rank: usize) -> Self {
        Self {
            rank,
            score: (f64::from(hit.score) * 1000.0).round() / 1000.0,
            article: (&hit.entry.article).into(),
            statement: hit.entry.statements.first().map(Statement::from),
            snippet: Snippet { text: hit.snippet.text.clone(), marks: hit.snippet.marks.clone() },
        }
    }
}

impl From<&archive::Article> for Article {
    fn from(article: &archive::Article) -> Self {
        Self {
            id: article.id.clone(),
            given: article.given.clone(),
            revision: article.revision,
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            title: article.title.clone(),
            author: article.author.clone(),
            date: article.date.clone(),
            text_sha256: article.text_sha256.clone(),
            copies: article.copies.iter().map(Copy::from).collect(),
        }
    }
}

impl From<&archive::Copy> for Copy {
    fn from(copy: &archive::Copy) -> Self {
        let archive::Copy { id, url, outlet, title, date } = copy.clone();
        Self { id, url, outlet, title, date }
    }
}

impl From<&archive::Statement> for Statement {
    fn from(s: &archive::Statement) -> Self {
        Self {
            id: s.id.clone(),
            who: s.who.as_ref().map(Party::from),
            cue: s.cue,
            speaker: s.speaker,
            content: s.content.clone(),
            addressee: s.addressee,
            via: s.via.clone(),
            setting: s.setting.clone(),
            r#type: s.kind.as_str(),
            act: s.act.as_str(),
            parent: s.parent.clone(),
            confidence: s.confidence,
            words: s.words.clone(),
            to: s.to.as_ref().map(Party::from),
            through: s.through.iter().map(Party::from).collect(),
            copies: s.copies.clone(),
        }
    }
}

impl From<&archive::Party> for Party {
    fn from(party: &archive::Party) -> Self {
        Self {
            identity: party.identity,
            name: party.name.clone(),
            written: party.written.clone(),
            role: party.role.clone(),
            kind: party.kind.as_str(),
        }
    }
}

impl From<&archive::Speaker> for Speaker {
    fn from(speaker: &archive::Speaker) -> Self {
        Self {
            identity: speaker.identity,
            name: speaker.name.clone(),
            role: speaker.role.clone(),
            kind: speaker.kind.as_str(),
            statements: speaker.statements,
            articles: speaker.articles,
            outlets: speaker.outlets,
            first: speaker.first.clone(),
            last: speaker.last.clone(),
        }
    }
}

impl From<&archive::Page> for SpeakerPage {
    fn from(page: &archive::Page) -> Self {
        let numbers = |list: &[(String, u64)]| list.iter().map(|(value, count)| Number { value: value.clone(), count: *count }).collect();
        Self {
            speaker: (&page.speaker).into(),
            names: page.names.iter().map(Name::from).collect(),
            months: numbers(&page.months),
            subjects: page.subjects.clone(),
            addressees: numbers(&page.addressees),
            relays: numbers(&page.relays),
            in_outlets: numbers(&page.outlets),
            acts: numbers(&page.acts),
        }
    }
}

impl From<&archive::Name> for Name {
    fn from(name: &archive::Name) -> Self {
        let archive::Name { form, name, role, statements, first, last, reason } = name.clone();
        Self { number: form, name, role, statements, first, last, reason }
    }
}

impl From<&archive::Outlet> for Outlet {
    fn from(outlet: &archive::Outlet) -> Self {
        let archive::Outlet { name, articles, statements, first, last } = outlet.clone();
        Self { name, articles, statements, first, last }
    }
}

impl From<&archive::Revision> for Revision {
    fn from(revision: &archive::Revision) -> Self {
        let archive::Revision { number, title, added, date } = revision.clone();
        Self { number, title, date, added }
    }
}
