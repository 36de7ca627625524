//! Inputs made to do harm, read by a process that the system lets have only so much memory and processor time: what is too much
//! is named and passed over, and what lies beside it is read. The limits stand in docs/limits.md.
#![cfg(target_os = "linux")]

mod support;

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use support::{code, file, folder, run, stderr, stdout};
use zip::{ZipWriter, write::SimpleFileOptions};

const GOOD: &str = "الطريق\nقال الوزير ماجد الخوري إن الطريق سيُفتح يوم الأحد.\n";
const SAID: &str = "قال الوزير ماجد الخوري إن الطريق سيُفتح يوم الأحد.";

/// Mebibytes of address space that a reading may take, and seconds of processor time: several times what it needs, and far below
/// what these inputs would take without limits.
const MEMORY: u64 = 1536;
const SECONDS: u64 = 60;

/// The command with one thread of reading and these bounds; `feed` writes its standard input.
fn bounded(args: &[&str], feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {} && ulimit -t {SECONDS} && exec \"$0\" \"$@\"", MEMORY << 10), env!("CARGO_BIN_EXE_rawi")]);
    command.args(args).env_remove("RAWI_ARCHIVE").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // a command that stops early closes the pipe
        scope.spawn(move || feed(&mut stdin));
        child.wait_with_output().unwrap()
    })
}

fn read(path: &Path) -> Output {
    bounded(&["read", "--quiet", "--jobs", "1", "--format", "jsonl", path.to_str().unwrap()], |_| Ok(()))
}

/// The ids of the documents read, with the numbers of their statements.
fn found(output: &Output) -> Vec<(String, usize)> {
    let record = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        (record["id"].as_str().unwrap().to_owned(), record["statements"].as_array().unwrap().len())
    };
    stdout(output).lines().map(record).collect()
}

/// That reading ended by itself: neither memory nor time ran out.
#[track_caller]
fn ended(output: &Output) {
    assert!(output.status.code().is_some(), "{}: {}", output.status, stderr(output));
}

/// That nothing could be read, and that the message says this.
#[track_caller]
fn refused(output: &Output, message: &str) {
    ended(output);
    assert_eq!(code(output), 2, "{}", stderr(output));
    assert!(stderr(output).contains(message), "{}", stderr(output));
    assert!(stderr(output).len() < 2000, "a message of {} bytes", stderr(output).len());
}

