//! Normalisation for looking words up: marks, letter variants, presentation forms, digits.
//! Not for display or storage; offsets always refer to the original.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether `c` is written without being read: combining marks (harakat among them), tatweel, bidi and zero-width controls, and the
/// controls of ASCII that are no white space.
pub(crate) fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' | '\u{0640}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_ascii_control() && !c.is_whitespace())
        || (c as u32 > 0x2FF && is_combining_mark(c))
}

/// One letter as searching sees it: hamza carriers, alef maqsura, ta marbuta and Persian letters folded to their Arabic bases.
fn fold_letter(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' => 'ي',
        'ؤ' => 'و',
        'ة' | 'ە' | 'ہ' | 'ۀ' | 'ۂ' => 'ه',
        'ۓ' => 'ے',
        'ک' | 'ڪ' => 'ك',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        _ => c,
    }
}

/// Appends the folded form of `word` to `out`: compatibility forms composed, silent characters dropped, letters
/// folded, Latin in lower case. Folding is idempotent.
pub fn fold_into(word: &str, out: &mut String) {
    if word.chars().all(|c| matches!(c, '\u{0600}'..='\u{06FF}') || c.is_ascii()) {
        out.extend(word.chars().filter(|&c| !is_silent(c)).map(|c| fold_letter(c).to_ascii_lowercase()));
    } else {
        let lower = word.nfkc().flat_map(char::to_lowercase).collect::<String>();
        out.extend(lower.nfkd().filter(|&c| !is_silent(c)).map(fold_letter));
    }
}

/// The folded form of `word`; see [`fold_into`].
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// `word` without marks, tatweel and controls, but with its letters as written: `إنّ` is `إن` and not `ان`. A letter and a hamza or madda
/// that stands after it as a mark of its own are the one letter that they make.
pub fn bare(word: &str) -> String {
    if word.chars().all(|c| matches!(c, '\u{0600}'..='\u{0652}' | '\u{0656}'..='\u{06FF}') || c.is_ascii()) {
        word.chars().filter(|&c| !is_silent(c)).collect()
    } else {
        word.nfkc().filter(|&c| !is_silent(c)).collect()
    }
}

/// `name` as it is meant to be read, for names and cells that leave their text: without direction marks, isolates and other
/// characters that nobody sees. A joiner or non-joiner between two letters is spelling, and stays.
///
/// ```
/// assert_eq!(rawi_text::visible("\u{2067}سليم حداد\u{2069}\u{200c}"), "سليم حداد");
/// assert_eq!(rawi_text::visible("می\u{200c}خواهم"), "می\u{200c}خواهم");
/// assert_eq!(rawi_text::visible("كري\u{2}م ب\u{200d}اسم"), "كريم باسم");
/// ```
pub fn visible(name: &str) -> Cow<'_, str> {
    if !name.contains(is_unseen) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len());
    let mut joiner = None;
    for c in name.chars() {
        match c {
            '\u{200C}' | '\u{200D}' => joiner = Some(c),
            c if is_unseen(c) => {}
            c => {
                let joins = out.ends_with(|c: char| !c.is_whitespace()) && !c.is_whitespace();
                // Arabic letters are joined without a joiner.
                let arabic = out.ends_with(is_arabic_letter) && is_arabic_letter(c);
                out.extend(joiner.take().filter(|joiner| joins && !(arabic && *joiner == '\u{200D}')));
                out.push(c);
            }
        }
    }
    Cow::Owned(out)
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{0671}'..='\u{06D3}')
}

/// Whether `c` steers direction, joins, divides or controls without being seen.
fn is_unseen(c: char) -> bool {
    let is_control = c.is_control() && !c.is_whitespace();
    is_control
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name() {
        for (written, seen) in [
            ("سليم حداد", "سليم حداد"),
            ("\u{2067}سليم حداد\u{2069}", "سليم حداد"),
            ("النقابة\u{202c}", "النقابة"),
            ("\u{200f}وزير\u{200e} الصحة\u{061c}", "وزير الصحة"),
            ("شركة \u{202a}Nordal\u{202c}", "شركة Nordal"),
            ("\u{feff}ماجد\u{200b} ال\u{00ad}خوري\u{2060}", "ماجد الخوري"),
            // A non-joiner is spelling where it stands between letters, and debris elsewhere.
            ("علی\u{200c}رضا", "علی\u{200c}رضا"),
            ("علی\u{200f}\u{200c}رضا", "علی\u{200c}رضا"),
            ("\u{200c}علي\u{200c} رضا\u{200d}", "علي رضا"),
            ("\u{200e}\u{200f}", ""),
        ] {
            assert_eq!(visible(written), seen, "{written:?}");
        }
    }
}
