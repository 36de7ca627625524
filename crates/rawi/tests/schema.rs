//! The published schema, the page that explains it and the records that are written agree with one another.
//! Not a test of what is found in a text: any reading will do, as long as its shape is right.

use std::collections::BTreeSet;
use std::path::Path;

use rawi::record::{Act, FORMAT, Kind, Record, Span, Speaker, Statement, Type, Words};
use rawi::{Evidence, Explanation, Model, Reader};
use serde_json::{Value, json};

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn schema() -> Value {
    serde_json::from_str(&docs("rawi.statements-1.schema.json")).expect("JSON")
}

fn validator() -> jsonschema::Validator {
    let schema = schema();
    if let Err(e) = jsonschema::meta::validate(&schema) {
        panic!("no JSON Schema: {e}");
    }
    jsonschema::draft202012::new(&schema).expect("a schema")
}

#[track_caller]
fn assert_valid(record: &Value) {
    let problems: Vec<String> = validator().iter_errors(record).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(problems.is_empty(), "{problems:#?}\n{record:#}");
}

/// The record in the page, which the reader of the page sees first.
fn example() -> Value {
    let page = docs("statements.md");
    let json = page.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("an example");
    serde_json::from_str(json).expect("JSON")
}

/// A record with every field, which no single document would fill.
fn full() -> Record {
    let mut record: Record = serde_json::from_value(example()).expect("a record");
    record.url = Some("https://example.org/1".into());
    record.outlet = Some("صحيفة الميناء".into());
    record.date = Some("2024-05-03T14:20:00+03:00".into());
    record.statements[1].who_also = vec!["S2".into()];
    record.statements[2].parent = Some(2);
    record
}

fn with_explanation(record: &Record) -> Value {
    let evidence = |what: &str| vec![Evidence { what: what.into(), score: 1.5 }];
    let explanation = Explanation { cue: evidence("«قالت»"), bounds: Vec::new(), speaker: evidence("«وزيرة»") };
    let mut value = serde_json::to_value(record).expect("JSON");
    value["statements"][1]["explanation"] = serde_json::to_value(explanation).expect("JSON");
    value
}

fn cut(text: &str, span: Span) -> String {
    text.chars().skip(span[0]).take(span[1] - span[0]).collect()
}

#[track_caller]
fn assert_words(text: &str, statement: &Statement) {
    let one = |span: Option<Span>| span.map(|span| cut(text, span));
    let many = |spans: &[Span]| spans.iter().map(|&span| cut(text, span)).collect::<Vec<_>>();
    let words = Words {
        cue: one(statement.cue),
        speaker: one(statement.speaker),
        content: many(&statement.content),
        addressee: one(statement.addressee),
        via: many(&statement.via),
        setting: many(&statement.setting),
    };
    assert_eq!(statement.words.as_ref(), Some(&words), "{text}");
}

#[test]
fn what_is_read_is_valid() {
    const TEXTS: &[&str] = &[
        "",
        "\n",
        "No Arabic here.",
        "الجو جميل اليوم.",
        "قالت المديرة إن المدرسة جاهزة. وأضافت أن الحافلات تصل صباحاً.",
        "رئيس البلدية: الجسر آمن\nأكد رئيس البلدية سامر الحلو للصحافيين أمس أن الجسر «آمن تماماً»، مشيراً إلى أن الأشغال انتهت.",
        "ونقلت صحيفة الميناء عن مصدر في المرفأ قوله إن السفينة غادرت.وقال «لا خطر على أحد",
        "وَحَذَّرَ الخَبيرُ 👩🏽‍🔬 مِنَ العاصِفةِ\u{200f}، داعياً السكان إلى البقاء في بيوتهم\r\nبحسب بيان.",
    ];
    let mut reader = Reader::new(Model::embedded());
    for text in TEXTS {
        let reading = reader.read(text);
        let (record, explanations) = (reading.record("نص/1"), reading.explain());
        let mut value = serde_json::to_value(&record).expect("JSON");
        assert_valid(&value);
        assert_eq!(record.text.as_deref(), Some(*text));
        record.statements.iter().for_each(|statement| assert_words(text, statement));
        assert!(record.statements.iter().all(|s| s.confidence.is_some() && s.who_also.is_empty()), "{text}");

        assert_eq!(explanations.len(), record.statements.len(), "{text}");
        for (n, explanation) in explanations.iter().enumerate() {
            value["statements"][n]["explanation"] = serde_json::to_value(explanation).expect("JSON");
        }
        value.as_object_mut().expect("an object").remove("text");
        assert_valid(&value);
    }
}

