//! Mentions: the words that name or describe a possible source, wherever they stand; what kind of thing each names, and which
//! of its words are the name and which the role. Which mentions mean the same source is decided in `source`.

use crate::cue::runs;
use crate::features::{Sink, bucket, key};
use crate::label::best;
use crate::lexis::class;
use crate::page::Page;
use crate::record::Kind;
use crate::task::{Table, Task};
#[cfg(feature = "train")]
use rawi_learn::chain::Chain;
use rawi_learn::{Scratch, Vectors, mix, softmax};
use std::ops::Range;

/// A stretch of words that may be a source.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Mention {
    /// The tokens; it begins and ends with a word.
    pub tokens: Range<usize>,
    /// Probability that it mentions a source of the document.
    pub probability: f32,
    /// The statement whose speaker span it is.
    pub speaks: Option<usize>,
    /// Probability of each of [`Kind::ALL`].
    pub kinds: [f32; 6],
    /// Hashes of its words without clitics, marks left out.
    pub words: Vec<u64>,
    /// Hashes of their consonants.
    pub skeletons: Vec<u64>,
    /// For each of `words`: is it part of the name?
    pub named: Vec<bool>,
    /// The tokens of the name and of the role inside it.
    pub name: Option<Range<usize>>,
    pub role: Option<Range<usize>>,
    /// Hashes of the words of what it says, in order of hash, when it speaks.
    pub said: Vec<u64>,
    /// Mentions before it that speak in the body of the article.
    pub speakers_before: usize,
    /// Grammatical gender as the head word shows it: 0 unknown, 1 feminine.
    pub gender: u64,
    /// Whether the head word has the article, and nothing but it stands there.
    pub definite: bool,
}

impl Mention {
    pub fn kind(&self) -> Kind {
        Kind::ALL[best(&self.kinds)]
    }
}

/// Finds mentions by their words alone, where no speaker span says so.
pub(crate) fn find(task: &Task, page: &Page, vectors: &Vectors, paragraphs: &[Range<usize>], least: f32, out: &mut Vec<Mention>) {
    let is_word = |t: usize| page.lexis.shape[t] < 3;
    let begins = |t: usize, p: f32| is_word(t) && p >= least;
    let goes_on = |first: f32, begin: f32, inside: f32| inside > 0.5 * first && inside > begin;
    runs(task, page, vectors, paragraphs, begins, goes_on, |tokens, probability| {
        let end = tokens.clone().rev().find(|&t| is_word(t)).map_or(tokens.end, |t| t + 1);
        out.push(Mention { tokens: tokens.start..end, probability, ..Mention::default() });
    });
}

/// What is seen of a mention as a whole.
pub(crate) fn features(page: &Page, tokens: &Range<usize>, out: &mut impl Sink) {
    let lexis = &page.lexis;
    let words: Vec<usize> = tokens.clone().filter(|&t| lexis.shape[t] < 3).collect();
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return };
    let w = |t: usize| &lexis.words[t];
    out.put(key!("mention: words"), 0, words.len().min(8) as u64);
    out.put(key!("mention: first"), 0, w(first).core);
    out.put(key!("mention: first form"), 0, w(first).fold);
    out.put(key!("mention: head"), 0, u64::from(w(first).head));
    for &t in &words {
        out.put(key!("mention: has head"), 0, u64::from(w(t).head));
    }
    out.put(key!("mention: heads"), 0, mix(u64::from(w(first).head), words.get(1).map_or(99, |&t| u64::from(w(t).head))));
    out.put(key!("mention: first ending"), 0, w(first).suffix[1]);
    out.put(key!("mention: last"), 0, w(last).core);
    out.put(key!("mention: last clitics"), 0, w(last).clitics);
    if let Some(&second) = words.get(1) {
        out.put(key!("mention: second"), 0, w(second).core);
        out.put(key!("mention: second clitics"), 0, w(second).clitics);
        out.put(key!("mention: first two"), 0, mix(w(first).core, w(second).core));
    } else {
        out.put(key!("mention: alone"), 0, w(first).clitics);
    }
    for &t in &words {
        out.put(key!("mention: has"), 0, w(t).core);
        out.put(key!("mention: has class"), 0, u64::from(w(t).class));
    }
    out.put(key!("mention: quoted inside"), 0, u64::from(tokens.clone().any(|t| lexis.shape[t] == 3)));
    out.put(key!("mention: foreign"), 0, u64::from(words.iter().any(|&t| lexis.shape[t] == 1)));
    out.put(key!("mention: number"), 0, u64::from(words.iter().any(|&t| lexis.shape[t] == 2)));
    let known = words.iter().filter(|&&t| w(t).vector.is_none()).count();
    out.put(key!("mention: unknown words"), 0, known.min(3) as u64);
}

