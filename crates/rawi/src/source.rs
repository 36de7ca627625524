//! Sources: which mentions mean the same, and who is meant where a statement names nobody. Two learned choices: a mention joins
//! an earlier source or begins a new one; a statement without a speaker takes one of the document's sources.

use crate::features::{Sink, bucket, key};
use crate::label::best;
use crate::mention::Mention;
use crate::page::Page;
use crate::parts::Parts;
use crate::task::{Table, Task};
use rawi_learn::{Scratch, mix, softmax};
use std::collections::HashMap;
use std::ops::Range;

/// The mentions that mean one source, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub mentions: Vec<usize>,
}

/// A statement as far as it is known when its source is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub cue: Range<usize>,
    pub parts: Parts,
}

/// Bounds that no ordinary article reaches; beyond them a text of megabytes is read in time, and nearly as well.
mod most {
    /// Mentions of one source that a new one is compared with: from the beginning, and of late.
    pub const FIRST: usize = 16;
    pub const LATE: usize = 64;
    /// Sources chosen from: those mentioned last, and of those that share a word.
    pub const SOURCES: usize = 80;
    pub const ALIKE: usize = 40;
    /// Statements looked back on.
    pub const STATEMENTS: usize = 500;
    /// Words between a cue and what its content may enclose.
    pub const WORDS: usize = 1000;
}

/// The mentions of a source that are compared with a new one.
fn looked_at(mentions: &[usize]) -> impl Iterator<Item = usize> {
    let first = mentions.len().min(most::FIRST);
    let late = first.max(mentions.len().saturating_sub(most::LATE));
    mentions[..first].iter().chain(&mentions[late..]).copied()
}

fn overlap(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|x| b.contains(x)).count()
}

/// How many numbers two ascending lists share.
fn sorted_overlap(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|x| b.binary_search(x).is_ok()).count()
}

