//! A server on a free port, with the archive of the examples, and a client that asks it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rawi::{Model, Overrides, Reader};
use rawi_archive::{Incoming, Prepared, Writer};
use rawi_server::{Line, Server, Settings};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot::{Sender, channel};

/// The token of whoever may change something.
pub const TOKEN: &str = "a token that nobody guesses";

/// A server that answers until it is dropped.
pub struct Running {
    pub address: String,
    pub lines: Arc<Mutex<Vec<Line>>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    folder: TempDir,
}

/// An answer, whole.
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The archive of the examples in `folder`.
pub fn archive(folder: &Path) -> PathBuf {
    let archive = folder.join("archive");
    let mut writer = Writer::open_or_create(&archive, Duration::ZERO).unwrap();
    let mut reader = Reader::new(Model::embedded());
    let news = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/news.jsonl");
    let file = std::io::BufReader::new(std::fs::File::open(news).unwrap());
    for document in rawi_document::documents("news.jsonl", file, None) {
        let document = document.unwrap();
        let incoming = Incoming {
            given: document.id,
            url: document.url,
            guid: document.guid,
            outlet: document.outlet,
            title: document.title,
            author: document.author,
            date: document.date,
            input: "news.jsonl".into(),
            origin: document.origin,
            text: document.text,
        };
        let record = reader.read(&incoming.text).record(&incoming.given);
        writer.add(Prepared::read(incoming, record)).unwrap();
    }
    writer.settle().unwrap();
    archive
}

/// A server on the archive of the examples, with a token; `change` may change how it is run.
pub fn running(change: impl FnOnce(&mut Settings)) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let lines: Arc<Mutex<Vec<Line>>> = Arc::default();
    let kept = Arc::clone(&lines);
    let mut settings = Settings {
        archive: Some(archive(folder.path())),
        model: Model::embedded(),
        overrides: Overrides::default(),
        model_id: Model::embedded().id().into(),
        read_only: false,
        token: Some(TOKEN.into()),
        private: false,
        base: String::new(),
        hosts: vec!["localhost".into(), "127.0.0.1".into()],
        log: Arc::new(move |line: &Line| kept.lock().unwrap().push(line.clone())),
    };
    change(&mut settings);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}{}", listener.local_addr().unwrap(), settings.base);
    let (stop, stopped) = channel();
    let server = Server::new(listener, settings);
    let thread = std::thread::spawn(move || {
        server.run(async {
            let _ = stopped.await;
        })
    });
    Running { address, lines, stop: Some(stop), thread: Some(thread), folder }
}

impl Running {
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Asks with these headers; a body makes it a POST unless `method` says otherwise.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .max_redirects(0)
            .build()
            .into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{}", self.address, encoded(path)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = agent.run(request.body(body).unwrap()).unwrap();
        let body = answer.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: answer.status().as_u16(), headers: answer.headers().clone(), body }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub fn post(&self, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        self.ask("POST", path, &[("content-type", kind)], body.as_ref())
    }

    /// As whoever knows the token.
    pub fn trusted(&self, method: &str, path: &str, body: &str) -> Answer {
        let token = format!("Bearer {TOKEN}");
        self.ask(method, path, &[("authorization", &token), ("content-type", "application/json")], body.as_bytes())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let done = thread.join();
            if !std::thread::panicking() {
                done.expect("the server ends").expect("and ends well");
            }
        }
    }
}

/// What an address cannot hold, escaped.
fn encoded(path: &str) -> String {
    let keep = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^');
    path.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
