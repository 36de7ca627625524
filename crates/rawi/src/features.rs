//! What is seen at a word whatever is asked about it: forms, pieces, neighbours, place, quotation. Shared by the learned
//! stages; what they see beyond this is in their own files.

use crate::lexis::{Lexis, Word};
use rawi_learn::mix;

/// A kind of feature: its name, for explanations, and the seed of its hashes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub name: &'static str,
    pub seed: u64,
}

impl Key {
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        let mut h = 0xcbf2_9ce4_8422_2325u64;
        let mut i = 0;
        while i < bytes.len() {
            h = (h ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01B3);
            i += 1;
        }
        Self { name, seed: h }
    }
}

/// A feature kind by its name, made at compile time.
macro_rules! key {
    ($name:literal) => {
        const { $crate::features::Key::new($name) }
    };
}
pub(crate) use key;

/// Takes features as they are seen.
pub(crate) trait Sink {
    /// `value` was seen under `key` at the place `offset` from the word in question.
    fn put(&mut self, key: Key, offset: i8, value: u64);
}

/// Collects the hashes of features.
impl Sink for Vec<u64> {
    #[inline]
    fn put(&mut self, key: Key, offset: i8, value: u64) {
        self.push(mix(key.seed ^ (offset as u8 as u64) << 56, value));
    }
}

