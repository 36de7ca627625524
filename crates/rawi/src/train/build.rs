//! Learns the encoder and all heads together, on gold and on what the model finds itself while it learns; then, from articles that it
//! was not trained on, how far to believe it.

use super::corpus::Annotated;
use super::gold::{LEAST_CUE, gold_mentions, gold_of, gold_path, mark_words, mention_gold, merge, parts_of, tagging, who_of};
use super::network::{Network, Seen, Shape, Sizes};
use super::{Event, Watch};
use crate::assemble::assemble;
use crate::cue::{self, Cue};
use crate::features;
use crate::finding::{Finding, Found};
use crate::head::{Asked, Head};
use crate::label::{self, Deed, Manner, Trust};
use crate::mention::{self, Inside, Mention, Whole};
use crate::overrides::Overrides;
use crate::page::Page;
use crate::parts::{self, Pair, Parts};
use crate::pipeline::{self, Heads};
use crate::record::{Act, Kind, Record, Type};
use crate::score;
use crate::source::{self, Implicit, Join, Source};
use rawi_learn::chain::Lattice;
use rawi_learn::train::optimiser::{self, Plan};
use rawi_learn::train::tape::{Id, Tape};
use rawi_learn::train::{Random, side_by_side};
use rawi_learn::{Dictionary, Vectors, mix};
use rawi_text::Text;
use std::collections::HashMap;
use std::ops::Range;

/// How a model is trained.
#[derive(Debug, Clone)]
pub(crate) struct Plans {
    pub sizes: Sizes,
    /// Hidden units of the heads for tags, for parts, for sources, and of the others.
    pub hidden: [usize; 4],
    /// Mixing layers of the head for parts.
    pub blocks: usize,
    pub plan: Plan,
    /// Features of words seen less often are left out.
    pub least: u32,
    /// Of the others, as many of the most frequent as the file has room for.
    pub features: usize,
    /// How often a pass goes over the annotated articles.
    pub repeats: usize,
    /// The most silver articles of a pass; the next pass goes on with the next ones.
    pub silver: usize,
    /// What candidates that are no statements count.
    pub negative: f32,
    /// The pass from which a model learns from its own findings too.
    pub own: usize,
}

impl Default for Plans {
    fn default() -> Self {
        Self {
            sizes: Sizes { width: 80, units: 64, layers: 2, unknown: 0.2, unseen: 0.1, dropout: [0.15, 0.4, 0.3] },
            hidden: [48, 48, 48, 32],
            blocks: 1,
            plan: Plan { passes: 20, batch: 8, rate: 3e-3, warm: 200, decay: 1e-2, seed: 1, threads: 1 },
            least: 8,
            features: 67_000,
            repeats: 1,
            silver: 6_000,
            negative: 0.5,
            own: 3,
        }
    }
}

/// The heads that are learned with the encoder, by their place in the network.
#[derive(Debug, Clone, Copy)]
enum Decision {
    Cue,
    Mention,
    Parts,
    Kind,
    Name,
    Sort,
    Act,
    Join,
    Implicit,
}

/// What the loss of each decision counts.
const WEIGHTS: [f32; 9] = [1.0, 0.5, 1.0, 0.3, 0.3, 0.5, 0.5, 1.0, 1.0];

fn shapes(plans: &Plans) -> Vec<Shape> {
    let [tags, parts_hidden, sources, others] = plans.hidden;
    let shape = |slots, rows, hidden, blocks, labels, chain| Shape { slots, rows, hidden, blocks, labels, chain };
    vec![
        shape(1, 0, tags, 0, 3, Some(cue::chain())),
        shape(1, 0, tags, 0, 3, Some(cue::chain())),
        shape(parts::SLOTS, Pair::ROWS, parts_hidden, plans.blocks, parts::LABELS, Some(parts::chain())),
        shape(mention::KIND_SLOTS, Whole::ROWS, others, 0, Kind::ALL.len(), None),
        shape(mention::NAME_SLOTS, Inside::ROWS, others, 1, 3, Some(mention::name_chain())),
        shape(label::TYPE_SLOTS, Manner::ROWS, others, 0, Type::ALL.len(), None),
        shape(label::ACT_SLOTS, Deed::ROWS, others, 0, Act::ALL.len(), None),
        shape(source::JOIN_SLOTS, Join::ROWS, sources, 0, 1, None),
        shape(source::IMPLICIT_SLOTS, Implicit::ROWS, sources, 0, 1, None),
    ]
}

