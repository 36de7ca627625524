//! What lists say about a word: verbs of saying in all their inflections, and nouns that head the name of a source.
//! Evidence for the learned stages; the lists decide nothing.

use rawi_learn::hash_bytes;
use rawi_text::fold;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// Keys are hashes already.
#[derive(Default)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

type Table<V> = HashMap<u64, V, BuildHasherDefault<Same>>;

/// A verb of saying in one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Saying {
    /// Number of the verb in the list, from 1; 0 is none.
    pub verb: u16,
    /// Number of the act among those of the list, from 1.
    pub act: u8,
    /// 1 past, 2 present, 3 participle, 4 verbal noun.
    pub form: u8,
    /// Which words link to what is said, one bit each of [`LINKS`].
    pub links: u16,
}

/// What may stand between a verb of saying and what is said.
pub(crate) const LINKS: [&str; 9] = ["ان", "ب", "الي", "علي", "عن", "من", "ل", "في", "حول"];

struct Lexicon {
    sayings: Table<Saying>,
    heads: Table<u8>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut out = Lexicon { sayings: Table::default(), heads: Table::default() };
        let mut acts: Vec<&str> = Vec::new();
        for (k, line) in rows(include_str!("../data/reporting.tsv")).enumerate() {
            let [act, past, present, participle, noun, links] = line[..] else { continue };
            let at = acts.iter().position(|a| *a == act).unwrap_or_else(|| {
                acts.push(act);
                acts.len() - 1
            });
            let links = links.split(' ').filter_map(|l| LINKS.iter().position(|x| *x == fold(l))).fold(0, |m, b| m | 1 << b);
            for (form, word) in [(1, past), (2, present), (3, participle), (4, noun)] {
                if word != "-" {
                    let saying = Saying { verb: k as u16 + 1, act: at as u8 + 1, form, links };
                    for f in inflections(&fold(word), form) {
                        // the first verb of a form keeps it
                        out.sayings.entry(hash_bytes(f.as_bytes())).or_insert(saying);
                    }
                }
            }
        }
        for (k, line) in rows(include_str!("../data/heads.tsv")).enumerate() {
            for word in line.get(1).into_iter().flat_map(|f| f.split(' ')) {
                let folded = fold(word);
                out.heads.entry(hash_bytes(folded.as_bytes())).or_insert(k as u8 + 1);
            }
        }
        out
    })
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

/// The folded inflections of a folded form, without attached letters and pronouns.
fn inflections(word: &str, form: u8) -> Vec<String> {
    let weak = word.ends_with(['ي', 'ا', 'و']) && word.chars().count() > 2;
    let mut cut = word.to_string();
    if weak {
        cut.pop();
    }
    let with = |stem: &str, endings: &[&str]| endings.iter().map(|e| format!("{stem}{e}")).collect::<Vec<String>>();
    let mut out = vec![word.to_string()];
    match form {
        1 => {
            out.extend(with(&cut, &["ت", "وا", "تا"]));
            out.extend(with(word, &["ا", "نا"]));
            if weak {
                // before pronouns the last letter is an alef: نفاه
                out.push(format!("{cut}ا"));
                out.push(format!("{cut}يت"));
            } else {
                out.push(format!("{word}و"));
            }
        }
        2 => {
            let rest: String = word.chars().skip(1).collect();
            let cut_rest: String = cut.chars().skip(1).collect();
            for first in ["ي", "ت", "ن", "ا"] {
                out.push(format!("{first}{rest}"));
                out.extend(with(&format!("{first}{cut_rest}"), &["ون", "وا"]));
                out.extend(with(&format!("{first}{rest}"), &["ان", "ن"]));
                if weak {
                    out.push(format!("{first}{cut_rest}"));
                    out.push(format!("{first}{cut_rest}ا"));
                }
            }
        }
        3 => {
            out.extend(with(word, &["ا", "ه", "ات", "ان", "تان", "تين"]));
            out.extend(with(&cut, &["ين", "ون"]));
            if weak {
                out.push(cut);
            }
        }
        _ => {
            if let Some(stem) = word.strip_suffix('ه') {
                out.extend(with(stem, &["ت", "ات"]));
            } else {
                out.extend(with(word, &["ا", "ات"]));
            }
            if let Some(stem) = word.strip_suffix('ء') {
                out.extend(with(stem, &["ئ", "ؤ"]).iter().map(|w| fold(w)));
            }
        }
    }
    out
}

const PRONOUNS: [&str; 8] = ["هما", "هم", "هن", "ها", "نا", "كم", "ني", "ه"];

