//! What the tables in `data/` say: one place that reads them. No decisions.

use rawi_text::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is known of an Arabic personal name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The spelling that stands for all of them.
    pub canonical: String,
    /// A given name of men or women.
    pub given: bool,
    /// A family or tribal name that many bear.
    pub family: bool,
    /// Stands before a given name and is often left out.
    pub prefix: bool,
}

/// The rows of a table: lines that are neither empty nor comments, cut at tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

static NAMES: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut out: HashMap<String, Known> = HashMap::new();
    for row in rows(include_str!("../data/names.tsv")) {
        let [class, names] = row[..] else { continue };
        let names: Vec<String> = names.split(' ').map(fold).collect();
        if class == "spellings" {
            let first = out.get(&names[0]).cloned().unwrap_or(Known { canonical: names[0].clone(), given: true, ..Known::default() });
            out.extend(names.into_iter().map(|n| (n, first.clone())));
            continue;
        }
        for name in names {
            let known = out.entry(name).or_insert_with_key(|n| Known { canonical: n.clone(), ..Known::default() });
            known.given |= class == "given";
            known.family |= class == "family";
            known.prefix |= class == "prefix";
        }
    }
    out
});

/// The Arabic personal name that a folded word without article is.
pub(crate) fn known(word: &str) -> Option<&'static Known> {
    NAMES.get(word)
}

/// Whether one folded given name is a short form of the other: جو of جوزيف.
pub(crate) fn shortened(a: &str, b: &str) -> bool {
    static FORMS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
        let mut out: HashMap<String, Vec<usize>> = HashMap::new();
        for (k, row) in rows(include_str!("../data/shortened.tsv")).enumerate() {
            row[0].split(' ').for_each(|name| out.entry(fold(name)).or_default().push(k));
        }
        out
    });
    matches!((FORMS.get(a), FORMS.get(b)), (Some(x), Some(y)) if x.iter().any(|k| y.contains(k)))
}

/// Whole names, and beginnings of names, whose ال is no article.
static ARTICLELESS: LazyLock<(HashSet<String>, Vec<String>)> = LazyLock::new(|| {
    let mut out = (HashSet::new(), Vec::new());
    for row in rows(include_str!("../data/articleless.tsv")) {
        match row[0].strip_suffix('-') {
            Some(beginning) => out.1.push(fold(beginning)),
            None => {
                out.0.insert(fold(row[0]));
            }
        }
    }
    out
});

/// A folded word without its article, and whether it had one.
pub(crate) fn without_article(word: &str) -> (&str, bool) {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().nth(1).is_some() => {
            let (whole, beginnings) = &*ARTICLELESS;
            let own = whole.contains(word) || beginnings.iter().any(|b| word.starts_with(b.as_str()));
            if own { (word, false) } else { (rest, true) }
        }
        _ => (word, false),
    }
}

/// A folded word without a conjunction or preposition that what is left shows to be one; without article then.
pub(crate) fn detach(folded: &str) -> (&str, bool) {
    let (stem, article) = without_article(folded);
    if article || term(stem).is_some() || known(stem).is_some() {
        return (stem, false);
    }
    let joined = |w: &str| -> Option<usize> {
        for p in ["لل", "بال", "كال", "وال", "ولل", "وبال"] {
            if w.strip_prefix(p).is_some_and(|r| r.chars().nth(2).is_some() || term(r).is_some()) {
                return Some(p.len());
            }
        }
        let shown = |r: &str| term(r).is_some() || is_state(r);
        ["و", "ل", "ب"].into_iter().find(|p| w.strip_prefix(p).is_some_and(shown)).map(str::len)
    };
    match joined(folded) {
        Some(n) => (&folded[n..], true),
        None => (stem, false),
    }
}

/// Costs of replacing letters and groups of two letters, and the classes of skeletons.
pub(crate) struct Letters {
    /// By the codes of both letters; 1 where no row says less.
    costs: Vec<f32>,
    /// By the codes of the last letters of both groups.
    groups: Vec<Vec<(Vec<char>, Vec<char>, f32)>>,
    pub classes: HashMap<char, char>,
}

