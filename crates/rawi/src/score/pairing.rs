//! Which gold statement and source is paired with which predicted one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::document::{Doc, Said, Source};
use super::name::{fold, name_words};
use super::tally::Tally;
use super::verdict::{Pair, Pairs, SourcePair, Spans, Verdict};
use super::words::{TextWords, WordSet, common, dice};
use crate::record::{Record, Span};

/// An overlap from which two spans, or two names, count as the same.
const SAME: f64 = 0.5;
/// The overlap of contents that *who-said-what* asks for.
const SAID: f64 = 0.8;

/// Pairs the statements and sources of one document. Never fails: what points nowhere pairs with nothing
/// ([`super::check`] tells).
pub fn pairs(text: &str, gold: &Record, pred: &Record) -> Pairs {
    pair_doc(&TextWords::new(text), &Doc::from(gold), &Doc::from(pred)).0
}

/// Pairs in descending order of what `candidates` are sorted by, each side used once; the result ascends by the first.
fn greedy<K>(mut candidates: Vec<(K, usize, usize)>, by: impl Fn(&K, &K) -> std::cmp::Ordering) -> Vec<(usize, usize)> {
    candidates.sort_by(|x, y| by(&x.0, &y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut paired: Vec<(usize, usize)> = Vec::new();
    for (_, a, b) in candidates {
        if paired.iter().all(|&(x, y)| x != a && y != b) {
            paired.push((a, b));
        }
    }
    paired.sort_unstable();
    paired
}

/// The words of every part of the statements of one side.
struct Cut {
    cue: Vec<WordSet>,
    content: Vec<WordSet>,
    speaker: Vec<WordSet>,
}

impl Cut {
    fn new(words: &TextWords, statements: &[Said<'_>]) -> Self {
        Self {
            cue: statements.iter().map(|s| words.of(&s.cue)).collect(),
            content: statements.iter().map(|s| words.of(&s.content)).collect(),
            speaker: statements.iter().map(|s| words.of(&s.speaker)).collect(),
        }
    }
}

fn pair_statements(gold: &Cut, pred: &Cut) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for i in 0..gold.content.len() {
        for j in 0..pred.content.len() {
            let overlap = dice(&gold.content[i], &pred.content[j]);
            let shared = common(&gold.cue[i], &pred.cue[j]) > 0;
            if shared || overlap >= SAME {
                candidates.push((overlap + if shared { 0.5 } else { 0.0 }, i, j));
            }
        }
    }
    greedy(candidates, |x, y| y.total_cmp(x))
}

/// The sources of one side: folded names, and the position that an id stands for (the last, should it stand twice).
struct Sources<'a> {
    names: Vec<BTreeSet<String>>,
    by_id: BTreeMap<&'a str, usize>,
}

impl<'a> Sources<'a> {
    fn new(sources: &[Source<'a>]) -> Self {
        let names = |s: &Source<'_>| {
            let all = std::iter::once(s.name).chain(s.mentions.iter().copied());
            all.map(fold).filter(|name| !name.is_empty()).collect()
        };
        Self { names: sources.iter().map(names).collect(), by_id: sources.iter().enumerate().map(|(k, s)| (s.id, k)).collect() }
    }
    fn mentions(&self) -> usize {
        self.by_id.values().map(|&k| self.names[k].len()).sum()
    }
}

/// Every source that a gold statement allows: `who`, then the further readings of a speaker that the text leaves open.
fn readings<'a>(statement: &Said<'a>) -> impl Iterator<Item = &'a str> {
    statement.who.into_iter().chain(statement.who_also.clone())
}

/// What [`pair_doc`] counts beside the verdicts.
pub(super) struct Sums {
    pub content: Tally,
    pub speaker: (usize, usize),
    pub sources: (usize, usize),
    pub mentions: (usize, usize),
}

