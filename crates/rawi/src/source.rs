//! Sources: which mentions mean the same, and who is meant where a statement names nobody. Two learned choices: a mention joins
//! an earlier source or begins a new one; a statement without a speaker takes one of the document's sources.

use crate::features::{ACTS, BUCKETS, CLASSES, CLITICS, FORMS, HEADS, bucket, clitics, kinds, saying};
use crate::head::{Asked, Head, NOWHERE, Scratch, States};
use crate::label::best;
use crate::mention::Mention;
use crate::page::Page;
use crate::parts::Parts;
use rawi_learn::softmax;
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

const KINDS: usize = 6;
const MATCHES: usize = 32;
const SHAPES: usize = 8 * 5;

kinds! {
    /// What is seen of a mention joining a source, or beginning a new one.
    Join {
        Match "words in common" MATCHES;
        MatchShape "words in common, and shape" MATCHES * SHAPES;
        MatchKind "words in common, and kinds" MATCHES * KINDS * KINDS;
        Share "share of words" 6;
        Names "names in common" 8;
        NamesOf "names in common, of how many" 4 * 5 * 2;
        Kinds "kinds" KINDS * KINDS * 2;
        Between "mentions between" BUCKETS * 2;
        Sentences "sentences between" BUCKETS * 4;
        Speaks "who speaks" 4;
        TitleInRole "title in role" 4;
        Agreement "gender and number" 16;
        Size "mentions, and longest" 5 * 7;
        Spelling "other spelling" 3 * MATCHES * 2;
        Named "last word is name" MATCHES * 4;
        Echo "says the same" 10 * 2;
        EchoKinds "says the same, and kinds" 6 * KINDS * KINDS * 2;
        EchoMatch "says the same, and words in common" 6 * MATCHES * 2;
        First "first speaker after title" 4 * 4 * KINDS * KINDS * 2;
        Heads "source nouns" HEADS * HEADS;
        Title "from the title" 2 * MATCHES;
        Roles "roles in common" 4 * 4;
        Shown "gender and number of verbs" 8 * 4;
        New "a new source" 4;
        NewShare "share of words known" 6;
        NewKind "new, of kind" KINDS * 4;
        NewWords "new, words" 7 * 4;
        NewNames "new, names" 4 * 4;
        NewDefinite "new, article alone" 2 * 4;
        NewSources "sources so far" 7;
        NewSpeaks "new, speaks" 2;
        NewHead "new, source noun" HEADS * 4;
        NewClitics "new, clitics" CLITICS;
        NewTitle "new, after a title that speaks" 8;
    }
}

/// Slots of the head for joining: first and last token of the mention, and of the source's last one.
pub(crate) const JOIN_SLOTS: usize = 4;

fn ends(r: &Range<usize>) -> [u32; 2] {
    [r.start as u32, r.end as u32 - 1]
}

/// What the verbs of which a source is the named speaker show of its gender and number: a bit each for masculine, feminine and plural.
fn shown_by_verbs(mentions: &[Mention], source: &Source) -> usize {
    looked_at(&source.mentions).fold(0, |bits, m| match mentions[m].shown {
        0 => bits,
        n => bits | 1 << (n - 1),
    })
}

