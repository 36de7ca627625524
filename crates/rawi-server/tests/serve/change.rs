//! Changing the archive: with the token, and seen at once.

use serde_json::{Value, json};

use crate::running::{Running, running};

fn total(server: &Running, asked: &str) -> u64 {
    server.get(&format!("/api/v1/statements?limit=0&{asked}")).json()["total"].as_u64().unwrap()
}

#[test]
fn articles_come_and_go() {
    let server = running(|_| {});
    let article = json!({"id": "new-1", "url": "https://mina.example/new", "outlet": "صحيفة الميناء", "date": "2031-07-01",
        "text": "قال رئيس البلدية كريم الحداد إن الجسر المعلّق يُفتتح في أيلول."});
    assert_eq!(total(&server, "q=المعلق"), 0);
    let done = server.trusted("POST", "/api/v1/articles", &article.to_string());
    assert_eq!((done.status, done.json()), (200, json!({"new": 1, "revisions": 0, "known": 0, "failed": []})));
    assert_eq!(total(&server, "q=المعلق"), 1);
    assert_eq!(server.trusted("POST", "/api/v1/articles", &article.to_string()).json()["known"], 1);
    let changed = article.to_string().replace("أيلول", "تشرين الأول");
    assert_eq!(server.trusted("POST", "/api/v1/articles", &changed).json()["revisions"], 1);
    let revisions = server.get("/api/v1/articles/new-1/revisions").json();
    assert_eq!(revisions["revisions"].as_array().unwrap().len(), 2);
    // What is wrong with one loses nothing of the others.
    let mixed = format!("[{{\"id\": \"new-2\"}}, {}]", article.to_string().replace("new", "other"));
    let done = server.trusted("POST", "/api/v1/articles", &mixed).json();
    assert_eq!((done["new"].clone(), done["failed"].as_array().unwrap().len()), (json!(1), 1));
    assert_eq!(server.trusted("DELETE", "/api/v1/articles/new-1", "").status, 204);
    assert_eq!(server.trusted("DELETE", "/api/v1/articles/new-1", "").status, 404);
    assert_eq!(server.get("/api/v1/articles/new-1").status, 404);
}

#[test]
fn texts_without_a_name_are_articles_of_their_own() {
    let server = running(|_| {});
    for (text, new) in [("قال كريم الحداد إن الجسر جاهز.", 1), ("قال كريم الحداد إن النفق جاهز.", 1), ("قال كريم الحداد إن الجسر جاهز.", 0)]
    {
        let token = format!("Bearer {}", crate::running::TOKEN);
        let headers = [("authorization", token.as_str()), ("content-type", "text/plain")];
        assert_eq!(server.ask("POST", "/api/v1/articles", &headers, text.as_bytes()).json()["new"], new, "{text}");
    }
}

#[test]
fn who_is_who_is_decided_and_taken_back() {
    let server = running(|_| {});
    let identity = |name: &str| -> Value { server.get(&format!("/api/v1/speakers?name={name}")).json()["speakers"][0]["identity"].clone() };
    let (a, b) = (identity("نوال الدرعي"), identity("سامي الدرعي"));
    assert_ne!(a, b);
    let merged = server.trusted("POST", "/api/v1/speakers/merge", &json!({"speakers": [a.to_string(), "سامي الدرعي"]}).to_string());
    assert_eq!(merged.status, 200, "{}", merged.body);
    let decision = merged.json()["decisions"][0]["id"].clone();
    assert_eq!(identity("نوال الدرعي"), identity("سامي الدرعي"));
    let undone = server.trusted("POST", "/api/v1/speakers/undo", &json!({"decisions": [decision]}).to_string());
    assert_eq!(undone.json(), json!({"decisions": []}));
    assert_ne!(identity("نوال الدرعي"), identity("سامي الدرعي"));
    for (path, body, status) in [
        ("merge", json!({"speakers": ["نوال الدرعي"]}), 400),
        ("merge", json!({"speakers": ["نوال الدرعي", "لا أحد"]}), 404),
        ("merge", json!({"speakers": ["الدرعي", "كريم"]}), 409),
        ("merge", json!({"speaker": []}), 400),
        ("split", json!({"names": [4_294_967_295_u64]}), 409),
        ("undo", json!({"decisions": [99]}), 409),
    ] {
        assert_eq!(server.trusted("POST", &format!("/api/v1/speakers/{path}"), &body.to_string()).status, status, "{path} {body}");
    }
}

/// What another process adds is there for the next request.
#[test]
fn what_is_added_beside_the_server_is_seen() {
    use rawi_archive::{Incoming, Prepared, Writer};
    let server = running(|_| {});
    assert_eq!(total(&server, "q=القطار"), 0);
    let mut writer = Writer::open(&server.folder(), std::time::Duration::ZERO).unwrap();
    let incoming =
        Incoming {
            given: "x".into(), input: "x".into(), text: "قالت ريم الساعدي إن القطار توقف.".into(), ..Incoming::default()
        };
    let record = rawi::Reader::new(rawi::Model::embedded()).read(&incoming.text).record("x");
    writer.add(Prepared::read(incoming, record)).unwrap();
    writer.settle().unwrap();
    assert_eq!(total(&server, "q=القطار"), 1);
    // And the other way round: while another writes, who wants to write is told.
    assert_eq!(server.get("/api/v1/outlets").status, 200);
}
