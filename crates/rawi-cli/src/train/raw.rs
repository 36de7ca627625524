//! Raw text for `rawi train`: the documents of files and folders, and newspaper archives in ZIP files.
//! Only texts are taken; what is learned from them is `rawi::train`'s.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::document::{self, Got, Input};
use crate::notes::{Note, Notes};
use crate::report;
use crate::source::{self, NotRead, Source};

/// An entry of a ZIP file that unpacks to more is refused, whatever it says of its size.
const LARGEST: u64 = 1 << 30;

/// An article of SaudiNewsNet; it has more fields than these.
#[derive(serde::Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    content: String,
}

/// Gives `each` text that `paths` hold. The result is how many inputs failed; each of those is named on standard error.
pub fn read(paths: &[PathBuf], mut each: impl FnMut(&str)) -> usize {
    if paths.is_empty() {
        return 0;
    }
    let (mut failed, mut notes) = (0, Notes::default());
    let mut fail = |what: &str| {
        failed += 1;
        report::line(what);
    };
    for found in source::sources(paths.to_vec(), wanted) {
        match found {
            Ok(Source::File(path)) if is_zip(&path) => {
                if let Err(what) = read_zip(&path, &mut each, &mut fail) {
                    fail(&format!("{}: {what}", path.display()));
                }
            }
            Ok(source) => document::documents(&source, &Input::default()).for_each(|got| match got {
                Got::Document(found) => each(&found.document.text),
                Got::PassedOver(note) => notes.add(note),
                Got::Unreadable(what) => fail(&what),
            }),
            Err(NotRead::Unreadable(what)) => fail(&what),
            Err(NotRead::PassedOver { folder, number, first }) => notes.add(Note::passed_over(&folder, number, &first)),
        }
    }
    notes.lines().for_each(|line| report::line(&line));
    failed
}

fn wanted(path: &Path) -> bool {
    is_zip(path) || document::known(path)
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

/// The texts of a ZIP file whose entries are JSON arrays of `{"title", "content"}`; other entries are passed over.
fn read_zip(path: &Path, each: &mut impl FnMut(&str), fail: &mut impl FnMut(&str)) -> Result<(), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| e.to_string())?;
    for k in 0..archive.len() {
        match read_entry(&mut archive, k) {
            Ok(articles) => articles.iter().for_each(|a| each(&format!("{}\n{}", a.title, a.content))),
            Err(what) => fail(&format!("{}: {what}", path.display())),
        }
    }
    Ok(())
}

fn read_entry(archive: &mut ZipArchive<BufReader<File>>, k: usize) -> Result<Vec<Article>, String> {
    let entry = archive.by_index(k).map_err(|e| format!("entry {}: {e}", k + 1))?;
    let name = entry.name().map_err(|e| format!("entry {}: {e}", k + 1))?.into_owned();
    if !name.ends_with(".json") {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    entry.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| format!("{name}: {e}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("{name}: more than {LARGEST} bytes"));
    }
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    serde_json::from_slice(json).map_err(|e| format!("{name}: expected an array of {{\"title\", \"content\"}}: {e}"))
}
