//! Where the input stands: files, folders walked in sorted order, standard input.
//! What is in it is `document`'s.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::report;

/// One place to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// What diagnostics and identifiers call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".into(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }
}

/// Says that a command without paths waits for what is typed, where somebody sits before it.
pub fn tell_of_typing(paths: &[PathBuf], quiet: bool) {
    if paths.is_empty() && std::io::stdin().is_terminal() && !quiet {
        report::line("-: reading what you type, until Ctrl-D");
    }
}

/// What is being written, so that it is not read.
#[derive(Debug)]
pub struct Target {
    path: Option<PathBuf>,
    stdout: Option<Handle>,
}

impl Target {
    /// The file at `path`, or else whatever standard output is.
    pub fn new(path: Option<PathBuf>) -> Self {
        let stdout = if path.is_none() { Handle::stdout().ok() } else { None };
        Self { path, stdout }
    }

    /// Whether `source` is the file that is being written.
    pub fn is(&self, source: &Source) -> bool {
        let Source::File(file) = source else {
            return false;
        };
        // To look whether a pipe is the output would be to read from it.
        if !file.is_file() {
            return false;
        }
        match (&self.path, &self.stdout) {
            // Asked each time: the output is created when there is something to write.
            (Some(path), _) => same_file::is_same_file(path, file).unwrap_or(false),
            (None, Some(stdout)) => Handle::from_path(file).is_ok_and(|file| file == *stdout),
            (None, None) => false,
        }
    }
}

/// What is not read of the places that were named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// A place that cannot be read, and why: `<name>: <what>`.
    Unreadable(String),
    /// Files of a folder that are of no known kind, links and whatever else lies there.
    PassedOver {
        /// The folder.
        folder: String,
        /// How many.
        number: usize,
        /// The first of them.
        first: String,
    },
}

/// Whether a walk through a folder picks a file up.
pub type Wanted = fn(&Path) -> bool;

/// Every file that `paths` mean, in their order; folders in the sorted order of those of their files that are `wanted`.
/// Nothing is walked before it is asked for.
pub fn sources(paths: Vec<PathBuf>, wanted: Wanted) -> impl Iterator<Item = Result<Source, NotRead>> {
    let paths = if paths.is_empty() { vec!["-".into()] } else { paths };
    paths.into_iter().flat_map(move |path| expand(path, wanted))
}

type Sources = Box<dyn Iterator<Item = Result<Source, NotRead>>>;

fn expand(path: PathBuf, wanted: Wanted) -> Sources {
    if path.as_os_str() == "-" {
        return Box::new(std::iter::once(Ok(Source::Stdin)));
    }
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(Source::File(path))));
    }
    let (mut found, mut ended) = (false, false);
    let mut passed: Option<(usize, String)> = None;
    let mut files = walkdir::WalkDir::new(&path).sort_by_file_name().into_iter().filter_entry(|e| e.depth() == 0 || !hidden(e.path()));
    Box::new(std::iter::from_fn(move || {
        for entry in files.by_ref() {
            let next = match entry {
                Ok(e) if e.file_type().is_file() && wanted(e.path()) => Ok(Source::File(e.into_path())),
                Ok(e) if e.file_type().is_dir() => continue,
                Ok(e) => {
                    passed.get_or_insert_with(|| (0, e.path().display().to_string())).0 += 1;
                    continue;
                }
                Err(e) => {
                    let name = e.path().unwrap_or(Path::new("?")).display().to_string();
                    let what = e.io_error().map_or_else(|| e.to_string(), ToString::to_string);
                    Err(NotRead::Unreadable(format!("{name}: {what}")))
                }
            };
            found = true;
            return Some(next);
        }
        if ended {
            return None;
        }
        ended = true;
        let folder = path.display().to_string();
        if !found {
            let what = format!("{folder}: found no file of a known kind in the folder; expected .txt, .html, .jsonl or the like");
            return Some(Err(NotRead::Unreadable(what)));
        }
        passed.take().map(|(number, first)| Err(NotRead::PassedOver { folder, number, first }))
    }))
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}
