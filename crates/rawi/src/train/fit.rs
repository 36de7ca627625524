//! Fits one [`Task`]: counts features, keeps the frequent ones, trains the network.

use super::{Event, Watch};
use crate::task::{Table, Task};
use rawi_learn::chain::Chain;
use rawi_learn::train::{Document, Gold, Instance, Lists, Plan, train};
use rawi_learn::{Dictionary, Network, Rows, Vectors};
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

/// Fits a task to samples; features seen fewer than `least` times are left out, and of the rest the `most` that matter most are kept.
pub(crate) fn fit(
    samples: &[Sample<'_>],
    chain: Chain,
    vectors: &Vectors,
    offsets: &[i8],
    (least, most): (u32, usize),
    plan: &Plan,
    name: &str,
    watch: &Watch<'_>,
) -> Task {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for s in samples {
        if let Some((table, _)) = s.base {
            let mut asked = vec![false; table.len()];
            s.cases.iter().for_each(|c| asked[c.start..c.start + c.extra.len()].fill(true));
            (0..table.len()).filter(|&t| asked[t]).flat_map(|t| table.get(t)).for_each(|&f| *counts.entry(f).or_default() += 1);
        }
        for c in &s.cases {
            c.shared.iter().for_each(|&f| *counts.entry(f).or_default() += 1);
            (0..c.extra.len()).flat_map(|t| c.extra.get(t)).for_each(|&f| *counts.entry(f).or_default() += 1);
        }
    }
    let dictionary = Dictionary::new(counts.iter().filter(|(_, n)| **n >= least).map(|(f, _)| *f));
    let mut seen = vec![0u32; dictionary.len()];
    counts.iter().for_each(|(f, n)| {
        if let Some(row) = dictionary.row(*f) {
            seen[row as usize] += n;
        }
    });
    drop(counts);
    let mut values = vec![0f32; vectors.words.len() * vectors.dim];
    for (row, out) in values.chunks_exact_mut(vectors.dim.max(1)).enumerate() {
        vectors.get(row as u32, out);
    }
    let learn = |dictionary: &Dictionary, plan: &Plan| {
        let features = dictionary.len();
        let chain = chain.clone();
        train(&documents(samples, dictionary), features, chain, &values, vectors.dim, offsets, plan, |pass, loss| {
            (watch.tell)(Event::Pass { task: name, features, pass, passes: plan.epochs, loss });
        })
    };
    if dictionary.len() <= most {
        let network = learn(&dictionary, plan);
        return Task::new(dictionary, network);
    }
    // a few passes tell which features matter; those alone are then learned from the start
    let first = learn(&dictionary, &Plan { epochs: 3, blocks: 0, ..plan.clone() });
    let dictionary = foremost(&dictionary, &first, &seen, most);
    let network = learn(&dictionary, plan);
    Task::new(dictionary, network)
}

/// The samples with the rows of their features.
fn documents(samples: &[Sample<'_>], dictionary: &Dictionary) -> Vec<Document> {
    let rows = |features: &[u64]| features.iter().filter_map(|&f| dictionary.row(f)).collect::<Vec<u32>>();
    samples
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
        .collect()
}

/// The features whose rows move the hidden layer most: by how often a feature is seen and by how much its row adds.
fn foremost(dictionary: &Dictionary, network: &Network, seen: &[u32], most: usize) -> Dictionary {
    let h = network.hidden;
    let Rows::Full(cells) = &network.rows else { unreachable!("a network that was just trained") };
    let weight = |row: usize| cells[row * h..(row + 1) * h].iter().map(|c| c * c).sum::<f32>() * seen[row] as f32;
    let mut order: Vec<(f32, usize)> = (0..dictionary.len()).map(|row| (weight(row), row)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut keep = vec![false; dictionary.len()];
    order[..most].iter().for_each(|&(_, row)| keep[row] = true);
    dictionary.retain(&keep)
}
