//! How fast texts are read on one core, beside a search engine's tokenizer cutting the same texts into words, and that reading them again
//! finds the same.
//! Takes a file with one JSON object a line, each with a `text`: `cargo run --release --example speed -- news.jsonl [how many]`.

use charabia::Tokenize;
use rawi::{Model, Reader};
use std::io::BufRead;
use std::time::{Duration, Instant};

fn texts(path: &str, most: usize) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let mut texts = Vec::new();
    for line in file.lines().take(most) {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(value["text"].as_str().ok_or("a line without a text")?.to_string());
    }
    Ok(texts)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let out = work();
    (out, start.elapsed())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected a file of JSON lines")?;
    let most = arguments.next().map_or(Ok(2000), |n| n.parse())?;
    let texts = texts(&path, most)?;
    let mebibytes = texts.iter().map(String::len).sum::<usize>() as f64 / f64::from(1 << 20);

    let (model, loading) = timed(Model::embedded);
    println!("model {}: decoded in {:.0} ms", model.id(), loading.as_secs_f64() * 1e3);

    let (tokens, cutting) = timed(|| texts.iter().map(|t| rawi_text::Text::new(t).tokens().len()).sum::<usize>());
    let mut reader = Reader::new(model);
    let (found, reading) = timed(|| texts.iter().map(|t| reader.read(t).record("").statements.len()).collect::<Vec<_>>());
    let (again, _) = timed(|| texts.iter().map(|t| Reader::new(model).read(t).record("").statements.len()).collect::<Vec<_>>());
    assert_eq!(found, again, "a reader that was used before finds what a new one finds");

    let (terms, searching) = timed(|| texts.iter().map(|t| t.as_str().tokenize().filter(|t| t.is_word()).count()).sum::<usize>());
    assert!(terms > tokens / 2, "{terms} terms of {tokens} tokens");

    println!("{} texts, {mebibytes:.1} MiB, {tokens} tokens, {} statements", texts.len(), found.iter().sum::<usize>());
    for (what, time) in [("cutting", cutting), ("charabia", searching), ("reading", reading)] {
        let seconds = time.as_secs_f64();
        println!("{what}: {:.0} texts/s, {:.2} MiB/s", texts.len() as f64 / seconds, mebibytes / seconds);
    }
    println!("reading is {:.2} times as fast as charabia", searching.as_secs_f64() / reading.as_secs_f64());
    Ok(())
}