/// More than there are letters of Arabic and of its neighbours that foreign names are written with.
const CODES: usize = 64;

/// A small number for each letter; 0 for all that no table names.
fn code(c: char) -> usize {
    const MORE: [char; 7] = ['پ', 'چ', 'ژ', 'ڤ', 'گ', 'ڨ', 'ڭ'];
    match c {
        'ء'..='ي' => c as usize - 'ء' as usize + 1,
        _ => MORE.iter().position(|&m| m == c).map_or(0, |k| CODES - MORE.len() + k),
    }
}

impl Letters {
    /// What it costs that one letter stands for another.
    pub fn replaced(&self, a: char, b: char) -> f32 {
        self.costs[code(a) * CODES + code(b)]
    }

    /// The groups, of more than one letter together, that end one word and stand for what ends the other; lengths of both, cost.
    pub fn groups<'l>(&'l self, a: &'l [char], b: &'l [char]) -> impl Iterator<Item = (usize, usize, f32)> + 'l {
        let last = |w: &[char]| w.last().map_or(0, |&c| code(c));
        let found = self.groups[last(a) * CODES + last(b)].iter().filter(|(x, y, _)| a.ends_with(x) && b.ends_with(y));
        found.map(|(x, y, cost)| (x.len(), y.len(), *cost))
    }
}

pub(crate) static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut out = Letters { costs: vec![1.0; CODES * CODES], groups: vec![Vec::new(); CODES * CODES], classes: HashMap::new() };
    for row in rows(include_str!("../data/letters.tsv")) {
        let [letters, cost, class] = row[..] else { continue };
        let cost: f32 = cost.parse().unwrap_or(1.0);
        if letters.contains(' ') {
            let groups: Vec<Vec<char>> = letters.split(' ').map(|g| g.chars().collect()).collect();
            for (a, b) in groups.iter().flat_map(|a| groups.iter().map(move |b| (a, b))).filter(|(a, b)| a != b) {
                out.groups[code(a[a.len() - 1]) * CODES + code(b[b.len() - 1])].push((a.clone(), b.clone(), cost));
            }
            continue;
        }
        for a in letters.chars() {
            if class != "-" {
                out.classes.insert(a, class.chars().next().unwrap_or('-'));
            }
            for b in letters.chars().filter(|&b| b != a) {
                let known = &mut out.costs[code(a) * CODES + code(b)];
                *known = known.min(cost);
            }
        }
    }
    out
});

/// The classes of a word in `data/words.tsv`, one bit each.
pub(crate) mod class {
    pub const HONORIFIC: u32 = 1;
    pub const TITLE: u32 = 1 << 1;
    pub const OFFICE: u32 = 1 << 2;
    pub const CALLING: u32 = 1 << 3;
    pub const FIELD: u32 = 1 << 4;
    pub const PARTICLE: u32 = 1 << 5;
    pub const OUTLET: u32 = 1 << 6;
    pub const ORGANIZATION: u32 = 1 << 7;
    pub const GOVERNMENT: u32 = 1 << 8;
    pub const GROUP: u32 = 1 << 9;
    pub const UNNAMED: u32 = 1 << 10;
    pub const DOCUMENT: u32 = 1 << 11;
    pub const DROP: u32 = 1 << 12;
    pub const OMITTED: u32 = 1 << 13;
    pub const ADJECTIVE: u32 = 1 << 14;
    pub const PAST: u32 = 1 << 15;
    pub const GENERATION: u32 = 1 << 16;
    pub const PROPER: u32 = 1 << 17;
    pub const BANK: u32 = 1 << 18;
    /// In the order of the bits.
    pub const NAMES: [&str; 19] = [
        "honorific",
        "title",
        "office",
        "calling",
        "field",
        "particle",
        "outlet",
        "organization",
        "government",
        "group",
        "unnamed",
        "document",
        "drop",
        "omitted",
        "adjective",
        "past",
        "generation",
        "proper",
        "bank",
    ];
}

/// What is known of a word that stands in titles, offices and the names of bodies.
#[derive(Debug, Default)]
pub(crate) struct Term {
    pub classes: u32,
    /// The word that stands for it and its synonyms.
    pub canonical: String,
}

