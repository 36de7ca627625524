//! The parts of a statement, given its cue: content, speaker, addressee, relays, setting, labelled together over the words around.
//! Who the speaker is in the document is decided later, in `source`.

use crate::cue::Cue;
use crate::features::{ACTS, BUCKETS, CLASSES, CLITICS, FORMS, HEADS, MARKS, SHAPES, bucket, clitics, kinds, saying};
use crate::head::{Asked, Head, Scratch};
use crate::lexis::{Word, class};
use crate::page::Page;
use rawi_learn::chain::{Chain, Lattice};
use std::ops::Range;

/// What a stretch of words is to the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Content = 0,
    Speaker = 1,
    Addressee = 2,
    Via = 3,
    Setting = 4,
}

const ROLES: [Role; 5] = [Role::Content, Role::Speaker, Role::Addressee, Role::Via, Role::Setting];
pub(crate) const LABELS: usize = 1 + 4 * ROLES.len();

/// Labels: 0 outside; then for each role begin, inside, end, single.
pub(crate) fn label(role: Role, place: usize) -> u8 {
    (1 + role as usize * 4 + place) as u8
}

/// Which label may follow which: a stretch goes begin, inside, end, or is single.
#[cfg(feature = "train")]
pub(crate) fn chain() -> Chain {
    let mut c = Chain::free(LABELS);
    let opens = |y: usize| y == 0 || matches!((y - 1) % 4, 0 | 3); // may stand after a closed stretch
    let open_of = |y: usize| (y > 0 && matches!((y - 1) % 4, 0 | 1)).then(|| (y - 1) / 4); // leaves its stretch open
    for x in 0..LABELS {
        for y in 0..LABELS {
            let good = match open_of(x) {
                Some(role) => y > 0 && (y - 1) / 4 == role && matches!((y - 1) % 4, 1 | 2),
                None => opens(y),
            };
            if !good {
                c.step[x * LABELS + y] = f32::NEG_INFINITY;
            }
        }
        if !opens(x) {
            c.first[x] = f32::NEG_INFINITY;
        }
        if open_of(x).is_some() {
            c.last[x] = f32::NEG_INFINITY;
        }
    }
    c
}

/// How far the words around a cue are looked at.
const BEFORE: usize = 60;
const AFTER: usize = 170;

/// The words that may belong to the statement of a cue: its sentence and the next one, further ones while a quotation or a colon leads
/// on, and the one before where the cue begins its own.
pub(crate) fn window(page: &Page, paragraphs: &[Range<usize>], cue: &Range<usize>) -> Range<usize> {
    let lexis = &page.lexis;
    let quote = |t: usize| lexis.shape[t] == 3;
    let sentence = |t: usize| t - lexis.from_start[t] as usize..t + lexis.to_end[t] as usize + 1;
    let paragraph = |t: usize| &paragraphs[lexis.paragraph[t] as usize];

    let mut start = sentence(cue.start).start;
    if cue.start - start <= 3 && start > 0 {
        let before = sentence(start - 1);
        // beyond its paragraph only to a quotation
        if paragraph(start).start < start || (before.end.saturating_sub(2).max(before.start)..before.end).any(quote) {
            start = before.start;
        }
    }
    let limit = (cue.end + AFTER).min(lexis.len());
    let mut end = sentence(cue.end - 1).end;
    let mut more = 1;
    while end < limit {
        let last = end - 1;
        let same = paragraph(last).end > end;
        // a quotation that is still open, a colon, a cue without anything behind it, a paragraph that goes on quoting
        let goes_on = same && lexis.quotation[last] != 0 && lexis.quotation[end] == lexis.quotation[last];
        let leads_on = lexis.words[last].mark == COLON || cue.end + 1 >= end || quote(end) || lexis.in_quotation[last] >= 9;
        if !goes_on && !(leads_on && (same || more > 0 || quote(end))) {
            if !same || more == 0 {
                break;
            }
            more -= 1;
        }
        end = sentence(end).end;
    }
    start.max(cue.start.saturating_sub(BEFORE))..end.min(limit)
}