fn zeros(mebibytes: usize, to: &mut dyn Write) {
    (0..mebibytes).for_each(|_| to.write_all(&[b'0'; 1 << 20]).unwrap());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn page(folder: &Path, name: &str, body: &str) -> PathBuf {
    file(folder, name, &format!("<html><head><title>الطريق</title></head><body>{body}</body></html>")).into()
}

#[test]
fn bombs_in_a_zip_archive() {
    let path = folder("hostile-zip").join("a.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    let options = SimpleFileOptions::default();
    for (name, mebibytes) in [("first.txt", 0), ("large.txt", 256), ("large.jsonl", 256), ("../../climbs.txt", 0), ("/root.txt", 0)] {
        zip.start_file(name, options).unwrap();
        if mebibytes == 0 { zip.write_all(GOOD.as_bytes()).unwrap() } else { zeros(mebibytes, &mut zip) }
    }
    zip.finish().unwrap();
    let output = read(&path);
    ended(&output);
    assert_eq!(code(&output), 3);
    assert_eq!(stderr(&output).lines().count(), 2, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("large.txt: found more than 67108864 bytes") && stderr(&output).contains("large.jsonl, line 1: found")
    );
    let statements: Vec<usize> = found(&output).into_iter().map(|(_, statements)| statements).collect();
    assert_eq!(statements, [1, 1, 1]);
}

#[test]
fn gzip_of_much_and_gzip_of_gzip() {
    let folder = folder("hostile-gzip");
    let large = folder.join("large.txt.gz");
    let mut encoder = GzEncoder::new(File::create(&large).unwrap(), Compression::fast());
    zeros(256, &mut encoder);
    encoder.finish().unwrap();
    refused(&read(&large), "large.txt.gz: found more than 67108864 bytes");
    let deep = folder.join("deep.gz");
    std::fs::write(&deep, (0..40).fold(GOOD.as_bytes().to_vec(), |bytes, _| gzip(&bytes))).unwrap();
    refused(&read(&deep), "deep.gz: found archives more than 4 deep in each other");
}

#[test]
fn a_gibibyte_in_one_line() {
    let line = |id: u32| serde_json::json!({"id": id.to_string(), "text": GOOD}).to_string() + "\n";
    let output = bounded(&["read", "--quiet", "--jobs", "1", "--format", "jsonl", "--input", "jsonl", "-"], |stdin| {
        stdin.write_all(line(1).as_bytes())?;
        (0..1024).try_for_each(|_| stdin.write_all(&[b'x'; 1 << 20]))?;
        stdin.write_all(format!("\n{}", line(3)).as_bytes())
    });
    ended(&output);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("line 2: found a line longer than 67108864 bytes"), "{}", stderr(&output));
    assert_eq!(found(&output), [("1".into(), 1), ("3".into(), 1)]);
}

#[test]
fn tags_in_tags_and_formatting_without_end() {
    let folder = folder("hostile-tags");
    refused(&read(&page(&folder, "deep.html", &"<div>".repeat(1_000_000))), "nested");
    let opened: String = (0..20_000).map(|n| format!("<p><b class={n}>")).collect();
    refused(&read(&page(&folder, "bold.html", &opened)), "unclosed formatting");
    let attributes: String = (0..1_000_000).map(|n| format!(" a{n}=1")).collect();
    refused(&read(&page(&folder, "attributes.html", &format!("<p{attributes}>{SAID}"))), "attributes");
    for (name, unit) in [("tables", "<table>"), ("links", "<a href=x>"), ("marks", "&"), ("angles", "<"), ("comments", "<!--")] {
        let output = read(&page(&folder, &format!("{name}.html"), &format!("<p>{SAID}</p>{}", unit.repeat(200_000))));
        ended(&output);
        assert_eq!(found(&output).len(), 1, "{name}: {}", stderr(&output));
    }
}

#[test]
fn pages_and_articles_of_any_length() {
    let folder = folder("hostile-length");
    let paragraph = format!("<p>{SAID}</p>\n");
    refused(&read(&page(&folder, "page.html", &paragraph.repeat((100 << 20) / paragraph.len()))), "found more than 67108864 bytes");
    let text = format!("{SAID} ").repeat((9 << 20) / SAID.len());
    refused(&read(file(&folder, "article.txt", &text).as_ref()), "found a text of");
    // the most words and the most cues that a text of this length can have
    for (name, unit, least) in [("words.txt", "قال ", 0), ("cues.txt", "قال الوزير إن الطريق سيُفتح. ", 90_000)] {
        let output = read(file(&folder, name, &unit.repeat(100_000)).as_ref());
        ended(&output);
        assert!(found(&output)[0].1 >= least, "{name}: {} statements", found(&output)[0].1);
    }
}

#[test]
fn feeds_of_many_items() {
    let folder = folder("hostile-feed");
    let item = |n: u32| format!("<item><title>خبر {n}</title><link>https://a.example/{n}</link></item>\n");
    let feed = |items: u32| {
        let items: String = (0..items).map(item).collect();
        format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>الوادي</title>{items}</channel></rss>")
    };
    refused(&read(file(&folder, "large.xml", &feed(1_000_000)).as_ref()), "found more than 67108864 bytes");
    let output = read(file(&folder, "many.xml", &feed(20_000)).as_ref());
    ended(&output);
    assert_eq!(found(&output).len(), 20_000);
    let entities: String = (1..12).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let laughs = format!(
        "<!DOCTYPE rss [<!ENTITY e0 \"ha\">{entities}]><rss version=\"2.0\"><channel>{}<item><title>&e11;</title></item></channel></rss>",
        item(1)
    );
    let output = read(file(&folder, "laughs.xml", &laughs).as_ref());
    ended(&output);
    assert!(output.stdout.len() < 10_000);
}

#[test]
fn records_and_dates_that_repeat_themselves() {
    let folder = folder("hostile-records");
    let date = |id: u32, date: &str| serde_json::json!({"id": id.to_string(), "text": GOOD, "date": date}).to_string() + "\n";
    let dates: String = (0..)
        .zip(["1 ", "12/", "رمضان ", "9", "2015-", "15 يوليو من ", "أيار/مايو "])
        .map(|(n, unit)| date(n, &unit.repeat(100_000)))
        .collect();
    let output = read(file(&folder, "dates.jsonl", &dates).as_ref());
    ended(&output);
    assert_eq!(found(&output).len(), 7);
    let output = bounded(&["read", "--format", "jsonl", folder.join("dates.jsonl").to_str().unwrap()], |_| Ok(()));
    assert!(stderr(&output).lines().all(|line| line.len() < 1000), "a message of {} bytes", stderr(&output).len());
    let deep = format!("{{\"id\":\"1\",\"text\":\"x\",\"more\":{}{}}}\n{}", "[".repeat(500_000), "]".repeat(500_000), date(2, "2015"));
    let output = read(file(&folder, "deep.jsonl", &deep).as_ref());
    ended(&output);
    assert!(found(&output).iter().any(|(id, statements)| id == "2" && *statements == 1), "{}", stderr(&output));
}

#[test]
fn queries_and_overrides_without_end() {
    let folder = folder("hostile-query");
    let archive = folder.join("archive");
    let archive = archive.to_str().unwrap();
    let article = file(&folder, "a.txt", GOOD);
    assert_eq!(code(&run(&["add", "--quiet", "--archive", archive, &article])), 0);
    let search = |query: &str| bounded(&["search", "--archive", archive, "--", query], |_| Ok(()));
    refused(&search(&"(".repeat(60_000)), "parentheses");
    refused(&search(&(0..9000).map(|n| format!("س{n}* ")).collect::<String>()), "words");
    refused(&search(&"الطريق OR ".repeat(6000)), "words");
    let output = search(&"س".repeat(60_000));
    ended(&output);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).len() < 2000);
    let lines = file(&folder, "a.tsv", &"verb\tأوضح\tstate\n".repeat(200_000));
    let output = bounded(&["read", "--format", "jsonl", "--overrides", &lines, &article], |_| Ok(()));
    ended(&output);
    assert_eq!(found(&output)[0].1, 1);
}

#[test]
fn links_devices_and_pipes_as_files() {
    let folder = folder("hostile-files");
    file(&folder, "a/article.txt", GOOD);
    symlink("../a", folder.join("a/again")).unwrap();
    symlink("itself.txt", folder.join("a/itself.txt")).unwrap();
    let pipe = folder.join("a/pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // a pipe in a folder has nobody at its other end: waiting for one would be for ever
    let output = read(&folder.join("a"));
    ended(&output);
    assert_eq!(found(&output).iter().map(|(_, statements)| statements).sum::<usize>(), 1, "{}", stdout(&output));
    refused(&read(Path::new("/dev/zero")), "/dev/zero: found more than 67108864 bytes");
    let output = read(Path::new("/dev/null"));
    ended(&output);
    assert_eq!(code(&output), 0);
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, GOOD).unwrap()
    });
    assert_eq!(found(&read(&pipe))[0].1, 1);
    writer.join().unwrap();
}