/// What is seen of joining mention `m` to a source.
pub(crate) fn join_features(page: &Page, mentions: &[Mention], m: usize, source: &Source, out: &mut Table) {
    let x = &mentions[m];
    let kind = |k: &Mention| k.kind() as u64;
    let (mut exact, mut inside, mut around, mut dice, mut last_same, mut first_same, mut name_same, mut name_clash) =
        (false, false, false, 0f32, false, false, 0usize, false);
    let named = |m: &Mention| m.words.iter().zip(&m.named).filter(|(_, n)| **n).map(|(w, _)| *w).collect::<Vec<u64>>();
    let own = named(x);
    let mut any_name = false;
    let mut longest = 0;
    let mut title_in_role = false;
    for i in looked_at(&source.mentions) {
        let y = &mentions[i];
        let shared = overlap(&x.words, &y.words);
        exact |= x.words == y.words;
        inside |= shared == x.words.len();
        around |= shared == y.words.len();
        dice = dice.max(2.0 * shared as f32 / (x.words.len() + y.words.len()).max(1) as f32);
        last_same |= x.words.last() == y.words.last();
        first_same |= x.words.first() == y.words.first();
        let theirs = named(y);
        any_name |= !theirs.is_empty();
        let n = overlap(&own, &theirs);
        name_same = name_same.max(n);
        name_clash |= !own.is_empty() && !theirs.is_empty() && n == 0;
        longest = longest.max(y.words.len());
        title_in_role |= x.words.len() == 1 && y.words.len() > 1 && y.words.iter().zip(&y.named).any(|(w, n)| !n && *w == x.words[0]);
    }
    let near = source.mentions.last().copied().unwrap_or(0);
    let y = &mentions[near];
    let between = (m - near).saturating_sub(1);
    let sentences = page.lexis.sentence[x.tokens.start].saturating_sub(page.lexis.sentence[y.tokens.start]) as usize;
    let same_kind = mix(kind(x), kind(y));
    let shape = mix(u64::from(x.definite) | u64::from(own.is_empty()) << 1 | u64::from(any_name) << 2, x.words.len().min(4) as u64);
    let matching =
        u64::from(exact) | u64::from(inside) << 1 | u64::from(around) << 2 | u64::from(last_same) << 3 | u64::from(first_same) << 4;
    out.put(key!("join: match"), 0, matching);
    out.put(key!("join: match and shape"), 0, mix(matching, shape));
    out.put(key!("join: match and kind"), 0, mix(matching, same_kind));
    out.put(key!("join: share"), 0, (dice * 5.0) as u64);
    out.put(key!("join: names shared"), 0, mix(name_same.min(3) as u64, u64::from(name_clash)));
    out.put(key!("join: names shared of"), 0, mix(name_same.min(3) as u64, mix(own.len().min(4) as u64, u64::from(any_name))));
    out.put(key!("join: kinds"), 0, same_kind);
    out.put(key!("join: kinds and clash"), 0, mix(same_kind, u64::from(name_clash)));
    out.put(key!("join: between"), 0, mix(bucket(between), u64::from(x.definite)));
    out.put(key!("join: sentences"), 0, mix(bucket(sentences), matching & 3));
    out.put(key!("join: last speaks"), 0, mix(u64::from(y.speaks.is_some()), u64::from(x.speaks.is_some())));
    out.put(key!("join: title in role"), 0, mix(u64::from(title_in_role), u64::from(x.definite)));
    out.put(key!("join: gender"), 0, mix(x.gender, y.gender));
    out.put(key!("join: size"), 0, mix(source.mentions.len().min(4) as u64, longest.min(6) as u64));
    out.put(key!("join: head and kind"), 0, mix(x.words.first().copied().unwrap_or(0), kind(y)));
    out.put(key!("join: head and match"), 0, mix(x.words.first().copied().unwrap_or(0), matching));
    // spellings of one name: the same consonants in words that are not the same
    let spelt = |y: &Mention| {
        let same = |i: usize| y.skeletons.iter().zip(&y.words).any(|(k, w)| *k == x.skeletons[i] && *w != x.words[i]);
        (0..x.words.len()).filter(|&i| x.named[i] && same(i)).count()
    };
    let variants = looked_at(&source.mentions).map(|i| spelt(&mentions[i])).max().unwrap_or(0);
    out.put(key!("join: spelling"), 0, mix(variants.min(2) as u64, mix(matching, u64::from(x.words.len() == 1))));
    out.put(
        key!("join: last is name"),
        0,
        mix(matching, u64::from(x.named.last() == Some(&true)) | u64::from(y.named.last() == Some(&true)) << 1),
    );
    // what both say: a title says what the article says again
    let same_words = |y: &Mention| {
        if x.said.is_empty() || y.said.is_empty() { 0 } else { 1 + sorted_overlap(&x.said, &y.said) * 8 / x.said.len().min(y.said.len()) }
    };
    let echo = looked_at(&source.mentions).map(|i| same_words(&mentions[i])).max().unwrap_or(0) as u64;
    let from_title = u64::from(page.lexis.paragraph[y.tokens.start] == 0);
    out.put(key!("join: echo"), 0, mix(echo, from_title));
    out.put(key!("join: echo and kinds"), 0, mix(echo.min(5), mix(same_kind, from_title)));
    out.put(key!("join: echo and match"), 0, mix(echo.min(5), mix(matching, u64::from(name_clash))));
    // the first to speak in the article after a title that speaks
    out.put(
        key!("join: title and first speaker"),
        0,
        mix(from_title | u64::from(y.speaks.is_some()) << 1, mix(x.speakers_before.min(3) as u64, mix(same_kind, u64::from(any_name)))),
    );
    out.put(
        key!("join: heads"),
        0,
        mix(u64::from(page.lexis.words[x.tokens.start].head), u64::from(page.lexis.words[y.tokens.start].head)),
    );
    out.put(key!("join: title"), 0, mix(u64::from(page.lexis.paragraph[y.tokens.start] == 0), matching));
    out.close();
}

