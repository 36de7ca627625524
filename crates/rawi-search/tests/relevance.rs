//! Do the statements that people look for come up? The queries of `relevance/queries.tsv` over the statements of
//! `relevance/gold.json`, and the same through a plain tantivy index with its own Arabic stemmer. `--nocapture` shows the figures.

use rawi::record::{Record, Statement};
use rawi_search::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};

const ARTICLES: &str = include_str!("relevance/articles.jsonl");
const GOLD: &str = include_str!("relevance/gold.json");
const QUERIES: &str = include_str!("relevance/queries.tsv");

#[derive(serde::Deserialize)]
struct Article {
    id: String,
    outlet: Option<String>,
    date: Option<String>,
    text: String,
}

struct Set {
    articles: BTreeMap<String, Article>,
    records: Vec<Record>,
    /// Names of parties as written; their numbers are their places.
    names: Vec<String>,
}

/// A statement, all that is searched of it.
struct Searched<'a> {
    place: String,
    statement: &'a Statement,
    speaker: Option<&'a rawi::record::Speaker>,
    addressee: Option<&'a str>,
    via: Vec<&'a str>,
    content: Vec<&'a str>,
    article: &'a Article,
}

impl Set {
    fn read() -> Self {
        let articles = ARTICLES.lines().map(|l| serde_json::from_str::<Article>(l).unwrap());
        let articles = articles.map(|a| (a.id.clone(), a)).collect();
        let mut set = Set { articles, records: serde_json::from_str(GOLD).unwrap(), names: Vec::new() };
        let names: BTreeSet<String> = set.statements().iter().flat_map(Searched::names).map(str::to_owned).collect();
        set.names = names.into_iter().collect();
        set
    }

    fn statements(&self) -> Vec<Searched<'_>> {
        let mut out = Vec::new();
        for record in &self.records {
            let article = &self.articles[&record.id];
            let bounds: Vec<usize> = article.text.char_indices().map(|(b, _)| b).chain([article.text.len()]).collect();
            let slice = |s: &[usize; 2]| &article.text[bounds[s[0]]..bounds[s[1]]];
            for statement in &record.statements {
                let begin = statement.cue.or(statement.content.first().copied()).unwrap()[0];
                out.push(Searched {
                    place: format!("{}@{begin}", record.id),
                    statement,
                    speaker: statement.who.as_ref().and_then(|who| record.speakers.iter().find(|s| s.id == *who)),
                    addressee: statement.addressee.as_ref().map(slice),
                    via: statement.via.iter().map(slice).collect(),
                    content: statement.content.iter().map(slice).collect(),
                    article,
                });
            }
        }
        out
    }

    fn numbers<'s>(&self, names: impl IntoIterator<Item = &'s str>) -> Vec<u64> {
        names.into_iter().filter_map(|n| self.names.iter().position(|m| m == n)).map(|i| i as u64).collect()
    }
}

impl Searched<'_> {
    fn names(&self) -> Vec<&str> {
        let speaker = self.speaker.iter().flat_map(|s| std::iter::once(&s.name).chain(&s.mentions)).map(String::as_str);
        speaker.chain(self.addressee).chain(self.via.iter().copied()).collect()
    }
}

fn ours(set: &Set, folder: &std::path::Path) -> Index {
    let mut writer = Writer::open(folder, 0).unwrap();
    for (key, s) in set.statements().iter().enumerate() {
        let day = s.article.date.as_deref().map(|d| {
            let parts: Vec<u32> = d[..10].split('-').map(|p| p.parse().unwrap()).collect();
            day(parts[0] as i32, parts[1], parts[2])
        });
        let row = StatementRow {
            article: 0,
            statement: key as u64,
            group: key as u64,
            day,
            until: None,
            outlet: s.article.outlet.as_deref(),
            form: s.statement.kind,
            act: s.statement.act,
            kind: s.speaker.map(|s| s.kind),
            confidence: None,
            speakers: &set.numbers(s.speaker.map(|s| s.name.as_str())),
            addressees: &set.numbers(s.addressee),
            via: &set.numbers(s.via.iter().copied()),
            names: &[s.speaker.map(|s| s.name.as_str()), s.addressee].into_iter().flatten().collect::<Vec<_>>(),
            role: s.speaker.and_then(|s| s.role.as_deref()),
            content: &s.content,
        };
        writer.add_statement(&row).unwrap();
    }
    writer.commit(1).unwrap();
    Index::open(folder).unwrap()
}

/// What anybody gets who indexes the contents and names with tantivy as it comes.
struct Plain {
    index: tantivy::Index,
    text: tantivy::schema::Field,
}