/// What is seen of joining mention `m` to a source.
pub(crate) fn ask_join(page: &Page, mentions: &[Mention], m: usize, source: &Source, asked: &mut Asked) {
    let x = &mentions[m];
    let kind = |k: &Mention| k.kind() as usize;
    let (mut exact, mut inside, mut around, mut dice, mut last_same, mut first_same, mut name_same, mut name_clash) =
        (false, false, false, 0f32, false, false, 0usize, false);
    let named =
        |m: &Mention, yes: bool| -> Vec<u64> { m.words.iter().zip(&m.named).filter(|(_, n)| **n == yes).map(|(w, _)| *w).collect() };
    let (own, own_role) = (named(x, true), named(x, false));
    let mut any_name = false;
    let mut longest = 0;
    let mut title_in_role = false;
    let (mut role_same, mut any_role) = (0usize, 0usize);
    for i in looked_at(&source.mentions) {
        let y = &mentions[i];
        let shared = overlap(&x.words, &y.words);
        exact |= x.words == y.words;
        inside |= shared == x.words.len();
        around |= shared == y.words.len();
        dice = dice.max(2.0 * shared as f32 / (x.words.len() + y.words.len()).max(1) as f32);
        last_same |= x.words.last() == y.words.last();
        first_same |= x.words.first() == y.words.first();
        let (theirs, their_role) = (named(y, true), named(y, false));
        any_name |= !theirs.is_empty();
        let n = overlap(&own, &theirs);
        name_same = name_same.max(n);
        name_clash |= !own.is_empty() && !theirs.is_empty() && n == 0;
        role_same = role_same.max(overlap(&own_role, &their_role));
        any_role = any_role.max(their_role.len());
        longest = longest.max(y.words.len());
        title_in_role |= x.words.len() == 1 && y.words.len() > 1 && y.words.iter().zip(&y.named).any(|(w, n)| !n && *w == x.words[0]);
    }
    let near = source.mentions.last().copied().unwrap_or(0);
    let y = &mentions[near];
    let between = (m - near).saturating_sub(1);
    let sentences = page.lexis.sentence[x.tokens.start].saturating_sub(page.lexis.sentence[y.tokens.start]) as usize;
    let same_kind = kind(x) + KINDS * kind(y);
    let shape = usize::from(x.definite) + 2 * usize::from(own.is_empty()) + 4 * usize::from(any_name) + 8 * x.words.len().min(4);
    let bit = |b: bool, k: usize| usize::from(b) << k;
    let matching = bit(exact, 0) | bit(inside, 1) | bit(around, 2) | bit(last_same, 3) | bit(first_same, 4);
    let mut put = |kind: Join, value: usize| asked.rows.put(kind.row(value));
    put(Join::Match, matching);
    put(Join::MatchShape, matching + MATCHES * shape);
    put(Join::MatchKind, matching + MATCHES * same_kind);
    put(Join::Share, (dice * 5.0) as usize);
    put(Join::Names, name_same.min(3) + 4 * usize::from(name_clash));
    put(Join::NamesOf, name_same.min(3) + 4 * (own.len().min(4) + 5 * usize::from(any_name)));
    put(Join::Kinds, same_kind + KINDS * KINDS * usize::from(name_clash));
    put(Join::Between, bucket(between) + BUCKETS * usize::from(x.definite));
    put(Join::Sentences, bucket(sentences) + BUCKETS * (matching & 3));
    put(Join::Speaks, bit(y.speaks.is_some(), 0) | bit(x.speaks.is_some(), 1));
    put(Join::TitleInRole, bit(title_in_role, 0) | bit(x.definite, 1));
    put(Join::Agreement, usize::from(x.agreement) + 4 * usize::from(y.agreement));
    put(Join::Size, source.mentions.len().min(4) + 5 * longest.min(6));
    put(Join::Shown, shown_by_verbs(mentions, source) + 8 * usize::from(x.shown));
    put(Join::Roles, role_same.min(3) + 4 * any_role.min(own_role.len()).min(3));
    // spellings of one name: the same consonants in words that are not the same
    let spelt = |y: &Mention| {
        let same = |i: usize| y.skeletons.iter().zip(&y.words).any(|(k, w)| *k == x.skeletons[i] && *w != x.words[i]);
        (0..x.words.len()).filter(|&i| x.named[i] && same(i)).count()
    };
    let variants = looked_at(&source.mentions).map(|i| spelt(&mentions[i])).max().unwrap_or(0);
    put(Join::Spelling, variants.min(2) + 3 * (matching + MATCHES * usize::from(x.words.len() == 1)));
    put(Join::Named, matching + MATCHES * (bit(x.named.last() == Some(&true), 0) | bit(y.named.last() == Some(&true), 1)));
    // what both say: a title says what the article says again
    let same_words = |y: &Mention| {
        if x.said.is_empty() || y.said.is_empty() { 0 } else { 1 + sorted_overlap(&x.said, &y.said) * 8 / x.said.len().min(y.said.len()) }
    };
    let echo = looked_at(&source.mentions).map(|i| same_words(&mentions[i])).max().unwrap_or(0);
    let from_title = usize::from(page.lexis.paragraph[y.tokens.start] == 0);
    put(Join::Echo, echo.min(9) + 10 * from_title);
    put(Join::EchoKinds, echo.min(5) + 6 * (same_kind + KINDS * KINDS * from_title));
    put(Join::EchoMatch, echo.min(5) + 6 * (matching + MATCHES * usize::from(name_clash)));
    // the first to speak in the article after a title that speaks
    let first = from_title | usize::from(y.speaks.is_some()) << 1;
    put(Join::First, first + 4 * (x.speakers_before.min(3) + 4 * (same_kind + KINDS * KINDS * usize::from(any_name))));
    let head = |m: &Mention| usize::from(page.lexis.words[m.tokens.start].head);
    put(Join::Heads, head(x) + HEADS * head(y));
    put(Join::Title, from_title + 2 * matching);
    let ([a, b], [c, d]) = (ends(&x.tokens), ends(&y.tokens));
    asked.place(&[a, b, c, d]);
}

