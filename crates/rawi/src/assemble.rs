//! From findings over tokens to a record over characters: spans, names, mentions. Nothing is decided here that the learned steps
//! decided before.

use crate::finding::Found;
use crate::record::{Record, Span, Speaker, Statement, Words};
use rawi_text::{Shape, Text, fold, visible};
use std::ops::Range;

/// The characters of a range of tokens.
pub(crate) fn span(text: &Text<'_>, r: &Range<usize>) -> Span {
    [text.tokens()[r.start].chars.start, text.tokens()[r.end - 1].chars.end]
}

/// `r` with the quotation marks and brackets that pair with one inside it, so that a piece never shows half a quotation.
fn balanced(text: &Text<'_>, r: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (r.start, r.end);
    let from = text.quotations().partition_point(|q| q.open + 1 < start);
    for q in &text.quotations()[from..] {
        if q.open >= end {
            break;
        }
        let Some(close) = q.close else { continue };
        if q.open >= start && q.open < end && close == end {
            end += 1;
        }
        if q.open + 1 == start && close >= start && close + 1 < end {
            start = q.open;
        }
    }
    let bracket = |t: usize, marks: [char; 2]| text.tokens().get(t).is_some_and(|t| text.surface(t).starts_with(marks));
    let (mut open, mut closed) = (0usize, 0usize);
    for t in start..end {
        if bracket(t, ['(', '[']) {
            open += 1;
        } else if bracket(t, [')', ']']) {
            closed += usize::from(open == 0);
            open = open.saturating_sub(1);
        }
    }
    end += usize::from(open > 0 && bracket(end, [')', ']']));
    start -= usize::from(closed > 0 && start > 0 && bracket(start - 1, ['(', '[']));
    start..end
}

fn surface<'t>(text: &Text<'t>, r: &Range<usize>) -> &'t str {
    &text.source()[text.tokens()[r.start].bytes.start..text.tokens()[r.end - 1].bytes.end]
}

/// A name as it is meant to be read, without what nobody sees and without the preposition or conjunction written together with it:
/// `للمنظمة` is `المنظمة`.
fn detached(name: &str) -> String {
    let name = &*visible(name);
    let first = name.split_whitespace().next().unwrap_or("");
    let folded = fold(first);
    let rest = |n: usize| name.chars().skip(n).collect::<String>();
    let is = |p: &str| folded.starts_with(p) && folded.chars().count() > p.chars().count() + 2;
    let conjunction = usize::from(is("وال") || is("فال") || is("ولل") || is("وبال"));
    let after = &folded[folded.char_indices().nth(conjunction).map_or(0, |(i, _)| i)..];
    let whole = name.to_string();
    let name = if after.starts_with("لل") && after.chars().count() > 4 {
        format!("ال{}", rest(conjunction + 2))
    } else if after.starts_with("بال") || after.starts_with("لال") {
        rest(conjunction + 1)
    } else if first.starts_with("لـ") || first.starts_with("بـ") {
        rest(2).trim_start_matches(['"', '«', '“', '\'']).to_string()
    } else {
        rest(conjunction)
    };
    if name.is_empty() { whole } else { name }
}

/// Fills `record` with what was found.
pub(crate) fn assemble(text: &Text<'_>, found: &Found, record: &mut Record) {
    // sources in the order of their first statement
    let mut order: Vec<usize> = Vec::new();
    for f in &found.findings {
        if let Some(w) = f.who.filter(|w| !order.contains(w)) {
            order.push(w);
        }
    }
    record.speakers = order.iter().enumerate().map(|(n, &s)| speaker(text, found, s, n + 1)).collect();
    let id = |s: usize| order.iter().position(|&x| x == s).map(|n| format!("S{}", n + 1));
    record.statements = found
        .findings
        .iter()
        .map(|f| {
            let one = |r: &Option<Range<usize>>| r.as_ref().map(|r| span(text, &balanced(text, r)));
            let many = |v: &[Range<usize>]| v.iter().map(|r| span(text, &balanced(text, r))).collect::<Vec<Span>>();
            let cut = |r: &Range<usize>| surface(text, &balanced(text, r)).to_string();
            Statement {
                cue: Some(span(text, &f.cue.tokens)),
                who: f.who.and_then(id),
                speaker: one(&f.parts.speaker),
                content: many(&f.parts.content),
                addressee: one(&f.parts.addressee),
                via: many(&f.parts.via),
                setting: many(&f.parts.setting),
                kind: f.sort,
                act: f.act,
                parent: f.parent.map(|p| p + 1),
                confidence: Some((f64::from(f.confidence) * 1000.0).round() / 1000.0),
                words: Some(Words {
                    cue: Some(surface(text, &f.cue.tokens).to_string()),
                    speaker: f.parts.speaker.as_ref().map(cut),
                    content: f.parts.content.iter().map(cut).collect(),
                    addressee: f.parts.addressee.as_ref().map(cut),
                    via: f.parts.via.iter().map(cut).collect(),
                    setting: f.parts.setting.iter().map(cut).collect(),
                }),
                ..Statement::default()
            }
        })
        .collect();
}

fn speaker(text: &Text<'_>, found: &Found, s: usize, number: usize) -> Speaker {
    let mentions: Vec<_> = found.sources[s].mentions.iter().map(|&m| &found.mentions[m]).collect();
    let words = |r: &Range<usize>| r.clone().filter(|&t| !matches!(text.tokens()[t].shape, Shape::Mark | Shape::Quote)).count();
    // what speaks is surest to be a mention
    let speaking = |m: &&&crate::mention::Mention| m.speaks.is_some();
    let mut kinds = [0f32; 6];
    let any_speaks = mentions.iter().any(|m| m.speaks.is_some());
    for m in mentions.iter().filter(|m| m.speaks.is_some() || !any_speaks) {
        kinds.iter_mut().zip(&m.kinds).for_each(|(a, b)| *a += b);
    }
    let kind = crate::record::Kind::ALL[crate::label::best(&kinds)];
    let longest = |ranges: &mut dyn Iterator<Item = &Range<usize>>| -> Option<String> {
        let mut best: Option<(usize, &Range<usize>)> = None;
        for r in ranges {
            if best.is_none_or(|b| words(r) > b.0) {
                best = Some((words(r), r));
            }
        }
        best.map(|b| detached(surface(text, &balanced(text, b.1))))
    };
    let given = found.names.get(s).cloned().flatten();
    let name = given
        .or_else(|| longest(&mut mentions.iter().filter_map(|m| m.name.as_ref())))
        .or_else(|| longest(&mut mentions.iter().filter(speaking).map(|m| &m.tokens)))
        .or_else(|| longest(&mut mentions.iter().map(|m| &m.tokens)))
        .unwrap_or_default();
    let role = longest(&mut mentions.iter().filter(|m| m.name.is_some() || m.speaks.is_some()).filter_map(|m| m.role.as_ref()))
        .filter(|r| *r != name && !r.is_empty());
    let mut strings: Vec<String> = Vec::new();
    for m in &mentions {
        let string = detached(surface(text, &balanced(text, &m.tokens)));
        if !string.is_empty() && !strings.contains(&string) {
            strings.push(string);
        }
    }
    Speaker { id: format!("S{number}"), name, kind, role, mentions: strings }
}
