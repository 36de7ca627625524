//! What two offices say about each other. An office is the set of words that are left of it when every way of writing it is put aside.

use crate::data::{class, domains, term};
use crate::name::tells;
use std::collections::HashMap;

/// How two offices stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// Of two states: not one person's at one time, and hardly at two.
    Conflict,
    /// Nothing in common.
    Other,
    /// One is not told, or only of which sort it is.
    Unknown,
    /// One says less than the other, or they share a proper name.
    Fits,
    /// The same.
    Equal,
}

/// What a word says in an office.
struct Sense {
    /// It tells one office from another of its sort.
    tells: bool,
    /// It names a state.
    state: bool,
    /// The office was held before, by another perhaps.
    past: bool,
    /// It heads offices: minister, director.
    heads: bool,
    /// The domains that it shows, one bit each.
    domains: u32,
}

/// Offices by number, words by number.
#[derive(Default)]
pub(crate) struct Offices {
    words: HashMap<String, u32>,
    kinds: Vec<Sense>,
    offices: HashMap<Box<[u32]>, u32>,
    /// Of each office: its words, in order of their numbers.
    contents: Vec<Box<[u32]>>,
}

/// No office.
pub(crate) const NONE: u32 = 0;

impl Offices {
    pub fn new() -> Self {
        let mut out = Self::default();
        out.number(&[]);
        out
    }

    /// The number of an office, given by its words.
    pub fn number(&mut self, content: &[String]) -> u32 {
        let mut ids: Vec<u32> = content.iter().map(|w| self.word(w)).collect();
        ids.sort_unstable();
        ids.dedup();
        let ids = ids.into_boxed_slice();
        if let Some(&n) = self.offices.get(&ids) {
            return n;
        }
        let n = self.contents.len() as u32;
        self.contents.push(ids.clone());
        self.offices.insert(ids, n);
        n
    }

    fn word(&mut self, word: &str) -> u32 {
        // فاغنر and فاجنر
        let one_sound = (tells(word) && !word.starts_with('@') && word.chars().nth(3).is_some()).then(|| word.replace('ج', "غ"));
        let word = one_sound.as_deref().unwrap_or(word);
        if let Some(&n) = self.words.get(word) {
            return n;
        }
        let n = self.kinds.len() as u32;
        let past = term(word).is_some_and(|t| t.classes & class::PAST != 0);
        let heads = term(word).is_some_and(|t| t.classes & class::OFFICE != 0);
        self.kinds.push(Sense { tells: tells(word), state: word.starts_with('@'), past, heads, domains: domains(word) });
        self.words.insert(word.to_owned(), n);
        n
    }

    /// Whether an office says which of its sort it is: `متحدث باسم الكرملين`, and not `المتحدث`.
    pub fn tells(&self, office: u32) -> bool {
        self.contents[office as usize].iter().any(|&w| self.kinds[w as usize].tells)
    }

    pub fn relation(&self, a: u32, b: u32) -> Relation {
        let (x, y) = (&self.contents[a as usize], &self.contents[b as usize]);
        if x.is_empty() || y.is_empty() {
            return Relation::Unknown;
        }
        if a == b {
            return Relation::Equal;
        }
        let states = |o: &[u32]| o.iter().copied().filter(|&w| self.kinds[w as usize].state).collect::<Vec<u32>>();
        let (s, t) = (states(x), states(y));
        if !s.is_empty() && !t.is_empty() && !s.iter().any(|w| t.contains(w)) {
            return Relation::Conflict;
        }
        let past = |o: &[u32]| o.iter().any(|&w| self.kinds[w as usize].past);
        if past(x) != past(y) {
            return Relation::Other;
        }
        let shared = x.iter().filter(|w| y.contains(w)).count();
        // two ministers of one state
        let telling_but_state = |w: &u32| self.kinds[*w as usize].tells && !self.kinds[*w as usize].state;
        let shares = |is: &dyn Fn(&u32) -> bool| x.iter().any(|w| y.contains(w) && is(w));
        let one_head = shares(&|w| self.kinds[*w as usize].heads);
        let kindred = shares(&|w| !self.kinds[*w as usize].state) && self.kindred(a, b);
        if shared < x.len().min(y.len()) && one_head && !kindred && !shares(&telling_but_state) {
            return Relation::Other;
        }
        // of one state are many; with the same state two offices share more than that
        let proper = x.iter().any(|w| {
            let sense = &self.kinds[*w as usize];
            sense.tells && (!sense.state || shared > 1) && y.contains(w)
        });
        let telling = |o: &[u32]| o.iter().any(|&w| self.kinds[w as usize].tells);
        let alike = kindred || shared > 1 && 2 * shared >= x.len() + y.len() - shared && !(telling(x) && telling(y));
        // المدير may be any; مدير الجوازات is the same as مدير الجوازات في الرياض
        let within = |o: &[u32]| shared == o.len() && telling(o);
        match shared == x.len() || shared == y.len() {
            _ if proper || alike || within(x) || within(y) => Relation::Fits,
            true => Relation::Unknown,
            false => Relation::Other,
        }
    }

    /// The state whose minister an office is, told by the names of ministries and nothing else.
    pub fn ministry(&self, office: u32) -> Option<u32> {
        let content = &self.contents[office as usize];
        let is = |word: &str| self.words.get(word).copied();
        let minister = is("وزير").is_some_and(|m| content.contains(&m));
        let another = |w: &u32| is("دوله") == Some(*w) || is("عالي") == Some(*w) || is("وزراء") == Some(*w) || is("نائب") == Some(*w);
        let mut states = content.iter().copied().filter(|&w| self.kinds[w as usize].state);
        let (state, heads) = (states.next(), content.iter().filter(|&&w| self.kinds[w as usize].heads).count());
        let told = minister && heads == 1 && content.len() > 2 && states.next().is_none();
        state.filter(|_| told && !content.iter().any(|w| another(w) || self.kinds[*w as usize].past))
    }

    /// Whether an office says a state and nothing else.
    pub fn is_state(&self, office: u32) -> bool {
        self.contents[office as usize].iter().all(|&w| self.kinds[w as usize].state)
    }

    /// Whether all words of one office stand in the other.
    pub fn within(&self, a: u32, b: u32) -> bool {
        let (x, y) = (&self.contents[a as usize], &self.contents[b as usize]);
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        short.iter().all(|w| long.contains(w))
    }

    /// Whether both are of one domain in which few hold office.
    pub fn kindred(&self, a: u32, b: u32) -> bool {
        let shown = |o: u32| self.contents[o as usize].iter().fold(0, |set, &w| set | self.kinds[w as usize].domains);
        shown(a) & shown(b) != 0
    }

    /// The best relation of an office to several that one person holds; conflict only where all conflict.
    pub fn best(&self, office: u32, held: impl Iterator<Item = u32>) -> Relation {
        let mut worst_only = None;
        let mut best = None;
        for o in held.take(MOST) {
            match self.relation(office, o) {
                Relation::Conflict => worst_only = Some(Relation::Conflict),
                r => best = best.max(Some(r)),
            }
        }
        best.filter(|r| *r > Relation::Unknown).or(worst_only).or(best).unwrap_or(Relation::Unknown)
    }
}

/// Offices of one person that are looked at.
const MOST: usize = 200;
