//! What the archive gives out: an article with everything that is known of it, its statements, and who their parties are.
//! Plain data; how it is kept is in `store`.

use rawi::record::{Act, Kind, Span, Type, Words};

/// A document as it is kept, in its latest revision.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The identifier in this archive and in every other one: sixteen hexadecimal digits made from the address, or else from
    /// the place that it came from.
    pub id: String,
    /// The identifier that the input gave, else the address, else the path: the `id` of its record.
    pub given: String,
    /// From 1; one more each time that another text is added under the same address.
    pub revision: u32,
    /// The address.
    pub url: Option<String>,
    /// The name of the newspaper, agency or site.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, RFC 3339: a date, or a date and time.
    pub date: Option<String>,
    /// When this revision was added, RFC 3339 in UTC.
    pub added: String,
    /// The file that it came from, and its place inside (`news.zip/a.jsonl, line 7`).
    pub origin: String,
    /// SHA-256 of the text in UTF-8, lower-case hexadecimal.
    pub text_sha256: String,
    /// Name and hash of the model that found the statements.
    pub model: String,
    /// What every span points into.
    pub text: String,
    /// The other documents that carry the same story, by date; empty for most.
    pub copies: Vec<Copy>,
}

/// Another document that carries the same story.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Copy {
    /// See [`Article::id`].
    pub id: String,
    /// See [`Article::url`].
    pub url: Option<String>,
    /// See [`Article::outlet`].
    pub outlet: Option<String>,
    /// See [`Article::title`].
    pub title: Option<String>,
    /// See [`Article::date`].
    pub date: Option<String>,
}

/// A text that a document had.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revision {
    /// See [`Article::revision`].
    pub number: u32,
    /// See [`Article::title`].
    pub title: Option<String>,
    /// See [`Article::added`].
    pub added: String,
    /// See [`Article::date`].
    pub date: Option<String>,
}

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// Stable: the article's, its revision when it is not the first, and the place of the cue: `3f2a9c1b04de5a77-412`, `3f2a9c1b04de5a77.2-412`.
    pub id: String,
    /// See [`rawi::record::Statement::cue`].
    pub cue: Option<Span>,
    /// See [`rawi::record::Statement::speaker`].
    pub speaker: Option<Span>,
    /// See [`rawi::record::Statement::content`].
    pub content: Vec<Span>,
    /// See [`rawi::record::Statement::addressee`].
    pub addressee: Option<Span>,
    /// See [`rawi::record::Statement::via`].
    pub via: Vec<Span>,
    /// See [`rawi::record::Statement::setting`].
    pub setting: Vec<Span>,
    /// See [`rawi::record::Statement::kind`].
    pub kind: Type,
    /// See [`rawi::record::Statement::act`].
    pub act: Act,
    /// The `id` of the statement inside whose content this one stands.
    pub parent: Option<String>,
    /// The probability, 0 to 1, that source and content are right.
    pub confidence: Option<f64>,
    /// The parts as strings.
    pub words: Words,
    /// Whose statement it is; None when it cannot be known.
    pub who: Option<Party>,
    /// Who was spoken to.
    pub to: Option<Party>,
    /// Who relayed it, in the order of `via`.
    pub through: Vec<Party>,
    /// The same statement in other articles of the story: their statements' identifiers.
    pub copies: Vec<String>,
}

/// A source, an addressee or a relay: who it is in the archive, and what this article calls it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Party {
    /// Who it is across documents; None for sources nobody names (`مصدر مسؤول`).
    pub identity: Option<u64>,
    /// The name of that identity: the commonest full one in the archive. Without an identity, `written`.
    pub name: String,
    /// The fullest name or description in this article.
    pub written: String,
    /// Office or title as this article gives it.
    pub role: Option<String>,
    /// What it is.
    pub kind: Kind,
}

/// An article and those of its statements that were asked for, in the order of the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// The article.
    pub article: Article,
    /// The statements.
    pub statements: Vec<Statement>,
}
