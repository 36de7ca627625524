//! `rawi check`, `rawi reindex` and `rawi backup`: the upkeep of an archive.

use std::process::ExitCode;
use std::time::Duration;

use rawi_archive::{ErrorKind, Totals, Writer};
use rawi_page::thousands;

use crate::args::{Backup, Check, Reindex};
use crate::interrupt;
use crate::progress::Progress;
use crate::report::{self, Stop};

/// Runs `rawi check`.
pub fn check(args: &Check) -> Result<ExitCode, Stop> {
    let archive = super::open(&args.place)?;
    interrupt::listen();
    let mut progress = Progress::new(args.quiet, false, "texts");
    let mut wrong = Vec::new();
    let checked = archive.check(
        |what| wrong.push(what),
        |texts| {
            progress.tick(texts);
            !interrupt::asked()
        },
    );
    match checked {
        // What stops the check is itself what it looks for.
        Err(error) if matches!(error.kind(), ErrorKind::Damaged(_)) => wrong.push(error.to_string()),
        checked => checked?,
    }
    progress.clear();
    for what in &wrong {
        report::out(&format!("{what}\n"))?;
    }
    if interrupt::asked() {
        return Ok(ExitCode::from(interrupt::CODE));
    }
    if wrong.is_empty() && !args.quiet {
        report::out(&format!("{}: sound; {}\n", archive.folder().display(), holds(&archive.totals()?)))?;
    }
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

/// Runs `rawi reindex`.
pub fn reindex(args: &Reindex) -> Result<ExitCode, Stop> {
    let mut writer = super::write(&args.to)?;
    interrupt::listen();
    index_anew(&mut writer, args.quiet)?;
    Ok(if interrupt::asked() { ExitCode::from(interrupt::CODE) } else { ExitCode::SUCCESS })
}

fn index_anew(writer: &mut Writer, quiet: bool) -> Result<(), Stop> {
    let mut progress = Progress::new(quiet, false, "articles indexed");
    writer.reindex(|articles| {
        progress.tick(articles);
        !interrupt::asked()
    })?;
    progress.clear();
    Ok(())
}

/// Runs `rawi backup`.
pub fn backup(args: &Backup) -> Result<ExitCode, Stop> {
    let archive = super::open(&args.place)?;
    interrupt::listen();
    let mut progress = Progress::new(args.quiet, false, "pages copied");
    let whole = archive.backup(&args.folder, |pages, _| {
        progress.tick(pages);
        !interrupt::asked()
    })?;
    progress.clear();
    if !whole {
        return Ok(ExitCode::from(interrupt::CODE));
    }
    let mut copy = Writer::open(&args.folder, Duration::ZERO)?;
    index_anew(&mut copy, args.quiet)?;
    if !args.quiet {
        report::out(&format!("{}: {}\n", args.folder.display(), holds(&copy.totals()?)))?;
    }
    Ok(if interrupt::asked() { ExitCode::from(interrupt::CODE) } else { ExitCode::SUCCESS })
}

fn holds(totals: &Totals) -> String {
    format!("{} articles, {} statements", thousands(totals.articles), thousands(totals.statements))
}
