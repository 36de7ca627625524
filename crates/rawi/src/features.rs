//! What is seen of a word by itself, as features that training chooses from, and of its place in the text, as rows of a small table.
//! What heads see beyond this is in their own files.

use crate::lexis::{Lexis, Word};
use rawi_learn::mix;

/// Declares the kinds of things seen by one part of the model, each with its name for explanations and the number of its values.
/// Every value has a row of its own in that part's table; values beyond the last count as the last.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($kind:ident $text:literal $size:expr;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($kind),* }

        impl $name {
            const SIZES: &'static [usize] = &[$($size),*];
            #[allow(dead_code, reason = "only some tables are explained")]
            const NAMES: &'static [&'static str] = &[$($text),*];
            const BASES: [usize; Self::SIZES.len() + 1] = {
                let mut bases = [0; Self::SIZES.len() + 1];
                let mut k = 0;
                while k < Self::SIZES.len() {
                    bases[k + 1] = bases[k] + Self::SIZES[k];
                    k += 1;
                }
                bases
            };
            /// Number of rows of all kinds.
            pub const ROWS: usize = Self::BASES[Self::SIZES.len()];

            /// The row of a value.
            #[inline]
            pub fn row(self, value: usize) -> u16 {
                (Self::BASES[self as usize] + value.min(Self::SIZES[self as usize] - 1)) as u16
            }

            /// The name of the kind that a row belongs to, and its value.
            #[allow(dead_code, reason = "only some tables are explained")]
            pub fn of(row: u16) -> (&'static str, usize) {
                let k = Self::BASES.partition_point(|&b| b <= usize::from(row)) - 1;
                (Self::NAMES[k], usize::from(row) - Self::BASES[k])
            }
        }
    };
}
pub(crate) use kinds;

/// Rows seen at one place after another, kept flat.
#[derive(Debug, Default, Clone)]
pub(crate) struct Rows {
    ends: Vec<u32>,
    pub rows: Vec<u16>,
}

impl Rows {
    pub fn clear(&mut self) {
        self.ends.clear();
        self.rows.clear();
    }

    /// Ends the list of the current place.
    #[inline]
    pub fn close(&mut self) {
        self.ends.push(self.rows.len() as u32);
    }

    #[inline]
    pub fn put(&mut self, row: u16) {
        self.rows.push(row);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub fn get(&self, i: usize) -> &[u16] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.rows[start..self.ends[i] as usize]
    }
}

