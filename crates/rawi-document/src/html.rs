//! A web page is one document: its headline and the paragraphs of its article, without menus, adverts and captions.
//! What the article is, is Readability's judgement; this file guards it, and makes lines of what it leaves.

use dom_query::NodeRef;
use dom_smoothie::{Config, Readability};
use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, tree_builder::TreeBuilderOpts};

use crate::{
    Document, Warning,
    error::Kind,
    metadata::{self, Metadata},
};

/// Elements nested deeper than this are an error: the parser's time grows with the square of it.
const MAX_DEPTH: usize = 4096;

/// Pages nested deeper than browsers show them are read without looking for the article, for the same reason.
const MAX_ARTICLE_DEPTH: usize = 512;

/// Elements, texts and comments of a page. A few kilobytes of unclosed formatting make millions.
const MAX_NODES: usize = 4_000_000;

/// The document that a decoded page is.
pub(crate) fn document(name: &str, page: &str, warnings: &mut Vec<Warning>) -> Result<Document, Kind> {
    let tree = parse(page)?;
    let Metadata { title, url, outlet, date, body: stated_body } = metadata::read(&tree);
    let (mut body, mut found) = article(tree);
    if let Some(stated) = stated_body.map(|body| plain(&body)) {
        // Pages that scripts fill in carry their text in their metadata only.
        if stated.chars().count() > 2 * body.chars().count().max(100) {
            (body, found) = (stated, true);
        }
    }
    if !found && !body.is_empty() {
        warnings.push(Warning::NoArticle);
    }
    let body = match &title {
        Some(title) => without_title(&body, title),
        None => &body,
    };
    let text = match (&title, body) {
        (Some(title), "") => title.clone(),
        (Some(title), body) => format!("{title}\n{body}"),
        (None, body) => body.to_owned(),
    };
    Ok(Document { id: url.clone().unwrap_or_else(|| name.to_owned()), title, url, outlet, date, text })
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

/// Parses a page piece by piece, and gives up on one that grows without measure.
pub(crate) fn parse(page: &str) -> Result<dom_query::Document, Kind> {
    let options = ParseOpts { tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() }, ..Default::default() };
    let mut parser = html5ever::parse_document(dom_query::Document::default(), options);
    let mut rest = page;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(1024));
        rest = after;
        parser.process(StrTendril::from(piece));
        let so_far = &parser.tokenizer.sink.sink;
        so_far.errors.borrow_mut().clear();
        if so_far.tree.len() > MAX_NODES {
            return Err(Kind::Tangled { limit: MAX_NODES });
        }
        let depth = open_depth(so_far.root());
        if depth > MAX_DEPTH {
            return Err(Kind::Deep { depth, limit: MAX_DEPTH });
        }
    }
    Ok(parser.finish())
}

/// How deep the elements are nested that the parser has open: those on the last path down the tree, and before a table,
/// where the parser puts what does not belong into it.
fn open_depth(root: NodeRef) -> usize {
    let mut open = vec![(root, 0)];
    let mut deepest = 0;
    let mut visited = 0;
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        visited += 1;
        if visited > 4 * MAX_DEPTH {
            return visited;
        }
        let Some(last) = node.last_child() else { continue };
        if last.has_name("table") {
            open.extend(last.prev_sibling().map(|before| (before, depth + 1)));
        }
        open.push((last, depth + 1));
    }
    deepest
}

