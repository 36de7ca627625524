//! A user's additions to what the model knows: reporting verbs, titles, outlets, names and their other names.
//! They take effect without retraining: a new word is read as a known one of its sort, and names are joined by what the user says.

use crate::finding::Finding;
use crate::lexis::{Aliases, Lexis};
use crate::mention::Mention;
use crate::record::{Act, Kind};
use rawi_learn::hash_bytes;
use rawi_text::{Text, affixes, bare, fold};
use std::collections::HashMap;
use std::ops::Range;

/// Additions that take effect without retraining. `docs/overrides.md` describes the file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    pub(crate) aliases: Aliases,
    /// What the user says that a verb or participle does, by its folded form.
    acts: HashMap<String, Act>,
    outlets: Vec<Vec<u64>>,
    pub(crate) names: Vec<Name>,
}

/// A name and every form of it, as hashes of the folded words.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub name: String,
    forms: Vec<Vec<u64>>,
}

/// A line of an overrides file that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideError {
    name: String,
    line: usize,
    found: String,
    expected: String,
}

impl OverrideError {
    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl std::fmt::Display for OverrideError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: found {}, expected {}", self.name, self.line, self.found, self.expected)
    }
}

impl std::error::Error for OverrideError {}

/// The forms of the known word that words of a sort are treated like.
fn prototype(sort: &str) -> Vec<String> {
    let lines = include_str!("../data/prototypes.tsv").lines().filter(|l| !l.starts_with('#'));
    let found = lines.map(|l| l.split('\t')).find_map(|mut fields| (fields.next() == Some(sort)).then(|| fields.map(fold).collect()));
    found.unwrap_or_default()
}

/// Past (he, she, they) and imperfect (he, she) of a verb given as `استطرد` or, beginning with ي, as `يستطرد`; in the order of the
/// data file, `None` for what its letters do not tell.
fn forms(verb: &str) -> [Option<String>; 5] {
    let written: Vec<char> = bare(verb).chars().collect();
    let n = written.len();
    let folded = fold(verb);
    if written.first() == Some(&'ي') && n >= 4 {
        let she = format!("ت{}", &folded['ي'.len_utf8()..]);
        return [None, None, None, Some(folded), Some(she)];
    }
    // نفى، دعا: the last letter falls before an ending
    let weak = matches!(written.last(), Some('ى' | 'ا'));
    let base: String = if weak { folded.chars().take(folded.chars().count() - 1).collect() } else { folded.clone() };
    let hollow = n >= 3 && written[n - 2] == 'ا';
    let tail: String = folded.chars().skip(1).collect();
    let long_vowel = |s: String| -> String {
        let mut c: Vec<char> = s.chars().collect();
        let at = c.len() - 2;
        c[at] = 'ي';
        c.into_iter().collect()
    };
    let imperfect = match written.as_slice() {
        [] => None,
        ['أ', ..] if n == 4 => Some(if hollow { long_vowel(tail) } else { tail }),
        ['ا', 'س', 'ت', ..] if n >= 5 => Some(if hollow { long_vowel(tail) } else { tail }),
        ['ا', ..] if n >= 5 => Some(tail),
        // قال، دعا: another letter stands in the imperfect, and the past does not say which
        _ if n <= 3 && (hollow || written.last() == Some(&'ا')) => None,
        _ => Some(folded.clone()),
    };
    [
        Some(folded.clone()),
        Some(format!("{base}ت")),
        Some(format!("{base}وا")),
        imperfect.as_ref().map(|s| format!("ي{s}")),
        imperfect.map(|s| format!("ت{s}")),
    ]
}

/// The hashes of the words of a string.
fn hashes(s: &str) -> Vec<u64> {
    let text = Text::new(s);
    text.tokens().iter().filter(|t| t.is_word()).map(|t| hash_bytes(fold(text.surface(t)).as_bytes())).collect()
}

