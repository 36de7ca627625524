//! The forms of an archive, read: what each is, which name and which office it has, by number. Which of them are one source is found in
//! `identity`.

use crate::data::{self, class, term};
use crate::name::{Name, is_office, office, tells};
use crate::office::{NONE, Offices};
use crate::spelling::Word;
use rawi::record::Kind;
use std::cmp::Reverse;
use std::collections::HashMap;

/// One way in which sources are written in an archive, with what is known of its use. Forms with the same name, role and kind may be given
/// several times, one for each stretch of time: an office held by one and then by another is told apart by that.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// See [`rawi::record::Speaker::name`].
    pub name: String,
    /// See [`rawi::record::Speaker::role`].
    pub role: Option<String>,
    /// See [`rawi::record::Speaker::kind`]; a body that is said to hold an office (`فورد`, السفير) is taken for a person.
    pub kind: Kind,
    /// Documents that have it.
    pub documents: u32,
    /// The first and the last day on which they were published, as a count of days from any day.
    pub days: Option<(i32, i32)>,
    /// The outlets that have it most, by any numbers.
    pub outlets: Vec<u32>,
}

/// What a form is, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// Another source in every document.
    Nobody,
    /// A person's full name.
    Full,
    /// One word of a person's name.
    OneWord,
    /// An office, without a name.
    Office,
    /// A body or state, a group, a text: never joined across these.
    Body,
    Group,
    Text,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Parsed {
    pub sort: Sort,
    pub name: u32,
    /// The office; of a body the head that may be left out.
    pub office: u32,
}

/// An order of forms by their content.
pub(crate) fn compare_forms(a: &Form, b: &Form) -> std::cmp::Ordering {
    let key = |f: &Form| (f.days, Reverse(f.documents));
    a.name
        .cmp(&b.name)
        .then_with(|| a.role.cmp(&b.role))
        .then_with(|| a.kind.cmp(&b.kind))
        .then_with(|| key(a).cmp(&key(b)))
        .then_with(|| a.outlets.cmp(&b.outlets))
}

/// Words and names by number.
#[derive(Default)]
pub(crate) struct Numbers {
    pub words: Vec<Word>,
    word_numbers: HashMap<Word, u32>,
    pub names: Vec<Box<[u32]>>,
    name_numbers: HashMap<Box<[u32]>, u32>,
}

impl Numbers {
    fn name(&mut self, words: Vec<Word>) -> u32 {
        let ids = words.into_iter().map(|w| self.word(w)).collect();
        self.name_of(ids)
    }

    fn word(&mut self, word: Word) -> u32 {
        if let Some(&n) = self.word_numbers.get(&word) {
            return n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.clone());
        self.word_numbers.insert(word, n);
        n
    }

    fn name_of(&mut self, ids: Box<[u32]>) -> u32 {
        if let Some(&n) = self.name_numbers.get(&ids) {
            return n;
        }
        let n = self.names.len() as u32;
        self.names.push(ids.clone());
        self.name_numbers.insert(ids, n);
        n
    }
}

/// Reads one form. `roles` remembers what roles say.
pub(crate) fn parse<'f>(form: &'f Form, roles: &mut HashMap<&'f str, Vec<String>>, numbers: &mut Numbers, offices: &mut Offices) -> Parsed {
    let nobody = Parsed { sort: Sort::Nobody, name: 0, office: NONE };
    // what holds an office is a person, whatever it is taken for
    let holds = |form: &Form| form.role.as_deref().is_some_and(|r| is_office(&office(r)));
    let kind = if form.kind == Kind::Organization && holds(form) { Kind::Person } else { form.kind };
    match kind {
        Kind::Unnamed => nobody,
        Kind::Person => {
            let name = Name::new(&form.name);
            let role = form.role.as_deref().map(|r| roles.entry(r).or_insert_with(|| office(r)).clone()).filter(|r| !r.is_empty());
            let told = role.unwrap_or_else(|| name.content.clone());
            let held = offices.number(&told);
            match name.words.len() {
                // what the name says is the office; a role may say it more fully
                0 => {
                    let own = &name.content;
                    let fuller = own.iter().all(|w| told.contains(w));
                    let held = if fuller { held } else { offices.number(own) };
                    let shown = is_office(own) && offices.tells(held);
                    if shown { Parsed { sort: Sort::Office, name: u32::MAX, office: held } } else { nobody }
                }
                1 => Parsed { sort: Sort::OneWord, name: numbers.name(name.words), office: held },
                _ => Parsed { sort: Sort::Full, name: numbers.name(name.words), office: held },
            }
        }
        kind => body(&form.name, kind, numbers, offices).unwrap_or(nobody),
    }
}

