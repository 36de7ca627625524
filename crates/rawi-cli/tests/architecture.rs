//! ARCHITECTURE.md speaks of what is there: every path that it names exists, and every crate is named. And each crate reads from top to
//! bottom: no files need each other in a circle. Whether what is said is right, readers judge.

mod circles;

use std::path::Path;

use circles::Crate;

/// The words between backquotes, code blocks left out.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2))
}

#[test]
fn paths_exist_and_crates_are_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for page in ["ARCHITECTURE.md", "README.md", "docs/training.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        let folder = root.join(page).parent().unwrap().to_owned();
        // `crates/rawi/src/cue.rs`; commands and type names have blanks, colons or no slash.
        for path in quoted(&text).filter(|q| q.contains('/') && !q.contains([' ', ':', '<', '$', '…']) && *q != "rawi.statements/1") {
            let path = path.trim_start_matches("./");
            assert!(path.starts_with("../shared") || root.join(path).exists(), "{page} names `{path}`");
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap();
            assert!(path.is_empty() || link.contains("://") || folder.join(path).exists(), "{page} links to {link}");
        }
    }
    let page = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().join("Cargo.toml").is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(quoted(&page).any(|q| q == name || q == format!("crates/{name}")), "ARCHITECTURE.md does not name `{name}`");
        }
    }
}

#[test]
fn no_files_need_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let folder = entry.unwrap().path().join("src");
        if folder.is_dir() {
            found.extend(Crate::read(&root, &folder).circles());
        }
    }
    found.sort();
    assert!(found.is_empty(), "{} circles of files:\n{}", found.len(), found.join("\n"));
}

/// What is a circle, on small crates: the files with their text, and the circles in them.
#[test]
fn circles_are_told_from_what_only_looks_like_one() {
    for (files, expected) in [
        (&[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B; pub struct A;"), ("b.rs", "pub struct B;")][..], ""),
        (
            &[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B; pub struct A;"), ("b.rs", "use crate::a::A; pub struct B;")],
            "a.rs (b::B) → b.rs (a::A) → a.rs",
        ),
        // in code, through a module that was taken in, by `super`, in a macro
        (
            &[("lib.rs", "mod a; mod b;"), ("a.rs", "pub fn f() { crate::b::g() }"), ("b.rs", "use crate::a; pub fn g() { a::f() }")],
            "a.rs (b::g) → b.rs (a::f) → a.rs",
        ),
        (
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "pub fn f() -> u8 { super::b::N }"),
                ("b.rs", "pub const N: u8 = 1; fn h() { assert!(crate::a::f() > 0) }"),
            ],
            "a.rs (b::N) → b.rs (a::f) → a.rs",
        ),
        // of three, through what the root passes on, under another name
        (
            &[
                ("lib.rs", "mod a; mod b; mod c; pub use b::B;"),
                ("a.rs", "use crate::B as Other; pub struct A(Other);"),
                ("b.rs", "use crate::c::{self, C}; pub struct B(C); fn f() { c::g() }"),
                ("c.rs", "pub struct C; pub fn g(_: crate::a::A) {}"),
            ],
            "a.rs (B) → b.rs (c::C) → c.rs (a::A) → a.rs",
        ),
        // a parent that lists and passes on what its children define has no circle with them
        (
            &[
                ("lib.rs", "pub mod a;"),
                ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::*;"),
                ("a/b.rs", "use super::C; pub struct B(C);"),
                ("a/c.rs", "pub struct C;"),
            ],
            "",
        ),
        // nor one that defines what they use
        (
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "mod c; pub struct A;"),
                ("a/c.rs", "use super::A; pub struct C(A);"),
                ("b.rs", "use crate::a::A;"),
            ],
            "",
        ),
        // nor one that works with them besides
        (
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod b; mod c; use b::g; pub struct A; pub fn f() { g(); c::h() }"),
                ("a/b.rs", "use super::A; pub fn g() -> A { A }"),
                ("a/c.rs", "use super::*; pub fn h() { crate::a::b::g(); }"),
            ],
            "a/mod.rs: f (a::c::h) → a/c.rs (a::f) → a/mod.rs: f",
        ),
        // but one whose own thing needs a child that needs it has, also through another child
        (
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod b; use b::B; pub struct A(B); pub struct C;"),
                ("a/b.rs", "use super::A; pub struct B; fn f(_: A) {}"),
            ],
            "a/mod.rs: A (a::b::B) → a/b.rs (a::A) → a/mod.rs: A",
        ),
        (
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod b; mod c; pub fn f() { c::h() }"),
                ("a/b.rs", "pub fn g() { super::f() }"),
                ("a/c.rs", "pub fn h() { super::b::g() }"),
            ],
            "a/mod.rs: f (a::c::h) → a/c.rs (a::b::g) → a/b.rs (a::f) → a/mod.rs: f",
        ),
        // tests, comments and other crates do not count
        (
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "//! See [`crate::b::B`].\npub struct A; #[cfg(test)] mod tests { use super::*; use crate::b::B; }"),
                ("b.rs", "use crate::a::A; use other::a::A as C; pub struct B(A, C);"),
            ],
            "",
        ),
        // a module inside a file is the file
        (
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "pub mod x { pub struct X(super::super::b::B); }"),
                ("b.rs", "pub struct B; fn f(_: crate::a::x::X) {}"),
            ],
            "a.rs (b::B) → b.rs (a::x::X) → a.rs",
        ),
    ] {
        let found = Crate::new(files.iter().map(|(place, text)| (*place, (*place).to_owned(), *text))).circles();
        assert_eq!(found.join("; "), expected, "{files:#?}");
    }
}
