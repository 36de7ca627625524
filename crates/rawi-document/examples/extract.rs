//! Prints what is read from pages, a line of JSON a page, for the comparison in docs/extraction.md.
//! `extract [--readability] PAGE…`: with the option, what the crate dom_smoothie reads by itself.

use std::path::Path;

use dom_smoothie::{Config, Readability, TextMode};

/// The headline and the lines under it.
type Reading = (Option<String>, Vec<String>);

fn rawi(name: &str, bytes: &[u8]) -> Reading {
    let document = rawi_document::documents(name, bytes, None).next().expect("a document").expect("a page in order");
    let mut lines: Vec<String> = document.text.lines().map(str::to_owned).collect();
    if lines.first() == document.title.as_ref() {
        lines.remove(0);
    }
    (document.title, lines)
}

fn readability(bytes: &[u8]) -> Reading {
    // It takes text, so that the encoding of old pages is found for it.
    let page = std::str::from_utf8(bytes).map_or_else(|_| encoding_rs::WINDOWS_1256.decode(bytes).0, Into::into);
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(page.as_ref(), None, Some(config)).and_then(|mut readability| readability.parse());
    article.map_or((None, Vec::new()), |article| (Some(article.title.clone()), article.text_content.lines().map(str::to_owned).collect()))
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let by_readability = arguments.iter().position(|argument| argument == "--readability").map(|at| arguments.remove(at)).is_some();
    for path in &arguments {
        let bytes = std::fs::read(path).expect("a page");
        let (title, paragraphs) = if by_readability { readability(&bytes) } else { rawi(path, &bytes) };
        let page = Path::new(path).file_name().expect("a file").to_string_lossy();
        println!("{}", serde_json::json!({"page": page, "title": title, "paragraphs": paragraphs}));
    }
}