/// What is seen of a mention beginning a new source.
pub(crate) fn new_features(page: &Page, mentions: &[Mention], m: usize, all: &[Source], out: &mut Table) {
    let x = &mentions[m];
    let (mut exact, mut part, mut dice) = (false, false, 0f32);
    for y in all.iter().flat_map(|s| looked_at(&s.mentions)).map(|i| &mentions[i]) {
        let shared = overlap(&x.words, &y.words);
        exact |= x.words == y.words;
        part |= shared == x.words.len();
        dice = dice.max(2.0 * shared as f32 / (x.words.len() + y.words.len()).max(1) as f32);
    }
    let named = x.named.iter().filter(|n| **n).count();
    let known = u64::from(exact) | u64::from(part) << 1;
    out.put(key!("new: known"), 0, known);
    out.put(key!("new: known share"), 0, (dice * 5.0) as u64);
    out.put(key!("new: kind"), 0, mix(x.kind() as u64, known));
    out.put(key!("new: words"), 0, mix(x.words.len().min(6) as u64, known));
    out.put(key!("new: names"), 0, mix(named.min(3) as u64, known));
    out.put(key!("new: definite"), 0, mix(u64::from(x.definite), known));
    out.put(key!("new: head"), 0, x.words.first().copied().unwrap_or(0));
    out.put(key!("new: head form"), 0, page.lexis.words[x.tokens.start].fold);
    out.put(key!("new: sources"), 0, all.len().min(6) as u64);
    out.put(key!("new: speaks"), 0, u64::from(x.speaks.is_some()));
    out.put(key!("new: head class"), 0, mix(u64::from(page.lexis.words[x.tokens.start].head), known));
    out.put(key!("new: clitics"), 0, page.lexis.words[x.tokens.start].clitics);
    out.close();
}

