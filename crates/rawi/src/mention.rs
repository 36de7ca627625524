//! Mentions: the words that name or describe a possible source, wherever they stand; what kind of thing each names, and which
//! of its words are the name and which the role. Which mentions mean the same source is decided in `source`.

use crate::cue::runs;
use crate::features::{BUCKETS, CLASSES, CLITICS, HEADS, bucket, clitics, kinds};
use crate::head::{Asked, Head, Scratch};
use crate::label::best;
use crate::lexis::class;
use crate::page::Page;
use crate::record::Kind;
use rawi_learn::chain::Chain;
use rawi_learn::softmax;
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
    /// Gender and number of the first word, as `Word::agreement`.
    pub agreement: u8,
    /// Gender and number as the verb of which it is the speaker shows them: 0 nothing, else one more than `Word::agreement`.
    pub shown: u8,
    /// Whether the head word has the article, and nothing but it stands there.
    pub definite: bool,
}

impl Mention {
    pub fn kind(&self) -> Kind {
        Kind::ALL[best(&self.kinds)]
    }
}

/// Finds mentions by their words alone, where no speaker span says so, given the scores of all tokens.
pub(crate) fn read(chain: &Chain, scores: &[f32], page: &Page, paragraphs: &[Range<usize>], least: f32) -> Vec<Mention> {
    let mut out = Vec::new();
    let is_word = |t: usize| page.lexis.shape[t] < 3;
    let begins = |t: usize, p: f32| is_word(t) && p >= least;
    let goes_on = |first: f32, begin: f32, inside: f32| inside > 0.5 * first && inside > begin;
    runs(chain, scores, paragraphs, begins, goes_on, |tokens, probability| {
        let end = tokens.clone().rev().find(|&t| is_word(t)).map_or(tokens.end, |t| t + 1);
        out.push(Mention { tokens: tokens.start..end, probability, ..Mention::default() });
    });
    out
}

kinds! {
    /// What is seen of a mention as a whole.
    Whole {
        Words "words" 9;
        Head "first source noun" HEADS;
        Has "source noun" HEADS;
        Heads "first two source nouns" HEADS * (HEADS + 1);
        LastClitics "last clitics" CLITICS;
        Alone "one word" CLITICS;
        HasClass "function word" CLASSES;
        Quoted "quotation mark inside" 2;
        Foreign "foreign word" 2;
        Number "number" 2;
        Rare "rare words" 4;
        Agreement "gender and number" 4;
    }
}

/// Slots of the head for kinds: the first and the last token.
pub(crate) const KIND_SLOTS: usize = 2;

/// What is seen of a mention as a whole.
pub(crate) fn ask_kind(page: &Page, tokens: &Range<usize>, asked: &mut Asked) {
    let lexis = &page.lexis;
    let words = || tokens.clone().filter(|&t| lexis.shape[t] < 3);
    let n = words().count();
    let mut put = |kind: Whole, value: usize| asked.rows.put(kind.row(value));
    put(Whole::Words, n);
    let head = |t: usize| usize::from(lexis.words[t].head);
    let (first, last) = (words().next().unwrap_or(tokens.start), words().next_back().unwrap_or(tokens.start));
    put(Whole::Head, head(first));
    put(Whole::Heads, head(first) + HEADS * words().nth(1).map_or(HEADS, head));
    put(Whole::LastClitics, clitics(&lexis.words[last]));
    if n == 1 {
        put(Whole::Alone, clitics(&lexis.words[first]));
    }
    for t in words().take(12) {
        put(Whole::Has, head(t));
        put(Whole::HasClass, lexis.words[t].class.into());
    }
    put(Whole::Quoted, tokens.clone().any(|t| lexis.shape[t] == 3).into());
    put(Whole::Foreign, words().any(|t| lexis.shape[t] == 1).into());
    put(Whole::Number, words().any(|t| lexis.shape[t] == 2).into());
    put(Whole::Rare, words().filter(|&t| lexis.words[t].vector.is_none()).count());
    put(Whole::Agreement, lexis.words[first].agreement.into());
    asked.place(&[tokens.start as u32, tokens.end as u32 - 1]);
    asked.segment();
}

