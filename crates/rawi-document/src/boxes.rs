//! What on a page is not its article, as those who made the page call it and as it looks: boxes of related articles, what readers
//! write, share lines, authors, captions. It is taken off the page before the article is looked for.
//! The names are in `data/boxes.txt`; what the article is of what stays, is `html`'s to find.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use dom_query::{NodeId, NodeRef};

use crate::{
    lines::{Part, is_never_read, lines, one_line},
    spelling::folded,
    tree::{Step, walk},
};

/// Letters that a label, the heading of a box, or the words under a picture may have.
const SHORT: usize = 160;

/// Letters after the headline among which the lead begins.
const HEAD: usize = 300;

/// Letters that an article has at least for the other articles of its page to be told apart from it.
const ARTICLE: usize = 200;

/// Takes them off the page. `headline`, where it is known, tells what is never taken off. The lead, if the page has one that it calls so,
/// comes back: articles are often found without it.
pub(crate) fn take_off(root: NodeRef, headline: Option<&str>) -> Option<String> {
    named(root, &weigh(root, headline));
    headed(root, &weigh(root, headline));
    with_pictures(root, &weigh(root, headline));
    other_articles(root, &weigh(root, headline));
    lead(root, &weigh(root, headline))
}

/// What an element holds.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Letters outside links, and in them.
    plain: usize,
    linked: usize,
    pictures: usize,
    has_headline: bool,
}

impl Weight {
    fn letters(self) -> usize {
        self.plain + self.linked
    }

    fn add(&mut self, other: Self) {
        self.plain += other.plain;
        self.linked += other.linked;
        self.pictures += other.pictures;
        self.has_headline |= other.has_headline;
    }
}

type Weights = HashMap<NodeId, Weight>;

/// Weighs every element.
fn weigh(root: NodeRef, headline: Option<&str>) -> Weights {
    let wanted = headline.map_or(0, letters);
    let mut weights = Weights::new();
    let mut open = vec![Weight::default()];
    let mut links = 0;
    walk(root, |step| {
        let (Step::Enter(node) | Step::Leave(node)) = step;
        let name = node.qual_name_ref().map(|name| name.local.clone());
        let name = name.as_deref().unwrap_or_default();
        let is_enter = matches!(step, Step::Enter(_));
        if is_enter {
            if node.is_text() {
                let count = letters(&node.text());
                if let Some(weight) = open.last_mut() {
                    *(if links > 0 { &mut weight.linked } else { &mut weight.plain }) += count;
                }
                return false;
            }
            if is_never_read(name) && !matches!(name, "iframe" | "video") {
                return false;
            }
            links += usize::from(name == "a");
            open.push(Weight { pictures: usize::from(is_picture(name)), ..Weight::default() });
            return true;
        }
        links -= usize::from(name == "a");
        let mut weight = open.pop().unwrap_or_default();
        weight.has_headline |= name == "h1" || (wanted > 0 && weight.letters() == wanted && Some(&*one_line(&node.text())) == headline);
        weights.insert(node.id, weight);
        if let Some(parent) = open.last_mut() {
            parent.add(weight);
        }
        true
    });
    weights
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn is_picture(name: &str) -> bool {
    matches!(name, "img" | "picture" | "amp-img" | "video" | "iframe")
}

/// The kinds of line in `data/boxes.txt`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Part,
    Label,
    Readers,
    Lead,
    Pointers,
    Voices,
}

static NAMES: LazyLock<Vec<(Kind, Vec<String>)>> = LazyLock::new(|| {
    let entries = include_str!("../data/boxes.txt").lines().filter(|line| !line.starts_with('#'));
    entries
        .filter_map(|line| {
            let (kind, words) = line.split_once('\t')?;
            let kind = match kind {
                "part" => Kind::Part,
                "label" => Kind::Label,
                "readers" => Kind::Readers,
                "lead" => Kind::Lead,
                "pointers" => Kind::Pointers,
                "voices" => Kind::Voices,
                _ => return None,
            };
            Some((kind, words.split(' ').map(folded).collect()))
        })
        .collect()
});

/// Where pages name their parts.
const NAMED_IN: [&str; 5] = ["class", "id", "aria-labelledby", "data-component", "data-testid"];