/// The marks that matter here, as `lexis` tells them.
const COMMA: u8 = 3;
const COLON: u8 = 4;
const SEMICOLON: u8 = 5;

/// Distances that are told apart.
const FAR: usize = 19;
const SIDES: usize = 3;
/// Side, whether a complementizer and whether a colon stands between.
const BASE: usize = 4 * SIDES;
/// Side and a short distance.
const NEAR: usize = 7 * SIDES;
const LINKED: usize = 6 * SIDES;
const SORTS: usize = ACTS * FORMS;

kinds! {
    /// What is seen of a word in relation to a cue.
    Pair {
        Distance "distance" FAR * SIDES;
        Sentences "sentences between" 14;
        SentencesQuotes "sentences and quotation marks between" 7 * SIDES * 6;
        Commas "commas between" SIDES * 6;
        Quotes "quotation marks between" SIDES * 7;
        Cues "cues between" SIDES * 4;
        That "complementizers between" BASE * 4;
        FirstClass "first function word between" SIDES * CLASSES;
        LastClass "last function word between" SIDES * CLASSES;
        Words "words between" SIDES * BUCKETS;
        CueHere "a cue here" 4;
        CueBefore "a cue before" 5;
        CueAfter "a cue after" 5;
        CueSecond "a cue two words after" 5;
        Quotation "place in quotation" 5 * BASE;
        QuotationColon "quotation and colon" 5 * 12;
        Link "link of verb" LINKED * 2;
        LinkFar "link and distance" LINKED * 8;
        LinkSort "link, act and form of cue" LINKED * SORTS;
        LinkBefore "link before" SIDES * 2;
        BaseClass "function word" BASE * CLASSES;
        NearClass "distance and function word" NEAR * CLASSES;
        NearClitics "distance and clitics" NEAR * CLITICS;
        NearShape "distance and shape" NEAR * SHAPES;
        NearHead "distance and source noun" NEAR * HEADS;
        FormFar "form of cue and distance" FORMS * NEAR;
        FormClass "form of cue and function word" FORMS * BASE * CLASSES;
        SortHead "act of cue and source noun" SORTS * SIDES * HEADS;
        Definite "article after article" SIDES * 16;
        HeadsBetween "source nouns between" SIDES * 4 * HEADS;
        NextHead "source noun after" SIDES * HEADS;
        NextVerb "verb after" BASE * 2 * FORMS * 6;
        VerbHere "verb" BASE * FORMS * 6;
        Mark "mark" BASE * MARKS;
        MarkAfter "mark after" BASE * MARKS;
    }
}

