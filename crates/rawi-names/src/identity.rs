//! Which forms of names in an archive mean one source. Evidence is weighed from the strongest down: what people decided, full names, their
//! spellings, shorter forms, surnames, offices. How names compare by themselves is in `compare`.

use crate::compare::{Fit, Reason, compare_with, fit, surely_spelt};
use crate::forms::{Form, Numbers, Parsed, Sort, compare_forms, detach, parse};
use crate::name::{Name, feminine};
use crate::office::{NONE, Offices, Relation};
use crate::spelling::{Leeway, Word, same_spelling, sounds_into};
use crate::union::Union;
use rawi::record::Kind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a person decided about two forms, given by their places in the list of forms. Of decisions that contradict each other the
/// later one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// They are one source.
    Merge(usize, usize),
    /// The first is not the source that the second is, and joins nothing any more but by hand.
    Split(usize, usize),
}

/// Why a form belongs to its identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The form that it was joined to; from there it goes on to the lead form.
    pub to: usize,
    /// The evidence.
    pub reason: Reason,
    /// How strong it is, 0 to 1.
    pub strength: f32,
}

/// Who the forms are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identities {
    /// For every form the form that leads its identity: the commonest full name of it. None for sources that nobody names and words
    /// that mean another source in every document (مصدر أمني، الوزير، الشركة).
    pub lead: Vec<Option<usize>>,
    /// For every form but the leads, how it came there.
    pub joins: Vec<Option<Join>>,
    /// Places of decisions that a later decision contradicts.
    pub overruled: Vec<usize>,
}

/// A name with those of its forms whose offices go together.
struct Bundle {
    name: u32,
    /// The most documents first.
    forms: Vec<u32>,
    documents: u64,
    days: Option<(i32, i32)>,
    outlets: Vec<u32>,
    offices: Vec<u32>,
}

/// Days between two uses of a name after which it hardly means the same person without other evidence.
const YEARS: i32 = 1000;
/// Days around the time for which an office is shown that its holder may have held it besides.
const MONTHS: i32 = 120;
/// The part of the documents that the foremost of several must have.
const MOST: f64 = 0.8;
/// Candidates that are looked at.
const MANY: usize = 300;
/// Candidates that are looked at where they stand in the order of their sounds.
const NEAR: usize = 80;
/// Full names with a word beyond which the word alone says nothing; people of one name beyond which offices are not compared.
const BEARERS: usize = 100;

/// Finds out which forms mean one source. The result depends on the forms and decisions and not on their order.
///
/// ```
/// use rawi_names::{Form, identify};
/// let form = |name: &str, role: Option<&str>| Form { name: name.into(), role: role.map(Into::into), documents: 1, ..Form::default() };
/// let forms = [
///     form("ديمتري بيسكوف", Some("المتحدث باسم الكرملين")),
///     form("دميتري بسكوف", None),
///     form("بيسكوف", None),
///     form("الناطق باسم الكرملين", None),
///     form("سيرغي لافروف", Some("وزير الخارجية الروسي")),
/// ];
/// let found = identify(&forms, &[]);
/// assert_eq!(found.lead, [Some(0), Some(0), Some(0), Some(0), Some(4)]);
/// assert_eq!(found.joins[2].as_ref().unwrap().reason.to_string(), "surname fits: بيسكوف");
/// ```
pub fn identify(forms: &[Form], decisions: &[Decision]) -> Identities {
    let mut work = Work::new(forms);
    let overruled = work.decide(decisions);
    work.full_names();
    work.spellings();
    work.shorter_names();
    work.single_words();
    work.offices();
    work.bodies();
    work.finish(overruled)
}

struct Work<'f> {
    forms: &'f [Form],
    /// The forms in an order of their own: by content, and not as they were given. Everything below counts in this order.
    order: Vec<usize>,
    parsed: Vec<Parsed>,
    words: Vec<Word>,
    names: Vec<Box<[u32]>>,
    offices: Offices,
    bundles: Vec<Bundle>,
    /// The name that stands behind a number known to `union`.
    known: Vec<u32>,
    union: Union,
    /// Taken out by a person.
    detached: Vec<bool>,
    decided: Vec<bool>,
}

impl<'f> Work<'f> {
    fn new(forms: &'f [Form]) -> Self {
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

    fn form(&self, at: u32) -> &'f Form {
        &self.forms[self.order[at as usize]]
    }

    fn name(&self, name: u32) -> Vec<&Word> {
        self.names[name as usize].iter().map(|&w| &self.words[w as usize]).collect()
    }

