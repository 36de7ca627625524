//! What stands where an archive is looked for: nothing, something else, another version.

use std::path::Path;
use std::time::Duration;

use rawi_archive::{Archive, ErrorKind, VERSION, Writer};
use rusqlite::Connection;

use crate::support::*;

fn database(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn what_is_no_archive_is_named_and_left_as_it_is() {
    let later = VERSION + 1;
    let cases: [(&str, &dyn Fn(&Path), &str, &str); 6] = [
        ("nothing", &|_| {}, "Missing", "Missing"),
        ("text", &|path| std::fs::write(path, "ليس هذا أرشيفاً. ".repeat(100)).unwrap(), "Foreign", "Foreign"),
        ("tables of others", &|path| database(path, "CREATE TABLE notes (text)"), "Foreign", "Foreign"),
        ("another application's", &|path| database(path, "PRAGMA application_id = 7; CREATE TABLE notes (text)"), "Foreign", "Foreign"),
        (
            "a later version's",
            &|path| {
                let place = Place::with(&[Article::at("https://wadi.example/1").says(&MARKET)]);
                std::fs::copy(place.folder().join("archive.db"), path).unwrap();
                database(path, &format!("PRAGMA user_version = {later}"));
            },
            "Newer",
            "Newer",
        ),
        ("cut off", &|path| std::fs::write(path, "SQLite format 3\0").unwrap(), "Foreign", "Foreign"),
    ];
    for (what, make, reading, writing) in cases {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("archive.db");
        make(&path);
        let before = std::fs::read(&path).ok();
        let kind = |error: rawi_archive::ArchiveError| {
            assert!(error.to_string().starts_with(&dir.path().display().to_string()), "{error}");
            format!("{:?}", error.kind()).split([' ', '(']).next().unwrap().to_owned()
        };
        assert_eq!(kind(Archive::open(dir.path()).err().unwrap()), reading, "{what}");
        assert_eq!(kind(Writer::open(dir.path(), Duration::ZERO).err().unwrap()), writing, "{what}");
        assert_eq!(std::fs::read(&path).ok(), before, "{what}");
        let files = std::fs::read_dir(dir.path()).unwrap().map(|f| f.unwrap().file_name());
        assert!(files.into_iter().all(|f| f == "archive.db" || f == "writer.lock"), "{what}");
    }
}

#[test]
fn an_empty_file_becomes_an_archive() {
    let place = Place::new();
    std::fs::create_dir_all(place.folder()).unwrap();
    std::fs::write(place.folder().join("archive.db"), "").unwrap();
    assert!(matches!(Archive::open(&place.folder()).unwrap_err().kind(), ErrorKind::Missing));
    add(&mut place.writer(), &[Article::at("https://wadi.example/1").says(&MARKET)]);
    assert_sound(&place.archive());
}

#[test]
fn a_file_in_place_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("archive");
    std::fs::write(&file, "ملاحظات").unwrap();
    assert!(matches!(Archive::open(&file).unwrap_err().kind(), ErrorKind::Missing));
    assert!(matches!(Writer::open_or_create(&file, Duration::ZERO).err().unwrap().kind(), ErrorKind::Exists));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "ملاحظات");
}
