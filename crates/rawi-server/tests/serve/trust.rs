//! Who may ask what, and who is refused.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::running::{TOKEN, running};

const MERGE: &str = "{\"speakers\": [\"a\", \"b\"]}";

#[test]
fn only_who_knows_the_token_changes_anything() {
    let server = running(|_| {});
    for (method, path) in [
        ("POST", "/api/v1/speakers/merge"),
        ("POST", "/api/v1/speakers/split"),
        ("POST", "/api/v1/speakers/undo"),
        ("POST", "/api/v1/articles"),
        ("DELETE", "/api/v1/articles/mina-91"),
    ] {
        let body = match path {
            "/api/v1/speakers/split" => "{\"names\": [1]}",
            "/api/v1/speakers/undo" => "{\"decisions\": [1]}",
            _ => MERGE,
        };
        let kind = ("content-type", "application/json");
        for headers in [
            &[kind][..],
            &[kind, ("authorization", "Bearer wrong")],
            &[kind, ("authorization", "Basic eDp5")],
            &[kind, ("cookie", "rawi=wrong")],
        ] {
            let answer = server.ask(method, path, headers, body.as_bytes());
            assert_eq!(answer.status, 401, "{method} {path} {headers:?}");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
    }
    let server = running(|settings| settings.read_only = true);
    assert_eq!(server.trusted("DELETE", "/api/v1/articles/mina-91", "").status, 403);
    let server = running(|settings| settings.token = None);
    assert_eq!(server.trusted("DELETE", "/api/v1/articles/mina-91", "").status, 403);
    assert_eq!(server.get("/api/v1/articles/mina-91").status, 200);
}

#[test]
fn a_private_server_wants_the_token_from_everybody() {
    let server = running(|settings| settings.private = true);
    for path in ["/api/v1/statements", "/openapi.json", "/metrics", "/api/v1/export"] {
        assert_eq!((server.get(path).status, server.trusted("GET", path, "").status), (401, 200), "{path}");
    }
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn pages_of_other_sites_are_refused() {
    let server = running(|_| {});
    let token = format!("Bearer {TOKEN}");
    for (headers, status) in [
        (&[("origin", "https://evil.example")][..], 403),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("origin", "null")], 403),
        (&[("sec-fetch-site", "same-origin")], 404),
    ] {
        let headers = [headers, &[("authorization", &*token), ("content-type", "application/json")]].concat();
        assert_eq!(server.ask("POST", "/api/v1/speakers/merge", &headers, MERGE.as_bytes()).status, status, "{headers:?}");
    }
    // A name of somebody else's that leads here (DNS rebinding).
    for (host, status) in [("evil.example", 421), ("localhost", 200), ("LOCALHOST:80", 200), ("127.0.0.1", 200)] {
        assert_eq!(server.ask("GET", "/api/v1/outlets", &[("host", host)], b"").status, status, "{host}");
    }
}

#[test]
fn every_answer_forbids_what_articles_could_do() {
    let server = running(|_| {});
    for path in ["/api/v1/statements", "/nothing", "/health", "/openapi.json", "/api/v1/statements?q=act:x"] {
        let answer = server.get(path);
        assert!(answer.header("content-security-policy").starts_with("default-src 'none';"), "{path}");
        assert!(!answer.header("content-security-policy").contains("unsafe"));
        assert_eq!((answer.header("x-content-type-options"), answer.header("x-frame-options")), ("nosniff", "DENY"), "{path}");
    }
}

#[test]
fn what_is_too_much_is_told() {
    let server = running(|_| {});
    let long = server.post("/api/v1/read", "text/plain", vec![b'a'; (16 << 20) + 1]);
    assert_eq!((long.status, long.header("content-type")), (413, "application/problem+json"));
    let many: String = (0..1001).map(|n| format!("w{n} ")).collect();
    assert_eq!(server.get(&format!("/api/v1/statements?q={many}")).status, 400);
}

/// Clients that never finish, and clients that go, hold nothing up.
#[test]
fn slow_and_dead_clients_hold_nothing_up() {
    let server = running(|_| {});
    let place = server.address.trim_start_matches("http://").to_owned();
    let mut held: Vec<TcpStream> = (0..64).map(|_| TcpStream::connect(&place).unwrap()).collect();
    for (n, stream) in held.iter_mut().enumerate() {
        let begun =
            ["GET /api", "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc", ""];
        stream.write_all(begun[n % 3].as_bytes()).unwrap();
    }
    assert_eq!(server.get("/api/v1/outlets").status, 200);
    drop(held);
    // One who asks for everything and never reads it.
    let mut deaf = TcpStream::connect(&place).unwrap();
    deaf.write_all(b"GET /api/v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(server.get("/api/v1/outlets").status, 200);
    let mut some = [0; 12];
    deaf.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"HTTP/1.1 200");
}

#[test]
fn the_token_is_never_logged() {
    let server = running(|_| {});
    server.trusted("GET", "/api/v1/outlets", "");
    let lines = serde_json::to_string(&*server.lines.lock().unwrap()).unwrap();
    assert!(lines.contains("/api/v1/outlets") && !lines.contains(TOKEN));
}
