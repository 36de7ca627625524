//! Trains every task, each on what the ones before it find in articles they were not trained on, so that no stage learns to
//! trust its inputs more than it may.

use super::Watch;
use super::corpus::{Annotated, GoldStatement};
use super::fit::{Case, Sample, fit};
use crate::assemble::assemble;
use crate::cue::{self, Cue};
use crate::label;
use crate::mention::{self, Mention};
use crate::overrides::Overrides;
use crate::parts::{self, Parts, Role};
use crate::pipeline::{self, Finding, Found, Tasks};
use crate::record::{Act, Kind, Record, Type};
use crate::score;
use crate::source::{self, Source};
use crate::task::{Table, Task};
use rawi_learn::Vectors;
use rawi_learn::chain::Chain;
use rawi_learn::train::{Gold, Plan};
use rawi_text::{Text, fold};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Mutex;

/// How the stages are trained.
#[derive(Debug, Clone)]
pub struct Plans {
    pub folds: usize,
    pub cue: Plan,
    pub parts: Plan,
    pub mention: Plan,
    pub small: Plan,
    pub least: u32,
    /// The most features that the tasks for cues, parts and mentions keep.
    pub most: [usize; 3],
    pub offsets: Vec<i8>,
    pub negative: f32,
}

/// No limit to the features that a task keeps.
const ALL: usize = usize::MAX;

impl Default for Plans {
    fn default() -> Self {
        let big = Plan { hidden: 48, blocks: 1, epochs: 8, dropout: 0.4, row_dropout: 0.2, ..Plan::default() };
        Self {
            folds: 4,
            cue: Plan { hidden: 32, ..big.clone() },
            parts: Plan { blocks: 2, ..big.clone() },
            mention: Plan { hidden: 24, ..big.clone() },
            small: Plan { hidden: 24, epochs: 10, dropout: 0.3, row_dropout: 0.0, batch: 8, ..Plan::default() },
            least: 8,
            most: [55_000, 42_000, 20_000],
            offsets: vec![-2, -1, 0, 1, 2],
            negative: 0.5,
        }
    }
}

/// Runs jobs on up to `threads` threads; results in the order of the jobs, so nothing depends on timing.
pub(crate) fn parallel<T: Send, J: FnOnce() -> T + Send>(threads: usize, jobs: Vec<J>) -> Vec<T> {
    let n = jobs.len();
    let queue: Mutex<Vec<(usize, J)>> = Mutex::new(jobs.into_iter().enumerate().rev().collect());
    let results: Mutex<Vec<Option<T>>> = Mutex::new((0..n).map(|_| None).collect());
    let workers = threads.clamp(1, n.max(1));
    std::thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let Some((k, job)) = queue.lock().expect("no worker panics").pop() else { break };
                    let out = job();
                    results.lock().expect("no worker panics")[k] = Some(out);
                }
            });
        }
    });
    results.into_inner().expect("no worker panics").into_iter().map(|r| r.expect("every job ran")).collect()
}

fn cue_sample(d: &Annotated) -> Sample<'_> {
    let ranges: Vec<&Range<usize>> = d.statements.iter().map(|s| &s.cue).collect();
    tagging(d, &ranges)
}

/// Every word of the document as outside, beginning or inside one of `ranges`.
fn tagging<'a>(d: &'a Annotated, ranges: &[&Range<usize>]) -> Sample<'a> {
    let mut labels = vec![cue::OUT; d.page.lexis.len()];
    for r in ranges {
        for (k, t) in (*r).clone().enumerate() {
            labels[t] = if k == 0 { cue::BEGIN } else { cue::INSIDE };
        }
    }
    let cases = d
        .paragraphs
        .iter()
        .map(|p| {
            let mut extra = Table::default();
            p.clone().for_each(|_| extra.close());
            let mut path = labels[p.clone()].to_vec();
            if path.first() == Some(&cue::INSIDE) {
                path[0] = cue::BEGIN;
            }
            Case { start: p.start, shared: vec![], extra, gold: Gold::Path(path), weight: 1.0 }
        })
        .collect();
    Sample { base: Some((&d.page.table, &d.page.vectors)), cases }
}