/// What is seen of source `s` as the speaker of statement `k` that names nobody. `who` holds the sources of the statements before.
pub(crate) fn implicit_features(
    page: &Page,
    mentions: &[Mention],
    sources: &[Source],
    s: usize,
    said: &[Said],
    k: usize,
    who: &[Option<usize>],
    out: &mut Table,
) {
    let lexis = &page.lexis;
    let cue = &said[k].cue;
    let c = &lexis.words[cue.start];
    let source = &sources[s];
    let form = mix(c.suffix[0], mix(c.prefix[0], u64::from(c.tanwin)));
    let sort = mix(u64::from(c.tanwin), c.clitics & 3);
    // the last mention before the cue, and whether any comes before
    let before =
        source.mentions[..source.mentions.partition_point(|&m| mentions[m].tokens.start < cue.start)].last().map(|&m| &mentions[m]);
    let first = source.mentions.first().map(|&m| &mentions[m]);
    let lately = k.saturating_sub(most::STATEMENTS)..k;
    let last_said = lately.clone().rev().find(|&j| who[j] == Some(s));
    let ago = last_said.map_or(99, |j| k - 1 - j);
    let times = lately.filter(|&j| who[j] == Some(s)).count();
    let inside = |r: &Range<usize>| {
        let from = said.partition_point(|x| x.cue.start + most::WORDS < r.start);
        let to = said.partition_point(|x| x.cue.start <= r.end + most::WORDS);
        (from..to).rev().find(|&j| j != k && said[j].parts.content.iter().any(|p| p.start <= r.start && r.end <= p.end))
    };
    let enclosing = inside(cue);
    let encloser_who = enclosing.filter(|&j| j < k).and_then(|j| who[j]);
    let is_encloser = enclosing.is_some() && encloser_who == Some(s);
    let last_inside = before.map(|m| inside(&m.tokens));
    let same_inside = last_inside.is_some_and(|i| i == enclosing && enclosing.is_some());
    let sentences = before.map_or(9, |m| (lexis.sentence[cue.start] - lexis.sentence[m.tokens.start]).min(8) as usize);
    let until = |t: usize| mentions.partition_point(|y| y.tokens.start < t);
    let between = before.map_or(20, |m| until(cue.start).saturating_sub(until(m.tokens.start + 1)));
    let words = before.map_or(60, |m| cue.start - m.tokens.start.min(cue.start));
    let speaks = before.is_some_and(|m| m.speaks.is_some());
    let kind = before.or(first).map_or(9, |m| m.kind() as u64);
    let gender = before.or(first).map_or(3, |m| m.gender);
    let probability = before.map_or(0.0, |m| if m.speaks.is_some() { 1.0 } else { m.probability });
    let place = mix(bucket(sentences), u64::from(speaks));
    let nested = u64::from(enclosing.is_some())
        | u64::from(is_encloser) << 1
        | u64::from(same_inside) << 2
        | u64::from(last_inside.flatten().is_some()) << 3;
    let prev = k.checked_sub(1);
    let prev_same_sentence = prev.is_some_and(|j| lexis.sentence[said[j].cue.start] == lexis.sentence[cue.start]);
    let prev_form = prev.map_or(0, |j| u64::from(lexis.words[said[j].cue.start].tanwin));
    out.put(key!("implicit: statements ago"), 0, ago.min(6) as u64);
    out.put(key!("implicit: statements ago and form"), 0, mix(ago.min(4) as u64, sort));
    out.put(key!("implicit: ago, same sentence"), 0, mix(mix(ago.min(4) as u64, u64::from(prev_same_sentence)), mix(sort, prev_form)));
    out.put(key!("implicit: times"), 0, mix(times.min(4) as u64, (ago == 0).into()));
    out.put(key!("implicit: place"), 0, mix(place, sort));
    out.put(key!("implicit: place and ago"), 0, mix(place, ago.min(3) as u64));
    out.put(key!("implicit: between"), 0, mix(bucket(between), sort));
    out.put(key!("implicit: between and ago"), 0, mix(bucket(between), ago.min(3) as u64));
    out.put(key!("implicit: words"), 0, mix(bucket(words), u64::from(sentences == 0)));
    let speaking = looked_at(&source.mentions).filter(|&m| mentions[m].speaks.is_some()).take(4).count() as u64;
    out.put(key!("implicit: size"), 0, mix(speaking, source.mentions.len().min(6) as u64));
    out.put(key!("implicit: size and ago"), 0, mix(speaking.min(1), mix(source.mentions.len().min(3) as u64, ago.min(2) as u64)));
    out.put(key!("implicit: act and ago"), 0, mix(mix(u64::from(c.saying.act), u64::from(c.saying.form)), ago.min(3) as u64));
    out.put(key!("implicit: form and place"), 0, mix(mix(u64::from(c.saying.form), place), c.clitics & 3));
    out.put(key!("implicit: kind"), 0, mix(kind, c.suffix[0]));
    out.put(key!("implicit: kind and form"), 0, mix(kind, form));
    out.put(key!("implicit: kind and cue"), 0, mix(kind, c.stem));
    out.put(key!("implicit: gender"), 0, mix(gender, form));
    out.put(key!("implicit: gender and kind"), 0, mix(mix(gender, kind), mix(c.suffix[0], c.prefix[0])));
    out.put(key!("implicit: nested"), 0, mix(nested, ago.min(3) as u64));
    out.put(key!("implicit: nested and place"), 0, mix(nested, place));
    out.put(key!("implicit: probability"), 0, mix((probability * 4.0) as u64, (ago == 0).into()));
    out.put(key!("implicit: cue"), 0, mix(c.stem, ago.min(2) as u64));
    out.put(
        key!("implicit: title"),
        0,
        u64::from(before.or(first).is_some_and(|m| lexis.paragraph[m.tokens.start] == 0)) | u64::from(lexis.paragraph[cue.start] == 0) << 1,
    );
    out.put(key!("implicit: any mention before"), 0, u64::from(before.is_some()));
    let subject = before.is_some_and(|m| m.tokens.start > 0 && lexis.from_start[m.tokens.start] <= 1);
    out.put(key!("implicit: begins sentence"), 0, mix(u64::from(subject), bucket(sentences)));
    let previous_word =
        before.and_then(|m| m.tokens.start.checked_sub(1)).map_or(0, |t| mix(u64::from(lexis.words[t].class), lexis.words[t].suffix[0]));
    out.put(key!("implicit: word before"), 0, mix(previous_word, u64::from(sentences == 0)));
    let head = before.map_or(0, |m| lexis.words[m.tokens.start].clitics);
    out.put(key!("implicit: head clitics"), 0, mix(head, u64::from(sentences == 0)));
    out.close();
}