struct Terms {
    words: HashMap<String, Term>,
    /// Sequences of canonical words, and what stands for them; longest first.
    phrases: Vec<(Vec<String>, Vec<String>)>,
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let mut out = Terms { words: HashMap::new(), phrases: Vec::new() };
    for row in rows(include_str!("../data/words.tsv")) {
        let [name, words] = row[..] else { continue };
        let synonyms = words.split(' ').map(|s| s.split('=').map(fold).collect::<Vec<String>>());
        let Some(bit) = class::NAMES.iter().position(|n| *n == name) else {
            let cut = |s: &String| s.split('_').map(str::to_owned).collect::<Vec<String>>();
            out.phrases.extend(synonyms.flat_map(|s| s[1..].iter().map(|p| (cut(p), cut(&s[0]))).collect::<Vec<_>>()));
            continue;
        };
        for synonym in synonyms {
            for word in &synonym {
                let stem = word.strip_prefix("ال").filter(|r| r.chars().nth(2).is_some()).unwrap_or(word);
                let term = out.words.entry(stem.to_owned()).or_default();
                term.classes |= 1 << bit;
                if term.canonical.is_empty() {
                    term.canonical.clone_from(&synonym[0]);
                }
            }
        }
    }
    out.phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    out
});

/// What is known of a folded word without article.
pub(crate) fn term(stem: &str) -> Option<&'static Term> {
    TERMS.words.get(stem)
}

/// Replaces phrases that mean the same office by the one that stands for them.
pub(crate) fn unify_phrases(words: &mut Vec<String>) {
    for (from, to) in &TERMS.phrases {
        if let Some(at) = words.windows(from.len()).position(|w| w == from) {
            words.splice(at..at + from.len(), to.iter().cloned());
        }
    }
}

/// The domains of few office holders that a word of an office shows, one bit each.
pub(crate) fn domains(word: &str) -> u32 {
    static DOMAINS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
        let mut out = HashMap::new();
        for (k, row) in rows(include_str!("../data/domains.tsv")).enumerate() {
            row[1].split(' ').for_each(|w| *out.entry(canonical(&fold(w)).to_owned()).or_default() |= 1 << k);
        }
        out
    });
    DOMAINS.get(word).copied().unwrap_or_default()
}

/// The word that stands for a folded word without article and its synonyms in offices.
fn canonical(stem: &str) -> &str {
    term(stem).map_or(stem, |t| &t.canonical)
}

struct Countries {
    /// By the first word: the other words of the name, and what stands for the state; longest first.
    names: HashMap<String, Vec<(Vec<String>, String)>>,
    adjectives: HashMap<String, String>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| {
    let mut out = Countries { names: HashMap::new(), adjectives: HashMap::new() };
    for row in rows(include_str!("../data/countries.tsv")) {
        let first = row[0].split(',').next().unwrap_or_default();
        let canonical = format!("@{}", fold(first).replace(' ', "_"));
        for name in row[0].split(',') {
            let mut words: Vec<String> = name.split(' ').map(|w| without_article(&fold(w)).0.to_owned()).collect();
            let head = words.remove(0);
            out.names.entry(head).or_default().push((words, canonical.clone()));
        }
        for adjective in row.get(1).into_iter().flat_map(|a| a.split(' ')).filter(|a| !a.is_empty()) {
            let a = fold(adjective);
            out.adjectives.insert(format!("{a}ه"), canonical.clone());
            out.adjectives.insert(a, canonical.clone());
        }
    }
    out.names.values_mut().for_each(|v| v.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b))));
    out
});

/// The state that the words without articles begin with, by name or adjective, and how many words that is. A name of several
/// words is only found when all of them stand there.
pub(crate) fn country(stems: &[&str]) -> Option<(&'static str, usize)> {
    let first = stems.first()?;
    let named = COUNTRIES.names.get(*first).into_iter().flatten();
    let fits = |rest: &Vec<String>| stems.len() > rest.len() && rest.iter().zip(&stems[1..]).all(|(a, b)| a == b);
    named
        .filter(|(rest, _)| fits(rest))
        .map(|(rest, c)| (c.as_str(), rest.len() + 1))
        .next()
        .or_else(|| COUNTRIES.adjectives.get(*first).map(|c| (c.as_str(), 1)))
}

