//! The scorer gives the reference scorer's figures: the same lines, JSON and errors on gold data distorted in every way.
//! Not a test of any model. Without python3 or the shared data the comparisons are skipped, and say so.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rawi::record::Record;
use rawi::score::{self, Field, Input, TextWords, Verdict};
use serde_json::{Value, json};

// ---------------------------------------------------------------------------------------------------------------------
// The reference

struct Reference {
    folder: PathBuf,
    script: PathBuf,
}

/// The shared data and its scorer, or why they cannot be used.
fn reference() -> Option<Reference> {
    let shared =
        std::env::var_os("RAWI_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("attribution");
    let script = folder.join("score.py");
    if !script.is_file() {
        println!("skipped: no {}; set RAWI_SHARED", script.display());
        return None;
    }
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3");
        return None;
    }
    Some(Reference { folder, script })
}

impl Reference {
    fn read(&self, name: &str) -> String {
        let path = self.folder.join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    fn run(&self, files: &[&Path; 3], options: &[&str]) -> (String, String) {
        let out = Command::new("python3").arg("-B").arg(&self.script).args(files).args(options).output().expect("python3 runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(out.stdout), text(out.stderr))
    }

    /// Runs a line of Python that has imported the scorer, with `input` on stdin.
    fn python(&self, code: &str, input: &str) -> String {
        let code = format!("import sys, json\nsys.path.insert(0, sys.argv[1])\nimport score\n{code}");
        let mut child = Command::new("python3")
            .args(["-B", "-c", &code])
            .arg(&self.folder)
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let out = child.wait_with_output().expect("python3 ends");
        writer.join().expect("the writer ends").expect("all is written");
        String::from_utf8(out.stdout).expect("UTF-8")
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Distortions

/// SplitMix64.
struct Rng(Cell<u64>);

impl Rng {
    fn next(&self) -> u64 {
        let mut z = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(z);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    fn chance(&self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<'a, T>(&self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

fn list<'a>(doc: &'a mut Value, field: &str) -> &'a mut Vec<Value> {
    doc[field].as_array_mut().expect("a list")
}

fn statements(doc: &mut Value) -> &mut Vec<Value> {
    list(doc, "statements")
}

fn ids(doc: &Value) -> Vec<Value> {
    doc["speakers"].as_array().expect("speakers").iter().map(|s| s["id"].clone()).collect()
}

fn random_span(rng: &Rng, chars: usize) -> Value {
    let start = rng.below(chars);
    json!([start, (start + 1 + rng.below(40)).min(chars)])
}

fn drop_statements(rng: &Rng, _: usize, doc: &mut Value) {
    statements(doc).retain(|_| !rng.chance(30));
    let left = statements(doc).len() as u64;
    for s in statements(doc).iter_mut().filter(|s| s["parent"].as_u64().is_some_and(|p| p > left)) {
        s["parent"] = Value::Null;
    }
}

fn invent_statements(rng: &Rng, chars: usize, doc: &mut Value) {
    for _ in 0..1 + rng.below(4) {
        let (cue, content) = (random_span(rng, chars), random_span(rng, chars));
        let invented = json!({"cue": cue, "who": null, "content": [content], "via": [], "setting": [], "type": "direct", "act": "ask"});
        statements(doc).push(invented);
    }
    let copies: Vec<Value> = statements(doc).iter().filter(|_| rng.chance(20)).cloned().collect();
    statements(doc).extend(copies);
}

fn shift_spans(rng: &Rng, chars: usize, doc: &mut Value) {
    fn shift(rng: &Rng, chars: usize, value: &mut Value) {
        match value.as_array_mut() {
            Some(pair) if pair.len() == 2 && pair[0].is_u64() => {
                for edge in pair.iter_mut() {
                    if rng.chance(40) {
                        let by = rng.below(25) as i64 - 12;
                        *edge = json!((edge.as_i64().unwrap_or(0) + by).clamp(0, chars as i64));
                    }
                }
                if pair[0].as_u64() >= pair[1].as_u64() {
                    *value = random_span(rng, chars);
                }
            }
            Some(spans) => spans.iter_mut().for_each(|span| shift(rng, chars, span)),
            None => {}
        }
    }
    for s in statements(doc) {
        for field in ["cue", "speaker", "content", "addressee", "via", "setting"] {
            shift(rng, chars, &mut s[field]);
        }
    }
}

fn cut_contents(rng: &Rng, _: usize, doc: &mut Value) {
    for s in statements(doc) {
        let mut pieces = Vec::new();
        for piece in s["content"].as_array().expect("content") {
            let (start, end) = (piece[0].as_u64().expect("start"), piece[1].as_u64().expect("end"));
            match (start + end) / 2 {
                middle if rng.chance(50) && start < middle && middle + 3 < end => {
                    pieces.extend([json!([start, middle]), json!([middle + rng.below(3) as u64, end])]);
                }
                _ => pieces.push(piece.clone()),
            }
        }
        s["content"] = pieces.into();
    }
}

fn swap_who(rng: &Rng, _: usize, doc: &mut Value) {
    let ids = ids(doc);
    for s in statements(doc) {
        if rng.chance(30) && !ids.is_empty() {
            s["who"] = rng.pick(&ids).clone();
        }
    }
}

fn null_who(rng: &Rng, _: usize, doc: &mut Value) {
    statements(doc).iter_mut().filter(|_| rng.chance(30)).for_each(|s| s["who"] = Value::Null);
}

fn merge_speakers(rng: &Rng, _: usize, doc: &mut Value) {
    let ids = ids(doc);
    if ids.len() < 2 {
        return;
    }
    let (kept, lost) = (rng.pick(&ids).clone(), rng.pick(&ids).clone());
    if kept != lost {
        list(doc, "speakers").retain(|s| s["id"] != lost);
        statements(doc).iter_mut().filter(|s| s["who"] == lost).for_each(|s| s["who"] = kept.clone());
    }
}

fn split_speakers(rng: &Rng, _: usize, doc: &mut Value) {
    for (n, id) in ids(doc).into_iter().enumerate() {
        if rng.chance(50) {
            let half = json!(format!("T{n}"));
            let mut twin = list(doc, "speakers").iter().find(|s| s["id"] == id).expect("listed").clone();
            twin["id"] = half.clone();
            let at = rng.below(list(doc, "speakers").len());
            list(doc, "speakers").insert(at, twin);
            statements(doc).iter_mut().filter(|s| s["who"] == id && rng.chance(50)).for_each(|s| s["who"] = half.clone());
        }
    }
}

/// Two speakers under one id: the last entry is meant.
fn repeat_ids(rng: &Rng, _: usize, doc: &mut Value) {
    let ids = ids(doc);
    for s in list(doc, "speakers").iter_mut().filter(|_| rng.chance(30)) {
        let id = rng.pick(&ids).clone();
        s["id"] = id;
    }
    let left = self::ids(doc);
    statements(doc).iter_mut().filter(|s| !left.contains(&s["who"])).for_each(|s| s["who"] = Value::Null);
}

fn rename(rng: &Rng, _: usize, doc: &mut Value) {
    const FULL: [&str; 8] = ["السفير", "لـلمنظمة", "والدة الضحية", "ﻣﺼﺪﺭ", "بالوزراء", "وللدولة", "مصدرٌ أمنيّ", "Reuters"];
    for s in list(doc, "speakers") {
        for field in ["name", "mentions", "role"] {
            let change = |name: &str, rng: &Rng| match rng.below(7) {
                0 => format!("و{name}"),
                1 => format!("ل{name}"),
                2 => name.split(' ').skip(1).collect::<Vec<_>>().join(" "),
                3 => name.replace('ا', "أ").replace('ه', "ة"),
                4 => name.chars().flat_map(|c| [c, '\u{64e}']).collect(),
                5 => (*rng.pick(&FULL)).to_owned(),
                _ => name.to_owned(),
            };
            match &mut s[field] {
                Value::String(name) => *name = change(name, rng),
                Value::Array(names) => {
                    for name in names {
                        *name = change(name.as_str().expect("a name"), rng).into();
                    }
                }
                _ => {}
            }
        }
        if rng.chance(20) {
            s["mentions"] = json!([]);
        }
    }
}

fn empty_fields(rng: &Rng, _: usize, doc: &mut Value) {
    for s in statements(doc) {
        for field in ["cue", "speaker", "addressee", "parent", "type", "act"] {
            match rng.below(6) {
                0 => s[field] = Value::Null,
                1 => drop(s.as_object_mut().expect("an object").remove(field)),
                _ => {}
            }
        }
        for field in ["content", "via", "setting"] {
            match rng.below(8) {
                0 => s[field] = json!([]),
                1 => drop(s.as_object_mut().expect("an object").remove(field)),
                2 => s[field] = Value::Null,
                _ => {}
            }
        }
    }
    for s in list(doc, "speakers") {
        for field in ["name", "kind", "role", "mentions"] {
            match rng.below(8) {
                0 => s[field] = Value::Null,
                1 => drop(s.as_object_mut().expect("an object").remove(field)),
                _ => {}
            }
        }
    }
    match rng.below(10) {
        0 => doc["statements"] = Value::Null,
        1 => drop(doc.as_object_mut().expect("an object").remove("statements")),
        _ => {}
    }
}

fn change_labels(rng: &Rng, _: usize, doc: &mut Value) {
    for s in statements(doc) {
        if rng.chance(40) {
            s["type"] = json!(rng.pick(&["direct", "mixed", "indirect", "reported"]));
        }
        if rng.chance(40) {
            s["act"] = json!(rng.pick(&["state", "deny", "warn", "ask", "praise"]));
        }
    }
    for s in list(doc, "speakers").iter_mut().filter(|_| rng.chance(40)) {
        s["kind"] = json!(rng.pick(&["person", "group", "document"]));
        s["role"] = json!(rng.pick(&["وزير", "المتحدث باسم الوزارة", ""]));
    }
}

fn unknown_labels(rng: &Rng, _: usize, doc: &mut Value) {
    statements(doc).iter_mut().filter(|_| rng.chance(40)).for_each(|s| s["act"] = json!("sing"));
    list(doc, "speakers").iter_mut().filter(|_| rng.chance(40)).for_each(|s| s["kind"] = json!("robot"));
}

fn change_parents(rng: &Rng, _: usize, doc: &mut Value) {
    let n = statements(doc).len();
    for s in statements(doc).iter_mut().filter(|_| rng.chance(50)) {
        s["parent"] = if rng.chance(70) { json!(1 + rng.below(n)) } else { Value::Null };
    }
}

fn move_parts(rng: &Rng, chars: usize, doc: &mut Value) {
    for s in statements(doc) {
        if rng.chance(30) {
            s["addressee"] = s["speaker"].clone();
        }
        if rng.chance(30) {
            s["speaker"] = random_span(rng, chars);
        }
        for field in ["via", "setting"] {
            if rng.chance(30) {
                let spans = list(s, field);
                let again = spans.first().cloned().unwrap_or_else(|| random_span(rng, chars));
                spans.insert(0, again);
                spans.push(random_span(rng, chars));
            }
        }
    }
}

fn shuffle(rng: &Rng, _: usize, doc: &mut Value) {
    for field in ["speakers", "statements"] {
        let items = list(doc, field);
        for i in (1..items.len()).rev() {
            items.swap(i, rng.below(i + 1));
        }
    }
}

/// Not a distortion of a prediction but of the gold: further readings of the speaker.
fn open_readings(rng: &Rng, _: usize, doc: &mut Value) {
    let ids = ids(doc);
    for s in statements(doc).iter_mut().filter(|_| rng.chance(50)) {
        s["who_also"] = (0..rng.below(3).min(ids.len())).map(|_| rng.pick(&ids).clone()).collect();
    }
}

fn everything(rng: &Rng, chars: usize, doc: &mut Value) {
    for distort in [
        shift_spans,
        cut_contents,
        swap_who,
        null_who,
        split_speakers,
        rename,
        change_labels,
        move_parts,
        invent_statements,
        change_parents,
    ] {
        if rng.chance(50) {
            distort(rng, chars, doc);
        }
    }
}

type Distort = fn(&Rng, usize, &mut Value);

/// Name, distortion, how many of a hundred documents are dropped from the predictions.
const DISTORTIONS: &[(&str, Distort, usize)] = &[
    ("gold itself", |_, _, _| {}, 0),
    ("documents dropped", |_, _, _| {}, 40),
    ("nothing predicted", |_, _, _| {}, 100),
    ("statements dropped", drop_statements, 0),
    ("statements invented", invent_statements, 0),
    ("spans shifted", shift_spans, 0),
    ("contents in pieces", cut_contents, 0),
    ("who swapped", swap_who, 0),
    ("who null", null_who, 0),
    ("speakers merged", merge_speakers, 0),
    ("speakers split", split_speakers, 0),
    ("speaker ids repeated", repeat_ids, 0),
    ("names changed", rename, 0),
    ("fields empty", empty_fields, 0),
    ("labels changed", change_labels, 0),
    ("labels unknown", unknown_labels, 0),
    ("parents changed", change_parents, 0),
    ("parts moved", move_parts, 0),
    ("order changed", shuffle, 0),
    ("everything", everything, 5),
    ("everything again", everything, 0),
    ("everything, thrice", |rng, chars, doc| (0..3).for_each(|_| everything(rng, chars, doc)), 10),
];

// ---------------------------------------------------------------------------------------------------------------------
// Comparisons

/// A set of documents with their texts, and a folder for files.
struct Set {
    folder: PathBuf,
    texts: String,
    chars: BTreeMap<String, usize>,
    gold: Vec<Value>,
}

fn set(reference: &Reference, part: &str, documents: std::ops::Range<usize>) -> Set {
    let gold: Vec<Value> = serde_json::from_str(&reference.read(&format!("{part}.json"))).expect("JSON");
    let gold = gold.into_iter().skip(documents.start).take(documents.len()).collect();
    let texts = reference.read(&format!("{part}.jsonl"));
    let all = score::load_texts(Input { name: part, contents: &texts }).expect("texts");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("score-{part}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    Set { folder, texts, chars: all.iter().map(|(id, text)| (id.clone(), text.chars().count())).collect(), gold }
}

impl Set {
    /// Compares everything both scorers say; what score.py writes to its two outputs.
    fn compare(&self, reference: &Reference, name: &str, gold: &[Value], pred: &[Value]) {
        let paths = ["texts.jsonl", "gold.json", "pred.jsonl"].map(|file| self.folder.join(file));
        let lines: String = pred.iter().map(|doc| format!("{doc}\n")).collect();
        let contents = [self.texts.clone(), Value::from(gold.to_vec()).to_string(), lines];
        for (path, contents) in paths.iter().zip(&contents) {
            std::fs::write(path, contents).expect("written");
        }
        let files = [0, 1, 2].map(|k| paths[k].as_path());
        let names = paths.iter().map(|path| path.to_str().expect("UTF-8")).collect::<Vec<_>>();
        let input = |k: usize| Input { name: names[k], contents: &contents[k] };
        let figures = score::score_files(input(0), input(1), input(2)).unwrap_or_else(|e| panic!("{name}: {e}"));

        let (out, notes) = reference.run(&files, &["--by-doc"]);
        let by_doc: String = figures.by_doc_lines().map(|line| line + "\n").collect();
        assert_eq!(format!("{by_doc}{figures}"), out, "{name}");
        let ours: String = figures.notes().iter().map(|note| format!("score.py: {note}\n")).collect();
        assert_eq!(ours, notes, "{name}");

        let (out, _) = reference.run(&files, &["--json"]);
        assert_eq!(numbers(&figures.to_json()), numbers(&out), "{name}");

        // Records say the same where they can say it all.
        let complete = |doc: &Value| {
            let text = doc.to_string();
            doc["statements"].as_array().is_some_and(|s| s.iter().all(|s| s["type"].is_string() && s["act"].is_string()))
                && doc["speakers"].as_array().is_some_and(|s| s.iter().all(|s| s["kind"].is_string() && s["mentions"].is_array()))
                && !text.contains("\"robot\"")
                && !text.contains("\"sing\"")
        };
        if gold.iter().chain(pred).all(complete) {
            let records = |k: usize| score::load(input(k)).unwrap_or_else(|e| panic!("{name}: {e}"));
            let texts = score::load_texts(input(0)).expect("texts");
            assert_eq!(score::score(&texts, &records(1), &records(2)).expect("valid"), figures, "{name}");
        }
    }

    fn compare_distorted(&self, reference: &Reference, seed: u64) {
        for (n, (name, distort, dropped)) in DISTORTIONS.iter().enumerate() {
            let rng = Rng(Cell::new(seed + n as u64));
            let mut gold = self.gold.clone();
            if n % 3 == 2 {
                gold.iter_mut().for_each(|doc| open_readings(&rng, 0, doc));
            }
            let mut pred: Vec<Value> = self.gold.iter().filter(|_| !rng.chance(*dropped)).cloned().collect();
            for doc in &mut pred {
                distort(&rng, self.chars[doc["id"].as_str().expect("an id")], doc);
            }
            if n % 4 == 1 {
                pred.push(json!({"id": "not in the gold", "statements": []}));
            }
            self.compare(reference, name, &gold, &pred);
        }
    }
}

/// Every number of a JSON object of figures, with its path.
fn numbers(json: &str) -> BTreeMap<String, f64> {
    fn walk(path: &str, value: &Value, out: &mut BTreeMap<String, f64>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| walk(&format!("{path}/{name}"), value, out)),
            value => drop(out.insert(path.into(), value.as_f64().expect("a number"))),
        }
    }
    let mut out = BTreeMap::new();
    walk("", &serde_json::from_str(json).expect("JSON"), &mut out);
    out
}

#[test]
fn same_figures_on_dev() {
    if let Some(reference) = reference() {
        set(&reference, "dev", 0..45).compare_distorted(&reference, 1);
    }
}

#[test]
fn same_figures_on_a_slice_of_train() {
    if let Some(reference) = reference() {
        set(&reference, "train", 300..340).compare_distorted(&reference, 1000);
    }
}

#[test]
fn same_folding_and_words() {
    let Some(reference) = reference() else { return };
    const PARTS: &[&str] = &[
        "و",
        "ف",
        "ب",
        "ل",
        "ال",
        "لل",
        "والد",
        "والي",
        "فالح",
        "المصدر",
        "أ",
        "إ",
        "آ",
        "ٱ",
        "ى",
        "ة",
        "ؤ",
        "ئ",
        "ـ",
        "\u{64e}",
        "\u{651}",
        "\u{670}",
        "\u{6dc}",
        "\u{615}",
        "\u{655}",
        "\u{300}",
        "ﷺ",
        "ﻻ",
        "ﻣﺼ",
        "ﹱ",
        "_",
        "-",
        " ",
        "\u{a0}",
        "\u{200c}",
        "\u{200f}",
        "«",
        "،",
        "1",
        "٣",
        "²",
        "½",
        "Ⅷ",
        "Ⓐ",
        "ⓐ",
        "①",
        "🅐",
        "é",
        "Z",
        "ß",
        "漢",
        "क",
        "\u{93e}",
        "\u{94d}",
        "ก",
        "\u{e33}",
        "\u{345}",
        "\u{1d400}",
        "\n",
        "\u{85}",
        "ª",
        "ː",
        "٪",
    ];
    let rng = Rng(Cell::new(7));
    let mut strings: Vec<String> = (0..4000).map(|_| (0..rng.below(12)).map(|_| *rng.pick(PARTS)).collect()).collect();
    for doc in serde_json::from_str::<Vec<Value>>(&reference.read("train.json")).expect("JSON") {
        let names = doc["speakers"].as_array().expect("speakers").iter().flat_map(|s| s["mentions"].as_array().expect("mentions"));
        strings.extend(names.map(|name| name.as_str().expect("a name").to_owned()));
    }
    let input: String = strings.iter().map(|s| format!("{}\n", Value::from(s.as_str()))).collect();
    let code = "for line in sys.stdin:\n s = json.loads(line)\n print(json.dumps([score.fold(s), score.Words(s).at]))";
    let out = reference.python(code, &input);
    assert_eq!(out.lines().count(), strings.len());
    for (s, line) in strings.iter().zip(out.lines()) {
        let ours = json!([score::fold(s), TextWords::new(s).spans()]);
        assert_eq!(ours, serde_json::from_str::<Value>(line).expect("JSON"), "{s:?}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Errors

const TEXTS: &str = r#"{"id": "a", "text": "قال الوزير إن المشروع سيبدأ قريباً"}"#;

fn document(statement: &str) -> String {
    format!(
        r#"{{"id": "a", "speakers": [{{"id": "S1", "name": "الوزير", "kind": "person", "role": null, "mentions": ["الوزير"]}}],
            "statements": [{{"cue": [0, 3], "who": "S1", "speaker": [4, 10], "content": [[11, 34]], "type": "indirect", "act": "state"}}, {statement}]}}"#
    )
}

#[test]
fn errors_name_file_document_and_statement() {
    let sound = document(r#"{"content": [[11, 34]], "cue": [0, 3], "type": "indirect", "act": "state"}"#);
    // What the second predicted statement is, and what is wrong with it.
    let statements = [
        (r#"{"cue": [3, 3]}"#, "'a': statement 2 cue is no span of the text: [3, 3]"),
        (r#"{"cue": [3, 1]}"#, "'a': statement 2 cue is no span of the text: [3, 1]"),
        (r#"{"content": [[0, 3], [30, 35]]}"#, "'a': statement 2 content is no span of the text: [30, 35]"),
        (r#"{"speaker": [0, 3, 4]}"#, "'a': statement 2 speaker is no span of the text: [0, 3, 4]"),
        (r#"{"addressee": [-1, 3]}"#, "'a': statement 2 addressee is no span of the text: [-1, 3]"),
        (r#"{"via": [[0, 99]]}"#, "'a': statement 2 via is no span of the text: [0, 99]"),
        (r#"{"setting": [5]}"#, "'a': statement 2 setting is no span of the text: 5"),
        (r#"{"parent": 0}"#, "'a': statement 2: parent 0 is not the number of a statement (they count from 1)"),
        (r#"{"parent": 3}"#, "'a': statement 2: parent 3 is not the number of a statement (they count from 1)"),
        (r#"{"who": "S2"}"#, "'a': statement 2: who 'S2' is not a listed speaker"),
    ];
    let mut table: Vec<(String, &str)> = statements.iter().map(|(statement, message)| (document(statement), *message)).collect();
    // What the file of predictions is.
    table.extend([
        (r#"[{"id": "a"}, {"id": "a"}]"#.to_owned(), "the id 'a' stands twice"),
        ("{\"id\": \"a\"}\n{}".to_owned(), "an entry without an id"),
        ("5".to_owned(), "an entry without an id"),
    ]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("score-errors");
    std::fs::create_dir_all(&folder).expect("a folder");
    let paths = ["texts.jsonl", "gold.json", "pred.json"].map(|file| folder.join(file));
    let [texts, gold, pred] = [0, 1, 2].map(|k| paths[k].to_str().expect("UTF-8"));
    let reference = reference();
    for (contents, message) in &table {
        let result = score::score_files(
            Input { name: texts, contents: TEXTS },
            Input { name: gold, contents: &sound },
            Input { name: pred, contents },
        );
        let error = result.expect_err(message);
        assert_eq!(error.to_string(), format!("{pred}: {message}"));
        assert_eq!(error.file(), pred);
        assert_eq!(error.statement().is_some(), message.contains("statement 2"));
        if let Some(reference) = &reference {
            for (path, contents) in paths.iter().zip([TEXTS, &sound, contents]) {
                std::fs::write(path, contents).expect("written");
            }
            let (_, stderr) = reference.run(&[0, 1, 2].map(|k| paths[k].as_path()), &[]);
            assert_eq!(stderr, format!("score.py: {error}\n"));
        }
    }
}

#[test]
fn errors_of_files_name_the_line() {
    let error = |contents| score::load(Input { name: "p.jsonl", contents }).expect_err("an error").to_string();
    assert_eq!(error("{\"id\": \"a\"}\n{\"id\": "), "p.jsonl: not JSON: line 2: EOF while parsing a value at line 1 column 6");
    assert_eq!(error("{\"id\": 3}"), "p.jsonl: an id is no string: 3");
    assert_eq!(error("{\"id\": \"a\", \"statements\": 3}").split(": invalid").next(), Some("p.jsonl: 'a': not a record"));
    let error = score::load_texts(Input { name: "t.jsonl", contents: "{\"id\": \"a\"}" }).expect_err("an error");
    assert_eq!(error.to_string(), "t.jsonl: 'a': no text");
}

#[test]
fn files_of_every_shape_are_read() {
    let count = |contents: &str| score::load(Input { name: "p", contents }).expect("records").len();
    assert_eq!(count(""), 0);
    assert_eq!(count("\u{feff} \n"), 0);
    assert_eq!(count("[]"), 0);
    assert_eq!(count("\u{feff}{\"id\": \"a\"}"), 1);
    assert_eq!(count("{\n  \"id\": \"a\"\n}"), 1);
    assert_eq!(count("{\"id\": \"a\"}\r\n\r\n{\"id\": \"b\"}\n"), 2);
    assert_eq!(count("[{\"id\": \"a\"}, {\"id\": \"b\"}]"), 2);
}

// ---------------------------------------------------------------------------------------------------------------------
// The library without the reference

#[test]
fn verdicts_of_a_pair() {
    //          0         1         2         3
    //          0123456789012345678901234567890123
    let text = "قال الوزير إن المشروع سيبدأ قريباً";
    let record = |contents: &str| -> Record { score::load(Input { name: "r", contents }).expect("a record").remove(0) };
    let gold = record(&document(r#"{"content": [[14, 21]], "cue": [22, 27], "who": null}"#));
    let mut pred = gold.clone();
    pred.statements.truncate(1);
    pred.statements[0].content = vec![[11, 27]];
    pred.statements[0].speaker = Some([0, 10]);
    pred.statements[0].addressee = Some([0, 3]);
    let pairs = score::pairs(text, &gold, &pred);
    assert_eq!((pairs.missed.as_slice(), pairs.false_alarms.as_slice()), ([1].as_slice(), [].as_slice()));
    let pair = &pairs.statements[0];
    assert_eq!((pair.gold, pair.pred), (0, 0));
    assert!(pair.cue_shared && pair.who_right && pair.right && pair.type_right && pair.act_right);
    assert!(!pair.content_exact);
    assert_eq!(pair.content_dice, 6.0 / 7.0);
    assert_eq!((pair.speaker, pair.who, pair.parent), (Verdict::Wrong, Verdict::Right, Verdict::Absent));
    assert_eq!(pair.addressee.false_alarms, [0]);
    assert_eq!(pairs.sources.len(), 1);

    let texts = BTreeMap::from([("a".to_owned(), text.to_owned())]);
    let figures = score::score(&texts, std::slice::from_ref(&gold), &[pred]).expect("valid");
    assert_eq!(figures.field(Field::WhoSaidWhat).f1(), 2.0 / 3.0);
    assert_eq!(figures.headline(), 2.0 / 3.0);
    assert_eq!(figures.by_doc_lines().collect::<Vec<_>>(), ["a\t0.667\t2 gold\t1 predicted"]);

    let error = score::score(&BTreeMap::new(), &[gold], &[]).expect_err("no text");
    assert_eq!(error.to_string(), "gold: 'a': no text for the gold document");
}

#[test]
fn folded_names() {
    let table = [
        ("للمنظمة", "المنظمه"),
        ("وللمنظمة الدولية", "المنظمه الدوليه"),
        ("والمتهمون", "المتهمون"),
        ("بالوزير", "الوزير"),
        ("والدة الضحية", "والده الضحيه"),
        ("فالح الفياض", "فالح الفياض"),
        ("والي المدينة", "والي المدينه"),
        ("بال", "بال"),
        ("مُحَمَّد أبو العِزّ", "محمد ابو العز"),
        ("ﻣﺼﺪﺭ «أمني»", "مصدر امني"),
        ("ـــ", ""),
    ];
    for (name, folded) in table {
        assert_eq!(score::fold(name), folded, "{name}");
    }
}