/// What is learned from.
pub(crate) struct Docs {
    /// Articles that people annotated.
    pub gold: Vec<Annotated>,
    /// Texts that other models read.
    pub silver: Vec<Annotated>,
}

/// The features of words that are frequent enough, over the documents.
fn dictionary<'a>(docs: impl Iterator<Item = &'a Annotated>, plans: &Plans) -> Dictionary {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let mut seen = Vec::new();
    for d in docs {
        for (w, &shape) in d.page.lexis.words.iter().zip(&d.page.lexis.shape) {
            seen.clear();
            features::word(w, shape, &mut seen);
            seen.iter().for_each(|&f| *counts.entry(f).or_default() += 1);
        }
    }
    let mut kept: Vec<(u32, u64)> = counts.into_iter().filter(|(_, n)| *n >= plans.least).map(|(f, n)| (n, f)).collect();
    kept.sort_unstable_by_key(|&(n, f)| (std::cmp::Reverse(n), f));
    kept.truncate(plans.features);
    Dictionary::new(kept.into_iter().map(|(_, f)| f))
}

/// A document with what can be said of it before anything is learned.
struct Lesson<'a> {
    d: &'a Annotated,
    seen: Seen,
    all: Asked,
    cues: Vec<u8>,
    mentions: Vec<(Range<usize>, usize)>,
    tags: Vec<u8>,
}

impl<'a> Lesson<'a> {
    fn new(d: &'a Annotated, dictionary: &Dictionary, vectors: &Vectors) -> Self {
        let mentions = gold_mentions(d);
        Self {
            d,
            seen: Seen::new(d, dictionary, vectors),
            all: cue::ask(d.page.lexis.len(), &d.paragraphs),
            cues: tagging(d, d.statements.iter().map(|s| s.cue.clone())),
            tags: tagging(d, mentions.iter().map(|m| m.0.clone())),
            mentions,
        }
    }
}

/// The encoder and the heads learned with it.
struct Learned {
    dictionary: Dictionary,
    network: Network,
}

impl Learned {
    /// As reading uses them; the heads for what to keep and how far to trust are still empty.
    fn heads(&self, vectors: &Vectors) -> Heads {
        let head = |d: Decision| self.network.head(d as usize);
        Heads {
            encoder: self.network.encoder(self.dictionary.clone(), vectors.clone()),
            cue: head(Decision::Cue),
            mention: head(Decision::Mention),
            parts: head(Decision::Parts),
            kind: head(Decision::Kind),
            name: head(Decision::Name),
            sort: head(Decision::Sort),
            act: head(Decision::Act),
            join: head(Decision::Join),
            implicit: head(Decision::Implicit),
            ..Heads::default()
        }
    }
}

/// Learns from `gold` and `silver`.
fn learn(gold: &[&Annotated], silver: &[Annotated], vectors: &Vectors, plans: &Plans, watch: &Watch<'_>, what: &str) -> Learned {
    let docs: Vec<&Annotated> = gold.iter().copied().chain(silver).collect();
    let repeated = || (0..plans.repeats).flat_map(|_| 0..gold.len());
    let dictionary = dictionary(repeated().chain(gold.len()..docs.len()).map(|k| docs[k]), plans);
    let lessons: Vec<Lesson<'_>> = docs.iter().map(|d| Lesson::new(d, &dictionary, vectors)).collect();
    let features = dictionary.len();
    let mut network = Network::new(plans.sizes.clone(), features, vectors.dim, &shapes(plans), mix(plans.plan.seed, 1));
    let mut weights = std::mem::take(&mut network.weights);
    let plan = Plan { threads: watch.threads, ..plans.plan.clone() };
    let each = |tape: &mut Tape<'_>, k: usize, pass: usize| Teacher { network: &network, plans, pass, l: &lessons[k] }.teach(tape);
    let sizes: Vec<usize> = docs.iter().map(|d| d.page.lexis.len()).collect();
    // silver articles by turns, mixed, so that every pass has some of every outlet
    let mut turns: Vec<usize> = (gold.len()..docs.len()).collect();
    Random(mix(plans.plan.seed, 3)).shuffle(&mut turns);
    let some = plans.silver.min(turns.len());
    let course = |pass: usize| repeated().chain((pass * some..(pass + 1) * some).map(|k| turns[k % turns.len()])).collect();
    optimiser::learn(&mut weights, &sizes, &course, &plan, &each, |pass, loss| {
        (watch.tell)(Event::Pass { task: what, features, pass, passes: plan.passes, loss });
    });
    network.weights = weights;
    Learned { dictionary, network }
}

