//! `rawi score`: the figures of predicted statements, as the reference scorer prints them.
//! How they are counted is `rawi::score`'s.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use rawi::score::{Input, score_files};

use crate::args::Score;
use crate::errors;
use crate::report::{self, Stop};

/// Runs the command.
pub fn run(args: &Score) -> Result<ExitCode, Stop> {
    if let Some(kind) = args.errors.as_ref().filter(|k| !errors::is_kind(k)) {
        let all: Vec<&str> = errors::kinds().collect();
        return Err(Stop::Usage(format!("--errors={kind}: no kind of error; there are {}", all.join(", "))));
    }
    let texts = load(&args.texts)?;
    let gold = load(&args.gold)?;
    let predictions = load(&args.predictions)?;
    let figures = score_files(given(&texts), given(&gold), given(&predictions)).map_err(|e| Stop::Usage(e.to_string()))?;
    for note in figures.notes() {
        report::line(&note);
    }
    let mut out = String::new();
    if args.by_doc {
        for line in figures.by_doc_lines() {
            out.push_str(&line);
            out.push('\n');
        }
    }
    if args.json {
        out.push_str(&figures.to_json());
        out.push('\n');
    } else {
        out.push_str(&figures.to_string());
    }
    if let Some(kind) = &args.errors {
        let found = errors::report(given(&texts), given(&gold), given(&predictions), kind, args.most);
        out.push('\n');
        out.push_str(&found.map_err(|e| Stop::Usage(e.to_string()))?);
    }
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush()).map_err(|e| Stop::output("-", &e))?;
    Ok(ExitCode::SUCCESS)
}

/// A file's name and contents.
type Loaded = (String, String);

fn given((name, contents): &Loaded) -> Input<'_> {
    Input { name, contents }
}

fn load(path: &Path) -> Result<Loaded, Stop> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read =
        if path.as_os_str() == "-" { std::io::stdin().read_to_end(&mut bytes).map(|_| ()) } else { std::fs::read(path).map(|b| bytes = b) };
    read.map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
    let contents =
        String::from_utf8(bytes).map_err(|e| Stop::Usage(format!("{name}: byte {} is not UTF-8", e.utf8_error().valid_up_to())))?;
    Ok((name, contents))
}
