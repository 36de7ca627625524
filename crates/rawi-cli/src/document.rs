//! The documents of one source: files are opened here, and `rawi-document` says what is in them.
//! Decoding, pages, records and archives are that crate's.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

pub use rawi_document::{Document, InputKind};
use rawi_document::{Documents, Map, Warning};

use crate::args;
use crate::notes::Note;
use crate::progress::{Meter, Metered};
use crate::report::Stop;
use crate::source::Source;

/// How an input is to be read.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Its kind, where its name and beginning shall not tell.
    pub kind: Option<InputKind>,
    /// Which fields of JSON hold what.
    pub map: Option<Map>,
    /// Counts what has been read.
    pub meter: Arc<Meter>,
}

impl Input {
    /// What the arguments ask for.
    pub fn of(args: &args::Inputs) -> Result<Self, Stop> {
        let map = args.map.as_deref().map(map).transpose()?;
        Ok(Self { kind: args.input.map(Into::into), map, meter: Arc::default() })
    }
}

/// One document, and what its reader should know about it.
pub struct Found {
    /// The document.
    pub document: Document,
    /// The name of its input.
    pub input: String,
    /// What diagnostics call it: the input, and the document where the input may hold several.
    pub name: String,
    /// What was noticed while it was read.
    pub notes: Vec<Note>,
    /// Whether it has a text, and not a headline at most.
    pub has_text: bool,
}

/// What the next part of an input is.
pub enum Got {
    /// A document.
    Document(Box<Found>),
    /// Parts that hold no document.
    PassedOver(Note),
    /// A document that could not be read: `<name>: <what>`.
    Unreadable(String),
}

/// Whether a walk through a folder picks the file up.
pub fn known(path: &Path) -> bool {
    rawi_document::is_readable(&path.to_string_lossy())
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

/// The map that an argument means: a file of it, or else the map itself.
fn map(argument: &str) -> Result<Map, Stop> {
    let path = Path::new(argument);
    let parsed = if path.is_file() {
        let written = std::fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{argument}: {e}")))?;
        Map::parse(argument, &written)
    } else {
        Map::parse("--map", argument)
    };
    parsed.map_err(|e| Stop::Usage(e.to_string()))
}

/// Opens `source` and gives its documents in order.
pub fn documents(source: &Source, input: &Input) -> Box<dyn Iterator<Item = Got>> {
    let name = source.name();
    match source {
        Source::Stdin => {
            let stdin = Metered::new(BufReader::new(std::io::stdin()), Arc::clone(&input.meter));
            Box::new(parse(name.clone(), rawi_document::documents(&name, stdin, input.kind), input))
        }
        Source::File(path) => match File::open(path) {
            Ok(file) => Box::new(parse_file(name, file, input)),
            Err(e) => Box::new(std::iter::once(Got::Unreadable(format!("{name}: {e}")))),
        },
    }
}

fn parse_file(name: String, file: File, input: &Input) -> impl Iterator<Item = Got> + use<> {
    let file = Metered::new(file, Arc::clone(&input.meter));
    parse(name.clone(), rawi_document::documents_in(&name, file, input.kind), input)
}

fn parse(name: String, documents: Documents<'static>, input: &Input) -> impl Iterator<Item = Got> + use<> {
    let mut documents = match &input.map {
        Some(map) => documents.with_map(map.clone()),
        None => documents,
    };
    let mut passed_over = None;
    let mut is_empty = true;
    std::iter::from_fn(move || {
        if let Some(got) = documents.next() {
            is_empty = false;
            return Some(match got {
                Ok(document) => {
                    let alone = document.id == name || document.origin == name;
                    let name_of_it = if alone { name.clone() } else { format!("{name}, \"{}\"", document.id) };
                    let notes = documents.warnings().iter();
                    let has_text = !notes.clone().any(|warning| matches!(warning, Warning::NoText | Warning::OnlyHeadline));
                    // A document without text is told of where it is read, with what follows from it.
                    let notes = notes.filter(|w| !matches!(w, Warning::NoText));
                    let notes = notes.map(|warning| Note::seen(&name_of_it, &document.origin, warning)).collect();
                    Got::Document(Box::new(Found { notes, has_text, name: name_of_it, input: name.clone(), document }))
                }
                Err(e) => Got::Unreadable(e.to_string()),
            });
        }
        let notes = passed_over.get_or_insert_with(|| {
            let mut notes: Vec<Note> = documents.warnings().iter().map(|warning| Note::seen(&name, &name, warning)).collect();
            if is_empty && notes.is_empty() {
                notes.push(Note::said(&name, &name, "holds no document"));
            }
            notes.into_iter()
        });
        notes.next().map(Got::PassedOver)
    })
}
