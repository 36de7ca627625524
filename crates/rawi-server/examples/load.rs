//! Asks a running server as a newsroom would, and says how long it took: searches with facets, pages of articles and speakers, the
//! reading box, suggestions, exports that nobody waits for.
//!
//!     cargo run --release -p rawi-server --example load -- http://127.0.0.1:7471 [SECONDS] [CLIENTS] [--kills] [--pid PID]
//!
//! With `--kills` one request in twenty is dropped by its client after a few bytes. Every answer is checked: a status other than 200 counts as
//! an error, and so does a page of an article or speaker that does not hold what led to it. With `--pid` the memory of the server is
//! shown as it goes. The client works on the same cores as the server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Search,
    SearchPage,
    Article,
    Speaker,
    Read,
    Suggest,
}

const KINDS: [Kind; 6] = [Kind::Search, Kind::SearchPage, Kind::Article, Kind::Speaker, Kind::Read, Kind::Suggest];

/// Of a hundred requests.
const SHARES: [usize; 6] = [30, 20, 20, 15, 5, 10];

/// An article that somebody pastes.
const PASTED: &str = "لقاء\nقال المتحدث باسم البلدية كريم الحداد إن الأشغال تنتهي في آذار، وأضاف أن الطريق يفتح بعدها.\n";

/// What there is to ask for.
struct Known {
    words: Vec<String>,
    speakers: Vec<(u64, String)>,
    articles: Vec<String>,
}

/// Numbers that look drawn: xorshift, from a seed of its own for each client.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let kills = take(&mut arguments, "--kills", 0).is_some();
    let pid = take(&mut arguments, "--pid", 1);
    let url = arguments.first().expect("the address of a server").trim_end_matches('/').to_owned();
    let number = |i: usize, usual: u64| arguments.get(i).map_or(usual, |n| n.parse().expect("a number"));
    let (seconds, clients) = (number(1, 30), number(2, 32) as usize);
    let known = known(&url);
    println!("{} words, {} speakers, {} articles to ask for", known.words.len(), known.speakers.len(), known.articles.len());
    let times: Vec<Mutex<Vec<f64>>> = KINDS.iter().map(|_| Mutex::default()).collect();
    let (wrong, dropped, stop) = (Mutex::new(Vec::<String>::new()), AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (known, times, wrong, dropped, stop, url) = (&known, &times, &wrong, &dropped, &stop, &url);
            scope.spawn(move || {
                let agent = agent();
                let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15 ^ (client as u64 + 1) << 20);
                while !stop.load(Ordering::Relaxed) {
                    if kills && drawn.below(20) == 0 {
                        drop_one(url, known, &mut drawn);
                        dropped.fetch_add(1, Ordering::Relaxed);
                        continue;
                    }
                    let kind = of_share(drawn.below(100));
                    let begun = Instant::now();
                    let answer = ask(&agent, url, known, kind, &mut drawn);
                    times[kind as usize].lock().unwrap().push(begun.elapsed().as_secs_f64() * 1000.0);
                    if let Err(what) = answer {
                        wrong.lock().unwrap().push(what);
                    }
                }
            });
        }
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(seconds) {
            std::thread::sleep(Duration::from_secs(1));
            let passed = begun.elapsed().as_secs();
            if let Some(pid) = pid.as_deref().filter(|_| passed.is_multiple_of((seconds / 10).max(1))) {
                println!("{passed:5} s: {} MB", memory(pid));
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    println!("{:12} {:>8} {:>8} {:>8} {:>8} {:>8}", "ms", "requests", "median", "p95", "p99", "most");
    for (kind, times) in KINDS.iter().zip(&times) {
        let mut times = times.lock().unwrap();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0);
        println!("{:12} {:>8} {:>8.1} {:>8.1} {:>8.1} {:>8.1}", format!("{kind:?}"), times.len(), at(0.5), at(0.95), at(0.99), at(1.0));
    }
    let wrong = wrong.into_inner().unwrap();
    println!("{} dropped by their clients, {} errors", dropped.into_inner(), wrong.len());
    wrong.iter().take(10).for_each(|what| println!("{what}"));
    std::process::exit(i32::from(!wrong.is_empty()));
}

fn take(arguments: &mut Vec<String>, name: &str, values: usize) -> Option<String> {
    let at = arguments.iter().position(|a| a == name)?;
    let taken: Vec<String> = arguments.drain(at..=at + values).collect();
    taken.into_iter().next_back()
}

fn of_share(mut drawn: usize) -> Kind {
    for (kind, share) in KINDS.into_iter().zip(SHARES) {
        if drawn < share {
            return kind;
        }
        drawn -= share;
    }
    Kind::Search
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60))).build().into()
}

