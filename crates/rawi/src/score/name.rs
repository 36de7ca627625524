//! Names as the scorer compares them.

use unicode_normalization::{UnicodeNormalization, char as unicode};

use super::words::is_word_char;

/// A name as the scorer compares names: compatibility forms, marks and letter variants folded, everything but words
/// dropped, and an attached و ف ب ل before the article taken from the first word.
pub fn fold(name: &str) -> String {
    let folded: String = name
        .chars()
        .filter(|&c| c != '\u{640}')
        .nfkc()
        .filter(|&c| unicode::canonical_combining_class(c) == 0 && c != '\u{640}')
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            'ؤ' => 'و',
            'ئ' => 'ي',
            c => c,
        })
        .collect();
    let mut words = folded.split(|c| !is_word_char(c)).filter(|word| !word.is_empty());
    let Some(first) = words.next() else {
        return String::new();
    };
    words.fold(without_clitic(first), |mut name, word| {
        name.push(' ');
        name.push_str(word);
        name
    })
}

/// للمنظمة، والمتهمون، بالوزير: the attached letter is not the name's.
fn without_clitic(word: &str) -> String {
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    if let Some(rest) = bare.strip_prefix("لل")
        && rest.chars().count() >= 2
    {
        return format!("ال{rest}");
    }
    // Names that only look like a clitic and an article.
    if ["والد", "والي", "فالح"].iter().any(|name| word.starts_with(name)) {
        return word.into();
    }
    let noun = match word.strip_prefix(['و', 'ف']) {
        Some(rest) => rest.strip_prefix(['ب', 'ل']).unwrap_or(rest),
        None => word.strip_prefix(['ب', 'ل']).unwrap_or(word),
    };
    match noun.strip_prefix("ال") {
        Some(stem) if stem.chars().count() >= 3 => noun.into(),
        _ => word.into(),
    }
}

/// The distinct words of a folded name, in order.
pub(super) fn name_words(folded: &str) -> Vec<&str> {
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}