/// What is seen of a mention beginning a new source.
pub(crate) fn ask_new(page: &Page, mentions: &[Mention], m: usize, all: &[Source], asked: &mut Asked) {
    let x = &mentions[m];
    let (mut exact, mut part, mut dice, mut titled) = (false, false, 0f32, false);
    for y in all.iter().flat_map(|s| looked_at(&s.mentions)).map(|i| &mentions[i]) {
        let shared = overlap(&x.words, &y.words);
        exact |= x.words == y.words;
        part |= shared == x.words.len();
        dice = dice.max(2.0 * shared as f32 / (x.words.len() + y.words.len()).max(1) as f32);
        titled |= y.speaks.is_some() && page.lexis.paragraph[y.tokens.start] == 0;
    }
    let names = x.named.iter().filter(|n| **n).count();
    let known = usize::from(exact) | usize::from(part) << 1;
    let w = &page.lexis.words[x.tokens.start];
    let mut put = |kind: Join, value: usize| asked.rows.put(kind.row(value));
    put(Join::New, known);
    put(Join::NewShare, (dice * 5.0) as usize);
    put(Join::NewKind, x.kind() as usize + KINDS * known);
    put(Join::NewWords, x.words.len().min(6) + 7 * known);
    put(Join::NewNames, names.min(3) + 4 * known);
    put(Join::NewDefinite, usize::from(x.definite) + 2 * known);
    put(Join::NewSources, all.len().min(6));
    put(Join::NewSpeaks, x.speaks.is_some().into());
    put(Join::NewHead, usize::from(w.head) + HEADS * known);
    put(Join::NewClitics, clitics(w));
    put(Join::NewTitle, usize::from(titled) + 2 * x.speakers_before.min(3));
    let [a, b] = ends(&x.tokens);
    asked.place(&[a, b, NOWHERE, NOWHERE]);
    asked.segment();
}

const FORMED: usize = 6;

kinds! {
    /// What is seen of a source as the speaker of a statement that names nobody, or of nobody being meant.
    Implicit {
        Ago "statements ago" 7;
        AgoForm "statements ago and form" 5 * FORMED;
        AgoSentence "statements ago, same sentence" 5 * 2 * FORMED * 2;
        Times "statements so far" 10;
        Place "sentences ago, and speaks" BUCKETS * 2 * FORMED;
        PlaceAgo "sentences and statements ago" BUCKETS * 2 * 4;
        Between "mentions between" BUCKETS * FORMED;
        BetweenAgo "mentions between, statements ago" BUCKETS * 4;
        Words "words between" BUCKETS * 2;
        Size "times it speaks, and mentions" 5 * 7;
        SizeAgo "speaks elsewhere, statements ago" 2 * 4 * 3;
        ActAgo "act and form, statements ago" ACTS * FORMS * 4;
        FormPlace "form and sentences ago" FORMS * BUCKETS * 2 * 3;
        Kind "kind and agreement of verb" (KINDS + 1) * 4 * FORMS;
        Agreement "gender and number" 16 * FORMS;
        AgreementKind "gender, number and kind" 16 * (KINDS + 1);
        Shown "gender and number of its other verbs" 8 * 4 * FORMS;
        Marked "gender and number of its names" 4 * 4 * FORMS;
        Nested "nested" 16 * 4;
        NestedPlace "nested, and sentences ago" 16 * BUCKETS * 2;
        Probability "probability of mention" 5 * 2;
        Title "in the title" 4;
        Before "mentioned before" 2;
        Subject "begins its sentence" 2 * BUCKETS;
        WordBefore "function word before it" CLASSES * 2;
        HeadClitics "its clitics" CLITICS * 2;
        Paragraph "paragraphs between" 4 * 4;
        LastSpoke "last to be named as speaking" 2 * 4;
        Passed "named speakers since" 4 * 4;
        After "named after in the sentence" 2;
        Nobody "nobody is meant" 4;
        NobodyTitle "nobody is meant, in the title" 2;
        NobodyForm "nobody is meant, form" FORMS;
        NobodyNested "nobody is meant, nested" 2;
    }
}

/// Slots of the head for implicit speakers: the cue, first and last token of the source's last mention before it, and the cue of the
/// source's last statement.
pub(crate) const IMPLICIT_SLOTS: usize = 4;

