//! What every step works on: the forms in an order of their own, the names that are bundled so far, and the joins between them.
//! Nothing is decided here.

use crate::compare::{Reason, fit};
use crate::forms::{Form, Numbers, Parsed, Sort, compare_forms, detach, parse};
use crate::office::{NONE, Offices, Relation};
use crate::spelling::{Leeway, Word};
use crate::union::Union;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Days between two uses of a name after which it hardly means the same person without other evidence.
pub(super) const YEARS: i32 = 1000;

/// The part of the documents that the foremost of several must have.
const MOST: f64 = 0.8;

/// Candidates that are looked at.
pub(super) const MANY: usize = 300;

/// Full names with a word beyond which the word alone says nothing; people of one name beyond which offices are not compared.
pub(super) const BEARERS: usize = 100;

/// A name with those of its forms whose offices go together.
pub(super) struct Bundle {
    pub name: u32,
    /// The most documents first.
    pub forms: Vec<u32>,
    pub documents: u64,
    pub days: Option<(i32, i32)>,
    pub outlets: Vec<u32>,
    pub offices: Vec<u32>,
}

/// The forms of an archive, and which of them are joined so far.
pub(super) struct Work<'f> {
    pub forms: &'f [Form],
    /// The forms in an order of their own: by content, and not as they were given. Everything below counts in this order.
    pub order: Vec<usize>,
    pub parsed: Vec<Parsed>,
    pub words: Vec<Word>,
    pub names: Vec<Box<[u32]>>,
    pub offices: Offices,
    pub bundles: Vec<Bundle>,
    /// The name that stands behind a number known to `union`.
    pub known: Vec<u32>,
    pub union: Union,
    /// Taken out by a person.
    pub detached: Vec<bool>,
    pub decided: Vec<bool>,
}

impl<'f> Work<'f> {
    pub fn new(forms: &'f [Form]) -> Self {
        let mut order: Vec<usize> = (0..forms.len()).collect();
        order.sort_unstable_by(|&a, &b| compare_forms(&forms[a], &forms[b]).then(a.cmp(&b)));
        let mut numbers = Numbers::default();
        let mut offices = Offices::new();
        let mut roles: HashMap<&str, Vec<String>> = HashMap::new();
        let mut parsed: Vec<Parsed> = Vec::with_capacity(forms.len());
        for (at, &f) in order.iter().enumerate() {
            let same = at
                .checked_sub(1)
                .map(|b| &forms[order[b]])
                .filter(|b| b.name == forms[f].name && b.kind == forms[f].kind && b.role == forms[f].role);
            let p = if same.is_some() { parsed[at - 1] } else { parse(&forms[f], &mut roles, &mut numbers, &mut offices) };
            parsed.push(p);
        }
        detach(forms, &order, &mut parsed, &mut numbers);
        let n = forms.len();
        Self {
            forms,
            order,
            parsed,
            words: numbers.words,
            names: numbers.names,
            offices,
            bundles: Vec::new(),
            known: Vec::new(),
            union: Union::new(n),
            detached: vec![false; n],
            decided: vec![false; n],
        }
    }