/// Of which kinds an element is by its names.
fn kinds(node: NodeRef) -> impl Iterator<Item = Kind> {
    let given: Vec<String> = NAMED_IN.iter().filter_map(|&attribute| node.attr(attribute)).map(|value| value.to_string()).collect();
    let names: Vec<Vec<String>> = given.iter().flat_map(|value| value.split_whitespace()).map(words_of_name).collect();
    let is_called = move |words: &[String]| names.iter().any(|name| name.windows(words.len()).any(|part| part == words));
    NAMES.iter().filter(move |(_, words)| is_called(words)).map(|(kind, _)| *kind)
}

/// The words of a name: `related-posts`, `relatedPosts`. None of one that says what the page has beside: `has-sidebar`.
pub(crate) fn words_of_name(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    if words.iter().any(|word| matches!(word.as_str(), "has" | "no" | "with" | "without" | "open" | "closed")) {
        words.clear();
    }
    words
}

/// The words of a heading, without figures and marks.
fn words_of_heading(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphabetic() && !crate::spelling::is_mark(c));
    words.map(folded).filter(|word| !word.is_empty()).collect()
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "p"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "summary"
            | "legend"
            | "li"
            | "ul"
            | "ol"
            | "td"
            | "section"
            | "header"
            | "dt"
    )
}

/// The page's own frame.
fn is_frame(name: &str) -> bool {
    matches!(name, "" | "html" | "head" | "body" | "main")
}

/// Takes off the elements for which `is_off` holds; what is in one is not asked about.
fn remove<'t>(root: NodeRef<'t>, mut is_off: impl FnMut(NodeRef<'t>, &str) -> bool) {
    let mut off = Vec::new();
    walk(root, |step| {
        if let Step::Enter(node) = step {
            let name = node.qual_name_ref().map(|name| name.local.clone());
            let name = name.as_deref().unwrap_or_default();
            if node.is_element() && !is_frame(name) && is_off(node, name) {
                off.push(node);
                return false;
            }
        }
        true
    });
    off.iter().for_each(NodeRef::remove_from_parent);
}

/// What is called so. A name within a sentence is the sentence's: it loses what it is called, so that nobody takes it off.
fn named(root: NodeRef, weights: &Weights) {
    let all = weights.get(&root.id).copied().unwrap_or_default();
    let mut of_sentences = Vec::new();
    remove(root, |node, name| {
        if name == "marquee" {
            return true;
        }
        let weight = weights.get(&node.id).copied().unwrap_or_default();
        if weight.has_headline {
            return false;
        }
        if is_of_a_sentence(node, weight, weights) {
            of_sentences.push(node);
            return false;
        }
        kinds(node).any(|kind| match kind {
            Kind::Part => 2 * weight.plain <= all.plain,
            Kind::Label => weight.letters() < SHORT,
            Kind::Readers => true,
            Kind::Lead | Kind::Pointers | Kind::Voices => false,
        })
    });
    of_sentences.iter().for_each(|node| node.remove_attrs(&["class", "id", "rel", "itemprop"]));
}

/// Whether an element stands amid the words of a paragraph.
fn is_of_a_sentence(node: NodeRef, weight: Weight, weights: &Weights) -> bool {
    const OTHERS: usize = 20;
    let beside = [node.prev_sibling(), node.next_sibling()];
    let has_text_beside = beside.iter().flatten().any(NodeRef::is_nonempty_text);
    let parent = node.parent().and_then(|parent| weights.get(&parent.id));
    let is_inline = ["a", "b", "bdi", "cite", "em", "font", "i", "mark", "q", "span", "strong", "u"].iter().any(|name| node.has_name(name));
    is_inline && has_text_beside && parent.is_some_and(|parent| parent.letters() > weight.letters() + OTHERS)
}

