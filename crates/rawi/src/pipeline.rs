//! The flow from words to statements: cues, parts, kept candidates, mentions, sources, labels, confidence. Each step reads what
//! came before and adds its own layer; none reaches back.

use crate::cue::{self, Cue};
use crate::label;
use crate::mention::{self, Mention};
use crate::overrides::Overrides;
use crate::page::Page;
use crate::parts::{self, Buffers, Parts};
use crate::record::{Act, Type};
use crate::source::{self, Said, Source};
use crate::task::{Table, Task};
use rawi_learn::Vectors;
use std::ops::Range;

/// Every learned decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tasks {
    pub vectors: Vectors,
    pub cue: Task,
    pub parts: Task,
    pub keep: Task,
    pub mention: Task,
    pub kind: Task,
    pub name: Task,
    pub join: Task,
    pub implicit: Task,
    pub sort: Task,
    pub act: Task,
    pub trust: Task,
}

/// Cues less likely than this are not looked at.
pub(crate) const LEAST_CUE: f32 = 0.05;
/// Candidates less likely than this are no statements.
pub(crate) const LEAST_KEEP: f32 = 0.42;
/// Mentions that no speaker span shows and less likely than this are left out.
pub(crate) const LEAST_MENTION: f32 = 0.4;
/// A source less likely than this is no source: better null than a guess.
pub(crate) const LEAST_SOURCE: f32 = 0.15;

/// Statements without a source and less likely than this are left out.
pub(crate) const LEAST_UNATTRIBUTED: f32 = 0.75;

/// One statement found.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub cue: Cue,
    pub parts: Parts,
    pub keep: f32,
    /// The mention that its speaker span is.
    pub mention: Option<usize>,
    pub who: Option<usize>,
    pub who_sure: f32,
    pub sort: Type,
    pub act: Act,
    /// The number of the enclosing statement.
    pub parent: Option<usize>,
    pub confidence: f32,
}

/// Everything found in one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub findings: Vec<Finding>,
    pub mentions: Vec<Mention>,
    pub sources: Vec<Source>,
    /// The name that the user gives each source; empty without such names.
    pub names: Vec<Option<String>>,
}

impl Found {
    /// The statements as far as they are known before their sources are.
    pub fn said(&self) -> Vec<Said> {
        self.findings.iter().map(|f| Said { cue: f.cue.tokens.clone(), parts: f.parts.clone() }).collect()
    }
}

/// The places that any of `ranges` covers, each once.
fn places(ranges: &[Range<usize>]) -> impl Iterator<Item = usize> {
    let mut order: Vec<&Range<usize>> = ranges.iter().collect();
    order.sort_by_key(|r| r.start);
    let mut done = 0;
    order.into_iter().flat_map(move |r| {
        let rest = r.start.max(done)..r.end;
        done = done.max(r.end);
        rest
    })
}

/// Candidates with their parts.
pub(crate) fn candidates(parts_task: &Task, vectors: &Vectors, page: &Page, paragraphs: &[Range<usize>], cues: &[Cue]) -> Vec<Parts> {
    let mut buffers = Buffers::default();
    let windows: Vec<Range<usize>> = cues.iter().map(|c| parts::window(page, paragraphs, &c.tokens)).collect();
    parts_task.sums_at(places(&windows), &page.table, &page.vectors, vectors, &mut buffers.sums);
    (0..cues.len()).map(|k| parts::parts(parts_task, page, paragraphs, cues, k, &mut buffers)).collect()
}

/// The candidates that are statements.
pub(crate) fn kept(task: &Task, page: &Page, cues: &[Cue], parts: Vec<Parts>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for (cue, parts) in cues.iter().zip(parts) {
        // where nothing but the cue stands, the cue was taken for its own content
        let inside = |r: &Range<usize>| cue.tokens.start <= r.start && r.end <= cue.tokens.end;
        if parts.content.iter().all(inside) {
            continue;
        }
        let mut seen = Vec::new();
        label::keep_features(page, cue, &parts, &mut seen);
        let keep = label::label(task, &[], &seen)[1];
        if keep >= LEAST_KEEP {
            out.push(Finding {
                cue: cue.clone(),
                parts,
                keep,
                mention: None,
                who: None,
                who_sure: 0.0,
                sort: Type::Indirect,
                act: Act::State,
                parent: None,
                confidence: 0.0,
            });
        }
    }
    out
}

