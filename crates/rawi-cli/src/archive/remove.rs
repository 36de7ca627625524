//! `rawi remove`: articles out of an archive, by identifier, address or query.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use rawi_page::thousands;

use crate::args::Remove;
use crate::report::{self, Stop};

/// Runs the command.
pub fn run(args: &Remove) -> Result<ExitCode, Stop> {
    if args.ids.is_empty() && args.query.is_none() {
        return Err(Stop::Usage("nothing to remove: expected identifiers, addresses or --query".into()));
    }
    let mut writer = super::write(&args.to)?;
    let mut ids = Vec::new();
    let mut missing = 0;
    for id in &args.ids {
        match writer.show(id) {
            Ok((entry, None)) => ids.push((entry.article.id, entry.article.title)),
            Ok((_, Some(statement))) => {
                return Err(Stop::Usage(format!("{statement}: is a statement; only whole articles can be removed")));
            }
            Err(error) => {
                missing += 1;
                report::line(&error.to_string());
            }
        }
    }
    if let Some(query) = &args.query {
        ids.extend(writer.articles(&rawi_archive::Query::parse(query).map_err(|e| Stop::Usage(e.to_string()))?)?);
    }
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(ExitCode::from(1));
    }
    if args.dry_run {
        let lines: String = ids.iter().map(|(id, title)| format!("{id}\t{}\n", title.as_deref().unwrap_or(""))).collect();
        report::out(&lines)?;
        return Ok(ExitCode::SUCCESS);
    }
    if !args.yes && args.query.is_some() && !agreed(ids.len())? {
        return Ok(ExitCode::from(1));
    }
    for (id, _) in &ids {
        writer.remove(id)?;
    }
    writer.settle()?;
    report::out(&format!("{} removed\n", thousands(ids.len() as u64)))?;
    Ok(ExitCode::from(u8::from(missing > 0)))
}

/// Asks whoever sits before it.
fn agreed(articles: usize) -> Result<bool, Stop> {
    if !std::io::stdin().is_terminal() {
        return Err(Stop::Usage(format!("{} articles would be removed; give --yes to do it", thousands(articles as u64))));
    }
    let _ = write!(std::io::stderr(), "rawi: remove {} articles? [y/N] ", thousands(articles as u64));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|e| Stop::Usage(format!("-: {e}")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "نعم"))
}
