//! From a query to what the index is asked: which stems, which spellings, which terms.
//! What is found is gathered in `search`.

use crate::error::{Error, Kind};
use crate::folder::ReadFolder;
use crate::gather::{Gather, Hits};
use crate::matcher::Matcher;
use crate::query::{Filter, Part, Query, Rows};
use crate::schema::{Fields, register, schema, sequence};
use crate::spelling::alike;
use crate::word::{SEPARATOR, is_function_word, name_stems, parts, prefix_pattern, stems, term};
use crate::write::{day_value, thousandths};
use rawi_names::skeleton;
use rawi_text::fold;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use tantivy::columnar::Column;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query as Asked, RangeQuery,
    RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{IndexReader, ReloadPolicy, Searcher, SegmentReader, Term};

/// A word in another spelling, and a word in the name of a party, against the same word in what was said.
const SPELLING: f32 = 0.5;
const NAME: f32 = 1.0;
const TITLE: f32 = 1.5;

/// A word is a name when it stands in the names of parties once for so many times that it is said, or more often.
const NAMED: u64 = 30;

/// Tells who is meant by a name in a filter: the numbers of all names that those who it may mean bear in the index.
pub type Resolve<'a> = dyn Fn(Part, &str) -> Vec<u64> + 'a;

/// What the user should know about how the query was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Nobody in the index has this name.
    Unknown(Part, String),
    /// No outlet has this name.
    UnknownOutlet(String),
    /// The word was searched in these other spellings too, as stems.
    Spellings(String, Vec<String>),
    /// Nothing has all words; what was found has at least so many of them.
    Relaxed(usize),
}

/// An index, opened for searching.
pub struct Index {
    folder: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
}

impl Index {
    /// Opens the index in `folder`. Fails when there is none, and when it is of another version or damaged.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let fail = |e: tantivy::TantivyError| Error::from_tantivy(folder, e);
        if !folder.join("meta.json").exists() {
            return Err(Error::new(Kind::Missing, folder, ""));
        }
        let directory = ReadFolder::open(folder).map_err(|e| fail(e.into()))?;
        let index = tantivy::Index::open(directory).map_err(fail)?;
        sequence(index.load_metas().map_err(fail)?.payload.as_deref()).map_err(|found| Error::new(Kind::Version, folder, found))?;
        register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        Ok(Self { folder: folder.to_owned(), index, reader, fields: schema().1 })
    }

    /// Sees what was committed since it was opened or reloaded last.
    pub fn reload(&self) -> Result<(), Error> {
        self.reader.reload().map_err(|e| Error::from_tantivy(&self.folder, e))
    }

    /// The number that the last commit was given.
    pub fn sequence(&self) -> Result<u64, Error> {
        let metas = self.index.load_metas().map_err(|e| Error::from_tantivy(&self.folder, e))?;
        sequence(metas.payload.as_deref()).map_err(|found| Error::new(Kind::Version, &self.folder, found))
    }

    /// The number of articles and statements, copies among them.
    pub fn rows(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Makes a plan of a query. It sees the index as it is now.
    pub fn plan(&self, query: &Query, rows: Rows, resolve: &Resolve) -> Result<Plan, Error> {
        let searcher = self.reader.searcher();
        let fail = |e| Error::from_tantivy(&self.folder, e);
        let mut planner = Planner { searcher: &searcher, f: self.fields, rows, resolve, matcher: Matcher::default(), notes: Vec::new() };
        let asked = planner.ask(query, true).map_err(fail)?;
        let relaxed = planner.relax(query).map_err(fail)?;
        let Planner { matcher, notes, .. } = planner;
        Ok(Plan { folder: self.folder.clone(), rows, asked, relaxed, matcher, notes, searcher })
    }
}

/// A query made ready to search one state of an index.
pub struct Plan {
    pub(crate) folder: PathBuf,
    pub(crate) searcher: Searcher,
    pub(crate) rows: Rows,
    pub(crate) asked: Box<dyn Asked>,
    /// What to ask when that finds nothing, and how many words it needs.
    pub(crate) relaxed: Option<(Box<dyn Asked>, usize)>,
    pub(crate) matcher: Matcher,
    pub(crate) notes: Vec<Note>,
}

struct Planner<'a> {
    searcher: &'a Searcher,
    f: Fields,
    rows: Rows,
    resolve: &'a Resolve<'a>,
    matcher: Matcher,
    notes: Vec<Note>,
}

type Answer = tantivy::Result<Box<dyn Asked>>;