/// Small numbers apart, large ones together: 0 to 4, 5-6, 7-9, 10-14, 15-24, 25-49, 50 and more.
pub(crate) fn bucket(n: usize) -> u64 {
    match n {
        0..=4 => n as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

const EDGE: u64 = 0xED6E;

/// What looking at a distance needs, computed once a text.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    /// For each token, how far the next one of each kind stands in the paragraph (up to 30), and which kind of mark comes next.
    that: Vec<u8>,
    quote: Vec<u8>,
    colon: Vec<u8>,
    pub comma: Vec<u8>,
    next_mark: Vec<u64>,
    last_mark: Vec<u64>,
}

impl Outlook {
    pub fn fill(&mut self, lexis: &Lexis, that: u8) {
        let n = lexis.len();
        let colon = rawi_learn::hash_bytes(b":");
        let comma = [rawi_learn::hash_bytes("،".as_bytes()), rawi_learn::hash_bytes(b",")];
        for v in [&mut self.that, &mut self.quote, &mut self.colon, &mut self.comma] {
            v.clear();
            v.resize(n, 31);
        }
        for v in [&mut self.next_mark, &mut self.last_mark] {
            v.clear();
            v.resize(n, 0);
        }
        let (mut a, mut b, mut c, mut d, mut mark) = (31u8, 31u8, 31u8, 31u8, 0u64);
        for i in (0..n).rev() {
            if i + 1 == n || lexis.paragraph[i] != lexis.paragraph[i + 1] {
                (a, b, c, d, mark) = (31, 31, 31, 31, 0);
            }
            (self.that[i], self.quote[i], self.colon[i], self.comma[i], self.next_mark[i]) = (a, b, c, d, mark);
            let w = &lexis.words[i];
            let up = |x: u8| (x + 1).min(31);
            a = if w.class == that { 1 } else { up(a) };
            b = if lexis.shape[i] == 3 { 1 } else { up(b) };
            c = if w.fold == colon { 1 } else { up(c) };
            d = if comma.contains(&w.fold) { 1 } else { up(d) };
            if lexis.shape[i] >= 3 {
                mark = w.fold;
            }
        }
        mark = 0;
        for i in 0..n {
            if i > 0 && lexis.paragraph[i] != lexis.paragraph[i - 1] {
                mark = 0;
            }
            self.last_mark[i] = mark;
            if lexis.shape[i] >= 3 {
                mark = lexis.words[i].fold;
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

/// Everything seen at token `t`.
pub(crate) fn at(lexis: &Lexis, outlook: &Outlook, t: usize, sink: &mut impl Sink) {
    let w = &lexis.words[t];
    let get = |o: isize, f: fn(&Word) -> u64| near(lexis, t, o).map_or(EDGE, f);
    for o in -3..=3 {
        sink.put(key!("word"), o as i8, get(o, |w| w.fold));
    }
    for o in -1..=2 {
        sink.put(key!("stem"), o as i8, get(o, |w| w.stem));
    }
    for o in -1..=1 {
        sink.put(key!("core"), o as i8, get(o, |w| w.core));
    }
    for o in 0..=2 {
        sink.put(key!("form"), o as i8, get(o, |w| w.bare));
    }
    for k in 0..4 {
        sink.put(key!("beginning"), 0, mix(w.prefix[k], k as u64));
    }
    for k in 0..3 {
        sink.put(key!("ending"), 0, mix(w.suffix[k], k as u64));
    }
    for o in [-1, 1] {
        sink.put(key!("beginning"), o as i8, get(o, |w| w.prefix[1]));
        sink.put(key!("ending"), o as i8, get(o, |w| w.suffix[1]));
    }
    for o in -2..=2 {
        sink.put(key!("clitics"), o as i8, get(o, |w| w.clitics));
        sink.put(key!("class"), o as i8, get(o, |w| u64::from(w.class)));
    }
    sink.put(key!("clitics and ending"), 0, mix(w.clitics, mix(w.suffix[0], w.suffix[1])));
    sink.put(key!("pair of words"), 0, mix(w.fold, get(1, |w| w.fold)));
    sink.put(key!("pair of words"), -1, mix(get(-1, |w| w.fold), w.fold));
    sink.put(key!("stem and class after"), 0, mix(w.stem, get(1, |w| u64::from(w.class))));
    sink.put(key!("stem and class after next"), 0, mix(w.stem, get(2, |w| u64::from(w.class))));
    sink.put(key!("three classes"), 0, mix(mix(get(-1, |w| u64::from(w.class)), u64::from(w.class)), get(1, |w| u64::from(w.class))));
    let shape = |o: isize| near(lexis, t, o).map_or(9, |_| u64::from(lexis.shape[t.wrapping_add_signed(o)]));
    sink.put(key!("shapes"), 0, shape(-2) | shape(-1) << 4 | shape(0) << 8 | shape(1) << 12 | shape(2) << 16);
    sink.put(key!("tanwin"), 0, u64::from(w.tanwin) | u64::from(w.letters.min(9)) << 1);
    sink.put(key!("place in sentence"), 0, bucket(lexis.from_start[t] as usize));
    sink.put(key!("place before sentence end"), 0, bucket(lexis.to_end[t] as usize));
    sink.put(key!("first in sentence"), 0, mix(u64::from(lexis.from_start[t] == 0), w.clitics & 3));
    let title = lexis.paragraph[t] == 0;
    sink.put(key!("title"), 0, u64::from(title));
    sink.put(key!("paragraph"), 0, bucket(lexis.paragraph[t] as usize));
    let quoted = lexis.quotation[t] != 0;
    sink.put(key!("quoted"), 0, u64::from(quoted));
    let q = |o: isize| near(lexis, t, o).map_or(2, |_| u64::from(lexis.quotation[t.wrapping_add_signed(o)] != 0));
    sink.put(key!("quoted around"), 0, q(-1) | u64::from(quoted) << 2 | q(1) << 4);
    let far = |v: &[u8]| bucket(v[t] as usize);
    sink.put(key!("next that"), 0, far(&outlook.that));
    sink.put(key!("next quotation mark"), 0, far(&outlook.quote));
    sink.put(key!("next colon"), 0, far(&outlook.colon));
    sink.put(key!("next comma"), 0, far(&outlook.comma));
    sink.put(key!("next mark"), 0, outlook.next_mark[t]);
    sink.put(key!("last mark"), 0, outlook.last_mark[t]);
    sink.put(key!("stem and next that"), 0, mix(w.stem, far(&outlook.that).min(4)));
    sink.put(key!("ending, conjunction and next that"), 0, mix(mix(w.suffix[1], w.clitics & 3), far(&outlook.that).min(5)));
    let saying = |o: isize| near(lexis, t, o).map_or(0, |w| u64::from(w.saying.act) << 4 | u64::from(w.saying.form));
    for o in -1..=1 {
        sink.put(key!("verb"), o as i8, get(o, |w| u64::from(w.saying.verb)));
        sink.put(key!("act and form of verb"), o as i8, saying(o));
    }
    for o in -2..=3 {
        sink.put(key!("head"), o as i8, get(o, |w| u64::from(w.head)));
    }
    for o in 0..=1 {
        sink.put(key!("head and clitics"), o as i8, get(o, |w| mix(u64::from(w.head), w.clitics)));
    }
    sink.put(key!("heads"), 0, mix(get(0, |w| u64::from(w.head)), get(1, |w| u64::from(w.head))));
    if w.saying.verb != 0 {
        let own = u64::from(w.saying.form) | w.clitics << 3;
        // how far the first link of this verb stands, and which it is
        let link =
            (1..=12usize).find_map(|o| near(lexis, t, o as isize).map(|x| x.link & w.saying.links).filter(|l| *l != 0).map(|l| (o, l)));
        let at = link.map_or(99, |l| bucket(l.0).min(6));
        sink.put(key!("verb and form"), 0, mix(u64::from(w.saying.verb), own));
        sink.put(key!("act, form and place"), 0, mix(saying(0), mix(u64::from(lexis.from_start[t].min(2)), w.clitics & 3)));
        sink.put(key!("act, form and class before"), 0, mix(saying(0), get(-1, |w| u64::from(w.class))));
        sink.put(key!("act, form and mark before"), 0, mix(saying(0), shape(-1)));
        sink.put(key!("act, form and head after"), 0, mix(saying(0), get(1, |w| u64::from(w.head))));
        sink.put(key!("act, form and next that"), 0, mix(saying(0), far(&outlook.that).min(5)));
        sink.put(key!("link of verb"), 0, mix(u64::from(w.saying.form), mix(at, link.map_or(0, |l| u64::from(l.1)))));
        sink.put(key!("verb and its link"), 0, mix(u64::from(w.saying.verb), mix(u64::from(link.is_some()), own & 7)));
        sink.put(key!("form, link next"), 0, mix(own, u64::from(near(lexis, t, 1).is_some_and(|x| x.link & w.saying.links != 0))));
    }
    if title {
        sink.put(key!("title and shape"), 0, mix(u64::from(lexis.shape[t]), w.fold & if lexis.shape[t] >= 3 { u64::MAX } else { 0 }));
    }
}
