//! What requests bring: a search with its conditions in the address, and bodies; with problems where they cannot be understood.

use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum_extra::extract::Query as Parameters;
use percent_encoding::percent_decode_str;
use rawi_archive::{Facet, Filters, Options, Query, Rows, Sort};
use serde::de::{self, DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};

use crate::openapi::{ActName, FacetName, KindName, TypeName};
use crate::problem::Problem;

/// Hits at most in one answer.
pub const MOST: usize = 100;
/// Hits in an answer where nobody says.
const USUAL: usize = 10;
/// Values of a facet where nobody says.
const VALUES: usize = 20;
/// How far into a search one may go.
const FARTHEST: usize = 10_000;

/// The parameters of an address.
pub struct Input<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if percent_decode_str(parts.uri.query().unwrap_or_default()).decode_utf8().is_err() {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "the address is not in UTF-8, escaped by percent signs"));
        }
        match Parameters::<T>::from_request_parts(parts, state).await {
            Ok(Parameters(input)) => Ok(Self(input)),
            Err(rejection) => Err(Problem::new(StatusCode::BAD_REQUEST, rejection.body_text())),
        }
    }
}

/// What stands in a path.
pub struct Rest<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Rest<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(rest)) => Ok(Self(rest)),
            Err(rejection) => Err(Problem::new(StatusCode::NOT_FOUND, rejection.body_text())),
        }
    }
}

/// A body as it came.
pub struct Body(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let too_long = StatusCode::PAYLOAD_TOO_LARGE;
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| match rejection.status() {
            status if status == too_long => Problem::new(status, "the body is longer than the server takes"),
            // A body that stops coming, or is cut off.
            _ => Problem::new(StatusCode::REQUEST_TIMEOUT, format!("the body did not come whole: {}", rejection.body_text())),
        })
    }
}

/// A body of JSON.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Body(bytes) = Body::from_request(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("body: {error}")))
    }
}

/// A number of something in the archive. JSON has one kind of number: `7.0` is 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(pub u64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl Visitor<'_> for Whole {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number that is not negative")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(number))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
                // One that is too large for 64 bits is that of nothing, and so is the largest.
                if number >= 0.0 && number.fract() == 0.0 {
                    Ok(Number(number as u64))
                } else {
                    Err(E::invalid_value(de::Unexpected::Float(number), &self))
                }
            }
        }

        deserializer.deserialize_any(Whole)
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The best first.
    #[default]
    // A form whose field was left empty.
    #[serde(alias = "")]
    Relevance,
    /// The latest first.
    Newest,
    /// The earliest first.
    Oldest,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
        }
    }
}

/// The conditions of a search: the filters of the command. Of several values of one any may hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Conditions {
    /// Words and filters in the query language; empty for everything.
    pub q: String,
    /// By this speaker, in any spelling, or by its number.
    pub speaker: Vec<String>,
    /// By speakers whose role has these words.
    pub role: Vec<String>,
    /// By speakers of this kind. Several with commas.
    #[param(inline, value_type = Vec<KindName>)]
    pub kind: Vec<String>,
    /// Said to this addressee.
    pub addressee: Vec<String>,
    /// Relayed by this source.
    pub via: Vec<String>,
    /// With this act. Several with commas.
    #[param(inline, value_type = Vec<ActName>)]
    pub act: Vec<String>,
    /// Of this type. Several with commas.
    #[serde(rename = "type")]
    #[param(rename = "type", inline, value_type = Vec<TypeName>)]
    pub types: Vec<String>,
    /// In this outlet.
    pub outlet: Vec<String>,
    /// Published on this day, month or year or later.
    #[param(example = "2031-05", pattern = "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$")]
    pub from: Option<String>,
    /// Published on this day, month or year or earlier.
    #[param(example = "2031-05-20", pattern = "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$")]
    pub to: Option<String>,
    /// With at least this confidence.
    #[serde(rename = "min-confidence")]
    #[param(rename = "min-confidence", minimum = 0.0, maximum = 1.0)]
    pub min_confidence: Option<f64>,
}

impl Conditions {
    /// Whether more is asked for than words and days.
    pub fn has_filters(&self) -> bool {
        let lists = [&self.speaker, &self.role, &self.kind, &self.addressee, &self.via, &self.act, &self.types, &self.outlet];
        lists.iter().any(|values| values.iter().any(|value| !value.trim().is_empty())) || self.min_confidence.is_some()
    }

    /// All of it as one query.
    pub fn query(&self) -> Result<Query, Problem> {
        let listed = |values: &[String]| -> Vec<String> {
            values.iter().flat_map(|v| v.split(',')).map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
        };
        let named = |values: &[String]| -> Vec<String> { values.iter().filter(|v| !v.trim().is_empty()).cloned().collect() };
        let filters = Filters {
            speaker: named(&self.speaker),
            role: named(&self.role),
            kind: listed(&self.kind),
            addressee: named(&self.addressee),
            via: named(&self.via),
            act: listed(&self.act),
            types: listed(&self.types),
            outlet: named(&self.outlet),
            from: self.from.clone().filter(|day| !day.trim().is_empty()),
            to: self.to.clone().filter(|day| !day.trim().is_empty()),
            min_confidence: self.min_confidence,
        };
        Ok(filters.and(Query::parse(&self.q)?)?)
    }
}

