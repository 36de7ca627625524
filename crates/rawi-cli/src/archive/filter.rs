//! The query of a command: its words, and the flags that say the same as filters in it.

use rawi_archive::{Filter, Part, Query};

use crate::args::Filters;
use crate::report::Stop;

/// The words and the flags as one query.
pub fn query(words: &[String], filters: &Filters) -> Result<Query, Stop> {
    let mut query = Query::parse(&words.join(" ")).map_err(|e| Stop::Usage(e.to_string()))?;
    let parties = [(Part::Speaker, &filters.speaker), (Part::Addressee, &filters.addressee), (Part::Via, &filters.via)];
    for (part, names) in parties.into_iter().filter(|(_, names)| !names.is_empty()) {
        query = query.filtered(Filter::Party(part, names.clone()));
    }
    if !filters.role.is_empty() {
        query = query.filtered(Filter::Role(filters.role.clone()));
    }
    if !filters.outlet.is_empty() {
        query = query.filtered(Filter::Outlet(filters.outlet.clone()));
    }
    let lists = [("kind", &filters.kind), ("act", &filters.act), ("type", &filters.kinds)];
    for (key, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        query = query.and(flag(key, &values.join(","))?);
    }
    for (key, value) in [("from", &filters.from), ("to", &filters.to)] {
        if let Some(value) = value {
            query = query.and(flag(key, value)?);
        }
    }
    if let Some(least) = filters.min_confidence {
        query = query.and(flag("min-confidence", &least.to_string())?);
    }
    Ok(query)
}

/// A flag as the filter of its name.
fn flag(key: &str, value: &str) -> Result<Query, Stop> {
    let value: String = value.split_whitespace().collect();
    match Query::parse(&format!("{key}:{value}")) {
        Ok(filter @ Query::Filter(_)) => Ok(filter),
        Ok(_) => Err(Stop::Usage(format!("--{key}: found {value:?}"))),
        Err(error) => Err(Stop::Usage(format!("--{key}: found {value:?}, expected {}", error.expected()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filters: Filters, expected: &str) {
        let found = match query(&["الاتفاق".into(), "-نووي".into()], &filters) {
            Ok(query) => query.to_string(),
            Err(Stop::Usage(what)) => what,
            Err(other) => format!("{other:?}"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn flags_are_filters() {
        let none = Filters::default;
        check(none(), "الاتفاق -نووي");
        check(Filters { speaker: vec!["ديمتري بيسكوف".into()], ..none() }, "الاتفاق -نووي speaker:\"ديمتري بيسكوف\"");
        check(Filters { act: vec!["deny".into(), "warn".into()], ..none() }, "الاتفاق -نووي act:deny,warn");
        check(Filters { from: Some("2015-07".into()), to: Some("2015".into()), ..none() }, "الاتفاق -نووي from:2015-07-01 to:2015-12-31");
        check(Filters { min_confidence: Some(0.8), ..none() }, "الاتفاق -نووي min-confidence:0.8");
        check(
            Filters { from: Some("أمس".into()), ..none() },
            "--from: found \"أمس\", expected a day, month or year: 2015-07-01, 2015-07, 2015",
        );
        check(
            Filters { kinds: vec!["loud".into()], ..none() },
            "--type: found \"loud\", expected one of indirect, direct, mixed, reported",
        );
        check(Filters { min_confidence: Some(2.0), ..none() }, "--min-confidence: found \"2\", expected a number from 0 to 1");
    }
}
