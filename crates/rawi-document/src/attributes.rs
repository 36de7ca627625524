//! How many attributes the tags of a page have, found before it is parsed: a parser compares each attribute of a tag with all
//! those before it.

use crate::error::Kind;

/// No page has so many; what the parser does with them takes seconds.
const MOST: usize = 50_000;

/// That no tag of a page has more attributes than pages have.
pub(crate) fn check(page: &str) -> Result<(), Kind> {
    match most(page.as_bytes()) {
        0..=MOST => Ok(()),
        number => Err(Kind::Attributes { number, limit: MOST }),
    }
}

/// The most attributes of a tag. In scripts and styles there are no tags.
fn most(page: &[u8]) -> usize {
    let (mut most, mut at) = (0, 0);
    while let Some(found) = page[at..].iter().position(|&b| b == b'<') {
        at += found + 1;
        let name = page[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if name == 0 {
            continue;
        }
        let is_raw = [&b"script"[..], b"style"].iter().any(|raw| page[at..at + name].eq_ignore_ascii_case(raw));
        at += name;
        most = most.max(of_tag(page, &mut at));
        if is_raw {
            at = page[at..].windows(2).position(|pair| pair == b"</").map_or(page.len(), |end| at + end);
        }
    }
    most
}

/// Where in a tag a byte stands.
enum State {
    /// In the tag's name or an attribute's.
    Name,
    /// After one, or after a value.
    Between,
    /// After the `=`.
    Equals,
    /// In a value without quotation marks.
    Value,
}

/// The attributes from `at` on, within the name of a tag, to the end of the tag, which becomes `at`.
fn of_tag(page: &[u8], at: &mut usize) -> usize {
    let mut number = 0;
    let mut state = State::Name;
    while let Some(&b) = page.get(*at) {
        *at += 1;
        state = match (state, b) {
            (_, b'>') => break,
            (State::Equals, b'"' | b'\'') => {
                *at = page[*at..].iter().position(|&other| other == b).map_or(page.len(), |end| *at + end + 1);
                State::Between
            }
            (State::Equals, _) if b.is_ascii_whitespace() => State::Equals,
            (State::Equals, _) => State::Value,
            (State::Value, _) if !b.is_ascii_whitespace() => State::Value,
            (State::Name | State::Between, b'=') => State::Equals,
            (_, _) if b.is_ascii_whitespace() || b == b'/' => State::Between,
            (State::Between, _) => {
                number += 1;
                State::Name
            }
            (state, _) => state,
        };
    }
    number
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn attributes_are_counted_as_a_parser_does() {
        for (page, number) in [
            ("", 0),
            ("قال", 0),
            ("<", 0),
            ("<p>", 0),
            ("<h1>", 0),
            ("<p a>", 1),
            ("<p a=1 b='x y > z' c=\"=\" d>", 4),
            ("<p a=1/><b c d>", 2),
            ("<p a = 1 b", 2),
            ("<p a=/x/y/z b>", 2),
            ("1 < 2 a b c", 0),
            ("<script>if (a<b && c) d e f</script><p x>", 1),
            ("<STYLE media=x>a<b c d e</style>", 1),
            ("<p a=\"never closed b c d", 1),
            ("<p\na\tb\u{c}c>", 3),
        ] {
            assert_eq!(most(page.as_bytes()), number, "{page}");
        }
    }
}