/// What stands under a heading that says so: the box that begins with it; or what follows it beside, where the box is the article's.
fn headed(root: NodeRef, weights: &Weights) {
    let all = weights.get(&root.id).copied().unwrap_or_default();
    let weight = |node: NodeRef| weights.get(&node.id).copied().unwrap_or_default();
    let (mut off, mut known): (Vec<NodeRef>, HashSet<NodeId>) = Default::default();
    walk(root, |step| {
        let Step::Enter(node) = step else { return true };
        if known.contains(&node.id) {
            return false;
        }
        let name = node.qual_name_ref().map(|name| name.local.clone());
        let own = weight(node);
        if own.has_headline || own.letters() == 0 || own.letters() > 40 || !name.as_deref().is_some_and(is_block) {
            return true;
        }
        let words = words_of_heading(&node.text());
        let Some((kind, _)) = NAMES.iter().find(|(kind, names)| matches!(kind, Kind::Pointers | Kind::Voices) && *names == words) else {
            return true;
        };
        let parent = node.parent().filter(|parent| !parent.qual_name_ref().is_none_or(|name| is_frame(&name.local)));
        let is_box = parent.is_some_and(|parent| {
            let (whole, mut before) = (weight(parent), node.prev_sibling());
            while let Some(sibling) = before.filter(|sibling| weight(*sibling).letters() == 0 && !sibling.is_nonempty_text()) {
                before = sibling.prev_sibling();
            }
            before.is_none() && !whole.has_headline && (*kind == Kind::Voices || 2 * whole.plain <= all.plain)
        });
        if let Some(parent) = parent.filter(|_| is_box) {
            off.push(parent);
            return true;
        }
        off.push(node);
        let mut next = node.next_sibling();
        while let Some(sibling) = next {
            let beside = weight(sibling);
            let is_pointer = beside.linked >= beside.plain && !sibling.is_nonempty_text();
            if beside.has_headline || (*kind == Kind::Pointers && !is_pointer) {
                break;
            }
            off.push(sibling);
            known.insert(sibling.id);
            next = sibling.next_sibling();
        }
        true
    });
    off.iter().for_each(NodeRef::remove_from_parent);
}

/// Pictures with the words under them, and pointers with their pictures.
fn with_pictures(root: NodeRef, weights: &Weights) {
    let weight = |node: NodeRef| weights.get(&node.id).copied().unwrap_or_default();
    remove(root, |node, name| {
        let own = weight(node);
        let may_be = matches!(name, "div" | "figure" | "table" | "section" | "span" | "a" | "li" | "center" | "small");
        if !may_be || own.letters() == 0 || own.letters() > SHORT || own.has_headline {
            return false;
        }
        let ends = || one_line(&node.text()).ends_with('.');
        let is_under = || {
            let before = node.prev_element_sibling().map(weight);
            before.is_some_and(|before| before.pictures > 0 && before.letters() == 0)
        };
        // A report of one sentence is none.
        if own.pictures > 0 { own.plain <= 60 || !ends() } else { is_under() && !ends() }
    });
}

/// Articles beside the one that has the headline: the next one, which some sites load below, and cards.
fn other_articles(root: NodeRef, weights: &Weights) {
    let weight = |node: NodeRef| weights.get(&node.id).copied().unwrap_or_default();
    let mut main = None;
    walk(root, |step| {
        if let Step::Enter(node) = step
            && main.is_none()
            && node.has_name("article")
            && weight(node).has_headline
            && weight(node).plain > ARTICLE
        {
            main = Some(node);
        }
        main.is_none()
    });
    let Some(main) = main else { return };
    remove(root, |node, name| name == "article" && node.id != main.id && !node.ancestors_it(None).any(|above| above.id == main.id));
}

/// The sentence between headline and text.
fn lead(root: NodeRef, weights: &Weights) -> Option<String> {
    let (mut passed, mut found) = (None, None);
    walk(root, |step| {
        let Step::Enter(node) = step else { return true };
        if found.is_some() || passed.is_some_and(|passed| passed > HEAD) {
            return false;
        }
        if node.is_text() {
            passed = passed.map(|passed| passed + letters(&node.text()));
            return false;
        }
        let weight = weights.get(&node.id).copied().unwrap_or_default();
        let name = node.qual_name_ref().map(|name| name.local.clone());
        let is_headline =
            weight.has_headline && node.element_children().iter().all(|child| !weights.get(&child.id).is_some_and(|w| w.has_headline));
        if is_headline {
            passed = Some(0);
            return false;
        }
        if passed.is_some() && weight.plain > 40 && weight.plain < 500 && kinds(node).any(|kind| kind == Kind::Lead) {
            found = Some(one_line(&lines(node, Part::Article)));
            return false;
        }
        name.as_deref().is_none_or(|name| !is_never_read(name))
    });
    found.filter(|lead| !lead.is_empty())
}
