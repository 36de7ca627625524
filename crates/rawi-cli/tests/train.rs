//! `rawi train` as a user meets it: files in, a model that `rawi read` takes, and errors before the minutes of training.
//! What is learned is tested beside the library.
#![cfg(feature = "train")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

/// An empty folder of the test's own.
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("train-{test}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rawi")).args(args.split(' ')).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Six articles of one statement each: texts, one a line, and gold.
fn corpus(folder: &Path) {
    let (mut texts, mut gold) = (String::new(), Vec::new());
    for (n, (verb, who, content)) in [
        ("قالت", "الوزيرة", "إن المدارس جاهزة"),
        ("أكد", "المدرب", "أن الفريق بخير"),
        ("أعلن", "المدير", "أن الميناء مفتوح"),
        ("قال", "الطبيب", "إن الدواء متوفر"),
        ("أكدت", "البلدية", "أن الجسر آمن"),
        ("أعلنت", "الشركة", "أن الأسعار ثابتة"),
    ]
    .into_iter()
    .enumerate()
    {
        let title = format!("خبر رقم {n}\n");
        let start = title.chars().count();
        let span = |before: &str, words: &str| [start + before.chars().count(), start + before.chars().count() + words.chars().count()];
        let id = format!("a{n}");
        texts += &format!("{}\n", json!({"id": id, "text": format!("{title}{verb} {who} {content}.")}));
        gold.push(json!({
            "id": id,
            "speakers": [{"id": "S1", "name": who, "kind": "person", "role": null, "mentions": [who]}],
            "statements": [{"cue": span("", verb), "who": "S1", "speaker": span(&format!("{verb} "), who),
                "content": [span(&format!("{verb} {who} "), content)], "type": "indirect", "act": "state"}],
        }));
    }
    std::fs::write(folder.join("texts.jsonl"), texts).unwrap();
    std::fs::write(folder.join("gold.json"), Value::from(gold).to_string()).unwrap();
}

