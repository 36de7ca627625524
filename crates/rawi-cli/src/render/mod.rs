//! Findings as text, or as the rows of a workbook: one renderer a format, and what stands before, between and after the documents.
//! No input or output here.

mod html;
mod json;
pub mod table;
mod view;

use std::sync::Arc;

use rawi_page::Finding;
use rawi_table::{Cell, Csv};

use crate::args::Format;
use crate::layout::Page;

/// One document, ready to be written.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Its part of the output.
    pub body: String,
    /// What to call an output that begins with it.
    pub heading: String,
    /// Its rows, where the output is a workbook.
    pub rows: Vec<Vec<Cell<'static>>>,
}

/// A format. A renderer is shared by all threads, so it keeps nothing from one document to the next.
pub trait Renderer: Send + Sync {
    /// The part of the output that is one document's.
    fn document(&self, finding: &Finding) -> Rendered;
    /// What stands before the first document; `heading` is that document's.
    fn opening(&self, heading: &str) -> String {
        let _ = heading;
        String::new()
    }
    /// What stands between two documents.
    fn between(&self) -> &str {
        ""
    }
    /// What stands after the last document.
    fn closing(&self) -> String {
        String::new()
    }
    /// Whether a single document stands alone, without opening and closing, and documents in a list are indented.
    fn bare_when_single(&self) -> bool {
        false
    }
}

/// The renderer of a format.
pub fn renderer(format: Format, page: Page, csv: Csv, explain: bool) -> Arc<dyn Renderer> {
    match format {
        Format::View => Arc::new(view::View { page }),
        Format::Json => Arc::new(json::Pretty),
        Format::Jsonl => Arc::new(json::Lines),
        Format::Csv => Arc::new(table::Lines { explain, csv }),
        Format::Xlsx => Arc::new(table::Rows { explain }),
        Format::Html => Arc::new(html::Web),
    }
}

/// An output as it grows, document by document.
pub struct Sheet {
    renderer: Arc<dyn Renderer>,
    documents: usize,
    /// The first document, as long as it may turn out to be the only one.
    held: Option<String>,
}

impl Sheet {
    /// An empty output.
    pub fn new(renderer: Arc<dyn Renderer>) -> Self {
        Self { renderer, documents: 0, held: None }
    }

    /// What to write when `shown` is the next document.
    pub fn add(&mut self, shown: &Rendered) -> String {
        self.documents += 1;
        let bare = self.renderer.bare_when_single();
        if self.documents == 1 {
            if bare {
                self.held = Some(shown.body.clone());
                return String::new();
            }
            return self.renderer.opening(&shown.heading) + &shown.body;
        }
        let mut out = String::new();
        if let Some(first) = self.held.take() {
            out = self.renderer.opening("") + &indented(&first);
        }
        out.push_str(self.renderer.between());
        if bare {
            out.push_str(&indented(&shown.body));
        } else {
            out.push_str(&shown.body);
        }
        out
    }

    /// What to write at the end.
    pub fn close(&mut self) -> String {
        if let Some(only) = self.held.take() {
            return only + "\n";
        }
        let mut out = String::new();
        if self.documents == 0 {
            out = self.renderer.opening("");
        }
        out.push_str(&self.renderer.closing());
        out
    }
}

/// Pretty JSON holds no line break inside a string, so every line may be moved.
fn indented(json: &str) -> String {
    format!("  {}", json.replace('\n', "\n  "))
}