/// Small numbers apart, large ones together: 0 to 4, 5-6, 7-9, 10-14, 15-24, 25-49, 50 and more.
pub(crate) fn bucket(n: usize) -> usize {
    match n {
        0..=4 => n,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// Values of [`bucket`].
pub(crate) const BUCKETS: usize = 11;
/// Values of `Word::clitics` that are told apart by [`clitics`].
pub(crate) const CLITICS: usize = 36;
/// Closed classes, and classes of source nouns, with room for more.
pub(crate) const CLASSES: usize = 18;
pub(crate) const HEADS: usize = 14;
/// Marks that are told apart.
pub(crate) const MARKS: usize = 14;
pub(crate) const SHAPES: usize = 5;
/// Acts of the list of verbs, and the forms of a verb.
pub(crate) const ACTS: usize = 12;
pub(crate) const FORMS: usize = 5;

/// Conjunction, preposition, and article or pronoun, as one small number.
#[inline]
pub(crate) fn clitics(w: &Word) -> usize {
    let c = w.clitics as usize;
    let attached = if c >> 4 & 1 == 1 { 1 } else { 2 * usize::from(c >> 5 != 0) };
    (c & 3) + 3 * ((c >> 2 & 3) + 4 * attached)
}

/// Act and form of the verb of saying that a word is, as one small number.
#[inline]
pub(crate) fn saying(w: &Word) -> usize {
    usize::from(w.saying.act).min(ACTS - 1) * FORMS + usize::from(w.saying.form)
}

/// What looking at a distance needs, computed once a text.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    /// For each token, how far the next one of each kind stands in the paragraph (up to 30).
    that: Vec<u8>,
    quote: Vec<u8>,
    colon: Vec<u8>,
    comma: Vec<u8>,
    /// The next and the last mark in the paragraph, as [`Word::mark`] tells them.
    next_mark: Vec<u8>,
    last_mark: Vec<u8>,
}

impl Outlook {
    pub fn fill(&mut self, lexis: &Lexis, that: u8) {
        let n = lexis.len();
        for v in [&mut self.that, &mut self.quote, &mut self.colon, &mut self.comma] {
            v.clear();
            v.resize(n, 31);
        }
        for v in [&mut self.next_mark, &mut self.last_mark] {
            v.clear();
            v.resize(n, 0);
        }
        let (mut a, mut b, mut c, mut d, mut seen) = (31u8, 31u8, 31u8, 31u8, 0u8);
        for i in (0..n).rev() {
            if i + 1 == n || lexis.paragraph[i] != lexis.paragraph[i + 1] {
                (a, b, c, d, seen) = (31, 31, 31, 31, 0);
            }
            (self.that[i], self.quote[i], self.colon[i], self.comma[i], self.next_mark[i]) = (a, b, c, d, seen);
            let w = &lexis.words[i];
            let up = |x: u8| (x + 1).min(31);
            a = if w.class == that { 1 } else { up(a) };
            b = if lexis.shape[i] == 3 { 1 } else { up(b) };
            c = if w.mark == 4 { 1 } else { up(c) };
            d = if w.mark == 3 { 1 } else { up(d) };
            if lexis.shape[i] >= 3 {
                seen = w.mark;
            }
        }
        seen = 0;
        for i in 0..n {
            if i > 0 && lexis.paragraph[i] != lexis.paragraph[i - 1] {
                seen = 0;
            }
            self.last_mark[i] = seen;
            if lexis.shape[i] >= 3 {
                seen = lexis.words[i].mark;
            }
        }
    }
}

/// The word at `t + offset` when it stands in the same paragraph.
#[inline]
pub(crate) fn near(lexis: &Lexis, t: usize, offset: isize) -> Option<&Word> {
    let s = t.checked_add_signed(offset).filter(|&s| s < lexis.len())?;
    (lexis.paragraph[s] == lexis.paragraph[t]).then(|| &lexis.words[s])
}

/// Takes the features of a word as they are seen.
pub(crate) trait Sink {
    fn put(&mut self, name: &'static str, feature: u64);
}

impl Sink for Vec<u64> {
    fn put(&mut self, _: &'static str, feature: u64) {
        self.push(feature);
    }
}

const fn seed(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        i += 1;
    }
    h
}

/// Features that name the word itself, as against what it looks like, come first: as many as [`identity`] says.
pub(crate) fn word(w: &Word, shape: u8, sink: &mut impl Sink) {
    macro_rules! put {
        ($name:literal, $value:expr) => {
            sink.put($name, mix(const { seed($name) }, $value))
        };
    }
    put!("word", w.fold);
    put!("stem", w.stem);
    put!("core", w.core);
    put!("form", w.bare);
    put!("root", w.root);
    for k in 0..4 {
        if w.prefix[k] != 0 {
            put!("beginning", mix(w.prefix[k], k as u64));
        }
    }
    for k in 0..3 {
        if w.suffix[k] != 0 {
            put!("ending", mix(w.suffix[k], k as u64));
        }
    }
    put!("clitics", w.clitics);
    put!("class", u64::from(w.class));
    put!("clitics and ending", mix(w.clitics, mix(w.suffix[0], w.suffix[1])));
    put!("length", u64::from(w.tanwin) | u64::from(w.letters.min(9)) << 1 | u64::from(shape) << 8);
    put!("head", u64::from(w.head));
    put!("head and clitics", mix(u64::from(w.head), w.clitics));
    put!("links", u64::from(w.link));
    put!("mark", u64::from(w.mark));
    if w.saying.verb != 0 {
        put!("verb", u64::from(w.saying.verb));
        put!("act and form of verb", u64::from(w.saying.act) << 4 | u64::from(w.saying.form));
        put!("verb, form and clitics", mix(u64::from(w.saying.verb), u64::from(w.saying.form) | w.clitics << 3));
        put!("form and clitics", u64::from(w.saying.form) | w.clitics << 3);
        put!("links of verb", mix(u64::from(w.saying.form), u64::from(w.saying.links)));
    }
    if w.vector.is_none() {
        put!("rare", u64::from(shape));
    }
}

/// How many of the features of [`word`] name the word itself.
#[cfg(feature = "train")]
pub(crate) const IDENTITY: usize = 5;

kinds! {
    /// What is seen of the place of a word.
    Place {
        FromStart "place in sentence" BUCKETS;
        ToEnd "place before sentence end" BUCKETS;
        First "first in sentence" 6;
        Paragraph "paragraph" BUCKETS;
        ParagraphStart "place in paragraph" 6;
        Quoted "quoted around" 27;
        Spaced "space before" 4;
        That "next that" BUCKETS;
        Quote "next quotation mark" BUCKETS;
        Colon "next colon" BUCKETS;
        Comma "next comma" BUCKETS;
        NextMark "next mark" MARKS;
        LastMark "last mark" MARKS;
        Link "link of verb" 8 * FORMS;
        LinkNext "link next to verb" 2 * FORMS;
        VerbThat "verb and next that" 6 * ACTS * FORMS;
        TitleShape "title and mark" MARKS + SHAPES + 1;
        Quotation "place in quotation" 18;
    }
}

/// What is seen of the place of token `t`.
pub(crate) fn place(lexis: &Lexis, outlook: &Outlook, t: usize, out: &mut Vec<u16>) {
    let w = &lexis.words[t];
    let start = lexis.from_start[t] as usize;
    out.push(Place::FromStart.row(bucket(start)));
    out.push(Place::ToEnd.row(bucket(lexis.to_end[t] as usize)));
    out.push(Place::First.row(usize::from(start == 0) * 3 + (w.clitics & 3) as usize));
    let paragraph = lexis.paragraph[t] as usize;
    out.push(Place::Paragraph.row(bucket(paragraph)));
    let from = t - lexis.paragraph_start[t] as usize;
    out.push(Place::ParagraphStart.row(from.min(2) + 3 * usize::from(paragraph == 0)));
    let q = |o: isize| near(lexis, t, o).map_or(2, |_| usize::from(lexis.quotation[t.wrapping_add_signed(o)] != 0));
    out.push(Place::Quoted.row(q(-1) + 3 * q(0) + 9 * q(1)));
    let after = lexis.spaced.get(t + 1).copied().unwrap_or(true);
    out.push(Place::Spaced.row(usize::from(lexis.spaced[t]) + 2 * usize::from(after)));
    out.push(Place::That.row(bucket(outlook.that[t].into())));
    out.push(Place::Quote.row(bucket(outlook.quote[t].into())));
    out.push(Place::Colon.row(bucket(outlook.colon[t].into())));
    out.push(Place::Comma.row(bucket(outlook.comma[t].into())));
    out.push(Place::NextMark.row(outlook.next_mark[t].into()));
    out.push(Place::LastMark.row(outlook.last_mark[t].into()));
    if w.saying.verb != 0 {
        let form = usize::from(w.saying.form);
        // how far the first link of this verb stands
        let linked = |o: usize| near(lexis, t, o as isize).is_some_and(|x| x.link & w.saying.links != 0);
        let at = (1..=12).find(|&o| linked(o)).map_or(7, |o| bucket(o).min(6));
        out.push(Place::Link.row(at + 8 * form));
        out.push(Place::LinkNext.row(usize::from(linked(1)) + 2 * form));
        out.push(Place::VerbThat.row(bucket(outlook.that[t].into()).min(5) + 6 * saying(w)));
    }
    if paragraph == 0 {
        out.push(Place::TitleShape.row(if lexis.shape[t] >= 3 { SHAPES + usize::from(w.mark) } else { lexis.shape[t].into() }));
    }
    if lexis.quotation[t] != 0 {
        out.push(Place::Quotation.row(lexis.in_quotation[t] as usize));
    }
}
