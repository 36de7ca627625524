//! Web Annotation and schema.org output against the schemas written from their specifications, and broken output refused by
//! them. The selectors are followed back into the text.

use jsonschema::Validator;
use rawi_archive::Entry;
use rawi_export::{Format, Options};
use serde_json::{Value, json};

use crate::{assert_valid, docs, fixture, lines, schema};

fn annotations() -> Vec<Value> {
    lines(Format::WebAnnotation, Options::default(), &fixture::entries())
}

fn articles() -> Vec<Value> {
    lines(Format::SchemaOrg, Options::default(), &fixture::entries())
}

/// Each change to a valid value must be refused.
fn assert_refused(validator: &Validator, valid: &Value, changes: &[(&str, Option<Value>)]) {
    assert!(validator.is_valid(valid));
    for (pointer, to) in changes {
        let mut broken = valid.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = broken.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
        match (parent, to) {
            (Value::Object(map), Some(to)) => drop(map.insert(key.into(), to.clone())),
            (Value::Object(map), None) => drop(map.remove(key).unwrap_or_else(|| panic!("{pointer}"))),
            (Value::Array(list), Some(to)) => list[key.parse::<usize>().unwrap()] = to.clone(),
            (Value::Array(list), None) => drop(list.remove(key.parse().unwrap())),
            (other, _) => panic!("{pointer} in {other}"),
        }
        assert!(!validator.is_valid(&broken), "{pointer} -> {to:?} was accepted");
    }
}

#[test]
fn annotations_are_valid() {
    let annotations = annotations();
    assert_eq!(annotations.len(), fixture::entries().iter().map(|e| e.statements.len()).sum::<usize>());
    let schema = schema("export/webannotation.schema.json");
    annotations.iter().for_each(|v| assert_valid(&schema, v));
}

#[test]
fn broken_annotations_are_refused() {
    let one = annotations().remove(0);
    let changes = [
        ("/@context", Some(json!("http://www.w3.org/ns/anno.jsonld"))),
        ("/@context/0", Some(json!("https://example.org/ns/anno.jsonld"))),
        ("/id", None),
        ("/id", Some(json!("0a11c0de00000001-28"))),
        ("/type", Some(json!("annotation"))),
        ("/type", None),
        ("/motivation", Some(json!([]))),
        ("/motivation/0", Some(json!("quoting"))),
        ("/created", Some(json!("2024-06-01T08:00:00+03:00"))),
        ("/created", Some(json!("2024-06-01"))),
        ("/creator/type", Some(json!("Programme"))),
        ("/extra", Some(json!(1))),
        ("/target", None),
        ("/target", Some(json!([]))),
        ("/target", Some(json!("no address"))),
        ("/target/source", None),
        ("/target/source", Some(json!("https://example.org/a b"))),
        ("/target/selector", None),
        ("/target/selector", Some(json!([]))),
        ("/target/selector/0", None),
        ("/target/selector/0/exact", None),
        ("/target/selector/0/exact", Some(json!(""))),
        ("/target/selector/0/exact", Some(json!(["a"]))),
        ("/target/selector/0/type", Some(json!("QuoteSelector"))),
        ("/target/selector/1/start", Some(json!(-1))),
        ("/target/selector/1/start", Some(json!(1.5))),
        ("/target/selector/1/start", Some(json!("1"))),
        ("/target/selector/1/end", Some(json!(0))),
        ("/target/selector/1/end", None),
        ("/body/0/value", None),
        ("/body/0/purpose", Some(json!("classifying"))),
        ("/body/0/purpose", Some(json!("naming"))),
        ("/body/0/rawi:part", Some(json!("source"))),
        ("/body/0/rawi:kind", Some(json!("company"))),
        ("/body/0/rawi:kind", None),
        ("/body/0/rawi:identity", Some(json!("7"))),
        ("/body/0/language", Some(json!("العربية"))),
        ("/body/2/value", Some(json!("quoted"))),
        ("/body/3/value", Some(json!("say"))),
        ("/body/3", None),
        ("/body/4/selector", None),
        ("/body/4/rawi:part", Some(json!("content"))),
        ("/rawi:confidence", Some(json!(1.1))),
        ("/rawi:text_sha256", Some(json!("ABC"))),
    ];
    assert_refused(&schema("export/webannotation.schema.json"), &one, &changes);
}

