//! The flow from words to statements: cues, parts, kept candidates, mentions, sources, labels, confidence. Each step reads what
//! came before and adds its own layer; none reaches back.

use crate::cue::{self, Cue};
use crate::encoder::Encoder;
use crate::finding::{Finding, Found};
use crate::head::{Asked, Head, Scratch};
use crate::label;
use crate::mention::{self, Mention};
use crate::overrides::Overrides;
use crate::page::Page;
use crate::parts::{self, Parts};
use crate::record::{Act, Type};
use crate::source::{self, Source};
use rawi_learn::softmax;
use std::ops::Range;

/// Everything learned: the encoder, and a head for every decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heads {
    pub encoder: Encoder,
    pub cue: Head,
    pub mention: Head,
    pub parts: Head,
    pub kind: Head,
    pub name: Head,
    pub sort: Head,
    pub act: Head,
    pub join: Head,
    pub implicit: Head,
    pub keep: Head,
    pub trust: Head,
}

/// Cues less likely than this are not looked at.
pub(crate) const LEAST_CUE: f32 = 0.1;
/// Candidates less likely than this are no statements.
pub(crate) const LEAST_KEEP: f32 = 0.54;
/// Mentions that no speaker span shows and less likely than this are left out.
pub(crate) const LEAST_MENTION: f32 = 0.15;
/// Statements in the very words of another source and less likely than this are left out.
const LEAST_REPEATED: f32 = 0.85;
/// Contents that share as much of their tokens are the same.
const SAME: f64 = 0.8;
/// No content reaches further from its cue, in tokens.
const FAR: usize = 1000;
/// Statements without a source and less likely than this are left out.
pub(crate) const LEAST_UNATTRIBUTED: f32 = 0.75;

/// The probabilities of the labels of each place that `asked` holds.
fn labels(head: &Head, page: &Page, asked: &Asked, scratch: &mut Scratch) -> Vec<f32> {
    head.score(&page.states, asked, scratch);
    let mut p = std::mem::take(&mut scratch.scores);
    p.chunks_exact_mut(head.labels).for_each(softmax);
    p
}

