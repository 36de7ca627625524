//! What a person sees of Rawi as HTML: articles with their statements marked, results of a search, speakers, outlets. One rendering of
//! each thing, in the files that the command writes and on the pages of the server alike.
//!
//! It is handed what was read and found, and gives back text. It opens nothing, asks nothing, and knows no HTTP.

mod address;
#[cfg(feature = "archive")]
mod api;
#[cfg(feature = "archive")]
mod article;
#[cfg(feature = "archive")]
mod asked;
mod assets;
#[cfg(feature = "archive")]
mod atom;
#[cfg(feature = "archive")]
mod chart;
#[cfg(feature = "archive")]
mod counted;
#[cfg(feature = "archive")]
mod differences;
#[cfg(feature = "archive")]
mod enter;
mod escape;
#[cfg(feature = "archive")]
mod facets;
mod file;
pub mod finding;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
#[cfg(feature = "archive")]
mod hit;
pub mod labels;
mod lang;
mod marks;
#[cfg(feature = "archive")]
mod message;
mod number;
#[cfg(feature = "archive")]
mod outlets;
#[cfg(feature = "archive")]
mod read;
#[cfg(feature = "archive")]
mod results;
#[cfg(feature = "archive")]
mod search;
#[cfg(feature = "archive")]
mod site;
#[cfg(feature = "archive")]
mod speaker;
#[cfg(feature = "archive")]
mod speakers;
mod story;
#[cfg(test)]
mod tags;
#[cfg(all(test, feature = "archive"))]
mod tried;
mod words;

pub use assets::{ICON, SCRIPT, STYLE, icon_name, script_name, style_name};
pub use file::{closing, document, opening};
pub use finding::Finding;
pub use lang::Lang;
pub use number::{percent, thousands};
pub use words::Words;

#[cfg(feature = "archive")]
pub use {
    api::api_page,
    article::{ArticlePage, Revision, article},
    asked::Asked,
    atom::atom,
    differences::{DifferencesPage, Version, differences},
    enter::enter,
    hit::{Carried, carried, pieces},
    message::{message, problem},
    outlets::{OutletColumn, OutletsPage, outlets},
    read::{ReadPage, article_part, first_of, read},
    results::results,
    search::{QueryMistake, SearchPage, search},
    site::Site,
    speaker::{MergePage, SpeakerPage, merge, speaker},
    speakers::{SpeakersPage, speakers},
};