impl Planner<'_> {
    /// `marked`: whether what matches is worth marking, that is, stands under no negation.
    fn ask(&mut self, query: &Query, marked: bool) -> Answer {
        Ok(match query {
            Query::All => Box::new(AllQuery),
            Query::Word(form) => self.word(form, marked)?,
            Query::Exact(form) => {
                self.matcher.phrase(std::slice::from_ref(form), marked);
                self.term(self.forms(), form)
            }
            Query::Phrase(words) => {
                self.matcher.phrase(words, marked);
                match &words[..] {
                    [] => Box::new(EmptyQuery),
                    [one] => self.term(self.forms(), one),
                    _ => Box::new(PhraseQuery::new(words.iter().map(|w| Term::from_field_text(self.forms(), w)).collect())),
                }
            }
            Query::Prefix(prefix) => {
                let prefix = fold(prefix);
                let regex = RegexQuery::from_pattern(&prefix_pattern(&prefix), self.forms())?;
                self.matcher.prefix(prefix, marked);
                Box::new(regex)
            }
            Query::Filter(filter) => Box::new(ConstScoreQuery::new(self.filter(filter)?, 0.0)),
            Query::And(queries) => {
                let asked = self.clauses(queries, marked)?;
                Box::new(BooleanQuery::new(asked))
            }
            Query::Or(queries) => {
                let asked: tantivy::Result<Vec<(Occur, Box<dyn Asked>)>> =
                    queries.iter().map(|q| Ok((Occur::Should, self.ask(q, marked)?))).collect();
                Box::new(BooleanQuery::new(asked?))
            }
            Query::Not(query) => Box::new(BooleanQuery::new(self.clauses(std::slice::from_ref(&Query::Not(query.clone())), marked)?)),
        })
    }

    /// The members of a conjunction. Function words among other words are no condition.
    fn clauses(&mut self, queries: &[Query], marked: bool) -> tantivy::Result<Vec<(Occur, Box<dyn Asked>)>> {
        let idle = |q: &Query| matches!(q, Query::Word(w) if is_function_word(w));
        let text = |q: &Query| !matches!(q, Query::Filter(_) | Query::Not(_)) && !idle(q);
        let substance = queries.iter().any(text);
        let mut out: Vec<(Occur, Box<dyn Asked>)> = Vec::with_capacity(queries.len() + 1);
        // what is asked of statements is asked of one and the same
        let of_statements = |q: &Query| matches!(q, Query::Filter(f) if self.rows == Rows::Articles && f.of_statements());
        let (filters, others): (Vec<&Query>, Vec<&Query>) = queries.iter().partition(|q| of_statements(q));
        if !filters.is_empty() {
            let filters: Vec<&Filter> = filters.iter().filter_map(|q| if let Query::Filter(f) = q { Some(f) } else { None }).collect();
            out.push((Occur::Must, self.articles_with(&filters)?));
        }
        for q in others.into_iter().filter(|q| !(substance && idle(q))) {
            out.push(match q {
                Query::Not(q) => (Occur::MustNot, self.ask(q, false)?),
                q => (Occur::Must, self.ask(q, marked)?),
            });
        }
        if out.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            out.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(out)
    }

    /// The query with half of its words enough, when it is several words.
    fn relax(&mut self, query: &Query) -> tantivy::Result<Option<(Box<dyn Asked>, usize)>> {
        let Query::And(queries) = query else { return Ok(None) };
        let (words, others): (Vec<Query>, Vec<Query>) =
            queries.iter().cloned().partition(|q| matches!(q, Query::Word(w) if !is_function_word(w)));
        if words.len() < 2 {
            return Ok(None);
        }
        let enough = words.len().div_ceil(2);
        // its words are the same, and so are their notes
        let notes = self.notes.len();
        let words: tantivy::Result<Vec<(Occur, Box<dyn Asked>)>> = words.iter().map(|q| Ok((Occur::Should, self.ask(q, true)?))).collect();
        let some: Box<dyn Asked> = Box::new(BooleanQuery::with_minimum_required_clauses(words?, enough));
        let mut all = vec![(Occur::Must, some)];
        if !others.is_empty() {
            all.extend(self.clauses(&others, true)?);
        }
        self.notes.truncate(notes);
        Ok(Some((Box::new(BooleanQuery::new(all)), enough)))
    }

    fn forms(&self) -> Field {
        match self.rows {
            Rows::Statements => self.f.said_forms,
            Rows::Articles => self.f.text_forms,
        }
    }

    /// The fields in which stems are looked for, with their weights.
    fn stem_fields(&self) -> Vec<(Field, f32)> {
        match self.rows {
            Rows::Statements => vec![(self.f.said, 1.0), (self.f.names, NAME), (self.f.role, NAME)],
            Rows::Articles => vec![(self.f.text, 1.0), (self.f.title, TITLE)],
        }
    }

    fn term(&self, field: Field, text: &str) -> Box<dyn Asked> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
    }

    fn frequency(&self, stem: &str) -> tantivy::Result<u64> {
        let term = term(stem);
        self.stem_fields().iter().map(|(field, _)| self.searcher.doc_freq(&Term::from_field_text(*field, &term))).sum()
    }

    fn word(&mut self, form: &str, marked: bool) -> Answer {
        if is_function_word(form) {
            self.matcher.phrase(&[form.to_owned()], marked);
            return Ok(self.term(self.forms(), form));
        }
        let parts: tantivy::Result<Vec<Box<dyn Asked>>> = parts(form).iter().map(|part| self.part(part, marked)).collect();
        Ok(Box::new(BooleanQuery::intersection(parts?)))
    }

    fn part(&mut self, form: &str, marked: bool) -> Answer {
        let readings = self.readings(form)?;
        let spellings = self.spellings(form, &readings)?;
        if !spellings.is_empty() {
            self.notes.push(Note::Spellings(form.to_owned(), spellings.iter().cloned().collect()));
        }
        let mut terms: Vec<Box<dyn Asked>> = Vec::new();
        for (stems, weight) in [(&readings, 1.0), (&spellings.into_iter().collect(), SPELLING)] {
            for stem in stems {
                let text = term(stem);
                for (field, boost) in self.stem_fields() {
                    terms.push(Box::new(BoostQuery::new(self.term(field, &text), weight * boost)));
                }
                self.matcher.stem(stem, marked);
            }
        }
        Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(terms, 0.1)))
    }

    /// The stems that a form may have. That its first letter is a clitic is believed where the rest lives by itself in the
    /// index: every row with بوتين is indexed under وتين too, but تعاون is met far more often than بتعاون.
    fn readings(&self, form: &str) -> tantivy::Result<Vec<String>> {
        let mut stems = stems(form);
        let whole = self.frequency(&stems[0])?;
        let mut kept = vec![stems.remove(0)];
        for stem in stems {
            if self.frequency(&stem)? > 2 * whole {
                kept.push(stem);
            }
        }
        Ok(kept)
    }

    /// Stems in the index that spell the same name. That it is a name shows where either is often met in the names of parties, or
    /// where the index has nothing as the word is typed.
    fn spellings(&self, form: &str, readings: &[String]) -> tantivy::Result<BTreeSet<String>> {
        let mut out = BTreeSet::new();
        let mut names = false;
        let mut found = 0;
        for stem in readings {
            found += self.frequency(stem)?;
            names |= self.is_name(stem)?;
        }
        for (n, word) in name_stems(form).into_iter().enumerate() {
            let cut = n > 0 && !readings.contains(&word);
            let mut begin = skeleton(&word);
            begin.push(SEPARATOR);
            let end = begin.replace(SEPARATOR, "\u{2}");
            for (field, _) in self.stem_fields() {
                for segment in self.searcher.segment_readers() {
                    let index = segment.inverted_index(field)?;
                    let mut terms = index.terms().range().ge(&begin).lt(&end).into_stream()?;
                    while let Some((key, _)) = terms.next() {
                        let Some(stem) = std::str::from_utf8(&key[begin.len()..]).ok() else { continue };
                        let new = !readings.iter().any(|r| r == stem) && !out.contains(stem);
                        if new && alike(&word, stem, cut) && (found == 0 || names || self.is_name(stem)?) {
                            out.insert(stem.to_owned());
                        }
                    }
                }
            }
        }
        Ok(out)
    }

    fn is_name(&self, stem: &str) -> tantivy::Result<bool> {
        let term = term(stem);
        let frequency = |field| self.searcher.doc_freq(&Term::from_field_text(field, &term));
        let named = frequency(self.f.names)?;
        Ok(named > 0 && named * NAMED >= frequency(self.f.said)?)
    }

    fn filter(&mut self, filter: &Filter) -> Answer {
        if self.rows == Rows::Articles && filter.of_statements() {
            return self.articles_with(&[filter]);
        }
        fn places<T: PartialEq>(field: Field, all: &[T], values: &[T]) -> Box<dyn Asked> {
            let terms = all.iter().enumerate().filter(|(_, v)| values.contains(v)).map(|(i, _)| Term::from_field_u64(field, i as u64 + 1));
            Box::new(TermSetQuery::new(terms))
        }
        let range = |field, from: u64, to: Bound<u64>| -> Box<dyn Asked> {
            let term = |v| Term::from_field_u64(field, v);
            Box::new(RangeQuery::new(Bound::Included(term(from)), to.map(term)))
        };
        let f = self.f;
        Ok(match filter {
            Filter::Party(part, names) => {
                let field = match part {
                    Part::Speaker => f.speaker,
                    Part::Addressee => f.addressee,
                    Part::Via => f.via,
                };
                let mut numbers = Vec::new();
                for name in names {
                    let known = (self.resolve)(*part, name);
                    if known.is_empty() {
                        self.notes.push(Note::Unknown(*part, name.clone()));
                    }
                    numbers.extend(known);
                }
                Box::new(TermSetQuery::new(numbers.into_iter().map(|n| Term::from_field_u64(field, n))))
            }
            Filter::Role(roles) => {
                let any: tantivy::Result<Vec<Box<dyn Asked>>> = roles.iter().map(|role| self.role(role)).collect();
                Box::new(BooleanQuery::union(any?))
            }
            Filter::Kind(kinds) => places(f.kind, rawi::record::Kind::ALL, kinds),
            Filter::Act(acts) => places(f.act, rawi::record::Act::ALL, acts),
            Filter::Type(types) => places(f.form, rawi::record::Type::ALL, types),
            Filter::Outlet(names) => {
                let mut outlets = Vec::new();
                for name in names {
                    let known = self.outlets(name)?;
                    if known.is_empty() {
                        self.notes.push(Note::UnknownOutlet(name.clone()));
                    }
                    outlets.extend(known);
                }
                Box::new(TermSetQuery::new(outlets.iter().map(|o| Term::from_field_text(f.outlet, o))))
            }
            Filter::From(day) => range(f.day, day_value(*day), Bound::Unbounded),
            Filter::To(day) => range(f.until, 1, Bound::Included(day_value(*day))),
            Filter::MinConfidence(least) => range(f.confidence, thousandths(*least), Bound::Unbounded),
        })
    }

    /// Statements whose speaker has all words of `role` in the role.
    fn role(&self, role: &str) -> Answer {
        let mut words: Vec<Box<dyn Asked>> = Vec::new();
        for form in crate::word::forms(role).iter().filter(|w| !is_function_word(w)) {
            let stems = self.readings(form)?;
            words.push(Box::new(BooleanQuery::union(stems.iter().map(|s| self.term(self.f.role, &term(s))).collect())));
        }
        Ok(Box::new(BooleanQuery::intersection(words)))
    }

    /// The outlets with this name; else those with its words in their names.
    fn outlets(&self, name: &str) -> tantivy::Result<Vec<String>> {
        let words = |s: &str| crate::word::forms(s).iter().flat_map(|w| stems(w)).collect::<HashSet<String>>();
        let (name, asked) = (fold(name.trim()), words(name));
        let mut all: BTreeMap<String, bool> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.f.outlet)?;
            let mut terms = index.terms().stream()?;
            while let Some((key, _)) = terms.next() {
                let Ok(outlet) = std::str::from_utf8(key) else { continue };
                if fold(outlet.trim()) == name {
                    all.insert(outlet.to_owned(), true);
                } else if !asked.is_empty() && asked.is_subset(&words(outlet)) {
                    all.insert(outlet.to_owned(), false);
                }
            }
        }
        let exact = all.values().any(|e| *e);
        Ok(all.into_iter().filter(|(_, e)| *e || !exact).map(|(outlet, _)| outlet).collect())
    }

    /// Articles with a statement for which all of `filters` hold; its score is the same for all.
    fn articles_with(&mut self, filters: &[&Filter]) -> Answer {
        let rows = std::mem::replace(&mut self.rows, Rows::Statements);
        let asked: tantivy::Result<Vec<Box<dyn Asked>>> = filters.iter().map(|f| self.filter(f)).collect();
        self.rows = rows;
        let asked = BooleanQuery::intersection(asked?);
        let Hits(hits) = self.searcher.search(&asked, &Gather { rows: Rows::Statements, scored: false })?;
        let columns: tantivy::Result<Vec<Column<u64>>> =
            self.searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64("article")).collect();
        let columns = columns?;
        let articles: HashSet<u64> = hits.iter().filter_map(|hit| columns[hit.segment as usize].first(hit.doc)).collect();
        let articles = std::sync::Arc::new(articles);
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let (column, articles) = (segment.fast_fields().u64("article")?, articles.clone());
            Ok(move |doc| column.first(doc).is_some_and(|a| articles.contains(&a)))
        });
        Ok(Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0)))
    }
}
