//! Two names by themselves: can they be one person's?
//! What an archive knows besides (roles, dates, outlets, other names) is weighed in `identity`, what a user types is read in `typed`.

use crate::data::{class, known, term};
use crate::name::Name;
use crate::spelling::{Leeway, Word, same_spelling};
use std::borrow::Borrow;
use std::fmt;

/// What two names say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One full name, perhaps in two spellings.
    Same,
    /// One may be a short form of the other: whether it is needs other evidence.
    Compatible,
    /// Two names.
    Different,
}

/// Why two sources are taken for one, or not. `Display` says it to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The same full name, letter for letter after folding.
    FullName,
    /// A word is spelt in two ways.
    Spelling(String, String),
    /// One word, alone, of a full name.
    Surname(String),
    /// A given name alone.
    GivenName(String),
    /// The same single word.
    OneWord,
    /// One leaves out words of the other: middle names, what comes after the father's name.
    Shorter,
    /// A given name that is not the other's.
    GivenNamesDiffer(String, String),
    /// A surname that is not the other's.
    SurnamesDiffer(String, String),
    /// No name is there to compare.
    NoName,
    /// The words of one are not those of the other.
    NothingShared,
    /// The same office, which this person held at the time.
    Office(String),
    /// The same body, state, group or text.
    Body,
    /// A person decided it.
    Decided,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::FullName => f.write_str("same full name"),
            Reason::Spelling(a, b) => write!(f, "spelling variant: {a} ~ {b}"),
            Reason::Surname(s) => write!(f, "surname fits: {s}"),
            Reason::GivenName(s) => write!(f, "given name fits: {s}"),
            Reason::OneWord => f.write_str("same name of one word"),
            Reason::Shorter => f.write_str("shorter form of the name"),
            Reason::GivenNamesDiffer(a, b) => write!(f, "given names differ: {a} / {b}"),
            Reason::SurnamesDiffer(a, b) => write!(f, "surnames differ: {a} / {b}"),
            Reason::NoName => f.write_str("no name to compare"),
            Reason::NothingShared => f.write_str("no word in common"),
            Reason::Office(o) => write!(f, "held this office at the time: {o}"),
            Reason::Body => f.write_str("same name of a body"),
            Reason::Decided => f.write_str("decided by hand"),
        }
    }
}

/// Compares two names of persons by themselves. Symmetric, but for the order of the two words in a reason.
///
/// ```
/// use rawi_names::{Name, Verdict, compare};
/// let verdict = |a, b| compare(&Name::new(a), &Name::new(b)).0;
/// assert_eq!(verdict("أنطونيو غوتيريش", "انطونيو جوتيريس"), Verdict::Same);
/// assert_eq!(verdict("بيسكوف", "ديمتري بيسكوف"), Verdict::Compatible);
/// assert_eq!(verdict("محمد العتيبي", "فهد العتيبي"), Verdict::Different);
/// ```
pub fn compare(a: &Name, b: &Name) -> (Verdict, Reason) {
    compare_with(a, b, Leeway::Alone)
}

pub(crate) fn compare_with(a: &Name, b: &Name, leeway: Leeway) -> (Verdict, Reason) {
    let (fit, x, y) = fit(a.words(), b.words(), leeway);
    let pair = || (a.word(x).to_owned(), b.word(y).to_owned());
    let short = if a.words.len() < b.words.len() { a.word(x) } else { b.word(y) };
    match fit {
        Fit::NoName => (Verdict::Compatible, Reason::NoName),
        Fit::Whole(0.0) if a.words.len() == 1 => (Verdict::Compatible, Reason::OneWord),
        Fit::Whole(0.0) => (Verdict::Same, Reason::FullName),
        Fit::Whole(_) => {
            let ((p, q), one) = (pair(), a.words.len() == 1 && b.words.len() == 1);
            (if one { Verdict::Compatible } else { Verdict::Same }, Reason::Spelling(p, q))
        }
        Fit::Surname(_) => (Verdict::Compatible, Reason::Surname(short.to_owned())),
        Fit::GivenName => (Verdict::Compatible, Reason::GivenName(short.to_owned())),
        Fit::Shorter(_) => (Verdict::Compatible, Reason::Shorter),
        Fit::Given => {
            let (p, q) = pair();
            (Verdict::Different, Reason::GivenNamesDiffer(p, q))
        }
        Fit::Family => {
            let (p, q) = pair();
            (Verdict::Different, Reason::SurnamesDiffer(p, q))
        }
        Fit::Nothing => (Verdict::Different, Reason::NothingShared),
    }
}

/// How the words of two names fit: the first three kinds may be one person's, the last three are not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fit {
    NoName,
    /// Every word of each, at this cost of spelling.
    Whole(f32),
    /// One word is a later word of the other.
    Surname(f32),
    /// One word is the first word of the other.
    GivenName,
    /// The words of one, first or surname among them, stand in order in the other.
    Shorter(f32),
    Given,
    Family,
    Nothing,
}

impl Fit {
    /// Whether two full names are not one person's.
    pub fn differs(self) -> bool {
        matches!(self, Fit::Given | Fit::Family | Fit::Nothing)
    }
}