/// What is seen of each word of `window` in relation to a cue, as one segment.
pub(crate) fn ask(page: &Page, cues: &[Cue], number: usize, window: &Range<usize>, asked: &mut Asked) {
    let lexis = &page.lexis;
    let cue = &cues[number];
    let (a, z) = (cue.tokens.start, cue.tokens.end);
    let that = class("that");
    let w = &lexis.words[a];
    // how sure it is that a cue begins at a token
    let sure = |t: usize| {
        cues.binary_search_by_key(&t, |c| c.tokens.start)
            .map_or(0, |k| if k == number { 3 } else { 1 + usize::from(cues[k].probability >= 0.5) })
    };
    let mut certain = vec![0u8; window.len()];
    let from = cues.partition_point(|c| c.tokens.start < window.start);
    for c in cues[from..].iter().take_while(|c| c.tokens.start < window.end) {
        certain[c.tokens.start - window.start] = sure(c.tokens.start) as u8;
    }
    let sure = |t: usize| if window.contains(&t) { usize::from(certain[t - window.start]) } else { 0 };
    // tokens in order of their distance from the cue
    let walk = |tokens: &mut dyn Iterator<Item = usize>, out: &mut Vec<(usize, Seen)>| {
        let mut s = Seen::default();
        for t in tokens {
            out.push((t, s));
            let x = &lexis.words[t];
            s.commas += usize::from(matches!(x.mark, COMMA | SEMICOLON));
            s.quotes += usize::from(lexis.shape[t] == 3);
            s.colons += usize::from(x.mark == COLON);
            s.that += usize::from(x.class == that);
            s.links += usize::from(x.link & w.saying.links != 0);
            s.heads += usize::from(x.head != 0);
            if x.class != 0 {
                s.last = x.class.into();
                if s.first == 0 {
                    s.first = x.class.into();
                }
            }
            s.cues += usize::from(sure(t) == 2);
            s.words += usize::from(lexis.shape[t] < 3);
        }
    };
    let mut seen: Vec<(usize, Seen)> = Vec::with_capacity(window.len());
    walk(&mut (window.start..a).rev(), &mut seen);
    seen.reverse();
    seen.extend(cue.tokens.clone().map(|t| (t, Seen::default())));
    walk(&mut (z..window.end), &mut seen);
    let sort = saying(w);
    let form = usize::from(w.saying.form);
    for (t, s) in &seen {
        let t = *t;
        let x = &lexis.words[t];
        let (side, d) = if t < a {
            (0, a - t)
        } else if t < z {
            (1, 0)
        } else {
            (2, t + 1 - z)
        };
        let far = if d <= 12 { d } else { 8 + bucket(d) };
        let sentences = ((lexis.sentence[t] as i64 - lexis.sentence[a] as i64).clamp(-3, 3) + 3) as usize;
        let other = usize::from(lexis.paragraph[t] != lexis.paragraph[a]);
        let base = side + SIDES * (s.that.min(1) + 2 * s.colons.min(1));
        let close = side + SIDES * far.min(6);
        let (class_x, head_x) = (usize::from(x.class), usize::from(x.head));
        let mut put = |kind: Pair, value: usize| asked.rows.put(kind.row(value));
        put(Pair::Distance, side + SIDES * far);
        put(Pair::Sentences, sentences + 7 * other);
        put(Pair::SentencesQuotes, sentences + 7 * (side + SIDES * s.quotes.min(5)));
        put(Pair::Commas, side + SIDES * s.commas.min(5));
        put(Pair::Quotes, side + SIDES * s.quotes.min(6));
        put(Pair::Cues, side + SIDES * s.cues.min(3));
        put(Pair::That, base + BASE * s.that.min(3));
        put(Pair::FirstClass, side + SIDES * s.first);
        put(Pair::LastClass, side + SIDES * s.last);
        put(Pair::Words, side + SIDES * bucket(s.words));
        put(Pair::CueHere, sure(t));
        put(Pair::CueBefore, t.checked_sub(1).map_or(4, sure));
        put(Pair::CueAfter, sure(t + 1));
        put(Pair::CueSecond, sure(t + 2));
        let q = lexis.quotation[t];
        let relation = if q == 0 {
            0
        } else if q == lexis.quotation[a] {
            1
        } else if t >= z && s.quotes <= 1 {
            2
        } else if t >= z {
            3
        } else {
            4
        };
        put(Pair::Quotation, relation + 5 * base);
        put(Pair::QuotationColon, relation + 5 * (s.colons.min(2) + 3 * s.quotes.min(3)));
        let linked = side + SIDES * (s.links.min(2) * 2 + usize::from(x.link & w.saying.links != 0));
        put(Pair::Link, linked + LINKED * usize::from(w.saying.verb != 0));
        put(Pair::LinkFar, linked + LINKED * far.min(7));
        put(Pair::LinkSort, linked + LINKED * sort);
        let before = t.checked_sub(1).map(|u| &lexis.words[u]);
        put(Pair::LinkBefore, side + SIDES * usize::from(before.is_some_and(|u| u.link & w.saying.links != 0)));
        put(Pair::BaseClass, base + BASE * class_x);
        put(Pair::NearClass, close + NEAR * class_x);
        put(Pair::NearClitics, close + NEAR * clitics(x));
        put(Pair::NearShape, close + NEAR * usize::from(lexis.shape[t]));
        put(Pair::NearHead, close + NEAR * head_x);
        put(Pair::FormFar, form + FORMS * close);
        put(Pair::FormClass, form + FORMS * (base + BASE * class_x));
        put(Pair::SortHead, sort + SORTS * (side + SIDES * head_x));
        let definite = |w: &Word| usize::from(w.clitics & 16 != 0) + 2 * usize::from(w.head != 0);
        put(Pair::Definite, side + SIDES * (before.map_or(0, definite) + 4 * definite(x)));
        put(Pair::HeadsBetween, side + SIDES * (s.heads.min(3) + 4 * head_x));
        let verb = |w: &Word| usize::from(w.saying.form) + FORMS * ((w.clitics & 3) as usize + 3 * usize::from(w.tanwin));
        if let Some(next) = lexis.words.get(t + 1) {
            put(Pair::NextHead, side + SIDES * usize::from(next.head));
            put(Pair::NextVerb, base + BASE * (s.quotes.min(1) + 2 * verb(next)));
            put(Pair::MarkAfter, base + BASE * usize::from(next.mark));
        }
        put(Pair::VerbHere, base + BASE * verb(x));
        put(Pair::Mark, base + BASE * usize::from(x.mark));
        asked.place(&[t as u32, a as u32, z as u32 - 1]);
    }
    asked.segment();
}

