//! The words of a text as the learned stages see them: every token with the hashes of its forms and pieces, its place in
//! sentence, paragraph and quotation. No decision is made here.

use crate::lexicon::{self, Same, Saying};
use rawi_learn::{Vectors, hash_bytes};
use rawi_text::{Shape, Text, affixes, bare, fold_into};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

/// What a closed-class word does; 0 is none.
pub(crate) type Class = u8;

struct FunctionWords {
    classes: Vec<&'static str>,
    forms: HashMap<&'static str, Class>,
}

fn function_words() -> &'static FunctionWords {
    static WORDS: OnceLock<FunctionWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut out = FunctionWords { classes: vec!["none"], forms: HashMap::new() };
        for line in include_str!("../data/function_words.tsv").lines().filter(|l| !l.starts_with('#')) {
            let Some((class, forms)) = line.split_once('\t') else { continue };
            out.classes.push(class);
            let id = (out.classes.len() - 1) as Class;
            for form in forms.split_whitespace() {
                out.forms.entry(form).or_insert(id);
            }
        }
        out
    })
}

/// The number of a class by its name in the data file.
pub(crate) fn class(name: &str) -> Class {
    function_words().classes.iter().position(|c| *c == name).unwrap_or(0) as Class
}

/// The name of a class in the data file.
pub(crate) fn class_name(class: usize) -> &'static str {
    function_words().classes.get(class).copied().unwrap_or("none")
}

/// One token with everything that is looked up about it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// Hash of the folded form.
    pub fold: u64,
    /// Hash of the form without marks but with its letters as written.
    pub bare: u64,
    /// Hash of the folded form without a conjunction.
    pub stem: u64,
    /// Hash of the folded form without any clitic.
    pub core: u64,
    /// Hash of `core` without the ending that makes an adjective of a name (يمن, يمني, يمنية).
    pub root: u64,
    /// Hash of the consonants of `root`: one for the spellings of a foreign name (بيسكوف, بسكوف).
    pub skeleton: u64,
    /// Hashes of the first one to four letters of the form without a conjunction.
    pub prefix: [u64; 4],
    /// Hashes of the last one to three letters.
    pub suffix: [u64; 3],
    /// Conjunction (0 none, 1 و, 2 ف), preposition (0 none, 1 ب, 2 ل, 3 ك), article and pronoun, packed.
    pub clitics: u64,
    /// Closed class.
    pub class: Class,
    /// Ends in tanwin alef as written, as participles of saying do.
    pub tanwin: bool,
    /// Row of the word vector.
    pub vector: Option<u32>,
    /// Number of letters of the folded form.
    pub letters: u8,
    /// The verb of saying that it is a form of.
    pub saying: Saying,
    /// The class of source noun that it is.
    pub head: u8,
    /// What it links to a verb of saying, one bit each of `lexicon::LINKS`.
    pub link: u16,
    /// Which mark it is, 1 to 13; 0 is a word.
    pub mark: u8,
    /// Gender and number as its letters show them: 0 neither, 1 feminine, 2 plural, 3 the speaker himself.
    pub agreement: u8,
}

/// Words that were met before, by how they are written. Whether a word is looked up here or worked out anew changes nothing.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    numbers: HashMap<u64, u32, BuildHasherDefault<Same>>,
    pub words: Vec<Word>,
}

impl Cache {
    /// Words kept from one text to the next: more than a day's news has.
    const MOST: usize = 32_768;

    /// Forgets everything when too much is known; the caller forgets what it keeps beside.
    pub fn shrink(&mut self) -> bool {
        let full = self.words.len() > Self::MOST;
        if full {
            self.numbers.clear();
            self.words.clear();
            self.words.shrink_to(Self::MOST);
        }
        full
    }

    fn number(&mut self, surface: &str, make: impl FnOnce() -> Word) -> u32 {
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(hash_bytes(surface.as_bytes())).or_insert(next);
        if number == next {
            self.words.push(make());
        }
        number
    }
}

