//! What of a query can be seen in a text, and where it stands there.
//! Which of it is shown is decided in `mark`.

use crate::word::{begins_with, is_function_word, parts, stems, words};
use rawi_text::Text;
use std::collections::HashSet;
use std::ops::Range;

/// What of a query can be seen in a text.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    stems: HashSet<String>,
    prefixes: Vec<String>,
    phrases: Vec<Vec<String>>,
}

impl Matcher {
    pub(crate) fn stem(&mut self, stem: &str, marked: bool) {
        if marked {
            self.stems.insert(stem.to_owned());
        }
    }

    pub(crate) fn prefix(&mut self, folded: String, marked: bool) {
        if marked {
            self.prefixes.push(folded);
        }
    }

    pub(crate) fn phrase(&mut self, forms: &[String], marked: bool) {
        if marked && !forms.is_empty() {
            self.phrases.push(forms.to_owned());
        }
    }

    /// The matches in order, without overlap, each with a number that tells different words of the query apart.
    pub(crate) fn find(&self, text: &Text) -> Vec<(Range<usize>, u64)> {
        let words: Vec<(Range<usize>, String)> = words(text).map(|(token, form)| (token.bytes.clone(), form)).collect();
        let mut out = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let phrase = self
                .phrases
                .iter()
                .enumerate()
                .filter(|(_, p)| words[i..].len() >= p.len() && p.iter().zip(&words[i..]).all(|(asked, (_, form))| asked == form));
            if let Some((n, phrase)) = phrase.max_by_key(|(_, p)| p.len()) {
                out.push((words[i].0.start..words[i + phrase.len() - 1].0.end, n as u64));
                i += phrase.len();
                continue;
            }
            if let Some(n) = self.word(&words[i].1) {
                out.push((words[i].0.clone(), n));
            }
            i += 1;
        }
        out
    }

    fn word(&self, form: &str) -> Option<u64> {
        if !self.stems.is_empty()
            && !is_function_word(form)
            && let Some(stem) = parts(form).iter().flat_map(|p| stems(p)).find(|s| self.stems.contains(s))
        {
            return Some(1 << 32 | stem.bytes().fold(7, |h: u64, b| (h * 31 + u64::from(b)) & 0xFFFF_FFFF));
        }
        self.prefixes.iter().position(|p| begins_with(form, p)).map(|n| 1 << 33 | n as u64)
    }
}
