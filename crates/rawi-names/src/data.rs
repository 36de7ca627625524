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
            let first = out.get(&names[0]).cloned().unwrap_or(Known { canonical: names[0].clone(), given: true, family: false });
            out.extend(names.into_iter().map(|n| (n, first.clone())));
            continue;
        }
        for name in names {
            let known = out.entry(name).or_insert_with_key(|n| Known { canonical: n.clone(), ..Known::default() });
            known.given |= class == "given";
            known.family |= class == "family";
        }
    }
    out
});

/// The Arabic personal name that a folded word without article is.
pub(crate) fn known(word: &str) -> Option<&'static Known> {
    NAMES.get(word)
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

/// Costs of replacing letters, and the classes of skeletons.
pub(crate) struct Letters {
    pub costs: HashMap<(char, char), f32>,
    pub classes: HashMap<char, char>,
}

pub(crate) static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut out = Letters { costs: HashMap::new(), classes: HashMap::new() };
    for row in rows(include_str!("../data/letters.tsv")) {
        let [letters, cost, class] = row[..] else { continue };
        let cost: f32 = cost.parse().unwrap_or(1.0);
        for a in letters.chars() {
            if class != "-" {
                out.classes.insert(a, class.chars().next().unwrap_or('-'));
            }
            for b in letters.chars().filter(|&b| b != a) {
                let known = out.costs.entry((a, b)).or_insert(1.0);
                *known = known.min(cost);
            }
        }
    }
    out
});
