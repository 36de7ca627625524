//! Fits one [`Task`]: counts features, keeps the frequent ones, trains the network.

use super::{Event, Watch};
use crate::task::{Table, Task};
use rawi_learn::chain::Chain;
use rawi_learn::train::{Document, Gold, Instance, Lists, Plan, train};
use rawi_learn::{Dictionary, Vectors};
use std::collections::HashMap;

/// One instance with features still as hashes.
pub(crate) struct Case {
    pub start: usize,
    pub shared: Vec<u64>,
    pub extra: Table,
    pub gold: Gold,
    pub weight: f32,
}

/// One document's places and instances.
pub(crate) struct Sample<'a> {
    pub base: Option<(&'a Table, &'a [Option<u32>])>,
    pub cases: Vec<Case>,
}

/// Fits a task to samples; features seen fewer than `least` times are left out.
pub(crate) fn fit(
    samples: &[Sample<'_>],
    chain: Chain,
    vectors: &Vectors,
    offsets: &[i8],
    least: u32,
    plan: &Plan,
    name: &str,
    watch: &Watch<'_>,
) -> Task {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for s in samples {
        if let Some((table, _)) = s.base {
            (0..table.len()).flat_map(|t| table.get(t)).for_each(|&f| *counts.entry(f).or_default() += 1);
        }
        for c in &s.cases {
            c.shared.iter().for_each(|&f| *counts.entry(f).or_default() += 1);
            (0..c.extra.len()).flat_map(|t| c.extra.get(t)).for_each(|&f| *counts.entry(f).or_default() += 1);
        }
    }
    let dictionary = Dictionary::new(counts.iter().filter(|(_, n)| **n >= least).map(|(f, _)| *f));
    drop(counts);
    let rows = |features: &[u64]| features.iter().filter_map(|&f| dictionary.row(f)).collect::<Vec<u32>>();
    let documents: Vec<Document> = samples
        .iter()
        .map(|s| {
            let mut d = Document::default();
            if let Some((table, words)) = s.base {
                (0..table.len()).for_each(|t| d.base.push(rows(table.get(t))));
                d.words = words.to_vec();
            }
            d.instances = s
                .cases
                .iter()
                .map(|c| {
                    let mut extra = Lists::default();
                    (0..c.extra.len()).for_each(|t| extra.push(rows(c.extra.get(t))));
                    Instance { start: c.start, shared: rows(&c.shared), extra, gold: c.gold.clone(), weight: c.weight }
                })
                .collect();
            d
        })
        .collect();
    let mut values = vec![0f32; vectors.words.len() * vectors.dim];
    for (row, out) in values.chunks_exact_mut(vectors.dim.max(1)).enumerate() {
        vectors.get(row as u32, out);
    }
    let features = dictionary.len();
    let network = train(&documents, features, chain, &values, vectors.dim, offsets, plan, |pass, loss| {
        (watch.tell)(Event::Pass { task: name, features, pass, passes: plan.epochs, loss });
    });
    Task::new(dictionary, network)
}
