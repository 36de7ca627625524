//! Styled words laid out in lines of a given width, for terminals that lay out right-to-left text and for those that do not.
//! What the words are is the renderer's affair.

use unicode_bidi::Direction;
use unicode_width::UnicodeWidthChar;

use crate::visual;

/// How a word looks on a terminal with colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Heavier.
    pub bold: bool,
    /// Fainter.
    pub dim: bool,
    /// One of the eight colours, 31 to 37.
    pub color: Option<u8>,
}

impl Style {
    /// No style at all.
    pub const PLAIN: Self = Self { bold: false, dim: false, color: None };
    /// Heavier.
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    /// Fainter.
    pub const DIM: Self = Self { dim: true, ..Self::PLAIN };

    fn escape(self) -> String {
        let mut codes = Vec::new();
        if self.bold {
            codes.push("1".to_owned());
        }
        if self.dim {
            codes.push("2".to_owned());
        }
        codes.extend(self.color.map(|c| c.to_string()));
        format!("\x1b[{}m", codes.join(";"))
    }
}

/// Text and its style; white space in it separates words.
pub type Run = (String, Style);

/// Where lines go and what they may hold.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns of a line.
    pub width: usize,
    /// Whether escape codes may be written.
    pub color: bool,
    /// Whether the terminal needs the visual order and joined letters.
    pub visual: bool,
}

type Word = Vec<(String, Style)>;

impl Page {
    /// Writes `runs` as lines that begin after `indent` columns, the first one after `first`.
    pub fn paragraph(&self, out: &mut String, first: usize, indent: usize, runs: &[Run]) {
        let mut line: Vec<Word> = Vec::new();
        let mut used = 0;
        let mut margin = first;
        for word in self.words(runs, self.width.saturating_sub(indent.max(first)).max(1)) {
            let width = word.iter().map(|(w, _)| width_of(w)).sum::<usize>();
            if !line.is_empty() && margin + used + 1 + width > self.width {
                self.line(out, margin, &line);
                line.clear();
                used = 0;
                margin = indent;
            }
            used += width + usize::from(!line.is_empty());
            line.push(word);
        }
        if !line.is_empty() {
            self.line(out, margin, &line);
        }
    }

    /// The words of `runs`, none wider than `limit`.
    fn words(&self, runs: &[Run], limit: usize) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut open = false;
        for (text, style) in runs {
            for (i, piece) in text.split(char::is_whitespace).enumerate() {
                open &= i == 0;
                let piece: String = piece.chars().filter(|&c| !steers(c)).collect();
                if piece.is_empty() {
                    continue;
                }
                let piece = if self.visual { visual::shape(&piece) } else { piece };
                for (j, part) in cut(&piece, limit).into_iter().enumerate() {
                    match words.last_mut().filter(|_| open && j == 0) {
                        Some(word) => word.push((part, *style)),
                        None => words.push(vec![(part, *style)]),
                    }
                    open = true;
                }
            }
        }
        words
    }

    fn line(&self, out: &mut String, margin: usize, words: &[Word]) {
        let mut text = String::new();
        let mut styles = Vec::new();
        for word in words {
            if !text.is_empty() {
                text.push(' ');
                // A space carries on the style before it: fewer escape codes.
                styles.push(styles.last().copied().unwrap_or_default());
            }
            for (piece, style) in word {
                text.push_str(piece);
                styles.extend(std::iter::repeat_n(*style, piece.chars().count()));
            }
        }
        let cells: Vec<(char, Style)> = if self.visual {
            let cells = visual::reorder(&text, &styles);
            let width = cells.iter().map(|(c, _)| c.width().unwrap_or(0)).sum::<usize>();
            out.push_str(&" ".repeat(self.width.saturating_sub(margin + width)));
            cells
        } else {
            // A terminal takes the direction of a line from its first letter; one that begins with a foreign word
            // is told by a mark that it belongs to an Arabic page.
            if unicode_bidi::get_base_direction(text.as_str()) != Direction::Rtl {
                out.push('\u{200f}');
            }
            out.push_str(&" ".repeat(margin));
            text.chars().zip(styles).collect()
        };
        let mut now = Style::PLAIN;
        for (c, style) in cells {
            if self.color && style != now {
                if now != Style::PLAIN {
                    out.push_str("\x1b[0m");
                }
                if style != Style::PLAIN {
                    out.push_str(&style.escape());
                }
                now = style;
            }
            out.push(c);
        }
        if now != Style::PLAIN && self.color {
            out.push_str("\x1b[0m");
        }
        out.push('\n');
    }
}

