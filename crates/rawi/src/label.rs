//! What sort of statement it is: direct, indirect, mixed or reported; said, denied, demanded …; and how far it is to be believed.
//! Each is a choice among a few labels from what is seen of the finished parts.

use crate::cue::Cue;
use crate::features::{ACTS, BUCKETS, CLASSES, CLITICS, FORMS, MARKS, bucket, clitics, kinds, saying};
use crate::head::{Asked, NOWHERE};
use crate::lexis::class;
use crate::page::Page;
use crate::parts::Parts;

kinds! {
    /// What is seen of how the content is given.
    Manner {
        Share "share of quoted words" 10;
        All "all quoted" 6;
        Quoted "quoted words" BUCKETS;
        FirstClass "first function word" CLASSES * 3;
        FirstClitics "first clitics" CLITICS;
        SecondClass "second function word" CLASSES;
        Mark "mark before" MARKS * 3;
        Words "words" BUCKETS;
        ContentFirst "content before cue" 2;
        That "complementizer inside" 2;
        Around "quoted around" 2;
        Verb "verb" FORMS * ACTS;
    }
}

/// Slots of the head for types: the first token of the cue and of the content.
pub(crate) const TYPE_SLOTS: usize = 2;

/// What is seen of how the content is given.
pub(crate) fn ask_type(page: &Page, cue: &Cue, parts: &Parts, asked: &mut Asked) {
    let lexis = &page.lexis;
    let first = parts.content.first().map_or(cue.tokens.start, |r| r.start);
    let words = || parts.content.iter().flat_map(|r| r.clone()).filter(|&t| lexis.shape[t] < 3);
    // quoted words that a quotation opened inside or right before the content encloses, not one around the whole statement
    let around = lexis.quotation[cue.tokens.start];
    let is_quoted = |t: usize| lexis.quotation[t] != 0 && lexis.quotation[t] != around;
    let (n, quoted) = (words().count(), words().filter(|&t| is_quoted(t)).count());
    let share = if quoted == 0 { 0 } else { 1 + quoted * 8 / n.max(1) };
    let that = class("that");
    let skip = words().take_while(|&t| lexis.words[t].class == that).count().min(2);
    let whole = n > skip && words().skip(skip).all(is_quoted);
    let w = &lexis.words[first];
    let mut put = |kind: Manner, value: usize| asked.rows.put(kind.row(value));
    put(Manner::Share, share);
    put(Manner::All, usize::from(whole) + 2 * skip);
    put(Manner::Quoted, bucket(quoted));
    put(Manner::FirstClass, share.min(2) + 3 * usize::from(w.class));
    put(Manner::FirstClitics, clitics(w));
    if let Some(t) = parts.content.first().and_then(|r| r.clone().nth(1)) {
        put(Manner::SecondClass, lexis.words[t].class.into());
    }
    put(Manner::Mark, share.min(2) + 3 * first.checked_sub(1).map_or(0, |t| usize::from(lexis.words[t].mark)));
    put(Manner::Words, bucket(n));
    put(Manner::ContentFirst, usize::from(first < cue.tokens.start));
    put(Manner::That, usize::from(words().take(12).any(|t| lexis.words[t].class == that)));
    put(Manner::Around, usize::from(around != 0));
    put(Manner::Verb, saying(&lexis.words[cue.tokens.start]));
    asked.place(&[cue.tokens.start as u32, first as u32]);
    asked.segment();
}

kinds! {
    /// What is seen of what the speaker does.
    Deed {
        Verb "verb" FORMS * ACTS;
        FirstVerb "first verb of content" FORMS * ACTS;
        FirstClass "first function word" CLASSES;
        Question "question mark at the end" 2;
        Addressee "addressee" 2;
        Content "content" 2;
    }
}

/// Slots of the head for acts: the first and the last token of the cue, the first two of the content.
pub(crate) const ACT_SLOTS: usize = 4;