/// The places where a gold source is mentioned, longest strings first, none overlapping; with the number of the source.
pub(crate) fn gold_mentions(d: &Annotated) -> Vec<(Range<usize>, usize)> {
    let words: Vec<usize> = (0..d.is_word.len()).filter(|&t| d.is_word[t]).collect();
    let chars: Vec<char> = d.text.chars().collect();
    let surface = |t: usize| chars[d.chars[t].start..d.chars[t].end].iter().collect::<String>();
    let folded: Vec<String> = words.iter().map(|&t| strip(&fold(&surface(t)))).collect();
    let mut wanted: Vec<(Vec<String>, usize)> = Vec::new();
    for (k, s) in d.gold.speakers.iter().enumerate() {
        for m in s.mentions.iter().chain([&s.name]) {
            let t = Text::new(m);
            let w: Vec<String> = t.tokens().iter().filter(|x| x.is_word()).map(|x| strip(&fold(t.surface(x)))).collect();
            if !w.is_empty() {
                wanted.push((w, k));
            }
        }
    }
    wanted.sort_by_key(|w| std::cmp::Reverse(w.0.len()));
    let mut taken = vec![false; words.len()];
    let mut out = Vec::new();
    // what the annotators marked as speaker comes first
    for (g, s) in d.statements.iter().zip(&d.gold.statements) {
        let (Some(r), Some(k)) = (&g.speaker, s.who.as_ref().and_then(|w| d.gold.speakers.iter().position(|x| x.id == *w))) else {
            continue;
        };
        let inside: Vec<usize> = (0..words.len()).filter(|&i| r.contains(&words[i])).collect();
        if inside.iter().all(|&i| !taken[i]) {
            inside.iter().for_each(|&i| taken[i] = true);
            out.push((r.clone(), k));
        }
    }
    for (w, k) in &wanted {
        for i in 0..(folded.len() + 1).saturating_sub(w.len()) {
            if (0..w.len()).all(|j| !taken[i + j] && folded[i + j] == w[j]) {
                (0..w.len()).for_each(|j| taken[i + j] = true);
                out.push((words[i]..words[i + w.len() - 1] + 1, *k));
            }
        }
    }
    out.sort_by_key(|m| m.0.start);
    out
}

/// Attached conjunctions and prepositions off a folded word with the article.
fn strip(w: &str) -> String {
    for p in ["وال", "فال", "بال", "كال"] {
        if let Some(rest) = w.strip_prefix(p) {
            return format!("ال{rest}");
        }
    }
    w.strip_prefix("لل")
        .or_else(|| w.strip_prefix("ولل"))
        .filter(|r| r.chars().count() > 2)
        .map_or_else(|| w.to_string(), |r| format!("ال{r}"))
}

/// Candidates and gold cues together, each with the number of its gold statement.
pub(crate) fn merge(d: &Annotated, candidates: &[Cue]) -> (Vec<Cue>, Vec<Option<usize>>) {
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let mut all: Vec<(Cue, Option<usize>)> =
        candidates.iter().map(|c| (c.clone(), d.statements.iter().position(|s| meets(&s.cue, &c.tokens)))).collect();
    for (k, s) in d.statements.iter().enumerate().filter(|(_, s)| !s.cue.is_empty()) {
        let mut hits: Vec<usize> = (0..all.len()).filter(|&i| all[i].1 == Some(k)).collect();
        if hits.is_empty() {
            all.push((Cue { tokens: s.cue.clone(), probability: pipeline::LEAST_CUE }, Some(k)));
            continue;
        }
        hits.sort_by(|&a, &b| all[b].0.probability.total_cmp(&all[a].0.probability));
        hits[1..].iter().for_each(|&x| all[x].1 = None);
    }
    all.sort_by_key(|c| c.0.tokens.start);
    all.dedup_by_key(|c| c.0.tokens.start);
    all.into_iter().unzip()
}