impl Plain {
    fn new(set: &Set) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("arabic").set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let key = schema.add_u64_field("key", FAST);
        let index = tantivy::Index::create_in_ram(schema.build());
        let arabic = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stemmer::new(Language::Arabic)).build();
        index.tokenizers().register("arabic", arabic);
        let mut writer = index.writer_with_num_threads(1, 16 << 20).unwrap();
        for (n, s) in set.statements().iter().enumerate() {
            let names = [s.speaker.map(|s| s.name.as_str()), s.speaker.and_then(|s| s.role.as_deref()), s.addressee];
            let words: Vec<&str> = s.content.iter().copied().chain(names.into_iter().flatten()).collect();
            writer.add_document(tantivy::doc!(text => words.join("\n"), key => n as u64)).unwrap();
        }
        writer.commit().unwrap();
        Self { index, text }
    }

    /// The first ten; filters are words to it.
    fn search(&self, query: &str) -> Vec<u64> {
        let searcher = self.index.reader().unwrap().searcher();
        let words = query.split(' ').map(|w| w.rsplit(':').next().unwrap_or(w)).collect::<Vec<_>>().join(" ").replace('=', "");
        let query = QueryParser::for_index(&self.index, vec![self.text]).parse_query_lenient(&words).0;
        let hits = searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).unwrap();
        hits.iter()
            .map(|(_, at)| searcher.segment_reader(at.segment_ord).fast_fields().u64("key").unwrap().first(at.doc_id).unwrap())
            .collect()
    }
}

#[test]
fn the_statements_that_people_look_for_come_up() {
    let set = Set::read();
    let places: Vec<String> = set.statements().iter().map(|s| s.place.clone()).collect();
    let keys: HashMap<&str, u64> = places.iter().enumerate().map(|(i, p)| (p.as_str(), i as u64)).collect();
    let folder = tempfile::tempdir().unwrap();
    let index = ours(&set, folder.path());
    let plain = Plain::new(&set);
    let resolve = |_: Part, typed: &str| -> Vec<u64> {
        let same = |name: &&String| rawi_names::matches(typed, name).is_some() || has_words(name, typed);
        set.numbers(set.names.iter().filter(same).map(String::as_str))
    };
    // queries, recall of ours, recall of the plain index
    let mut folded = (0, 0.0, 0.0);
    let mut exact = (0, 0, 0);
    for line in QUERIES.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let [text, mode, expected, ..] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let expected: BTreeSet<u64> =
            expected.split(' ').filter(|p| !p.is_empty()).map(|p| *keys.get(p).unwrap_or_else(|| panic!("{p} in {line}"))).collect();
        let query = Query::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let plan = index.plan(&query, Rows::Statements, &resolve).unwrap();
        let found = |limit| -> Vec<u64> {
            let found = plan.search(&Options { limit, ..Options::default() }).unwrap();
            found.hits.iter().filter_map(|h| h.statement).collect()
        };
        let show = |keys: Vec<u64>| keys.iter().map(|k| places[*k as usize].as_str()).collect::<Vec<_>>().join(" ");
        let missed = |of: &[u64]| expected.iter().copied().filter(|k| !of.contains(k)).collect::<Vec<_>>();
        if mode == "exact" {
            let all = found(places.len());
            let more: Vec<u64> = all.iter().copied().filter(|k| !expected.contains(k)).collect();
            let right = |found: &[u64]| usize::from(missed(found).is_empty() && found.iter().all(|k| expected.contains(k)));
            exact = (exact.0 + 1, exact.1 + right(&all), exact.2 + right(&plain.search(text)));
            if right(&all) == 0 {
                println!("exact  {text}\n       missed {}\n       too many {}", show(missed(&all)), show(more));
            }
        } else {
            let recall = |found: &[u64]| 1.0 - missed(found).len() as f64 / expected.len().max(1) as f64;
            let ten = found(10);
            folded = (folded.0 + 1, folded.1 + recall(&ten), folded.2 + recall(&plain.search(text)));
            if !missed(&ten).is_empty() {
                println!(
                    "folded {text}\n       missed {}\n       of {}",
                    show(missed(&ten)),
                    plan.search(&Options::default()).unwrap().total
                );
            }
        }
    }
    let n = folded.0 as f64;
    println!("recall at 10 over {n} queries: {:.3}; plain tantivy with its Arabic stemmer: {:.3}", folded.1 / n, folded.2 / n);
    println!("exact queries answered exactly: {} of {}; plain: {}", exact.1, exact.0, exact.2);
    assert!(folded.1 / n >= 0.95, "recall at 10 is {:.3}", folded.1 / n);
    assert_eq!(exact.1, exact.0, "exact queries answered exactly");
}
