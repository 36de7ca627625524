//! The page on which a person gives the token.

use askama::Template;

use crate::site::{Place, Site};
use crate::words::Words;

#[derive(Template)]
#[template(path = "enter.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    place: Place,
    to: &'a str,
    wrong: bool,
}

/// The page with the field for the token. `to` is where to go then, an address of this server; `wrong` says that another one was given.
pub fn enter(site: &Site, to: &str, wrong: bool) -> String {
    Page { site, w: site.words(), place: Place::Elsewhere, to, wrong }.to_string()
}
