//! Pages as files: what is written is one page that needs nothing else, in Arabic.
//! The articles in it are `story`'s.

use askama::Template;

use crate::assets::{ARTICLE_SCRIPT, STYLE};
use crate::escape::plain;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::story::Story;

#[derive(Template)]
#[template(path = "file.html", block = "opening")]
struct Opening {
    title: String,
    style: &'static str,
    version: &'static str,
}

#[derive(Template)]
#[template(path = "file.html", block = "closing")]
struct Closing {
    script: &'static str,
}

/// What stands before the first article of a file; `heading` is what to call it.
pub fn opening(heading: &str) -> String {
    Opening { title: plain(heading), style: STYLE, version: env!("CARGO_PKG_VERSION") }.to_string()
}

/// What stands after the last one.
pub fn closing() -> String {
    Closing { script: ARTICLE_SCRIPT }.to_string()
}

/// An article of a file.
pub fn document(finding: &Finding) -> String {
    Story::new(finding, Lang::Ar, &[]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::tags::nests;

    #[test]
    fn tags_nest() {
        for finding in [fixture::explained(fixture::harbour()), fixture::odd(), fixture::empty()] {
            nests(&(opening(&finding.record.id) + &document(&finding) + &closing()));
        }
    }

    #[test]
    fn nothing_is_fetched() {
        let page = opening("") + &closing();
        for word in ["http:", "https:", "url(", "@import", "src=", "fetch"] {
            assert!(!page.contains(word), "{word}");
        }
    }
}
