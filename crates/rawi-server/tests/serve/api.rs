//! What the API answers.

use std::collections::BTreeSet;

use rawi_archive::{Archive, Options, Query, Rows};
use serde_json::{Value, json};

use crate::running::{Running, running};

const ARTICLE: &str = "لقاء\nقال المتحدث باسم البلدية كريم الحداد إن الأشغال تنتهي في آذار، وأضاف أن الطريق يفتح بعدها.\n";

fn speakers(record: &Value) -> Vec<&str> {
    record["speakers"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect()
}

#[test]
fn articles_are_read_as_they_come() {
    let server = running(|_| {});
    let page = "<html><head><title>لقاء</title></head><body><h1>لقاء</h1><article><p>قال المتحدث باسم البلدية كريم الحداد إن الأشغال تنتهي \
                في آذار، وأضاف أن الطريق يفتح بعدها.</p><p>وكانت البلدية قد أغلقت الطريق قبل شهرين لإصلاح شبكة المياه في الحي القديم.</p></article></body></html>";
    let one = json!({"id": "a", "text": ARTICLE, "outlet": "صحيفة الميناء"});
    for (kind, body) in [
        ("text/plain", ARTICLE.to_owned()),
        ("text/plain; charset=utf-8", ARTICLE.to_owned()),
        ("text/html", page.to_owned()),
        ("application/json", one.to_string()),
    ] {
        let answer = server.post("/api/v1/read", kind, &body);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{kind}: {}", answer.body);
        let record = answer.json();
        assert_eq!(record["format"], "rawi.statements/1");
        assert_eq!(speakers(&record), ["كريم الحداد"], "{kind}");
        assert_eq!(record["statements"].as_array().unwrap().len(), 2, "{kind}");
    }
    let list = server.post("/api/v1/read", "application/json", json!([one, {"id": "b"}, one]).to_string()).json();
    let ids: Vec<&Value> = list.as_array().unwrap().iter().map(|record| &record["id"]).collect();
    assert_eq!(ids[0], "a");
    assert_eq!(list[1]["error"]["status"], 422);
    assert_eq!(list.as_array().unwrap().len(), 3);
    let lines = server.post("/api/v1/read?explain=true", "application/jsonl", format!("{one}\n{{\n{one}\n"));
    assert_eq!(lines.header("content-type"), "application/jsonl");
    let lines: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert!(!lines[0]["statements"][0]["explanation"]["cue"].as_array().unwrap().is_empty());
    assert!(lines[1]["error"]["detail"].as_str().unwrap().contains("line 2"), "{}", lines[1]);
}

#[test]
fn what_cannot_be_read_is_told() {
    let server = running(|_| {});
    for (kind, body, status) in [
        ("image/png", &b"x"[..], 415),
        ("text/plain", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"[..], 422),
        ("application/json", &b"{"[..], 422),
        ("application/json", &b""[..], 422),
        ("application/json", &b"{\"id\": 1}"[..], 422),
    ] {
        let answer = server.ask("POST", "/api/v1/read", &[("content-type", kind)], body);
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{kind}: {}", answer.body);
        assert!(answer.json()["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
    }
    // Nothing to find is no error.
    assert_eq!(server.post("/api/v1/read", "text/plain", "").json()["statements"], json!([]));
    assert_eq!(server.post("/api/v1/read", "text/plain", "No Arabic here.").json()["statements"], json!([]));
}

/// The page, the command and the API ask one question of one archive.
#[test]
fn a_search_gives_what_the_archive_gives() {
    let server = running(|_| {});
    let archive = Archive::open(&server.folder()).unwrap();
    for (asked, query) in [
        ("q=المهلة", "المهلة"),
        ("q=speaker:الدرعي", "speaker:الدرعي"),
        ("speaker=نوال الدرعي", "speaker:\"نوال الدرعي\""),
        ("act=deny,demand", "act:deny,demand"),
        ("act=deny&act=demand", "act:deny,demand"),
        ("q=محطة&outlet=صحيفة الميناء&from=2031-05&to=2031", "محطة outlet:\"صحيفة الميناء\" from:2031-05-01 to:2031-12-31"),
        ("min-confidence=0.8", "min-confidence:0.8"),
        ("", ""),
    ] {
        for (path, rows) in [("statements", Rows::Statements), ("articles", Rows::Articles)] {
            let found = archive.search(&Query::parse(query).unwrap(), rows, &Options { limit: 100, ..Options::default() }, 280).unwrap();
            let answer = server.get(&format!("/api/v1/{path}?{asked}&limit=100"));
            assert_eq!(answer.status, 200, "{asked}: {}", answer.body);
            let answer = answer.json();
            assert_eq!(answer["total"], found.total, "{asked}");
            let expected: Vec<&str> = found
                .hits
                .iter()
                .map(|hit| hit.entry.statements.first().map_or(hit.entry.article.id.as_str(), |s| s.id.as_str()))
                .collect();
            let id = |hit: &Value| -> String {
                if hit["statement"].is_null() { hit["article"]["id"].clone() } else { hit["statement"]["id"].clone() }
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            assert_eq!(answer["hits"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), expected, "{asked}");
        }
    }
}

#[test]
fn cursors_walk_through_all_hits_once() {
    let server = running(|_| {});
    let all = server.get("/api/v1/statements?limit=100&sort=newest").json();
    let total = all["total"].as_u64().unwrap();
    assert!(total > 5);
    let (mut ids, mut at) = (Vec::new(), String::new());
    loop {
        let answer = server.get(&format!("/api/v1/statements?limit=2&sort=newest{at}")).json();
        ids.extend(answer["hits"].as_array().unwrap().iter().map(|hit| hit["statement"]["id"].clone()));
        match answer["next"].as_str() {
            Some(next) => at = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected: Vec<Value> = all["hits"].as_array().unwrap().iter().map(|hit| hit["statement"]["id"].clone()).collect();
    assert_eq!(ids, expected);
    let of_another = server.get(&format!("/api/v1/statements?sort=oldest{at}"));
    assert_eq!((of_another.status, of_another.json()["parameter"].clone()), (409, json!("cursor")));
}

#[test]
fn counts() {
    let server = running(|_| {});
    let counted = server.get("/api/v1/facets?facets=speaker,role,outlet,act,type,kind,month,day").json();
    let total = counted["total"].as_u64().unwrap();
    let sum = |facet: &str| counted["facets"][facet].as_array().unwrap().iter().map(|v| v["count"].as_u64().unwrap()).sum::<u64>();
    for facet in ["act", "type"] {
        assert_eq!(sum(facet), total, "{facet}");
    }
    // A statement that several outlets carry counts for each of them, and for each of its days.
    assert!(sum("outlet") > total && sum("day") > total && sum("month") == total, "{counted}");
    let roles: Vec<&str> = counted["facets"]["role"].as_array().unwrap().iter().map(|v| v["value"].as_str().unwrap()).collect();
    assert!(roles.contains(&"وزيرة الطاقة"), "{roles:?}");
    assert!(counted["facets"]["day"].as_array().unwrap().iter().all(|v| v["value"].as_str().unwrap().len() == 10));
    let few = server.get("/api/v1/facets?facets=speaker&values=1").json();
    assert_eq!(few["facets"]["speaker"].as_array().unwrap().len(), 1);
    // A number is as good as a name.
    let most = &few["facets"]["speaker"][0];
    let said = server.get(&format!("/api/v1/statements?speaker={}", most["identity"])).json();
    assert_eq!(said["total"], most["count"]);
}

#[test]
fn one_article_and_its_revisions() {
    let server = running(|_| {});
    let found = server.get("/api/v1/articles?q=مهلة&limit=1").json();
    let id = found["hits"][0]["article"]["id"].as_str().unwrap();
    let record = server.get(&format!("/api/v1/articles/{id}")).json();
    assert_eq!(record["format"], "rawi.statements/1");
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    for statement in record["statements"].as_array().unwrap() {
        let span = &statement["cue"];
        let words: String = text[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize].iter().collect();
        assert_eq!(statement["words"]["cue"], words);
    }
    for other in [&id[..8], "mina-91", "https:%2F%2Fmina.example%2F91"] {
        assert_eq!(server.get(&format!("/api/v1/articles/{other}")).status, 200, "{other}");
    }
    assert_eq!(server.get(&format!("/api/v1/articles/{id}/revisions")).json()["revisions"].as_array().unwrap().len(), 1);
    let unknown = server.get("/api/v1/articles/ffffffffffffffff");
    assert_eq!((unknown.status, unknown.json()["title"].clone()), (404, json!("Not Found")));
}

#[test]
fn who_speaks() {
    let server = running(|_| {});
    let all = server.get("/api/v1/speakers?limit=1000").json();
    let first = &all["speakers"][0];
    let page = server.get(&format!("/api/v1/speakers/{}", first["identity"])).json();
    assert_eq!((&page["name"], &page["statements"]), (&first["name"], &first["statements"]));
    assert!(!page["names"].as_array().unwrap().is_empty());
    let by_name = server.get("/api/v1/speakers?name=نوال الدرعي").json();
    assert_eq!(by_name["speakers"][0]["name"], "نوال الدرعي");
    let nobody = server.get("/api/v1/speakers?name=نوال الدرعاوي").json();
    assert_eq!((nobody["speakers"].clone(), nobody["nearest"][0].clone()), (json!([]), json!("نوال الدرعي")));
    for (path, status) in [
        ("/api/v1/speakers/4294967295", 404),
        ("/api/v1/speakers/لا أحد هنا", 404),
        ("/api/v1/speakers?kind=planet", 400),
        ("/api/v1/speakers?limit=0", 400),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}

#[test]
fn outlets_and_suggestions() {
    let server = running(|_| {});
    let outlets = server.get("/api/v1/outlets").json();
    let names: BTreeSet<&str> = outlets["outlets"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["وكالة الساحل للأنباء", "صحيفة الميناء", "إذاعة الجبل"]));
    for (typed, expected) in [
        ("نوا", "speaker:\"نوال الدرعي\""),
        ("الدرع", "speaker:\"نوال الدرعي\""),
        ("وزيرة ال", "role:\"وزيرة الطاقة\""),
        ("الساحل", "outlet:\"وكالة الساحل للأنباء\""),
    ] {
        let found = server.get(&format!("/api/v1/suggest?q={typed}")).json();
        let inserts: Vec<&str> = found["suggestions"].as_array().unwrap().iter().map(|s| s["insert"].as_str().unwrap()).collect();
        assert!(inserts.contains(&expected), "{typed}: {inserts:?}");
        // What is offered finds something.
        assert!(server.get(&format!("/api/v1/statements?q={expected}")).json()["total"].as_u64().unwrap() > 0, "{expected}");
    }
    assert_eq!(server.get("/api/v1/suggest?q=").json()["suggestions"], json!([]));
}

#[test]
fn exports_are_those_of_the_command() {
    let server = running(|_| {});
    let total = server.get("/api/v1/statements?limit=0&copies=true").json()["total"].as_u64().unwrap() as usize;
    let csv = server.get("/api/v1/export?format=csv&bom=true");
    assert_eq!((csv.status, csv.header("content-disposition")), (200, "attachment; filename=\"rawi.csv\""));
    let body = csv.body.strip_prefix('\u{feff}').unwrap();
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(body.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), total);
    let lines = server.get("/api/v1/export?q=act:deny").body;
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!records.is_empty());
    assert!(records.iter().flat_map(|r| r["statements"].as_array().unwrap()).all(|s| s["act"] == "deny"));
    assert_eq!(server.get("/api/v1/export?format=pdf").status, 400);
}

#[test]
fn what_cannot_be_asked_is_told_with_its_place() {
    let server = running(|_| {});
    for (path, status, detail) in [
        ("statements?q=act:shout", 400, "character 5"),
        ("statements?q=\"بلا نهاية", 400, "character"),
        ("statements?limit=101", 400, "at most 100"),
        ("statements?limit=many", 400, "limit"),
        ("statements?facets=colour", 400, "expected some of"),
        ("statements?from=أمس", 400, "from"),
        ("statements?min-confidence=2", 400, "min-confidence"),
        ("statements?sort=loudest", 400, "sort"),
        ("statements?cursor=zz", 409, "none of this search"),
        ("nothing", 404, "nothing under this address"),
    ] {
        let answer = server.get(&format!("/api/v1/{path}"));
        let problem = answer.json();
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{path}");
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{path}: {problem}");
        assert_eq!(problem["status"], status);
    }
    assert_eq!(server.ask("PUT", "/api/v1/statements", &[], b"").status, 405);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = running(|_| {});
    let first = server.get("/api/v1/statements?q=المهلة");
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = server.ask("GET", "/api/v1/statements?q=المهلة", &[("if-none-match", &tag)], b"");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let other = server.ask("GET", "/api/v1/statements?q=محطة", &[("if-none-match", &tag)], b"");
    assert_eq!(other.status, 200);
    let packed = server.ask("GET", "/api/v1/statements", &[("accept-encoding", "zstd")], b"");
    assert_eq!(packed.header("content-encoding"), "zstd");
}

#[test]
fn how_it_is_and_what_it_counts() {
    let server = running(|_| {});
    assert_eq!((server.get("/health").body.as_str(), server.get("/ready").body.as_str()), ("ok\n", "ready\n"));
    server.get("/api/v1/outlets");
    let counted = server.get("/metrics").body;
    assert!(counted.contains("rawi_http_requests_total{route=\"/api/v1/outlets\",status=\"200\"} 1"), "{counted}");
    let lines = server.lines.lock().unwrap();
    assert!(lines.iter().any(|line| line.target == "/api/v1/outlets" && line.status == 200 && line.peer == "127.0.0.1"));
}

fn description(server: &Running) -> Value {
    server.get("/openapi.json").json()
}

#[test]
fn the_description_names_every_operation_and_has_every_schema() {
    let server = running(|_| {});
    let document = description(&server);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    for path in [
        "/read",
        "/statements",
        "/articles",
        "/articles/{id}",
        "/speakers",
        "/speakers/{id}",
        "/outlets",
        "/facets",
        "/suggest",
        "/export",
        "/speakers/merge",
        "/speakers/split",
        "/speakers/undo",
    ] {
        assert!(paths.iter().any(|known| *known == path), "{path}: {paths:?}");
    }
    fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| match value {
                Value::String(to) if key == "$ref" => _ = found.insert(to),
                value => references(value, found),
            }),
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 10);
    for to in found {
        assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to}");
    }
}

#[test]
fn below_a_path() {
    let server = running(|settings| settings.base = "/rawi".into());
    assert_eq!(server.get("/api/v1/outlets").status, 200);
    assert_eq!(description(&server)["servers"][0]["url"], "/rawi/api/v1");
}

#[test]
fn without_an_archive_articles_are_read_and_nothing_is_searched() {
    let server = running(|settings| settings.archive = None);
    assert_eq!(server.post("/api/v1/read", "text/plain", ARTICLE).status, 200);
    assert_eq!((server.get("/api/v1/statements").status, server.get("/ready").status), (404, 200));
    let server = running(|settings| settings.archive = Some(settings.archive.as_ref().unwrap().join("not-there-yet")));
    assert_eq!((server.get("/api/v1/statements").status, server.get("/ready").status), (503, 503));
}
