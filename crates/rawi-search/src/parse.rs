//! The language of queries, from text to [`Query`]. What is wrong is named with its place.

use crate::day;
use crate::error::QueryError;
use crate::query::{Filter, Part, QUOTES, Query};
use crate::word::forms;
use rawi_text::bare;
use std::ops::Range;
use std::str::FromStr;

/// The keys, as the error for an unknown one lists them.
const KEYS: &str = "speaker, role, kind, addressee, via, act, type, outlet, from, to, min-confidence";

const OR: &[&str] = &["OR", "أو"];
const NOT: &[&str] = &["NOT"];
const OPERATORS: [&str; 3] = [OR[0], OR[1], NOT[0]];

/// Parentheses deeper than this are nobody's question.
const DEEPEST: usize = 32;

/// Words and filters of a query; each is a walk through the index.
const MOST: usize = 1000;

impl Query {
    /// Reads a query.
    ///
    /// ```text
    /// الاتفاق النووي              both words, in any form and order
    /// النووي OR الصاروخي          either (also أو and |); binds less than standing side by side
    /// النووي -إيران               without (also NOT)
    /// (روسيا | الصين) العقوبات     parentheses
    /// "الملف النووي الإيراني"      exactly so, one after the other (also «…» and “…”); punctuation is not looked at
    /// =النووي                     this form as written
    /// أوكر*                       words that begin so
    /// speaker:بيسكوف act:deny,warn from:2015-07 min-confidence:0.8
    /// ```
    ///
    /// The keys of filters: speaker, role, kind, addressee, via, act, type, outlet, from, to (days, months or years),
    /// min-confidence, and their Arabic names in `data/filters.tsv`. Several values, after a comma or by repeating the key: any
    /// of them. Fails where the text is no query.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let mut parser = Parser { text, at: 0, depth: 0, asked: 0 };
        let query = parser.any()?;
        match parser.peek() {
            None => Ok(query),
            Some(_) => Err(parser.error(parser.at..parser.at + 1, "a word, a phrase or a filter; no ( is open here")),
        }
    }
}

impl FromStr for Query {
    type Err = QueryError;
    fn from_str(s: &str) -> Result<Self, QueryError> {
        Query::parse(s)
    }
}