/// Pairs the statements and sources of one document, and counts what the figures need beside the pairs.
pub(super) fn pair_doc(words: &TextWords, gold: &Doc<'_>, pred: &Doc<'_>) -> (Pairs, Sums) {
    let (gold_cut, pred_cut) = (Cut::new(words, &gold.statements), Cut::new(words, &pred.statements));
    let paired = pair_statements(&gold_cut, &pred_cut);
    let (gold_names, pred_names) = (Sources::new(&gold.sources), Sources::new(&pred.sources));

    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    let mut same_span: HashSet<(usize, usize)> = HashSet::new();
    for &(i, j) in &paired {
        let Some(&b) = pred.statements[j].who.and_then(|who| pred_names.by_id.get(who)) else {
            continue;
        };
        for &a in readings(&gold.statements[i]).filter_map(|who| gold_names.by_id.get(who)) {
            *shared.entry((a, b)).or_default() += 1;
            if dice(&gold_cut.speaker[i], &pred_cut.speaker[j]) >= SAME {
                same_span.insert((a, b));
            }
        }
    }
    let mut candidates = Vec::new();
    for (a, gold_set) in gold_names.names.iter().enumerate() {
        for (b, pred_set) in pred_names.names.iter().enumerate() {
            let equal = !gold_set.is_disjoint(pred_set);
            let near = || {
                let overlap = |x: &String, y: &String| dice(&name_words(x), &name_words(y)) >= SAME;
                gold_set.iter().any(|x| pred_set.iter().any(|y| overlap(x, y)))
            };
            if equal || same_span.contains(&(a, b)) || near() {
                let count = shared.get(&(a, b)).copied().unwrap_or(0);
                candidates.push(((std::cmp::Reverse(count), !equal), a, b));
            }
        }
    }
    // An id that stands twice has one partner, and is its last entry.
    let source_pairs: BTreeMap<&str, &str> =
        greedy(candidates, Ord::cmp).into_iter().map(|(a, b)| (gold.sources[a].id, pred.sources[b].id)).collect();

    let partner: HashMap<usize, usize> = paired.iter().copied().collect();
    let statements = paired.iter().map(|&(i, j)| {
        let (g, p) = (&gold.statements[i], &pred.statements[j]);
        let (said, heard) = (&gold_cut.content[i], &pred_cut.content[j]);
        let (named, found) = (&gold_cut.speaker[i], &pred_cut.speaker[j]);
        let same_who = p.who.is_some_and(|who| readings(g).any(|x| source_pairs.get(x) == Some(&who)));
        let who = Verdict::of(g.who.is_some(), p.who.is_some(), same_who);
        let who_right = matches!(who, Verdict::Right | Verdict::Absent);
        let content_dice = dice(said, heard);
        let same_parent = match (g.parent, p.parent) {
            (Some(above), Some(over)) => above.checked_sub(1).and_then(|k| partner.get(&k)).copied() == over.checked_sub(1),
            _ => false,
        };
        Pair {
            gold: i,
            pred: j,
            cue_shared: common(&gold_cut.cue[i], &pred_cut.cue[j]) > 0,
            content_dice,
            content_exact: said == heard,
            speaker: Verdict::of(!named.is_empty(), !found.is_empty(), named == found),
            who,
            who_right,
            right: who_right && content_dice >= SAID,
            type_right: g.kind == p.kind,
            act_right: g.act == p.act,
            addressee: match_spans(words, g.addressee.as_slice(), p.addressee.as_slice()),
            via: match_spans(words, &g.via, &p.via),
            setting: match_spans(words, &g.setting, &p.setting),
            parent: Verdict::of(g.parent.is_some(), p.parent.is_some(), same_parent),
        }
    });
    let statements: Vec<Pair> = statements.collect();

    let sources = source_pairs.iter().map(|(gold_id, pred_id)| {
        let (a, b) = (gold_names.by_id[gold_id], pred_names.by_id[pred_id]);
        let (g, p) = (&gold.sources[a], &pred.sources[b]);
        let (role, found) = (fold(g.role), fold(p.role));
        SourcePair {
            gold: a,
            pred: b,
            kind_right: g.kind == p.kind,
            role_right: role == found || dice(&name_words(&role), &name_words(&found)) >= SAME,
            mentions: gold_names.names[a].intersection(&pred_names.names[b]).count(),
        }
    });
    let mut sources: Vec<SourcePair> = sources.collect();
    sources.sort_by_key(|pair| pair.gold);

    let left = |n: usize, taken: Vec<usize>| (0..n).filter(|k| !taken.contains(k)).collect::<Vec<_>>();
    let pairs = Pairs {
        missed: left(gold.statements.len(), statements.iter().map(|p| p.gold).collect()),
        false_alarms: left(pred.statements.len(), statements.iter().map(|p| p.pred).collect()),
        missed_sources: left(gold.sources.len(), sources.iter().map(|p| p.gold).collect()),
        false_sources: left(pred.sources.len(), sources.iter().map(|p| p.pred).collect()),
        statements,
        sources,
    };
    let size = |sets: &[WordSet]| sets.iter().map(Vec::len).sum();
    let some = |sets: &[WordSet]| sets.iter().filter(|set| !set.is_empty()).count();
    let sums = Sums {
        content: Tally {
            tp: paired.iter().map(|&(i, j)| common(&gold_cut.content[i], &pred_cut.content[j])).sum(),
            p: size(&pred_cut.content),
            g: size(&gold_cut.content),
        },
        speaker: (some(&pred_cut.speaker), some(&gold_cut.speaker)),
        sources: (pred_names.by_id.len(), gold_names.by_id.len()),
        mentions: (pred_names.mentions(), gold_names.mentions()),
    };
    (pairs, sums)
}

/// Each gold span takes the first predicted span left that overlaps it by half.
fn match_spans(words: &TextWords, gold: &[Span], pred: &[Span]) -> Spans {
    let mut left: Vec<(usize, WordSet)> = pred.iter().map(|span| words.of([span])).enumerate().collect();
    let mut spans = Spans::default();
    for (k, span) in gold.iter().enumerate() {
        let wanted = words.of([span]);
        match left.iter().position(|(_, found)| dice(&wanted, found) >= SAME) {
            Some(at) => spans.hits.push((k, left.remove(at).0)),
            None => spans.missed.push(k),
        }
    }
    spans.false_alarms = left.into_iter().map(|(k, _)| k).collect();
    spans
}
