//! What sort of statement it is: direct, indirect, mixed or reported; said, denied, demanded …; and how far it is to be believed.
//! Each is a choice among a few labels from what is seen of the finished parts.

use crate::cue::Cue;
use crate::features::{Sink, bucket, key};
use crate::lexis::class;
use crate::page::Page;
use crate::parts::{Parts, shared_features};
use crate::task::Task;
use rawi_learn::{Scratch, hash_bytes, mix, softmax};

/// What is seen of how the content is given.
pub(crate) fn type_features(page: &Page, cue: &Cue, parts: &Parts, out: &mut impl Sink) {
    let lexis = &page.lexis;
    let Some(first) = parts.content.first().map(|r| r.start) else { return };
    let words: Vec<usize> = parts.content.iter().flat_map(|r| r.clone()).filter(|&t| lexis.shape[t] < 3).collect();
    // quoted words that a quotation opened inside or right before the content encloses, not one around the whole statement
    let around = lexis.quotation[cue.tokens.start];
    let quoted = words.iter().filter(|&&t| lexis.quotation[t] != 0 && lexis.quotation[t] != around).count();
    let share = if quoted == 0 { 0 } else { 1 + quoted * 8 / words.len().max(1) } as u64;
    let skip = words.iter().take_while(|&&t| lexis.words[t].class == class("that")).count().min(2);
    let rest: Vec<usize> = words[skip.min(words.len())..].to_vec();
    let whole = !rest.is_empty() && rest.iter().all(|&t| lexis.quotation[t] != 0 && lexis.quotation[t] != around);
    let w = &lexis.words[first];
    let second = parts.content[0].clone().nth(1).map_or(0, |t| mix(u64::from(lexis.words[t].class), lexis.words[t].clitics));
    let mark = first.checked_sub(1).map_or(9, |t| u64::from(lexis.shape[t]));
    let before = first.checked_sub(1).map_or(0, |t| lexis.words[t].fold);
    out.put(key!("type: quoted share"), 0, share);
    out.put(key!("type: all quoted"), 0, mix(u64::from(whole), skip as u64));
    out.put(key!("type: quoted words"), 0, mix(bucket(quoted), share));
    out.put(key!("type: first class"), 0, mix(u64::from(w.class), share.min(2)));
    out.put(key!("type: first word"), 0, w.fold);
    out.put(key!("type: first clitics"), 0, w.clitics);
    out.put(key!("type: first beginning"), 0, w.prefix[1]);
    out.put(key!("type: first form"), 0, mix(w.prefix[0], w.suffix[0]));
    out.put(key!("type: second"), 0, second);
    out.put(key!("type: mark before"), 0, mix(mark, share.min(2)));
    out.put(key!("type: word before"), 0, before);
    out.put(key!("type: words"), 0, bucket(words.len()));
    out.put(key!("type: cue"), 0, lexis.words[cue.tokens.start].stem);
    out.put(key!("type: cue and class"), 0, mix(lexis.words[cue.tokens.start].stem, u64::from(w.class)));
    out.put(key!("type: colon"), 0, u64::from(before == hash_bytes(b":")));
    out.put(key!("type: content first"), 0, u64::from(first < cue.tokens.start));
    out.put(key!("type: that in"), 0, u64::from(words.iter().take(12).any(|&t| lexis.words[t].class == class("that"))));
    out.put(key!("type: around"), 0, u64::from(around != 0));
}

