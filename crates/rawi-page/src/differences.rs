//! Two texts side by side, with what differs marked: revisions of an article, or copies of a story.

use std::time::Duration;

use askama::Template;
use similar::{ChangeTag, TextDiff};

use crate::escape::plain;
use crate::lang::Lang;
use crate::site::{Place, Site};
use crate::words::Words;

/// Beyond it, what is left is shown as different altogether.
const PATIENCE: Duration = Duration::from_millis(200);

/// Two texts.
#[derive(Debug, Clone)]
pub struct DifferencesPage<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// What the page is about: the title of the article.
    pub title: &'a str,
    /// The earlier one.
    pub before: Version<'a>,
    /// The later one.
    pub after: Version<'a>,
}

/// One of the two.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// The identifier of its article.
    pub article: &'a str,
    /// What to call it: its outlet, or the number of the revision.
    pub name: &'a str,
    /// When it was published or added, RFC 3339.
    pub when: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

#[derive(Template)]
#[template(path = "differences.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    title: String,
    sides: [Side<'a>; 2],
    same: bool,
}

struct Side<'a> {
    version: Version<'a>,
    href: String,
    /// The element that marks what the other side lacks.
    element: &'static str,
    /// Paragraphs: stretches of words, and whether the other side lacks them.
    paragraphs: Vec<Vec<(String, bool)>>,
}

/// The page of two texts.
pub fn differences(page: &DifferencesPage) -> String {
    let DifferencesPage { site, before, after, .. } = *page;
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(before.text, after.text);
    let mut sides = [(before, "del"), (after, "ins")].map(|(version, element)| Side {
        version,
        href: site.article(version.article),
        element,
        paragraphs: vec![Vec::new()],
    });
    for change in diff.iter_all_changes() {
        let [left, right] = &mut sides;
        let (word, alone) = (change.value().to_owned(), change.tag() != ChangeTag::Equal);
        if change.tag() != ChangeTag::Insert {
            left.add(&word, alone);
        }
        if change.tag() != ChangeTag::Delete {
            right.add(&word, alone);
        }
    }
    let same = before.text == after.text;
    Page { site, w: site.words(), lang: site.lang, place: Place::Elsewhere, title: plain(page.title), sides, same }.to_string()
}

impl Side<'_> {
    /// Puts a word or the white space between two at the end; `alone` tells that the other side lacks it.
    fn add(&mut self, word: &str, alone: bool) {
        if word.contains('\n') {
            self.paragraphs.push(Vec::new());
            return;
        }
        let paragraph = self.paragraphs.last_mut().expect("there is one from the start");
        match paragraph.last_mut() {
            Some((stretch, same)) if *same == alone => stretch.push_str(word),
            _ => paragraph.push((word.to_owned(), alone)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_side_lacks_is_marked_on_the_other() {
        let site = Site::default();
        let version = |text| Version { article: "3f2a9c1b04de5a77", name: "وكالة الساحل", when: None, text };
        let marked = |before, after| {
            let page = differences(&DifferencesPage { site: &site, title: "", before: version(before), after: version(after) });
            let pieces = page.split(['<', '>']).collect::<Vec<_>>();
            pieces.windows(2).filter(|p| ["ins", "del"].contains(&p[0])).map(|p| format!("{}:{}", p[0], p[1])).collect::<Vec<_>>()
        };
        assert_eq!(marked("قال الوزير إن الجسر آمن\nثم غادر", "قال وزير النقل إن الجسر آمن\nثم غادر"), ["del:الوزير", "ins:وزير النقل"]);
        assert!(marked("قال", "قال").is_empty());
    }
}
