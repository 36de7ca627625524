//! Text as it is read: a line a paragraph, white space run together, without what is on a page for other ends.
//! Which part of a page is the article is `html`'s to find.

use std::{collections::HashSet, sync::LazyLock};

use dom_query::NodeRef;

use crate::{
    endings,
    spelling::folded,
    tree::{Step, parse, unescape, walk},
};

/// Runs white space together and trims it.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    tidied(&unescape(text))
}

/// A text's lines with white space run together, those of the two characters `\n` told apart, none empty.
fn tidied(text: &str) -> String {
    let text = endings::real(text.to_owned());
    let lines = text.lines().map(one_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
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
    let text = out.finish();
    if text.contains('\\') { tidied(&text) } else { text }
}

/// Elements whose content nobody reads as text.
pub(crate) fn is_never_read(name: &str) -> bool {
    matches!(
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
    )
}

fn is_left_out(node: NodeRef, name: &str, part: Part) -> bool {
    let never_read = is_never_read(name);
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

/// Letters that an aside has at most outside links.
const LONGEST_ASIDE: usize = 120;

/// A line of `data/asides.txt`.
enum Aside {
    Whole(String),
    Opening(String),
    /// Invitations, whatever name of a site stands in them.
    Invitation(String),
    /// Lines that consist of these words alone.
    Words(HashSet<String>),
}

/// Whether a line of an article, with so many letters outside and inside links, is one of `data/asides.txt`.
fn is_aside(line: &str, plain: usize, linked: usize) -> bool {
    static ASIDES: LazyLock<Vec<Aside>> = LazyLock::new(|| {
        let lines = include_str!("../data/asides.txt").lines();
        let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        entries
            .map(|line| match (line.strip_prefix('+'), line.strip_suffix('…')) {
                _ if line.starts_with('~') => Aside::Invitation(folded(line[1..].trim_start())),
                (Some(words), _) => Aside::Words(words.split_whitespace().map(folded).collect()),
                (_, Some(opening)) => Aside::Opening(folded(opening.trim_end())),
                _ => Aside::Whole(folded(line)),
            })
            .collect()
    });
    // None of them is longer, and articles have long lines.
    let start: String = line.chars().take(96).collect();
    let start = folded(&start);
    let after = |words: &str| start.strip_prefix(words).map(str::trim_start);
    let ends = |rest: &str| rest.chars().all(|c| !c.is_alphanumeric());
    ASIDES.iter().any(|aside| match aside {
        Aside::Whole(words) => after(words).is_some_and(ends),
        Aside::Opening(words) => after(words).is_some_and(|rest| {
            // Mostly a link: not a sentence that happens to begin so and has a link in it.
            let points = linked + words.chars().filter(|c| c.is_alphanumeric()).count() > plain;
            // What is longer goes on to say something.
            let says_little = plain < LONGEST_ASIDE && rest.starts_with([':', '|', '-', '–', '—', '.', '…']);
            ends(rest) || (linked > 0 && points) || says_little
        }),
        Aside::Invitation(words) => after(words).is_some() && plain + linked < LONGEST_ASIDE / 2 && !line.ends_with('.'),
        Aside::Words(words) => {
            let mut found = start.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
            plain + linked < LONGEST_ASIDE / 2 && found.peek().is_some() && found.all(|word| words.contains(word))
        }
    })
}
