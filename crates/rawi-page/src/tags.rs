//! For the tests of pages: whether tags nest, and what a reader sees of an element.

/// The elements that have no end.
const VOID: [&str; 5] = ["meta", "link", "input", "br", "img"];

/// Checks that tags nest, that no link stands in a link and no form in a form, and that no identifier is given twice.
pub fn nests(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = std::collections::HashSet::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap_or_else(|| panic!("a tag ends: {after:.80}"));
        rest = after;
        let name = &tag[..tag.find(|c: char| c.is_whitespace() || c == '/').filter(|&at| at > 0).unwrap_or(tag.len())];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "at <{tag}>{after:.80}");
            continue;
        }
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(ids.insert(id.split('"').next()), "an identifier twice: {tag}");
        }
        // What stands in them are no tags.
        if ["script", "style"].contains(&name) {
            rest = rest.split_once(&format!("</{name}>")).expect("it ends").1;
        } else if !tag.ends_with('/') && !VOID.contains(&name) && !name.starts_with(['!', '?']) {
            assert!(!["a", "form"].contains(&name) || !open.contains(&name), "<{name}> in itself: {tag}");
            open.push(name);
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

/// The text of the first element of this class.
pub fn text_of(page: &str, class: &str) -> Option<String> {
    let from = page.find(&format!("class=\"{class}\""))?;
    let mut rest = page[from..].split_once('>')?.1;
    let mut out = String::new();
    let mut depth = 1;
    while depth > 0 {
        let (text, after) = rest.split_once('<')?;
        out.push_str(text);
        let (tag, after) = after.split_once('>')?;
        depth = if tag.starts_with('/') { depth - 1 } else { depth + 1 };
        rest = after;
    }
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"), ("&amp;", "&")];
    Some(marks.into_iter().fold(out, |text, (written, meant)| text.replace(written, meant)))
}

/// Every tag that begins an element: its name, its attributes with their values.
#[cfg(feature = "archive")]
pub fn tags(page: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let tags = page.split('<').skip(1).filter(|rest| !rest.starts_with(['/', '!']));
    tags.map(|rest| {
        let tag = rest.split('>').next().unwrap_or_default().trim_end_matches('/');
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut given = Vec::new();
        while !rest.trim().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let name = &rest[..end];
            rest = &rest[end..];
            let value = match rest.strip_prefix("=\"") {
                Some(quoted) => {
                    let (value, after) = quoted.split_once('"').expect("the value ends");
                    rest = after;
                    value
                }
                None => "",
            };
            given.push((name, value));
        }
        (name, given)
    })
    .collect()
}
