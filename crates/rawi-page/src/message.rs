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
    /// What exactly was found, for whoever can use it.
    detail: Option<&'a str>,
}

/// The page of an answer with this status; both texts are in the language of the site.
pub fn message(site: &Site, status: u16, title: &str, what_to_do: &str) -> String {
    Page { site, w: site.words(), lang: site.lang, place: Place::Elsewhere, status, title, what_to_do, detail: None }.to_string()
}

/// The page of an answer that is no success: what its status means, what to do, and `detail`, which says what exactly was found.
pub fn problem(site: &Site, status: u16, detail: &str) -> String {
    let w = site.words();
    let (title, what_to_do) = match status {
        401 | 403 | 421 => (w.not_allowed, w.with_token),
        404 | 405 => (w.not_there, w.look_for_it),
        413 => (w.too_long, w.send_less),
        415 | 422 => (w.not_readable, w.send_otherwise),
        408 | 429 | 503 => (w.not_now, w.try_again),
        500.. => (w.broke, w.see_log),
        _ => (w.not_understood, w.ask_otherwise),
    };
    Page { site, w, lang: site.lang, place: Place::Elsewhere, status, title, what_to_do, detail: Some(detail) }.to_string()
}
