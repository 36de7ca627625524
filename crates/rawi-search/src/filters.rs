//! Conditions that stand beside a query, each under its name: the flags of a command, the parameters of an address.
//! They say the same as filters within the query.

use std::fmt;

use crate::query::{Filter, Part, Query};

/// Conditions beside a query. Of several values of one any may hold, and all that are given must.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filters {
    /// Names of speakers.
    pub speaker: Vec<String>,
    /// Words of roles.
    pub role: Vec<String>,
    /// Kinds of speakers.
    pub kind: Vec<String>,
    /// Names of addressees.
    pub addressee: Vec<String>,
    /// Names of relays.
    pub via: Vec<String>,
    /// Acts.
    pub act: Vec<String>,
    /// Types.
    pub types: Vec<String>,
    /// Names of outlets.
    pub outlet: Vec<String>,
    /// The first day, month or year.
    pub from: Option<String>,
    /// The last one.
    pub to: Option<String>,
    /// The least confidence, 0 to 1.
    pub min_confidence: Option<f64>,
}

/// A condition that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Its name: `from`.
    pub name: &'static str,
    /// What was given.
    pub found: String,
    /// What could be.
    pub expected: String,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found {:?}, expected {}", self.name, self.found, self.expected)
    }
}

impl std::error::Error for FilterError {}

impl Filters {
    /// `query` and these conditions.
    ///
    /// # Errors
    /// Where a kind, act, type, date or number is none.
    pub fn and(&self, mut query: Query) -> Result<Query, FilterError> {
        let parties = [(Part::Speaker, &self.speaker), (Part::Addressee, &self.addressee), (Part::Via, &self.via)];
        for (part, names) in parties.into_iter().filter(|(_, names)| !names.is_empty()) {
            query = query.filtered(Filter::Party(part, names.clone()));
        }
        if !self.role.is_empty() {
            query = query.filtered(Filter::Role(self.role.clone()));
        }
        if !self.outlet.is_empty() {
            query = query.filtered(Filter::Outlet(self.outlet.clone()));
        }
        let lists = [("kind", &self.kind), ("act", &self.act), ("type", &self.types)];
        for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            query = query.and(one(name, &values.join(","))?);
        }
        for (name, value) in [("from", &self.from), ("to", &self.to)] {
            if let Some(value) = value {
                query = query.and(one(name, value)?);
            }
        }
        if let Some(least) = self.min_confidence {
            query = query.and(one("min-confidence", &least.to_string())?);
        }
        Ok(query)
    }
}

/// A condition as the filter of its name.
fn one(name: &'static str, value: &str) -> Result<Query, FilterError> {
    let value: String = value.split_whitespace().collect();
    match Query::parse(&format!("{name}:{value}")) {
        Ok(filter @ Query::Filter(_)) => Ok(filter),
        Ok(_) => Err(FilterError { name, found: value, expected: "one value".into() }),
        Err(error) => Err(FilterError { name, found: value, expected: error.expected().to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filters: Filters, expected: &str) {
        let found = match filters.and(Query::parse("الاتفاق -نووي").expect("a query")) {
            Ok(query) => query.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn conditions_are_filters() {
        let none = Filters::default;
        check(none(), "الاتفاق -نووي");
        check(Filters { speaker: vec!["ديمتري بيسكوف".into()], ..none() }, "الاتفاق -نووي speaker:\"ديمتري بيسكوف\"");
        check(Filters { act: vec!["deny".into(), "warn".into()], ..none() }, "الاتفاق -نووي act:deny,warn");
        check(Filters { from: Some("2015-07".into()), to: Some("2015".into()), ..none() }, "الاتفاق -نووي from:2015-07-01 to:2015-12-31");
        check(Filters { min_confidence: Some(0.8), ..none() }, "الاتفاق -نووي min-confidence:0.8");
        check(
            Filters { from: Some("أمس".into()), ..none() },
            "from: found \"أمس\", expected a day, month or year: 2015-07-01, 2015-07, 2015",
        );
        check(Filters { types: vec!["loud".into()], ..none() }, "type: found \"loud\", expected one of indirect, direct, mixed, reported");
        check(Filters { min_confidence: Some(2.0), ..none() }, "min-confidence: found \"2\", expected a number from 0 to 1");
    }
}