impl Overrides {
    /// Parses the text of an overrides file; `name` is what errors call it.
    ///
    /// # Errors
    /// The first line that cannot be understood, with its number, what was found and what was expected.
    pub fn parse(name: &str, text: &str) -> Result<Self, OverrideError> {
        let mut out = Self::default();
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            out.add(&fields).map_err(|(found, expected)| OverrideError { name: name.into(), line: n + 1, found, expected })?;
        }
        Ok(out)
    }

    /// Adds a line; says what was found and what was expected instead.
    fn add(&mut self, fields: &[&str]) -> Result<(), (String, String)> {
        let quoted = |s: &str| format!("“{s}”");
        if let Some(empty) = fields.iter().skip(1).position(|f| hashes(f).is_empty()) {
            return Err((format!("nothing in column {}", empty + 2), "a word".into()));
        }
        let columns = |wanted: usize, what: &str| match fields.len() {
            n if n == wanted => Ok(()),
            n => Err((format!("{n} columns"), format!("{wanted}, separated by tabs: {what}"))),
        };
        let one_word = |s: &str| if hashes(s).len() == 1 { Ok(fold(s)) } else { Err((quoted(s), "one word".into())) };
        match fields[0] {
            sort @ ("verb" | "participle") => {
                columns(3, &format!("{sort}, the word, its act"))?;
                let word = one_word(fields[1])?;
                let act = *Act::ALL.iter().find(|a| a.as_str() == fields[2]).ok_or_else(|| {
                    let acts: Vec<&str> = Act::ALL.iter().map(|a| a.as_str()).collect();
                    (quoted(fields[2]), format!("an act ({})", acts.join(", ")))
                })?;
                let known = prototype(act.as_str());
                let mut treat = |own: String, known: &str| {
                    self.acts.insert(own.clone(), act);
                    self.aliases.insert(own, known.to_owned());
                };
                if sort == "verb" {
                    for (own, known) in forms(fields[1]).into_iter().zip(&known) {
                        own.into_iter().for_each(|own| treat(own, known));
                    }
                } else {
                    let feminine = word.ends_with('ه');
                    let base = if feminine { &word[..word.len() - 'ه'.len_utf8()] } else { word.strip_suffix('ا').unwrap_or(&word) };
                    treat(format!("{base}ا"), &known[5]);
                    treat(format!("{base}ه"), &known[6]);
                }
            }
            "title" => {
                columns(2, "title, the word")?;
                let word = one_word(fields[1])?;
                let known = prototype("title");
                let base = word.strip_prefix("ال").filter(|r| r.chars().count() > 2).unwrap_or(&word);
                for (feminine, pair) in ["", "ه"].iter().zip(known.chunks(2)) {
                    self.aliases.insert(format!("{base}{feminine}"), pair[0].clone());
                    self.aliases.insert(format!("ال{base}{feminine}"), pair[1].clone());
                }
            }
            "outlet" => {
                columns(2, "outlet, its name")?;
                let words = hashes(fields[1]);
                if words.len() == 1 {
                    self.aliases.insert(fold(fields[1]), prototype("outlet").swap_remove(0));
                }
                self.outlets.push(words);
            }
            "name" => {
                if fields.len() < 3 {
                    return Err((
                        format!("{} columns", fields.len()),
                        "3 or more, separated by tabs: name, the name, its other names".into(),
                    ));
                }
                let forms = fields[1..].iter().map(|f| hashes(f)).collect();
                self.names.push(Name { name: fields[1].to_owned(), forms });
            }
            other => return Err((quoted(other), "verb, participle, title, outlet or name".into())),
        }
        Ok(())
    }
}

/// Whether the words of `tokens` that are no marks are `form`; the first may have a conjunction or preposition written together with it.
fn is(lexis: &Lexis, tokens: &Range<usize>, form: &[u64]) -> bool {
    let mut words = tokens.clone().filter(|&t| lexis.shape[t] < 3);
    form.iter().enumerate().all(|(k, h)| {
        words.next().is_some_and(|t| {
            let w = &lexis.words[t];
            w.fold == *h || k == 0 && (w.stem == *h || w.core == *h)
        })
    }) && words.next().is_none()
}

/// Whether `form` stands anywhere among the words of `tokens`.
fn has(lexis: &Lexis, tokens: &Range<usize>, form: &[u64]) -> bool {
    let words: Vec<usize> = tokens.clone().filter(|&t| lexis.shape[t] < 3).collect();
    words.windows(form.len().max(1)).any(|w| is(lexis, &(w[0]..w[w.len() - 1] + 1), form))
}