/// One document being learned from.
struct Teacher<'a> {
    network: &'a Network,
    plans: &'a Plans,
    pass: usize,
    l: &'a Lesson<'a>,
}

impl Teacher<'_> {
    /// Whether something with a chance happens now.
    fn chance(tape: &mut Tape<'_>, p: f32) -> bool {
        tape.random().is_some_and(|r| r.unit() < p)
    }

    fn score(&self, tape: &mut Tape<'_>, what: Decision, states: Id, asked: &Asked) -> Id {
        self.network.score(tape, what as usize, states, asked)
    }

    fn paths(&self, tape: &mut Tape<'_>, what: Decision, scores: Id, asked: &Asked, gold: &[u8], weights: &[f32]) -> f32 {
        tape.paths(scores, &self.network.chain(what as usize), &asked.segments, gold, weights)
    }

    fn teach(&self, tape: &mut Tape<'_>) -> f32 {
        let (l, d) = (self.l, self.l.d);
        if d.page.lexis.len() == 0 {
            return 0.0;
        }
        let w = |what: Decision| WEIGHTS[what as usize];
        let states = self.network.encode(tape, &l.seen);
        let mut loss = 0.0;

        let cue_scores = self.score(tape, Decision::Cue, states, &l.all);
        let same = vec![w(Decision::Cue); d.paragraphs.len()];
        loss += self.paths(tape, Decision::Cue, cue_scores, &l.all, &l.cues, &same);
        let tag_scores = self.score(tape, Decision::Mention, states, &l.all);
        let same = vec![w(Decision::Mention); d.paragraphs.len()];
        loss += self.paths(tape, Decision::Mention, tag_scores, &l.all, &l.tags, &same);

        // candidates as the model itself finds them now, and what annotators found
        let chain = self.network.chain(Decision::Cue as usize).chain(tape.weights());
        let mut found = cue::read(&chain, &tape.value(cue_scores).cells, &d.paragraphs, LEAST_CUE);
        let most = 4 + 3 * d.statements.len();
        if found.len() > most {
            found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
            found.truncate(most);
            found.sort_by_key(|c| c.tokens.start);
        }
        let (cues, gold) = merge(d, &found);
        let mut windows = Asked::new(parts::SLOTS);
        let (mut path, mut weights, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..cues.len() {
            let window = parts::window(&d.page, &d.paragraphs, &cues[n].tokens);
            parts::ask(&d.page, &cues, n, &window, &mut windows);
            path.extend(gold[n].map_or_else(|| vec![0; window.len()], |g| gold_path(&d.statements[g], &window)));
            weights.push(if gold[n].is_some() { w(Decision::Parts) } else { self.plans.negative });
            starts.push(window.start);
        }
        if cues.is_empty() {
            return loss;
        }
        let part_scores = self.score(tape, Decision::Parts, states, &windows);
        loss += self.paths(tape, Decision::Parts, part_scores, &windows, &path, &weights);
        if d.statements.is_empty() {
            return loss;
        }

        // statements with the parts that annotators gave them, or those that the model itself gives them now
        let chain = self.network.chain(Decision::Parts as usize).chain(tape.weights());
        let mut lattice = Lattice::default();
        let mut findings: Vec<Finding> = Vec::new();
        let mut numbers: Vec<usize> = Vec::new();
        for n in 0..cues.len() {
            let Some(g) = gold[n] else { continue };
            let own = self.pass >= self.plans.own && Self::chance(tape, 0.5);
            let mut parts = if own {
                let s = &windows.segments[n];
                let mut scores = tape.value(part_scores).cells[s.start * parts::LABELS..s.end * parts::LABELS].to_vec();
                parts::decode(&chain, &mut scores, &mut lattice, starts[n])
            } else {
                parts_of(&d.statements[g])
            };
            if parts.content.is_empty() {
                parts = parts_of(&d.statements[g]);
            }
            if Self::chance(tape, 0.05) {
                parts.speaker = None;
            }
            findings.push(Finding::new(cues[n].clone(), parts));
            numbers.push(g);
        }
        loss + self.labels(tape, states, &findings, &numbers) + self.sources(tape, states, &mut findings, &numbers, tag_scores)
    }

    /// Types and acts.
    fn labels(&self, tape: &mut Tape<'_>, states: Id, findings: &[Finding], numbers: &[usize]) -> f32 {
        let d = self.l.d;
        let (mut sort, mut act) = (Asked::new(label::TYPE_SLOTS), Asked::new(label::ACT_SLOTS));
        let (mut sorts, mut acts) = (Vec::new(), Vec::new());
        for (f, &g) in findings.iter().zip(numbers) {
            label::ask_type(&d.page, &f.cue, &f.parts, &mut sort);
            label::ask_act(&d.page, &f.cue, &f.parts, &mut act);
            let s = &d.gold.statements[g];
            sorts.push(Type::ALL.iter().position(|x| *x == s.kind).unwrap_or(0) as u8);
            acts.push(Act::ALL.iter().position(|x| *x == s.act).unwrap_or(0) as u8);
        }
        let mut loss = 0.0;
        for (what, asked, gold) in [(Decision::Sort, &sort, &sorts), (Decision::Act, &act, &acts)] {
            let scores = self.score(tape, what, states, asked);
            loss += tape.labels(scores, gold, &vec![WEIGHTS[what as usize]; gold.len()]);
        }
        loss
    }

    /// Mentions, what they name, which are one source, and who is meant where nobody is named.
    fn sources(&self, tape: &mut Tape<'_>, states: Id, findings: &mut [Finding], numbers: &[usize], tag_scores: Id) -> f32 {
        let (l, d) = (self.l, self.l.d);
        let w = |what: Decision| WEIGHTS[what as usize];
        let mut loss = 0.0;
        // mentions that annotators marked, some of them overlooked, and those that only the model sees
        let chain = self.network.chain(Decision::Mention as usize).chain(tape.weights());
        let seen = mention::read(&chain, &tape.value(tag_scores).cells, &d.page, &d.paragraphs, LEAST_MENTION);
        let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let late = self.pass >= self.plans.own;
        let mut tagged: Vec<Mention> = Vec::new();
        for (r, _) in &l.mentions {
            let found = seen.iter().any(|m| meets(&m.tokens, r));
            if !found && Self::chance(tape, if late { 0.5 } else { 0.2 }) {
                continue;
            }
            if found && late && Self::chance(tape, 0.5) {
                continue; // as the model sees it
            }
            tagged.push(Mention { tokens: r.clone(), probability: if found { 0.9 } else { 0.5 }, ..Mention::default() });
        }
        for m in seen {
            if !tagged.iter().any(|x| meets(&x.tokens, &m.tokens)) {
                tagged.push(m);
            }
        }
        tagged.sort_by_key(|m| m.tokens.start);
        let mut mentions = pipeline::mentions(&d.page, findings, &tagged);
        if mentions.is_empty() {
            return loss;
        }
        let ids = mention_gold(d, findings, &mentions);

        let (mut kind, mut name) = (Asked::new(mention::KIND_SLOTS), Asked::new(mention::NAME_SLOTS));
        let (mut kinds, mut names, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for (m, id) in mentions.iter().zip(&ids) {
            mention::ask_kind(&d.page, &m.tokens, &mut kind);
            mention::ask_name(&d.page, &m.tokens, &mut name);
            let mut path = vec![0u8; m.tokens.len()];
            let mut y = 0;
            if let Some(id) = id {
                let speaker = &d.gold.speakers[*id];
                y = Kind::ALL.iter().position(|x| *x == speaker.kind).unwrap_or(0);
                mark_words(d, &m.tokens, &speaker.name, 1, &mut path);
                if let Some(role) = &speaker.role {
                    mark_words(d, &m.tokens, role, 2, &mut path);
                }
            }
            kinds.push(y as u8);
            names.extend(path);
            known.push(if id.is_some() { 1.0 } else { 0.0 });
        }
        let kind_scores = self.score(tape, Decision::Kind, states, &kind);
        loss += tape.labels(kind_scores, &kinds, &known.iter().map(|k| k * w(Decision::Kind)).collect::<Vec<f32>>());
        let name_scores = self.score(tape, Decision::Name, states, &name);
        let weights: Vec<f32> = known.iter().map(|k| k * w(Decision::Name)).collect();
        loss += self.paths(tape, Decision::Name, name_scores, &name, &names, &weights);
        let chain = self.network.chain(Decision::Name as usize).chain(tape.weights());
        for (k, m) in mentions.iter_mut().enumerate() {
            let s = &name.segments[k];
            let path = chain.best(&tape.value(name_scores).cells[s.start * 3..s.end * 3]).0;
            let n = Kind::ALL.len();
            mention::fill(&d.page, m, &tape.value(kind_scores).cells[k * n..(k + 1) * n], &path);
        }

        // which are one source
        let mut asked = Asked::new(source::JOIN_SLOTS);
        let (mut right, mut weights) = (Vec::new(), Vec::new());
        let (mut sources, mut of): (Vec<Source>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
        for (m, id) in ids.iter().enumerate() {
            let at = id.and_then(|g| of.iter().position(|i| *i == Some(g)));
            if !sources.is_empty() && sources.len() <= MOST_SOURCES {
                sources.iter().for_each(|x| source::ask_join(&d.page, &mentions, m, x, &mut asked));
                source::ask_new(&d.page, &mentions, m, &sources, &mut asked);
                right.extend((0..=sources.len()).map(|k| k == at.unwrap_or(sources.len())));
                // a mention of no gold source tells little: it is some other thing
                weights.push(w(Decision::Join) * if id.is_some() { 1.0 } else { 0.3 });
            }
            if let Some(k) = at {
                sources[k].mentions.push(m);
            } else {
                sources.push(Source { mentions: vec![m] });
                of.push(*id);
            }
        }
        if asked.len() > 0 {
            let scores = self.score(tape, Decision::Join, states, &asked);
            loss += tape.choices(scores, &asked.segments, &right, &weights);
        }

        // who is meant where nobody is named
        let said: Vec<source::Said> = findings.iter().map(|f| source::Said { cue: f.cue.tokens.clone(), parts: f.parts.clone() }).collect();
        let mut asked = Asked::new(source::IMPLICIT_SLOTS);
        let (mut right, mut weights) = (Vec::new(), Vec::new());
        let mut who: Vec<Option<usize>> = Vec::new();
        for (k, f) in findings.iter().enumerate() {
            let meant = who_of(d, numbers[k]).and_then(|g| of.iter().position(|i| *i == Some(g)));
            if f.mention.is_none() && sources.len() <= MOST_SOURCES {
                for s in 0..sources.len() {
                    source::ask_implicit(&d.page, &mentions, &sources, s, &said, k, &who, &mut asked);
                }
                source::ask_nobody(&d.page, &mentions, &said, k, &mut asked);
                right.extend((0..=sources.len()).map(|s| s == meant.unwrap_or(sources.len())));
                weights.push(w(Decision::Implicit));
            }
            who.push(meant);
        }
        if asked.len() > 0 {
            let scores = self.score(tape, Decision::Implicit, states, &asked);
            loss += tape.choices(scores, &asked.segments, &right, &weights);
        }
        loss
    }
}

/// How likely a mention must be while a model learns; reading takes doubtful ones too.
const LEAST_MENTION: f32 = 0.3;

/// Documents with more sources are no lesson for their choice.
const MOST_SOURCES: usize = 60;

/// A document that was not learned from, as the model reads it, up to the candidates.
struct Read {
    page: Page,
    cues: Vec<Cue>,
    parts: Vec<Parts>,
    tagged: Vec<Mention>,
}

fn read(heads: &Heads, d: &Annotated) -> Read {
    let cut = Text::new(&d.text);
    let mut page = Page::default();
    page.fill(&cut, &heads.encoder, &crate::lexis::Aliases::new());
    let (cues, parts, tagged) = pipeline::candidates(heads, &page, &d.paragraphs);
    Read { page, cues, parts, tagged }
}

/// A head that sees rows only, learned from places with a label each.
fn judge(rows: usize, documents: &[(Asked, Vec<u8>)], plans: &Plans, watch: &Watch<'_>, what: &str) -> Head {
    let shape = Shape { slots: 0, rows, hidden: 8, blocks: 0, labels: 2, chain: None };
    let sizes = Sizes { layers: 0, width: 1, units: 1, dropout: [0.0, 0.0, 0.1], ..plans.sizes.clone() };
    let mut network = Network::new(sizes, 0, 0, &[shape], mix(plans.plan.seed, 9));
    let mut weights = std::mem::take(&mut network.weights);
    let plan = Plan { passes: 8, rate: 2e-3, warm: 20, threads: watch.threads, ..plans.plan.clone() };
    let each = |tape: &mut Tape<'_>, k: usize, _: usize| {
        let (asked, gold) = &documents[k];
        let states = tape.given(2, Vec::new());
        let scores = network.score(tape, 0, states, asked);
        tape.labels(scores, gold, &vec![1.0; gold.len()])
    };
    let sizes: Vec<usize> = documents.iter().map(|(asked, _)| asked.len()).collect();
    optimiser::learn(&mut weights, &sizes, &|_| (0..documents.len()).collect(), &plan, &each, |pass, loss| {
        (watch.tell)(Event::Pass { task: what, features: rows, pass, passes: plan.passes, loss });
    });
    network.weights = weights;
    network.head(0)
}

/// Trains a model on `docs`; `fold_of[i]` is the part that document `i` is in. For each of the first `tried` parts a model is learned
/// without it and reads it; from what is right in what these find, the shipped model learns how far to believe itself. Gives the model, and
/// the records of the documents of those parts, by number. The model is learned from all documents if `whole`, else it is the last of those.
pub(crate) fn build(
    docs: &Docs,
    vectors: &Vectors,
    plans: &Plans,
    fold_of: &[usize],
    tried: usize,
    whole: bool,
    watch: &Watch<'_>,
) -> (Heads, Vec<(usize, Record)>) {
    let Docs { gold: docs, silver } = docs;
    let runs = tried + usize::from(whole);
    let each = Watch { threads: (watch.threads / runs).max(1), tell: watch.tell };
    // models side by side wait for one another less than threads of one model do
    let mut models: Vec<Heads> = side_by_side(runs, watch.threads, &|f| {
        let seen: Vec<&Annotated> = (0..docs.len()).filter(|&i| fold_of[i] != f || f == tried).map(|i| &docs[i]).collect();
        let what = if f == tried { "whole".into() } else { format!("without part {}", f + 1) };
        learn(&seen, silver, vectors, plans, &each, &what).heads(vectors)
    });
    let held: Vec<(usize, Read, usize)> =
        (0..docs.len()).filter(|&i| fold_of[i] < tried).map(|i| (i, read(&models[fold_of[i]], &docs[i]), fold_of[i])).collect();
    let keep_cases: Vec<(Asked, Vec<u8>)> = held
        .iter()
        .map(|(i, r, _)| {
            let mut asked = Asked::new(0);
            let mut gold = Vec::new();
            for (c, p) in r.cues.iter().zip(&r.parts).filter(|(_, p)| !p.content.is_empty()) {
                label::ask_keep(&r.page, c, p, &mut asked);
                gold.push(u8::from(gold_of(&docs[*i], c).is_some()));
            }
            (asked, gold)
        })
        .collect();
    let keep = judge(Trust::ROWS, &keep_cases, plans, watch, "which to keep");
    models.iter_mut().for_each(|m| m.keep = keep.clone());
    let mut found: Vec<(Found, Record)> = held.iter().map(|(i, r, f)| finish(&models[*f], &docs[*i], r)).collect();
    // how far to believe: from what was right among articles not trained on
    let trust_cases: Vec<(Asked, Vec<u8>)> = held
        .iter()
        .zip(&found)
        .map(|((i, r, _), (found, record))| {
            let d = &docs[*i];
            let pairs = score::pairs(&d.text, &d.gold, record);
            let mut right: HashMap<usize, bool> = HashMap::new();
            pairs.statements.iter().for_each(|p| _ = right.insert(p.pred, p.right));
            let mut asked = Asked::new(0);
            for f in &found.findings {
                label::ask_trust(&r.page, &f.cue, &f.parts, f.keep, f.who_sure, &mut asked);
            }
            (asked, (0..found.findings.len()).map(|n| u8::from(right.get(&n).copied().unwrap_or(false))).collect())
        })
        .collect();
    let trust = judge(Trust::ROWS, &trust_cases, plans, watch, "how far to trust");
    for ((found, record), (_, r, _)) in found.iter_mut().zip(&held) {
        pipeline::trust(&trust, &r.page, found);
        record.statements.iter_mut().zip(&found.findings).for_each(|(s, f)| s.confidence = Some(f64::from(f.confidence)));
    }
    let records: Vec<(usize, Record)> = held.iter().map(|h| h.0).zip(found.into_iter().map(|f| f.1)).collect();
    let mut heads = models.pop().expect("a model");
    (heads.keep, heads.trust) = (keep, trust);
    (heads, records)
}

/// The record of what the decisions after the candidates make of a document.
fn finish(heads: &Heads, d: &Annotated, r: &Read) -> (Found, Record) {
    let found = pipeline::settle(heads, &r.page, &r.cues, r.parts.clone(), &r.tagged, &Overrides::default());
    let mut record = Record { id: d.gold.id.clone(), ..Record::default() };
    assemble(&Text::new(&d.text), &found, &mut record);
    (found, record)
}
