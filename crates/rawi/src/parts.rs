//! The parts of a statement, given its cue: content, speaker, addressee, relays, setting, labelled together over the words around.
//! Who the speaker is in the document is decided later, in `source`.

use crate::cue::Cue;
use crate::features::{Sink, bucket, key};
use crate::lexis::{Lexis, Word, class};
use crate::page::Page;
use crate::task::{Table, Task};
#[cfg(feature = "train")]
use rawi_learn::chain::Chain;
use rawi_learn::chain::Lattice;
use rawi_learn::{Scratch, hash_bytes, mix};
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

/// The words that may belong to the statement of a cue: its paragraph, and the next ones while a quotation or a colon leads on.
pub(crate) fn window(page: &Page, paragraphs: &[Range<usize>], cue: &Range<usize>) -> Range<usize> {
    let lexis = &page.lexis;
    let mut p = lexis.paragraph[cue.start] as usize;
    let start = paragraphs[p].start.max(cue.start.saturating_sub(BEFORE));
    let limit = cue.end + AFTER;
    let colon = hash_bytes(b":");
    while p + 1 < paragraphs.len() && paragraphs[p].end < limit {
        let last = paragraphs[p].end - 1;
        let leads_on = lexis.words[last].fold == colon || cue.end + 1 >= paragraphs[p].end;
        if !leads_on {
            break;
        }
        p += 1;
    }
    start..paragraphs[p].end.min(limit)
}

fn fold_or_shape(lexis: &Lexis, t: usize) -> u64 {
    let w = &lexis.words[t];
    if w.class != 0 || lexis.shape[t] >= 3 { w.fold } else { 0x5A ^ u64::from(lexis.shape[t]) }
}

/// What is seen of a cue, whatever the word in question.
pub(crate) fn shared_features(page: &Page, cue: &Cue, sink: &mut impl Sink) {
    let lexis = &page.lexis;
    let (a, z) = (cue.tokens.start, cue.tokens.end);
    let w = &lexis.words[a];
    let near =
        |t: usize, f: fn(&Word) -> u64| if t < lexis.len() && lexis.paragraph[t] == lexis.paragraph[a] { f(&lexis.words[t]) } else { 1 };
    sink.put(key!("cue: word"), 0, w.fold);
    sink.put(key!("cue: stem"), 0, w.stem);
    sink.put(key!("cue: core"), 0, w.core);
    sink.put(key!("cue: ending"), 0, w.suffix[0]);
    sink.put(key!("cue: ending"), 1, w.suffix[1]);
    sink.put(key!("cue: beginning"), 0, w.prefix[0]);
    sink.put(key!("cue: beginning"), 1, w.prefix[1]);
    sink.put(key!("cue: verb"), 0, u64::from(w.saying.verb));
    sink.put(key!("cue: verb and form"), 0, mix(u64::from(w.saying.verb), u64::from(w.saying.form)));
    sink.put(key!("cue: act and form"), 0, mix(u64::from(w.saying.act), u64::from(w.saying.form)));
    sink.put(key!("cue: links"), 0, u64::from(w.saying.links));
    sink.put(key!("cue: head after"), 0, near(z, |w| u64::from(w.head)));
    sink.put(key!("cue: clitics"), 0, w.clitics);
    sink.put(key!("cue: tanwin"), 0, u64::from(w.tanwin));
    sink.put(key!("cue: length"), 0, (z - a).min(4) as u64);
    if z > a + 1 {
        sink.put(key!("cue: last word"), 0, lexis.words[z - 1].fold);
    }
    sink.put(key!("cue: first in sentence"), 0, bucket(lexis.from_start[a] as usize));
    sink.put(key!("cue: title"), 0, u64::from(lexis.paragraph[a] == 0));
    sink.put(key!("cue: quoted"), 0, u64::from(lexis.quotation[a] != 0));
    sink.put(key!("cue: after"), 0, near(z, |w| w.fold));
    sink.put(key!("cue: class after"), 0, near(z, |w| u64::from(w.class)));
    sink.put(key!("cue: clitics after"), 0, near(z, |w| w.clitics));
    sink.put(key!("cue: second after"), 0, near(z + 1, |w| mix(u64::from(w.class), w.clitics)));
    if a > 0 {
        sink.put(key!("cue: before"), 0, near(a - 1, |w| w.fold));
        sink.put(key!("cue: class before"), 0, near(a - 1, |w| u64::from(w.class)));
    }
    sink.put(key!("cue: probability"), 0, (cue.probability * 5.0) as u64);
}