/// A body, group or text: its words without a head that is as often left out (`شركة أرامكو`), which stands in place of the office.
fn body(written: &str, kind: Kind, numbers: &mut Numbers, offices: &mut Offices) -> Option<Parsed> {
    let name = Name::of_body(written);
    let gloss = name.gloss();
    let mut words = name.content.clone();
    let sort = match kind {
        Kind::Group => Sort::Group,
        Kind::Document => Sort::Text,
        _ => Sort::Body,
    };
    let says = words.iter().any(|w| tells(w));
    let heads = |w: &str| term(w).is_some_and(|t| t.classes & (class::ORGANIZATION | class::OUTLET | class::GOVERNMENT) != 0);
    let nobody = match sort {
        Sort::Body => words.is_empty() || name.words.len() == 1 && heads(&words[0]),
        _ => !says || words.len() < 2,
    };
    if nobody {
        return None;
    }
    let mut head = NONE;
    if sort == Sort::Body {
        let stems: Vec<&str> = name.stems.iter().map(String::as_str).collect();
        let is = |classes: u32| term(stems[0]).is_some_and(|t| t.classes & classes != 0);
        // مؤسسة ياسر عرفات is not the man
        let after_person = name.words.len() > 2 && !name.words[1].article && name.words[1].is_given();
        let rest = &stems[usize::from(is(class::OUTLET | class::OMITTED))..];
        // the state of an outlet, or that it is an agency, need not be said
        let short = rest.split_last().filter(|(last, _)| data::country(&[last]).is_some() || **last == "انباء");
        // منظمة الأمم المتحدة للطفولة (يونيسف): the name in brackets is the shorter one
        let glossed = || data::body(&gloss.iter().map(String::as_str).collect::<Vec<&str>>());
        let known =
            data::body(&stems).or_else(glossed).or_else(|| data::body(rest)).or_else(|| short.and_then(|(_, first)| data::body(first)));
        if let Some(one) = known {
            words = vec![one.to_owned()];
        } else if let Some(state) = state_of_foreign(&name, &words) {
            let heads = usize::from(is(class::OMITTED));
            words.drain(..heads);
            words.retain(|w| *w != state);
            head = offices.number(&[state]);
        } else if is(class::OMITTED) && !after_person && words[1..].iter().any(|w| !w.starts_with('@'))
            || is(class::BANK) && words.len() > 1 && words[1..].iter().all(|w| !w.starts_with('@') && !Word::new(w).arabic)
        {
            head = offices.number(&[words.remove(0)]);
        }
    }
    let words = words.iter().map(|w| Word::new(w)).collect();
    Some(Parsed { sort, name: numbers.name(words), office: head })
}

/// The state that an adjective after a foreign name of a body tells, which is as often left out: شركة بوينغ الأميركية.
fn state_of_foreign(name: &Name, content: &[String]) -> Option<String> {
    let state = content.last().filter(|w| w.starts_with('@'))?;
    let (last, before) = name.stems.split_last()?;
    let headed = usize::from(before.first().and_then(|s| term(s)).is_some_and(|t| t.classes & class::OMITTED != 0));
    let words = name.words.get(headed..before.len())?;
    let foreign = words.iter().all(|w| !w.arabic) && words.iter().any(|w| w.letters().chars().count() > 3);
    (foreign && data::is_state_adjective(last)).then(|| state.clone())
}

/// Takes off a conjunction or preposition that is attached to a name (`ولافروف`, `لبوتين`) where the archive knows the name without it
/// better than with it.
pub(crate) fn detach(forms: &[Form], order: &[usize], parsed: &mut [Parsed], numbers: &mut Numbers) {
    let mut names: HashMap<u32, u64> = HashMap::new();
    // words that stand alone or last, and whether in a full name
    let mut last: HashMap<u32, (u64, bool)> = HashMap::new();
    for (at, p) in parsed.iter().enumerate().filter(|(_, p)| matches!(p.sort, Sort::Full | Sort::OneWord)) {
        let documents = u64::from(forms[order[at]].documents.max(1));
        *names.entry(p.name).or_default() += documents;
        let ids = &numbers.names[p.name as usize];
        let known = last.entry(ids[ids.len() - 1]).or_default();
        known.0 += documents;
        known.1 |= p.sort == Sort::Full;
    }
    let mut changed: HashMap<u32, Option<u32>> = HashMap::new();
    for p in parsed.iter_mut().filter(|p| matches!(p.sort, Sort::Full | Sort::OneWord)) {
        let name = p.name;
        let better = *changed.entry(name).or_insert_with(|| {
            let ids = &numbers.names[name as usize];
            let first = &numbers.words[ids[0] as usize];
            if first.is_common() || first.article || term(first.letters()).is_some() {
                return None;
            }
            let attached = ["و", "ف", "ل", "ب", "ول", "وب", "فل", "فب"].iter();
            let rests = attached.filter_map(|p| first.letters().strip_prefix(p)).filter(|r| r.chars().count() > 3);
            let word = rests.filter_map(|r| numbers.word_numbers.get(&Word::new(r)).copied()).next()?;
            let without: Box<[u32]> = std::iter::once(word).chain(ids[1..].iter().copied()).collect();
            let documents = |n: u32| names.get(&n).copied().unwrap_or_default();
            if ids.len() > 1 {
                let known = *numbers.name_numbers.get(&without)?;
                return (documents(known) >= documents(name)).then_some(known);
            }
            let (own, other) = (last.get(&ids[0]).copied().unwrap_or_default(), last.get(&word).copied().unwrap_or_default());
            (!own.1 && (other.1 || other.0 > own.0)).then(|| numbers.name_of(without))
        });
        p.name = better.unwrap_or(name);
    }
}