/// What is seen of each word of a mention, to tell name from role.
pub(crate) fn word_features(page: &Page, tokens: &Range<usize>, out: &mut Table) {
    let lexis = &page.lexis;
    let n = tokens.len();
    for t in tokens.clone() {
        let (i, j) = (t - tokens.start, tokens.end - 1 - t);
        out.put(key!("name: from start"), 0, bucket(i));
        out.put(key!("name: from end"), 0, bucket(j));
        out.put(key!("name: of"), 0, mix(bucket(n), bucket(i)));
        out.put(key!("name: unknown"), 0, mix(u64::from(lexis.words[t].vector.is_none()), j.min(4) as u64));
        out.put(key!("name: clitics from end"), 0, mix(lexis.words[t].clitics, j.min(3) as u64));
        out.put(key!("name: first"), 0, mix(lexis.words[tokens.start].core, bucket(i)));
        out.put(key!("name: head"), 0, mix(u64::from(lexis.words[t].head), i.min(2) as u64));
        let after = (t + 1 < tokens.end).then(|| lexis.words[t + 1].clitics);
        out.put(key!("name: clitics after"), 0, after.map_or(99, |c| c));
        out.close();
    }
}

/// Labels of [`word_features`]: neither, name, role.
#[cfg(feature = "train")]
pub(crate) fn name_chain() -> Chain {
    Chain::free(3)
}

/// Fills in everything about a mention that its words tell.
pub(crate) fn describe(kinds: &Task, names: &Task, kind_sums: &[f32], name_sums: &[f32], page: &Page, m: &mut Mention) {
    let lexis = &page.lexis;
    let words: Vec<usize> = m.tokens.clone().filter(|&t| lexis.shape[t] < 3).collect();
    m.words = words.iter().map(|&t| lexis.words[t].root).collect();
    m.skeletons = words.iter().map(|&t| lexis.words[t].skeleton).collect();
    let head = &lexis.words[m.tokens.start];
    let feminine = rawi_learn::hash_bytes("ه".as_bytes());
    m.gender = if head.suffix[0] == feminine { 1 } else { 0 };
    m.definite = words.len() == 1 && head.clitics & 16 != 0;

    let h = kinds.network.hidden;
    let mut sum = kind_sums[m.tokens.start * h..(m.tokens.start + 1) * h].to_vec();
    let mut seen = Vec::new();
    features(page, &m.tokens, &mut seen);
    kinds.add(&seen, &mut sum);
    let mut scratch = Scratch::default();
    kinds.network.score(&sum, &mut scratch);
    softmax(&mut scratch.scores);
    m.kinds.copy_from_slice(&scratch.scores[..6]);

    let h = names.network.hidden;
    let mut own = name_sums[m.tokens.start * h..m.tokens.end * h].to_vec();
    let mut table = Table::default();
    word_features(page, &m.tokens, &mut table);
    for (k, sum) in own.chunks_exact_mut(h).enumerate() {
        names.add(table.get(k), sum);
    }
    names.network.score(&own, &mut scratch);
    let (path, _) = names.network.chain.best(&scratch.scores);
    m.named = words.iter().map(|&t| path[t - m.tokens.start] == 1).collect();
    let run = |label: u8| -> Option<Range<usize>> {
        // the longest run of the label that begins and ends with a word
        let mut best: Option<Range<usize>> = None;
        let mut k = 0;
        while k < path.len() {
            if path[k] != label {
                k += 1;
                continue;
            }
            let begin = k;
            while k < path.len() && path[k] == label {
                k += 1;
            }
            let (mut a, mut z) = (begin, k);
            while a < z && lexis.shape[m.tokens.start + a] >= 3 {
                a += 1;
            }
            while z > a && lexis.shape[m.tokens.start + z - 1] >= 3 {
                z -= 1;
            }
            if z > a && best.as_ref().is_none_or(|b| z - a > b.len()) {
                best = Some(m.tokens.start + a..m.tokens.start + z);
            }
        }
        best
    };
    m.name = run(1);
    m.role = run(2);
    // «مصادر من الوزارة», «عضو في الوفد» are descriptions: what ends in a preposition is half of one, and what follows is no name
    let half = |r: &Option<Range<usize>>| {
        let last = r.as_ref().map(|r| lexis.words[r.end - 1].class);
        last.is_some_and(|c| c == class("preposition") || c == class("relative"))
    };
    if half(&m.role) || half(&m.name) {
        m.name = None;
        m.role = None;
    }
}