/// The words of one text with their places.
#[derive(Debug, Default)]
pub(crate) struct Lexis {
    pub words: Vec<Word>,
    /// The number of each word in the cache.
    pub known: Vec<u32>,
    pub shape: Vec<u8>,
    /// Number of the sentence, and of the paragraph.
    pub sentence: Vec<u32>,
    pub paragraph: Vec<u32>,
    /// Place of the token from the start and from the end of its sentence.
    pub from_start: Vec<u32>,
    pub to_end: Vec<u32>,
    /// Where the paragraph of the token begins.
    pub paragraph_start: Vec<u32>,
    /// Number of the innermost quotation (from 1), or 0 outside.
    pub quotation: Vec<u32>,
    /// Inside a quotation: how near its ends (0 to 2 each), and whether it is ever closed; else 0.
    pub in_quotation: Vec<u8>,
    /// Whether white space stands before the token.
    pub spaced: Vec<bool>,
}

/// User additions as aliases: the folded stem of a word and the stem of a known word to treat it as.
pub(crate) type Aliases = HashMap<String, String>;

impl Lexis {
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Fills the tables for `text`.
    pub fn fill(&mut self, text: &Text<'_>, vectors: &Vectors, aliases: &Aliases, cache: &mut Cache) {
        let n = text.tokens().len();
        self.words.clear();
        self.words.reserve(n);
        self.known.clear();
        let places = [
            &mut self.sentence,
            &mut self.paragraph,
            &mut self.from_start,
            &mut self.to_end,
            &mut self.paragraph_start,
            &mut self.quotation,
        ];
        for v in places {
            v.clear();
            v.resize(n, 0);
        }
        self.in_quotation.clear();
        self.in_quotation.resize(n, 0);
        self.shape.clear();
        self.spaced.clear();
        let mut folded = String::new();
        for (i, token) in text.tokens().iter().enumerate() {
            let surface = text.surface(token);
            self.shape.push(match token.shape {
                Shape::Arabic => 0,
                Shape::Foreign => 1,
                Shape::Number => 2,
                Shape::Quote => 3,
                Shape::Mark => 4,
            });
            self.spaced.push(i == 0 || text.tokens()[i - 1].bytes.end != token.bytes.start);
            let known = cache.number(surface, || {
                form(surface, token.shape, &mut folded);
                word(surface, &folded, token.shape, vectors, aliases)
            });
            self.words.push(cache.words[known as usize]);
            self.known.push(known);
        }
        for (ranges, ids) in [(text.sentences(), &mut self.sentence), (text.paragraphs(), &mut self.paragraph)] {
            for (k, r) in ranges.iter().enumerate() {
                ids[r.clone()].fill(k as u32);
            }
        }
        for r in text.sentences() {
            for i in r.clone() {
                self.from_start[i] = (i - r.start) as u32;
                self.to_end[i] = (r.end - 1 - i) as u32;
            }
        }
        for p in text.paragraphs() {
            self.paragraph_start[p.clone()].fill(p.start as u32);
        }
        for (k, q) in text.quotations().iter().enumerate() {
            self.quotation[q.inside.clone()].fill(k as u32 + 1);
            for i in q.inside.clone() {
                let near = |d: usize| d.min(1) + usize::from(d > 4);
                self.in_quotation[i] =
                    (near(i - q.inside.start) + 3 * near(q.inside.end - 1 - i) + 9 * usize::from(q.close.is_none())) as u8;
            }
        }
    }
}

/// The folded form by which a token is known, in `out`.
pub(crate) fn form(surface: &str, shape: Shape, out: &mut String) {
    out.clear();
    if shape == Shape::Number {
        // numbers look alike but for their length
        out.extend(surface.chars().map(|_| '0').take(6));
    } else {
        fold_into(surface, out);
    }
}

