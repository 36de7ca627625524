//! Identifiers of the web for articles and statements: the address where there is one, else a URN.
//! The namespace `rawi` is not registered; the URNs name, and lead nowhere.

use std::fmt::Write;

use rawi_archive::Article;
use rawi_table::is_absolute;

/// Before every term that is Rawi's own: the page that explains it.
pub const TERMS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/exports.md#");

/// The address of an article, or a URN made from its identifier.
pub fn article(article: &Article) -> String {
    document(article.url.as_deref(), &article.id)
}

/// See [`article`].
pub fn document(url: Option<&str>, id: &str) -> String {
    url.filter(|u| is_absolute(u)).map_or_else(|| urn("article", id), str::to_owned)
}

/// The URN of a statement.
pub fn statement(id: &str) -> String {
    urn("statement", id)
}

/// `urn:rawi:statement:3f2a9c1b04de5a77-412` (RFC 8141): whatever is not unreserved is escaped.
fn urn(what: &str, id: &str) -> String {
    let mut urn = format!("urn:rawi:{what}:");
    for b in id.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            urn.push(b.into());
        } else {
            let _ = write!(urn, "%{b:02X}");
        }
    }
    urn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_else_a_urn() {
        let cases = [
            (Some("https://example.org/أخبار?id=1#a"), "https://example.org/أخبار?id=1#a"),
            (Some("example.org/a"), "urn:rawi:article:3f2a"),
            (Some("https://example.org/a b"), "urn:rawi:article:3f2a"),
            (Some("خبر:a"), "urn:rawi:article:3f2a"),
            (Some("https:"), "urn:rawi:article:3f2a"),
            (Some(""), "urn:rawi:article:3f2a"),
            (None, "urn:rawi:article:3f2a"),
        ];
        for (url, expected) in cases {
            assert_eq!(document(url, "3f2a"), expected, "{url:?}");
        }
        assert_eq!(statement("3f2a.2-41"), "urn:rawi:statement:3f2a.2-41");
        assert_eq!(statement("a b/ق"), "urn:rawi:statement:a%20b%2F%D9%82");
    }
}
