//! What one row says of one statement: the columns of CSV, XLSX and Parquet alike, with their names, types and values.
//! Names that `rawi read --format csv` has mean the same here.

use jiff::Timestamp;
use jiff::civil::Date;
use rawi::record::Span;
use rawi_archive::{Article, Party, Statement};
use rawi_table::{Cell, PIECE, day};

use crate::date;

/// How to get a value, by its type.
pub enum Value {
    /// Words for people: in tables without what nobody sees.
    Text(for<'a> fn(Row<'a>) -> Option<&'a str>),
    /// A name that programs go by, as it is.
    Key(for<'a> fn(Row<'a>) -> Option<&'a str>),
    Address(for<'a> fn(Row<'a>) -> Option<&'a str>),
    /// One of few words, each in many rows.
    Label(for<'a> fn(Row<'a>) -> Option<&'a str>),
    Number(fn(Row) -> Option<i64>),
    Real(fn(Row) -> Option<f64>),
    Day(fn(Row) -> Option<Date>),
    Instant(fn(Row) -> Option<Timestamp>),
    Span(fn(Row) -> Option<Span>),
    Texts(for<'a> fn(Row<'a>) -> Vec<&'a str>),
    Numbers(fn(Row) -> Vec<Option<i64>>),
    Spans(for<'a> fn(Row<'a>) -> &'a [Span]),
}

/// What the values of a row come from.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub article: &'a Article,
    pub statement: &'a Statement,
}

impl<'a> Row<'a> {
    fn who(self) -> Option<&'a Party> {
        self.statement.who.as_ref()
    }

    fn to(self) -> Option<&'a Party> {
        self.statement.to.as_ref()
    }

    fn date(self) -> Option<&'a str> {
        self.article.date.as_deref()
    }
}

/// Every column, in order.
pub const COLUMNS: &[(&str, Value)] = {
    use Value::*;
    &[
        ("id", Key(|r| Some(&r.article.given))),
        ("title", Text(|r| r.article.title.as_deref())),
        ("url", Address(|r| r.article.url.as_deref())),
        ("outlet", Label(|r| r.article.outlet.as_deref())),
        ("author", Text(|r| r.article.author.as_deref())),
        ("date", Key(|r| r.date())),
        ("published_on", Day(|r| r.date().and_then(day))),
        ("published_at", Instant(|r| r.date().and_then(date::instant))),
        ("article_id", Key(|r| Some(&r.article.id))),
        ("revision", Number(|r| Some(r.article.revision.into()))),
        ("statement_id", Key(|r| Some(&r.statement.id))),
        ("who", Text(|r| Some(&r.who()?.written))),
        ("who_name", Text(|r| Some(&r.who()?.name))),
        ("who_identity", Number(|r| identity(r.who()?))),
        ("kind", Label(|r| Some(r.who()?.kind.as_str()))),
        ("role", Text(|r| r.who()?.role.as_deref())),
        ("cue", Text(|r| r.statement.words.cue.as_deref())),
        ("speaker", Text(|r| r.statement.words.speaker.as_deref())),
        ("content", Texts(|r| texts(&r.statement.words.content))),
        ("addressee", Text(|r| r.statement.words.addressee.as_deref())),
        ("addressee_name", Text(|r| Some(&r.to()?.name))),
        ("addressee_identity", Number(|r| identity(r.to()?))),
        ("via", Texts(|r| texts(&r.statement.words.via))),
        ("via_name", Texts(|r| r.statement.through.iter().map(|p| p.name.as_str()).collect())),
        ("via_identity", Numbers(|r| r.statement.through.iter().map(identity).collect())),
        ("setting", Texts(|r| texts(&r.statement.words.setting))),
        ("type", Label(|r| Some(r.statement.kind.as_str()))),
        ("act", Label(|r| Some(r.statement.act.as_str()))),
        ("parent_id", Key(|r| r.statement.parent.as_deref())),
        ("confidence", Real(|r| r.statement.confidence)),
        ("cue_span", Span(|r| r.statement.cue)),
        ("speaker_span", Span(|r| r.statement.speaker)),
        ("content_span", Spans(|r| &r.statement.content)),
        ("addressee_span", Span(|r| r.statement.addressee)),
        ("via_span", Spans(|r| &r.statement.via)),
        ("setting_span", Spans(|r| &r.statement.setting)),
        ("copies", Texts(|r| texts(&r.statement.copies))),
        ("article_copies", Texts(|r| r.article.copies.iter().map(|c| c.id.as_str()).collect())),
        ("text_sha256", Key(|r| Some(&r.article.text_sha256))),
        ("model", Label(|r| Some(&r.article.model))),
        ("origin", Key(|r| Some(&r.article.origin))),
        ("added", Instant(|r| date::instant(&r.article.added))),
    ]
};

/// The cells of a row, for tables that have no lists and structs.
pub fn cells(row: Row<'_>) -> Vec<Cell<'_>> {
    fn each<'a, T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Cell<'a> {
        value.map_or(Cell::Empty, cell)
    }
    let cell = |(_, value): &(&str, Value)| match value {
        Value::Text(of) | Value::Label(of) => each(of(row), Cell::text),
        Value::Key(of) => each(of(row), |key| Cell::Text(key.into())),
        Value::Address(of) => each(of(row), Cell::link),
        Value::Number(of) => each(of(row), |n| Cell::Number(n as f64)),
        Value::Real(of) => each(of(row), Cell::Number),
        Value::Day(of) => each(of(row), |day| Cell::Date(day.to_string().into())),
        Value::Instant(of) => each(of(row), |instant| Cell::Date(instant.to_string().into())),
        Value::Span(of) => Cell::spans(of(row).as_slice()),
        Value::Spans(of) => Cell::spans(of(row)),
        Value::Texts(of) => Cell::texts(&of(row)),
        Value::Numbers(of) => {
            let numbers = of(row).into_iter().map(|n| n.map(|n| n.to_string()).unwrap_or_default());
            Cell::Text(numbers.collect::<Vec<_>>().join(PIECE).into())
        }
    };
    COLUMNS.iter().map(cell).collect()
}

/// The names of the columns.
pub fn header() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

fn texts(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}

/// Signed: what reads Parquet is often at a loss with unsigned numbers, and an identity is the number of a row in SQLite.
fn identity(party: &Party) -> Option<i64> {
    party.identity.map(u64::cast_signed)
}
