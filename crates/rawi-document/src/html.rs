//! A web page is one document: its headline and the paragraphs of its article, without menus, adverts and captions.
//! What the article is, is Readability's judgement; this file guards it, and makes lines of what it leaves.

use std::collections::HashSet;

use dom_query::NodeRef;
use dom_smoothie::{Config, Readability};
use encoding_rs::{Encoding, UTF_8};

use crate::{
    Document, Warning, boxes, date,
    error::Kind,
    headline::under_headline,
    lines::{Part, lines, plain},
    metadata::{self, Metadata},
    tree::{Step, depths, parse, walk},
};

/// Pages nested deeper than browsers show them are read without looking for the article: it takes time that grows with the square
/// of it.
const MAX_ARTICLE_DEPTH: usize = 512;

/// What the elements of a page may lie deep all together for the same reason; real articles stay below a hundredth of it.
const MAX_ARTICLE_WORK: usize = 20_000_000;

/// Letters below which a text that was found may be a page's note that it needs a program.
const FEW: usize = 200;

/// The document that a decoded page is.
pub(crate) fn document(name: &str, page: &str, warnings: &mut Vec<Warning>) -> Result<Document, Kind> {
    let tree = parse(page)?;
    let Metadata { title, url, outlet, author, date, body: stated, data } = metadata::read(&tree);
    let (mut body, mut found) = article(tree, page, title.as_deref())?;
    body = without_labels(&body, [author.as_deref(), outlet.as_deref()]);
    if let Some(stated) = stated.map(|stated| stated_lines(&stated)).filter(|stated| is_fuller(stated, &body, found)) {
        (body, found) = (stated, true);
    }
    // What a page says to its program is looked at last: it is the site's own affair, and holds other texts too.
    if (!found || body.chars().count() < FEW)
        && let Some(data) = data.map(|data| plain(&data)).filter(|data| data.chars().count() > 2 * body.chars().count())
    {
        (body, found) = (data, true);
    }
    let (title, text) = under_headline(title, &body);
    match (&title, body.is_empty()) {
        (Some(_), true) => warnings.push(Warning::OnlyHeadline),
        (_, false) if !found => warnings.push(Warning::NoArticle),
        _ => {}
    }
    let id = url.clone().unwrap_or_else(|| name.to_owned());
    Ok(Document { id, title, url, outlet, author, date, text, origin: name.to_owned(), ..Document::default() })
}

/// The lines of a text that stands in a page's metadata. Where its markup makes no lines, its line ends do.
fn stated_lines(text: &str) -> String {
    let makes_lines = ["<p", "<br", "<div", "<li"].iter().any(|tag| text.contains(tag));
    if makes_lines { plain(text) } else { plain(&text.replace('\n', "<br>")) }
}

/// Whether the text that a page states of its article says more of it than what was found: pages that scripts fill in show nothing
/// of it, those that sell it the beginning, and what was found on them may be something else.
fn is_fuller(stated: &str, body: &str, found: bool) -> bool {
    let (stated_length, length) = (stated.chars().count(), body.chars().count());
    if !found {
        return stated_length > 0;
    }
    // How many tenths of a text's words another one has.
    let tenths = |text: &str, of: &str| {
        let others: HashSet<&str> = of.split_whitespace().collect();
        let words = text.split_whitespace().count().max(1);
        10 * text.split_whitespace().filter(|word| others.contains(word)).count() / words
    };
    let (shown, of_it) = (tenths(stated, body), tenths(body, stated));
    shown < 8 && (stated_length > length || (2 * stated_length > length && of_it < 5) || (shown < 5 && stated_length > FEW))
}

