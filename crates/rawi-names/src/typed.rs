//! A name as a user types it: under which names it is looked for, whether it finds a name, and how near to it a name comes.
//! Which names there are, the archive knows; whether two of them are one source is `compare`'s and `identity`'s.

use crate::compare::{Fit, fit, is_generation};
use crate::name::Name;
use crate::spelling::{Leeway, Word, distance, same_spelling};

/// The names under which a name that a user types is looked for: as it stands, and without what is no part of it, titles, offices and
/// forms of address. What only names an office or a body stays, without forms of address.
///
/// ```
/// use rawi_names::readings;
/// assert_eq!(readings("الشيخ حسن روحاني"), ["الشيخ حسن روحاني", "حسن روحاني"]);
/// assert_eq!(readings("معالي وزير الطاقة"), ["معالي وزير الطاقة", "وزير الطاقة"]);
/// assert_eq!(readings("المتحدث باسم شركة نوردال"), ["المتحدث باسم شركة نوردال"]);
/// ```
pub fn readings(typed: &str) -> Vec<&str> {
    let typed = typed.trim();
    let name = Name::new(typed);
    let own = if name.is_governed() { "" } else { name.name() };
    let bare = if own.is_empty() { name.role().filter(|_| name.name().is_empty()).unwrap_or_default() } else { own };
    // the same words as they stand in what was typed
    let bare = typed.find(bare).map_or("", |at| &typed[at..at + bare.len()]);
    if bare.is_empty() || bare == typed { vec![typed] } else { vec![typed, bare] }
}

/// A name as it is typed, and with what is written as one word or as two in the other way: عبدالفتاح and عبد الفتاح, ابوالغيط and أبو الغيط.
///
/// ```
/// use rawi_names::in_words;
/// assert_eq!(in_words("عبدالفتاح السيسي"), ["عبدالفتاح السيسي", "عبد الفتاح السيسي"]);
/// assert_eq!(in_words("أحمد أبو الغيط"), ["أحمد أبو الغيط", "أحمد أبوالغيط"]);
/// assert_eq!(in_words("نوال الدرعي"), ["نوال الدرعي"]);
/// ```
pub fn in_words(typed: &str) -> Vec<String> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let apart: Vec<String> = typed.split(' ').map(|word| apart(word).unwrap_or_else(|| word.to_owned())).collect();
    let mut together: Vec<String> = Vec::new();
    for word in typed.split(' ') {
        match together.last_mut() {
            Some(last) if BEGINNINGS.iter().any(|(begins, next)| last == begins && word.starts_with(next)) => last.push_str(word),
            _ => together.push(word.to_owned()),
        }
    }
    let mut ways = vec![typed];
    for way in [apart.join(" "), together.join(" ")] {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// What names of two words begin with, and how their second word begins.
const BEGINNINGS: [(&str, &str); 4] = [("عبد", "ال"), ("أبو", ""), ("ابو", ""), ("أبي", "ال")];

/// A word that is written as one and is two.
fn apart(word: &str) -> Option<String> {
    BEGINNINGS.iter().find_map(|(begins, next)| {
        let rest = word.strip_prefix(begins)?;
        (rest.starts_with(next) && rest.chars().count() >= next.chars().count() + 3).then(|| format!("{begins} {rest}"))
    })
}

/// How well a name that a user types finds a name: the higher, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// All words that were typed are among those of the name, one of them perhaps spelt otherwise.
    Part,
    /// One word was typed, the surname of a person.
    Surname,
    /// The whole name in another spelling.
    Spelling,
    /// The whole name.
    Whole,
}

/// Whether a name typed by a user finds this name of a source (with its titles, or of a body), and how well.
///
/// ```
/// use rawi_names::{Rank, matches};
/// assert_eq!(matches("بسكوف", "ديمتري بيسكوف"), Some(Rank::Surname));
/// assert_eq!(matches("دميتري بسكوف", "ديمتري بيسكوف"), Some(Rank::Spelling));
/// assert_eq!(matches("لافروف", "ديمتري بيسكوف"), None);
/// ```
pub fn matches(typed: &str, name: &str) -> Option<Rank> {
    let (asked, person, body) = (Name::read(typed), Name::new(name), Name::of_body(name));
    let is_person = !person.words().is_empty();
    let (query, words) = (asked.words(), if is_person { person.words() } else { body.words() });
    if query.is_empty() {
        return None;
    }
    match fit(query, words, Leeway::Alone).0 {
        Fit::Whole(0.0) => return Some(Rank::Whole),
        Fit::Whole(_) => return Some(Rank::Spelling),
        Fit::Surname(_) if is_person && query.len() == 1 => return Some(Rank::Surname),
        Fit::NoName => return None,
        _ => {}
    }
    let among = |q: &Word| words.iter().chain(body.words()).any(|w| same_spelling(q, w, Leeway::Alone).is_some());
    query.iter().all(among).then_some(Rank::Part)
}

/// How near a name comes to one that was typed and that nobody bears, 0 to 1: how much of what was typed it has, word by word, in letters
/// that differ little; or that all of its own words were typed, with others. The last word, by which people are mostly called, counts twice, and what tells father from son half.
///
/// ```
/// use rawi_names::{Name, nearness};
/// let near = |name| nearness(&Name::read("محمد الجبر"), &Name::read(name));
/// assert!(near("محمد الجبير") > near("عادل الجبير"));
/// assert!(near("عادل الجبير") > near("محمد العتيبي"));
/// let longer = nearness(&Name::read("محمد بن سلمان بن عبد العزيز"), &Name::read("محمد بن سلمان"));
/// assert!(longer > 0.7);
/// ```
pub fn nearness(typed: &Name, name: &Name) -> f32 {
    let asked = typed.words();
    let last = asked.iter().rposition(|w| !is_generation(w)).unwrap_or_default();
    let (mut sum, mut all) = (0.0, 0.0);
    for (k, word) in asked.iter().enumerate() {
        let weight = if k == last {
            2.0
        } else if is_generation(word) {
            0.5
        } else {
            1.0
        };
        all += weight;
        // a generation is no spelling of another: الأب، الابن
        let words = name.words().iter().filter(|w| !is_generation(word) || w.letters == word.letters);
        sum += weight * words.map(|w| alike(word, w)).fold(0.0, f32::max);
    }
    let near: f32 = if all > 0.0 { sum / all } else { 0.0 };
    // who types a name and goes on, with a grandfather or a tribe, has typed all of it
    let typed = |word: &Word| asked.iter().any(|w| alike(w, word) == 1.0);
    if name.words().len() >= 2 && name.words().iter().all(typed) { near.max(LONGER) } else { near }
}

/// How near a name comes of which all words were typed, and more.
const LONGER: f32 = 0.8;

/// How much of their letters two words share, 0 to 1; 0 where that is less than half.
fn alike(a: &Word, b: &Word) -> f32 {
    let letters = a.letters.chars().count().max(b.letters.chars().count()) as f32;
    let shared = 1.0 - distance(&a.letters, &b.letters, false) / letters.max(1.0);
    if shared < 0.5 { 0.0 } else { shared }
}
