//! What the tests of the command share: running it, and folders and files of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub fn rawi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rawi"));
    command.stdin(Stdio::null()).env_remove("NO_COLOR").env_remove("RAWI_ARCHIVE");
    command
}

pub fn run(args: &[&str]) -> Output {
    rawi().args(args).output().unwrap()
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// An empty folder of the test's own.
pub fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub fn file(folder: &Path, name: &str, contents: &str) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}