pub(crate) fn gold_path(s: &GoldStatement, w: &Range<usize>) -> Vec<u8> {
    let mut out = vec![0u8; w.len()];
    let mut mark = |role: Role, r: &Range<usize>| {
        let (a, b) = (r.start.max(w.start), r.end.min(w.end));
        if a >= b || out[a - w.start..b - w.start].iter().any(|&x| x != 0) {
            return;
        }
        for t in a..b {
            let place = match (t == a, t + 1 == b) {
                (true, true) => 3,
                (true, false) => 0,
                (false, true) => 2,
                _ => 1,
            };
            out[t - w.start] = parts::label(role, place);
        }
    };
    s.content.iter().for_each(|r| mark(Role::Content, r));
    s.speaker.iter().for_each(|r| mark(Role::Speaker, r));
    s.addressee.iter().for_each(|r| mark(Role::Addressee, r));
    s.via.iter().for_each(|r| mark(Role::Via, r));
    s.setting.iter().for_each(|r| mark(Role::Setting, r));
    out
}

fn part_sample<'a>(d: &'a Annotated, candidates: &[Cue], negative: f32) -> Sample<'a> {
    let (cues, gold) = merge(d, candidates);
    let mut cases = Vec::new();
    for n in 0..cues.len() {
        let weight = if gold[n].is_some() { 1.0 } else { negative };
        if weight == 0.0 {
            continue;
        }
        let w = parts::window(&d.page, &d.paragraphs, &cues[n].tokens);
        let mut extra = Table::default();
        parts::pair_features(&d.page, &cues, n, &w, &mut extra);
        let mut shared = Vec::new();
        parts::shared_features(&d.page, &cues[n], &mut shared);
        let path = gold[n].map_or_else(|| vec![0; w.len()], |g| gold_path(&d.statements[g], &w));
        cases.push(Case { start: w.start, shared, extra, gold: Gold::Path(path), weight });
    }
    Sample { base: Some((&d.page.table, &d.page.vectors)), cases }
}

fn one(features: Vec<u64>, label: usize, start: usize) -> Case {
    let mut extra = Table::default();
    extra.close();
    Case { start, shared: features, extra, gold: Gold::Path(vec![label as u8]), weight: 1.0 }
}

/// The gold statement that each candidate cue is.
fn gold_of(d: &Annotated, cue: &Cue) -> Option<usize> {
    d.statements.iter().position(|s| s.cue.start < cue.tokens.end && cue.tokens.start < s.cue.end)
}

fn who_of(d: &Annotated, g: usize) -> Option<usize> {
    d.gold.statements[g].who.as_ref().and_then(|w| d.gold.speakers.iter().position(|s| s.id == *w))
}

/// A document as the stages after the parts see it.
struct Seen<'a> {
    d: &'a Annotated,
    cues: Vec<Cue>,
    parts: Vec<Parts>,
    tagged: Vec<Mention>,
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The gold source of each mention, where one is clear.
fn mention_gold(d: &Annotated, findings: &[Finding], mentions: &[Mention]) -> Vec<Option<usize>> {
    let gold = gold_mentions(d);
    mentions
        .iter()
        .map(|m| {
            if let Some(g) = m.speaks.and_then(|k| gold_of(d, &findings[k].cue))
                && d.statements[g].speaker.as_ref().is_some_and(|r| overlap(r, &m.tokens) > 0)
            {
                return who_of(d, g);
            }
            gold.iter()
                .filter(|x| overlap(&x.0, &m.tokens) * 2 >= x.0.len().max(m.tokens.len()))
                .max_by_key(|x| overlap(&x.0, &m.tokens))
                .map(|x| x.1)
        })
        .collect()
}

