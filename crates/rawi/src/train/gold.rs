//! What annotators found, in the terms of the decisions: where sources are mentioned, which labels the words of a window have, which
//! candidate is which statement.

use super::corpus::{Annotated, GoldStatement};
use crate::cue::{self, Cue};
use crate::finding::Finding;
use crate::mention::Mention;
use crate::parts::{self, Parts, Role, overlap};
use rawi_text::{Text, fold};
use std::ops::Range;

/// How likely a cue must be to be a candidate while a model learns; reading is stricter.
pub(super) const LEAST_CUE: f32 = 0.05;

/// Every token of the document as outside, beginning or inside one of `ranges`; a range that runs over the end of a paragraph begins anew.
pub(super) fn tagging(d: &Annotated, ranges: impl Iterator<Item = Range<usize>>) -> Vec<u8> {
    let mut labels = vec![cue::OUT; d.page.lexis.len()];
    for r in ranges {
        for (k, t) in r.enumerate() {
            labels[t] = if k == 0 { cue::BEGIN } else { cue::INSIDE };
        }
    }
    for p in &d.paragraphs {
        if labels[p.start] == cue::INSIDE {
            labels[p.start] = cue::BEGIN;
        }
    }
    labels
}

/// The parts that annotators gave a statement.
pub(super) fn parts_of(s: &GoldStatement) -> Parts {
    Parts {
        content: s.content.clone(),
        speaker: s.speaker.clone(),
        addressee: s.addressee.clone(),
        via: s.via.clone(),
        setting: s.setting.clone(),
        content_sure: 1.0,
        speaker_sure: 1.0,
        any_content: 1.0,
    }
}

/// The places where a gold source is mentioned, longest strings first, none overlapping; with the number of the source.
pub(super) fn gold_mentions(d: &Annotated) -> Vec<(Range<usize>, usize)> {
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
pub(super) fn merge(d: &Annotated, candidates: &[Cue]) -> (Vec<Cue>, Vec<Option<usize>>) {
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let mut all: Vec<(Cue, Option<usize>)> =
        candidates.iter().map(|c| (c.clone(), d.statements.iter().position(|s| meets(&s.cue, &c.tokens)))).collect();
    for (k, s) in d.statements.iter().enumerate().filter(|(_, s)| !s.cue.is_empty()) {
        let mut hits: Vec<usize> = (0..all.len()).filter(|&i| all[i].1 == Some(k)).collect();
        if hits.is_empty() {
            all.push((Cue { tokens: s.cue.clone(), probability: LEAST_CUE }, Some(k)));
            continue;
        }
        hits.sort_by(|&a, &b| all[b].0.probability.total_cmp(&all[a].0.probability));
        hits[1..].iter().for_each(|&x| all[x].1 = None);
    }
    all.sort_by_key(|c| c.0.tokens.start);
    all.dedup_by_key(|c| c.0.tokens.start);
    all.into_iter().unzip()
}

pub(super) fn gold_path(s: &GoldStatement, w: &Range<usize>) -> Vec<u8> {
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

/// The gold statement that each candidate cue is.
pub(super) fn gold_of(d: &Annotated, cue: &Cue) -> Option<usize> {
    d.statements.iter().position(|s| s.cue.start < cue.tokens.end && cue.tokens.start < s.cue.end)
}

pub(super) fn who_of(d: &Annotated, g: usize) -> Option<usize> {
    d.gold.statements[g].who.as_ref().and_then(|w| d.gold.speakers.iter().position(|s| s.id == *w))
}

/// The gold source of each mention, where one is clear.
pub(super) fn mention_gold(d: &Annotated, findings: &[Finding], mentions: &[Mention]) -> Vec<Option<usize>> {
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

/// Labels the words of a mention that are the words of `string`, in order and together.
pub(super) fn mark_words(d: &Annotated, r: &Range<usize>, string: &str, label: u8, path: &mut [u8]) {
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
