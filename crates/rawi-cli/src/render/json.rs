//! `rawi.statements/1` as JSON, pretty or one object a line.
//! Its shape is the record's; only the explanations are put in here.

use rawi::Explanation;
use rawi::record::{Record, Speaker, Statement};
use rawi_page::Finding;
use serde::Serialize;

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

fn render(finding: &Finding, write: impl Fn(&Shown<'_>) -> serde_json::Result<String>) -> Rendered {
    let shown = Shown::of(finding);
    Rendered {
        // Strings, numbers and lists into memory: nothing here can fail.
        body: write(&shown).unwrap_or_default(),
        ..Rendered::default()
    }
}

/// A record whose statements may carry explanations. The fields are those of [`Record`], in its order.
#[derive(Serialize)]
struct Shown<'a> {
    format: &'a str,
    model: &'a str,
    id: &'a str,
    title: &'a Option<String>,
    url: &'a Option<String>,
    outlet: &'a Option<String>,
    date: &'a Option<String>,
    text_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: &'a Option<String>,
    speakers: &'a [Speaker],
    statements: Vec<ShownStatement<'a>>,
}

#[derive(Serialize)]
struct ShownStatement<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Explanation>,
}

impl<'a> Shown<'a> {
    fn of(finding: &'a Finding) -> Self {
        // Taken apart field by field, so that a field new in the record is not forgotten here.
        let Record { format, model, id, title, url, outlet, date, text_sha256, text, speakers, statements } = &finding.record;
        Self {
            format,
            model,
            id,
            title,
            url,
            outlet,
            date,
            text_sha256,
            text,
            speakers,
            statements: statements
                .iter()
                .enumerate()
                .map(|(i, statement)| ShownStatement { statement, explanation: finding.explanation(i) })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Sheet;
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
