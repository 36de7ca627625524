//! The commands of an archive as a user meets them: adding again, changed texts, killed and stopped runs, full disks, two writers at
//! once, searching, identities, removing, backups.

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{code, file, folder, rawi, run, stderr, stdout};

/// The output of a command that must succeed.
fn good(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(code(&output), 0, "{args:?}: {}{}", stdout(&output), stderr(&output));
    stdout(&output).to_owned()
}

const PEOPLE: [(&str, &str); 6] = [
    ("سمر الحلو", "المتحدثة باسم البلدية"),
    ("ناصر القاضي", "مدير الميناء"),
    ("هدى المرزوقي", "رئيسة اتحاد الصيادين"),
    ("أنطونيو غوتيريش", "الأمين العام للأمم المتحدة"),
    ("أنطونيو جوتيريس", "الأمين العام للأمم المتحدة"),
    ("ديمتري بيسكوف", "المتحدث باسم الكرملين"),
];
const VERBS: [&str; 5] = ["قال", "أكد", "أعلن", "أوضح", "نفى"];
const SUBJECTS: [&str; 7] = [
    "السوق القديم سيُفتح أمام الزوار قبل نهاية الشهر",
    "التعاون مع شركات النقل سيستمر في العام المقبل",
    "أسعار الوقود لن ترتفع في المدى القريب",
    "أعمال الترميم في المرفأ الشرقي بلغت مرحلتها الأخيرة",
    "المحادثات بشأن اتفاق الحبوب تسير كما هو مخطط لها",
    "المستشفى الجديد سيستقبل المرضى من القرى المجاورة",
    "المدارس ستعود إلى الدوام الكامل بعد العطلة",
];
const PLACES: [&str; 5] = ["في مؤتمر صحفي", "خلال اجتماع طارئ", "أمام الصحفيين", "في بيان وزع أمس", "على هامش المعرض"];
const OUTLETS: [&str; 3] = ["صوت الساحل", "جريدة الوادي", "أخبار المدينة"];

/// Made-up articles, each another one; now and then one that an outlet took from another.
fn articles(count: usize) -> String {
    let mut lines = String::new();
    let mut seed = 7_u64;
    let mut last = String::new();
    for n in 0..count {
        let mut pick = |of: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % of
        };
        let mut body = String::new();
        for _ in 0..4 {
            let (name, role) = PEOPLE[pick(PEOPLE.len())];
            let (verb, subject, place) = (VERBS[pick(VERBS.len())], SUBJECTS[pick(SUBJECTS.len())], PLACES[pick(PLACES.len())]);
            let _ = write!(body, "{verb} {role} {name} {place} إن {subject}، وذلك بحسب الخطة رقم {} لعام {}. ", pick(900), 1990 + pick(40));
        }
        if n % 10 == 9 {
            body.clone_from(&last);
        }
        last.clone_from(&body);
        let title = format!("عنوان الخبر رقم {n}");
        let article = serde_json::json!({
            "id": n.to_string(), "url": format!("https://example.org/{n}"), "outlet": OUTLETS[n % OUTLETS.len()], "title": title,
            "date": format!("2024-{:02}-{:02}", 1 + n % 12, 1 + n % 28), "text": format!("{title}\n{body}"),
        });
        let _ = writeln!(lines, "{article}");
    }
    lines
}

fn canonical(archive: &str) -> String {
    good(&["export", "--canonical", "--archive", archive])
}

/// The identifiers of the articles in a canonical dump.
fn in_dump(dump: &str) -> Vec<String> {
    let lines = dump.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter_map(|line| line["article"].as_str().map(str::to_owned)).collect()
}