#[test]
fn the_example_is_valid_and_its_spans_are_its_words() {
    assert_valid(&example());
    let record: Record = serde_json::from_value(example()).expect("a record");
    let text = record.text.as_deref().expect("a text");
    record.statements.iter().for_each(|statement| assert_words(text, statement));
    assert_eq!(rawi::score::check("statements.md", text, &record), Ok(()));
    assert_eq!(serde_json::to_value(&record).expect("JSON"), example(), "the example has every field, and no other");
}

#[test]
fn every_label_and_the_fullest_record_are_valid() {
    let mut record = full();
    assert_valid(&with_explanation(&record));
    for &kind in Kind::ALL {
        record.speakers[0].kind = kind;
        for &form in Type::ALL {
            record.statements[0].kind = form;
            assert_valid(&with_explanation(&record));
        }
    }
    for &act in Act::ALL {
        record.statements[0].act = act;
        assert_valid(&with_explanation(&record));
    }
    for date in [None, Some("2024-05-03"), Some("2024-05-03T14:20:00Z"), Some("2024-05-03T14:20:00.5-02:30")] {
        record.date = date.map(Into::into);
        assert_valid(&with_explanation(&record));
    }
}

#[test]
fn wrong_shapes_are_not_valid() {
    // Where, and what stands there instead; no value: the field is missing.
    let replaced = [
        ("/format", json!("rawi.statements/2")),
        ("/model", json!("")),
        ("/model", json!(null)),
        ("/id", json!("")),
        ("/id", json!(7)),
        ("/title", json!(["عنوان"])),
        ("/url", json!(0)),
        ("/outlet", json!({})),
        ("/date", json!("3/5/2024")),
        ("/date", json!("2024-13-01")),
        ("/date", json!("")),
        ("/text_sha256", json!("")),
        ("/text_sha256", json!("7A5F1B47C38EC6795FF23E4DD493412B7374DA38C4FA0FB0B753FBDE8A501BA0")),
        ("/text", json!(null)),
        ("/speakers", json!(null)),
        ("/speakers", json!({"S1": {}})),
        ("/speakers/0/id", json!("1")),
        ("/speakers/0/id", json!("S0")),
        ("/speakers/0/name", json!("")),
        ("/speakers/0/name", json!(null)),
        ("/speakers/0/kind", json!("Person")),
        ("/speakers/0/kind", json!(null)),
        ("/speakers/0/role", json!("")),
        ("/speakers/0/mentions", json!("الوزيرة")),
        ("/speakers/0/mentions", json!(["الوزيرة", "الوزيرة"])),
        ("/speakers/0/mentions", json!([""])),
        ("/speakers/0/age", json!(40)),
        ("/statements", json!(null)),
        ("/statements/1/cue", json!([1])),
        ("/statements/1/cue", json!([1, 2, 3])),
        ("/statements/1/cue", json!([-1, 2])),
        ("/statements/1/cue", json!([1, 2.5])),
        ("/statements/1/cue", json!(["1", "2"])),
        ("/statements/1/cue", json!({"start": 1, "end": 2})),
        ("/statements/1/cue", json!([[1, 2]])),
        ("/statements/1/who", json!("سلمى الحداد")),
        ("/statements/1/who", json!(1)),
        ("/statements/1/who_also", json!([])),
        ("/statements/1/who_also", json!([null])),
        ("/statements/1/speaker", json!([])),
        ("/statements/1/content", json!(null)),
        ("/statements/1/content", json!([])),
        ("/statements/1/content", json!([1, 2])),
        ("/statements/1/addressee", json!([[1, 2]])),
        ("/statements/1/via", json!(null)),
        ("/statements/1/via", json!([1, 2])),
        ("/statements/1/setting", json!("أمس")),
        ("/statements/1/type", json!("quoted")),
        ("/statements/1/type", json!(null)),
        ("/statements/1/act", json!("say")),
        ("/statements/1/parent", json!(0)),
        ("/statements/1/parent", json!(1.5)),
        ("/statements/1/parent", json!("1")),
        ("/statements/1/confidence", json!(1.01)),
        ("/statements/1/confidence", json!(-0.1)),
        ("/statements/1/confidence", json!(null)),
        ("/statements/1/words", json!(null)),
        ("/statements/1/words/cue", json!("")),
        ("/statements/1/words/content", json!("إن اللقاحات")),
        ("/statements/1/words/content", json!([])),
        ("/statements/1/words/via", json!([null])),
        ("/statements/1/words/type", json!("direct")),
        ("/statements/1/explanation", json!([])),
        ("/statements/1/explanation/cue", json!(null)),
        ("/statements/1/explanation/cue/0/what", json!("")),
        ("/statements/1/explanation/cue/0/score", json!("1.5")),
        ("/statements/1/explanation/cue/0/why", json!("")),
        ("/statements/1/quote", json!(null)),
        ("/sentiment", json!(0.5)),
    ];
    let optional = ["text", "who_also", "confidence", "words", "explanation"];
    let (validator, whole) = (validator(), with_explanation(&full()));
    for (place, value) in replaced {
        let mut wrong = whole.clone();
        let (parent, field) = place.rsplit_once('/').expect("a pointer");
        wrong.pointer_mut(parent).expect(place)[field] = value.clone();
        assert!(!validator.is_valid(&wrong), "{place} = {value}");
    }
    for object in
        ["", "/speakers/0", "/statements/1", "/statements/1/words", "/statements/1/explanation", "/statements/1/explanation/cue/0"]
    {
        let fields = whole.pointer(object).and_then(Value::as_object).expect(object);
        for field in fields.keys() {
            let mut less = whole.clone();
            less.pointer_mut(object).and_then(Value::as_object_mut).expect(object).remove(field);
            assert_eq!(validator.is_valid(&less), optional.contains(&field.as_str()), "{object} without {field}");
        }
    }
    assert!(!validator.is_valid(&json!([whole])));
}

