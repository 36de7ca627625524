//! What every page of the server shares: language, base of its addresses, and what may be done.

use crate::assets::{icon_name, script_name, style_name};
use crate::lang::Lang;
use crate::words::Words;

/// Where a page stands and for whom it is made.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The language of the page.
    pub lang: Lang,
    /// What stands before every path: nothing, or `/rawi`.
    pub base: String,
    /// Path and query of the page, without `lang`; the switch of languages is made from the query.
    pub here: String,
    /// Whether an archive is open. Without one there is the reading box alone.
    pub archive: bool,
    /// Whether who looks may change the archive.
    pub writable: bool,
}

/// The pages that every page leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Search,
    Speakers,
    Outlets,
    Read,
    Api,
    /// None of them.
    Elsewhere,
}

/// An item of the navigation.
pub struct Link {
    pub href: String,
    pub name: &'static str,
    pub here: bool,
}

impl Site {
    /// The strings of its language.
    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }

    /// The pages that there are, and which of them `place` is.
    pub(crate) fn links(&self, place: &Place) -> Vec<Link> {
        let w = self.words();
        let all = [
            (Place::Search, "/search", w.search, true),
            (Place::Speakers, "/speakers", w.speakers, true),
            (Place::Outlets, "/outlets", w.outlets, true),
            (Place::Read, "/read", w.read, false),
            (Place::Api, "/api", w.api, false),
        ];
        let there = all.into_iter().filter(|(.., archive)| self.archive || !archive);
        there.map(|(link, path, name, _)| Link { href: format!("{}{path}", self.base), name, here: link == *place }).collect()
    }

    /// The same page in the other language, as an address relative to it.
    pub(crate) fn switch(&self) -> String {
        let query = self.here.split_once('?').map(|(_, query)| query).filter(|query| !query.is_empty());
        let lang = self.lang.other().code();
        query.map_or_else(|| format!("?lang={lang}"), |query| format!("?{query}&lang={lang}"))
    }

    /// The address of the style sheet.
    pub(crate) fn style(&self) -> String {
        format!("{}/assets/{}", self.base, style_name())
    }

    /// The address of the icon.
    pub(crate) fn icon(&self) -> String {
        format!("{}/assets/{}", self.base, icon_name())
    }

    /// The address of the script.
    pub(crate) fn script(&self) -> String {
        format!("{}/assets/{}", self.base, script_name())
    }

    /// The page of an article, or of a statement in it.
    pub(crate) fn article(&self, id: &str) -> String {
        format!("{}/articles/{}", self.base, crate::address::encoded(id))
    }

    /// The page of a speaker.
    pub(crate) fn speaker(&self, identity: u64) -> String {
        format!("{}/speakers/{identity}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language() {
        let switch = |here: &str| Site { here: here.into(), ..Site::default() }.switch();
        assert_eq!(switch("/rawi/search?q=%D8%B3&page=2"), "?q=%D8%B3&page=2&lang=en");
        assert_eq!(switch("/"), "?lang=en");
        assert_eq!(switch("//example.org/?"), "?lang=en");
    }
}