impl Overrides {
    /// Gives the statements whose cue begins with a verb of the user's the act that the user says.
    pub(crate) fn mark_acts(&self, text: &Text<'_>, findings: &mut [Finding]) {
        if self.acts.is_empty() {
            return;
        }
        for f in findings {
            let word = fold(text.surface(&text.tokens()[f.cue.tokens.start]));
            let plain = affixes(&word).conjunction.map_or(word.as_str(), |c| &word[c.len_utf8()..]);
            f.act = self.acts.get(&word).or_else(|| self.acts.get(plain)).copied().unwrap_or(f.act);
        }
    }

    /// Makes the mentions that name an outlet of the user's an organization.
    pub(crate) fn mark_outlets(&self, lexis: &Lexis, mentions: &mut [Mention]) {
        for m in mentions.iter_mut().filter(|m| self.outlets.iter().any(|o| has(lexis, &m.tokens, o))) {
            m.kinds = [0.0; 6];
            let organization = Kind::ALL.iter().position(|k| *k == Kind::Organization).unwrap_or(0);
            m.kinds[organization] = 1.0;
        }
    }

    /// The user's name that a mention means: the mention or its name is one of the forms, or a form of several words stands in it.
    pub(crate) fn name_of(&self, lexis: &Lexis, m: &Mention) -> Option<usize> {
        self.names.iter().position(|name| {
            name.forms.iter().any(|form| {
                is(lexis, &m.tokens, form)
                    || m.name.as_ref().is_some_and(|r| is(lexis, r, form))
                    || form.len() > 1 && has(lexis, &m.tokens, form)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_verb() {
        let show = |v: &str| forms(v).map(|f| f.unwrap_or("-".into())).join(" ");
        for (verb, expected) in [
            ("استطرد", "استطرد استطردت استطردوا يستطرد تستطرد"),
            ("استعاد", "استعاد استعادت استعادوا يستعيد تستعيد"),
            ("أفاد", "افاد افادت افادوا يفيد تفيد"),
            ("أردف", "اردف اردفت اردفوا يردف تردف"),
            ("تبرّأ", "تبرا تبرات تبراوا يتبرا تتبرا"),
            ("نعى", "نعي نعت نعوا ينعي تنعي"),
            ("علّق", "علق علقت علقوا يعلق تعلق"),
            ("باح", "باح باحت باحوا - -"),
            ("دعا", "دعا دعت دعوا - -"),
            ("يبوح", "- - - يبوح تبوح"),
        ] {
            assert_eq!(show(verb), expected);
        }
    }

    #[test]
    fn every_sort_has_a_prototype() {
        for act in Act::ALL {
            assert_eq!(prototype(act.as_str()).len(), 7, "{act:?}");
        }
        assert_eq!((prototype("title").len(), prototype("outlet").len()), (4, 1));
    }

    #[test]
    fn errors_name_file_line_found_and_expected() {
        let error = |text: &str| Overrides::parse("list", text).unwrap_err().to_string();
        let act = "an act (state, announce, affirm, deny, blame, praise, demand, warn, promise, opine, ask)";
        for (text, expected) in [
            ("# a\n\nverbs\tأ\tstate", "list:3: found “verbs”, expected verb, participle, title, outlet or name"),
            ("verb\tأردف", "list:1: found 2 columns, expected 3, separated by tabs: verb, the word, its act"),
            ("verb\tأردف\tsay", &format!("list:1: found “say”, expected {act}")),
            ("verb\tأردف قائلا\tstate", "list:1: found “أردف قائلا”, expected one word"),
            ("verb\t\tstate", "list:1: found nothing in column 2, expected a word"),
            ("verb أردف state", "list:1: found “verb أردف state”, expected verb, participle, title, outlet or name"),
            ("title\tمفتش\tمفتشة", "list:1: found 3 columns, expected 2, separated by tabs: title, the word"),
            ("name\tسامي", "list:1: found 2 columns, expected 3 or more, separated by tabs: name, the name, its other names"),
        ] {
            assert_eq!(error(text), expected);
        }
        assert!(Overrides::parse("list", "\u{feff}# شرح\r\nverb\tأردف\tstate\r\n\r\n").is_ok());
    }
}