struct Parser<'q> {
    text: &'q str,
    at: usize,
    depth: usize,
    /// Words and filters so far.
    asked: usize,
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn error(&self, bytes: Range<usize>, expected: impl Into<String>) -> QueryError {
        QueryError {
            character: self.text[..bytes.start].chars().count() + 1,
            found: self.text[bytes.clone()].to_owned(),
            bytes,
            expected: expected.into(),
        }
    }

    /// Counts words or filters that begin at byte `begin`.
    fn count(&mut self, more: usize, begin: usize) -> Result<(), QueryError> {
        self.asked += more;
        if self.asked <= MOST { Ok(()) } else { Err(self.error(begin..begin, format!("at most {MOST} words and filters in a query"))) }
    }

    /// Takes one of `words` when it stands here by itself.
    fn keyword(&mut self, words: &[&str]) -> bool {
        let ends = |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'));
        let found = words.iter().find(|word| self.rest().strip_prefix(**word).is_some_and(ends));
        self.at += found.map_or(0, |word| word.len());
        found.is_some()
    }

    fn any(&mut self) -> Result<Query, QueryError> {
        let mut alternatives = Vec::new();
        loop {
            let begin = self.at;
            let query = self.all()?;
            self.skip_space();
            let end = self.at;
            let or = self.rest().starts_with('|') || self.keyword(OR);
            if or && self.rest().starts_with('|') {
                self.at += 1;
            }
            if query == Query::All && (or || !alternatives.is_empty()) {
                let place = if or && begin == end || alternatives.is_empty() { end..self.at } else { end..end };
                return Err(self.error(place, "a word, a phrase or a filter on both sides of OR"));
            }
            alternatives.push(query);
            if !or {
                return Ok(Query::any_of(alternatives));
            }
        }
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            let before = self.at;
            match self.peek() {
                None | Some(')' | '|') => break,
                _ if self.keyword(OR) => {
                    self.at = before;
                    break;
                }
                _ => self.one(&mut parts)?,
            }
        }
        Ok(Query::all_of(parts))
    }

    /// One item with the negations before it.
    fn one(&mut self, parts: &mut Vec<Query>) -> Result<(), QueryError> {
        let begin = self.at;
        let mut negated = false;
        loop {
            if self.keyword(NOT) {
                self.skip_space();
            } else if self.rest().starts_with('-') && self.rest()[1..].starts_with(|c: char| !c.is_whitespace() && c != ')') {
                self.at += 1;
            } else {
                break;
            }
            negated = !negated;
        }
        if !negated {
            return self.atom(parts);
        }
        let mut inner = Vec::new();
        if self.peek().is_some_and(|c| !matches!(c, ')' | '|')) {
            self.atom(&mut inner)?;
        }
        match Query::all_of(inner) {
            Query::All => Err(self.error(begin..self.at, "a word, a phrase or a filter after NOT")),
            query => {
                parts.push(Query::Not(Box::new(query)));
                Ok(())
            }
        }
    }

    fn atom(&mut self, parts: &mut Vec<Query>) -> Result<(), QueryError> {
        let begin = self.at;
        if self.rest().starts_with('(') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(self.error(begin..begin + 1, format!("at most {DEEPEST} parentheses inside one another")));
            }
            self.at += 1;
            let inner = self.any()?;
            self.depth -= 1;
            if !self.rest().starts_with(')') {
                return Err(self.error(self.at..self.at, format!(") for the ( at character {}", self.text[..begin].chars().count() + 1)));
            }
            self.at += 1;
            if inner == Query::All {
                return Err(self.error(begin..self.at, "a word, a phrase or a filter inside the parentheses"));
            }
            parts.push(inner);
            return Ok(());
        }
        if let Some(phrase) = self.quoted()? {
            let words = forms(phrase);
            if words.is_empty() {
                return Err(self.error(begin..self.at, "a word between the quotation marks"));
            }
            self.count(words.len(), begin)?;
            parts.push(Query::Phrase(words));
            return Ok(());
        }
        if let Some(filter) = self.filter()? {
            self.count(1, begin)?;
            parts.push(Query::Filter(filter));
            return Ok(());
        }
        self.chunk(parts)
    }

    /// What stands between quotation marks, if one opens here.
    fn quoted(&mut self) -> Result<Option<&'q str>, QueryError> {
        let Some((open, close)) = QUOTES.iter().copied().find(|(open, _)| self.rest().starts_with(*open)) else { return Ok(None) };
        let begin = self.at + open.len_utf8();
        let Some(length) = self.text[begin..].find(close) else {
            let place = self.text.len()..self.text.len();
            return Err(self.error(place, format!("{close} for the {open} at character {}", self.text[..self.at].chars().count() + 1)));
        };
        self.at = begin + length + close.len_utf8();
        Ok(Some(&self.text[begin..begin + length]))
    }

    /// Words up to the next white space, parenthesis, bar or quotation mark.
    fn chunk(&mut self, parts: &mut Vec<Query>) -> Result<(), QueryError> {
        let begin = self.at;
        let exact = self.rest().starts_with('=');
        self.at += usize::from(exact);
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|') || QUOTES.iter().any(|(open, _)| *open == c);
        let mut length = self.rest().find(ends).unwrap_or(self.rest().len());
        if length == 0 && !exact {
            length = self.peek().map_or(0, char::len_utf8);
        }
        let chunk = &self.text[self.at..self.at + length];
        self.at += length;
        let prefix = chunk.ends_with('*');
        let mut words = forms(chunk);
        let last = if prefix { words.pop() } else { None };
        if exact && (words.len() != 1 || prefix) {
            return Err(self.error(begin..self.at, "one word after ="));
        }
        if !exact {
            words.retain(|w| !OPERATORS.contains(&w.as_str())); // OR! is no word to search for
        }
        self.count(words.len() + usize::from(last.is_some()), begin)?;
        parts.extend(words.into_iter().map(if exact { Query::Exact } else { Query::Word }));
        match last {
            Some(word) if word.chars().count() < 2 => Err(self.error(begin..self.at, "at least two letters before *")),
            Some(word) => {
                parts.push(Query::Prefix(word));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn filter(&mut self) -> Result<Option<Filter>, QueryError> {
        let begin = self.at;
        let Some(colon) =
            self.rest().find(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '_'))).filter(|i| self.rest()[*i..].starts_with(':'))
        else {
            return Ok(None);
        };
        let written = &self.rest()[..colon];
        let after = self.rest()[colon + 1..].chars().next();
        let Some(key) = canonical(None, written) else {
            // an address or the start of a headline is no filter
            let meant = !written.is_empty() && written.is_ascii() && after.is_some_and(|c| !c.is_whitespace() && c != '/');
            return if meant { Err(self.error(begin..begin + colon, format!("one of {KEYS}"))) } else { Ok(None) };
        };
        if !written.is_ascii() && after.is_none_or(char::is_whitespace) {
            return Ok(None);
        }
        self.at += colon + 1;
        let mut values: Vec<(Range<usize>, &str)> = Vec::new();
        loop {
            let begin = self.at;
            let value = match self.quoted()? {
                Some(value) => value.trim(),
                None => {
                    let ends = |c: char| {
                        c.is_whitespace() || matches!(c, ',' | '،' | '(' | ')' | '|') || QUOTES.iter().any(|(open, _)| *open == c)
                    };
                    let length = self.rest().find(ends).unwrap_or(self.rest().len());
                    self.at += length;
                    &self.text[begin..begin + length]
                }
            };
            if value.is_empty() {
                return Err(self.error(begin..self.at, format!("a value for {key}")));
            }
            values.push((begin..self.at, value));
            match self.peek() {
                Some(c @ (',' | '،')) => self.at += c.len_utf8(),
                _ => break,
            }
        }
        self.values(key, values).map(Some)
    }

    fn values(&self, key: &str, values: Vec<(Range<usize>, &str)>) -> Result<Filter, QueryError> {
        let names = || values.iter().map(|(_, v)| v.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let one = || match &values[..] {
            [one] => Ok(one.clone()),
            more => Err(self.error(more[1].0.clone(), format!("one value for {key}"))),
        };
        let day = || {
            let (place, value) = one()?;
            day::parse(value).ok_or_else(|| self.error(place, "a day, month or year: 2015-07-01, 2015-07, 2015"))
        };
        Ok(match key {
            "speaker" => Filter::Party(Part::Speaker, names()),
            "addressee" => Filter::Party(Part::Addressee, names()),
            "via" => Filter::Party(Part::Via, names()),
            "role" => Filter::Role(names()),
            "outlet" => Filter::Outlet(names()),
            "kind" => Filter::Kind(self.labels(key, &values, rawi::record::Kind::ALL)?),
            "act" => Filter::Act(self.labels(key, &values, rawi::record::Act::ALL)?),
            "type" => Filter::Type(self.labels(key, &values, rawi::record::Type::ALL)?),
            "from" => Filter::From(day()?.0),
            "to" => Filter::To(day()?.1),
            _ => {
                let (place, value) = one()?;
                let number = rawi_text::fold(value).replace('٫', ".").parse::<f64>().ok().filter(|c| (0.0..=1.0).contains(c));
                Filter::MinConfidence(number.ok_or_else(|| self.error(place, "a number from 0 to 1"))?)
            }
        })
    }

    fn labels<T: Copy + ToString>(&self, key: &str, values: &[(Range<usize>, &str)], all: &[T]) -> Result<Vec<T>, QueryError> {
        let label = |(place, value): &(Range<usize>, &str)| {
            let written = canonical(Some(key), value).unwrap_or(value);
            all.iter().copied().find(|l| l.to_string() == written).ok_or_else(|| {
                let allowed: Vec<String> = all.iter().map(T::to_string).collect();
                self.error(place.clone(), format!("one of {}", allowed.join(", ")))
            })
        };
        values.iter().map(label).collect()
    }
}

/// The name of a key, or of a value of `key`, that is written so.
fn canonical(key: Option<&str>, written: &str) -> Option<&'static str> {
    let written = bare(written);
    include_str!("../data/filters.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).find_map(
        |(name, aliases)| {
            let name = match (key, name.split_once(':')) {
                (None, None) => name,
                (Some(key), Some((of, value))) if of == key => value,
                _ => return None,
            };
            (name == written || aliases.split_whitespace().any(|a| a == written)).then_some(name)
        },
    )
}
