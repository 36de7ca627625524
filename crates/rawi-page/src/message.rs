//! A page that says what happened and what to do next: an empty archive, nothing found, something broken.

use askama::Template;

use crate::lang::Lang;
use crate::site::{Place, Site};
use crate::words::Words;

#[derive(Template)]
#[template(path = "message.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    lang: Lang,
    place: Place,
    status: u16,
    title: &'a str,
    what_to_do: &'a str,
}

/// The page of an answer with this status; both texts are in the language of the site.
pub fn message(site: &Site, status: u16, title: &str, what_to_do: &str) -> String {
    Page { site, w: site.words(), lang: site.lang, place: Place::Elsewhere, status, title, what_to_do }.to_string()
}
