//! Damage to the database of an archive: it answers or fails. Five bytes are a change: where, as a 32-bit number, and what is
//! put there.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use rawi::{Model, Reader};
use rawi_archive::{Archive, ArchiveError, Incoming, Options, Prepared, Query, Rows, Writer};
use tempfile::TempDir;

const TEXTS: [&str; 3] = [
    "أسعار الخبز\nقال الوزير ماجد الخوري إن الأسعار «لن ترتفع» هذا العام. وأضاف أن القمح يكفي.",
    "السوق\nذكرت رئيسة الغرفة سلوى مراد أن السوق تعافت. ونفى ماجد الخوري ذلك.",
    "المدارس\nأعلنت وزارة التعليم أن المدارس تفتح يوم الأحد، مؤكدة جاهزيتها.",
];

/// A folder with an archive, and the bytes of its database.
static WHOLE: LazyLock<(TempDir, Vec<u8>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open_or_create(folder.path(), Duration::ZERO).expect("an archive");
    for (n, text) in TEXTS.iter().enumerate() {
        let incoming = Incoming { given: n.to_string(), date: Some("2024-03-01".into()), text: (*text).into(), ..Incoming::default() };
        let record = Reader::new(Model::embedded()).read(text).record("a");
        writer.add(Prepared::read(incoming, record)).expect("added");
    }
    writer.commit().and_then(|()| writer.settle()).expect("written");
    drop(writer);
    let bytes = fs::read(folder.path().join("archive.db")).expect("a database");
    (folder, bytes)
});

fuzz_target!(|changes: &[u8]| {
    let (folder, whole) = &*WHOLE;
    let mut bytes = whole.clone();
    for change in changes.as_chunks::<5>().0 {
        let place = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % bytes.len();
        bytes[place] = change[4];
    }
    fs::write(folder.path().join("archive.db"), bytes).expect("written");
    let _ = ask(folder.path());
    for rest in ["archive.db-wal", "archive.db-shm"] {
        let _ = fs::remove_file(folder.path().join(rest));
    }
});

fn ask(folder: &Path) -> Result<(), ArchiveError> {
    let archive = Archive::open(folder)?;
    let _ = archive.totals();
    let _ = archive.check(drop, |_| true);
    let _ = archive.decisions();
    let _ = archive.entries(&Query::All, |entry| archive.show(&entry.article.id).map(|_| true));
    for query in ["", "السوق", "speaker:الخوري"] {
        let _ = archive.search(&Query::parse(query).expect("a query"), Rows::Statements, &Options::default(), 80);
    }
    for speaker in archive.speakers(None, None, 10)? {
        let _ = archive.speaker(speaker.identity);
        let _ = archive.who(&speaker.name);
    }
    Ok(())
}