/// Columns of `text`. Letter by letter: terminals give lam-alef two cells unless it is written as one character.
fn width_of(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Whether the character would steer the terminal, or turn the direction of what follows it.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn cut(piece: &str, limit: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut used = 0;
    for c in piece.chars() {
        let w = c.width().unwrap_or(0);
        if used + w > limit && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            used = 0;
        }
        part.push(c);
        used += w;
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(page: Page, runs: &[(&str, Style)], expected: Expect) {
        let runs: Vec<Run> = runs.iter().map(|(t, s)| ((*t).to_owned(), *s)).collect();
        let mut out = String::new();
        page.paragraph(&mut out, 0, 2, &runs);
        let out = out.replace('\x1b', "ESC").replace('\u{200f}', "RLM");
        // A margin, since indentation is part of what is expected.
        expected.assert_eq(&out.lines().map(|line| format!("|{line}\n")).collect::<String>());
    }

    const PAGE: Page = Page { width: 16, color: false, visual: false };

    #[test]
    fn wraps_with_a_hanging_indent() {
        check(
            PAGE,
            &[("قالت الوزارة إن  الطريق\nمفتوح أمام السيارات", Style::PLAIN)],
            expect![[r#"
                |قالت الوزارة إن
                |  الطريق مفتوح
                |  أمام السيارات
            "#]],
        );
    }

    #[test]
    fn runs_without_space_are_one_word() {
        check(
            PAGE,
            &[("«", Style::DIM), ("نعم", Style::PLAIN), ("»، قال", Style::DIM)],
            expect![[r#"
                |«نعم»، قال
            "#]],
        );
    }

    #[test]
    fn long_words_are_cut_and_foreign_lines_marked() {
        check(
            PAGE,
            &[("https://example.org/a/long/path", Style::PLAIN)],
            expect![[r#"
                |RLMhttps://exampl
                |RLM  e.org/a/long/p
                |RLM  ath
            "#]],
        );
    }

    #[test]
    fn colours_change_only_where_styles_do() {
        let color = Page { color: true, ..PAGE };
        check(
            color,
            &[("نادر منصور", Style::BOLD), (" قال", Style::PLAIN)],
            expect![[r#"
                |ESC[1mنادر منصور ESC[0mقال
            "#]],
        );
    }

    #[test]
    fn visual_lines_stand_at_the_right() {
        let visual = Page { visual: true, ..PAGE };
        check(
            visual,
            &[("قال (نعم) في 2024 أمام الجميع", Style::PLAIN)],
            expect![[r#"
                |    ﻲﻓ (ﻢﻌﻧ) ﻝﺎﻗ
                |     ﻡﺎﻣﺃ 2024
                |        ﻊﻴﻤﺠﻟﺍ
            "#]],
        );
    }

    #[test]
    fn no_line_is_wider_than_the_page_and_no_control_gets_through() {
        for visual in [false, true] {
            for width in 1..30 {
                let page = Page { width, color: false, visual };
                let mut out = String::new();
                let text = "قال\u{1b}[31m المتحدثُ باسم الحكومة إن ABC-123 لا علم لها بالأمر 🙂".to_owned();
                page.paragraph(&mut out, 0, width / 3, &[(text, Style::PLAIN)]);
                assert!(!out.contains('\u{1b}'));
                for line in out.lines() {
                    // Two columns is the widest character there is.
                    assert!(width_of(line) <= width.max(2 + width / 3), "{width}: {line:?}");
                }
            }
        }
    }
}