/// What is seen of each word of `window` in relation to a cue.
pub(crate) fn pair_features(page: &Page, cues: &[Cue], number: usize, window: &Range<usize>, out: &mut Table) {
    let lexis = &page.lexis;
    let cue = &cues[number];
    let (a, z) = (cue.tokens.start, cue.tokens.end);
    let (that, colon) = (class("that"), hash_bytes(b":"));
    let commas = [hash_bytes("،".as_bytes()), hash_bytes(b","), hash_bytes("؛".as_bytes())];
    let w = &lexis.words[a];
    // how sure it is that a cue begins at a token
    let sure = |t: usize| {
        cues.binary_search_by_key(&t, |c| c.tokens.start)
            .map_or(0, |k| if k == number { 3 } else { 1 + u64::from(cues[k].probability >= 0.5) })
    };
    let form = mix(w.suffix[0], mix(w.prefix[0], u64::from(w.tanwin)));
    // tokens in order of their distance from the cue
    let walk = |tokens: &mut dyn Iterator<Item = usize>, out: &mut Vec<(usize, Seen)>| {
        let mut s = Seen::default();
        for t in tokens {
            out.push((t, s.clone()));
            let x = &lexis.words[t];
            if commas.contains(&x.fold) {
                s.commas += 1;
            }
            if lexis.shape[t] == 3 {
                s.quotes += 1;
            }
            if x.fold == colon {
                s.colons += 1;
            }
            if x.class == that {
                s.that += 1;
            }
            if x.link & w.saying.links != 0 {
                s.links += 1;
            }
            if x.head != 0 {
                s.heads += 1;
            }
            if x.class != 0 {
                s.last = u64::from(x.class);
                if s.first == 0 {
                    s.first = x.fold;
                }
            }
            if sure(t) == 2 {
                s.cues += 1;
            }
            if lexis.shape[t] < 3 {
                s.words += 1;
            }
        }
    };
    let mut seen: Vec<(usize, Seen)> = Vec::with_capacity(window.len());
    walk(&mut (window.start..a).rev(), &mut seen);
    seen.reverse();
    seen.extend(cue.tokens.clone().map(|t| (t, Seen::default())));
    walk(&mut (z..window.end), &mut seen);
    for (t, s) in &seen {
        let t = *t;
        let x = &lexis.words[t];
        let (side, d) = if t < a {
            (0u64, a - t)
        } else if t < z {
            (1, 0)
        } else {
            (2, t + 1 - z)
        };
        let far = if d <= 12 { d as u64 } else { 8 + bucket(d) };
        let sentences = (lexis.sentence[t] as i64 - lexis.sentence[a] as i64).clamp(-3, 3) + 3;
        let c = |n: u32, top: u32| u64::from(n.min(top));
        let class_x = u64::from(x.class);
        let base = mix(side, c(s.that, 1) | c(s.colons, 1) << 1);
        out.put(key!("distance"), 0, mix(side, far));
        out.put(key!("sentences between"), 0, mix(sentences as u64, u64::from(lexis.paragraph[t] != lexis.paragraph[a])));
        out.put(key!("sentences and quotes between"), 0, mix(sentences as u64, mix(side, c(s.quotes, 5))));
        out.put(key!("commas between"), 0, mix(side, c(s.commas, 5)));
        out.put(key!("quotation marks between"), 0, mix(side, c(s.quotes, 6)));
        out.put(key!("cues between"), 0, mix(side, c(s.cues, 3)));
        out.put(key!("that between"), 0, mix(base, c(s.that, 3)));
        out.put(key!("first function word between"), 0, mix(side, s.first));
        out.put(key!("last function class between"), 0, mix(side, s.last));
        out.put(key!("words between"), 0, mix(side, bucket(s.words as usize)));
        out.put(key!("cue here"), 0, sure(t));
        for o in [-1isize, 1, 2] {
            let there = t.checked_add_signed(o).filter(|&u| u < lexis.len()).map_or(0, sure);
            out.put(key!("cue near"), o as i8, there);
        }
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
        out.put(key!("quotation"), 0, mix(relation, base));
        out.put(key!("quotation and colon"), 0, mix(relation, mix(c(s.colons, 2), c(s.quotes, 3))));
        out.put(key!("side and word"), 0, mix(base, x.fold));
        out.put(key!("side and clitics"), 0, mix(base, x.clitics));
        out.put(key!("side and class"), 0, mix(base, mix(class_x, c(s.commas, 2))));
        out.put(key!("side, beginning"), 0, mix(side, x.prefix[1]));
        out.put(key!("near and class"), 0, mix(mix(side, far.min(6)), class_x));
        out.put(key!("near and clitics"), 0, mix(mix(side, far.min(6)), x.clitics));
        out.put(key!("near and shape"), 0, mix(mix(side, far.min(6)), u64::from(lexis.shape[t])));
        out.put(key!("cue stem and distance"), 0, mix(w.stem, mix(side, far.min(9))));
        out.put(key!("cue stem and function word"), 0, mix(w.stem, mix(side, fold_or_shape(lexis, t))));
        out.put(key!("cue stem and clitics"), 0, mix(w.stem, mix(base, x.clitics)));
        out.put(key!("cue stem and class"), 0, mix(w.stem, mix(base, class_x)));
        out.put(key!("cue stem and last function class"), 0, mix(w.stem, mix(side, s.last)));
        let verb = u64::from(w.saying.verb);
        let sort = mix(u64::from(w.saying.act), u64::from(w.saying.form));
        let linked = mix(side, c(s.links, 2) << 1 | u64::from(x.link & w.saying.links != 0));
        out.put(key!("link"), 0, mix(linked, u64::from(w.saying.verb != 0)));
        out.put(key!("link and distance"), 0, mix(linked, far.min(7)));
        out.put(key!("link and act"), 0, mix(linked, sort));
        out.put(key!("verb and link"), 0, mix(linked, verb));
        out.put(key!("link and class"), 0, mix(linked, mix(class_x, u64::from(x.head))));
        out.put(key!("link before"), 0, mix(side, t.checked_sub(1).map_or(0, |u| u64::from(lexis.words[u].link & w.saying.links))));
        out.put(key!("verb and function word"), 0, mix(verb, mix(side, fold_or_shape(lexis, t))));
        out.put(key!("verb and clitics"), 0, mix(verb, mix(base, x.clitics)));
        out.put(key!("verb, form and distance"), 0, mix(mix(verb, u64::from(w.saying.form)), mix(side, far.min(6))));
        out.put(key!("act and class"), 0, mix(sort, mix(base, class_x)));
        out.put(key!("act and head"), 0, mix(sort, mix(base, u64::from(x.head))));
        out.put(key!("near and head"), 0, mix(mix(side, far.min(6)), u64::from(x.head)));
        let definite = x.clitics & 16 != 0;
        let before = t.checked_sub(1).map_or(0, |u| lexis.words[u].clitics & 16 | u64::from(lexis.words[u].head != 0));
        out.put(
            key!("act, heads between and head"),
            0,
            mix(sort, mix(mix(side, c(s.heads, 2)), u64::from(x.head != 0) | u64::from(definite) << 1)),
        );
        out.put(key!("act, words between and clitics"), 0, mix(sort, mix(mix(side, bucket(s.words as usize)), x.clitics)));
        out.put(key!("definite after definite"), 0, mix(mix(side, before), mix(x.clitics & 31, u64::from(x.head))));
        out.put(key!("head and clitics, near"), 0, mix(mix(base, x.clitics), mix(u64::from(x.head), far.min(8))));
        out.put(key!("next head and clitics"), 0, mix(side, lexis.words.get(t + 1).map_or(0, |w| mix(u64::from(w.head), w.clitics))));
        out.put(
            key!("next verb"),
            0,
            mix(
                mix(base, c(s.quotes, 1)),
                lexis.words.get(t + 1).map_or(0, |w| mix(mix(u64::from(w.saying.form), w.clitics & 3), u64::from(w.tanwin))),
            ),
        );
        out.put(key!("verb here"), 0, mix(base, mix(mix(u64::from(x.saying.form), x.clitics & 3), u64::from(x.tanwin))));
        out.put(key!("head between"), 0, mix(mix(side, c(s.heads, 3)), u64::from(x.head)));
        out.put(key!("cue form and ending"), 0, mix(form, mix(base, x.suffix[0])));
        out.put(key!("cue form and class"), 0, mix(form, mix(base, mix(class_x, far.min(3)))));
        out.put(key!("cue form and clitics"), 0, mix(form, mix(base, x.clitics)));
        out.close();
    }
}

