//! The headline of a page, and how it stands above the text.
//! Pages say it several times, each time otherwise: with the outlet's name, cut short, or instead of it the outlet's name alone. What
//! most of them agree on is the headline. Readability's own rules are not for Arabic news: they take what stands before a colon for
//! the site, and «الكرملين: …» says who speaks.

use crate::spelling::folded;

/// Where a headline may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A first heading.
    First,
    /// What the page calls a title or headline.
    Called,
    /// A lower heading in the article, one elsewhere.
    Inside,
    Elsewhere,
    /// What the page says to machines of the article, and to other sites.
    Article,
    Social,
    /// The page's title.
    Page,
}

impl Place {
    /// How much it counts. One or two words are oftener a section's name, or the outlet's.
    fn weight(self, words: usize) -> u32 {
        let weight = match self {
            // A heading and a page's title may both name the section.
            Self::Article => 8,
            Self::First | Self::Social => 6,
            Self::Called | Self::Page => 4,
            Self::Inside => 2,
            Self::Elsewhere => 1,
        };
        if words > 2 { 2 * weight } else { weight }
    }

    /// Whether the reader sees it as a headline.
    fn is_seen(self) -> bool {
        matches!(self, Self::First | Self::Called | Self::Inside | Self::Elsewhere)
    }
}

/// The headline that these agree on, each in one line: those that are seen in the order of the page. `sites` are the names of the
/// outlet; `is_line` tells whether a text stands on the page as a line of its own.
pub(crate) fn agreed(said: &[(Place, String)], sites: &[String], mut is_line: impl FnMut(&str) -> bool) -> Option<String> {
    let outlet = sites.first().map(String::as_str);
    let is_site = |text: &str| sites.iter().any(|site| folded(site) == folded(text));
    let candidates: Vec<(Place, &str)> =
        said.iter().map(|(place, text)| (*place, text.as_str())).filter(|(_, text)| !text.is_empty() && !is_site(text)).collect();
    let weight = |&(place, text): &(Place, &str)| place.weight(text.split_whitespace().count());
    let support = |candidate: &(Place, &str)| -> u32 {
        // Twice in one place is no agreement.
        let others = candidates.iter().filter(|other| other.0 != candidate.0 && agree(candidate.1, other.1));
        weight(candidate) + others.map(weight).sum::<u32>()
    };
    let mut best: Option<(u32, (Place, &str))> = None;
    for candidate in &candidates {
        let support = support(candidate);
        if best.is_none_or(|(most, _)| support > most) {
            best = Some((support, *candidate));
        }
    }
    // Nothing but names of the site: the page is the site's.
    let Some((_, best)) = best else { return said.first().map(|(_, text)| text.clone()).filter(|text| !text.is_empty()) };
    let mut group: Vec<(Place, &str)> = candidates.iter().copied().filter(|other| agree(best.1, other.1)).collect();
    group.sort_by_key(|candidate| std::cmp::Reverse((candidate.0.is_seen(), !is_cut(candidate.1), weight(candidate))));
    let (place, text) = *group.first()?;
    if place.is_seen() {
        return Some(text.to_owned());
    }
    // What is a line of the page without what stands beside it in the title: the reader sees it.
    const LONGEST: usize = 1024;
    let seen = parts(text)
        .take_while(|_| text.len() < LONGEST)
        .filter(|part| part.split_whitespace().count() > 2 && !is_site(part) && is_line(part))
        .max_by_key(|part| part.len());
    Some(seen.map_or_else(|| without_outlet(text, outlet), str::to_owned))
}

/// Whether two texts are the same headline: but for what stands beside it, or cut short.
fn agree(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let is_end = || short.split_whitespace().count() > 3 && (long.starts_with(short.as_str()) || long.ends_with(short.as_str()));
    let begins = || is_cut(short) && long.starts_with(short.trim_end_matches(['.', '…']).trim_end());
    one == other || is_part(short, long) || (2 * short.len() > long.len() && long.contains(short.as_str())) || is_end() || begins()
}

fn is_cut(title: &str) -> bool {
    title.ends_with('…') || title.ends_with("...")
}

/// What stands before, after and between the separators of a title.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    let cuts = || SEPARATORS.iter().flat_map(|separator| title.match_indices(separator).map(|(at, found)| (at, at + found.len())));
    let before = cuts().map(|(start, _)| title[..start].trim());
    let after = cuts().flat_map(move |(_, end)| {
        std::iter::once(title[end..].trim())
            .chain(cuts().filter(move |(start, _)| *start > end).map(move |(start, _)| title[end..start].trim()))
    });
    before.chain(after)
}

/// What stands between the parts of a page's title.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", "|"];

/// Whether a line is a title less its first or last parts.
fn is_part(line: &str, title: &str) -> bool {
    let separated = |rest: &str, at_start: bool| {
        SEPARATORS.iter().any(|separator| {
            let separator = separator.trim();
            if at_start { rest.trim_start().starts_with(separator) } else { rest.trim_end().ends_with(separator) }
        })
    };
    !line.is_empty()
        && (title.strip_prefix(line).is_some_and(|rest| separated(rest, true))
            || title.strip_suffix(line).is_some_and(|rest| separated(rest, false)))
}

/// Cuts the outlet's name off an end of a title: «… | اسم الموقع».
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let words = |text: &str| text.split_whitespace().count();
    let is_outlet = |part: &str| {
        outlet.is_some_and(|outlet| {
            let (part, outlet) = (part.to_lowercase(), outlet.to_lowercase());
            part == outlet || (words(&part) <= 6 && part.contains(&outlet)) || (words(&part) >= 2 && outlet.contains(&part))
        })
    };
    let cut_once = |title: &str| {
        SEPARATORS.iter().find_map(|separator| {
            let (rest, last) = title.rsplit_once(separator)?;
            let after_bar = separator.contains('|') && words(last) <= 4 && words(rest) >= 3;
            if after_bar || is_outlet(last.trim()) {
                return Some(rest.len());
            }
            None
        })
    };
    let mut title = title;
    while let Some(length) = cut_once(title) {
        title = title[..length].trim();
    }
    let prefix = SEPARATORS.iter().find_map(|separator| {
        let (first, rest) = title.split_once(separator)?;
        is_outlet(first.trim()).then_some(rest.trim())
    });
    prefix.unwrap_or(title).to_owned()
}

/// The headline, and the text that it and the body make.
pub(crate) fn under_headline(title: Option<String>, body: &str) -> (Option<String>, String) {
    let (title, body) = match title {
        Some(title) => headed(title, body),
        None => (None, body),
    };
    let text = match (&title, body) {
        (Some(title), "") => title.clone(),
        (Some(title), body) => format!("{title}\n{body}"),
        (None, body) => body.to_owned(),
    };
    (title, text)
}

/// The headline, and the body without the headline that some pages repeat in its first lines. Where such a line is the
/// title less what stands before or after a dash or bar, that was the outlet or section, and the line is the headline.
fn headed(title: String, body: &str) -> (Option<String>, &str) {
    let mut rest = body;
    for _ in 0..3 {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line == title || is_part(line, &title) {
            return (Some(line.to_owned()), after);
        }
        // Only a section's name or a kicker stands before a headline.
        if line.chars().count() > 60 {
            break;
        }
        rest = after;
    }
    (Some(title), body)
}