/// What is seen of what the speaker does.
pub(crate) fn act_features(page: &Page, cue: &Cue, parts: &Parts, out: &mut impl Sink) {
    let lexis = &page.lexis;
    shared_features(page, cue, out);
    let c = &lexis.words[cue.tokens.start];
    if let Some(r) = parts.content.first() {
        let w = &lexis.words[r.start];
        out.put(key!("act: first word"), 0, w.core);
        out.put(key!("act: first verb"), 0, mix(u64::from(w.saying.act), u64::from(w.saying.form)));
        out.put(key!("act: verb and first"), 0, mix(u64::from(c.saying.verb), w.core));
        out.put(key!("act: first class"), 0, u64::from(w.class));
        out.put(key!("act: first clitics"), 0, w.clitics);
        out.put(key!("act: cue and first"), 0, mix(c.stem, w.core));
        out.put(key!("act: cue and class"), 0, mix(c.stem, mix(u64::from(w.class), w.clitics)));
        if let Some(t) = r.clone().nth(1) {
            out.put(key!("act: second word"), 0, lexis.words[t].core);
        }
        let end = parts.content.iter().map(|r| r.end).max().unwrap_or(0);
        out.put(
            key!("act: question"),
            0,
            u64::from((end..(end + 2).min(lexis.len())).any(|t| lexis.words[t].fold == hash_bytes("؟".as_bytes()))),
        );
    }
    out.put(key!("act: addressee"), 0, mix(u64::from(parts.addressee.is_some()), c.stem));
}

fn tenth(p: f32) -> u64 {
    // finer towards the ends, where it matters
    let x = (p.clamp(1e-4, 1.0 - 1e-4) / (1.0 - p.clamp(1e-4, 1.0 - 1e-4))).ln();
    (x * 1.5).round() as i64 as u64
}

/// What tells whether a candidate is a statement at all.
pub(crate) fn keep_features(page: &Page, cue: &Cue, parts: &Parts, out: &mut impl Sink) {
    let lexis = &page.lexis;
    out.put(key!("keep: cue"), 0, tenth(cue.probability));
    out.put(key!("keep: content"), 0, tenth(parts.any_content.min(1.0)));
    out.put(key!("keep: both"), 0, mix(tenth(cue.probability), tenth(parts.any_content.min(1.0))));
    out.put(key!("keep: bounds"), 0, tenth(parts.content_sure));
    out.put(key!("keep: speaker"), 0, mix(u64::from(parts.speaker.is_some()), tenth(parts.speaker_sure)));
    let words: usize = parts.content.iter().map(|r| r.len()).sum();
    out.put(key!("keep: words"), 0, bucket(words));
    let c = &lexis.words[cue.tokens.start];
    out.put(key!("keep: form"), 0, mix(c.suffix[0], mix(c.prefix[0], u64::from(c.tanwin))));
    out.put(key!("keep: title"), 0, u64::from(lexis.paragraph[cue.tokens.start] == 0));
    out.put(key!("keep: quoted"), 0, u64::from(lexis.quotation[cue.tokens.start] != 0));
}

/// What tells whether source and content of a kept statement are right. `choice` is the probability of its source.
pub(crate) fn trust_features(page: &Page, cue: &Cue, parts: &Parts, keep: f32, choice: f32, out: &mut impl Sink) {
    keep_features(page, cue, parts, out);
    out.put(key!("trust: keep"), 0, tenth(keep));
    out.put(key!("trust: source"), 0, mix(tenth(choice), u64::from(parts.speaker.is_some())));
    out.put(key!("trust: weakest"), 0, tenth(choice.min(keep).min(parts.content_sure)));
    out.put(key!("trust: product"), 0, tenth(choice * keep * parts.content_sure));
    let sentences = parts.content.last().map_or(0, |r| page.lexis.sentence[r.end - 1].abs_diff(page.lexis.sentence[cue.tokens.start]));
    out.put(key!("trust: sentences"), 0, sentences.min(3).into());
}

/// The probabilities of the labels of a one-place task. `base` is the hidden sum to start from, or empty.
pub(crate) fn label(task: &Task, base: &[f32], features: &[u64]) -> Vec<f32> {
    let mut sum = if base.is_empty() { vec![0f32; task.network.hidden] } else { base.to_vec() };
    task.add(features, &mut sum);
    let mut scratch = Scratch::default();
    task.network.score(&sum, &mut scratch);
    softmax(&mut scratch.scores);
    scratch.scores
}

/// The likeliest label.
pub(crate) fn best(p: &[f32]) -> usize {
    (0..p.len()).fold(0, |b, k| if p[k] > p[b] { k } else { b })
}