#[test]
fn selectors_lead_to_the_content() {
    let entries = fixture::entries();
    let statements = entries.iter().flat_map(|e| e.statements.iter().map(move |s| (e, s)));
    for ((entry, statement), annotation) in statements.zip(annotations()) {
        let target = &annotation["target"];
        let pieces = match target {
            Value::Array(pieces) => pieces.clone(),
            Value::String(_) => vec![],
            piece => vec![piece.clone()],
        };
        let found: Vec<String> = pieces.iter().map(|p| follow(entry, &p["selector"])).collect();
        assert_eq!(found, statement.words.content, "{}", statement.id);
        for body in annotation["body"].as_array().unwrap().iter().filter(|b| b["type"] == "SpecificResource") {
            let words = serde_json::to_value(&statement.words).unwrap();
            let part = &words[body["rawi:part"].as_str().unwrap()];
            let found = json!(follow(entry, &body["selector"]));
            assert!(*part == found || part.as_array().is_some_and(|p| p.contains(&found)), "{part} {found}");
        }
    }
}

/// What both selectors select, as the recommendation says how: by code points, and by the words between prefix and suffix.
fn follow(entry: &Entry, selectors: &Value) -> String {
    let [quote, position] = selectors.as_array().unwrap().as_slice() else { panic!("{selectors}") };
    let at = |key: &str| position[key].as_u64().unwrap() as usize;
    let (start, end) = (at("start"), at("end"));
    assert!(start < end);
    let by_position: String = entry.article.text.chars().skip(start).take(end - start).collect();
    let part = |key: &str| quote[key].as_str().unwrap();
    assert!(part("prefix").chars().count() <= 32 && part("suffix").chars().count() <= 32);
    let around = format!("{}{}{}", part("prefix"), part("exact"), part("suffix"));
    let places: Vec<usize> = entry.article.text.match_indices(&around).map(|(at, _)| at + part("prefix").len()).collect();
    assert_eq!(places.len(), 1, "{around}");
    assert_eq!(entry.article.text[..places[0]].chars().count(), start);
    assert_eq!(part("exact"), by_position);
    by_position
}

#[test]
fn articles_of_schema_org_are_valid() {
    let articles = articles();
    assert_eq!(articles.len(), fixture::entries().len());
    let schema = schema("export/schemaorg.schema.json");
    let without = lines(Format::SchemaOrg, Options { no_text: true, ..Options::default() }, &fixture::entries());
    articles.iter().chain(&without).for_each(|v| assert_valid(&schema, v));
}

