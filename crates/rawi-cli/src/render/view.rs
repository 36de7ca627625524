//! `--format view`: a document's statements, made to be read on a terminal.
//! Lines and columns are `layout`'s.

use rawi::Evidence;

use rawi_page::finding::{Finding, words};
use rawi_page::{Lang, labels, percent};

use super::{Rendered, Renderer};
use crate::layout::{Page, Run, Style};

/// Columns that a nested statement moves in.
const STEP: usize = 4;
/// Colours of speakers, in turn: cyan, yellow, green, magenta, blue, red.
const COLORS: [u8; 6] = [36, 33, 32, 35, 34, 31];

/// Keeps the digits after it as they are written; after Arabic letters `2031-04-02` would be turned around.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// `--format view`.
pub struct View {
    /// The terminal.
    pub page: Page,
}

impl Renderer for View {
    fn document(&self, finding: &Finding) -> Rendered {
        let mut out = String::new();
        self.head(&mut out, finding);
        for (index, depth) in finding.outline() {
            out.push('\n');
            self.statement(&mut out, finding, index, depth);
        }
        Rendered { body: out, ..Rendered::default() }
    }

    fn between(&self) -> &str {
        "\n\n"
    }
}

impl View {
    fn head(&self, out: &mut String, finding: &Finding) {
        let record = &finding.record;
        let heading = finding.heading();
        let style = if *heading == record.id { Style::BOLD.apart() } else { Style::BOLD };
        self.page.paragraph(out, 0, 0, &[run(&heading, style)]);
        let mut origin = Vec::new();
        origin.extend(record.outlet.iter().map(|outlet| run(&format!("{outlet} · "), Style::DIM)));
        origin.extend(record.date.iter().map(|d| run(&format!("{LEFT_TO_RIGHT}{d} · "), Style::DIM)));
        origin.push(run(record.url.as_ref().unwrap_or(&record.id), Style::DIM.apart()));
        self.page.paragraph(out, 0, 0, &origin);
        let count = if record.statements.is_empty() {
            "لا أقوال منسوبة في هذا النص".to_owned()
        } else {
            format!("الأقوال: {} · المصادر: {}", record.statements.len(), record.speakers.len())
        };
        self.page.paragraph(out, 0, 0, &[run(&count, Style::DIM)]);
    }

    fn statement(&self, out: &mut String, finding: &Finding, index: usize, depth: usize) {
        let statement = &finding.record.statements[index];
        let parts = words(&finding.record, statement);
        // However deep, half of the line stays for the words.
        let margin = (depth * STEP).min(self.page.width / 2);
        let digits = finding.record.statements.len().to_string().len();
        let inner = margin + digits + 2;

        let mut head = vec![run(&format!("{}. ", index + 1), Style::DIM)];
        match finding.speaker(statement) {
            Some((n, speaker)) => {
                let style = Style { color: Some(COLORS[n % COLORS.len()]), ..Style::BOLD };
                head.push(run(&speaker.name, style));
                let role = speaker.role.as_deref().filter(|r| *r != speaker.name);
                if let Some(role) = role {
                    head.push(run(&format!("، {role}"), Style::PLAIN));
                }
            }
            None => head.push(run(labels::unknown(Lang::Ar), Style::BOLD)),
        }
        let padding = digits - (index + 1).to_string().len();
        self.page.paragraph(out, margin + padding, inner, &head);

        let mut facts = vec![format!("{} {}", labels::act(statement.act, Lang::Ar), labels::kind_of_words(statement.kind, Lang::Ar))];
        facts.extend(parts.cue.iter().filter(|cue| *cue != ":").map(|cue| format!("«{cue}»")));
        facts.extend(statement.confidence.map(|c| format!("{LEFT_TO_RIGHT}{}", percent(c))));
        self.page.paragraph(out, inner, inner, &[run(&facts.join(" · "), Style::DIM)]);
        let content = labels::quoted(statement.kind, &parts.content);
        self.page.paragraph(out, inner, inner, &[run(&content, Style::PLAIN)]);
        let mut line = |label: &str, what: &str| {
            let runs = [run(label, Style::DIM), run(" ", Style::DIM), run(what, Style::PLAIN)];
            self.page.paragraph(out, inner, inner + STEP, &runs);
        };
        if let Some(addressee) = &parts.addressee {
            line("المخاطَب:", addressee);
        }
        if !parts.via.is_empty() {
            line("الناقل:", &parts.via.join("، عن "));
        }
        if !parts.setting.is_empty() {
            line("السياق:", &parts.setting.join(" · "));
        }
        if let Some(why) = finding.explanation(index) {
            for (label, evidence) in
                [("لماذا هذا الفعل:", &why.cue), ("لماذا هذه الحدود:", &why.bounds), ("لماذا هذا المصدر:", &why.speaker)]
            {
                self.evidence(out, inner, label, evidence);
            }
        }
    }

    fn evidence(&self, out: &mut String, inner: usize, label: &str, evidence: &[Evidence]) {
        if evidence.is_empty() {
            return;
        }
        self.page.paragraph(out, inner, inner, &[run(label, Style::DIM)]);
        for piece in evidence {
            let runs = [run(&format!("{:+.2} ", piece.score), Style::PLAIN), run(&piece.what, Style::DIM)];
            self.page.paragraph(out, inner + STEP, inner + 2 * STEP, &runs);
        }
    }
}

fn run(text: &str, style: Style) -> Run {
    (text.to_owned(), style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect_file;
    use rawi_page::fixture;

    fn view(finding: &Finding, page: Page) -> String {
        View { page }.document(finding).body
    }

    const PAGE: Page = Page { width: 60, color: false, visual: false };

    #[test]
    fn harbour() {
        expect_file!["../../tests/expected/harbour.view"].assert_eq(&view(&fixture::harbour(), PAGE));
    }

    #[test]
    fn harbour_in_colour() {
        let page = Page { color: true, ..PAGE };
        expect_file!["../../tests/expected/harbour.color.view"].assert_eq(&view(&fixture::harbour(), page).replace('\x1b', "␛"));
    }

    #[test]
    fn harbour_in_visual_order() {
        let page = Page { visual: true, ..PAGE };
        expect_file!["../../tests/expected/harbour.visual.view"].assert_eq(&view(&fixture::harbour(), page));
    }

    #[test]
    fn harbour_explained() {
        expect_file!["../../tests/expected/harbour.explain.view"].assert_eq(&view(&fixture::explained(fixture::harbour()), PAGE));
    }

    #[test]
    fn odd_and_empty() {
        let both = view(&fixture::odd(), PAGE) + "\n" + &view(&fixture::empty(), PAGE);
        expect_file!["../../tests/expected/odd.view"].assert_eq(&both);
    }

    #[test]
    fn without_text_it_is_the_same() {
        let finding = fixture::harbour();
        let mut bare = finding.clone();
        bare.record.text = None;
        assert_eq!(view(&bare, PAGE), view(&finding, PAGE));
    }
}