fn get(agent: &ureq::Agent, url: &str) -> Result<String, String> {
    let mut answer = agent.get(url).call().map_err(|error| format!("{url}: {error}"))?;
    let body = answer.body_mut().with_config().limit(64 << 20).read_to_string().map_err(|error| format!("{url}: {error}"))?;
    if answer.status() == 200 { Ok(body) } else { Err(format!("{url}: {} {body}", answer.status())) }
}

/// What stands in an address, escaped.
fn escaped(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Looks around in the archive.
fn known(url: &str) -> Known {
    let agent = agent();
    let json =
        |path: &str| -> Value { serde_json::from_str(&get(&agent, &format!("{url}/api/v1/{path}")).expect("an answer")).expect("JSON") };
    let speakers = json("speakers?limit=400");
    let speakers: Vec<(u64, String)> = speakers["speakers"]
        .as_array()
        .expect("speakers")
        .iter()
        .map(|s| (s["identity"].as_u64().expect("a number"), s["name"].as_str().expect("a name").to_owned()))
        .collect();
    let (mut articles, mut words) = (Vec::new(), Vec::new());
    for (_, name) in speakers.iter().step_by(10) {
        let found = json(&format!("articles?limit=20&speaker={}", escaped(name)));
        for hit in found["hits"].as_array().expect("hits") {
            articles.push(hit["article"]["id"].as_str().expect("an identifier").to_owned());
            let title = hit["article"]["title"].as_str().unwrap_or_default();
            words.extend(title.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).map(str::to_owned));
        }
    }
    assert!(!articles.is_empty() && !words.is_empty(), "an archive with articles");
    Known { words, speakers, articles }
}

fn query(known: &Known, drawn: &mut Drawn) -> String {
    let word = |drawn: &mut Drawn| known.words[drawn.below(known.words.len())].clone();
    match drawn.below(4) {
        0 => word(drawn),
        1 => format!("{} {}", word(drawn), word(drawn)),
        2 => format!("speaker:\"{}\"", known.speakers[drawn.below(known.speakers.len())].1.replace('"', " ")),
        _ => format!("{} act:{}", word(drawn), ["deny", "affirm", "announce", "demand"][drawn.below(4)]),
    }
}

fn ask(agent: &ureq::Agent, url: &str, known: &Known, kind: Kind, drawn: &mut Drawn) -> Result<(), String> {
    let holds = |body: String, what: &str| if body.contains(what) { Ok(()) } else { Err(format!("{kind:?}: no {what} in the answer")) };
    match kind {
        Kind::Search => {
            let query = escaped(&query(known, drawn));
            holds(get(agent, &format!("{url}/api/v1/statements?q={query}&facets=speaker,act,outlet,month&limit=20"))?, "\"facets\"")
        }
        Kind::SearchPage => holds(get(agent, &format!("{url}/search?q={}", escaped(&query(known, drawn))))?, "class=\"summary\""),
        Kind::Article => {
            let id = &known.articles[drawn.below(known.articles.len())];
            holds(get(agent, &format!("{url}/articles/{id}"))?, id)
        }
        Kind::Speaker => {
            let (number, _) = &known.speakers[drawn.below(known.speakers.len())];
            holds(get(agent, &format!("{url}/speakers/{number}"))?, &number.to_string())
        }
        Kind::Read => {
            let url = format!("{url}/api/v1/read");
            let mut answer = agent.post(&url).content_type("text/plain").send(PASTED).map_err(|error| format!("{url}: {error}"))?;
            holds(answer.body_mut().read_to_string().map_err(|error| format!("{url}: {error}"))?, "كريم الحداد")
        }
        Kind::Suggest => {
            let beginning: String = known.words[drawn.below(known.words.len())].chars().take(3).collect();
            holds(get(agent, &format!("{url}/api/v1/suggest?q={}", escaped(&beginning)))?, "suggestions")
        }
    }
}

/// Asks, and goes away: before the answer, or in the middle of it.
fn drop_one(url: &str, known: &Known, drawn: &mut Drawn) {
    let Some(place) = url.strip_prefix("http://").map(|rest| rest.split('/').next().unwrap_or(rest)) else { return };
    let Ok(mut stream) = TcpStream::connect(place) else { return };
    let path = match drawn.below(3) {
        0 => format!("/search?q={}", escaped(&query(known, drawn))),
        1 => format!("/api/v1/export?format=csv&q={}", escaped(&query(known, drawn))),
        _ => "/api/v1/export?format=xlsx".to_owned(),
    };
    let asked = stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {place}\r\n\r\n").as_bytes());
    if asked.is_ok() && drawn.below(2) == 0 {
        let _ = stream.read(&mut [0; 512]);
    }
}

/// Megabytes that a process holds.
fn memory(pid: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
}
