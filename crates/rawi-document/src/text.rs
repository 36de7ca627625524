//! A plain text file is one document: its text with line ends made `\n`, its first line the title.
//! Nothing is cut, trimmed or put in order.

use crate::{Document, endings};

/// The document that a decoded text file is.
pub(crate) fn document(name: &str, text: String) -> Document {
    let text = endings::real(unify_line_ends(text));
    let title = text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    Document { id: name.to_owned(), title, text, origin: name.to_owned(), ..Document::default() }
}

/// Makes `\r\n` and a lone `\r` into `\n`.
fn unify_line_ends(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_text() {
        for (input, title, text) in [
            ("", None, ""),
            ("عنوان", Some("عنوان"), "عنوان"),
            ("عنوان\r\nمتن\rآخر\n", Some("عنوان"), "عنوان\nمتن\nآخر\n"),
            ("\n  عنوان \n\nمتن", Some("عنوان"), "\n  عنوان \n\nمتن"),
            (" \n", None, " \n"),
            (r"عنوان\nمتن", Some("عنوان"), "عنوان \nمتن"),
        ] {
            let document = document("a.txt", input.to_owned());
            assert_eq!((document.title.as_deref(), document.text.as_str(), document.id.as_str()), (title, text, "a.txt"));
        }
    }
}
