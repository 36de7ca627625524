//! A web page is one document: its headline and the paragraphs of its article, without menus, adverts and captions.
//! What the article is, is Readability's judgement; this file guards it, and makes lines of what it leaves.

use std::sync::LazyLock;

use dom_query::NodeRef;
use dom_smoothie::{Config, Readability};
use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, tree_builder::TreeBuilderOpts};

use crate::{
    Document, Warning,
    error::Kind,
    metadata::{self, Metadata},
    spelling::folded,
};

/// Elements nested deeper than this are an error: the parser's time grows with the square of it.
const MAX_DEPTH: usize = 4096;

/// Pages nested deeper than browsers show them are read without looking for the article, for the same reason.
const MAX_ARTICLE_DEPTH: usize = 512;

/// What the elements of a page may lie deep all together for the same reason; real articles stay below a hundredth of it.
const MAX_ARTICLE_WORK: usize = 20_000_000;

/// Elements, texts and comments of a page. A few kilobytes of unclosed formatting make millions.
const MAX_NODES: usize = 4_000_000;

/// The document that a decoded page is.
pub(crate) fn document(name: &str, page: &str, warnings: &mut Vec<Warning>) -> Result<Document, Kind> {
    let tree = parse(page)?;
    let Metadata { title, url, outlet, author, date, body: stated_body } = metadata::read(&tree);
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
    let (title, text) = under_headline(title, &body);
    Ok(Document { id: url.clone().unwrap_or_else(|| name.to_owned()), title, url, outlet, author, date, text, origin: name.to_owned() })
}

