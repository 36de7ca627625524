//! Texts whose line ends are the two characters `\n`, as programs leave them that write a string as it stands in their source.
//! Nothing changes its place: what is put has as many bytes and characters as what was there.

/// The text with such pairs (`\n`, `\r\n`, `\r`, `\t`, the backslash once or several times) made white space that ends in the line end
/// or tab that was meant. Those in the path of a file, and those that the text speaks of, stay.
pub(crate) fn real(text: String) -> String {
    if !text.contains('\\') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, meant) = pairs(rest);
        let (pair, after) = rest.split_at(length);
        match meant {
            Some(c) if !is_of_a_path(&out, after) && !is_spoken_of(&out, after) => {
                out.extend(std::iter::repeat_n(' ', length - 1));
                out.push(c);
            }
            _ => out.push_str(pair),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How many bytes the backslashes at the beginning take with the letters after them, and what they mean.
fn pairs(text: &str) -> (usize, Option<char>) {
    let pair = |text: &str| {
        let slashes = text.bytes().take_while(|&byte| byte == b'\\').count();
        let letter = if slashes > 0 { text.as_bytes().get(slashes).copied() } else { None };
        (slashes, letter)
    };
    match pair(text) {
        (slashes, Some(b'r')) => match pair(&text[slashes + 1..]) {
            (more, Some(b'n')) => (slashes + 1 + more + 1, Some('\n')),
            _ => (slashes + 1, Some('\n')),
        },
        (slashes, Some(b'n')) => (slashes + 1, Some('\n')),
        (slashes, Some(b't')) => (slashes + 1, Some('\t')),
        (slashes, _) => (slashes, None),
    }
}

/// `C:\news`, `share\reports`: Latin letters on both sides. A line that ends in Latin letters and one that begins so are rare.
fn is_of_a_path(before: &str, after: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ':') && after.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// «\n»: in quotation marks of its own.
fn is_spoken_of(before: &str, after: &str) -> bool {
    before.ends_with(['«', '"', '\'', '`', '“', '(']) && after.starts_with(['»', '"', '\'', '`', '”', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        for (text, expected) in [
            ("بلا شيء", "بلا شيء"),
            (r"سطر\nثان", "سطر \nثان"),
            (r"سطر\r\nثان\rثالث", "سطر   \nثان \nثالث"),
            (r"سطر\\nثان\\\r\\\nثالث", "سطر  \nثان       \nثالث"),
            (r"عمود\tعمود", "عمود \tعمود"),
            (r"قال: «نعم».\n\nومضى", "قال: «نعم». \n \nومضى"),
            (r"قال:\nنعم", "قال: \nنعم"),
            (r"وصلت Reuters\nوقالت", "وصلت Reuters \nوقالت"),
            (r"الملف C:\news\reports هنا", r"الملف C:\news\reports هنا"),
            (r"اكتب «\n» لسطر جديد", r"اكتب «\n» لسطر جديد"),
            (r"شرطة \ وحدها \", r"شرطة \ وحدها \"),
            (r"\nأول", " \nأول"),
            (r"آخر\n", "آخر \n"),
        ] {
            let found = real(text.to_owned());
            assert_eq!(found, expected, "{text}");
            assert_eq!((found.len(), found.chars().count()), (text.len(), text.chars().count()), "{text}");
        }
    }
}