/// The verb of saying that a folded word is a form of, whatever is attached to it.
pub(crate) fn saying(folded: &str) -> Saying {
    let table = &lexicon().sayings;
    let get = |w: &str| table.get(&hash_bytes(w.as_bytes())).copied();
    let whole = |w: &str| -> Option<Saying> {
        get(w).or_else(|| PRONOUNS.iter().filter_map(|p| w.strip_suffix(p)).filter(|r| r.len() > 4).find_map(get))
    };
    let bare = |w: &str| -> Option<Saying> {
        whole(w).or_else(|| {
            let nominal = ["بال", "كال", "لل", "ال"].iter().find_map(|p| w.strip_prefix(p));
            if let Some(rest) = nominal.filter(|r| r.len() > 4) {
                return whole(rest).filter(|s| s.form >= 3);
            }
            let rest = ["س", "ل", "ب"].iter().find_map(|p| w.strip_prefix(p)).filter(|r| r.len() > 4)?;
            whole(rest).filter(|s| if w.starts_with('ب') { s.form == 4 } else { s.form == 2 || (w.starts_with('ل') && s.form == 4) })
        })
    };
    bare(folded).or_else(|| folded.strip_prefix(['و', 'ف']).filter(|r| r.len() > 4).and_then(bare)).unwrap_or_default()
}

/// The class of the noun that a folded word is, whatever is attached to it; 0 is none.
pub(crate) fn head(folded: &str) -> u8 {
    let table = &lexicon().heads;
    let get = |w: &str| table.get(&hash_bytes(w.as_bytes())).copied();
    let bare = |w: &str| {
        get(w).or_else(|| ["ال", "لل", "بال"].iter().find_map(|p| w.strip_prefix(p)).and_then(get)).or_else(|| {
            let rest = w.strip_prefix(['ل', 'ب']).filter(|r| r.len() > 4)?;
            get(rest)
        })
    };
    bare(folded).or_else(|| folded.strip_prefix(['و', 'ف']).filter(|r| r.len() > 4).and_then(bare)).unwrap_or(0)
}

/// The name of a class of source nouns in the data file.
pub(crate) fn head_name(class: usize) -> &'static str {
    let found = class.checked_sub(1).and_then(|k| rows(include_str!("../data/heads.tsv")).nth(k));
    found.and_then(|line| line.first().copied()).unwrap_or("none")
}

/// The bit of [`LINKS`] that a folded word is or begins with.
pub(crate) fn link(folded: &str) -> u16 {
    let bit = |s: &str| LINKS.iter().position(|l| *l == s).map_or(0, |b| 1u16 << b);
    match bit(folded) {
        0 if folded.starts_with("ان") || folded.starts_with("بان") || folded.starts_with("لان") => {
            if folded.chars().count() <= 5
                && ["ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "بانهم", "انهما", "اننا", "انني", "بانهما"].contains(&folded)
            {
                1 | if folded.starts_with('ب') { 2 } else { 0 }
            } else {
                u16::from(folded.starts_with('ب')) << 1
            }
        }
        0 if folded.starts_with('ب') => 2,
        0 if folded.starts_with("لل") || folded.starts_with('ل') => 1 << 6,
        b => b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_verbs_of_saying_meet() {
        let verb = |w: &str| saying(&fold(w)).verb;
        for forms in [
            "قال قالت قالوا يقول وتقول ويقولون قائلا قائلة قوله بقوله وقولها سيقول",
            "نفى نفت ينفي ونفوا نافيا نفيه نفته",
            "دعا دعت ودعوا يدعو تدعو داعيا داعية داعين دعوته الدعوة",
            "أوصى وأوصت يوصي موصيا توصية",
            "حث حثت يحث حاثا",
            "أعرب وأعربت معربا معربين",
        ] {
            let all: Vec<u16> = forms.split(' ').map(verb).collect();
            assert!(all[0] != 0 && all.iter().all(|v| *v == all[0]), "{forms}: {all:?}");
        }
        for w in ["وزير", "الكتاب", "سيارة", "في", "الشارع"] {
            assert_eq!(verb(w), 0, "{w}");
        }
        assert_eq!(head(&fold("للوزير")), head(&fold("وزير")));
        assert_ne!(head(&fold("والمتحدث")), 0);
    }

    #[test]
    fn every_row_of_the_lists_has_its_columns() {
        for row in rows(include_str!("../data/reporting.tsv")) {
            assert_eq!(row.len(), 6, "{row:?}");
            assert!(row[0].parse::<crate::record::Act>().is_ok(), "{row:?}");
            assert!(row[5] == "-" || row[5].split(' ').all(|l| LINKS.contains(&fold(l).as_str())), "{row:?}");
        }
        for row in rows(include_str!("../data/heads.tsv")) {
            assert_eq!(row.len(), 2, "{row:?}");
        }
    }
}
