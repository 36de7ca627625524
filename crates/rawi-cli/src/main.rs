//! The command `rawi`: arguments in, exit codes out.
//! No reading of Arabic here: that is the library's.

mod archive;
mod args;
mod by;
mod document;
mod errors;
mod finding;
mod interrupt;
mod layout;
mod notes;
mod output;
mod pipeline;
mod progress;
mod read;
mod render;
mod report;
mod score;
mod sink;
mod source;
#[cfg(feature = "train")]
mod train;
mod visual;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::args::{Args, Command};
use crate::report::Stop;

fn main() -> ExitCode {
    let args = Args::parse();
    let done = if args.version {
        version()
    } else {
        match args.command {
            Some(Command::Read(read)) => read::run(read),
            Some(Command::Add(add)) => archive::add::run(add),
            Some(Command::Search(search)) => archive::search::run(&search),
            Some(Command::Speakers(speakers)) => archive::speakers::run(&speakers),
            Some(Command::Show(show)) => archive::show::run(&show),
            Some(Command::Export(export)) => archive::export::run(&export),
            Some(Command::Remove(remove)) => archive::remove::run(&remove),
            Some(Command::Reread(reread)) => archive::reread::run(&reread),
            Some(Command::Reindex(reindex)) => archive::check::reindex(&reindex),
            Some(Command::Check(check)) => archive::check::check(&check),
            Some(Command::Backup(backup)) => archive::check::backup(&backup),
            Some(Command::Score(score)) => score::run(&score),
            #[cfg(feature = "train")]
            Some(Command::Train(train)) => train::run(&train),
            Some(Command::Completions { shell }) => completions(shell),
            None => Err(Stop::Usage("no command given; `rawi --help` lists them".into())),
        }
    };
    match done {
        Ok(code) => code,
        Err(Stop::BrokenPipe) => ExitCode::SUCCESS,
        Err(Stop::Usage(what)) => {
            report::line(&what);
            ExitCode::from(2)
        }
        Err(Stop::Nothing(what)) => {
            report::line(&what);
            ExitCode::from(1)
        }
    }
}

fn version() -> Result<ExitCode, Stop> {
    let model = rawi::Model::embedded();
    let license = match model.license() {
        "CC-BY-NC-SA-4.0" => "CC BY-NC-SA 4.0 (https://creativecommons.org/licenses/by-nc-sa/4.0/): not for commercial use",
        other => other,
    };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "rawi {}\nmodel {}\nweights under {license}\ncode under {}",
        env!("CARGO_PKG_VERSION"),
        model.id(),
        env!("CARGO_PKG_LICENSE"),
    )
    .and_then(|()| out.flush())
    .map_err(|e| Stop::output("-", &e))?;
    Ok(ExitCode::SUCCESS)
}

fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Stop> {
    // clap_complete panics on a closed pipe when it writes itself, so it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "rawi", &mut script);
    let mut out = std::io::stdout().lock();
    out.write_all(&script).and_then(|()| out.flush()).map_err(|e| Stop::output("-", &e))?;
    Ok(ExitCode::SUCCESS)
}
