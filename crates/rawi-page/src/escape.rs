//! How text becomes part of a page or of a feed. The template engine asks for it at every place where text is put in.
//! Which addresses may be linked is `address`'s affair.

use std::fmt::{Result, Write};

use askama::filters::Escaper;

/// For element content and quoted attributes of HTML. The one character that no page can hold, U+0000, becomes U+FFFD.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page;

/// For element content and quoted attributes of XML 1.0. Characters that no feed can hold become U+FFFD.
#[cfg(feature = "archive")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Feed;

impl Escaper for Page {
    fn write_escaped_str<W: Write>(&self, out: W, text: &str) -> Result {
        escaped(out, text, |c| c == '\0')
    }
}

#[cfg(feature = "archive")]
impl Escaper for Feed {
    fn write_escaped_str<W: Write>(&self, out: W, text: &str) -> Result {
        escaped(out, text, |c| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
    }
}

fn escaped(mut out: impl Write, text: &str, lost: impl Fn(char) -> bool) -> Result {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let written = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            // As itself it would be read back as a line end.
            '\r' => "&#13;",
            c if lost(c) => "\u{fffd}",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(written)?;
        from = at + c.len_utf8();
    }
    out.write_str(&text[from..])
}

/// `text` on one line, without the characters that nobody sees but that turn round what stands beside them: for titles of
/// windows, labels of drawings and whatever else has no element of its own around it.
pub fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(steers, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(escaper: impl Escaper, text: &str, expected: &str) {
        let mut out = String::new();
        escaper.write_escaped_str(&mut out, text).unwrap();
        assert_eq!(out, expected);
    }

    #[test]
    fn text_is_escaped() {
        check(Page, "<b a=\"'\">&\r\n\0\u{1}", "&lt;b a=&quot;&#39;&quot;&gt;&amp;&#13;\n\u{fffd}\u{1}");
        #[cfg(feature = "archive")]
        check(Feed, "ما\u{1}ء <", "ما\u{fffd}ء &lt;");
        check(Page, "", "");
    }

    #[test]
    fn what_turns_text_round_is_left_out_of_titles() {
        assert_eq!(plain("خبر\u{202e}\n  عاجل\0"), "خبر عاجل");
    }
}