/// Name and fields of every object of the schema.
fn objects() -> Vec<(String, BTreeSet<String>)> {
    let schema = schema();
    let parts = schema["$defs"].as_object().expect("parts").iter();
    let objects = parts.filter_map(|(name, part)| Some((name.clone(), part.get("properties")?.as_object()?.keys().cloned().collect())));
    objects.collect()
}

#[test]
fn the_page_explains_every_field_and_no_other() {
    let page = docs("statements.md");
    let mut explained = BTreeSet::new();
    for section in page.split("\n## ").skip(1) {
        let (heading, body) = section.split_once('\n').expect("a body");
        let table = body.split("\n\n").map(str::trim_start).find(|block| block.starts_with("| field |")).unwrap_or_default();
        for row in table.lines().skip(2) {
            let field = row.split('`').nth(1).expect("a field");
            assert!(row.matches('|').count() >= 4 && !row.contains("|  |"), "{row}");
            explained.insert((heading.to_lowercase(), field.to_owned()));
        }
    }
    let described = objects().into_iter().flat_map(|(name, fields)| fields.into_iter().map(move |field| (name.clone(), field)));
    assert_eq!(described.collect::<BTreeSet<_>>(), explained);
}

#[test]
fn the_page_explains_every_label() {
    let page = docs("statements.md");
    let rows = |label: &str| {
        let table = page.split("\n\n").find(|block| block.starts_with(&format!("| {label} |"))).expect(label);
        table.lines().skip(2).map(|row| row.split('`').nth(1).expect("a label").to_owned()).collect::<Vec<_>>()
    };
    let names = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect::<BTreeSet<_>>();
    let set = |rows: Vec<String>| rows.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(set(rows("kind")), names(&Kind::ALL.iter().map(|label| label.as_str()).collect::<Vec<_>>()));
    assert_eq!(set(rows("type")), names(&Type::ALL.iter().map(|label| label.as_str()).collect::<Vec<_>>()));
    assert_eq!(set(rows("act")), names(&Act::ALL.iter().map(|label| label.as_str()).collect::<Vec<_>>()));
    assert_eq!(schema()["$defs"]["record"]["properties"]["format"]["const"], FORMAT);
    assert!(page.starts_with(&format!("# `{FORMAT}`\n")));
}

#[test]
fn the_schema_has_the_fields_of_the_record_types() {
    let fields = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
    let whole = with_explanation(&full());
    let written = [
        ("evidence", &whole["statements"][1]["explanation"]["cue"][0]),
        ("explanation", &whole["statements"][1]["explanation"]),
        ("record", &whole),
        ("speaker", &whole["speakers"][0]),
        ("statement", &whole["statements"][1]),
        ("words", &whole["statements"][1]["words"]),
    ];
    assert_eq!(objects(), written.map(|(name, value)| (name.to_owned(), fields(value))));
    let _: Speaker = serde_json::from_value(whole["speakers"][0].clone()).expect("a speaker");
}