/// The body without what stands above its first sentence and is the author's name, the outlet's, or a date.
fn without_labels(body: &str, names: [Option<&str>; 2]) -> String {
    let is_sentence = |line: &str| line.chars().count() > 90 || line.ends_with(['.', '؟', '!', ':', '»', '…', '،']);
    let is_label = |line: &str| names.iter().flatten().any(|name| line.contains(name)) || date::rfc3339(line).is_some();
    let mut is_head = true;
    let kept = body.lines().filter(|line| {
        is_head &= !is_sentence(line);
        !(is_head && is_label(line))
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// The encoding that a page's first bytes declare: `<meta charset>`, `<meta http-equiv>` or the XML declaration.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let declarations = head.split('<').filter_map(|tag| {
        let tag = tag.split('>').next()?;
        let (_, value) = if tag.starts_with("meta") {
            tag.split_once("charset")?
        } else if tag.starts_with("?xml") {
            tag.split_once("encoding")?
        } else {
            return None;
        };
        let value = value.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
        value.split(|c: char| c.is_whitespace() || "\"';/?".contains(c)).next()
    });
    let found = declarations.filter_map(|label| Encoding::for_label(label.as_bytes())).next()?;
    // Had it been UTF-16, the declaration could not have been read.
    Some(if found.is_ascii_compatible() { found } else { UTF_8 })
}

/// The body of the article, a line a paragraph, and whether it is one; else all that can be read. `page` is what the tree was made of.
fn article(tree: dom_query::Document, page: &str, headline: Option<&str>) -> Result<(String, bool), Kind> {
    let (deepest, together) = depths(tree.root());
    if deepest > MAX_ARTICLE_DEPTH || together > MAX_ARTICLE_WORK {
        return Ok((page_text(tree.root()), false));
    }
    let lead = boxes::take_off(tree.root(), headline);
    let (body, is_article) = readable(tree);
    if !is_article {
        // All that was not taken off is no article. Either it was, or there is none.
        return Ok(readable(parse(page)?));
    }
    // One that the text does not begin with, in other words or in these.
    let lead = lead.filter(|lead| !body.contains(lead.trim_end_matches(['.', '…'])));
    Ok((lead.map_or_else(|| body.clone(), |lead| format!("{lead}\n{body}")), true))
}

/// What Readability takes for the article, and that it does; else all that can be read.
fn readable(tree: dom_query::Document) -> (String, bool) {
    let config = Config {
        // Read in metadata.rs, with more kinds of page in mind.
        disable_json_ld: true,
        // Agency reports of two sentences are articles too.
        char_threshold: 200,
        ..Config::default()
    };
    keep_words_apart(&tree);
    let Ok(mut readability) = Readability::with_document(tree, None, Some(config)) else {
        return (String::new(), false);
    };
    let body = match readability.parse() {
        Ok(_) => {
            let found = readability.doc.select_single("#readability-page-1");
            found.nodes().first().map_or_else(String::new, |root| lines(*root, Part::Article))
        }
        Err(_) => String::new(),
    };
    if body.is_empty() { (page_text(readability.doc.root()), false) } else { (body, true) }
}

/// Marks line breaks and the edges of table cells in the text itself: Readability unwraps layout tables and the breaks of
/// old pages, and their words would run together. U+2028 is white space to it and an edge to [`Lines`].
fn keep_words_apart(tree: &dom_query::Document) {
    let (mut breaks, mut cells) = (Vec::new(), Vec::new());
    walk(tree.root(), |step| {
        if let Step::Enter(node) = step {
            match node.qual_name_ref().map(|name| name.local.clone()).as_deref() {
                Some("br") => breaks.push(node),
                Some("td" | "th") => cells.push(node),
                _ => {}
            }
        }
        true
    });
    for node in breaks {
        // Behind it the mark would be trimmed with the paragraph that two breaks become.
        node.insert_before(&tree.tree.new_text("\u{2028}"));
    }
    for cell in cells {
        cell.prepend_child(&tree.tree.new_text("\u{2028}"));
        cell.append_child(&tree.tree.new_text("\u{2028}"));
    }
}

fn page_text(root: NodeRef) -> String {
    let text = lines(root, Part::Page);
    if text.is_empty() { lines(root, Part::Everything) } else { text }
}
