//! The figures of a set of documents, and how they are printed.

use std::fmt;

use super::counts::{Counts, Field, Label};
use super::tally::{Accuracy, Tally};

/// The figures of a set of documents. Displayed, they are the lines of the reference scorer's output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// All documents together.
    pub total: Counts,
    /// Each document, in the order of the gold.
    pub by_doc: Vec<(String, Counts)>,
    /// Gold documents without a prediction; they count as predicted without statements.
    pub missing: usize,
    /// Predicted documents that the gold does not have; they are left out.
    pub extra: usize,
}

impl Figures {
    /// The counts of a field over all documents.
    pub fn field(&self, field: Field) -> Tally {
        self.total.field(field)
    }
    /// The accuracy of a label over all documents.
    pub fn label(&self, label: Label) -> Accuracy {
        self.total.label(label)
    }
    /// The headline figure: F1 of who-said-what.
    pub fn headline(&self) -> f64 {
        self.field(Field::WhoSaidWhat).f1()
    }
    /// One line a document: id, F1 of who-said-what, gold and predicted statements, between tabs.
    pub fn by_doc_lines(&self) -> impl Iterator<Item = String> {
        self.by_doc.iter().map(|(id, counts)| {
            let Tally { p, g, .. } = counts.field(Field::Statement);
            format!("{id}\t{:.3}\t{g} gold\t{p} predicted", counts.field(Field::WhoSaidWhat).f1())
        })
    }
    /// The unrounded figures as one line of JSON: `{"statement": {"p": …, "r": …, "f": …}, …, "type": …, …}`.
    pub fn to_json(&self) -> String {
        let fields = Field::ALL.map(|field| {
            let tally = self.field(field);
            let (p, r, f) = (tally.precision(), tally.recall(), tally.f1());
            format!(r#""{}": {{"p": {p:?}, "r": {r:?}, "f": {f:?}}}"#, field.as_str())
        });
        let labels = Label::ALL.map(|label| {
            let accuracy = self.label(label);
            match accuracy.pairs {
                0 => format!(r#""{}": 0"#, label.as_str()),
                _ => format!(r#""{}": {:?}"#, label.as_str(), accuracy.share()),
            }
        });
        format!("{{{}, {}}}", fields.join(", "), labels.join(", "))
    }
    /// What a reader of the figures should know: documents without a prediction, and predictions left out.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.missing > 0 {
            notes.push(format!("{} of {} documents have no prediction", self.missing, self.by_doc.len()));
        }
        if self.extra > 0 {
            notes.push(format!("{} predicted documents are not in the gold and are left out", self.extra));
        }
        notes
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { p, g, .. } = self.field(Field::Statement);
        writeln!(f, "{} documents, {g} gold statements, {p} predicted", self.by_doc.len())?;
        for field in Field::ALL {
            let tally = self.field(field);
            let (p, r, x) = (tally.precision(), tally.recall(), tally.f1());
            let Tally { tp, p: predicted, g } = tally;
            writeln!(f, "{:14} P {p:.3}  R {r:.3}  F1 {x:.3}  ({tp}/{predicted}/{g})", field.as_str())?;
        }
        for label in Label::ALL {
            let accuracy = self.label(label);
            writeln!(f, "{:14} accuracy {:.3} of {} pairs", label.as_str(), accuracy.share(), accuracy.pairs)?;
        }
        Ok(())
    }
}
