//! Rebuilds the model from annotated articles and raw text. The same data, options and build give the same bytes, on however many
//! threads. Files are the caller's: it brings contents and takes bytes.
//!
//! ```no_run
//! use rawi::score::Input;
//! use rawi::train::{self, Options, Raw};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (texts, gold) = (std::fs::read_to_string("train.jsonl")?, std::fs::read_to_string("train.json")?);
//! let articles = train::articles(Input { name: "train.jsonl", contents: &texts }, Input { name: "train.json", contents: &gold })?;
//! let mut raw = Raw::new();
//! raw.add("نص من الأرشيف");
//! let trained = train::train(&articles, raw, &Options::default(), &|event| eprintln!("{event}"))?;
//! std::fs::write("own.rawi", &trained.model)?;
//! println!("{}", trained.report.figures);
//! # Ok(())
//! # }
//! ```

mod article;
mod build;
mod copies;
mod corpus;
mod error;
mod gold;
mod network;
mod raw;
mod silver;
mod vote;

pub use article::{Article, articles};
pub use error::TrainError;
pub use raw::Raw;

use crate::Model;
use crate::model;
use crate::record::Record;
use crate::score::{self, Figures};
use build::{Docs, Plans};
use corpus::Annotated;
use error::Kind;
use network::Sizes;
use rawi_learn::train::vectors;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How to train. Begin with [`Options::default`] and change fields.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The model's name; records carry it with a hash.
    pub name: String,
    /// The licence of the weights, as an SPDX expression. It follows from what the model learns from.
    pub license: String,
    /// Parts that the articles are cut into, so that each is read by a model that has not seen it.
    pub folds: usize,
    /// How many of those parts are really read so: the more, the better it is known how good the model is, and the longer it takes.
    pub tried: usize,
    /// A model file whose word vectors are taken, instead of learning them from raw text.
    pub vectors: Option<Vec<u8>>,
    /// Model files whose readings of `silver` the model learns from too, where most of them agree.
    pub teachers: Vec<Vec<u8>>,
    /// Texts without annotations for `teachers` to read.
    pub silver: Vec<String>,
    /// Texts on which the model will be tried: near copies of them in `silver` are left out.
    pub kept_back: Vec<String>,
    /// A larger and slower model, to be one of the `teachers` of another: learned without the first part only, so that what it teaches
    /// tells nothing of the articles that the other's figures come from.
    pub to_teach: bool,
    /// Seed of everything random but the word vectors.
    pub seed: u64,
    /// Threads to train on; the result does not depend on it.
    pub threads: usize,
    /// Small tables and few passes: a model for tests, not for use.
    pub quick: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            name: "own".into(),
            license: "LicenseRef-unstated".into(),
            folds: 4,
            tried: 4,
            vectors: None,
            teachers: Vec::new(),
            silver: Vec::new(),
            kept_back: Vec::new(),
            to_teach: false,
            seed: 1,
            threads: 1,
            quick: false,
        }
    }
}

/// What training made.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The model file, for [`crate::Model::from_bytes`].
    pub model: Vec<u8>,
    /// The training articles as read by models that had seen neither them nor near copies of them.
    pub cross_fitted: Vec<Record>,
    /// What the model was made from, and how good it may be.
    pub report: Report,
}

/// What a model was made from, and how good it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Annotated articles.
    pub articles: usize,
    /// Their statements.
    pub statements: usize,
    /// Articles that are near copies of an earlier one.
    pub copies: usize,
    /// Articles in each fold.
    pub folds: Vec<usize>,
    /// Raw texts, copies not counted.
    pub raw_texts: usize,
    /// Words with a vector.
    pub words: usize,
    /// Texts that teachers read, and the statements in them.
    pub silver: [usize; 2],
    /// SHA-256 of each teacher's file.
    pub teachers: Vec<String>,
    /// SHA-256 of the model file, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of each part of the model file.
    pub sizes: Vec<(&'static str, usize)>,
    /// The figures of [`Trained::cross_fitted`].
    pub figures: Figures,
}

/// What training has just done.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The words of the raw texts are counted.
    Words {
        /// Texts, copies not counted.
        texts: usize,
        /// Distinct words frequent enough to learn from.
        kept: usize,
        /// Distinct words.
        all: usize,
    },
    /// A pass over the raw texts, from 1.
    Vectors {
        /// Its number.
        pass: usize,
        /// How many there will be.
        passes: usize,
    },
    /// The teachers have read.
    Silver {
        /// Texts given.
        given: usize,
        /// Those that are near copies of no other.
        kept: usize,
        /// Statements in them.
        statements: usize,
    },
    /// A pass of one decision over the annotated articles, from 1. Each decision is learned once a fold and once on all.
    Pass {
        /// The decision.
        task: &'a str,
        /// Features kept.
        features: usize,
        /// Its number.
        pass: usize,
        /// How many there will be.
        passes: usize,
        /// Mean loss an instance.
        loss: f32,
    },
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { texts, kept, all } => write!(f, "{texts} raw texts, {kept} words of {all}"),
            Self::Vectors { pass, passes } => write!(f, "word vectors, pass {pass} of {passes}"),
            Self::Silver { given, kept, statements } => write!(f, "{kept} silver texts of {given}, {statements} statements"),
            Self::Pass { task, features, pass, passes, loss } => {
                write!(f, "{task}, {features} features, pass {pass} of {passes}, loss {loss:.4}")
            }
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Who is told how far training is, and on how many threads it runs.
pub(crate) struct Watch<'a> {
    pub threads: usize,
    pub tell: &'a (dyn Fn(Event<'_>) + Sync),
}

