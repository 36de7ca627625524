//! Who wrote a document, as one line.

use crate::lines::one_line;

/// The names of authors in one line, each once. None where there is none.
pub(crate) fn joined_names(names: impl IntoIterator<Item = String>) -> Option<String> {
    let mut known: Vec<String> = Vec::new();
    for name in names {
        let name = one_line(&name);
        if !name.is_empty() && !known.contains(&name) {
            known.push(name);
        }
    }
    (!known.is_empty()).then(|| known.join("، "))
}