/// What is seen of source `s` as the speaker of statement `k` that names nobody. `who` holds the sources of the statements before.
pub(crate) fn ask_implicit(
    page: &Page,
    mentions: &[Mention],
    sources: &[Source],
    s: usize,
    said: &[Said],
    k: usize,
    who: &[Option<usize>],
    asked: &mut Asked,
) {
    let lexis = &page.lexis;
    let cue = &said[k].cue;
    let c = &lexis.words[cue.start];
    let source = &sources[s];
    let form = usize::from(c.tanwin) + 2 * (c.clitics & 3) as usize;
    // the last mention before the cue, and whether any comes before
    let before =
        source.mentions[..source.mentions.partition_point(|&m| mentions[m].tokens.start < cue.start)].last().map(|&m| &mentions[m]);
    let first = source.mentions.first().map(|&m| &mentions[m]);
    let lately = k.saturating_sub(most::STATEMENTS)..k;
    let last_said = lately.clone().rev().find(|&j| who[j] == Some(s));
    let ago = last_said.map_or(99, |j| k - 1 - j);
    let times = lately.clone().filter(|&j| who[j] == Some(s)).count();
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
    let shown = before.or(first);
    let kind = shown.map_or(KINDS, |m| m.kind() as usize);
    let agreement = usize::from(c.agreement) + 4 * shown.map_or(0, |m| usize::from(m.agreement));
    let probability = before.map_or(0.0, |m| if m.speaks.is_some() { 1.0 } else { m.probability });
    let place = bucket(sentences) + BUCKETS * usize::from(speaks);
    let bit = |b: bool, k: usize| usize::from(b) << k;
    let nested = bit(enclosing.is_some(), 0) | bit(is_encloser, 1) | bit(same_inside, 2) | bit(last_inside.flatten().is_some(), 3);
    let prev = k.checked_sub(1);
    let prev_same_sentence = prev.is_some_and(|j| lexis.sentence[said[j].cue.start] == lexis.sentence[cue.start]);
    let prev_form = prev.is_some_and(|j| lexis.words[said[j].cue.start].tanwin);
    let verb_form = usize::from(c.saying.form);
    let mut put = |kind: Implicit, value: usize| asked.rows.put(kind.row(value));
    put(Implicit::Ago, ago);
    put(Implicit::AgoForm, ago.min(4) + 5 * form);
    put(Implicit::AgoSentence, ago.min(4) + 5 * (usize::from(prev_same_sentence) + 2 * (form + FORMED * usize::from(prev_form))));
    put(Implicit::Times, times.min(4) + 5 * usize::from(ago == 0));
    put(Implicit::Place, place + BUCKETS * 2 * form);
    put(Implicit::PlaceAgo, place + BUCKETS * 2 * ago.min(3));
    put(Implicit::Between, bucket(between) + BUCKETS * form);
    put(Implicit::BetweenAgo, bucket(between) + BUCKETS * ago.min(3));
    put(Implicit::Words, bucket(words) + BUCKETS * usize::from(sentences == 0));
    let speaking = looked_at(&source.mentions).filter(|&m| mentions[m].speaks.is_some()).take(4).count();
    put(Implicit::Size, speaking + 5 * source.mentions.len().min(6));
    put(Implicit::SizeAgo, speaking.min(1) + 2 * (source.mentions.len().min(3) + 4 * ago.min(2)));
    put(Implicit::ActAgo, saying(c) + ACTS * FORMS * ago.min(3));
    put(Implicit::FormPlace, verb_form + FORMS * (place + BUCKETS * 2 * (c.clitics & 3).min(2) as usize));
    put(Implicit::Kind, kind + (KINDS + 1) * (usize::from(c.agreement) + 4 * verb_form));
    put(Implicit::Agreement, agreement + 16 * verb_form);
    put(Implicit::AgreementKind, agreement + 16 * kind);
    let verb_agreement = usize::from(c.agreement) + 4 * verb_form;
    put(Implicit::Shown, shown_by_verbs(mentions, source) + 8 * verb_agreement);
    let marked = |a: u8| usize::from(looked_at(&source.mentions).any(|m| mentions[m].agreement == a));
    put(Implicit::Marked, marked(1) + 2 * marked(2) + 4 * verb_agreement);
    put(Implicit::Nested, nested + 16 * ago.min(3));
    put(Implicit::NestedPlace, nested + 16 * place);
    put(Implicit::Probability, (probability * 4.0) as usize + 5 * usize::from(ago == 0));
    let in_title = |t: usize| lexis.paragraph[t] == 0;
    put(Implicit::Title, bit(shown.is_some_and(|m| in_title(m.tokens.start)), 0) | bit(in_title(cue.start), 1));
    put(Implicit::Before, before.is_some().into());
    let subject = before.is_some_and(|m| m.tokens.start > 0 && lexis.from_start[m.tokens.start] <= 1);
    put(Implicit::Subject, usize::from(subject) + 2 * bucket(sentences));
    let previous = before.and_then(|m| m.tokens.start.checked_sub(1)).map_or(0, |t| usize::from(lexis.words[t].class));
    put(Implicit::WordBefore, previous + CLASSES * usize::from(sentences == 0));
    let own = before.map_or(0, |m| clitics(&lexis.words[m.tokens.start]));
    put(Implicit::HeadClitics, own + CLITICS * usize::from(sentences == 0));
    let paragraphs = before.map_or(3, |m| (lexis.paragraph[cue.start] - lexis.paragraph[m.tokens.start]).min(3) as usize);
    put(Implicit::Paragraph, paragraphs + 4 * ago.min(3));
    // of those named as speaking before the cue: is it the last, and how many came after it
    let at = until(cue.start);
    let passed = mentions[at.saturating_sub(most::LATE)..at]
        .iter()
        .rev()
        .filter(|m| m.speaks.is_some())
        .take_while(|m| !before.is_some_and(|b| b.tokens == m.tokens))
        .take(3)
        .count();
    put(Implicit::LastSpoke, usize::from(speaks && passed == 0) + 2 * ago.min(3));
    put(Implicit::Passed, passed + 4 * paragraphs);
    let after = source
        .mentions
        .iter()
        .any(|&m| mentions[m].tokens.start >= cue.end && lexis.sentence[mentions[m].tokens.start] == lexis.sentence[cue.start]);
    put(Implicit::After, after.into());
    let [a, b] = before.map_or([NOWHERE; 2], |m| ends(&m.tokens));
    asked.place(&[cue.start as u32, a, b, last_said.map_or(NOWHERE, |j| said[j].cue.start as u32)]);
}