/// How the vectors are learned: the plan, the least count of a word, and the most words that the model keeps.
fn vector_plan(options: &Options) -> (vectors::Plan, u64, usize) {
    // the same for every seed, so that teachers and the one they teach see the same
    let plan = vectors::Plan::default();
    if options.quick { (vectors::Plan { dim: 8, epochs: 1, ..plan }, 2, 2000) } else { (plan, 5, 34_000) }
}

fn plans(options: &Options, articles: usize) -> Plans {
    let mut plans = Plans::default();
    plans.plan.seed = options.seed;
    if options.to_teach {
        plans.sizes = Sizes { width: 96, units: 96, dropout: [0.15, 0.45, 0.3], ..plans.sizes };
        plans.hidden = [64, 64, 64, 32];
        plans.features = usize::MAX;
    }
    if !options.teachers.is_empty() {
        // passes are longer; and there is more to learn from, so less must be left out
        plans.repeats = 2;
        plans.sizes.unknown = 0.15;
        if options.to_teach {
            (plans.plan.passes, plans.silver) = (6, 3_000);
            plans.sizes.dropout = [0.1, 0.35, 0.25];
        } else {
            plans.plan.passes = 7;
            plans.sizes.dropout = [0.1, 0.25, 0.2];
        }
    }
    if options.quick {
        // the fewer the articles, the more passes it takes to learn anything
        plans.plan.passes = (200 / articles.max(1)).clamp(3, 20);
        plans.plan.batch = 2;
        plans.plan.warm = 10;
        plans.sizes = Sizes { width: 24, units: 12, layers: 1, unknown: 0.05, unseen: 0.0, dropout: [0.0, 0.0, 0.0] };
        plans.hidden = [16, 16, 16, 16];
        plans.least = if articles < 50 { 2 } else { 10 };
    }
    plans
}

/// Trains a model on `articles`, with word vectors from `raw`. `progress` is called now and then, from any of the threads.
///
/// # Errors
/// When an id stands twice, there is no statement, there are fewer articles than folds (near copies counted as one), a model file cannot
/// be used, or there are teachers without silver texts or texts without teachers.
pub fn train(articles: &[Article], raw: Raw, options: &Options, progress: &(dyn Fn(Event<'_>) + Sync)) -> Result<Trained, TrainError> {
    let mut ids = BTreeSet::new();
    if let Some(twice) = articles.iter().find(|a| !ids.insert(a.gold.id.as_str())) {
        return Err(Kind::SameId { id: twice.gold.id.clone() }.into());
    }
    if !articles.iter().flat_map(|a| &a.gold.statements).any(|s| s.cue.is_some()) {
        return Err(Kind::NoStatement.into());
    }
    let group = copies::groups(&articles.iter().map(|a| a.text.as_str()).collect::<Vec<_>>());
    let groups = group.iter().enumerate().filter(|(i, g)| i == *g).count();
    if options.folds < 2 || groups < options.folds {
        return Err(Kind::Folds { folds: options.folds, groups }.into());
    }
    let fold_of = copies::folds(&group, options.folds);
    if options.teachers.is_empty() != options.silver.is_empty() {
        return Err(Kind::Silver { teachers: options.teachers.len(), texts: options.silver.len() }.into());
    }
    let teacher = |(k, file): (usize, &Vec<u8>)| Model::from_bytes(file).map_err(|e| Kind::Teacher { number: k + 1, why: e.to_string() });
    let teachers: Vec<Model> = options.teachers.iter().enumerate().map(teacher).collect::<Result<_, _>>()?;

    let watch = Watch { threads: options.threads, tell: progress };
    let raw_texts = raw.texts();
    let (plan, least, most) = vector_plan(options);
    let vectors = match &options.vectors {
        Some(model) => Model::from_bytes(model).map_err(|e| Kind::Vectors { why: e.to_string() })?.heads.encoder.vectors,
        None => raw.vectors(&plan, least, most, &watch),
    };
    let silver = silver::silver(&options.silver, &teachers, articles, &options.kept_back, &watch);
    drop(teachers);
    let seen = |a: &Article| Annotated::new(a.text.clone(), a.gold.clone(), &vectors);
    let docs = Docs { gold: articles.iter().map(seen).collect(), silver: silver.iter().map(seen).collect() };
    let plans = plans(options, docs.gold.len());
    let tried = if options.to_teach { 1 } else { options.tried.clamp(1, options.folds) };
    let (heads, held) = build::build(&docs, &vectors, &plans, &fold_of, tried, !options.to_teach, &watch);

    let texts: BTreeMap<String, String> = articles.iter().map(|a| (a.gold.id.clone(), a.text.clone())).collect();
    let gold: Vec<Record> = held.iter().map(|(i, _)| articles[*i].gold.clone()).collect();
    let cross_fitted: Vec<Record> = held.into_iter().map(|(_, r)| r).collect();
    let model = model::pack(&heads, &options.name, &options.license);
    let report = Report {
        articles: articles.len(),
        statements: articles.iter().map(|a| a.gold.statements.len()).sum(),
        copies: articles.len() - groups,
        folds: (0..options.folds).map(|f| fold_of.iter().filter(|x| **x == f).count()).collect(),
        raw_texts,
        words: vectors.words.len(),
        silver: [silver.len(), silver.iter().map(|a| a.gold.statements.len()).sum()],
        teachers: options.teachers.iter().map(|file| sha256(file)).collect(),
        sha256: sha256(&model),
        sizes: model::sizes(&heads),
        figures: score::score(&texts, &gold, &cross_fitted)?,
    };
    Ok(Trained { model, cross_fitted, report })
}
