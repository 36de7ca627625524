//! The state of a search, all of it in its address; and searches that are one step away from it.

use rawi_archive::{Facet, Filter, Part, Query, Sort};

use crate::address::{encoded, readable};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The query, as it was typed.
    pub query: String,
    /// Whether articles are looked for, and not statements.
    pub articles: bool,
    /// Whether each copy is a result of its own.
    pub copies: bool,
    /// The order.
    pub sort: Sort,
    /// From 1.
    pub page: usize,
    /// The first day, month or year.
    pub from: Option<String>,
    /// The last one.
    pub to: Option<String>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { query: String::new(), articles: false, copies: false, sort: Sort::Relevance, page: 1, from: None, to: None }
    }
}

impl Asked {
    /// The search for a query.
    pub fn new(query: &Query) -> Self {
        Self { query: query.to_string(), ..Self::default() }
    }

    /// Its address, in ASCII.
    pub fn address(&self, base: &str) -> String {
        format!("{base}/search{}", self.parameters(encoded))
    }

    /// The same for pages, with letters as they are.
    pub(crate) fn link(&self, base: &str) -> String {
        format!("{base}/search{}", self.parameters(readable))
    }

    /// The address of the search as a feed.
    pub(crate) fn feed(&self, base: &str) -> String {
        format!("{base}/search.atom{}", Self { page: 1, ..self.clone() }.parameters(readable))
    }

    /// The address of the search as a file of the export, which has every statement in every copy.
    pub(crate) fn export(&self, base: &str, format: &str) -> String {
        let Self { query, from, to, .. } = self.clone();
        let parameters = Self { query, from, to, ..Self::default() }.parameters(readable);
        let and = if parameters.is_empty() { '?' } else { '&' };
        format!("{base}/api/v1/export{parameters}{and}format={format}")
    }

    fn parameters(&self, written: fn(&str) -> String) -> String {
        let mut given: Vec<(&str, String)> = Vec::new();
        given.extend((!self.query.is_empty()).then(|| ("q", written(&self.query))));
        given.extend(self.articles.then(|| ("articles", "1".into())));
        given.extend(self.copies.then(|| ("copies", "1".into())));
        given.extend(match self.sort {
            Sort::Relevance => None,
            Sort::Newest => Some(("sort", "newest".into())),
            Sort::Oldest => Some(("sort", "oldest".into())),
        });
        given.extend(self.from.as_deref().map(|day| ("from", written(day))));
        given.extend(self.to.as_deref().map(|day| ("to", written(day))));
        given.extend((self.page > 1).then(|| ("page", self.page.to_string())));
        let given: Vec<String> = given.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        if given.is_empty() { String::new() } else { format!("?{}", given.join("&")) }
    }

    /// The same with another query, from the first page.
    pub(crate) fn with(&self, query: &Query) -> Self {
        Self { query: query.to_string(), page: 1, ..self.clone() }
    }

    /// The same in another period, from the first page.
    pub(crate) fn between(&self, from: Option<&str>, to: Option<&str>) -> Self {
        Self { from: from.map(Into::into), to: to.map(Into::into), page: 1, ..self.clone() }
    }
}

/// The filter that lets through what has this value of a facet; None for what no filter asks for. A name that has a number is asked for
/// by it: others may be called the same.
pub(crate) fn filter(facet: Facet, value: &str, identity: Option<u64>) -> Option<Filter> {
    let name = || vec![identity.map_or_else(|| value.to_owned(), |identity| identity.to_string())];
    Some(match facet {
        Facet::Speaker => Filter::Party(Part::Speaker, name()),
        Facet::Addressee => Filter::Party(Part::Addressee, name()),
        Facet::Via => Filter::Party(Part::Via, name()),
        Facet::Outlet => Filter::Outlet(name()),
        Facet::Role => Filter::Role(name()),
        Facet::Kind => Filter::Kind(vec![value.parse().ok()?]),
        Facet::Act => Filter::Act(vec![value.parse().ok()?]),
        Facet::Type => Filter::Type(vec![value.parse().ok()?]),
        Facet::Month | Facet::Day => return None,
    })
}