kinds! {
    /// What is seen of each word of a mention, to tell name from role.
    Inside {
        FromStart "words before" BUCKETS;
        FromEnd "words after" BUCKETS;
        Of "words before and in all" BUCKETS * BUCKETS;
        Rare "rare word" 10;
        Clitics "clitics and words after" CLITICS * 4;
        Head "source noun and words before" HEADS * 3;
        ClassBefore "function word before" CLASSES;
        CliticsAfter "clitics after" CLITICS + 1;
    }
}

/// Slots of the head for names and roles: the word, and the first of the mention.
pub(crate) const NAME_SLOTS: usize = 2;

/// What is seen of each word of a mention, to tell name from role.
pub(crate) fn ask_name(page: &Page, tokens: &Range<usize>, asked: &mut Asked) {
    let lexis = &page.lexis;
    for t in tokens.clone() {
        let (i, j) = (t - tokens.start, tokens.end - 1 - t);
        let w = &lexis.words[t];
        let mut put = |kind: Inside, value: usize| asked.rows.put(kind.row(value));
        put(Inside::FromStart, bucket(i));
        put(Inside::FromEnd, bucket(j));
        put(Inside::Of, bucket(i) + BUCKETS * bucket(tokens.len()));
        put(Inside::Rare, usize::from(w.vector.is_none()) + 2 * j.min(4));
        put(Inside::Clitics, clitics(w) + CLITICS * j.min(3));
        put(Inside::Head, usize::from(w.head) + HEADS * i.min(2));
        put(Inside::ClassBefore, if i > 0 { lexis.words[t - 1].class.into() } else { CLASSES - 1 });
        put(Inside::CliticsAfter, if j > 0 { clitics(&lexis.words[t + 1]) } else { CLITICS });
        asked.place(&[t as u32, tokens.start as u32]);
    }
    asked.segment();
}

/// Labels of [`ask_name`]: neither, name, role.
#[cfg(feature = "train")]
pub(crate) fn name_chain() -> Chain {
    Chain::free(3)
}

/// Fills in everything about mentions that their words tell.
pub(crate) fn describe(kinds: &Head, names: &Head, page: &Page, mentions: &mut [Mention]) {
    let mut scratch = Scratch::default();
    let (mut kind, mut name) = (Asked::new(KIND_SLOTS), Asked::new(NAME_SLOTS));
    for m in mentions.iter() {
        ask_kind(page, &m.tokens, &mut kind);
        ask_name(page, &m.tokens, &mut name);
    }
    kinds.score(&page.states, &kind, &mut scratch);
    let scores = std::mem::take(&mut scratch.scores);
    names.score(&page.states, &name, &mut scratch);
    for ((m, kind), segment) in mentions.iter_mut().zip(scores.chunks_exact(Kind::ALL.len())).zip(&name.segments) {
        let path = names.chain.best(&scratch.scores[segment.start * 3..segment.end * 3]).0;
        fill(page, m, kind, &path);
    }
}

/// Fills in what the scores of kinds and the labels of its words tell about a mention.
pub(crate) fn fill(page: &Page, m: &mut Mention, kinds: &[f32], path: &[u8]) {
    let lexis = &page.lexis;
    let words: Vec<usize> = m.tokens.clone().filter(|&t| lexis.shape[t] < 3).collect();
    m.words = words.iter().map(|&t| lexis.words[t].root).collect();
    m.skeletons = words.iter().map(|&t| lexis.words[t].skeleton).collect();
    let head = &lexis.words[m.tokens.start];
    m.agreement = head.agreement;
    m.definite = words.len() == 1 && head.clitics & 16 != 0;
    m.kinds.copy_from_slice(kinds);
    softmax(&mut m.kinds);
    m.named = words.iter().map(|&t| path[t - m.tokens.start] == 1).collect();
    // the longest run of the label that begins and ends with a word
    let run = |label: u8| -> Option<Range<usize>> {
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