#[test]
fn broken_articles_of_schema_org_are_refused() {
    let articles = articles();
    let changes = [
        ("/@context", Some(json!("http://schema.example"))),
        ("/@type", Some(json!("Article"))),
        ("/@id", None),
        ("/url", Some(json!("أخبار"))),
        ("/datePublished", Some(json!("أمس"))),
        ("/datePublished", Some(json!("2024-13-01"))),
        ("/publisher", Some(json!("صحيفة الشاطئ"))),
        ("/publisher/@type", Some(json!("Person"))),
        ("/author/name", None),
        ("/version", Some(json!("1"))),
        ("/hasPart", None),
        ("/hasPart", Some(json!({}))),
        ("/hasPart/0/@type", Some(json!("Quote"))),
        ("/hasPart/0/text", Some(json!(""))),
        ("/hasPart/0/content", Some(json!("a"))),
        ("/hasPart/0/spokenByCharacter", Some(json!("سليم الراوي"))),
        ("/hasPart/0/spokenByCharacter/@type", Some(json!("CreativeWork"))),
        ("/hasPart/0/spokenByCharacter/@type", Some(json!("Organization"))),
        ("/hasPart/0/spokenByCharacter/name", None),
        ("/hasPart/0/spokenByCharacter/identifier", Some(json!(7))),
        ("/hasPart/0/audience/@type", Some(json!("Group"))),
        ("/hasPart/0/keywords", None),
        ("/hasPart/0/keywords/1", None),
        ("/hasPart/0/keywords/0/termCode", Some(json!("quoted"))),
        ("/hasPart/0/keywords/1/termCode", Some(json!("say"))),
        ("/hasPart/0/exampleOfWork/workExample", Some(json!([]))),
        ("/exampleOfWork/workExample/0/@id", None),
    ];
    assert_refused(&schema("export/schemaorg.schema.json"), &articles[0], &changes);
    let changes = [
        ("/hasPart/0/isBasedOn/0/@type", Some(json!("Person"))),
        ("/hasPart/1/isPartOf/@id", None),
        ("/hasPart/1/isPartOf", Some(json!("0a11c0de00000004-0"))),
    ];
    assert_refused(&schema("export/schemaorg.schema.json"), &articles[3], &changes);
    let changes = [
        ("/hasPart/0/contributor/0/@type", Some(json!("Organization"))),
        ("/hasPart/0/contributor/0/contributor", None),
        ("/hasPart/0/contributor/0/roleName", Some(json!("author"))),
        ("/hasPart/0/contributor", Some(json!([]))),
    ];
    assert_refused(&schema("export/schemaorg.schema.json"), &articles[4], &changes);
}

#[test]
fn what_a_quotation_says() {
    let articles = articles();
    let cases = [
        (0, "/@id", json!("https://example.org/أخبار/1?lang=ar")),
        (0, "/datePublished", json!("2024-05-03T00:20:00+03:00")),
        (0, "/hasPart/1/text", json!("سنستقبل أول سفينة […] قبل نهاية الشهر")),
        (0, "/hasPart/1/spokenByCharacter/jobTitle", json!("مدير المرفأ")),
        (1, "/hasPart", json!([])),
        (2, "/@id", json!("urn:rawi:article:0a11c0de00000003")),
        (3, "/datePublished", json!("2023-12-31")),
        (3, "/hasPart/0/isBasedOn/0/name", json!("تقرير لجنة المياه")),
        (3, "/hasPart/1/isPartOf/@id", json!("urn:rawi:statement:0a11c0de00000004-0")),
        (3, "/hasPart/2/spokenByCharacter/@type", json!("GovernmentOrganization")),
        (3, "/hasPart/2/spokenByCharacter/description", json!("الحكومة المؤقتة")),
        (4, "/hasPart/0/spokenByCharacter/alternateName", json!("ليلى حداد")),
        (4, "/hasPart/0/contributor/1/contributor/name", json!("مصدر مطلع")),
        (4, "/hasPart/0/isBasedOn/0/name", json!("بيان للنقابة")),
    ];
    for (article, pointer, expected) in cases {
        assert_eq!(articles[article].pointer(pointer), Some(&expected), "{article} {pointer}");
    }
    for absent in ["/url", "/datePublished", "/hasPart/0/spokenByCharacter"] {
        assert_eq!(articles[2].pointer(absent), None, "{absent}");
    }
    assert!(articles[0].get("articleBody").is_some());
    assert!(lines(Format::SchemaOrg, Options { no_text: true, ..Options::default() }, &fixture::entries())[0].get("articleBody").is_none());
}

#[test]
fn examples_of_the_page_are_valid() {
    let page = docs("exports.md");
    for (heading, name) in
        [("\n## Web Annotation", "export/webannotation.schema.json"), ("\n## schema.org", "export/schemaorg.schema.json")]
    {
        let (_, section) = page.split_once(heading).unwrap();
        let (_, block) = section.split_once("```json\n").unwrap();
        let (block, _) = block.split_once("```").unwrap();
        assert_valid(&schema(name), &serde_json::from_str(block).unwrap());
    }
}