/// The body of the article, a line a paragraph, and whether it is one; else all that can be read.
fn article(tree: dom_query::Document) -> (String, bool) {
    if depth(tree.root()) > MAX_ARTICLE_DEPTH {
        return (page_text(tree.root()), false);
    }
    let config = Config {
        // Read in metadata.rs, with more kinds of page in mind.
        disable_json_ld: true,
        // Agency reports of two sentences are articles too.
        char_threshold: 200,
        ..Config::default()
    };
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

fn page_text(root: NodeRef) -> String {
    let text = lines(root, Part::Page);
    if text.is_empty() { lines(root, Part::Everything) } else { text }
}

/// The text of a string that may hold markup.
fn plain(text: &str) -> String {
    let has_markup = text.contains("</") || text.contains("<br") || text.contains("<p>");
    if has_markup && let Ok(tree) = parse(text) {
        return lines(tree.root(), Part::Everything);
    }
    let lines = text.lines().map(metadata::one_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The body without the headline that some pages repeat in its first lines.
fn without_title<'b>(body: &'b str, title: &str) -> &'b str {
    match body.split_once('\n') {
        Some((first, rest)) if first == title => rest,
        None if body == title => "",
        _ => body,
    }
}

/// What a walk through a tree meets.
pub(crate) enum Step<'t> {
    Enter(NodeRef<'t>),
    Leave(NodeRef<'t>),
}

/// Walks through a tree without recursion. `visit` says on entering whether to go inside; what is not gone into is not
/// left either.
pub(crate) fn walk<'t>(root: NodeRef<'t>, mut visit: impl FnMut(Step<'t>) -> bool) {
    let mut node = root;
    loop {
        if visit(Step::Enter(node)) {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            visit(Step::Leave(node));
        }
        loop {
            if node.id == root.id {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
            visit(Step::Leave(node));
        }
    }
}

fn depth(root: NodeRef) -> usize {
    let (mut depth, mut deepest) = (0, 0);
    walk(root, |step| {
        match step {
            Step::Enter(_) => depth += 1,
            Step::Leave(_) => depth -= 1,
        }
        deepest = deepest.max(depth);
        true
    });
    deepest
}

/// How much of a tree to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What Readability left: all but captions and asides.
    Article,
    /// A page: all but menus, headers, footers and what is hidden.
    Page,
    /// All text that is meant for people.
    Everything,
}

/// The text under a node as it is read: a line a paragraph, heading, item or row, white space run together, no line empty.
pub(crate) fn lines(root: NodeRef, part: Part) -> String {
    let mut out = Lines::default();
    let mut preformatted = 0usize;
    walk(root, |step| match step {
        Step::Enter(node) if node.is_text() => {
            out.text(&node.text(), preformatted > 0);
            false
        }
        Step::Enter(node) => {
            let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else {
                return !node.is_comment() && !node.is_doctype();
            };
            if is_left_out(node, &name, part) {
                return false;
            }
            preformatted += usize::from(&*name == "pre");
            out.edge(edge(&name));
            true
        }
        Step::Leave(node) => {
            if let Some(name) = node.qual_name_ref() {
                preformatted -= usize::from(&*name.local == "pre");
                out.edge(edge(&name.local));
            }
            true
        }
    });
    out.text
}

fn is_left_out(node: NodeRef, name: &str, part: Part) -> bool {
    let never_read = matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "svg"
            | "math"
            | "iframe"
            | "frameset"
            | "object"
            | "embed"
            | "applet"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "select"
            | "datalist"
            | "button"
            | "textarea"
            | "input"
            | "rp"
            | "rt"
    );
    if never_read || part == Part::Everything {
        return never_read;
    }
    match name {
        "nav" | "footer" | "aside" | "menu" | "dialog" => return true,
        "figcaption" => return part == Part::Article,
        _ => {}
    }
    let is = |attribute: &str, values: &[&str]| {
        node.attr(attribute).is_some_and(|value| {
            let value = value.to_ascii_lowercase().replace(' ', "");
            values.iter().any(|looked_for| value.contains(looked_for))
        })
    };
    node.has_attr("hidden")
        || is("aria-hidden", &["true"])
        || is("role", &["navigation", "banner", "contentinfo", "complementary", "search", "menu"])
        || is("style", &["display:none", "visibility:hidden"])
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Edge {
    #[default]
    None,
    Space,
    Line,
}

fn edge(name: &str) -> Edge {
    match name {
        "td" | "th" => Edge::Space,
        "address" | "article" | "aside" | "blockquote" | "body" | "br" | "caption" | "center" | "dd" | "details" | "dialog" | "dir"
        | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "header" | "hgroup" | "hr" | "html" | "legend" | "li" | "main" | "menu" | "nav" | "ol" | "p" | "pre" | "section" | "summary"
        | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Edge::Line,
        _ => Edge::None,
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    pending: Edge,
}

impl Lines {
    fn edge(&mut self, edge: Edge) {
        self.pending = self.pending.max(edge);
    }

    fn text(&mut self, text: &str, preformatted: bool) {
        for c in text.chars() {
            match c {
                '\n' if preformatted => self.edge(Edge::Line),
                // The white space of HTML, and the space that does not break, which looks the same.
                ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}' => self.edge(Edge::Space),
                c => {
                    match std::mem::take(&mut self.pending) {
                        Edge::Line if !self.text.is_empty() => self.text.push('\n'),
                        Edge::Space if !self.text.is_empty() => self.text.push(' '),
                        _ => {}
                    }
                    self.text.push(c);
                }
            }
        }
    }
}