/// The candidates that are statements.
pub(crate) fn kept(head: &Head, page: &Page, cues: &[Cue], parts: Vec<Parts>) -> Vec<Finding> {
    let mut asked = Asked::new(0);
    let mut out: Vec<Finding> = Vec::new();
    for (cue, parts) in cues.iter().zip(parts) {
        // where nothing but the cue stands, the cue was taken for its own content
        let inside = |r: &Range<usize>| cue.tokens.start <= r.start && r.end <= cue.tokens.end;
        if parts.content.iter().all(inside) {
            continue;
        }
        label::ask_keep(page, cue, &parts, &mut asked);
        out.push(Finding::new(cue.clone(), parts));
    }
    let p = labels(head, page, &asked, &mut Scratch::default());
    out.iter_mut().zip(p.chunks_exact(2)).for_each(|(f, p)| f.keep = p[1]);
    out.retain(|f| f.keep >= LEAST_KEEP);
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
            let cue = &page.lexis.words[f.cue.tokens.start];
            let shown = if matches!(cue.saying.form, 1..=3) { 1 + cue.agreement.min(2) } else { 0 };
            add(&mut speaking, Mention { tokens: r.clone(), probability: 1.0, speaks: Some(k), said, shown, ..Mention::default() });
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

/// Gives every statement its source.
pub(crate) fn attribute(heads: &Heads, page: &Page, overrides: &Overrides, found: &mut Found) {
    let (mut sources, sure) = source::join(&heads.join, page, &found.mentions);
    if !overrides.names.is_empty() {
        found.names = unite(page, overrides, &found.mentions, &mut sources);
    }
    let mut of = vec![0; found.mentions.len()];
    sources.iter().enumerate().for_each(|(s, x)| x.mentions.iter().for_each(|&m| of[m] = s));
    found.sources = sources;
    let said = found.said();
    let mut who: Vec<Option<usize>> = Vec::with_capacity(said.len());
    let (mut asked, mut scratch) = (Asked::new(source::IMPLICIT_SLOTS), Scratch::default());
    for k in 0..said.len() {
        if let Some(m) = found.findings[k].mention {
            who.push(Some(of[m]));
            found.findings[k].who_sure = sure[m];
        } else {
            asked.clear();
            let candidates = source::around(&found.mentions, &of, found.sources.len(), &said[k].cue);
            for &s in &candidates {
                source::ask_implicit(page, &found.mentions, &found.sources, s, &said, k, &who, &mut asked);
            }
            source::ask_nobody(page, &found.mentions, &said, k, &mut asked);
            let (best, p) = source::choose(&heads.implicit, &page.states, &asked, &mut scratch);
            found.findings[k].who_sure = p[best];
            who.push(candidates.get(best).copied());
        }
        found.findings[k].who = who[k];
    }
    // a saying that nobody in the article can have said is no statement of a source, unless it can hardly be anything else
    found.findings.retain(|f| f.who.is_some() || f.keep >= LEAST_UNATTRIBUTED);
    say_once(&mut found.findings);
}

/// The same words are said once: of a source's statements that are nearly the same words the likeliest stays, as where a verb of saying
/// and the colon after it are both taken for cues. Another may deny or ask for the very same words; that must be sure.
fn say_once(findings: &mut Vec<Finding>) {
    let mut again = vec![false; findings.len()];
    for k in 0..findings.len() {
        let far = extent(&findings[k]).1 + FAR;
        let near = findings[k + 1..].iter().take_while(|f| f.cue.tokens.start <= far);
        for (j, f) in (k + 1..).zip(near) {
            let shared = parts::shared(&f.parts.content, &findings[k].parts.content);
            let weaker = if f.keep > findings[k].keep { k } else { j };
            let one = f.who.is_some() && f.who == findings[k].who;
            if one && shared >= SAME || shared >= 1.0 && findings[weaker].keep < LEAST_REPEATED {
                again[weaker] = true;
            }
        }
    }
    let mut again = again.into_iter();
    findings.retain(|_| again.next() == Some(false));
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
pub(crate) fn finish(heads: &Heads, page: &Page, found: &mut Found) {
    let mut scratch = Scratch::default();
    let (mut sort, mut act) = (Asked::new(label::TYPE_SLOTS), Asked::new(label::ACT_SLOTS));
    for f in &found.findings {
        label::ask_type(page, &f.cue, &f.parts, &mut sort);
        label::ask_act(page, &f.cue, &f.parts, &mut act);
    }
    let sorts = labels(&heads.sort, page, &sort, &mut scratch);
    let acts = labels(&heads.act, page, &act, &mut scratch);
    let (sorts, acts) = (sorts.chunks_exact(Type::ALL.len()), acts.chunks_exact(Act::ALL.len()));
    for ((f, sort), act) in found.findings.iter_mut().zip(sorts).zip(acts) {
        f.sort = Type::ALL[label::best(sort)];
        f.act = Act::ALL[label::best(act)];
    }
    let whole: Vec<(usize, usize)> = found.findings.iter().map(extent).collect();
    for k in 0..found.findings.len() {
        let inside = |j: usize| j != k && found.findings[j].parts.content.iter().any(|r| r.start <= whole[k].0 && whole[k].1 <= r.end);
        let from = found.findings.partition_point(|f| f.cue.tokens.start + FAR < whole[k].0);
        let to = found.findings.partition_point(|f| f.cue.tokens.start <= whole[k].1 + FAR);
        let length = |j: usize| found.findings[j].parts.content.iter().map(|r| r.len()).sum::<usize>();
        found.findings[k].parent = (from..to).filter(|&j| inside(j)).min_by_key(|&j| length(j));
    }
    trust(&heads.trust, page, found);
}

/// Confidence alone.
pub(crate) fn trust(head: &Head, page: &Page, found: &mut Found) {
    if head.labels == 0 {
        return;
    }
    let mut asked = Asked::new(0);
    found.findings.iter().for_each(|f| label::ask_trust(page, &f.cue, &f.parts, f.keep, f.who_sure, &mut asked));
    let p = labels(head, page, &asked, &mut Scratch::default());
    for (f, p) in found.findings.iter_mut().zip(p.chunks_exact(2)) {
        f.confidence = if f.who.is_none() { 0.0 } else { p[1] };
    }
}

/// From the first to the last token of cue and content.
fn extent(f: &Finding) -> (usize, usize) {
    let c = &f.cue.tokens;
    f.parts.content.iter().fold((c.start, c.end), |(a, z), r| (a.min(r.start), z.max(r.end)))
}

/// The first steps: candidates with their parts, and mentions that the words alone show.
pub(crate) fn candidates(heads: &Heads, page: &Page, paragraphs: &[Range<usize>]) -> (Vec<Cue>, Vec<Parts>, Vec<Mention>) {
    let mut scratch = Scratch::default();
    let all = cue::ask(page.lexis.len(), paragraphs);
    heads.cue.score(&page.states, &all, &mut scratch);
    let cues = cue::read(&heads.cue.chain, &scratch.scores, paragraphs, LEAST_CUE);
    if cues.is_empty() {
        return (cues, Vec::new(), Vec::new());
    }
    let parts = parts::find(&heads.parts, page, paragraphs, &cues);
    heads.mention.score(&page.states, &all, &mut scratch);
    let tagged = mention::read(&heads.mention.chain, &scratch.scores, page, paragraphs, LEAST_MENTION);
    (cues, parts, tagged)
}

/// The later steps: which candidates are statements, whose, and of which sort.
pub(crate) fn settle(heads: &Heads, page: &Page, cues: &[Cue], parts: Vec<Parts>, tagged: &[Mention], overrides: &Overrides) -> Found {
    let mut found = Found { findings: kept(&heads.keep, page, cues, parts), ..Found::default() };
    if found.findings.is_empty() {
        return found;
    }
    found.mentions = mentions(page, &mut found.findings, tagged);
    mention::describe(&heads.kind, &heads.name, page, &mut found.mentions);
    overrides.mark_outlets(&page.lexis, &mut found.mentions);
    attribute(heads, page, overrides, &mut found);
    finish(heads, page, &mut found);
    found
}

/// The whole flow, with a user's additions; those to words are in the page already.
pub(crate) fn run(heads: &Heads, page: &Page, paragraphs: &[Range<usize>], overrides: &Overrides) -> Found {
    let (cues, parts, tagged) = candidates(heads, page, paragraphs);
    settle(heads, page, &cues, parts, &tagged, overrides)
}