/// What lies between the cue and a word, counted from the cue outwards.
#[derive(Debug, Clone, Default)]
struct Seen {
    commas: u32,
    quotes: u32,
    colons: u32,
    that: u32,
    cues: u32,
    words: u32,
    links: u32,
    heads: u32,
    first: u64,
    last: u64,
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

/// Reusable buffers of [`parts`].
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub sums: Vec<f32>,
    own: Vec<f32>,
    table: Table,
    shared: Vec<u64>,
    scratch: Scratch,
    lattice: Lattice,
}

/// Labels the words around one cue. `buffers.sums` holds the document's hidden sums.
pub(crate) fn parts(task: &Task, page: &Page, paragraphs: &[Range<usize>], cues: &[Cue], number: usize, buffers: &mut Buffers) -> Parts {
    let Buffers { sums, own, table, shared, scratch, lattice } = buffers;
    let window = window(page, paragraphs, &cues[number].tokens);
    let h = task.network.hidden;
    table.clear();
    pair_features(page, cues, number, &window, table);
    shared.clear();
    shared_features(page, &cues[number], shared);
    let mut common = vec![0f32; h];
    task.add(shared, &mut common);
    own.clear();
    own.extend_from_slice(&sums[window.start * h..window.end * h]);
    for (k, sum) in own.chunks_exact_mut(h).enumerate() {
        sum.iter_mut().zip(&common).for_each(|(s, c)| *s += c);
        task.add(table.get(k), sum);
    }
    task.network.score(own, scratch);
    task.network.chain.marginals(&scratch.scores, lattice);
    force(&mut scratch.scores, &lattice.node);
    let (path, _) = task.network.chain.best(&scratch.scores);
    read(&path, &lattice.node, window.start)
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