/// Chooses among candidates whose features are the places of `table`; gives the best and the probability of each.
pub(crate) fn choose(task: &Task, table: &Table) -> (usize, Vec<f32>) {
    let h = task.network.hidden;
    let mut sums = vec![0f32; table.len() * h];
    for (k, sum) in sums.chunks_exact_mut(h).enumerate() {
        task.add(table.get(k), sum);
    }
    let mut scratch = Scratch::default();
    task.network.score(&sums, &mut scratch);
    softmax(&mut scratch.scores);
    (best(&scratch.scores), scratch.scores)
}

/// Groups mentions, in order, into sources.
pub(crate) fn join(task: &Task, page: &Page, mentions: &[Mention]) -> (Vec<Source>, Vec<f32>) {
    let mut sources: Vec<Source> = Vec::new();
    let mut sure = Vec::with_capacity(mentions.len());
    let mut table = Table::default();
    // the sources from the one mentioned longest ago to the one mentioned last, and those that a word stands in
    let mut recent: Vec<usize> = Vec::new();
    let mut by_word: HashMap<u64, Vec<usize>> = HashMap::new();
    for m in 0..mentions.len() {
        table.clear();
        let chosen = near_or_alike(&mentions[m], sources.len(), &recent, &by_word);
        for &s in &chosen {
            join_features(page, mentions, m, &sources[s], &mut table);
        }
        if chosen.len() == sources.len() {
            new_features(page, mentions, m, &sources, &mut table);
        } else {
            let some: Vec<Source> = chosen.iter().map(|&s| Source { mentions: looked_at(&sources[s].mentions).collect() }).collect();
            new_features(page, mentions, m, &some, &mut table);
        }
        let (best, p) = choose(task, &table);
        sure.push(p[best]);
        let s = chosen.get(best).copied().unwrap_or(sources.len());
        if s == sources.len() {
            sources.push(Source::default());
        } else if let Some(at) = recent.iter().rposition(|&x| x == s) {
            recent.remove(at);
        }
        sources[s].mentions.push(m);
        recent.push(s);
        if recent.len() > most::SOURCES {
            recent.remove(0);
        }
        for word in &mentions[m].words {
            let known = by_word.entry(*word).or_default();
            if known.last() != Some(&s) {
                known.push(s);
            }
        }
    }
    (sources, sure)
}

/// The sources that a mention may join, in order: all in an ordinary text.
fn near_or_alike(mention: &Mention, sources: usize, recent: &[usize], by_word: &HashMap<u64, Vec<usize>>) -> Vec<usize> {
    if sources <= most::SOURCES {
        return (0..sources).collect();
    }
    let mut chosen = recent.to_vec();
    for word in &mention.words {
        chosen.extend(by_word.get(word).into_iter().flat_map(|s| s.iter().rev().take(most::ALIKE)));
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The sources that a statement without a speaker may mean, in order: all in an ordinary text, else those mentioned around it.
pub(crate) fn around(mentions: &[Mention], of: &[usize], sources: usize, cue: &Range<usize>) -> Vec<usize> {
    if sources <= most::SOURCES {
        return (0..sources).collect();
    }
    let at = mentions.partition_point(|m| m.tokens.start < cue.start);
    let mut chosen = Vec::new();
    for &s in of[at.saturating_sub(4 * most::SOURCES)..at].iter().rev().chain(&of[at..(at + most::LATE).min(of.len())]) {
        if chosen.len() < most::SOURCES && !chosen.contains(&s) {
            chosen.push(s);
        }
    }
    chosen.sort_unstable();
    chosen
}
