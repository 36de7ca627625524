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
    /// Whether it has a direction of its own, that of its first letter: names of files and addresses in an Arabic line.
    pub apart: bool,
}

impl Style {
    /// No style at all.
    pub const PLAIN: Self = Self { bold: false, dim: false, color: None, apart: false };
    /// Heavier.
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    /// Fainter.
    pub const DIM: Self = Self { dim: true, ..Self::PLAIN };

    /// With a direction of its own.
    #[must_use]
    pub fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Whether it looks the same.
    fn looks(self, other: Self) -> bool {
        Self { apart: other.apart, ..self } == other
    }

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
        let mut line = Line::default();
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                line.space(word[0].1.apart);
            }
            word.iter().for_each(|(piece, style)| line.add(piece, *style));
        }
        line.turn(false);
        let Line { text, styles } = line;
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
            if self.color && !style.looks(now) {
                if !now.looks(Style::PLAIN) {
                    out.push_str("\x1b[0m");
                }
                if !style.looks(Style::PLAIN) {
                    out.push_str(&style.escape());
                }
                now = style;
            }
            out.push(c);
        }
        if !now.looks(Style::PLAIN) && self.color {
            out.push_str("\x1b[0m");
        }
        out.push('\n');
    }
}

/// A line as it is put together: its characters, and the style of each.
#[derive(Default)]
struct Line {
    text: String,
    styles: Vec<Style>,
}

impl Line {
    /// Between two words; `apart` tells whether the next has a direction of its own.
    fn space(&mut self, apart: bool) {
        if !apart {
            self.turn(false);
        }
        // A space carries on the style before it: fewer escape codes.
        let style = self.styles.last().copied().unwrap_or_default();
        self.push(' ', style);
    }

    fn add(&mut self, piece: &str, style: Style) {
        self.turn(style.apart);
        piece.chars().for_each(|c| self.push(c, style));
    }

    /// Opens or closes what has a direction of its own.
    fn turn(&mut self, apart: bool) {
        let style = self.styles.last().copied().unwrap_or_default();
        match (style.apart, apart) {
            (false, true) => self.push('\u{2068}', Style { apart: true, ..style }),
            (true, false) => self.push('\u{2069}', Style { apart: false, ..style }),
            _ => {}
        }
    }

    fn push(&mut self, c: char, style: Style) {
        self.text.push(c);
        self.styles.push(style);
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
    fn names_of_files_keep_their_own_direction() {
        let apart = Style::PLAIN.apart();
        let isolates = |text: &str| text.replace('\u{2068}', "[").replace('\u{2069}', "]").replace('\u{200f}', "RLM");
        for (runs, expected) in [
            (&[("خبر من ", Style::PLAIN), ("31-05-02.txt", apart)][..], "خبر من [31-05-02.txt]\n"),
            (&[("/tmp/x/31.txt", apart)], "RLM[/tmp/x/31.txt]\n"),
            (&[("my file 2.txt", apart), (" · ", Style::PLAIN), ("خبر", Style::PLAIN)], "[my file 2.txt] · خبر\n"),
            (&[("a.txt", apart), ("، ", Style::PLAIN), ("b.txt", apart)], "RLM[a.txt]، [b.txt]\n"),
            // A direction of its own ends with the line, and begins again with the next one.
            (&[("a long name of a file.txt", apart)], "RLM[a long name of a]\nRLM  [file.txt]\n"),
            (&[("a\u{202e}b\u{2069}c.txt", apart)], "RLM[abc.txt]\n"),
        ] {
            let runs: Vec<Run> = runs.iter().map(|(t, s)| ((*t).to_owned(), *s)).collect();
            let mut out = String::new();
            Page { width: 20, ..PAGE }.paragraph(&mut out, 0, 2, &runs);
            assert_eq!(isolates(&out), expected);
        }
    }

    /// Case 68.
    #[test]
    fn names_of_files_are_drawn_as_they_are() {
        for name in ["68-visual-order.txt", "2031-05-02.txt", "/tmp/x/31.txt", "a b-2.txt", "https://example.org/7?a=1", "-", "12.5%"] {
            let runs = [("صحيفة · ".to_owned(), Style::PLAIN), (name.to_owned(), Style::DIM.apart())];
            let mut out = String::new();
            Page { width: 60, color: false, visual: true }.paragraph(&mut out, 0, 2, &runs);
            assert_eq!(out.trim_start(), format!("{name} · ﺔﻔﻴﺤﺻ\n"));
        }
        // One that begins in Arabic is read from the right.
        let mut out = String::new();
        Page { width: 60, color: false, visual: true }.paragraph(&mut out, 0, 2, &[("قال-1.txt".to_owned(), Style::PLAIN.apart())]);
        assert_eq!(out.trim_start(), "txt.1-ﻝﺎﻗ\n");
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
