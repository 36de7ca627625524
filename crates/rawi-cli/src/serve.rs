//! `rawi serve`: the archive as pages and an API. What is answered is `rawi-server`'s.

use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use rawi_server::{Line, Server, Settings};

use crate::args::{Log, Serve};
use crate::by::By;
use crate::report::{self, Stop};

/// A shorter token could be guessed.
const TOKEN: usize = 16;

/// Runs the command.
pub fn run(args: &Serve) -> Result<ExitCode, Stop> {
    let by = By::load(&args.by)?;
    let token = args.token_file.as_deref().map(token).transpose()?;
    let near = args.listen.ip().is_loopback();
    if !near && token.is_none() && !args.public_read {
        return Err(Stop::Usage(format!(
            "--listen: {} can be reached from other machines; expected --token-file FILE, or --public-read to let anybody look",
            args.listen
        )));
    }
    let base = base(&args.base_path)?;
    let listener = TcpListener::bind(args.listen).map_err(|e| Stop::Usage(format!("--listen: {}: {e}", args.listen)))?;
    let bound = listener.local_addr().map_err(|e| Stop::Usage(format!("--listen: {}: {e}", args.listen)))?;
    let settings = Settings {
        archive: Some(args.place.archive.clone()),
        model: by.model(),
        overrides: by.overrides(),
        model_id: by.id().to_owned(),
        read_only: args.read_only,
        token,
        private: !near && !args.public_read,
        base: base.clone(),
        hosts: hosts(args, bound.ip()),
        log: Arc::new(logger(args.log)),
    };
    let address = format!("http://{}{base}/", called(bound));
    report::out(&format!("{address}\n"))?;
    if args.open
        && let Err(error) = open::that(&address)
    {
        report::line(&format!("--open: {error}"));
    }
    Server::new(listener, settings).run(rawi_server::told_to_stop()).map_err(|e| Stop::Usage(format!("{address}: {e}")))?;
    Ok(ExitCode::SUCCESS)
}

fn token(path: &Path) -> Result<String, Stop> {
    let name = path.display();
    let token = std::fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
    let token = token.trim().to_owned();
    if token.chars().count() < TOKEN || !token.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Stop::Usage(format!("{name}: expected one line of {TOKEN} or more letters, digits and marks of ASCII")));
    }
    Ok(token)
}

/// `/rawi`, whether it was written `rawi`, `/rawi` or `/rawi/`; nothing for the root.
fn base(path: &str) -> Result<String, Stop> {
    let path = path.trim_matches('/');
    if path.chars().any(|c| !(c.is_ascii_alphanumeric() || "-._~/".contains(c))) || path.split('/').any(|part| part == "..") {
        return Err(Stop::Usage(format!("--base-path: found {path:?}, expected a path like /rawi")));
    }
    Ok(if path.is_empty() { String::new() } else { format!("/{path}") })
}

/// The names that the server answers to; none where it answers to all.
fn hosts(args: &Serve, ip: IpAddr) -> Vec<String> {
    let mut hosts = args.host.clone();
    if ip.is_loopback() || !hosts.is_empty() {
        hosts.extend(["localhost".into(), "127.0.0.1".into(), "::1".into(), ip.to_string()]);
    }
    hosts
}

/// The address as a browser on this machine calls it.
fn called(bound: SocketAddr) -> SocketAddr {
    match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new(std::net::Ipv4Addr::LOCALHOST.into(), bound.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(std::net::Ipv6Addr::LOCALHOST.into(), bound.port()),
        _ => bound,
    }
}

fn logger(shape: Log) -> impl Fn(&Line) + Send + Sync {
    move |line| {
        let said = match shape {
            Log::Off => return,
            Log::Json => report::json(line),
            Log::Text => {
                let Line { time, method, target, status, milliseconds, peer, problem } = line;
                let problem = problem.as_deref().map(|what| format!(" {what}")).unwrap_or_default();
                format!("{time} {status} {method} {target} {milliseconds} ms {peer}{problem}")
            }
        };
        // A closed standard error is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{said}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_paths_begin_with() {
        for (written, expected) in [("", ""), ("/", ""), ("rawi", "/rawi"), ("/rawi/", "/rawi"), ("/a/b", "/a/b")] {
            assert_eq!(base(written).unwrap(), expected);
        }
        for wrong in ["/../x", "/a b", "/<x>", "/خبر"] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
    }
}