/// Whether a word without article is the whole name of a state.
fn is_state(stem: &str) -> bool {
    COUNTRIES.names.get(stem).is_some_and(|names| names.iter().any(|(rest, _)| rest.is_empty()))
}

/// Whether a word without article is an adjective of a state: أميركية.
pub(crate) fn is_state_adjective(stem: &str) -> bool {
    COUNTRIES.adjectives.contains_key(stem)
}

/// Whether a word without article is an adjective of a state in the masculine singular, as which it is a surname too: سوداني.
pub(crate) fn is_nationality(stem: &str) -> bool {
    stem.ends_with('ي') && COUNTRIES.adjectives.contains_key(stem)
}

struct Bodies {
    /// By all their words without articles.
    names: HashMap<String, String>,
    /// The first words of those in `several`.
    heads: HashSet<String>,
    /// How many words the longest name has.
    longest: usize,
    /// Those that have several names, without short ones, which may be other words.
    several: HashSet<String>,
}

static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    let stems =
        |name: &str| body_key(&name.split(' ').map(fold).collect::<Vec<String>>().iter().map(|w| detach(w).0).collect::<Vec<&str>>());
    let mut out = Bodies { names: HashMap::new(), heads: HashSet::new(), longest: 0, several: HashSet::new() };
    for row in rows(include_str!("../data/bodies.tsv")) {
        let names: Vec<String> = row[0].split(',').map(stems).collect();
        let canonical = names[0].replace(' ', "_");
        for name in &names {
            out.longest = out.longest.max(name.split(' ').count());
            if names.len() > 1 && (name.contains(' ') || name.chars().count() > 3) {
                out.heads.extend(name.split(' ').next().map(str::to_owned));
                out.several.insert(name.clone());
            }
            out.names.insert(name.clone(), canonical.clone());
        }
    }
    out
});

/// The words of a body's name; ج and غ are one in foreign names.
fn body_key(stems: &[&str]) -> String {
    stems.join(" ").replace('ج', "غ")
}

/// What stands for the body that the words without articles name, whole, when it is known under several names or is a news medium.
pub(crate) fn body(stems: &[&str]) -> Option<&'static str> {
    BODIES.names.get(&body_key(stems)).map(String::as_str)
}

/// What stands for the body of several names that words of an office begin with, and how many words that is.
pub(crate) fn body_within(stems: &[&str]) -> Option<(&'static str, usize)> {
    if !BODIES.heads.contains(&body_key(&stems[..1.min(stems.len())])) {
        return None;
    }
    let most = BODIES.longest.min(stems.len());
    let name = |n: usize| BODIES.several.get(&body_key(&stems[..n])).map(|name| (BODIES.names[name].as_str(), n));
    (1..=most).rev().find_map(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_has_its_columns() {
        for row in rows(include_str!("../data/names.tsv")) {
            assert!(row.len() == 2 && ["given", "family", "prefix", "spellings"].contains(&row[0]), "{row:?}");
            assert!(!row[1].split(' ').any(str::is_empty), "{row:?}");
        }
        for row in rows(include_str!("../data/words.tsv")) {
            assert!(row.len() == 2 && (class::NAMES.contains(&row[0]) || row[0] == "phrase"), "{row:?}");
            assert!(!row[1].split([' ', '=']).any(str::is_empty), "{row:?}");
        }
        for row in rows(include_str!("../data/letters.tsv")) {
            assert!(row.len() == 3 && row[1].parse::<f32>().is_ok() && row[2].chars().count() == 1, "{row:?}");
        }
        for row in rows(include_str!("../data/domains.tsv")) {
            assert!(row.len() == 2 && !row[1].split(' ').any(str::is_empty), "{row:?}");
        }
        for row in rows(include_str!("../data/countries.tsv")) {
            assert!((1..=2).contains(&row.len()), "{row:?}");
        }
    }
}
