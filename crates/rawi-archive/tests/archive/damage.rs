//! A store with bytes gone wrong: it answers or fails, and never panics.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rawi::record::Record;
use rawi_archive::{Archive, ArchiveError, Options, Query, Rows, Writer};

use crate::support::*;

/// Asks for everything; what fails, fails.
fn read(folder: &Path) -> Result<(), ArchiveError> {
    let archive = Archive::open(folder)?;
    let _ = archive.totals();
    let _ = archive.check(drop, |_| true);
    let _ = archive.decisions();
    let _ = archive.entries(&Query::All, |entry| {
        let _ = archive.show(&entry.article.id);
        Ok::<bool, ArchiveError>(true)
    });
    for query in ["", "السوق", "speaker:غوتيرس"] {
        let _ = archive.search(&Query::parse(query).unwrap(), Rows::Statements, &Options::default(), 80);
    }
    for speaker in archive.speakers(None, None, 10)? {
        let _ = archive.speaker(speaker.identity);
        let _ = archive.who(&speaker.name);
    }
    Ok(())
}

fn write(folder: &Path) -> Result<(), ArchiveError> {
    let mut writer = Writer::open(folder, Duration::ZERO)?;
    for id in writer.unread("")? {
        if let Ok(text) = writer.text(id) {
            let _ = writer.replace(&text, &Record { model: "reader 2".into(), ..Record::default() });
        }
    }
    let _ = writer.add(Article::at("https://jabal.example/3").text("تحديث\n").says(&MARKET).ready());
    let _ = writer.remove("https://wadi.example/1");
    let _ = writer.settle();
    writer.reindex(|_| true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_never_panic(
        flips in proptest::collection::vec(proptest::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..12), 150),
    ) {
        let place = Place::with(&[
            Article::at("https://wadi.example/1").outlet("الوادي").date("2024-03-01").says(&MARKET),
            Article::at("https://sahel.example/1").text("السوق يعود\n").says(&MARKET),
            Article::at("https://wadi.example/2").says(&WHEAT).says(&SCHOOLS),
        ]);
        let mut writer = place.writer();
        let ids: Vec<u64> = writer.speakers(None, None, 2).unwrap().iter().map(|s| s.identity).collect();
        writer.merge(ids[0], ids[1]).unwrap();
        writer.settle().unwrap();
        drop(writer);
        let path = place.folder().join("archive.db");
        let whole = std::fs::read(&path).unwrap();
        // Most of a small store is zeros that nobody reads.
        let places: Vec<usize> = (0..whole.len()).filter(|&i| whole[i] != 0).collect();
        for (n, flips) in flips.iter().enumerate() {
            let mut bytes = whole.clone();
            flips.iter().for_each(|(place, flip)| bytes[*place.get(&places)] ^= flip);
            std::fs::write(&path, bytes).unwrap();
            let _ = read(&place.folder());
            if n % 5 == 0 {
                let _ = write(&place.folder());
            }
            for rest in ["archive.db-wal", "archive.db-shm"] {
                let _ = std::fs::remove_file(place.folder().join(rest));
            }
        }
    }
}

#[test]
fn rows_that_contradict_each_other_are_errors_or_found_by_check() {
    for sql in [
        "UPDATE texts SET bytes = -1",
        "UPDATE texts SET bytes = 9223372036854775807",
        "UPDATE texts SET body = x'00ff'",
        "UPDATE texts SET sha256 = cast(id AS BLOB)",
        "UPDATE texts SET sha256 = cast(printf('%032d', id) AS BLOB)",
        "UPDATE statements SET content = '[[90,10],[5,1]]'",
        "UPDATE statements SET content = '[[0,99999999999]]'",
        "UPDATE statements SET content = '{'",
        "UPDATE statements SET content = 'null'",
        "UPDATE statements SET content = '[[1,18446744073709551615]]'",
        "UPDATE statements SET cue_start = -5",
        "UPDATE statements SET cue_end = NULL",
        "UPDATE statements SET parent = 77",
        "UPDATE statements SET act = 'shout'",
        "UPDATE statements SET same = 999",
        "UPDATE forms SET identity = 999",
        "UPDATE forms SET kind = 'stone'",
        "DELETE FROM forms",
        "DELETE FROM sources",
        "DELETE FROM counters",
        "DELETE FROM texts",
        "UPDATE documents SET revision = 5",
        "UPDATE revisions SET day = 9223372036854775807, outlet = 77",
        "INSERT INTO decisions VALUES (1, 'merge', 998, 999, '')",
        "UPDATE counters SET value = -1",
    ] {
        let place = Place::with(&[
            Article::at("https://wadi.example/1").outlet("الوادي").date("2024-03-01").says(&MARKET),
            Article::at("https://sahel.example/1").text("السوق يعود\n").says(&MARKET),
        ]);
        let db = rusqlite::Connection::open(place.folder().join("archive.db")).unwrap();
        db.pragma_update(None, "foreign_keys", false).unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        let mut faults = Vec::new();
        let failed = place.archive().check(|f| faults.push(f), |_| true).is_err();
        assert!(failed || !faults.is_empty(), "{sql}");
        let _ = read(&place.folder());
        let _ = write(&place.folder());
    }
}
