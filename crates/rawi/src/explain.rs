//! Why a statement reads as it does: what each decision saw, and how much less sure it would have been without it.
//! It asks the same networks once more and decides nothing.

use crate::cue::{self, Cue};
use crate::features;
use crate::page::Page;
use crate::parts::{self, Role};
use crate::pipeline::{Found, LEAST_CUE, Tasks};
use crate::source::{self, Said, Source};
use crate::task::{Seen, Table, Task};
use rawi_learn::chain::Lattice;
use rawi_learn::{Scratch, Vectors, exp};
use rawi_text::Text;
use std::ops::Range;

/// Why one statement reads as it does.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// Evidence for the cue, strongest first.
    pub cue: Vec<Evidence>,
    /// Evidence for the bounds of the content and of the speaker: each bound with its log-odds, then what spoke most for or against it.
    pub bounds: Vec<Evidence>,
    /// The sources considered, likeliest first, then what spoke most for or against the one chosen.
    pub speaker: Vec<Evidence>,
}

/// One piece of evidence and its weight in the decision.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// What was seen, readable.
    pub what: String,
    /// Log-odds: of a bound or a source, how likely it is; of something seen, how many the decision would lose without it (negative:
    /// it spoke against the decision).
    pub score: f32,
}

/// How much evidence is shown for a cue or a source, and for each bound.
const STRONGEST: usize = 5;
const STRONGEST_OF_BOUND: usize = 2;
/// Sources less likely than this are not shown.
const LEAST_SHOWN: f32 = 0.01;

/// The explanations of all findings.
pub(crate) fn explain(tasks: &Tasks, page: &Page, text: &Text<'_>, found: &Found) -> Vec<Explanation> {
    if found.findings.is_empty() {
        return Vec::new();
    }
    let mut cues = Vec::new();
    cue::cues(&tasks.cue, page, &tasks.vectors, text.paragraphs(), LEAST_CUE, &mut cues);
    let said = found.said();
    let who: Vec<Option<usize>> = found.findings.iter().map(|f| f.who).collect();
    let asked = Asked { tasks, page, text };
    let one = |(k, f): (usize, &crate::pipeline::Finding)| Explanation {
        cue: asked.cue(f.cue.tokens.start),
        bounds: cues.iter().position(|c| c.tokens == f.cue.tokens).map_or_else(Vec::new, |n| asked.bounds(&cues, n, &f.parts)),
        speaker: match f.mention {
            Some(m) => asked.join(found, m),
            None => asked.implicit(found, &said, &who, k),
        },
    };
    found.findings.iter().enumerate().map(one).collect()
}

/// The logarithm of the odds of a probability, kept within bounds that can be written.
fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// The log-odds of a label among the scores of its place.
fn lead(scores: &[f32], label: usize) -> f32 {
    let others = || scores.iter().enumerate().filter(|(y, _)| *y != label).map(|(_, s)| *s);
    let top = others().fold(f32::NEG_INFINITY, f32::max);
    if top == f32::NEG_INFINITY {
        return scores[label];
    }
    scores[label] - top - others().map(|s| exp(s - top)).sum::<f32>().ln()
}

/// Where a place is seen from a word.
fn beside(offset: i8) -> String {
    match offset {
        0 => String::new(),
        1 => " after".into(),
        -1 => " before".into(),
        n if n > 0 => format!(" {n} after"),
        n => format!(" {} before", n.unsigned_abs()),
    }
}

/// Something that was added to the hidden sum of a place.
struct Part {
    what: String,
    row: Vec<f32>,
}

struct Asked<'a> {
    tasks: &'a Tasks,
    page: &'a Page,
    text: &'a Text<'a>,
}