    /// Takes the decisions from the last to the first, leaving out what later ones contradict; gives the places of those.
    fn decide(&mut self, decisions: &[Decision]) -> Vec<usize> {
        let mut place = vec![0u32; self.forms.len()];
        self.order.iter().enumerate().for_each(|(at, &f)| place[f] = at as u32);
        let mut overruled = Vec::new();
        for (k, decision) in decisions.iter().enumerate().rev() {
            let (Decision::Merge(a, b) | Decision::Split(a, b)) = *decision;
            let (Some(&x), Some(&y)) = (place.get(a), place.get(b)) else {
                overruled.push(k);
                continue;
            };
            match decision {
                Decision::Merge(..) if self.union.apart(x, y) => overruled.push(k),
                Decision::Split(..) if self.union.find(x) == self.union.find(y) => overruled.push(k),
                Decision::Merge(..) => {
                    self.union.decide(x, y);
                    (self.decided[x as usize], self.decided[y as usize]) = (true, true);
                }
                Decision::Split(..) => {
                    self.union.keep_apart(x, y);
                    self.detached[x as usize] = true;
                }
            }
        }
        overruled.sort_unstable();
        overruled
    }

    /// Forms of these sorts that are not taken out, by name.
    fn by_name(&self, sorts: &[Sort]) -> Vec<(u32, Vec<u32>)> {
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

    fn bundle(&mut self, name: u32, known_as: u32, forms: Vec<u32>) -> u32 {
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

    fn join(&mut self, a: u32, b: u32, reason: Reason, strength: f32) -> bool {
        self.join_within(a, b, reason, strength, Leeway::Office)
    }

    /// Joins where all names of both sides fit, with so much leeway.
    fn join_within(&mut self, a: u32, b: u32, reason: Reason, strength: f32, leeway: Leeway) -> bool {
        let (names, words, known) = (&self.names, &self.words, &self.known);
        let name = |n: u32| names[known[n as usize] as usize].iter().map(|&w| &words[w as usize]).collect::<Vec<&Word>>();
        let fits = |p: u32, q: u32| {
            let (x, y) = (name(p), name(q));
            // of two single words one may be the given name, the other the surname of a full name that fits both
            p == q || known[p as usize] != known[q as usize] && (x.len() == 1 && y.len() == 1 || !fit(&x, &y, leeway).0.differs())
        };
        self.union.join(a, b, reason, strength, fits)
    }

    /// The same full name: one person, unless many bear it and the offices do not go together.
    fn full_names(&mut self) {
        for (name, forms) in self.by_name(&[Sort::Full]) {
            let groups = if self.is_rare(name) { self.far_apart(forms) } else { self.by_office(name, forms) };
            self.add_bundles(name, groups, Reason::FullName, 1.0);
        }
    }

    fn add_bundles(&mut self, name: u32, groups: Vec<Vec<u32>>, reason: Reason, strength: f32) {
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

    /// Whether a word of the name is borne by few: in foreign names, and in Arabic ones of three words or more.
    fn is_rare(&self, name: u32) -> bool {
        let words = self.name(name);
        words.len() > 3 || words.iter().any(|w| !w.is_common())
    }

    /// A rare name: two people only where offices of two states, years and outlets say so together.
    fn far_apart(&self, forms: Vec<u32>) -> Vec<Vec<u32>> {
        self.grouped(forms, |work, group, at| {
            let (form, held) = (work.form(at), work.parsed[at as usize].office);
            let group = &group[..group.len().min(MANY)];
            let offices = group.iter().map(|&g| work.parsed[g as usize].office).filter(|&o| o != NONE);
            let days = group.iter().fold(None, |d, &g| span(d, work.form(g).days));
            let outlet = group.iter().any(|&g| work.form(g).outlets.iter().any(|o| form.outlets.contains(o)));
            work.offices.best(held, offices) > Relation::Conflict || outlet || gap(days, form.days) < YEARS
        })
    }

    /// A name that many bear: one person where the offices go together. An office that tells (`مدير جوازات الطائف`) joins all that it
    /// fits; one that does not (`المدير`) or none goes to the only one, or to the one that nearly all mean.
    fn by_office(&self, name: u32, forms: Vec<u32>) -> Vec<Vec<u32>> {
        let nasab = self.name(name).iter().any(|w| w.nasab);
        let held = |at: u32| self.parsed[at as usize].office;
        let fits = |group: &[u32], at: u32, least: Relation| {
            let relation = self.offices.best(held(at), group.iter().map(|&g| held(g)));
            let kindred = || group.iter().take(MANY).any(|&g| self.offices.kindred(held(at), held(g)));
            relation >= least || relation == Relation::Other && (nasab || kindred())
        };
        let (telling, others): (Vec<u32>, Vec<u32>) = forms.into_iter().partition(|&at| self.offices.tells(held(at)));
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for at in telling {
            if groups.len() > BEARERS {
                groups.push(vec![at]);
                continue;
            }
            let (of_it, rest): (Vec<Vec<u32>>, Vec<Vec<u32>>) = groups.into_iter().partition(|g| fits(g, at, Relation::Fits));
            groups = rest;
            groups.push(of_it.into_iter().flatten().chain([at]).collect());
        }
        let (some, none): (Vec<u32>, Vec<u32>) = others.into_iter().partition(|&at| held(at) != NONE);
        for at in some {
            let of_it: Vec<usize> = (0..groups.len().min(BEARERS)).filter(|&k| fits(&groups[k], at, Relation::Unknown)).collect();
            match self.foremost_group(of_it.iter().map(|&k| groups[k].as_slice())) {
                Some(k) => groups[of_it[k]].push(at),
                None => groups.push(vec![at]),
            }
        }
        self.give_to_foremost(&mut groups, none);
        for group in &mut groups {
            group.sort_by_key(|&at| (Reverse(self.form(at).documents), at));
        }
        groups.sort_by_key(|g| (Reverse(self.form(g[0]).documents), g[0]));
        groups
    }

    fn foremost_group<'g>(&self, groups: impl Iterator<Item = &'g [u32]>) -> Option<usize> {
        let documents = |g: &[u32]| g.iter().map(|&at| f64::from(self.form(at).documents.max(1))).sum::<f64>();
        foremost(&groups.map(documents).collect::<Vec<f64>>())
    }

    /// Forms that could go to any group go to the one that nearly all mean, else they are a group of their own.
    fn give_to_foremost(&self, groups: &mut Vec<Vec<u32>>, forms: Vec<u32>) {
        match self.foremost_group(groups.iter().map(Vec::as_slice)) {
            Some(k) => groups[k].extend(forms),
            None if forms.is_empty() => {}
            None => groups.push(forms),
        }
    }

    /// Forms in groups: each goes to the first group that takes it.
    fn grouped(&self, forms: Vec<u32>, takes: impl Fn(&Self, &[u32], u32) -> bool) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for at in forms {
            match groups.iter_mut().take(MANY).find(|g| takes(self, g, at)) {
                Some(g) => g.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups
    }

    fn relation(&self, a: u32, b: u32) -> Relation {
        let (a, b) = (&self.bundles[a as usize], &self.bundles[b as usize]);
        if a.offices.is_empty() || b.offices.is_empty() {
            return Relation::Unknown;
        }
        let each = a.offices.iter().take(MANY).map(|&o| self.offices.best(o, b.offices.iter().copied()));
        let told = each.filter(|r| *r != Relation::Conflict).max();
        told.unwrap_or(Relation::Conflict)
    }

    /// Whether an office of the bundle says which of its sort it is.
    fn told(&self, bundle: u32) -> bool {
        self.bundles[bundle as usize].offices.iter().any(|&o| self.offices.tells(o))
    }

    /// Spellings of one full name, the likeliest first.
    fn spellings(&mut self) {
        let mut blocks: Vec<Block> = Vec::with_capacity(3 * self.bundles.len());
        for (k, b) in self.bundles.iter().enumerate() {
            blocks_of(&self.name(b.name), k as u32, &mut blocks);
        }
        blocks.sort_unstable();
        let mut found: Vec<(f32, Reverse<u64>, u32, u32, Leeway)> = Vec::new();
        for block in blocks.chunk_by(|a, b| a.key == b.key) {
            for (i, one) in block.iter().enumerate() {
                for other in block[i + 1..].iter().take(NEAR) {
                    let (a, b) = (one.bundle, other.bundle);
                    let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
                    let word = |name: u32| self.names[name as usize].get(one.but).map(|&w| &self.words[w as usize]);
                    let near = word(x.name).zip(word(y.name)).is_none_or(|(v, w)| same_spelling(v, w, Leeway::Besides).is_some());
                    if x.name == y.name || !near {
                        continue;
                    }
                    let (p, q) = (self.name(x.name), self.name(y.name));
                    let relation = self.relation(a, b);
                    let leeway = if relation >= Relation::Fits && self.told(a) { Leeway::Besides } else { Leeway::Office };
                    let Fit::Whole(cost) = fit(&p, &q, leeway).0 else { continue };
                    let alone = matches!(fit(&p, &q, Leeway::Alone).0, Fit::Whole(_));
                    let rare = self.is_rare(x.name) && self.is_rare(y.name);
                    let fits = match relation {
                        Relation::Conflict => alone && rare && cost < 0.3,
                        Relation::Other => alone && rare,
                        Relation::Unknown => alone,
                        Relation::Fits | Relation::Equal => true,
                    };
                    if fits {
                        found.push((cost, Reverse(x.documents + y.documents), a.min(b), a.max(b), leeway));
                    }
                }
            }
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
        found.dedup();
        for (cost, _, a, b, leeway) in found {
            let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
            let (p, q) = (x.forms[0], y.forms[0]);
            let (_, reason) = compare_with(&Name::new(&self.form(p).name), &Name::new(&self.form(q).name), Leeway::Besides);
            self.join_within(p, q, reason, (1.0 - 0.3 * cost).max(0.5), leeway);
        }
    }

    /// Names that leave out words of longer ones: باراك أوباما of باراك حسين أوباما, محمد بن نايف of the whole line of fathers.
    fn shorter_names(&mut self) {
        let pair = |words: &[&Word], at: Place, i: usize, j: usize| (at, words[i].skeleton().to_owned(), words[j].skeleton().to_owned());
        let mut index: HashMap<(Place, String, String), Vec<u32>> = HashMap::new();
        for (k, b) in self.bundles.iter().enumerate() {
            let words = self.name(b.name);
            let n = words.len();
            if n < 3 {
                continue;
            }
            let within = (2..n - 1).map(|i| pair(&words, Place::Within, 0, i));
            let ends = [pair(&words, Place::Ends, 0, n - 1), pair(&words, Place::Begin, 0, 1), pair(&words, Place::End, n - 2, n - 1)];
            for key in ends.into_iter().chain(within) {
                index.entry(key).or_default().push(k as u32);
            }
        }
        let mut short: Vec<u32> = (0..self.bundles.len() as u32).collect();
        short.sort_by_key(|&k| {
            let b = &self.bundles[k as usize];
            (Reverse(self.names[b.name as usize].len()), Reverse(b.documents), k)
        });
        for k in short {
            let name = self.bundles[k as usize].name;
            let words = self.name(name);
            let n = words.len();
            let found = |key| index.get(&key).into_iter().flatten().take(MANY).copied();
            let mut longer: Vec<u32> = found(pair(&words, Place::Ends, 0, n - 1)).collect();
            longer.extend(found(pair(&words, Place::Begin, 0, 1)));
            longer.extend(found(pair(&words, Place::End, n - 2, n - 1)));
            // what is neither the beginning nor the end needs the office: محمد مرسي of محمد محمد مرسي العياط
            longer.extend(found(pair(&words, Place::Within, 0, n - 1)).filter(|&l| self.relation(k, l) >= Relation::Fits));
            longer.sort_unstable();
            longer.dedup();
            longer.retain(|&l| {
                let other = self.bundles[l as usize].name;
                self.names[other as usize].len() > words.len() && matches!(fit(&words, &self.name(other), Leeway::Alone).0, Fit::Shorter(_))
            });
            // a name that many bear says enough with a father's name where no office speaks against it, and with all but
            // the middle names where no office is told at all
            let ends = |l: u32| {
                let long = self.name(self.bundles[l as usize].name);
                same_spelling(words[words.len() - 1], long[long.len() - 1], Leeway::Alone).is_some()
                    && same_spelling(words[0], long[0], Leeway::Alone).is_some()
            };
            let untold = |b: u32| self.bundles[b as usize].offices.is_empty();
            let full = words.iter().any(|w| w.nasab) || untold(k) && longer.iter().all(|&l| untold(l) && ends(l));
            let candidates: Vec<(u32, Relation)> = longer.iter().map(|&l| (l, self.relation(k, l))).collect();
            let rare = self.is_rare(name) || full && candidates.iter().all(|c| c.1 == Relation::Unknown);
            self.choose(k, candidates, rare, Reason::Shorter, 0.75);
        }
    }

    /// Joins a bundle to the source of one of the candidates if there is one that offices, dates and numbers of documents single out.
    fn choose(&mut self, k: u32, candidates: Vec<(u32, Relation)>, rare: bool, reason: Reason, strength: f32) -> bool {
        let days = self.bundles[k as usize].days;
        let near: Vec<(u32, Relation)> = candidates
            .into_iter()
            .filter(|&(c, r)| r != Relation::Conflict && (r >= Relation::Fits || gap(days, self.bundles[c as usize].days) < YEARS))
            .collect();
        let of = |least: Relation| near.iter().filter(|(_, r)| *r >= least).map(|x| x.0).collect::<Vec<u32>>();
        let pool =
            [of(Relation::Equal), of(Relation::Fits), of(Relation::Conflict)].into_iter().find(|p| !p.is_empty()).unwrap_or_default();
        let surely = near.iter().any(|(_, r)| *r >= Relation::Fits);
        let mut sources: Vec<(u32, f64, u32)> = Vec::new(); // root, documents, the bundle with most of them
        for c in pool {
            let root = self.union.find(self.bundles[c as usize].forms[0]);
            let documents = self.bundles[c as usize].documents as f64;
            match sources.iter_mut().find(|s| s.0 == root) {
                Some(s) => {
                    s.1 += documents;
                    if self.bundles[c as usize].documents > self.bundles[s.2 as usize].documents {
                        s.2 = c;
                    }
                }
                None => sources.push((root, documents, c)),
            }
        }
        let weights: Vec<f64> = sources.iter().map(|s| s.1).collect();
        let Some(best) = foremost(&weights) else { return false };
        // what many bear needs an office, or a name that the archive is full of
        let enough = surely || rare || weights[best] >= 5.0 && near.iter().all(|x| x.1 == Relation::Unknown);
        if !enough {
            return false;
        }
        let (a, b) = (self.bundles[k as usize].forms[0], self.bundles[sources[best].2 as usize].forms[0]);
        self.join(a, b, reason, if surely { strength } else { strength - 0.15 })
    }

    /// Surnames alone, and given names where the office is the same.
    fn single_words(&mut self) {
        // which full names have a word, and at which place
        let mut places: HashMap<String, Vec<(u32, usize)>> = HashMap::new();
        for (k, b) in self.bundles.iter().enumerate() {
            for (i, w) in self.name(b.name).iter().enumerate() {
                match places.get_mut(w.skeleton()) {
                    Some(known) => known.push((k as u32, i)),
                    None => {
                        places.insert(w.skeleton().to_owned(), vec![(k as u32, i)]);
                    }
                }
            }
        }
        let mut alone: Vec<u32> = Vec::new();
        for (name, forms) in self.by_name(&[Sort::OneWord]) {
            let known_as = self.known.len() as u32;
            self.known.push(name);
            let word = self.name(name)[0].clone();
            let near = places.get(word.skeleton()).map_or(&[][..], Vec::as_slice);
            for at in forms {
                let k = self.bundle(name, known_as, vec![at]);
                let (candidates, surname) = self.bearers(&word, k, near);
                let letters = Name::new(&self.form(at).name).name().to_owned();
                let reason = if surname { Reason::Surname(letters) } else { Reason::GivenName(letters) };
                if candidates.is_empty() || !self.choose(k, candidates, !word.is_common_alone(), reason, 0.8) {
                    alone.push(k);
                }
            }
        }
        self.single_words_alone(alone);
    }

    /// Of the full names that have a word at some place, those that a form of this word alone may mean: as a surname, or if none, as a
    /// given name.
    fn bearers(&self, word: &Word, k: u32, near: &[(u32, usize)]) -> (Vec<(u32, Relation)>, bool) {
        let held = self.bundles[k as usize].offices.first().copied().unwrap_or(NONE);
        let (mut surnames, mut given): (Vec<(u32, Relation, f32)>, Vec<(u32, Relation)>) = (Vec::new(), Vec::new());
        // what very many bear says nothing without the office
        let (many, told) = (near.len() > BEARERS, self.offices.tells(held));
        if many && !told {
            return (given, true);
        }
        for &(b, at) in near {
            let bundle = &self.bundles[b as usize];
            if many && !bundle.offices.contains(&held) {
                continue;
            }
            let name = &self.names[bundle.name as usize];
            let own = &self.words[name[at] as usize];
            let relation = self.relation(k, b);
            let leeway = if word.arabic { Leeway::Alone } else { leeway(relation) };
            let Some(cost) = same_spelling(word, own, leeway) else { continue };
            if at == 0 {
                if relation == Relation::Equal && told {
                    given.push((b, relation));
                }
                continue;
            }
            // a given name that is not the last is the father's; another office is another person, unless the archive is full of this one
            let surname = at + 1 == name.len() || !own.is_given();
            let fits = relation >= Relation::Fits
                || surely_spelt(word, own, cost) && (relation != Relation::Other || cost == 0.0 && bundle.documents >= 10);
            if surname && fits {
                surnames.push((b, relation, cost));
            }
        }
        if surnames.is_empty() {
            return (given, false);
        }
        // a spelling far from this only where the office says so, or none has this
        let exact = surnames.iter().any(|s| s.2 == 0.0);
        (surnames.into_iter().filter(|s| s.2 <= 0.25 || !exact || s.1 >= Relation::Fits).map(|s| (s.0, s.1)).collect(), true)
    }

    /// Single words that no full name takes: joined to each other where they are one word, or spellings of one foreign word.
    fn single_words_alone(&mut self, alone: Vec<u32>) {
        let mut blocks: Vec<(String, Reverse<u64>, u32)> = alone
            .iter()
            .map(|&k| (self.name(self.bundles[k as usize].name)[0].skeleton().to_owned(), Reverse(self.bundles[k as usize].documents), k))
            .collect();
        blocks.sort_unstable();
        let blocks: Vec<Vec<u32>> = blocks.chunk_by(|a, b| a.0 == b.0).map(|c| c.iter().map(|x| x.2).collect()).collect();
        for block in blocks {
            for (i, &b) in block.iter().enumerate().skip(1) {
                for &a in block[..i].iter().take(MANY) {
                    let (x, y) = (self.bundles[a as usize].name, self.bundles[b as usize].name);
                    let (p, q) = (self.name(x), self.name(y));
                    let relation = self.relation(a, b);
                    let leeway = if p[0].arabic || q[0].arabic { Leeway::Alone } else { leeway(relation) };
                    let Fit::Whole(cost) = fit(&p, &q, leeway).0 else { continue };
                    let rare = !p[0].is_common_alone() && !q[0].is_common_alone();
                    let near = gap(self.bundles[a as usize].days, self.bundles[b as usize].days) < YEARS;
                    let fits = relation >= Relation::Fits
                        || rare
                            && near
                            && relation >= Relation::Unknown
                            && (x == y
                                || !p[0].arabic && !q[0].arabic && p[0].letters().chars().count() > 4 && surely_spelt(p[0], q[0], cost));
                    if fits && relation != Relation::Conflict {
                        let (f, g) = (self.bundles[a as usize].forms[0], self.bundles[b as usize].forms[0]);
                        let reason = if cost == 0.0 {
                            Reason::OneWord
                        } else {
                            compare_with(&Name::new(&self.form(f).name), &Name::new(&self.form(g).name), leeway).1
                        };
                        if self.join(f, g, reason, 0.6) {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Offices without a name: whoever is shown to have held them at the time, if it is one.
    fn offices(&mut self) {
        let mut holders: HashMap<u32, Vec<u32>> = HashMap::new();
        for at in 0..self.parsed.len() as u32 {
            let p = self.parsed[at as usize];
            if matches!(p.sort, Sort::Full | Sort::OneWord) && p.office != NONE && !self.detached[at as usize] {
                holders.entry(p.office).or_default().push(at);
            }
        }
        let mut alone: Vec<(u32, i32, u32)> = Vec::new();
        for at in 0..self.parsed.len() as u32 {
            let p = self.parsed[at as usize];
            if p.sort != Sort::Office || self.detached[at as usize] {
                continue;
            }
            let (days, woman) = (self.form(at).days, feminine(&self.form(at).name));
            let mut sources: Vec<(u32, f64, u32)> = Vec::new();
            for &h in holders.get(&p.office).into_iter().flatten() {
                let form = self.form(h);
                if gap(days, form.days) > MONTHS || woman != form.role.as_deref().is_some_and(feminine) {
                    continue;
                }
                let (root, documents) = (self.union.find(h), f64::from(form.documents.max(1)));
                match sources.iter_mut().find(|s| s.0 == root) {
                    Some(s) => {
                        s.1 += documents;
                        if form.documents > self.form(s.2).documents {
                            s.2 = h;
                        }
                    }
                    None => sources.push((root, documents, h)),
                }
            }
            let weights: Vec<f64> = sources.iter().map(|s| s.1).collect();
            let written = self.form(at).role.as_deref().unwrap_or(&self.form(at).name).to_owned();
            let joined = foremost(&weights).is_some_and(|k| self.join(at, sources[k].2, Reason::Office(written), 0.6));
            if !joined {
                alone.push((p.office, days.map_or(i32::MIN, |d| d.0), at));
            }
        }
        alone.sort_unstable();
        self.ministers(&alone);
        for same in alone.chunk_by(|a, b| a.0 == b.0) {
            let mut first = same[0].2;
            for &(_, _, at) in &same[1..] {
                let (a, b) = (self.form(first).days, self.form(at).days);
                // the same office in the same months is one person; later on it may be another
                if span(a, b).is_none_or(|(from, to)| i64::from(to) - i64::from(from) <= 3 * i64::from(MONTHS)) {
                    let written = self.form(at).name.clone();
                    self.join(at, first, Reason::Office(written), 0.5);
                } else {
                    first = at;
                }
            }
        }
    }

    /// Ministers of one state whose ministry is named shorter and longer, where only one is longer: وزير الري of وزير الموارد المائية والري.
    fn ministers(&mut self, alone: &[(u32, i32, u32)]) {
        let mut of_state: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for same in alone.chunk_by(|a, b| a.0 == b.0) {
            let (office, _, at) = same[0];
            if let Some(state) = self.offices.ministry(office) {
                of_state.entry(state).or_default().push((office, at));
            }
        }
        for held in of_state.values() {
            let only = |office: u32| {
                let mut near = held.iter().filter(|o| o.0 != office && self.offices.within(o.0, office));
                near.next().filter(|_| near.next().is_none()).copied()
            };
            let pairs: Vec<(u32, u32)> = held
                .iter()
                .filter_map(|&(office, at)| only(office).filter(|o| at < o.1 && only(o.0) == Some((office, at))).map(|o| (at, o.1)))
                .collect();
            for (a, b) in pairs {
                if gap(self.form(a).days, self.form(b).days) <= MONTHS {
                    let written = self.form(b).name.clone();
                    self.join(b, a, Reason::Office(written), 0.4);
                }
            }
        }
    }

    /// Bodies, groups and texts: the same name, or a spelling of the foreign words in it.
    fn bodies(&mut self) {
        for sort in [Sort::Body, Sort::Group, Sort::Text] {
            let from = self.bundles.len() as u32;
            for (name, forms) in self.by_name(&[sort]) {
                let heads = |work: &Self, at: u32| work.parsed[at as usize].office;
                let (told, untold): (Vec<u32>, Vec<u32>) = forms.into_iter().partition(|&at| heads(self, at) != NONE);
                let mut groups =
                    self.grouped(told, |work, group, at| group.iter().all(|&g| work.heads_fit(heads(work, g), heads(work, at))));
                // الرياض is a city too
                let (bodies, states): (Vec<u32>, Vec<u32>) = untold.into_iter().partition(|&at| self.form(at).kind == Kind::Organization);
                if groups.is_empty() {
                    groups.push([bodies, states].concat());
                } else {
                    self.give_to_foremost(&mut groups, bodies);
                    groups.extend(Some(states).filter(|s| !s.is_empty()));
                }
                self.add_bundles(name, groups, Reason::Body, 0.95);
            }
            if sort == Sort::Body {
                self.spellings_of_bodies(from);
            }
        }
    }

    /// Whether heads and states that are left out of the names of two bodies go together.
    fn heads_fit(&self, a: u32, b: u32) -> bool {
        let other = match self.offices.relation(a, b) {
            Relation::Conflict => return false,
            relation => relation == Relation::Other,
        };
        !other || self.offices.is_state(a) != self.offices.is_state(b)
    }

    fn spellings_of_bodies(&mut self, from: u32) {
        let mut blocks: Vec<(String, u32)> = Vec::new();
        for k in from..self.bundles.len() as u32 {
            blocks.push((self.name(self.bundles[k as usize].name).iter().map(|w| w.skeleton()).collect(), k));
        }
        blocks.sort_unstable();
        for block in blocks.chunk_by(|a, b| a.0 == b.0) {
            for (i, &(_, b)) in block.iter().enumerate().skip(1) {
                for &(_, a) in block[..i].iter().take(MANY) {
                    let (x, y) = (&self.bundles[a as usize], &self.bundles[b as usize]);
                    let (p, q) = (self.name(x.name), self.name(y.name));
                    let head = |b: &Bundle| b.offices.first().copied().unwrap_or(NONE);
                    let heads = self.heads_fit(head(x), head(y));
                    if x.name == y.name || !heads {
                        continue;
                    }
                    let differ: Vec<(&Word, &Word)> =
                        p.iter().copied().zip(q.iter().copied()).filter(|(v, w)| v.letters() != w.letters()).collect();
                    let is_foreign = |w: &Word| !w.arabic && !w.letters().starts_with('@');
                    let foreign = if p.len() == q.len() {
                        let spelt = |v: &Word, w: &Word| same_spelling(v, w, Leeway::Alone).is_some_and(|c| surely_spelt(v, w, c));
                        differ.iter().all(|(v, w)| is_foreign(v) && is_foreign(w) && v.letters().chars().count() > 3 && spelt(v, w))
                    } else {
                        p.iter().chain(&q).all(|w| is_foreign(w))
                    };
                    if foreign && matches!(fit(&p, &q, Leeway::Alone).0, Fit::Whole(_)) {
                        let (f, g) = (x.forms[0], y.forms[0]);
                        let reason = differ.first().map_or(Reason::Body, |(v, w)| Reason::Spelling(v.letters().into(), w.letters().into()));
                        self.join(f, g, reason, 0.7);
                    }
                }
            }
        }
    }

    /// Chooses the leads and tells the way from every form to its lead.
    fn finish(mut self, overruled: Vec<usize>) -> Identities {
        let n = self.forms.len();
        let mut out = Identities { lead: vec![None; n], joins: vec![None; n], overruled };
        let mut members: Vec<(u32, u32)> = (0..n as u32).map(|at| (self.union.find(at), at)).collect();
        members.sort_unstable();
        let mut neighbours: Vec<(u32, u32)> = Vec::with_capacity(2 * self.union.edges.len());
        for (k, e) in self.union.edges.iter().enumerate() {
            neighbours.extend([(e.from, k as u32), (e.to, k as u32)]);
        }
        neighbours.sort_unstable();
        let mut seen = vec![false; n];
        let mut queue: Vec<u32> = Vec::new();
        for source in members.chunk_by(|a, b| a.0 == b.0) {
            let one = |at: u32| self.parsed[at as usize].sort == Sort::Nobody && !self.decided[at as usize];
            if let [(_, at)] = *source
                && one(at)
            {
                continue;
            }
            let lead = self.lead(source);
            seen[lead as usize] = true;
            queue.clear();
            queue.push(lead);
            let mut next = 0;
            while let Some(&at) = queue.get(next) {
                next += 1;
                out.lead[self.order[at as usize]] = Some(self.order[lead as usize]);
                let begin = neighbours.partition_point(|x| x.0 < at);
                for &(_, k) in neighbours[begin..].iter().take_while(|x| x.0 == at) {
                    let e = &self.union.edges[k as usize];
                    let other = if e.from == at { e.to } else { e.from };
                    if !std::mem::replace(&mut seen[other as usize], true) {
                        out.joins[self.order[other as usize]] =
                            Some(Join { to: self.order[at as usize], reason: e.reason.clone(), strength: e.strength });
                        queue.push(other);
                    }
                }
            }
        }
        out
    }

    /// The commonest full name of a source, and of its forms the one in most documents.
    fn lead(&self, source: &[(u32, u32)]) -> u32 {
        let mut documents: HashMap<(Sort, u32), u64> = HashMap::new();
        for &(_, at) in source {
            let p = self.parsed[at as usize];
            *documents.entry((p.sort, p.name)).or_default() += u64::from(self.form(at).documents);
        }
        let rank = |at: u32| {
            let p = self.parsed[at as usize];
            let full = !matches!(p.sort, Sort::OneWord | Sort::Office | Sort::Nobody);
            (
                full,
                p.sort != Sort::Office,
                documents.get(&(p.sort, p.name)).copied(),
                self.form(at).documents,
                self.form(at).role.is_some(),
                Reverse(at),
            )
        };
        source.iter().map(|x| x.1).max_by_key(|&at| rank(at)).unwrap_or_default()
    }
}

/// A place where spellings of a name are looked for. Those with the same key sound the same when written without spaces, or in all
/// words but one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    /// Hash of the sounds.
    key: u64,
    /// Sounds of the word that is left out, so that what is near in sound is near in order.
    rest: String,
    /// Which word is left out; none beyond the last.
    but: usize,
    bundle: u32,
}

fn blocks_of(words: &[&Word], bundle: u32, out: &mut Vec<Block>) {
    let key = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    let sounds = |letters: &str| {
        let mut out = String::new();
        sounds_into(letters, &mut out);
        out
    };
    let joined = sounds(&words.iter().map(|w| w.letters()).collect::<String>());
    out.push(Block { key: key(&|h| joined.hash(h)), rest: String::new(), but: usize::MAX, bundle });
    let each: Vec<String> = words.iter().map(|w| sounds(w.letters())).collect();
    for (but, rest) in each.iter().enumerate() {
        let key = key(&|h| (but, &each[..but], &each[but + 1..]).hash(h));
        out.push(Block { key, rest: rest.clone(), but, bundle });
    }
}

/// Where two words stand in a longer name: first and last, both first, both last, first and one between.
#[derive(PartialEq, Eq, Hash)]
enum Place {
    Ends,
    Begin,
    End,
    Within,
}

/// How much spellings may differ of names whose offices stand so to each other.
fn leeway(relation: Relation) -> Leeway {
    if relation >= Relation::Fits { Leeway::Office } else { Leeway::Alone }
}

/// The one that has nearly all.
fn foremost(weights: &[f64]) -> Option<usize> {
    let sum: f64 = weights.iter().sum();
    (0..weights.len()).find(|&k| weights[k] >= MOST * sum)
}

fn span(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// Days between two stretches of time; 0 when they meet or one is not known.
fn gap(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> i32 {
    match (a, b) {
        (Some(a), Some(b)) => a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0),
        _ => 0,
    }
}
