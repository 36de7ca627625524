//! The command line of `rawi serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ValueEnum;

use super::archive::Place;
use super::shared::By;

/// `rawi serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Beyond this machine a token is wanted from everybody, or --public-read lets anybody look. Only whoever knows the token may change anything.
Exit status: 0 stopped by SIGTERM or Ctrl-C, 2 wrong usage, or the address cannot be listened on.")]
pub struct Serve {
    /// The archive; without one, articles can be read and nothing is searched
    #[command(flatten)]
    pub place: Place,

    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7471")]
    pub listen: SocketAddr,

    /// Let nobody change anything
    #[arg(long)]
    pub read_only: bool,

    /// A file that holds the token of whoever may change the archive: 16 characters at least
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,

    /// Let anybody look, also from other machines
    #[arg(long)]
    pub public_read: bool,

    /// What every path begins with, behind a proxy: /rawi
    #[arg(long, value_name = "PATH", default_value = "")]
    pub base_path: String,

    /// A name that the server is called by, besides localhost; of several any
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,

    /// Open the page in a browser
    #[arg(long)]
    pub open: bool,

    /// How requests are logged on standard error
    #[arg(long, value_name = "SHAPE", default_value = "text")]
    pub log: Log,

    /// What finds the statements
    #[command(flatten)]
    pub by: By,
}

/// `--log`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// A line for people
    Text,
    /// An object of JSON a line
    Json,
    /// Nothing
    Off,
}