/// The headline, and the text that it and the body make.
pub(crate) fn under_headline(title: Option<String>, body: &str) -> (Option<String>, String) {
    let (title, body) = match title {
        Some(title) => headed(title, body),
        None => (None, body),
    };
    let text = match (&title, body) {
        (Some(title), "") => title.clone(),
        (Some(title), body) => format!("{title}\n{body}"),
        (None, body) => body.to_owned(),
    };
    (title, text)
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
        let (piece, after) = rest.split_at(piece_end(rest));
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

/// The first character boundary at or after 1 KiB.
fn piece_end(text: &str) -> usize {
    (1024..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
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
    let (deepest, together) = depths(tree.root());
    if deepest > MAX_ARTICLE_DEPTH || together > MAX_ARTICLE_WORK {
        return (page_text(tree.root()), false);
    }
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

/// The text of a string that may hold markup.
pub(crate) fn plain(text: &str) -> String {
    of_fragment(text, Part::Everything)
}

/// The lines of an article that stands in a feed, with markup or without.
pub(crate) fn article_lines(text: &str) -> String {
    of_fragment(text, Part::Article)
}

fn of_fragment(text: &str, part: Part) -> String {
    let has_markup = text.split('<').skip(1).any(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'));
    if has_markup && let Ok(tree) = parse(text) {
        return lines(tree.root(), part);
    }
    let text = metadata::unescape(text);
    let lines = text.lines().map(metadata::one_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The headline, and the body without the headline that some pages repeat in its first lines. Where such a line is the
/// title less what stands before or after a dash or bar, that was the outlet or section, and the line is the headline.
fn headed(title: String, body: &str) -> (Option<String>, &str) {
    let mut rest = body;
    for _ in 0..3 {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line == title || metadata::is_part(line, &title) {
            return (Some(line.to_owned()), after);
        }
        // Only a section's name or a kicker stands before a headline.
        if line.chars().count() > 60 {
            break;
        }
        rest = after;
    }
    (Some(title), body)
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

/// How deep the deepest node lies, and how deep they all do together.
fn depths(root: NodeRef) -> (usize, usize) {
    let (mut depth, mut deepest, mut together) = (0, 0, 0);
    walk(root, |step| {
        match step {
            Step::Enter(_) => {
                depth += 1;
                deepest = deepest.max(depth);
                together += depth;
            }
            Step::Leave(_) => depth -= 1,
        }
        true
    });
    (deepest, together)
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

/// The text under a node as it is read: a line a paragraph, heading, item or row, white space run together, no line
/// empty. In an article, lines that are only a link or a time, and those of `data/asides.txt`, are not its text.
pub(crate) fn lines(root: NodeRef, part: Part) -> String {
    let mut out = Lines { drop_asides: part == Part::Article, ..Lines::default() };
    walk(root, |step| match step {
        Step::Enter(node) if node.is_text() => {
            out.text(&node.text());
            false
        }
        Step::Enter(node) => {
            let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else {
                return !node.is_comment() && !node.is_doctype();
            };
            if is_left_out(node, &name, part) {
                return false;
            }
            out.edge(edge(&name));
            out.inside(&name, 1);
            true
        }
        Step::Leave(node) => {
            if let Some(name) = node.qual_name_ref() {
                out.inside(&name.local, -1);
                out.edge(edge(&name.local));
            }
            true
        }
    });
    out.finish()
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

/// Text as it grows, and what the line that grows consists of.
#[derive(Default)]
struct Lines {
    text: String,
    pending: Edge,
    drop_asides: bool,
    line_start: usize,
    /// Characters of the line outside links and times, inside links, inside times.
    plain: usize,
    linked: usize,
    timed: usize,
    /// How many elements of these kinds are open.
    preformatted: i32,
    links: i32,
    times: i32,
}

impl Lines {
    fn edge(&mut self, edge: Edge) {
        self.pending = self.pending.max(edge);
    }

    fn inside(&mut self, name: &str, change: i32) {
        match name {
            "pre" => self.preformatted += change,
            "a" => self.links += change,
            "time" => self.times += change,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.edge(Edge::Line),
                '\u{2028}' | '\u{2029}' => self.edge(Edge::Line),
                // The white space of HTML, and the space that does not break, which looks the same.
                ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}' => self.edge(Edge::Space),
                c => {
                    match std::mem::take(&mut self.pending) {
                        Edge::Line => self.end_line(),
                        Edge::Space if self.text.len() > self.line_start => self.text.push(' '),
                        _ => {}
                    }
                    self.text.push(c);
                    match () {
                        () if !c.is_alphanumeric() => {}
                        () if self.links > 0 => self.linked += 1,
                        () if self.times > 0 => self.timed += 1,
                        () => self.plain += 1,
                    }
                }
            }
        }
    }

    fn end_line(&mut self) {
        let line = &self.text[self.line_start..];
        // A linked sentence is a sentence; a linked phrase points elsewhere.
        let is_pointer = self.plain == 0 && self.linked + self.timed > 0 && !line.ends_with(['.', '؟', '!', '»', '”']);
        if self.drop_asides && (is_pointer || is_aside(line, self.plain, self.linked)) {
            self.text.truncate(self.line_start);
        } else if !line.is_empty() {
            self.text.push('\n');
        }
        self.line_start = self.text.len();
        (self.plain, self.linked, self.timed) = (0, 0, 0);
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}

/// Whether a line of an article, with so many letters outside and inside links, is one of `data/asides.txt`.
fn is_aside(line: &str, plain: usize, linked: usize) -> bool {
    static ASIDES: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
        let lines = include_str!("../data/asides.txt").lines();
        let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        entries
            .map(|line| match line.strip_suffix('…') {
                Some(opening) => (folded(opening.trim_end()), true),
                None => (folded(line), false),
            })
            .collect()
    });
    // None of them is longer, and articles have long lines.
    let start: String = line.chars().take(64).collect();
    let start = folded(&start);
    ASIDES.iter().any(|(words, is_opening)| {
        let Some(rest) = start.strip_prefix(words.as_str()) else { return false };
        let rest = rest.trim_start();
        let ends = rest.chars().all(|c| !c.is_alphanumeric());
        // Mostly a link: not a sentence that happens to begin so and has a link in it.
        let points = linked + words.chars().filter(|c| c.is_alphanumeric()).count() > plain;
        ends || *is_opening && ((linked > 0 && points) || rest.starts_with([':', '|', '-', '–', '—', '.', '…']))
    })
}