    pub fn form(&self, at: u32) -> &'f Form {
        &self.forms[self.order[at as usize]]
    }

    pub fn name(&self, name: u32) -> Vec<&Word> {
        self.names[name as usize].iter().map(|&w| &self.words[w as usize]).collect()
    }

    /// Forms of these sorts that are not taken out, by name.
    pub fn by_name(&self, sorts: &[Sort]) -> Vec<(u32, Vec<u32>)> {
        let mut all: Vec<(u32, u32)> = (0..self.parsed.len() as u32)
            .filter(|&at| sorts.contains(&self.parsed[at as usize].sort) && !self.detached[at as usize])
            .map(|at| (self.parsed[at as usize].name, at))
            .collect();
        all.sort_unstable();
        let groups = all.chunk_by(|a, b| a.0 == b.0);
        groups
            .map(|g| {
                let mut forms: Vec<u32> = g.iter().map(|x| x.1).collect();
                forms.sort_by_key(|&at| (Reverse(self.form(at).documents), at));
                (g[0].0, forms)
            })
            .collect()
    }

    pub fn bundle(&mut self, name: u32, known_as: u32, forms: Vec<u32>) -> u32 {
        let number = self.bundles.len() as u32;
        let mut b = Bundle { name, forms: Vec::new(), documents: 0, days: None, outlets: Vec::new(), offices: Vec::new() };
        let mut seen = HashSet::new();
        for &at in &forms {
            self.union.describe(at, known_as);
            let (form, held) = (self.form(at), self.parsed[at as usize].office);
            b.documents += u64::from(form.documents.max(1));
            b.days = span(b.days, form.days);
            b.outlets.extend(form.outlets.iter().filter(|o| !b.outlets.contains(o)).copied().collect::<Vec<u32>>());
            if held != NONE && seen.insert(held) {
                b.offices.push(held);
            }
        }
        b.forms = forms;
        self.bundles.push(b);
        number
    }

    pub fn join(&mut self, a: u32, b: u32, reason: Reason, strength: f32) -> bool {
        self.join_within(a, b, reason, strength, Leeway::Office)
    }

    /// Joins where all names of both sides fit, with so much leeway.
    pub fn join_within(&mut self, a: u32, b: u32, reason: Reason, strength: f32, leeway: Leeway) -> bool {
        let (names, words, known) = (&self.names, &self.words, &self.known);
        let name = |n: u32| names[known[n as usize] as usize].iter().map(|&w| &words[w as usize]).collect::<Vec<&Word>>();
        let fits = |p: u32, q: u32| {
            let (x, y) = (name(p), name(q));
            // of two single words one may be the given name, the other the surname of a full name that fits both
            p == q || known[p as usize] != known[q as usize] && (x.len() == 1 && y.len() == 1 || !fit(&x, &y, leeway).0.differs())
        };
        self.union.join(a, b, reason, strength, fits)
    }

    pub fn relation(&self, a: u32, b: u32) -> Relation {
        let (a, b) = (&self.bundles[a as usize], &self.bundles[b as usize]);
        if a.offices.is_empty() || b.offices.is_empty() {
            return Relation::Unknown;
        }
        let each = a.offices.iter().take(MANY).map(|&o| self.offices.best(o, b.offices.iter().copied()));
        let told = each.filter(|r| *r != Relation::Conflict).max();
        told.unwrap_or(Relation::Conflict)
    }

    /// Whether an office of the bundle says which of its sort it is.
    pub fn told(&self, bundle: u32) -> bool {
        self.bundles[bundle as usize].offices.iter().any(|&o| self.offices.tells(o))
    }

    /// Whether a word of the name is borne by few: in foreign names, and in Arabic ones of three words or more.
    pub fn is_rare(&self, name: u32) -> bool {
        let words = self.name(name);
        words.len() > 3 || words.iter().any(|w| !w.is_common())
    }

    pub fn add_bundles(&mut self, name: u32, groups: Vec<Vec<u32>>, reason: Reason, strength: f32) {
        let first = self.known.len() as u32;
        for (k, forms) in groups.into_iter().enumerate() {
            self.known.push(name);
            let bundle = self.bundle(name, first + k as u32, forms) as usize;
            for k in 1..self.bundles[bundle].forms.len() {
                let (a, b) = (self.bundles[bundle].forms[0], self.bundles[bundle].forms[k]);
                self.join(a, b, reason.clone(), strength);
            }
        }
    }

    /// Forms in groups: each goes to the first group that takes it.
    pub fn grouped(&self, forms: Vec<u32>, takes: impl Fn(&Self, &[u32], u32) -> bool) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for at in forms {
            match groups.iter_mut().take(MANY).find(|g| takes(self, g, at)) {
                Some(g) => g.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups
    }

    pub fn foremost_group<'g>(&self, groups: impl Iterator<Item = &'g [u32]>) -> Option<usize> {
        let documents = |g: &[u32]| g.iter().map(|&at| f64::from(self.form(at).documents.max(1))).sum::<f64>();
        foremost(&groups.map(documents).collect::<Vec<f64>>())
    }

    /// Forms that could go to any group go to the one that nearly all mean, else they are a group of their own.
    pub fn give_to_foremost(&self, groups: &mut Vec<Vec<u32>>, forms: Vec<u32>) {
        match self.foremost_group(groups.iter().map(Vec::as_slice)) {
            Some(k) => groups[k].extend(forms),
            None if forms.is_empty() => {}
            None => groups.push(forms),
        }
    }
}

/// The one that has nearly all.
pub(super) fn foremost(weights: &[f64]) -> Option<usize> {
    let sum: f64 = weights.iter().sum();
    (0..weights.len()).find(|&k| weights[k] >= MOST * sum)
}

/// How much spellings may differ of names whose offices stand so to each other.
pub(super) fn leeway(relation: Relation) -> Leeway {
    if relation >= Relation::Fits { Leeway::Office } else { Leeway::Alone }
}

pub(super) fn span(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// Days between two stretches of time; 0 when they meet or one is not known.
pub(super) fn gap(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> i32 {
    match (a, b) {
        (Some(a), Some(b)) => a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0),
        _ => 0,
    }
}
