//! Stores of every schema version, kept as SQL: later code has to open them, bring them up to date and read them.
//!
//! `UPDATE_EXPECT=1 cargo test -p rawi-archive --test archive version` writes the one of the present version again; those of earlier
//! versions are never written again.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use rawi_archive::{Archive, ErrorKind, VERSION, Who, Writer};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::support::*;

fn kept(version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/v{version}.sql"))
}

/// What every kept store holds: a copy, a revision, a decision, parties of all sorts.
fn small() -> Place {
    let place = Place::with(&[
        Article::at("https://wadi.example/1").outlet("الوادي").date("2024-03-01").says(&MARKET),
        Article::at("https://sahel.example/1").outlet("صوت الساحل").date("2024-03-02").text("السوق يعود\n").says(&MARKET),
        Article::at("https://wadi.example/2").says(&WHEAT[..1]),
        Article::at("https://wadi.example/2").says(&WHEAT),
        Article::given("3").says(&[said("", "أنطونيو جوتيريس", "الجوع لا ينتظر")]),
    ]);
    let mut writer = place.writer();
    let Who::One(samar) = writer.who("سمر الحلو").unwrap() else { panic!() };
    let Who::One(huda) = writer.who("هدى المرزوقي").unwrap() else { panic!() };
    writer.merge(samar, huda).unwrap();
    writer.settle().unwrap();
    drop(writer);
    place
}

/// The store as SQL, with one time for all that was added.
fn dump(db: &Connection) -> String {
    let list =
        |sql: &str| -> Vec<String> { db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap() };
    let mut sql = format!("{}PRAGMA user_version = {VERSION};\n", application(db));
    for create in list("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid") {
        let _ = writeln!(sql, "{create};");
    }
    for table in list("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid") {
        let columns = list(&format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')")).join(" || ', ' || ");
        for row in list(&format!("SELECT {columns} FROM {table}")) {
            let _ = writeln!(sql, "INSERT INTO {table} VALUES ({row});");
        }
    }
    sql
}

fn application(db: &Connection) -> String {
    let Value::Integer(id) = db.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap() else { panic!() };
    format!("PRAGMA application_id = {id};\n")
}

/// The tables of a dump, without their rows.
fn tables(sql: &str) -> String {
    sql.lines().filter(|line| !line.starts_with("INSERT ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_version_is_kept_brought_up_to_date_and_read() {
    keep_present();
    (1..=VERSION).for_each(read_kept);
}

/// Makes sure that the tables of the present version are those that are kept.
fn keep_present() {
    let place = small();
    let db = Connection::open(place.folder().join("archive.db")).unwrap();
    db.execute_batch("UPDATE revisions SET added = '2024-04-01T00:00:00Z'; UPDATE decisions SET made = '2024-04-01T00:00:00Z'").unwrap();
    let now = dump(&db);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(kept(VERSION).parent().unwrap()).unwrap();
        std::fs::write(kept(VERSION), &now).unwrap();
    }
    let kept = std::fs::read_to_string(kept(VERSION)).unwrap();
    assert_eq!(tables(&kept), tables(&now), "tables have changed: they need a new schema version");
}

fn read_kept(version: u32) {
    let place = Place::new();
    std::fs::create_dir_all(place.folder()).unwrap();
    let db = Connection::open(place.folder().join("archive.db")).unwrap();
    db.execute_batch(&std::fs::read_to_string(kept(version)).unwrap()).unwrap();
    drop(db);
    if version < VERSION {
        let error = Archive::open(&place.folder()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Older { found } if *found == version), "{error}");
    }
    Writer::open(&place.folder(), Duration::ZERO).unwrap().reindex(|_| true).unwrap();
    let archive = place.archive();
    assert_sound(&archive);
    let Who::One(samar) = archive.who("سمر الحلو").unwrap() else { panic!() };
    assert_eq!(archive.who("هدى المرزوقي").unwrap(), Who::One(samar));
    let mut read = entries(&archive);
    let mut made = entries(&small().archive());
    read.iter_mut().chain(&mut made).for_each(|entry| entry.article.added.clear());
    assert_eq!(read, made);
}
