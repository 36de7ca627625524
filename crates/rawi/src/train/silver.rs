//! Silver articles: raw texts with the statements that models already trained find in them, for a smaller model to learn from.
//! What several large models agree on is nearly as good as gold, and there is as much of it as there is text.
//!
//! Bucilă, Caruana and Niculescu-Mizil 2006 (model compression); Hinton, Vinyals and Dean 2015 (distillation).

use super::vote::vote;
use super::{Article, Event, Watch, copies};
use crate::{Model, Reader};
use rawi_learn::train::side_by_side;

/// Characters of a text that are read; the rest is left out from the next paragraph on, so that long texts do not outweigh all others.
const LONGEST: usize = 4_000;
/// Texts that a reader reads before the next is made.
const CHUNK: usize = 64;

/// `texts` as `teachers` read them. What is a near copy of an annotated article, of one in `kept_back` or of an earlier text is left
/// out, so that nothing is learned twice or tried on what was learned from.
pub(crate) fn silver(texts: &[String], teachers: &[Model], articles: &[Article], kept_back: &[String], watch: &Watch<'_>) -> Vec<Article> {
    if texts.is_empty() {
        return Vec::new();
    }
    let texts: Vec<&str> = texts.iter().map(|t| beginning(t)).collect();
    let known: Vec<&str> = articles.iter().map(Article::text).chain(kept_back.iter().map(String::as_str)).collect();
    let all: Vec<&str> = known.iter().chain(&texts).copied().collect();
    let group = copies::groups(&all);
    let new: Vec<&str> = (known.len()..all.len()).filter(|&i| group[i] == i).map(|i| all[i]).collect();
    let chunks: Vec<&[&str]> = new.chunks(CHUNK).collect();
    let read = side_by_side(chunks.len(), watch.threads, &|k| {
        let mut readers: Vec<Reader<'_>> = teachers.iter().map(Reader::new).collect();
        let article = |(n, text): (usize, &&str)| {
            let id = format!("silver/{}", k * CHUNK + n + 1);
            let readings: Vec<_> = readers.iter_mut().map(|reader| reader.read(text).record(&id)).collect();
            Article { text: (*text).to_owned(), gold: vote(&readings) }
        };
        chunks[k].iter().enumerate().map(article).collect::<Vec<Article>>()
    });
    let read: Vec<Article> = read.into_iter().flatten().collect();
    let statements = read.iter().map(|a| a.gold.statements.len()).sum();
    (watch.tell)(Event::Silver { given: texts.len(), kept: read.len(), statements });
    read
}

/// The paragraphs of a text that begin within the first [`LONGEST`] characters.
fn beginning(text: &str) -> &str {
    let Some((longest, _)) = text.char_indices().nth(LONGEST) else { return text };
    let end = text[longest..].find('\n').map_or(text.len(), |n| longest + n);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_with_a_paragraph() {
        let line = "قال الوزير إن العمل بدأ\n".repeat(LONGEST);
        let kept = beginning(&line);
        assert!(line[kept.len()..].starts_with('\n') && kept.ends_with("بدأ"));
        assert!((LONGEST..LONGEST + 30).contains(&kept.chars().count()));
        let joined = "ن".repeat(2 * LONGEST);
        for text in ["", "نص", &joined] {
            assert_eq!(beginning(text), text);
        }
    }
}
