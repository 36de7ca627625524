//! The command `rawi`: arguments in, exit codes out.
//! No reading of Arabic here: that is the library's.

// What only the commands of an archive call stands where it belongs all the same.
#![cfg_attr(not(feature = "archive"), allow(dead_code))]

#[cfg(feature = "archive")]
mod archive;
mod args;
mod by;
mod document;
mod errors;
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
#[cfg(feature = "serve")]
mod serve;
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
            #[cfg(feature = "archive")]
            Some(Command::Archive(command)) => archive::run(command),
            #[cfg(feature = "serve")]
            Some(Command::Serve(serve)) => serve::run(&serve),
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