/// What is seen of nobody being meant by statement `k`; ends the candidates.
pub(crate) fn ask_nobody(page: &Page, mentions: &[Mention], said: &[Said], k: usize, asked: &mut Asked) {
    let lexis = &page.lexis;
    let cue = &said[k].cue;
    let before = mentions.partition_point(|m| m.tokens.start < cue.start);
    let speaks = mentions[before.saturating_sub(most::LATE)..before].iter().any(|m| m.speaks.is_some());
    let nested = said[k.saturating_sub(20)..k].iter().any(|s| s.parts.content.iter().any(|p| p.start <= cue.start && cue.end <= p.end));
    let mut put = |kind: Implicit, value: usize| asked.rows.put(kind.row(value));
    put(Implicit::Nobody, usize::from(before > 0) + 2 * usize::from(speaks));
    put(Implicit::NobodyTitle, usize::from(lexis.paragraph[cue.start] == 0));
    put(Implicit::NobodyForm, lexis.words[cue.start].saying.form.into());
    put(Implicit::NobodyNested, nested.into());
    asked.place(&[cue.start as u32, NOWHERE, NOWHERE, NOWHERE]);
    asked.segment();
}

/// The best of the candidates that `asked` holds, and the probability of each.
pub(crate) fn choose(head: &Head, states: &States, asked: &Asked, scratch: &mut Scratch) -> (usize, Vec<f32>) {
    head.score(states, asked, scratch);
    softmax(&mut scratch.scores);
    (best(&scratch.scores), scratch.scores.clone())
}

/// Groups mentions, in order, into sources.
pub(crate) fn join(head: &Head, page: &Page, mentions: &[Mention]) -> (Vec<Source>, Vec<f32>) {
    let mut sources: Vec<Source> = Vec::new();
    let mut sure = Vec::with_capacity(mentions.len());
    let (mut asked, mut scratch) = (Asked::new(JOIN_SLOTS), Scratch::default());
    // the sources from the one mentioned longest ago to the one mentioned last, and those that a word stands in
    let mut recent: Vec<usize> = Vec::new();
    let mut by_word: HashMap<u64, Vec<usize>> = HashMap::new();
    for m in 0..mentions.len() {
        asked.clear();
        let chosen = near_or_alike(&mentions[m], sources.len(), &recent, &by_word);
        for &s in &chosen {
            ask_join(page, mentions, m, &sources[s], &mut asked);
        }
        if chosen.len() == sources.len() {
            ask_new(page, mentions, m, &sources, &mut asked);
        } else {
            let some: Vec<Source> = chosen.iter().map(|&s| Source { mentions: looked_at(&sources[s].mentions).collect() }).collect();
            ask_new(page, mentions, m, &some, &mut asked);
        }
        let (best, p) = choose(head, &page.states, &asked, &mut scratch);
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