/// Two articles in a ZIP file, with a byte order mark and a field that nobody asks for.
fn archive(path: &Path, json: &str) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, contents) in [("2031.json", json), ("readme.md", "no JSON")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(contents.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn a_model_is_trained_and_read_with() {
    let folder = folder("whole");
    corpus(&folder);
    std::fs::create_dir(folder.join("raw")).unwrap();
    let article = |title: &str| json!({"title": title, "content": "قالت الوزيرة إن المدارس جاهزة", "author": null});
    archive(&folder.join("raw/news.zip"), &format!("\u{feff}{}", json!([article("خبر"), article("خبر آخر"), article("خبر")])));
    std::fs::write(folder.join("raw/one.txt"), "نص").unwrap();
    let output = run(
        &folder,
        "train --quick --folds 2 --texts texts.jsonl --gold gold.json --raw raw --dev texts.jsonl gold.json --output own.rawi \
         --report report.json --cross-fitted found.jsonl --license CC0-1.0 --jobs 2",
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).matches("6 documents, 6 gold statements").count(), 2, "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("6 articles, 3 raw texts"), "{}", text(&output.stderr));

    let report: Value = serde_json::from_slice(&std::fs::read(folder.join("report.json")).unwrap()).unwrap();
    assert_eq!((&report["articles"], &report["raw_texts"], &report["license"]), (&json!(6), &json!(3), &json!("CC0-1.0")));
    assert!(report["dev"]["texts"]["who-said-what"]["f"].is_number());
    assert_eq!(std::fs::read_to_string(folder.join("found.jsonl")).unwrap().lines().count(), 6);

    let output = run(&folder, "read --model own.rawi texts.jsonl");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let record: Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap()).unwrap();
    let id = format!("own {}", &report["sha256"].as_str().unwrap()[..12]);
    assert_eq!(record["model"], json!(id));

    // again, half of it in a file of its own, with the word vectors that are there and one part held out
    let half = |name: &str, lines: std::ops::Range<usize>| {
        let texts = std::fs::read_to_string(folder.join("texts.jsonl")).unwrap();
        let kept: Vec<&str> = texts.lines().collect();
        std::fs::write(folder.join(format!("{name}.jsonl")), kept[lines.clone()].join("\n")).unwrap();
        let gold: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("gold.json")).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.json")), json!(gold[lines]).to_string()).unwrap();
    };
    half("first", 0..3);
    half("second", 3..6);
    let output = run(
        &folder,
        "train --quick --quiet --folds 2 --tried 1 --texts first.jsonl second.jsonl --gold first.json second.json --vectors own.rawi \
         --output again.rawi --report again.json",
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("3 documents, 3 gold statements"), "{}", text(&output.stdout));
    let again: Value = serde_json::from_slice(&std::fs::read(folder.join("again.json")).unwrap()).unwrap();
    assert_eq!((&again["articles"], &again["words_with_vectors"]), (&json!(6), &report["words_with_vectors"]));

    // a model that only teaches, and one that learns from it and from another
    let output = run(
        &folder,
        "train --quick --quiet --folds 2 --to-teach --texts texts.jsonl --gold gold.json --vectors own.rawi --output teacher.rawi",
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    std::fs::write(folder.join("copy.txt"), "نص").unwrap();
    let output = run(
        &folder,
        "train --quick --folds 2 --tried 1 --texts texts.jsonl --gold gold.json --vectors own.rawi --teachers own.rawi teacher.rawi \
         --silver raw copy.txt --output taught.rawi --report taught.json",
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("3 silver texts of 5"), "{}", text(&output.stderr));
    let taught: Value = serde_json::from_slice(&std::fs::read(folder.join("taught.json")).unwrap()).unwrap();
    assert_eq!((&taught["silver_texts"], &taught["teachers"][0]), (&json!(3), &report["sha256"]));

    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn what_is_wrong_is_named_and_nothing_written() {
    let folder = folder("wrong");
    corpus(&folder);
    let gold = std::fs::read_to_string(folder.join("gold.json")).unwrap();
    std::fs::write(folder.join("far.json"), gold.replacen("[[", "[[9", 1)).unwrap();
    std::fs::write(folder.join("other.json"), gold.replace("a4", "b4")).unwrap();
    for (args, said) in [
        ("--texts texts.jsonl --gold gone.json --output own.rawi", "gone.json: "),
        ("--texts texts.jsonl --gold gold.json --teachers gold.json --silver texts.jsonl --output own.rawi", "gold.json: "),
        ("--texts texts.jsonl --gold gold.json --teachers gold.json --output own.rawi", "--silver"),
        ("--texts texts.jsonl --gold far.json --output own.rawi", "far.json: 'a0': statement 1 content is no span of the text: "),
        ("--texts texts.jsonl --gold other.json --output own.rawi", "other.json: 'b4': texts.jsonl has no text for it"),
        ("--texts texts.jsonl --gold gold.json --output no/such/own.rawi", "no/such/own.rawi: cannot write: "),
        ("--texts texts.jsonl --gold gold.json --output .", ".: cannot write: it is a folder"),
        ("--texts texts.jsonl --gold gold.json --folds 7 --output own.rawi", "7 folds of 6 articles"),
        ("--texts texts.jsonl --gold gold.json --folds 1 --output own.rawi", "--folds"),
        ("--texts texts.jsonl --gold gold.json", "--output"),
        ("--texts texts.jsonl texts.jsonl --gold gold.json --output own.rawi", "2 files of --texts and 1 of --gold"),
        ("--texts texts.jsonl --gold gold.json --vectors gold.json --output own.rawi", "the model whose word vectors are taken: "),
    ] {
        let output = run(&folder, &format!("train --quick --quiet {args}"));
        assert_eq!(output.status.code(), Some(2), "{args}");
        assert!(text(&output.stderr).contains(said), "{args}: {}", text(&output.stderr));
        assert!(!folder.join("own.rawi").exists(), "{args}");
    }
}

#[test]
fn raw_input_that_fails_is_named_and_the_rest_used() {
    let folder = folder("raw");
    corpus(&folder);
    archive(&folder.join("odd.zip"), "{\"title\": 3}");
    std::fs::write(folder.join("no.zip"), "no archive").unwrap();
    let output = run(
        &folder,
        "train --quick --folds 2 --texts texts.jsonl --gold gold.json --raw odd.zip no.zip gone.txt texts.jsonl --output own.rawi",
    );
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    for expected in ["odd.zip: 2031.json: expected an array of {\"title\", \"content\"}: ", "no.zip: ", "gone.txt: ", "6 raw texts"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(folder.join("own.rawi").exists());
}