/// Trains the tasks after the parts on the documents given.
fn small_tasks(seen: &[&Seen<'_>], vectors: &Vectors, plans: &Plans, watch: &Watch<'_>) -> Tasks {
    let p = &plans.small;
    let mut tasks = Tasks { vectors: vectors.clone(), ..Tasks::default() };
    let by_doc =
        |f: &dyn Fn(&Seen<'_>) -> Vec<Case>| -> Vec<Sample<'_>> { seen.iter().map(|s| Sample { base: None, cases: f(s) }).collect() };
    let based = |f: &dyn Fn(&Seen<'_>) -> Vec<Case>| -> Vec<Sample<'_>> {
        seen.iter().map(|s| Sample { base: Some((&s.d.page.table, s.d.page.vectors.as_slice())), cases: f(s) }).collect()
    };
    let none: &[i8] = &[];
    tasks.keep = fit(
        &by_doc(&|s| {
            s.cues
                .iter()
                .zip(&s.parts)
                .filter(|(_, p)| !p.content.is_empty())
                .map(|(c, p)| {
                    let mut f = Vec::new();
                    label::keep_features(&s.d.page, c, p, &mut f);
                    one(f, usize::from(gold_of(s.d, c).is_some()), 0)
                })
                .collect()
        }),
        Chain::free(2),
        vectors,
        none,
        (5, ALL),
        &Plan { hidden: 12, dropout: 0.1, ..p.clone() },
        "keep",
        watch,
    );
    tasks.sort = fit(
        &by_doc(&|s| {
            let good = s.cues.iter().zip(&s.parts).filter(|(_, p)| !p.content.is_empty());
            good.filter_map(|(c, p)| {
                let g = gold_of(s.d, c)?;
                let mut f = Vec::new();
                label::type_features(&s.d.page, c, p, &mut f);
                let y = Type::ALL.iter().position(|x| *x == s.d.gold.statements[g].kind)?;
                Some(one(f, y, 0))
            })
            .collect()
        }),
        Chain::free(4),
        vectors,
        none,
        (4, ALL),
        p,
        "type",
        watch,
    );
    tasks.act = fit(
        &based(&|s| {
            let good = s.cues.iter().zip(&s.parts).filter(|(_, p)| !p.content.is_empty());
            good.filter_map(|(c, p)| {
                let g = gold_of(s.d, c)?;
                let mut f = Vec::new();
                label::act_features(&s.d.page, c, p, &mut f);
                let y = Act::ALL.iter().position(|x| *x == s.d.gold.statements[g].act)?;
                Some(one(f, y, c.tokens.start))
            })
            .collect()
        }),
        Chain::free(Act::ALL.len()),
        vectors,
        &[-1, 0, 1],
        (5, 8_000),
        &Plan { row_dropout: 0.3, ..p.clone() },
        "act",
        watch,
    );
    tasks.kind = fit(
        &based(&|s| {
            let all = gold_mentions(s.d);
            all.into_iter()
                .map(|(r, k)| {
                    let mut f = Vec::new();
                    mention::features(&s.d.page, &r, &mut f);
                    let y = Kind::ALL.iter().position(|x| *x == s.d.gold.speakers[k].kind).unwrap_or(0);
                    one(f, y, r.start)
                })
                .collect()
        }),
        Chain::free(6),
        vectors,
        &[-1, 0, 1],
        (4, 10_000),
        &Plan { row_dropout: 0.3, ..p.clone() },
        "kind",
        watch,
    );
    tasks.name = fit(
        &based(&|s| {
            let mut cases = Vec::new();
            for (r, k) in gold_mentions(s.d) {
                let speaker = &s.d.gold.speakers[k];
                let mut path = vec![0u8; r.len()];
                mark_words(s.d, &r, &speaker.name, 1, &mut path);
                if let Some(role) = &speaker.role {
                    mark_words(s.d, &r, role, 2, &mut path);
                }
                let mut extra = Table::default();
                mention::word_features(&s.d.page, &r, &mut extra);
                cases.push(Case { start: r.start, shared: vec![], extra, gold: Gold::Path(path), weight: 1.0 });
            }
            cases
        }),
        mention::name_chain(),
        vectors,
        &[-1, 0, 1],
        (5, 8_000),
        &Plan { hidden: 32, row_dropout: 0.3, ..p.clone() },
        "name",
        watch,
    );
    // sources: over the mentions as they will be found
    let drafts: Vec<(Found, Vec<Option<usize>>)> = seen
        .iter()
        .map(|s| {
            let found = draft(&tasks, s);
            let gold = mention_gold(s.d, &found.findings, &found.mentions);
            (found, gold)
        })
        .collect();
    let choices = |f: &dyn Fn(&Seen<'_>, &Found, &[Option<usize>]) -> Vec<Case>| -> Vec<Sample<'_>> {
        seen.iter().zip(&drafts).map(|(s, (found, gold))| Sample { base: None, cases: f(s, found, gold) }).collect()
    };
    tasks.join = fit(
        &choices(&|s, found, gold| {
            let mut cases = Vec::new();
            let (mut sources, mut ids): (Vec<Source>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
            for m in 0..found.mentions.len() {
                let mut extra = Table::default();
                sources.iter().for_each(|x| source::join_features(&s.d.page, &found.mentions, m, x, &mut extra));
                source::new_features(&s.d.page, &found.mentions, m, &sources, &mut extra);
                let at = gold[m].and_then(|g| ids.iter().position(|i| *i == Some(g)));
                let right = at.unwrap_or(sources.len());
                let mut choice = vec![false; sources.len() + 1];
                choice[right] = true;
                // a mention of no gold source tells little: it is some other thing
                let weight = if gold[m].is_some() { 1.0 } else { 0.3 };
                if !sources.is_empty() {
                    cases.push(Case { start: 0, shared: vec![], extra, gold: Gold::Choice(choice), weight });
                }
                if let Some(k) = at {
                    sources[k].mentions.push(m);
                } else {
                    sources.push(Source { mentions: vec![m] });
                    ids.push(gold[m]);
                }
            }
            cases
        }),
        Chain::free(1),
        vectors,
        none,
        (4, ALL),
        p,
        "join",
        watch,
    );
    tasks.implicit = fit(
        &choices(&|s, found, gold| {
            let mut cases = Vec::new();
            // the sources as they will be found, each with the gold sources that its mentions belong to
            let sources = source::join(&tasks.join, &s.d.page, &found.mentions).0;
            let belongs = |x: usize, w: usize| sources[x].mentions.iter().filter(|&&m| gold[m] == Some(w)).count();
            let largest = |w: usize| (0..sources.len()).map(|x| belongs(x, w)).max().filter(|n| *n > 0);
            let said = found.said();
            let mut who: Vec<Option<usize>> = Vec::new();
            for (k, f) in found.findings.iter().enumerate() {
                let g = gold_of(s.d, &f.cue);
                let wanted = g.and_then(|g| who_of(s.d, g)).and_then(|w| largest(w).map(|n| (w, n)));
                let right = wanted.and_then(|(w, n)| (0..sources.len()).find(|&x| belongs(x, w) == n));
                if f.mention.is_none() && sources.len() > 1 && right.is_some() {
                    let mut extra = Table::default();
                    (0..sources.len())
                        .for_each(|x| source::implicit_features(&s.d.page, &found.mentions, &sources, x, &said, k, &who, &mut extra));
                    let choice = (0..sources.len()).map(|x| wanted.is_some_and(|(w, n)| belongs(x, w) == n)).collect();
                    cases.push(Case { start: 0, shared: vec![], extra, gold: Gold::Choice(choice), weight: 1.0 });
                }
                let own = f.mention.and_then(|m| sources.iter().position(|x| x.mentions.contains(&m)));
                who.push(right.or(own));
            }
            cases
        }),
        Chain::free(1),
        vectors,
        none,
        (4, ALL),
        p,
        "implicit",
        watch,
    );
    tasks
}

/// Labels the words of a mention that are the words of `string`, in order and together.
fn mark_words(d: &Annotated, r: &Range<usize>, string: &str, label: u8, path: &mut [u8]) {
    let chars: Vec<char> = d.text.chars().collect();
    let words: Vec<usize> = r.clone().filter(|&t| d.is_word[t]).collect();
    let own: Vec<String> =
        words.iter().map(|&t| strip(&fold(&chars[d.chars[t].start..d.chars[t].end].iter().collect::<String>()))).collect();
    let t = Text::new(string);
    let wanted: Vec<String> = t.tokens().iter().filter(|x| x.is_word()).map(|x| strip(&fold(t.surface(x)))).collect();
    // the whole, else the longest run of it that stands here
    for n in (1..=wanted.len()).rev() {
        if n * 2 < wanted.len() && label == 2 {
            return;
        }
        for i in 0..=wanted.len() - n {
            for j in 0..(own.len() + 1).saturating_sub(n) {
                if own[j..j + n] == wanted[i..i + n] {
                    for t in words[j]..=words[j + n - 1] {
                        if path[t - r.start] == 0 {
                            path[t - r.start] = label;
                        }
                    }
                    return;
                }
            }
        }
    }
}

/// The statements and mentions of a document, before their sources are looked for.
fn draft(tasks: &Tasks, s: &Seen<'_>) -> Found {
    let mut found = Found { findings: pipeline::kept(&tasks.keep, &s.d.page, &s.cues, s.parts.clone()), ..Found::default() };
    found.mentions = pipeline::mentions(&s.d.page, &mut found.findings, &s.tagged);
    pipeline::describe(tasks, &s.d.page, &mut found.mentions);
    found
}

/// The record of what the tasks after the parts make of a document.
fn record(tasks: &Tasks, s: &Seen<'_>) -> (Found, Record) {
    let mut found = draft(tasks, s);
    pipeline::attribute(tasks, &s.d.page, &Overrides::default(), &mut found);
    pipeline::finish(tasks, &s.d.page, &mut found);
    let text = Text::new(&s.d.text);
    let mut record = Record { id: s.d.gold.id.clone(), ..Record::default() };
    assemble(&text, &found, &mut record);
    (found, record)
}

/// The tasks of the first stages: one for each fold, trained without it, and last one trained on everything.
pub(crate) struct Stages {
    pub cue: Vec<Task>,
    pub mention: Vec<Task>,
    pub parts: Vec<Task>,
    /// The cues of each document as found by the task that was trained without it.
    cues: Vec<Vec<Cue>>,
}

/// Trains the first stages.
pub(crate) fn stages(docs: &[Annotated], vectors: &Vectors, plans: &Plans, fold_of: &[usize], watch: &Watch<'_>) -> Stages {
    enum Out {
        Cue(Task),
        Mention(Task),
    }
    let k = plans.folds;
    let without = |f: usize| (0..docs.len()).filter(|&i| fold_of[i] != f).collect::<Vec<usize>>();
    // f == k leaves nothing out
    let jobs: Vec<Box<dyn FnOnce() -> Out + Send>> = (0..=k)
        .flat_map(|f| -> [Box<dyn FnOnce() -> Out + Send>; 2] {
            let (a, b) = (without(f), without(f));
            [
                Box::new(move || {
                    let samples: Vec<Sample<'_>> = a.iter().map(|&i| cue_sample(&docs[i])).collect();
                    Out::Cue(fit(&samples, cue::chain(), vectors, &plans.offsets, (plans.least, plans.most[0]), &plans.cue, "cue", watch))
                }),
                Box::new(move || {
                    let samples: Vec<Sample<'_>> = b
                        .iter()
                        .map(|&i| {
                            let found = gold_mentions(&docs[i]);
                            tagging(&docs[i], &found.iter().map(|m| &m.0).collect::<Vec<_>>())
                        })
                        .collect();
                    Out::Mention(fit(
                        &samples,
                        cue::chain(),
                        vectors,
                        &plans.offsets,
                        (plans.least, plans.most[2]),
                        &plans.mention,
                        "mention",
                        watch,
                    ))
                }),
            ]
        })
        .collect();
    let (mut cue_tasks, mut mention_tasks) = (Vec::new(), Vec::new());
    for out in parallel(watch.threads, jobs) {
        match out {
            Out::Cue(t) => cue_tasks.push(t),
            Out::Mention(t) => mention_tasks.push(t),
        }
    }
    let find = |(i, d): (usize, &Annotated)| {
        let mut out = Vec::new();
        cue::cues(&cue_tasks[fold_of[i]], &d.page, vectors, &d.paragraphs, pipeline::LEAST_CUE, &mut out);
        out
    };
    let cues: Vec<Vec<Cue>> = docs.iter().enumerate().map(find).collect();
    let parts: Vec<Task> = parallel(
        watch.threads,
        (0..=k)
            .map(|f| {
                let cues = &cues;
                let chosen = without(f);
                move || {
                    let samples: Vec<Sample<'_>> = chosen.iter().map(|&i| part_sample(&docs[i], &cues[i], plans.negative)).collect();
                    fit(&samples, parts::chain(), vectors, &plans.offsets, (plans.least, plans.most[1]), &plans.parts, "parts", watch)
                }
            })
            .collect(),
    );
    Stages { cue: cue_tasks, mention: mention_tasks, parts, cues }
}

/// Trains the later stages on what the first ones find. Returns all tasks and, for judging without bias, the records of the training
/// articles as found by tasks that never saw them.
pub(crate) fn finish(
    stages: Stages,
    docs: &[Annotated],
    vectors: &Vectors,
    plans: &Plans,
    fold_of: &[usize],
    watch: &Watch<'_>,
) -> (Tasks, Vec<Record>) {
    let without = |f: usize| (0..docs.len()).filter(|&i| fold_of[i] != f).collect::<Vec<usize>>();
    let Stages { cue: mut cue_tasks, mention: mut mention_tasks, parts: mut part_tasks, cues } = stages;
    let seen: Vec<Seen<'_>> = docs
        .iter()
        .zip(cues)
        .enumerate()
        .map(|(i, (d, cues))| {
            let parts = pipeline::candidates(&part_tasks[fold_of[i]], vectors, &d.page, &d.paragraphs, &cues);
            let mut tagged = Vec::new();
            mention::find(&mention_tasks[fold_of[i]], &d.page, vectors, &d.paragraphs, pipeline::LEAST_MENTION, &mut tagged);
            Seen { d, cues, parts, tagged }
        })
        .collect();
    let mut small: Vec<Tasks> = parallel(
        watch.threads,
        (0..=plans.folds)
            .map(|f| {
                let chosen: Vec<&Seen<'_>> = without(f).into_iter().map(|i| &seen[i]).collect();
                move || small_tasks(&chosen, vectors, plans, watch)
            })
            .collect(),
    );
    let found: Vec<(Found, Record)> = seen.iter().enumerate().map(|(i, s)| record(&small[fold_of[i]], s)).collect();
    // how far to believe: from what was right among articles not trained on
    let samples: Vec<Sample<'_>> = seen
        .iter()
        .zip(&found)
        .map(|(s, (found, record))| {
            let pairs = score::pairs(&s.d.text, &s.d.gold, record);
            let mut right: HashMap<usize, bool> = HashMap::new();
            pairs.statements.iter().for_each(|p| _ = right.insert(p.pred, p.right));
            let cases = found
                .findings
                .iter()
                .enumerate()
                .map(|(n, f)| {
                    let mut seen = Vec::new();
                    label::trust_features(&s.d.page, &f.cue, &f.parts, f.keep, f.who_sure, &mut seen);
                    one(seen, usize::from(right.get(&n).copied().unwrap_or(false)), 0)
                })
                .collect();
            Sample { base: None, cases }
        })
        .collect();
    let trust = fit(
        &samples,
        Chain::free(2),
        vectors,
        &[],
        (8, ALL),
        &Plan { hidden: 8, dropout: 0.1, epochs: 6, ..plans.small.clone() },
        "trust",
        watch,
    );
    let mut tasks = small.pop().expect("the tasks of all documents");
    tasks.cue = cue_tasks.pop().expect("one a fold and one more");
    tasks.mention = mention_tasks.pop().expect("one a fold and one more");
    tasks.parts = part_tasks.pop().expect("one a fold and one more");
    tasks.trust = trust;
    let records = found
        .into_iter()
        .zip(&seen)
        .map(|((mut f, mut r), s)| {
            pipeline::trust(&tasks.trust, &s.d.page, &mut f);
            r.statements.iter_mut().zip(&f.findings).for_each(|(s, f)| s.confidence = Some(f64::from(f.confidence)));
            r
        })
        .collect();
    (tasks, records)
}