/// How much of what a search finds is wanted, and in which order.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The order of the hits.
    #[param(inline)]
    pub sort: Order,
    /// Hits at most.
    #[param(minimum = 0, maximum = 100, default = 10)]
    pub limit: usize,
    /// `next` of an earlier answer to the same search: go on from there.
    #[param(pattern = "^([0-9a-f]{1,4}-[0-9a-f]{16})?$")]
    pub cursor: Option<String>,
    /// What to count everything found by. Several with commas.
    #[param(inline, value_type = Vec<FacetName>)]
    pub facets: Vec<String>,
    /// Values of each facet at most; months and days come all.
    #[param(minimum = 0, maximum = 1000, default = 20)]
    pub values: usize,
    /// Every copy of a story instead of one with all who carried it.
    pub copies: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { sort: Order::default(), limit: USUAL, cursor: None, facets: Vec::new(), values: VALUES, copies: false }
    }
}

impl Wanted {
    /// How the archive is to answer `query`.
    pub fn options(&self, query: &Query, rows: Rows) -> Result<Options, Problem> {
        if self.limit > MOST {
            return Err(Problem::parameter("limit", format!("found {}, expected at most {MOST}", self.limit)));
        }
        if self.values > 1000 {
            return Err(Problem::parameter("values", format!("found {}, expected at most 1000", self.values)));
        }
        let offset = match &self.cursor {
            None => 0,
            Some(cursor) => self
                .place(cursor, query, rows)
                .ok_or_else(|| Problem::conflict("cursor", "is none of this search; expected `next` of an earlier answer to it"))?,
        };
        Ok(Options {
            sort: self.sort.into(),
            limit: self.limit,
            offset,
            facets: facets(&self.facets)?,
            values: self.values,
            copies: self.copies,
        })
    }

    /// Where the answer after one that ended at `place` begins; None where it is the last.
    pub fn next(&self, place: usize, total: usize, query: &Query, rows: Rows) -> Option<String> {
        (place < total && place < FARTHEST && self.limit > 0).then(|| format!("{place:x}-{:016x}", self.print(query, rows)))
    }

    fn place(&self, cursor: &str, query: &Query, rows: Rows) -> Option<usize> {
        let (place, print) = cursor.split_once('-')?;
        let place = usize::from_str_radix(place, 16).ok().filter(|&place| place <= FARTHEST)?;
        (u64::from_str_radix(print, 16).ok()? == self.print(query, rows)).then_some(place)
    }

    /// What sets searches apart whose hits do not come in one order.
    fn print(&self, query: &Query, rows: Rows) -> u64 {
        use sha2::{Digest, Sha256};
        let what = format!("{query}\n{:?} {:?} {}", self.sort, rows, self.copies);
        let hash = Sha256::digest(what.as_bytes());
        u64::from_be_bytes(hash[..8].try_into().expect("a digest has 32 bytes"))
    }
}

/// The facets of these names.
pub fn facets(names: &[String]) -> Result<Vec<Facet>, Problem> {
    let names = names.iter().flat_map(|names| names.split(',')).map(str::trim).filter(|name| !name.is_empty());
    let mut facets: Vec<Facet> = Vec::new();
    for name in names {
        let facet = name.parse().map_err(|error| Problem::parameter("facets", format!("facets: {error}")))?;
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    Ok(facets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_search() {
        let wanted = Wanted::default();
        let query = Query::parse("الاتفاق").unwrap();
        let cursor = wanted.next(10, 25, &query, Rows::Statements).unwrap();
        assert_eq!(wanted.place(&cursor, &query, Rows::Statements), Some(10));
        assert_eq!(wanted.place(&cursor, &query, Rows::Articles), None);
        assert_eq!(wanted.place(&cursor, &Query::All, Rows::Statements), None);
        assert_eq!(Wanted { copies: true, ..Wanted::default() }.place(&cursor, &query, Rows::Statements), None);
        for broken in ["", "-", "a", "a-", "zz-0000000000000000", "ffffffffffffffffffff-0", "ffff-0000000000000000"] {
            assert_eq!(wanted.place(broken, &query, Rows::Statements), None, "{broken}");
        }
        assert_eq!(wanted.next(25, 25, &query, Rows::Statements), None);
    }

    #[test]
    fn whole_numbers() {
        for (written, expected) in
            [("7", Some(7)), ("7.0", Some(7)), ("1e3", Some(1000)), ("1e300", Some(u64::MAX)), ("7.5", None), ("-1", None), ("\"7\"", None)]
        {
            assert_eq!(serde_json::from_str::<Number>(written).ok().map(|n| n.0), expected, "{written}");
        }
    }

    #[test]
    fn facets_by_name_once_each() {
        assert_eq!(facets(&["speaker, act".into(), "act".into()]).unwrap(), [Facet::Speaker, Facet::Act]);
        assert_eq!(facets(&["colour".into()]).unwrap_err().parameter, Some("facets"));
    }
}