#[test]
fn adding_again_changes_nothing_and_a_changed_text_is_a_revision() {
    let dir = folder("again");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let input = file(&dir, "news.jsonl", &articles(60));
    let said = good(&["add", "--archive", &archive, &input]);
    assert!(said.starts_with("60 articles new"), "{said}");
    let before = canonical(&archive);
    assert_eq!(in_dump(&before).len(), 60);

    let said = good(&["add", "--archive", &archive, &input]);
    assert!(said.starts_with("0 articles new, 60 there already"), "{said}");
    assert_eq!(canonical(&archive), before);

    let changed = articles(60).replace("السوق القديم", "السوق الجديد");
    let differ = changed.lines().zip(articles(60).lines()).filter(|(a, b)| a != b).count();
    let input = file(&dir, "changed.jsonl", &changed);
    let report: Value = serde_json::from_str(&good(&["add", "--json", "--archive", &archive, &input])).unwrap();
    assert_eq!(report["added"]["revisions"], differ);
    assert_eq!(report["added"]["known"], 60 - differ);
    assert_eq!(report["articles"], 60);
    // An earlier text under the same address is no news either.
    let after = canonical(&archive);
    good(&["add", "--archive", &archive, &file(&dir, "news.jsonl", &articles(60))]);
    assert_eq!(canonical(&archive), after);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
    let shown = good(&["show", "--archive", &archive, "https://example.org/3", "-f", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap()["id"], "3");
}

/// Plain texts have no address: a text that is there under another name is there.
#[test]
fn without_address_a_text_is_the_same_wherever_it_lies() {
    let dir = folder("plain");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let text = "السوق يُفتح غداً\nقالت المتحدثة باسم البلدية سمر الحلو إن السوق سيُفتح غداً.\n";
    good(&["add", "--archive", &archive, &file(&dir, "one.txt", text)]);
    let said = good(&["add", "--archive", &archive, &file(&dir, "two.txt", text)]);
    assert!(said.starts_with("0 articles new, 1 there already"), "{said}");
    let said = good(&["add", "--archive", &archive, &file(&dir, "one.txt", &text.replace("غداً", "اليوم"))]);
    assert!(said.contains("1 revision"), "{said}");
}

#[test]
fn killed_at_any_moment_and_run_again_it_is_as_if_nothing_had_been() {
    let dir = folder("killed");
    let input = file(&dir, "news.jsonl", &articles(1200));
    let clean = dir.join("clean").to_str().unwrap().to_owned();
    good(&["add", "--archive", &clean, &input]);
    let expected = canonical(&clean);

    let archive = dir.join("killed").to_str().unwrap().to_owned();
    let mut seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos() | 1;
    let (mut killed, mut finished) = (0, 0);
    let mut grown = Vec::new();
    while killed < 25 {
        let mut child = rawi().args(["add", "--archive", &archive, &input]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        let deadline = Instant::now() + Duration::from_millis(u64::from(seed % 500));
        while Instant::now() < deadline && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        if child.try_wait().unwrap().is_some() {
            // There was nothing left to do: begin again, so that every kill hits a run at work.
            finished += 1;
            assert_eq!(canonical(&archive), expected, "finished after {killed} kills");
            std::fs::remove_dir_all(&archive).unwrap();
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        if Path::new(&archive).join("archive.db").exists() {
            let output = run(&["export", "--canonical", "--archive", &archive]);
            grown.push(stdout(&output).lines().count());
        }
    }
    good(&["add", "--archive", &archive, &input]);
    assert_eq!(canonical(&archive), expected);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
    // Work was done between the kills, and kept.
    assert!(finished > 0 || grown.iter().any(|&n| n > 0), "{grown:?}");
}

#[test]
fn a_second_writer_is_told_and_may_wait() {
    let dir = folder("writers");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let input = file(&dir, "news.jsonl", &articles(10));
    // The first one reads from a pipe that stays open.
    let mut first = rawi().args(["add", "--archive", &archive, "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while !Path::new(&archive).join("writer.lock").metadata().is_ok_and(|m| m.len() > 0) {
        std::thread::yield_now();
    }
    let second = run(&["add", "--archive", &archive, &input]);
    assert_eq!(code(&second), 2);
    assert!(stderr(&second).contains("another process is writing (process "), "{}", stderr(&second));
    let waiting = rawi().args(["add", "--archive", &archive, "--wait", "60", &input]).stdout(Stdio::piped()).spawn().unwrap();
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
    let waited = waiting.wait_with_output().unwrap();
    assert!(stdout(&waited).starts_with("10 articles new"), "{}", stdout(&waited));
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let dir = folder("full");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let first = file(&dir, "first.jsonl", &articles(20));
    good(&["add", "--archive", &archive, &first]);
    let before = canonical(&archive);
    let input = file(&dir, "news.jsonl", &articles(1500));
    // A limit on the size of files stands for the end of the disk; without the signal, writing fails as it would there.
    let script = format!("trap '' XFSZ; ulimit -f 500; exec {} add --archive {archive} {input}", env!("CARGO_BIN_EXE_rawi"));
    let output = Command::new("bash").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains(&archive), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    let after = canonical(&archive);
    let after = in_dump(&after);
    assert!(in_dump(&before).iter().all(|id| after.contains(id)), "what was there is there");
    good(&["add", "--archive", &archive, &input]);
    assert_eq!(in_dump(&canonical(&archive)).len(), 1500);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
}

/// A user who may write anywhere is made one who may not, where the system lets us.
#[cfg(unix)]
#[test]
fn a_read_only_archive_can_be_searched_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let dir = std::env::temp_dir().join(format!("rawi-readonly-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let set = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    set(&dir, 0o755);
    let binary = dir.join("rawi");
    std::fs::copy(env!("CARGO_BIN_EXE_rawi"), &binary).unwrap();
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let (input, more) = (file(&dir, "news.jsonl", &articles(20)), file(&dir, "more.jsonl", &articles(30)));
    good(&["add", "--archive", &archive, &input]);
    set(Path::new(&archive), 0o555);
    set(&Path::new(&archive).join("index"), 0o555);
    let mut user: Vec<&str> = Vec::new();
    if std::fs::write(dir.join("a/try"), "").is_ok() {
        let _ = std::fs::remove_file(dir.join("a/try"));
        user = vec!["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    }
    user.push(binary.to_str().unwrap());
    let run = |args: &[&str]| Command::new(user[0]).args(&user[1..]).args(args).stdin(Stdio::null()).output();
    let outputs = [run(&["search", "--archive", &archive, "السوق"]), run(&["add", "--archive", &archive, &more])];
    set(Path::new(&archive), 0o755);
    set(&Path::new(&archive).join("index"), 0o755);
    std::fs::remove_dir_all(&dir).unwrap();
    let [Ok(found), Ok(added)] = outputs else {
        println!("skipped: this user may write anywhere, and setpriv is not there");
        return;
    };
    assert_eq!(code(&found), 0, "{}", stderr(&found));
    assert_eq!(code(&added), 2, "{}", stderr(&added));
    assert!(stderr(&added).contains("read-only"), "{}", stderr(&added));
}

#[test]
fn searching() {
    let dir = folder("search");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    good(&["add", "--archive", &archive, &file(&dir, "news.jsonl", &articles(200))]);
    let hits = |args: &[&str]| -> Vec<Value> {
        let mut all = vec!["search", "--archive", &archive, "-n", "1000", "-f", "jsonl"];
        all.extend(args);
        let output = run(&all);
        assert_eq!(code(&output), i32::from(output.stdout.is_empty()), "{}", stderr(&output));
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let everything = hits(&[]);
    let found = hits(&["وبالتعاون"]);
    assert!(!found.is_empty() && found.len() < everything.len());
    for hit in &found {
        let snippet = &hit["snippet"];
        let text: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
        let [start, end] = [0, 1].map(|i| snippet["marks"][0][i].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), "التعاون");
    }
    // One person under two spellings, found under a third.
    let names = |hits: &[Value]| {
        let mut names: Vec<String> = hits.iter().map(|h| h["statement"]["who"]["written"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names.dedup();
        names
    };
    let by = hits(&["--speaker", "غوتيرس"]);
    let names = names(&by);
    assert!(["غوتيريش", "جوتيريس"].iter().all(|spelling| names.iter().any(|name| name.contains(spelling))), "{names:?}");
    assert!(names.iter().all(|name| name.contains("أنطونيو")), "{names:?}");
    assert_eq!(hits(&["speaker:غوتيرس"]).len(), by.len());
    assert!(hits(&["=وبالتعاون"]).is_empty());
    assert_eq!(hits(&["\"اتفاق الحبوب\""]).len(), hits(&["=اتفاق =الحبوب"]).len());
    for hit in hits(&["--from", "2024-03", "--to", "2024-03"]) {
        assert!(hit["article"]["date"].as_str().unwrap().starts_with("2024-03"));
    }
    let newest: Vec<String> = hits(&["--sort", "newest"]).iter().map(|h| h["article"]["date"].as_str().unwrap().to_owned()).collect();
    assert!(newest.is_sorted_by(|a, b| a >= b));
    let copies = hits(&["--copies"]);
    assert!(copies.len() > everything.len());
    let articles = hits(&["--articles", "الوقود"]);
    assert!(articles.iter().all(|h| h["statement"].is_null()));

    let output = run(&["search", "--archive", &archive, "--facets", "speaker,outlet,act,month", "-f", "json"]);
    let all: Value = serde_json::from_str(stdout(&output)).unwrap();
    let counts = all["facets"]["speaker"].as_array().unwrap();
    let guterres: Vec<&Value> = counts.iter().filter(|c| c["value"].as_str().unwrap().starts_with("أنطونيو")).collect();
    assert_eq!(guterres.iter().map(|c| c["count"].as_u64().unwrap() as usize).sum::<usize>(), by.len());
    assert_eq!(all["facets"]["outlet"].as_array().unwrap().len(), OUTLETS.len());

    for (args, said) in [
        (["speaker:", "x"], "query, character"),
        (["--act", "shout"], "--act: found \"shout\", expected one of state"),
        (["--facets", "mood"], "--facets: found \"mood\""),
    ] {
        let output = run(&["search", "--archive", &archive, args[0], args[1]]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    let nothing = run(&["search", "--archive", &archive, "قطقوط"]);
    assert_eq!(code(&nothing), 1);
    let none = run(&["search", "--archive", dir.join("none").to_str().unwrap(), "السوق"]);
    assert_eq!((code(&none), stderr(&none).contains("no archive here; `rawi add` makes one")), (2, true));
}

#[test]
fn who_is_who_can_be_decided_by_hand_and_taken_back() {
    let dir = folder("who");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    good(&["add", "--archive", &archive, &file(&dir, "news.jsonl", &articles(60))]);
    let who = |name: &str| -> Value {
        serde_json::from_str(good(&["speakers", "--archive", &archive, "-f", "jsonl", name]).lines().next().unwrap()).unwrap()
    };
    let names = |page: &Value| -> Vec<String> {
        let mut names: Vec<String> = page["names"].as_array().unwrap().iter().map(|n| n["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names.dedup();
        names
    };
    let before = who("غوتيريش");
    assert_eq!(names(&before), ["أنطونيو جوتيريس", "أنطونيو غوتيريش"]);
    let other = before["names"].as_array().unwrap().iter().find(|n| !n["reason"].is_null()).unwrap();
    assert!(other["reason"].as_str().unwrap().contains("spelling"), "{other}");

    // Taken apart, and joined again.
    let number = other["number"].to_string();
    good(&["speakers", "split", "--archive", &archive, &number]);
    let apart = good(&["speakers", "--archive", &archive, "-f", "jsonl", "غوتيريش"]);
    assert_eq!(apart.lines().count(), 2, "{apart}");
    let decisions = good(&["speakers", "decisions", "--archive", &archive]);
    assert_eq!(decisions.lines().count(), 1);
    // Reading again with another model keeps the decision.
    let overrides = file(&dir, "overrides.txt", "");
    good(&["reread", "--archive", &archive, "--overrides", &overrides]);
    assert_eq!(good(&["speakers", "--archive", &archive, "-f", "jsonl", "غوتيريش"]).lines().count(), 2);
    good(&["speakers", "undo", "--archive", &archive, decisions.split('\t').next().unwrap()]);
    assert_eq!(names(&who("غوتيريش")), names(&before));

    good(&["speakers", "merge", "--archive", &archive, "سمر الحلو", "هدى المرزوقي"]);
    assert_eq!(names(&who("سمر الحلو")), ["سمر الحلو", "هدى المرزوقي"]);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));

    let wrong = run(&["speakers", "merge", "--archive", &archive, "غوتيريش", "قطقوط"]);
    assert_eq!((code(&wrong), stderr(&wrong).contains("nobody is called")), (2, true));
    assert_eq!(code(&run(&["speakers", "--archive", &archive, "قطقوط"])), 1);
}

#[test]
fn removing_rereading_reindexing_and_backups() {
    let dir = folder("upkeep");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let input = file(&dir, "news.jsonl", &articles(60));
    good(&["add", "--archive", &archive, &input]);
    let whole = canonical(&archive);

    let copy = dir.join("copy").to_str().unwrap().to_owned();
    good(&["backup", "--archive", &archive, &copy]);
    assert_eq!(canonical(&copy), whole);
    assert!(good(&["check", "--archive", &copy]).contains("sound"));
    assert_eq!(code(&run(&["backup", "--archive", &archive, &copy])), 2);

    let search = |archive: &str| good(&["search", "--archive", archive, "-f", "jsonl", "-n", "100", "الوقود"]);
    let found = search(&archive);
    good(&["reindex", "--archive", &archive]);
    assert_eq!(search(&archive), found);
    std::fs::remove_dir_all(Path::new(&archive).join("index")).unwrap();
    let lost = run(&["search", "--archive", &archive, "الوقود"]);
    assert_eq!((code(&lost), stderr(&lost).contains("rawi reindex")), (2, true), "{}", stderr(&lost));
    let checked = run(&["check", "--archive", &archive]);
    assert_eq!((code(&checked), stdout(&checked).contains("index")), (1, true));
    good(&["reindex", "--archive", &archive]);

    good(&["reread", "--archive", &archive]);
    assert_eq!(canonical(&archive), whole);

    let asked = run(&["remove", "--archive", &archive, "--query", "outlet:\"صوت الساحل\""]);
    assert_eq!((code(&asked), stderr(&asked).contains("20 articles would be removed")), (2, true), "{}", stderr(&asked));
    assert_eq!(good(&["remove", "--archive", &archive, "--query", "outlet:\"صوت الساحل\"", "--dry-run"]).lines().count(), 20);
    good(&["remove", "--archive", &archive, "--query", "outlet:\"صوت الساحل\"", "--yes"]);
    assert_eq!(in_dump(&canonical(&archive)).len(), 40);
    assert_eq!(code(&run(&["search", "--archive", &archive, "outlet:\"صوت الساحل\""])), 1);
    good(&["remove", "--archive", &archive, "https://example.org/1"]);
    assert_eq!(code(&run(&["show", "--archive", &archive, "https://example.org/1"])), 1);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));

    // What was removed can come back, and all is as before.
    good(&["add", "--archive", &archive, &input]);
    assert_eq!(in_dump(&canonical(&archive)), in_dump(&whole));
}

#[test]
fn bad_files_are_named_at_the_end_and_lose_nothing() {
    let dir = folder("bad");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let input = dir.join("in");
    std::fs::create_dir_all(&input).unwrap();
    file(&input, "a.jsonl", &articles(5));
    std::fs::write(input.join("b.jsonl.gz"), b"\x1f\x8b\x08\x00broken").unwrap();
    std::fs::write(input.join("c.zip"), b"PK\x03\x04broken").unwrap();
    file(&input, "d.txt", "السوق يُفتح غداً\nقالت سمر الحلو إن السوق سيُفتح غداً.");
    let output = run(&["add", "--archive", &archive, input.to_str().unwrap()]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).starts_with("6 articles new"), "{}", stdout(&output));
    for name in ["b.jsonl.gz", "c.zip"] {
        assert_eq!(stderr(&output).matches(name).count(), 1, "{}", stderr(&output));
    }
    let none = run(&["add", "--archive", &archive, input.join("c.zip").to_str().unwrap()]);
    assert_eq!(code(&none), 2);
}

#[cfg(unix)]
#[test]
fn stopped_by_ctrl_c_and_run_again_it_is_as_if_nothing_had_been() {
    let dir = folder("stopped");
    let input = file(&dir, "news.jsonl", &articles(800));
    let clean = dir.join("clean").to_str().unwrap().to_owned();
    good(&["add", "--archive", &clean, &input]);
    let archive = dir.join("stopped").to_str().unwrap().to_owned();
    let child = rawi().args(["add", "--archive", &archive, &input]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The first batch is there when the store's log has grown.
    let log = Path::new(&archive).join("archive.db-wal");
    while !log.metadata().is_ok_and(|m| m.len() > 1 << 19) {
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}{}", stdout(&output), stderr(&output));
    // What there is can be searched at once.
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
    let part = in_dump(&canonical(&archive)).len();
    assert!(0 < part && part < 800, "{part}");
    let said = good(&["add", "--archive", &archive, &input]);
    assert!(said.starts_with(&format!("{} articles new, {part} there already", 800 - part)), "{said}");
    assert_eq!(canonical(&archive), canonical(&clean));
}

#[test]
fn feeds_web_archives_and_maps_bring_what_is_known_of_a_document() {
    let dir = folder("kinds");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let said = "قالت المتحدثة باسم البلدية سمر الحلو إن السوق القديم سيُفتح أمام الزوار قبل نهاية الشهر";
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>صوت الساحل</title>\
         <item><title>السوق يعود</title><link>https://coast.example/1</link><dc:creator>ليلى عون</dc:creator>\
         <pubDate>Tue, 21 Jul 2015 10:00:00 +0300</pubDate><description>{said} بعد الظهر.</description></item></channel></rss>"
    );
    let page = format!("<html><head><title>السوق</title></head><body><article><p>{said} صباح غد.</p></article></body></html>");
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://valley.example/2\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:9a6d1f0e-5d1c-4b61-9c55-0a3f4f6f0c11>\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    );
    let mapped = serde_json::json!({"body": format!("{said} مساء."), "head": "عنوان", "paper": {"name": "جريدة الوادي"}, "day": "٢١ تموز ٢٠١٥", "at": "https://valley.example/3"});
    let inputs = [file(&dir, "feed.xml", &feed), file(&dir, "crawl.warc", &warc)];
    good(&["add", "--archive", &archive, &inputs[0], &inputs[1]]);
    let map = file(&dir, "map.txt", "# what is where\ntext = body\ntitle = head\noutlet = paper.name\ndate = day\nurl = at\n");
    good(&["add", "--archive", &archive, "--map", &map, &file(&dir, "mapped.jsonl", &format!("{mapped}\n"))]);
    let show = |id: &str| -> Value { serde_json::from_str(&good(&["show", "--archive", &archive, "-f", "json", id])).unwrap() };
    let item = show("https://coast.example/1");
    assert_eq!((item["outlet"].as_str(), item["date"].as_str()), (Some("صوت الساحل"), Some("2015-07-21T10:00:00+03:00")));
    assert_eq!(show("https://valley.example/2")["date"], Value::Null);
    let article = show("https://valley.example/3");
    assert_eq!((article["outlet"].as_str(), article["date"].as_str()), (Some("جريدة الوادي"), Some("2015-07-21")));
    assert!(article["text"].as_str().unwrap().starts_with("عنوان\nقالت"));
    let exported = good(&["export", "--archive", &archive]);
    assert!(exported.lines().any(|line| line.contains("ليلى عون")), "{exported}");
    let wrong = run(&["add", "--archive", &archive, "--map", "words=body", &inputs[0]]);
    assert_eq!((code(&wrong), stderr(&wrong).contains("words")), (2, true), "{}", stderr(&wrong));
}

/// A day of real news: everything goes in, the archive is at most three times the text, and sound.
#[test]
fn a_day_of_news() {
    let shared = std::env::var("RAWI_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let news = Path::new(&shared).join("news/2015-08-09.zip");
    if !news.exists() {
        println!("skipped: no {}; set RAWI_SHARED", news.display());
        return;
    }
    let archive = folder("news").join("a").to_str().unwrap().to_owned();
    let map = "text=content,title=title,outlet=source,date=date_extracted,url=url,author=author";
    let said = good(&["add", "--json", "--archive", &archive, news.to_str().unwrap(), "--map", map]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((report["added"]["new"].as_u64(), report["added"]["failed"].as_u64()), (Some(1276), Some(0)));
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
    let text: usize = good(&["export", "--archive", &archive])
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().len())
        .sum();
    let sizes = |folder: &Path| -> u64 { std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum() };
    let size = sizes(Path::new(&archive)) + sizes(&Path::new(&archive).join("index"));
    assert!(size as usize <= 3 * text, "{size} bytes for {text} bytes of text");
}

/// Case 72, for the first run of an archive: searching works beside it, and after it was killed.
#[test]
fn search_works_beside_a_first_run_and_after_it_was_killed() {
    let dir = folder("first-run");
    let input = file(&dir, "news.jsonl", &articles(3000));
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let search = |args: &[&str]| {
        let output = run(&[&["search", "--archive", &archive, "--articles", "--copies", "-n", "0", "-f", "json"], args].concat());
        let total = serde_json::from_str::<Value>(stdout(&output)).map_or(0, |found| found["total"].as_u64().unwrap());
        (code(&output), total, stderr(&output).to_owned())
    };
    let mut child = rawi().args(["add", "--archive", &archive, &input]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Until the first batch is in, it is said what there is to wait for.
    loop {
        let (code, _, said) = search(&[]);
        if code != 2 {
            break;
        }
        assert!(said.contains("`rawi add` makes one") || said.contains("`rawi reindex`"), "{said}");
        assert!(child.try_wait().unwrap().is_none());
    }
    loop {
        let (code, total, said) = search(&[]);
        assert!(code == i32::from(total == 0), "{code} {total} {said}");
        assert!(said.is_empty() || said.contains("the `rawi add` that is at work makes up for it"), "{said}");
        if total > 0 {
            break;
        }
        assert!(child.try_wait().unwrap().is_none(), "nothing was found while it worked");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (code, total, said) = search(&[]);
    assert!(code == 0 && (1..3000).contains(&total), "{code} {total} {said}");
    // What was found is read, whoever it is by.
    assert_eq!(search(&["--speaker", "ناصر القاضي"]).0, 0);
    assert_eq!(search(&["لاشيءهنا"]).0, 1);
    good(&["add", "--archive", &archive, &input]);
    assert_eq!(search(&[]), (0, 3000, String::new()));
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
    // An index that is gone is another matter.
    std::fs::remove_dir_all(dir.join("a/index")).unwrap();
    let (code, _, said) = search(&[]);
    assert!(code == 2 && said.contains("no index to search in") && said.contains("`rawi reindex`"), "{said}");
    good(&["reindex", "--archive", &archive]);
    assert_eq!(search(&[]), (0, 3000, String::new()));
}

/// A run that adds nothing makes an archive that can be searched.
#[test]
fn a_first_run_without_articles_leaves_an_archive() {
    let dir = folder("empty-run");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    for input in ["{\"id\": \"1\", \"text\": \" \"}\n", "{\"id\": \"1\"}\n"] {
        run(&["add", "--archive", &archive, &file(&dir, "news.jsonl", input)]);
        let output = run(&["search", "--archive", &archive, "السوق"]);
        assert_eq!((code(&output), stderr(&output)), (1, ""));
    }
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
}

/// A year or a month alone is kept as one, and let through by a filter that holds all of it.
#[test]
fn dates_that_are_years_or_months() {
    let dir = folder("years");
    let archive = dir.join("a").to_str().unwrap().to_owned();
    let dates = [("2021", "2021"), ("2022", "2022"), ("أيار 2022", "2022-05"), ("2022-05-03", "2022-05-03"), ("2023-01-00", "2023-01")];
    let lines = dates.iter().map(|(written, kept)| {
        let text = format!("السوق {kept}\nقالت المتحدثة باسم البلدية سمر الحلو إن السوق سيُفتح في {kept}.");
        serde_json::json!({"id": kept, "date": written, "text": text}).to_string() + "\n"
    });
    let said = run(&["add", "--archive", &archive, &file(&dir, "news.jsonl", &lines.collect::<String>())]);
    assert_eq!((code(&said), stderr(&said)), (0, ""));
    let found = |args: &[&str]| -> Vec<String> {
        let output = run(&[&["search", "--archive", &archive, "--articles", "--copies", "--sort", "oldest", "-f", "jsonl"], args].concat());
        let hits = stdout(&output).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        hits.map(|hit| hit["article"]["date"].as_str().unwrap().to_owned()).collect()
    };
    for (args, expected) in [
        (&[][..], &["2021", "2022", "2022-05", "2022-05-03", "2023-01"][..]),
        (&["--from", "2022", "--to", "2022"], &["2022", "2022-05", "2022-05-03"]),
        (&["--from", "2022-05", "--to", "2022-05"], &["2022-05", "2022-05-03"]),
        (&["--from", "2022-05-03", "--to", "2022-05-03"], &["2022-05-03"]),
        (&["--from", "2022-02"], &["2022-05", "2022-05-03", "2023-01"]),
        (&["--to", "2022-05-30"], &["2021", "2022-05-03"]),
        (&["--to", "2022-05-31"], &["2021", "2022-05", "2022-05-03"]),
        (&["from:2021 to:2022"], &["2021", "2022", "2022-05", "2022-05-03"]),
    ] {
        assert_eq!(found(args), expected, "{args:?}");
    }
    let output = run(&["search", "--archive", &archive, "--articles", "--copies", "--facets", "month", "-n", "0", "-f", "json"]);
    let months: Value = serde_json::from_str(stdout(&output)).unwrap();
    let mut months: Vec<&str> = months["facets"]["month"].as_array().unwrap().iter().map(|m| m["value"].as_str().unwrap()).collect();
    months.sort_unstable();
    assert_eq!(months, ["2022-05", "2023-01"]);
    let exported = good(&["export", "--archive", &archive, "-f", "jsonl"]);
    let mut kept: Vec<String> =
        exported.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["date"].as_str().unwrap().into()).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["2021", "2022", "2022-05", "2022-05-03", "2023-01"]);
    assert!(good(&["check", "--archive", &archive]).contains("sound"));
}

/// Whatever is missing of an archive, searching finds what is there or says in one line what to do, and that helps.
#[test]
fn an_archive_of_which_something_is_missing() {
    let dir = folder("missing");
    let input = file(&dir, "news.jsonl", &articles(20));
    let whole = dir.join("whole");
    good(&["add", "--archive", whole.to_str().unwrap(), &input]);
    let index_file = |archive: &Path, ending: &str| {
        let mut files = std::fs::read_dir(archive.join("index")).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|extension| extension == ending)).unwrap()
    };
    type Harm<'a> = &'a dyn Fn(&Path);
    let remove = |path: &Path| std::fs::remove_file(path).unwrap();
    let cases: [(&str, Harm<'_>, &str); 13] = [
        ("no index", &|a| std::fs::remove_dir_all(a.join("index")).unwrap(), "rawi reindex"),
        (
            "an empty index",
            &|a| std::fs::read_dir(a.join("index")).unwrap().for_each(|entry| remove(&entry.unwrap().path())),
            "rawi reindex",
        ),
        ("no list of its parts", &|a| remove(&a.join("index/meta.json")), "rawi reindex"),
        ("half a list of its parts", &|a| std::fs::write(a.join("index/meta.json"), "{\"segments\"").unwrap(), "rawi reindex"),
        ("a part without words", &|a| remove(&index_file(a, "term")), "rawi reindex"),
        ("a part with empty rows", &|a| std::fs::write(index_file(a, "store"), "").unwrap(), "rawi reindex"),
        ("a lock left in the index", &|a| std::fs::write(a.join("index/.tantivy-writer.lock"), "").unwrap(), ""),
        ("a log left by the store", &|a| std::fs::write(a.join("archive.db-wal"), "").unwrap(), ""),
        ("no lock", &|a| remove(&a.join("writer.lock")), ""),
        ("no store", &|a| remove(&a.join("archive.db")), "rawi add"),
        ("an empty store", &|a| std::fs::write(a.join("archive.db"), "").unwrap(), "rawi add"),
        ("an empty folder", &|a| (std::fs::remove_dir_all(a).unwrap(), std::fs::create_dir(a).unwrap()).1, "rawi add"),
        ("no folder", &|a| std::fs::remove_dir_all(a).unwrap(), "rawi add"),
    ];
    for (n, (case, harm, advice)) in cases.into_iter().enumerate() {
        let archive = dir.join(n.to_string());
        std::fs::create_dir_all(archive.join("index")).unwrap();
        for path in ["", "index"].map(|inside| whole.join(inside)) {
            for entry in std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
                std::fs::copy(&entry, archive.join(entry.strip_prefix(&whole).unwrap())).unwrap();
            }
        }
        harm(&archive);
        let archive = archive.to_str().unwrap();
        let search = || run(&["search", "--archive", archive, "--articles", "--copies", "-n", "0", "-f", "json"]);
        let output = search();
        if !advice.is_empty() {
            let said = stderr(&output);
            assert_eq!(code(&output), 2, "{case}: {said}");
            assert!(said.lines().count() == 1 && said.contains(&format!("`{advice}`")), "{case}: {said}");
            let helps =
                if advice == "rawi add" { run(&["add", "--archive", archive, &input]) } else { run(&["reindex", "--archive", archive]) };
            assert_eq!(code(&helps), 0, "{case}: {}", stderr(&helps));
        }
        let found: Value = serde_json::from_str(stdout(&search())).unwrap();
        assert_eq!(found["total"], 20, "{case}");
    }
}