/// What is seen of what the speaker does.
pub(crate) fn ask_act(page: &Page, cue: &Cue, parts: &Parts, asked: &mut Asked) {
    let lexis = &page.lexis;
    let mut tokens = [cue.tokens.start as u32, cue.tokens.end as u32 - 1, NOWHERE, NOWHERE];
    let mut put = |kind: Deed, value: usize| asked.rows.put(kind.row(value));
    put(Deed::Verb, saying(&lexis.words[cue.tokens.start]));
    if let Some(r) = parts.content.first() {
        let w = &lexis.words[r.start];
        put(Deed::FirstVerb, saying(w));
        put(Deed::FirstClass, w.class.into());
        tokens[2] = r.start as u32;
        tokens[3] = r.clone().nth(1).map_or(NOWHERE, |t| t as u32);
        let end = parts.content.iter().map(|r| r.end).max().unwrap_or(0);
        const QUESTION: u8 = 6;
        put(Deed::Question, usize::from((end..(end + 2).min(lexis.len())).any(|t| lexis.words[t].mark == QUESTION)));
    }
    put(Deed::Addressee, parts.addressee.is_some().into());
    put(Deed::Content, parts.content.is_empty().into());
    asked.place(&tokens);
    asked.segment();
}

/// Values of [`step`].
const STEPS: usize = 31;

/// The log-odds of a probability in steps of two thirds.
fn step(p: f32) -> usize {
    let p = p.clamp(4e-5, 1.0 - 4e-5);
    let steps = ((p / (1.0 - p)).ln() * 1.5).round() as i64 + (STEPS / 2) as i64;
    steps.clamp(0, STEPS as i64 - 1) as usize
}

kinds! {
    /// What tells whether a candidate is a statement, and whether its source and content are right.
    Trust {
        Cue "probability of cue" STEPS;
        Content "probability of content" STEPS;
        Bounds "probability of bounds" STEPS;
        Spoken "probability of named speaker" STEPS;
        Unspoken "probability of no speaker" STEPS;
        Words "words of content" BUCKETS;
        Form "form of verb" FORMS;
        Title "in the title" 2;
        Quoted "quoted" 2;
        Keep "probability of statement" STEPS;
        NamedSource "probability of source of speaker" STEPS;
        ImplicitSource "probability of implicit source" STEPS;
        Weakest "least of the probabilities" STEPS;
        Product "product of the probabilities" STEPS;
        Sentences "sentences away" 4;
    }
}

/// What tells whether a candidate is a statement at all.
pub(crate) fn ask_keep(page: &Page, cue: &Cue, parts: &Parts, asked: &mut Asked) {
    keep_rows(page, cue, parts, asked);
    asked.place(&[]);
    asked.segment();
}

fn keep_rows(page: &Page, cue: &Cue, parts: &Parts, asked: &mut Asked) {
    let lexis = &page.lexis;
    let mut put = |kind: Trust, value: usize| asked.rows.put(kind.row(value));
    put(Trust::Cue, step(cue.probability));
    put(Trust::Content, step(parts.any_content.min(1.0)));
    put(Trust::Bounds, step(parts.content_sure));
    put(if parts.speaker.is_some() { Trust::Spoken } else { Trust::Unspoken }, step(parts.speaker_sure));
    put(Trust::Words, bucket(parts.content.iter().map(|r| r.len()).sum()));
    put(Trust::Form, lexis.words[cue.tokens.start].saying.form.into());
    put(Trust::Title, usize::from(lexis.paragraph[cue.tokens.start] == 0));
    put(Trust::Quoted, usize::from(lexis.quotation[cue.tokens.start] != 0));
}

/// What tells whether source and content of a kept statement are right. `choice` is the probability of its source.
pub(crate) fn ask_trust(page: &Page, cue: &Cue, parts: &Parts, keep: f32, choice: f32, asked: &mut Asked) {
    keep_rows(page, cue, parts, asked);
    let mut put = |kind: Trust, value: usize| asked.rows.put(kind.row(value));
    put(Trust::Keep, step(keep));
    put(if parts.speaker.is_some() { Trust::NamedSource } else { Trust::ImplicitSource }, step(choice));
    put(Trust::Weakest, step(choice.min(keep).min(parts.content_sure)));
    put(Trust::Product, step(choice * keep * parts.content_sure));
    let sentences = parts.content.last().map_or(0, |r| page.lexis.sentence[r.end - 1].abs_diff(page.lexis.sentence[cue.tokens.start]));
    put(Trust::Sentences, sentences as usize);
    asked.place(&[]);
    asked.segment();
}

/// The likeliest label.
pub(crate) fn best(p: &[f32]) -> usize {
    (0..p.len()).fold(0, |b, k| if p[k] > p[b] { k } else { b })
}
