//! `--visual`: a line of logical text as the cells of a terminal that knows neither right-to-left nor joined letters.
//! Order by UAX #9 and letters by presentation forms; marks are left out, since such a terminal cannot place them.

use std::sync::OnceLock;

use ar_reshaper::prelude::LigatureNames;
use ar_reshaper::{ArabicReshaper, ReshaperConfig};
use unicode_bidi::{BidiInfo, Level};
use unicode_bidi_mirroring::get_mirrored;

/// The joined forms of `word`, still in logical order.
pub fn shape(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = String::new();
    // The reshaper sees nothing but runs of letters: it panics on some marks and joiners.
    for c in word.chars() {
        match c {
            '\u{0621}'..='\u{063a}' | '\u{0640}'..='\u{064a}' | '\u{0671}'..='\u{06d3}' => {
                letters.push(c);
            }
            '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}' => {}
            c => {
                flush(&mut letters, &mut out);
                out.push(c);
            }
        }
    }
    flush(&mut letters, &mut out);
    out
}

fn flush(letters: &mut String, out: &mut String) {
    if !letters.is_empty() {
        out.push_str(&reshaper().reshape(letters.as_str()));
        letters.clear();
    }
}

fn reshaper() -> &'static ArabicReshaper {
    static RESHAPER: OnceLock<ArabicReshaper> = OnceLock::new();
    RESHAPER.get_or_init(|| {
        let mut config = ReshaperConfig::default();
        // Few terminal fonts have this ligature; all that have the letters have lam-alef.
        config.update_ligature(LigatureNames::ARABIC_LIGATURE_ALLAH, false);
        config.to_reshaper()
    })
}

/// The characters of `line`, each with what `styles` says of it, from left to right as they stand on the screen.
/// `styles` holds one entry a character of `line`; the line is laid out as a right-to-left paragraph.
pub fn reorder<S: Copy>(line: &str, styles: &[S]) -> Vec<(char, S)> {
    let info = BidiInfo::new(line, Some(Level::rtl()));
    let Some(paragraph) = info.paragraphs.first() else {
        return Vec::new();
    };
    let mut index_of = vec![0; line.len() + 1];
    for (i, (at, _)) in line.char_indices().enumerate() {
        index_of[at] = i;
    }
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let mut out = Vec::with_capacity(styles.len());
    for run in runs {
        let rtl = levels[run.start].is_rtl();
        let cell = |(at, c): (usize, char)| {
            let c = if rtl { get_mirrored(c).unwrap_or(c) } else { c };
            (c, styles[index_of[run.start + at]])
        };
        // Joiners, direction marks and isolates have done their work once the order is fixed.
        let is_done = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{061c}' | '\u{2066}'..='\u{2069}');
        let chars = line[run.clone()].char_indices().filter(|&(_, c)| !is_done(c));
        if rtl {
            out.extend(chars.rev().map(cell));
        } else {
            out.extend(chars.map(cell));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visual(line: &str) -> String {
        let shaped = shape(line);
        let styles = vec![(); shaped.chars().count()];
        reorder(&shaped, &styles).into_iter().map(|(c, ())| c).collect()
    }

    #[test]
    fn known_words() {
        let cases = [
            ("قال", "ﻝﺎﻗ"),
            ("لا", "ﻻ"),
            ("الإعلام", "ﻡﻼﻋﻹﺍ"),
            ("بيان", "ﻥﺎﻴﺑ"),
            ("قالَ", "ﻝﺎﻗ"),
            ("«نعم»", "«ﻢﻌﻧ»"),
            ("(نعم)", "(ﻢﻌﻧ)"),
            ("عام 2024 في", "ﻲﻓ 2024 ﻡﺎﻋ"),
            ("شركة ABC قالت", "ﺖﻟﺎﻗ ABC ﺔﻛﺮﺷ"),
            ("", ""),
        ];
        for (logical, expected) in cases {
            assert_eq!(visual(logical), expected, "{logical}");
        }
    }

    #[test]
    fn odd_marks_and_joiners_do_no_harm() {
        for text in ["\u{064e}", "\u{200d}ل\u{200d}ا", "ل\u{064e}ا", "\u{202e}لا\u{202c}", "a\u{0301}"] {
            visual(text);
        }
    }
}
