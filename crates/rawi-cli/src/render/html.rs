//! `--format html`: one self-contained right-to-left page, each article with its statements marked and listed beside it.
//! How an article looks is `rawi-page`'s.

use rawi_page::Finding;

use super::{Rendered, Renderer};

/// `--format html`.
pub struct Web;

impl Renderer for Web {
    fn opening(&self, heading: &str) -> String {
        rawi_page::opening(heading)
    }

    fn closing(&self) -> String {
        rawi_page::closing()
    }

    fn document(&self, finding: &Finding) -> Rendered {
        Rendered { body: rawi_page::document(finding), heading: finding.heading().into_owned(), ..Rendered::default() }
    }
}
