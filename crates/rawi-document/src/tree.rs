//! The tree of a page: parsed within bounds, and walked without recursion.
//! What its elements mean, other files say.

use dom_query::NodeRef;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, tree_builder::TreeBuilderOpts};

use crate::{attributes, error::Kind};

/// Elements nested deeper than this are an error: the parser's time grows with the square of it.
const MAX_DEPTH: usize = 4096;

/// Elements, texts and comments of a page. A few kilobytes of unclosed formatting make millions.
const MAX_NODES: usize = 4_000_000;

/// Parses a page piece by piece, and gives up on one that grows without measure.
pub(crate) fn parse(page: &str) -> Result<dom_query::Document, Kind> {
    attributes::check(page)?;
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

/// Resolves the entities of text that was escaped once too often.
pub(crate) fn unescape(text: &str) -> String {
    if !(text.contains('&') && text.contains(';')) {
        return text.to_owned();
    }
    // Only entities are wanted of the parser here, and no tags.
    match parse(&text.replace('<', "&lt;")) {
        Ok(tree) => tree.text().to_string(),
        Err(_) => text.to_owned(),
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

/// How deep the deepest node lies, and how deep they all do together.
pub(crate) fn depths(root: NodeRef) -> (usize, usize) {
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
