//! Prints the documents of files, or with `--count` only how many there are and how fast they came.
//! `read [--count] [--map MAP] FILE…`
use std::{fs::File, time::Instant};

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let count = paths.iter().position(|path| path == "--count").map(|at| paths.remove(at)).is_some();
    let map = paths.iter().position(|path| path == "--map").map(|at| paths.drain(at..at + 2).nth(1).expect("a map"));
    let map = map.map_or_else(rawi_document::Map::default, |map| rawi_document::Map::parse("--map", &map).expect("a map"));
    let (start, mut read, mut failed, mut letters) = (Instant::now(), 0u64, 0u64, 0u64);
    for path in paths {
        let mut documents = rawi_document::documents_in(&path, File::open(&path).expect("a file"), None).with_map(map.clone());
        while let Some(document) = documents.next() {
            match &document {
                Ok(document) => (read, letters) = (read + 1, letters + document.text.chars().count() as u64),
                Err(error) => (failed, _) = (failed + 1, eprintln!("{error}")),
            }
            if !count {
                println!("{document:#?} {:?}", documents.warnings());
            }
        }
        documents.warnings().iter().for_each(|warning| eprintln!("{path}: {warning}"));
    }
    if count {
        let seconds = start.elapsed().as_secs_f64();
        println!("{read} documents of {letters} letters, {failed} errors, {:.0} documents a second", read as f64 / seconds);
    }
}
