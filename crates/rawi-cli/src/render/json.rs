//! `rawi.statements/1` as JSON, pretty or one object a line.

use rawi::Explained;
use rawi_page::Finding;

use super::{Rendered, Renderer};

/// `--format json`: one object, or an array of several.
pub struct Pretty;

/// `--format jsonl`.
pub struct Lines;

impl Renderer for Pretty {
    fn document(&self, finding: &Finding) -> Rendered {
        render(finding, |shown| serde_json::to_string_pretty(shown))
    }
    fn opening(&self, _: &str) -> String {
        "[\n".into()
    }
    fn between(&self) -> &str {
        ",\n"
    }
    fn closing(&self) -> String {
        "\n]\n".to_owned()
    }
    fn bare_when_single(&self) -> bool {
        true
    }
}

impl Renderer for Lines {
    fn document(&self, finding: &Finding) -> Rendered {
        let mut rendered = render(finding, |shown| serde_json::to_string(shown));
        rendered.body.push('\n');
        rendered
    }
}

fn render(finding: &Finding, write: impl Fn(&Explained<'_>) -> serde_json::Result<String>) -> Rendered {
    let shown = Explained::of(&finding.record, finding.explanations.as_deref());
    Rendered {
        // Strings, numbers and lists into memory: nothing here can fail.
        body: write(&shown).unwrap_or_default(),
        ..Rendered::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Sheet;
    use rawi::record::Record;
    use rawi_page::fixture;
    use std::sync::Arc;

    #[test]
    fn without_explanations_it_is_the_record() {
        let finding = fixture::harbour();
        let line = Lines.document(&finding).body;
        assert_eq!(line, serde_json::to_string(&finding.record).unwrap() + "\n");
        assert_eq!(line.matches('\n').count(), 1);
        let back: Record = serde_json::from_str(&line).unwrap();
        assert_eq!(back, finding.record);
    }

    #[test]
    fn explanations_stand_in_their_statements() {
        let finding = fixture::explained(fixture::harbour());
        let line = Lines.document(&finding).body;
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        for statement in value["statements"].as_array().unwrap() {
            assert!(statement["explanation"]["cue"][0]["what"].is_string());
            assert!(statement["explanation"]["cue"][0]["score"].is_number());
        }
        let back: Record = serde_json::from_str(&line).unwrap();
        assert_eq!(back, finding.record);
    }

    #[test]
    fn one_object_or_an_array() {
        let write = |n: usize| {
            let mut sheet = Sheet::new(Arc::new(Pretty));
            let shown = Pretty.document(&fixture::harbour());
            let mut out: String = (0..n).map(|_| sheet.add(&shown)).collect();
            out.push_str(&sheet.close());
            out
        };
        let one: Record = serde_json::from_str(&write(1)).unwrap();
        assert_eq!(one, fixture::harbour().record);
        for n in [0, 2, 3] {
            let many: Vec<Record> = serde_json::from_str(&write(n)).unwrap();
            assert_eq!(many, vec![fixture::harbour().record; n]);
        }
        // The array is as pretty as if it had been written in one go.
        assert_eq!(write(2), serde_json::to_string_pretty(&vec![fixture::harbour().record; 2]).unwrap() + "\n");
    }
}
