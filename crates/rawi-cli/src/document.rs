//! The documents of one source: files are opened here, and `rawi-document` says what is in them.
//! Decoding, pages and JSON lines are that crate's.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use rawi_document::Warning;
pub use rawi_document::{Document, InputKind};

use crate::source::Source;

/// One document, and what its reader should know about it.
pub struct Found {
    /// The document.
    pub document: Document,
    /// What diagnostics call it: the input, and the document where the input may hold several.
    pub name: String,
    /// What was noticed while it was read.
    pub notes: Vec<String>,
}

/// A document, or what to say of the one that could not be read: `<name>: <what>`.
pub type Got = Result<Found, String>;

/// Whether a walk through a folder picks the file up.
pub fn known(path: &Path) -> bool {
    InputKind::from_name(&path.to_string_lossy()).is_some()
}

/// Whether the source is surely a single document, which one worker can open, decode and read on its own.
pub fn single(source: &Source, forced: Option<InputKind>) -> bool {
    match source {
        Source::Stdin => false,
        Source::File(path) => {
            matches!(forced.or_else(|| InputKind::from_name(&path.to_string_lossy())), Some(InputKind::Text | InputKind::Html))
        }
    }
}

/// Opens `source` and gives its documents in order.
pub fn documents(source: &Source, forced: Option<InputKind>) -> Box<dyn Iterator<Item = Got>> {
    let name = source.name();
    match source {
        Source::Stdin => Box::new(parse(name, BufReader::new(std::io::stdin()), forced)),
        Source::File(path) => match File::open(path) {
            Ok(file) => Box::new(parse(name, BufReader::with_capacity(1 << 16, file), forced)),
            Err(e) => Box::new(std::iter::once(Err(format!("{name}: {e}")))),
        },
    }
}

fn parse(name: String, input: impl BufRead + 'static, kind: Option<InputKind>) -> impl Iterator<Item = Got> {
    let mut documents = rawi_document::documents(&name, input, kind);
    std::iter::from_fn(move || {
        let got = documents.next()?;
        Some(match got {
            Ok(document) => {
                let notes = documents.warnings().iter();
                // A document without text is told of where it is read, with what follows from it.
                let notes = notes.filter(|w| !matches!(w, Warning::NoText));
                Ok(Found {
                    notes: notes.map(ToString::to_string).collect(),
                    name: match documents.kind() {
                        Some(InputKind::Jsonl) => format!("{name}, {:?}", document.id),
                        _ => name.clone(),
                    },
                    document,
                })
            }
            Err(e) => Err(e.to_string()),
        })
    })
}