impl Asked<'_> {
    fn surface(&self, t: usize) -> String {
        self.text.tokens().get(t).map_or_else(String::new, |token| format!("«{}»", self.text.surface(token)))
    }

    /// What a feature of token `t` says, readable.
    fn describe(&self, seen: &Seen, t: Option<usize>) -> String {
        let name = seen.key.name;
        let near = beside(seen.offset);
        const STEPS: [&str; 11] = ["0", "1", "2", "3", "4", "5 or 6", "7 to 9", "10 to 14", "15 to 24", "25 to 49", "50 or more"];
        let step = STEPS.get(seen.value as usize).copied();
        let Some(t) = t else { return name.split_once(": ").map_or(name, |(_, rest)| rest).to_owned() };
        let there =
            t.checked_add_signed(seen.offset.into()).filter(|&s| self.page.lexis.paragraph.get(s) == Some(&self.page.lexis.paragraph[t]));
        let surface = || there.map_or_else(|| "none".to_owned(), |s| self.surface(s));
        match (name, step) {
            ("next that" | "next quotation mark" | "next colon" | "next comma", Some(step)) => {
                let word = if step == "1" { "word" } else { "words" };
                format!("{name} = {step} {word} away")
            }
            ("place in sentence" | "place before sentence end" | "paragraph", Some(step)) => format!("{name} = {step}"),
            ("title" | "quoted" | "tanwin", _) if seen.value < 2 => format!("{name} = {}", if seen.value == 1 { "yes" } else { "no" }),
            ("next mark" | "last mark", _) => name.to_owned(),
            ("class", _) => format!("class{near} of {}", surface()),
            _ if name.starts_with("cue: ") => name.to_owned(),
            _ if ["word", "stem", "core", "form", "beginning", "ending", "clitics"].contains(&name) => {
                format!("{name}{near} = {}", surface())
            }
            _ if there.is_none() => format!("{name}{near}"),
            _ => format!("{name}{near} at {}", surface()),
        }
    }

    /// The rows that the features of a place of `table` add.
    fn rows(&self, task: &Task, table: &Table, place: usize, t: Option<usize>, out: &mut Vec<Part>) {
        for (seen, &hash) in table.seen(place).iter().zip(table.get(place)) {
            let mut row = vec![0f32; task.network.hidden];
            task.add(&[hash], &mut row);
            if row.iter().any(|x| *x != 0.0) {
                out.push(Part { what: self.describe(seen, t), row });
            }
        }
    }

    /// What the features of token `t` and the vectors around it add.
    fn token(&self, task: &Task, vectors: &Vectors, t: usize, out: &mut Vec<Part>) {
        let mut table = Table::traced();
        features::at(&self.page.lexis, &self.page.outlook, t, &mut table);
        table.close();
        self.rows(task, &table, 0, Some(t), out);
        let h = task.network.hidden;
        let mut scratch = Vec::new();
        for (k, &o) in task.network.offsets.iter().enumerate() {
            let Some((s, word)) = t.checked_add_signed(o.into()).and_then(|s| Some((s, (*self.page.vectors.get(s)?)?))) else { continue };
            let row = task.projection(word, vectors, &mut scratch)[k * h..(k + 1) * h].to_vec();
            out.push(Part { what: format!("word{} is like {}", beside(o), self.surface(s)), row });
        }
    }

    /// What the decision on `label` at place `at` of `sums` would lose without each part; the `most` that matter most.
    fn weigh(&self, task: &Task, sums: &[f32], at: usize, label: usize, parts: &[Part], most: usize) -> Vec<Evidence> {
        let (h, l) = (task.network.hidden, task.network.labels);
        // places further away than there are mixing layers have no say
        let reach = task.network.blocks.len();
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(sums.len() / h));
        let mut scratch = Scratch::default();
        let mut near = sums[from * h..to * h].to_vec();
        let own = (at - from) * h;
        let mut ask = |near: &[f32]| {
            task.network.score(near, &mut scratch);
            lead(&scratch.scores[(at - from) * l..(at - from + 1) * l], label)
        };
        let whole = ask(&near);
        let mut out: Vec<Evidence> = Vec::new();
        for part in parts {
            let kept = near[own..own + h].to_vec();
            near[own..own + h].iter_mut().zip(&part.row).for_each(|(s, r)| *s -= r);
            out.push(Evidence { what: part.what.clone(), score: whole - ask(&near) });
            near[own..own + h].copy_from_slice(&kept);
        }
        out.sort_by(|a, b| b.score.abs().total_cmp(&a.score.abs()));
        out.truncate(most);
        out
    }

    fn cue(&self, t: usize) -> Vec<Evidence> {
        let task = &self.tasks.cue;
        let p = &self.text.paragraphs()[self.page.lexis.paragraph[t] as usize];
        let mut sums = Vec::new();
        let reach = task.network.blocks.len();
        let near = p.start.max(t.saturating_sub(reach))..p.end.min(t + reach + 1);
        task.sums_at(near.clone(), &self.page.table, &self.page.vectors, &self.tasks.vectors, &mut sums);
        let mut parts = Vec::new();
        self.token(task, &self.tasks.vectors, t, &mut parts);
        let h = task.network.hidden;
        self.weigh(task, &sums[near.start * h..near.end * h], t - near.start, cue::BEGIN as usize, &parts, STRONGEST)
    }

    fn bounds(&self, cues: &[Cue], number: usize, found: &parts::Parts) -> Vec<Evidence> {
        let task = &self.tasks.parts;
        let (h, l) = (task.network.hidden, task.network.labels);
        let window = parts::window(self.page, self.text.paragraphs(), &cues[number].tokens);
        let (mut pairs, mut shared) = (Table::traced(), Table::traced());
        parts::pair_features(self.page, cues, number, &window, &mut pairs);
        parts::shared_features(self.page, &cues[number], &mut shared);
        shared.close();
        let mut sums = Vec::new();
        task.sums_at(window.clone(), &self.page.table, &self.page.vectors, &self.tasks.vectors, &mut sums);
        let mut sums = sums[window.start * h..window.end * h].to_vec();
        for (k, sum) in sums.chunks_exact_mut(h).enumerate() {
            task.add(shared.get(0), sum);
            task.add(pairs.get(k), sum);
        }
        let (mut scratch, mut lattice) = (Scratch::default(), Lattice::default());
        task.network.score(&sums, &mut scratch);
        task.network.chain.marginals(&scratch.scores, &mut lattice);

        let mut out = Vec::new();
        let stretches =
            found.content.iter().map(|r| (Role::Content, "content", r)).chain(found.speaker.iter().map(|r| (Role::Speaker, "speaker", r)));
        for (role, name, r) in stretches {
            let ends: &[(usize, &str, usize)] =
                if r.len() == 1 { &[(r.start, "is", 3)] } else { &[(r.start, "begins with", 0), (r.end - 1, "ends with", 2)] };
            for &(t, verb, place) in ends {
                let Some(at) = t.checked_sub(window.start).filter(|&k| k < window.len()) else { continue };
                let label = parts::label(role, place) as usize;
                let what = format!("{name} {verb} {}", self.surface(t));
                let mut seen = Vec::new();
                self.token(task, &self.tasks.vectors, t, &mut seen);
                self.rows(task, &shared, 0, Some(t), &mut seen);
                self.rows(task, &pairs, at, Some(t), &mut seen);
                out.push(Evidence { what: what.clone(), score: log_odds(lattice.node[at * l + label]) });
                let strongest = self.weigh(task, &sums, at, label, &seen, STRONGEST_OF_BOUND);
                out.extend(strongest.into_iter().map(|e| Evidence { what: format!("{what}: {}", e.what), ..e }));
            }
        }
        out
    }

    /// A source by the words of its longest mention.
    fn source(&self, found: &Found, s: &Source) -> String {
        let longest = s.mentions.iter().map(|&m| &found.mentions[m].tokens).max_by_key(|r| r.len());
        longest.map_or_else(String::new, |r| self.words(r))
    }

    fn words(&self, r: &Range<usize>) -> String {
        let tokens = self.text.tokens();
        format!("«{}»", &self.text.source()[tokens[r.start].bytes.start..tokens[r.end - 1].bytes.end])
    }

    /// The candidates with their probabilities, and what spoke for the one chosen.
    fn choice(&self, task: &Task, table: &Table, names: &[String], chosen: usize) -> Vec<Evidence> {
        let (_, p) = source::choose(task, table);
        let mut order: Vec<usize> = (0..p.len()).filter(|&k| k == chosen || p[k] >= LEAST_SHOWN).collect();
        order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
        order.truncate(STRONGEST);
        let mut out: Vec<Evidence> = order.iter().map(|&k| Evidence { what: names[k].clone(), score: log_odds(p[k]) }).collect();
        let mut seen = Vec::new();
        self.rows(task, table, chosen, None, &mut seen);
        let mut sum = vec![0f32; task.network.hidden];
        task.add(table.get(chosen), &mut sum);
        out.extend(
            self.weigh(task, &sum, 0, 0, &seen, STRONGEST)
                .into_iter()
                .map(|e| Evidence { what: format!("{}: {}", names[chosen], e.what), ..e }),
        );
        out
    }

    /// Why the words that name the speaker mean the source they mean.
    fn join(&self, found: &Found, m: usize) -> Vec<Evidence> {
        // the sources as they were when the mention came
        let before: Vec<(usize, Source)> = found
            .sources
            .iter()
            .enumerate()
            .map(|(s, x)| (s, Source { mentions: x.mentions.iter().copied().filter(|&k| k < m).collect() }))
            .filter(|(_, x)| !x.mentions.is_empty())
            .collect();
        let words = self.words(&found.mentions[m].tokens);
        let nearest = &before[before.len().saturating_sub(80)..];
        let earlier: Vec<Source> = nearest.iter().map(|(_, x)| x.clone()).collect();
        let mut table = Table::traced();
        earlier.iter().for_each(|x| source::join_features(self.page, &found.mentions, m, x, &mut table));
        source::new_features(self.page, &found.mentions, m, &earlier, &mut table);
        let mut names: Vec<String> = earlier.iter().map(|x| format!("{words} is {}", self.source(found, x))).collect();
        names.push(format!("{words} is named here first"));
        let chosen = nearest.iter().position(|(s, _)| found.sources[*s].mentions.contains(&m)).unwrap_or(earlier.len());
        self.choice(&self.tasks.join, &table, &names, chosen)
    }

    /// Why a statement that names nobody is the statement of its source.
    fn implicit(&self, found: &Found, said: &[Said], who: &[Option<usize>], k: usize) -> Vec<Evidence> {
        let mut of = vec![0; found.mentions.len()];
        found.sources.iter().enumerate().for_each(|(s, x)| x.mentions.iter().for_each(|&m| of[m] = s));
        let candidates = source::around(&found.mentions, &of, found.sources.len(), &said[k].cue);
        if candidates.is_empty() {
            return Vec::new();
        }
        let mut table = Table::traced();
        for &s in &candidates {
            source::implicit_features(self.page, &found.mentions, &found.sources, s, said, k, &who[..k], &mut table);
        }
        let names: Vec<String> = candidates.iter().map(|&s| self.source(found, &found.sources[s])).collect();
        let (best, _) = source::choose(&self.tasks.implicit, &table);
        let chosen = who[k].and_then(|w| candidates.iter().position(|&s| s == w)).unwrap_or(best);
        self.choice(&self.tasks.implicit, &table, &names, chosen)
    }
}
