//! Words without what their spelling differs in, for looking up months and asides. Text itself is never changed.

/// A word or text in lower case, without vowel marks and tatweel, its letters with and without hamza or dots made one.
pub(crate) fn folded(text: &str) -> String {
    let letters = text.chars().filter(|&c| !is_mark(c)).flat_map(char::to_lowercase);
    letters
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            c => c,
        })
        .collect()
}

/// Vowel marks and tatweel.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{652}' | '\u{670}' | 'ـ')
}