/// Slots of the head: the word, and the first and the last token of the cue.
pub(crate) const SLOTS: usize = 3;

/// What lies between the cue and a word, counted from the cue outwards.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    commas: usize,
    quotes: usize,
    colons: usize,
    that: usize,
    cues: usize,
    words: usize,
    links: usize,
    heads: usize,
    first: usize,
    last: usize,
}

/// The parts found for one cue, as ranges of tokens that begin and end with a word.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parts {
    pub content: Vec<Range<usize>>,
    pub speaker: Option<Range<usize>>,
    pub addressee: Option<Range<usize>>,
    pub via: Vec<Range<usize>>,
    pub setting: Vec<Range<usize>>,
    /// Probability of the bounds of the content, and of the speaker span (or its absence), by the marginals.
    pub content_sure: f32,
    pub speaker_sure: f32,
    /// Expected number of contents: how much the cue leads to something said.
    pub any_content: f32,
}

/// The parts of every cue.
pub(crate) fn find(head: &Head, page: &Page, paragraphs: &[Range<usize>], cues: &[Cue]) -> Vec<Parts> {
    let (mut scratch, mut lattice) = (Scratch::default(), Lattice::default());
    let mut asked = Asked::new(SLOTS);
    let mut out = Vec::with_capacity(cues.len());
    for first in (0..cues.len()).step_by(AT_ONCE) {
        let some = first..(first + AT_ONCE).min(cues.len());
        asked.clear();
        let starts: Vec<usize> = some
            .map(|n| {
                let window = window(page, paragraphs, &cues[n].tokens);
                ask(page, cues, n, &window, &mut asked);
                window.start
            })
            .collect();
        head.score(&page.states, &asked, &mut scratch);
        for (segment, start) in asked.segments.iter().zip(starts) {
            let scores = &mut scratch.scores[segment.start * LABELS..segment.end * LABELS];
            out.push(decode(&head.chain, scores, &mut lattice, start));
        }
    }
    out
}

/// Cues whose windows are scored together.
const AT_ONCE: usize = 16;

