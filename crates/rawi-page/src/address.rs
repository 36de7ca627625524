//! Addresses inside pages: values in a query, and which addresses of articles are made links.

/// `value` for the query of an address, in ASCII.
#[cfg(feature = "archive")]
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len() * 2);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~:".contains(&byte) {
            out.push(byte as char);
        } else if byte == b' ' {
            out.push('+');
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `value` for the query of an address in a page, where letters of every script may stand as they are and take a third of the room.
#[cfg(feature = "archive")]
pub fn readable(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_alphanumeric() { out.push(c) } else { out.push_str(&encoded(c.encode_utf8(&mut [0; 4]))) }
    }
    out
}

/// The address when it is one that a browser fetches: others, which may come from anywhere, are shown and not linked.
pub fn web(address: &str) -> Option<&str> {
    ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "archive")]
    #[test]
    fn values_are_encoded() {
        assert_eq!(encoded("act:deny سعر&\"'<"), "act:deny+%D8%B3%D8%B9%D8%B1%26%22%27%3C");
        assert_eq!(readable("act:deny سعر&\"\u{202e}"), "act:deny+سعر%26%22%E2%80%AE");
    }

    #[test]
    fn only_what_a_browser_fetches_is_an_address() {
        assert_eq!(web("https://example.org/a"), Some("https://example.org/a"));
        for other in ["javascript:alert(1)", "data:text/html,a", " https://example.org", "//example.org", "file:///etc", "JAVASCRIPT:1"] {
            assert_eq!(web(other), None);
        }
    }
}
