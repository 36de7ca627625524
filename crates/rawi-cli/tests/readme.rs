//! The README shows what the command prints: every block marked `console` is run, line for line.
//! `UPDATE_EXPECT=1` writes what is printed into the README. Commands on the shared data are left alone where it is missing.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What `$ command` prints, standard error included.
fn printed(command: &str, root: &Path) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_rawi")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(root).env("PATH", path).env_remove("NO_COLOR");
    let output = shell.output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_examples_are_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let shared = std::env::var_os("RAWI_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let shared = shared.canonicalize().unwrap_or(shared);
    // where the examples put their files
    std::fs::create_dir_all(root.join("target")).unwrap();
    let readme = root.join("README.md");
    let text = std::fs::read_to_string(&readme).unwrap();
    let mut parts: Vec<String> = text.split("```").map(Into::into).collect();
    for block in parts.iter_mut().skip(1).step_by(2) {
        let Some(lines) = block.strip_prefix("console\n") else { continue };
        let mut fresh = String::from("console\n");
        for example in format!("\n{lines}").split("\n$ ").skip(1) {
            let (command, before) = example.split_once('\n').unwrap_or((example, ""));
            let needs_shared = command.contains("../shared");
            if needs_shared && !shared.join("attribution/dev.json").is_file() {
                println!("skipped, no {}: {command}", shared.display());
                fresh += &format!("$ {command}\n{}\n", before.trim_end());
                continue;
            }
            let run = if needs_shared { command.replace("../shared", &shared.to_string_lossy()) } else { command.into() };
            let shown = printed(&run, &root);
            fresh += &format!("$ {command}\n{}", if shown.is_empty() { String::new() } else { format!("{}\n", shown.trim_end()) });
        }
        *block = fresh;
    }
    let expected = parts.join("```");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&readme, expected).unwrap();
    } else if expected != text {
        let differs = text.lines().zip(expected.lines()).find(|(a, b)| a != b);
        panic!("README.md is out of date, first at {differs:#?}; UPDATE_EXPECT=1 brings it up to date");
    }
}