/// The best parts under the scores of the labels of a window.
pub(crate) fn decode(chain: &Chain, scores: &mut [f32], lattice: &mut Lattice, start: usize) -> Parts {
    chain.marginals(scores, lattice);
    force(scores, &lattice.node);
    let (path, _) = chain.best(scores);
    read(&path, &lattice.node, start)
}

/// Places that two stretches share.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Twice the places that two contents share, of all that they have: 0 to 1.
pub(crate) fn shared(a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
    let both: usize = a.iter().map(|x| b.iter().map(|y| overlap(x, y)).sum::<usize>()).sum();
    let all: usize = a.iter().chain(b).map(Range::len).sum();
    2.0 * both as f64 / all.max(1) as f64
}

/// Probability that a stretch of `role` begins at place `k`.
fn opens(node: &[f32], role: Role, k: usize) -> f32 {
    node[k * LABELS + label(role, 0) as usize] + node[k * LABELS + label(role, 3) as usize]
}

/// The likeliest place for a stretch of `role` to begin, and the probability that there is one at all.
fn opening(node: &[f32], role: Role) -> (usize, f32) {
    let n = node.len() / LABELS;
    let best = (0..n).fold(0, |b, k| if opens(node, role, k) > opens(node, role, b) { k } else { b });
    (best, (0..n).map(|k| opens(node, role, k)).sum())
}

/// Makes every path begin a stretch at the likeliest place where one is likelier than none: the best single path would often leave it
/// out, because the doubt about its bounds is spread over many paths. A content is always looked for; whether the cue says anything
/// at all is judged later, by its probability.
fn force(scores: &mut [f32], node: &[f32]) {
    for role in ROLES {
        let (k, any) = opening(node, role);
        if role != Role::Content && any < LEAST[role as usize] {
            continue;
        }
        let allowed = [label(role, 0) as usize, label(role, 3) as usize];
        if node.is_empty() || scores[k * LABELS..(k + 1) * LABELS].iter().any(|s| *s <= NEVER) {
            continue;
        }
        for y in (0..LABELS).filter(|y| !allowed.contains(y)) {
            scores[k * LABELS + y] = NEVER;
        }
    }
}

/// The score of a label that must not be.
const NEVER: f32 = -1e4;

/// How likely a stretch of each role must be to be looked for.
const LEAST: [f32; 5] = [0.0, 0.3, 0.12, 0.12, 0.25];

fn read(path: &[u8], node: &[f32], start: usize) -> Parts {
    let mut out = Parts::default();
    let p = |k: usize, y: u8| node[k * LABELS + y as usize];
    let mut best = [0f32; 5];
    let mut k = 0;
    let mut content_sure = 1f32;
    while k < path.len() {
        let y = path[k] as usize;
        if y == 0 {
            k += 1;
            continue;
        }
        let role = ROLES[(y - 1) / 4];
        let begin = k;
        while k + 1 < path.len() && matches!((path[k] as usize - 1) % 4, 0 | 1) {
            k += 1;
        }
        let sure = p(begin, path[begin]).min(p(k, path[k]));
        let range = start + begin..start + k + 1;
        k += 1;
        let single = |slot: &mut Option<Range<usize>>, best: &mut f32| {
            if slot.is_none() || sure > *best {
                (*slot, *best) = (Some(range.clone()), sure);
            }
        };
        match role {
            Role::Content => {
                content_sure = content_sure.min(sure);
                out.content.push(range);
            }
            Role::Speaker => single(&mut out.speaker, &mut best[1]),
            Role::Addressee => single(&mut out.addressee, &mut best[2]),
            Role::Via => out.via.push(range),
            Role::Setting => out.setting.push(range),
        }
    }
    let any = |role: Role| opening(node, role).1;
    out.any_content = any(Role::Content);
    out.content_sure = if out.content.is_empty() { 0.0 } else { content_sure };
    out.speaker_sure = if out.speaker.is_some() { best[1] } else { (1.0 - any(Role::Speaker)).max(0.0) };
    out
}
