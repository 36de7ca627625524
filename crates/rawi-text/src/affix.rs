//! Light morphology: the clitics a written word may carry.
//! A guess from letters alone, without a lexicon: `وزير` and `ووزير` look alike to it, so callers treat it as one reading among others.

/// The pieces of a folded word: conjunction, preposition, article, stem, pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Affixes<'w> {
    /// `و` or `ف`.
    pub conjunction: Option<char>,
    /// `ب`, `ل` or `ك`; with the article also `لل`.
    pub preposition: Option<char>,
    /// Whether the article stands (`ال`, `لل`).
    pub article: bool,
    /// What is left.
    pub stem: &'w str,
    /// The attached pronoun, or empty.
    pub pronoun: &'w str,
}

/// Pronouns, longest first.
const PRONOUNS: [&str; 8] = ["هما", "كما", "هم", "هن", "ها", "نا", "كم", "ه"];

/// Cuts the clitics off a word in the form that [`crate::fold`] gives. The stem keeps at least two letters.
pub fn affixes(folded: &str) -> Affixes<'_> {
    let mut a = Affixes { stem: folded, ..Affixes::default() };
    let long = |s: &str, n: usize| s.chars().nth(n).is_some();
    if long(a.stem, 3)
        && let Some(c @ ('و' | 'ف')) = a.stem.chars().next()
    {
        a.conjunction = Some(c);
        a.stem = &a.stem[c.len_utf8()..];
    }
    if let Some(rest) = a.stem.strip_prefix("لل").filter(|r| long(r, 1)) {
        (a.preposition, a.article, a.stem) = (Some('ل'), true, rest);
    } else {
        for (p, with) in [('ب', "بال"), ('ك', "كال"), ('ل', "لال")] {
            if let Some(rest) = a.stem.strip_prefix(with).filter(|r| long(r, 1)) {
                (a.preposition, a.article, a.stem) = (Some(p), true, rest);
            }
        }
        if a.preposition.is_none()
            && let Some(rest) = a.stem.strip_prefix("ال").filter(|r| long(r, 1))
        {
            (a.article, a.stem) = (true, rest);
        }
        if !a.article
            && long(a.stem, 3)
            && let Some(c @ ('ب' | 'ل')) = a.stem.chars().next()
        {
            a.preposition = Some(c);
            a.stem = &a.stem[c.len_utf8()..];
        }
    }
    if !a.article {
        for p in PRONOUNS {
            if let Some(rest) = a.stem.strip_suffix(p).filter(|r| long(r, 1)) {
                (a.pronoun, a.stem) = (p, rest);
                break;
            }
        }
    }
    a
}