/// Mentions of the document: the speaker spans, then what the words alone show where no speaker span stands. None overlap.
pub(crate) fn mentions(page: &Page, findings: &mut [Finding], tagged: &[Mention]) -> Vec<Mention> {
    /// Adds `m` unless it overlaps one that is there. Sorted by place all the while.
    fn add(out: &mut Vec<Mention>, m: Mention) {
        let at = out.partition_point(|x| x.tokens.end <= m.tokens.start);
        if out.get(at).is_none_or(|next| next.tokens.start >= m.tokens.end) {
            out.insert(at, m);
        }
    }
    let mut speaking: Vec<Mention> = Vec::new();
    for (k, f) in findings.iter().enumerate() {
        if let Some(r) = &f.parts.speaker {
            let words =
                f.parts.content.iter().flat_map(|c| c.clone()).filter(|&t| page.lexis.shape[t] < 3 && page.lexis.words[t].class == 0);
            let mut said: Vec<u64> = words.map(|t| page.lexis.words[t].core).collect();
            said.sort_unstable();
            said.dedup();
            add(&mut speaking, Mention { tokens: r.clone(), probability: 1.0, speaks: Some(k), said, ..Mention::default() });
        }
    }
    let mut out = speaking.clone();
    for m in tagged {
        let at = speaking.partition_point(|x| x.tokens.end <= m.tokens.start);
        if speaking.get(at).is_none_or(|next| next.tokens.start >= m.tokens.end) {
            out.push(m.clone());
        }
    }
    out.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    let mut speakers = 0;
    for m in &mut out {
        m.speakers_before = speakers;
        speakers += usize::from(m.speaks.is_some() && page.lexis.paragraph[m.tokens.start] > 0);
    }
    for f in findings.iter_mut() {
        f.mention = f.parts.speaker.as_ref().and_then(|r| {
            let from = out.partition_point(|m| m.tokens.end <= r.start);
            (from..out.len()).take_while(|&m| out[m].tokens.start < r.end).find(|&m| out[m].speaks.is_some())
        });
    }
    out
}

/// Describes every mention.
pub(crate) fn describe(tasks: &Tasks, page: &Page, mentions: &mut [Mention]) {
    let (mut kind_sums, mut name_sums) = (Vec::new(), Vec::new());
    let ranges: Vec<Range<usize>> = mentions.iter().map(|m| m.tokens.clone()).collect();
    let heads: Vec<Range<usize>> = ranges.iter().map(|r| r.start..r.start + 1).collect();
    tasks.kind.sums_at(places(&heads), &page.table, &page.vectors, &tasks.vectors, &mut kind_sums);
    tasks.name.sums_at(places(&ranges), &page.table, &page.vectors, &tasks.vectors, &mut name_sums);
    for m in mentions {
        mention::describe(&tasks.kind, &tasks.name, &kind_sums, &name_sums, page, m);
    }
}

/// Gives every statement its source.
pub(crate) fn attribute(tasks: &Tasks, page: &Page, overrides: &Overrides, found: &mut Found) {
    let (mut sources, sure) = source::join(&tasks.join, page, &found.mentions);
    if !overrides.names.is_empty() {
        found.names = unite(page, overrides, &found.mentions, &mut sources);
    }
    let mut of = vec![0; found.mentions.len()];
    sources.iter().enumerate().for_each(|(s, x)| x.mentions.iter().for_each(|&m| of[m] = s));
    found.sources = sources;
    let said = found.said();
    let mut who: Vec<Option<usize>> = Vec::with_capacity(said.len());
    let mut table = Table::default();
    for k in 0..said.len() {
        if let Some(m) = found.findings[k].mention {
            who.push(Some(of[m]));
            found.findings[k].who_sure = sure[m];
        } else if found.sources.is_empty() {
            who.push(None);
        } else {
            table.clear();
            let candidates = source::around(&found.mentions, &of, found.sources.len(), &said[k].cue);
            for &s in &candidates {
                source::implicit_features(page, &found.mentions, &found.sources, s, &said, k, &who, &mut table);
            }
            let (best, p) = source::choose(&tasks.implicit, &table);
            let (best, p) = candidates.get(best).map_or((0, 0.0), |&s| (s, p[best]));
            found.findings[k].who_sure = p;
            who.push((p >= LEAST_SOURCE).then_some(best));
        }
        found.findings[k].who = who[k];
    }
    // a saying that nobody in the article can have said is no statement of a source, unless it can hardly be anything else
    found.findings.retain(|f| f.who.is_some() || f.keep >= LEAST_UNATTRIBUTED);
}

