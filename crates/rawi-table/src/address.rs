//! Addresses of the web, as far as tables and exports need to know them.

/// Whether it is an absolute IRI (RFC 3987): a scheme, a colon, and no character that has to be escaped.
pub fn is_absolute(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !rest.contains(forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_with_its_scheme() {
        for (address, is) in [
            ("https://example.org/أخبار?id=1#a", true),
            ("urn:rawi:article:3f2a", true),
            ("example.org/a", false),
            ("https://example.org/a b", false),
            ("خبر:a", false),
            ("https:", false),
            ("", false),
        ] {
            assert_eq!(is_absolute(address), is, "{address:?}");
        }
    }
}
