//! The one writer: batches, the lock, and the index that follows the store.

use std::time::Duration;

use rawi_archive::{Added, Archive, ErrorKind, Options, Prepared, Query, Rows, Totals, Writer};

use crate::support::*;

fn article(n: usize) -> Article {
    let said = [&MARKET[..], &SCHOOLS, &WHEAT][n % 3];
    Article::at(&format!("https://wadi.example/{n}")).text(&format!("النشرة {n}\n")).says(said)
}

/// Items of a feed that share an address are told apart by what the feed calls them, whichever comes again, together or alone, and
/// whatever the file is called by then.
#[test]
fn items_of_a_feed_are_known_by_their_identifier() {
    const PAGE: &str = "https://wadi.example/live";
    let item = |guid: &str, words: &str| Article::at(PAGE).outlet("الوادي").item(guid).text(words);
    let place = Place::new();
    let mut writer = place.writer();
    let mut add = |article: Article| writer.add(article.ready()).unwrap();
    assert_eq!(add(item("1", "أعلنت البلدية فتح الطريق.")), Added::New);
    assert_eq!(add(item("2", "أعلنت الوزارة خطة جديدة.")), Added::New);
    // The same again.
    assert_eq!(add(item("2", "أعلنت الوزارة خطة جديدة.")), Added::Unchanged);
    assert_eq!(add(item("1", "أعلنت البلدية فتح الطريق.")), Added::Unchanged);
    // Changed, alone, and without the address that both have.
    assert_eq!(add(item("2", "أعلنت الوزارة خطة جديدة للمدارس.")), Added::Revision);
    let mut bare = item("1", "أعلنت البلدية فتح الطريق غداً.");
    bare.incoming.url = None;
    assert_eq!(add(bare.input("later.xml")), Added::Revision);
    // Another feed may call its items the same.
    assert_eq!(add(Article::at("https://sahel.example/1").outlet("الساحل").item("1").text("وصلت الباخرة.")), Added::New);
    // A saved page is the document of its address, and a feed that names it later knows it.
    assert_eq!(add(Article::at("https://wadi.example/7").outlet("الوادي").text("توقف القطار.")), Added::New);
    assert_eq!(add(Article::at("https://wadi.example/7").outlet("الوادي").item("7").text("توقف القطار.")), Added::Unchanged);
    writer.settle().unwrap();
    assert_eq!(writer.totals().unwrap().articles, 4);
    assert_sound(&writer);
}

#[test]
fn an_error_loses_the_batch_and_nothing_before_it() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.add(article(0).ready()).unwrap();
    writer.commit().unwrap();
    writer.add(article(1).ready()).unwrap();
    let error = writer.add(Prepared::carrying(article(2).incoming)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Store(_)), "{error}");
    assert_eq!(writer.totals().unwrap().articles, 1);
    writer.commit().unwrap();
    writer.add(article(2).ready()).unwrap();
    writer.settle().unwrap();
    assert_eq!(writer.totals().unwrap().articles, 2);
    assert_sound(&writer);
}

#[test]
fn a_batch_that_is_not_committed_is_seen_by_nobody_and_dropped() {
    let place = Place::with(&[article(0)]);
    let reader = place.archive();
    let before = (reader.totals().unwrap(), entries(&reader), searches(&reader));
    let mut writer = place.writer();
    writer.add(article(1).ready()).unwrap();
    writer.remove("https://wadi.example/0").unwrap();
    assert_eq!(writer.totals().unwrap().articles, 1);
    assert_eq!(writer.show("https://wadi.example/1").unwrap().0.statements.len(), 3);
    assert_eq!((reader.totals().unwrap(), entries(&reader), searches(&reader)), before);
    assert_eq!(entries(&place.archive()), before.1);
    drop(writer);
    assert_eq!((reader.totals().unwrap(), entries(&reader), searches(&reader)), before);

    let mut writer = place.writer();
    writer.add(article(1).ready()).unwrap();
    writer.commit().unwrap();
    assert_eq!(reader.totals().unwrap().articles, 2);
    // Committed, and not yet in the index.
    let found = reader.search(&Query::All, Rows::Articles, &Options::default(), 100).unwrap();
    assert_eq!((found.total, found.behind), (1, 1));
    writer.settle().unwrap();
    assert_sound(&reader);
}

#[test]
fn a_second_writer_is_told_at_once_who_writes() {
    let place = Place::new();
    let writer = place.writer();
    for second in [Writer::open(&place.folder(), Duration::ZERO), Writer::open_or_create(&place.folder(), Duration::ZERO)] {
        let error = second.err().unwrap();
        let ErrorKind::Busy { by } = error.kind() else { panic!("{error}") };
        assert!(by.starts_with(&format!("process {} since ", std::process::id())), "{by}");
    }
    drop(writer);
    Writer::open(&place.folder(), Duration::ZERO).unwrap();
}