/// Makes one source of all mentions of a name that the user gave, taken out of the sources they were in; gives the names of sources.
fn unite(page: &Page, overrides: &Overrides, mentions: &[Mention], sources: &mut Vec<Source>) -> Vec<Option<String>> {
    let named: Vec<Option<usize>> = mentions.iter().map(|m| overrides.name_of(&page.lexis, m)).collect();
    for n in 0..overrides.names.len() {
        let own: Vec<usize> = (0..mentions.len()).filter(|&m| named[m] == Some(n)).collect();
        let Some(&first) = own.first() else { continue };
        // what else is in the source of the first mention of the name (a title alone, say) stays with it, unless it has a name of its own
        let home = sources.iter().position(|s| s.mentions.contains(&first)).unwrap_or(0);
        for (k, s) in sources.iter_mut().enumerate() {
            s.mentions.retain(|&m| if k == home { named[m].is_none() } else { named[m] != Some(n) });
        }
        let mut others: Vec<usize> = (0..mentions.len()).filter(|&m| named[m].is_some_and(|x| x != n)).collect();
        others.retain(|m| !sources.iter().any(|s| s.mentions.contains(m)));
        others.into_iter().for_each(|m| sources.push(Source { mentions: vec![m] }));
        sources[home].mentions.extend(own);
        sources[home].mentions.sort_unstable();
        sources.retain(|s| !s.mentions.is_empty());
    }
    sources.iter().map(|s| s.mentions.iter().find_map(|&m| named[m]).map(|n| overrides.names[n].name.clone())).collect()
}

/// Type, act, nesting and confidence.
pub(crate) fn finish(tasks: &Tasks, page: &Page, found: &mut Found) {
    let mut act_sums = Vec::new();
    let cues: Vec<Range<usize>> = found.findings.iter().map(|f| f.cue.tokens.start..f.cue.tokens.start + 1).collect();
    tasks.act.sums_at(places(&cues), &page.table, &page.vectors, &tasks.vectors, &mut act_sums);
    let h = tasks.act.network.hidden;
    for f in &mut found.findings {
        let mut seen = Vec::new();
        label::type_features(page, &f.cue, &f.parts, &mut seen);
        f.sort = Type::ALL[label::best(&label::label(&tasks.sort, &[], &seen))];
        seen.clear();
        label::act_features(page, &f.cue, &f.parts, &mut seen);
        let at = f.cue.tokens.start;
        f.act = Act::ALL[label::best(&label::label(&tasks.act, &act_sums[at * h..(at + 1) * h], &seen))];
    }
    let whole: Vec<(usize, usize)> = found.findings.iter().map(extent).collect();
    for k in 0..found.findings.len() {
        let inside = |j: usize| j != k && found.findings[j].parts.content.iter().any(|r| r.start <= whole[k].0 && whole[k].1 <= r.end);
        // no content reaches further from its cue
        const FAR: usize = 1000;
        let from = found.findings.partition_point(|f| f.cue.tokens.start + FAR < whole[k].0);
        let to = found.findings.partition_point(|f| f.cue.tokens.start <= whole[k].1 + FAR);
        let length = |j: usize| found.findings[j].parts.content.iter().map(|r| r.len()).sum::<usize>();
        found.findings[k].parent = (from..to).filter(|&j| inside(j)).min_by_key(|&j| length(j));
    }
    trust(&tasks.trust, page, found);
}

/// Confidence alone.
pub(crate) fn trust(task: &Task, page: &Page, found: &mut Found) {
    if task.dictionary.is_empty() {
        return;
    }
    for f in &mut found.findings {
        let mut seen = Vec::new();
        label::trust_features(page, &f.cue, &f.parts, f.keep, f.who_sure, &mut seen);
        f.confidence = if f.who.is_none() { 0.0 } else { label::label(task, &[], &seen)[1] };
    }
}

/// From the first to the last token of cue and content.
fn extent(f: &Finding) -> (usize, usize) {
    let c = &f.cue.tokens;
    f.parts.content.iter().fold((c.start, c.end), |(a, z), r| (a.min(r.start), z.max(r.end)))
}

/// The whole flow, with a user's additions; those to words are in the page already.
pub(crate) fn run(tasks: &Tasks, page: &Page, paragraphs: &[Range<usize>], overrides: &Overrides) -> Found {
    let mut cues = Vec::new();
    cue::cues(&tasks.cue, page, &tasks.vectors, paragraphs, LEAST_CUE, &mut cues);
    let parts = candidates(&tasks.parts, &tasks.vectors, page, paragraphs, &cues);
    let mut found = Found { findings: kept(&tasks.keep, page, &cues, parts), ..Found::default() };
    if found.findings.is_empty() {
        return found;
    }
    let mut tagged = Vec::new();
    mention::find(&tasks.mention, page, &tasks.vectors, paragraphs, LEAST_MENTION, &mut tagged);
    found.mentions = mentions(page, &mut found.findings, &tagged);
    describe(tasks, page, &mut found.mentions);
    overrides.mark_outlets(&page.lexis, &mut found.mentions);
    attribute(tasks, page, overrides, &mut found);
    finish(tasks, page, &mut found);
    found
}