/// The search for what a name says.
pub(crate) fn said_by(name: &str) -> Query {
    Query::Filter(Filter::Party(Part::Speaker, vec![name.to_owned()]))
}

/// The conditions of a query that all of its results have to meet, each with one value: what can be taken back one by one.
pub(crate) fn conditions(query: &Query) -> Vec<Filter> {
    let all = match query {
        Query::And(all) => &all[..],
        one => std::slice::from_ref(one),
    };
    let mut out = Vec::new();
    for part in all {
        if let Query::Filter(filter) = part {
            out.extend(single(filter));
        }
    }
    out
}

/// `query` without the value of one of its [`conditions`].
pub(crate) fn without(query: &Query, condition: &Filter) -> Query {
    let all = match query {
        Query::And(all) => all.clone(),
        one => vec![one.clone()],
    };
    all.into_iter().fold(Query::All, |out, part| match part {
        Query::Filter(filter) => single(&filter).into_iter().filter(|f| f != condition).fold(out, Query::filtered),
        part => out.and(part),
    })
}

/// A filter as filters of one value each.
fn single(filter: &Filter) -> Vec<Filter> {
    fn each<T: Clone>(values: &[T], one: impl Fn(Vec<T>) -> Filter) -> Vec<Filter> {
        values.iter().map(|value| one(vec![value.clone()])).collect()
    }
    match filter {
        Filter::Party(part, names) => each(names, |name| Filter::Party(*part, name)),
        Filter::Role(roles) => each(roles, Filter::Role),
        Filter::Kind(kinds) => each(kinds, Filter::Kind),
        Filter::Act(acts) => each(acts, Filter::Act),
        Filter::Type(types) => each(types, Filter::Type),
        Filter::Outlet(names) => each(names, Filter::Outlet),
        Filter::From(_) | Filter::To(_) | Filter::MinConfidence(_) => vec![filter.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_search_is_in_its_address() {
        assert_eq!(Asked::default().address(""), "/search");
        let asked = Asked {
            query: "سعر act:deny".into(),
            articles: true,
            copies: true,
            sort: Sort::Newest,
            page: 3,
            from: Some("2031-05".into()),
            to: Some("2031".into()),
        };
        let address = "/rawi/search?q=%D8%B3%D8%B9%D8%B1+act:deny&articles=1&copies=1&sort=newest&from=2031-05&to=2031&page=3";
        assert_eq!(asked.address("/rawi"), address);
        assert_eq!(asked.between(None, None).link(""), "/search?q=سعر+act:deny&articles=1&copies=1&sort=newest");
        assert_eq!(Asked::default().export("", "csv"), "/api/v1/export?format=csv");
        assert_eq!(asked.with(&Query::All).feed(""), "/search.atom?articles=1&copies=1&sort=newest&from=2031-05&to=2031");
    }

    #[test]
    fn conditions_come_and_go() {
        let query = Query::parse("(سعر | مهلة) act:deny,warn speaker:\"نوال الدرعي\" -outlet:الميناء").unwrap();
        let found = conditions(&query);
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["act:deny", "act:warn", "speaker:\"نوال الدرعي\""]);
        let left = found.iter().fold(query, |query, condition| without(&query, condition));
        assert_eq!(left.to_string(), "(سعر OR مهلة) -outlet:\"الميناء\"");
        assert_eq!(without(&Query::Filter(found[0].clone()), &found[0]), Query::All);
    }

    #[test]
    fn every_value_of_a_facet_has_its_filter() {
        for (facet, value, expected) in [
            (Facet::Speaker, "نوال الدرعي", "speaker:\"نوال الدرعي\""),
            (Facet::Via, "وكالة \"الساحل\"", "via:«وكالة \"الساحل\"»"),
            (Facet::Act, "deny", "act:deny"),
            (Facet::Act, "shout", ""),
            (Facet::Month, "2031-05", ""),
        ] {
            assert_eq!(filter(facet, value, None).map_or(String::new(), |f| f.to_string()), expected);
        }
    }
}