/// Three articles, a copy of everything, then changes that the copy lacks.
fn two_states() -> (Place, std::path::PathBuf) {
    let place = Place::with(&[article(0), article(1), article(2)]);
    let copy = place.dir.path().join("copy");
    copy_folder(&place.folder(), &copy);
    let mut writer = place.writer();
    writer.remove("https://wadi.example/0").unwrap();
    add(&mut writer, &[article(3), article(4)]);
    (place, copy)
}

#[test]
fn an_older_index_catches_up_and_a_lost_one_is_made_anew() {
    for lost in [false, true] {
        let (place, copy) = two_states();
        let index = place.folder().join("index");
        std::fs::remove_dir_all(&index).unwrap();
        if lost {
            let error = place.archive().search(&Query::All, Rows::Articles, &Options::default(), 100).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Unindexed), "{error}");
        } else {
            copy_folder(&copy.join("index"), &index);
            let found = place.archive().search(&Query::All, Rows::Articles, &Options::default(), 100).unwrap();
            assert!(found.behind > 0);
        }
        assert_eq!(faults(&place.archive()).len(), 1);
        place.writer().settle().unwrap();
        assert_sound(&place.archive());
    }
}

#[test]
fn an_index_newer_than_its_store_is_made_anew() {
    // As many changes as were lost, and none.
    for more in [0, 4] {
        let (place, copy) = two_states();
        std::fs::copy(copy.join("archive.db"), place.folder().join("archive.db")).unwrap();
        let articles: Vec<Article> = (5..5 + more).map(article).collect();
        add(&mut place.writer(), &articles);
        assert_eq!(place.archive().totals().unwrap().articles, 3 + more as u64);
        assert_sound(&place.archive());
    }
}

#[test]
fn an_index_of_another_version_or_in_pieces_is_made_anew() {
    for damage in ["payload", "meta"] {
        let place = Place::with(&[article(0), article(1)]);
        let path = place.folder().join("index/meta.json");
        let meta = std::fs::read_to_string(&path).unwrap();
        let mut meta: serde_json::Value = serde_json::from_str(&meta).unwrap();
        assert!(meta["payload"].is_string());
        meta["payload"] = "rawi-search/0 of long ago".into();
        std::fs::write(&path, if damage == "meta" { "{".to_owned() } else { meta.to_string() }).unwrap();
        let error = place.archive().search(&Query::All, Rows::Articles, &Options::default(), 100).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Index(_)), "{error}");
        place.writer().settle().unwrap();
        assert_sound(&place.archive());
    }
}

#[test]
fn a_backup_beside_a_batch_is_the_last_commit() {
    let place = Place::new();
    let mut writer = place.writer();
    let mut long = article(0);
    // More than is copied in one go.
    long.incoming.title = Some("عنوان ".repeat(1 << 20));
    add(&mut writer, &[long, article(1)]);
    writer.add(article(2).ready()).unwrap();
    let reader = place.archive();
    let before = entries(&reader);

    let copy = place.dir.path().join("copy");
    let mut steps = 0;
    let whole = reader
        .backup(&copy, |done, all| {
            steps += 1;
            assert!(done <= all);
            if steps == 1 {
                writer.commit().unwrap();
                writer.add(article(3).ready()).unwrap();
            }
            true
        })
        .unwrap();
    assert!(whole && steps > 1, "{steps}");
    drop(writer);
    let copied = Archive::open(&copy).unwrap();
    assert_eq!(entries(&copied), before);
    Writer::open(&copy, Duration::ZERO).unwrap().settle().unwrap();
    assert_sound(&copied);
    assert_eq!(place.archive().totals().unwrap().articles, 3);

    // A folder that is there is not touched, and nothing is left of a copy that was stopped.
    assert!(matches!(reader.backup(&copy, |_, _| true).unwrap_err().kind(), ErrorKind::Exists));
    assert_eq!(entries(&copied), before);
    let stopped = place.dir.path().join("stopped");
    assert!(!reader.backup(&stopped, |_, _| false).unwrap());
    assert!(!stopped.exists());
}

#[test]
fn an_empty_archive_answers() {
    let place = Place::with(&[]);
    let archive = place.archive();
    assert_sound(&archive);
    assert_eq!(archive.totals().unwrap(), Totals::default());
    assert_eq!(archive.speakers(None, None, 10).unwrap(), []);
    assert_eq!(archive.articles(&Query::All).unwrap(), []);
}