fn word(surface: &str, folded: &str, shape: Shape, vectors: &Vectors, aliases: &Aliases) -> Word {
    let h = |s: &str| hash_bytes(s.as_bytes());
    if !matches!(shape, Shape::Arabic | Shape::Foreign) {
        let id = h(folded);
        let mark = if shape == Shape::Number { 0 } else { mark(surface) };
        return Word {
            fold: id,
            bare: id,
            stem: id,
            core: id,
            root: id,
            skeleton: id,
            vector: vectors.words.row(id),
            mark,
            ..Word::default()
        };
    }
    let stem_of = |whole: &str| if affixes(whole).conjunction.is_some() { 'و'.len_utf8() } else { 0 };
    let mut whole = std::borrow::Cow::Borrowed(folded);
    if !aliases.is_empty() {
        let (conjunction, stem) = folded.split_at(stem_of(folded));
        if let Some(known) = aliases.get(folded) {
            whole = known.into();
        } else if let Some(known) = aliases.get(stem) {
            whole = format!("{conjunction}{known}").into();
        }
    }
    let whole = whole.as_ref();
    let a = affixes(whole);
    let stem = &whole[stem_of(whole)..];
    let mut out = Word { fold: h(whole), stem: h(stem), core: h(a.stem), ..Word::default() };
    out.bare = if whole == folded { h(&bare(surface)) } else { out.fold };
    (out.root, out.skeleton) = root(a.stem);
    let ends: Vec<usize> = stem.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
    for k in 0..4 {
        out.prefix[k] = ends.get(k).map_or(0, |&e| h(&stem[..e]));
    }
    for k in 0..3 {
        out.suffix[k] = if ends.len() > k + 1 { h(&stem[ends[ends.len() - 2 - k]..]) } else { 0 };
    }
    out.letters = ends.len().min(255) as u8;
    out.clitics = a.conjunction.map_or(0, |c| if c == 'و' { 1 } else { 2 })
        | a.preposition.map_or(0, |c| match c {
            'ب' => 4,
            'ل' => 8,
            _ => 12,
        })
        | u64::from(a.article) << 4
        | (a.pronoun.len() as u64) << 5;
    let forms = &function_words().forms;
    out.class = forms.get(whole).or_else(|| forms.get(stem)).copied().unwrap_or(0);
    out.tanwin = surface.contains('\u{064B}') || surface.ends_with("اً");
    out.saying = lexicon::saying(whole);
    out.head = lexicon::head(whole);
    out.link = lexicon::link(stem);
    out.agreement = agreement(stem, out.saying.form);
    out.vector = vectors.words.row(out.fold).or_else(|| vectors.words.row(out.stem)).or_else(|| vectors.words.row(out.core));
    out
}

/// Gender and number of a word without its conjunction; `form` is that of the verb of saying that it is, if it is one.
fn agreement(stem: &str, form: u8) -> u8 {
    match form {
        1 if stem.ends_with("وا") || stem.ends_with('و') => 2,
        1 if stem.ends_with('ت') => 1,
        1 if stem.ends_with("نا") => 3,
        2 if stem.ends_with("ون") || stem.ends_with("وا") => 2,
        2 if stem.starts_with('ت') => 1,
        2 if stem.starts_with(['ن', 'ا']) => 3,
        1 | 2 => 0,
        _ if stem.ends_with("ين") || stem.ends_with("ون") || stem.ends_with("ات") => 2,
        _ if stem.ends_with(['ه', 'ة']) || stem.ends_with("هً") => 1,
        _ => 0,
    }
}

/// The hashes of a stem without an adjective's ending, and of its consonants. A long vowel that begins the word counts as one.
fn root(stem: &str) -> (u64, u64) {
    let long = |s: &str| s.chars().nth(2).is_some();
    let cut = ["يه", "ي", "ه"].iter().find_map(|e| stem.strip_suffix(e).filter(|r| long(r))).unwrap_or(stem);
    let mut consonants = [0u8; 64];
    let mut n = 0;
    for (i, c) in cut.char_indices() {
        if (i == 0 || !matches!(c, 'ا' | 'و' | 'ي')) && n + 4 <= consonants.len() {
            n += c.encode_utf8(&mut consonants[n..]).len();
        }
    }
    (hash_bytes(cut.as_bytes()), hash_bytes(&consonants[..n]))
}

/// Which mark a token is: 1 where it is none of those that matter.
fn mark(surface: &str) -> u8 {
    match surface.chars().next() {
        Some('.') => 2,
        Some('،' | ',') => 3,
        Some(':') => 4,
        Some('؛' | ';') => 5,
        Some('؟' | '?') => 6,
        Some('!') => 7,
        Some('(' | '[') => 8,
        Some(')' | ']') => 9,
        Some('«' | '“' | '„' | '‹' | '‘' | '<') => 10,
        Some('»' | '”' | '›' | '’' | '>') => 11,
        Some('"' | '\'' | '`') => 12,
        Some('-' | '–' | '—' | 'ـ' | '_') => 13,
        _ => 1,
    }
}