/// How two names fit, and the words of each that show it.
pub(crate) fn fit<W: Borrow<Word>>(a: &[W], b: &[W], leeway: Leeway) -> (Fit, usize, usize) {
    if a.is_empty() || b.is_empty() {
        return (Fit::NoName, 0, 0);
    }
    if a.len() == b.len() {
        let (mut sum, mut worst, mut most, mut letters) = (0.0, 0, 0.0, 0);
        for (i, (x, y)) in a.iter().map(W::borrow).zip(b.iter().map(W::borrow)).enumerate() {
            let Some(cost) = same_spelling(x, y, leeway) else {
                return (differs(a, b, i, leeway), i, i);
            };
            sum += cost;
            letters += x.letters.chars().count().max(y.letters.chars().count());
            if cost > most {
                (worst, most) = (i, cost);
            }
        }
        // جمال بن عمر has a father of that name, جمال عمر a family
        let last = a.len() - 1;
        let (x, y) = (a[last].borrow(), b[last].borrow());
        if last == 1 && leeway == Leeway::Alone && x.nasab != y.nasab && x.is_given() && y.is_given() && !x.article && !y.article {
            return (Fit::Family, last, last);
        }
        let fits = a.len() == 1 || leeway != Leeway::Alone || sum <= 0.1 * letters as f32;
        return if fits { (Fit::Whole(sum), worst, worst) } else { (Fit::Family, worst, worst) };
    }
    if let Some(cost) = run_together(a, b, leeway) {
        return (Fit::Whole(cost), 0, 0);
    }
    // بوش الأب and جورج بوش الأب: the generation is told of both, and what stands before it is compared
    if let ([x @ .., p], [y @ .., q]) = (a, b)
        && !x.is_empty()
        && !y.is_empty()
        && is_generation(p.borrow())
        && is_generation(q.borrow())
    {
        if p.borrow().letters != q.borrow().letters {
            return (Fit::Family, x.len(), y.len());
        }
        return match fit(x, y, leeway) {
            (Fit::Surname(cost), i, j) => (Fit::Shorter(cost), i, j),
            found => found,
        };
    }
    let (short, long, flipped) = if a.len() < b.len() { (a, b, false) } else { (b, a, true) };
    let order = |(f, s, l): (Fit, usize, usize)| if flipped { (f, l, s) } else { (f, s, l) };
    order(shorter(short, long, leeway))
}

/// What it means that names of as many words differ first at this word.
fn differs<W: Borrow<Word>>(a: &[W], b: &[W], at: usize, leeway: Leeway) -> Fit {
    let last = a.len() - 1;
    match at {
        0 if last == 0 || same_spelling(a[last].borrow(), b[last].borrow(), leeway).is_none() => Fit::Nothing,
        0 => Fit::Given,
        _ => Fit::Family,
    }
}

/// Whether two spellings of one word, at this cost, are taken for one name without other evidence.
pub(crate) fn surely_spelt(a: &Word, b: &Word, cost: f32) -> bool {
    cost <= match a.letters.chars().count().max(b.letters.chars().count()) {
        0..=3 => 0.1,
        4 => 0.21,
        5 => 0.3,
        6 => 0.4,
        7 => 0.6,
        _ => 0.85,
    }
}

/// Whether the word tells father from son, or one of a name from another: الأب، الابن، الثاني.
pub(crate) fn is_generation(word: &Word) -> bool {
    word.article && !word.house && term(&word.letters).is_some_and(|t| t.classes & class::GENERATION != 0)
}

fn shorter<W: Borrow<Word>>(short: &[W], long: &[W], leeway: Leeway) -> (Fit, usize, usize) {
    let last = long.len() - 1;
    if let [one] = short {
        let later = (1..=last).rev().find_map(|i| Some((same_spelling(one.borrow(), long[i].borrow(), leeway)?, i)));
        return match later {
            // of an Arabic name only the last word, or the family's, is used alone
            Some((cost, i)) if i == last || !long[i].borrow().is_given() => (Fit::Surname(cost), 0, i),
            _ if same_spelling(one.borrow(), long[0].borrow(), leeway).is_some() => (Fit::GivenName, 0, 0),
            _ => (Fit::Nothing, 0, 0),
        };
    }
    // the words of the short one, in order, among those of the long one
    let (mut at, mut sum, mut first) = (0, 0.0, None);
    for (k, word) in short.iter().enumerate() {
        let found = (at..long.len()).find_map(|i| Some((same_spelling(word.borrow(), long[i].borrow(), leeway)?, i)));
        let Some((cost, i)) = found else {
            return if k == 0 { (Fit::Given, 0, 0) } else { (Fit::Family, k, last) };
        };
        sum += cost;
        first = first.or(Some(i));
        at = i + 1;
    }
    let end = long[last].borrow();
    if is_generation(end) && at <= last {
        return (Fit::Family, short.len() - 1, last);
    }
    let prefix = known(&long[0].borrow().letters).is_some_and(|k| k.prefix) && !long[1].borrow().nasab;
    match first {
        Some(0) => (Fit::Shorter(sum), 0, 0),
        // جواد ظريف of محمد جواد ظريف
        Some(1) if prefix => (Fit::Shorter(sum), 0, 1),
        // surnames of two words: دي ميستورا، داود أوغلو
        Some(i) if long.len() - i == short.len() && !end.arabic => (Fit::Shorter(sum), 0, i),
        _ => (Fit::Given, 0, 0),
    }
}

/// Whether the names are the same when written without spaces: شي جين بينغ and شي جينبينغ.
fn run_together<W: Borrow<Word>>(a: &[W], b: &[W], leeway: Leeway) -> Option<f32> {
    let bytes = |w: &[W]| w.iter().map(|w| w.borrow().letters.len()).sum::<usize>();
    if bytes(a).abs_diff(bytes(b)) > 6 {
        return None;
    }
    let joined = |w: &[W]| w.iter().map(|w| w.borrow().letters.as_str()).collect::<String>();
    let (x, y) = (Word::new(&joined(a)), Word::new(&joined(b)));
    (x.sounds() == y.sounds()).then(|| same_spelling(&x, &y, leeway))?.map(|c| c + 0.1)
}
