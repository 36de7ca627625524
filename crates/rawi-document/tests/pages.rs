//! How much of the articles of 75 pages is read, and what beside. The pages in `pages` are in the manner of 25 templates of
//! Arab news sites; `pages/make.py` makes them, and docs/extraction.md compares other readers.

use std::{collections::HashMap, fs, path::Path};

use rawi_document::documents;
use serde_json::Value;

fn clean(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.strip_prefix("- ").map_or(line.clone(), str::to_owned)
}

/// How often each paragraph stands there, white space made one.
fn bag<'l>(lines: impl Iterator<Item = &'l str>) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    for line in lines.map(clean).filter(|line| !line.is_empty()) {
        *bag.entry(line).or_default() += 1;
    }
    bag
}

#[test]
fn paragraphs_and_headlines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let gold = fs::read_to_string(folder.join("gold.jsonl")).unwrap();
    let (mut right, mut read, mut wanted, mut headlines, mut pages) = (0, 0, 0, 0, 0);
    let mut worst = Vec::new();
    for line in gold.lines() {
        let gold: Value = serde_json::from_str(line).unwrap();
        let (name, title) = (gold["page"].as_str().unwrap(), gold["title"].as_str().unwrap());
        let bytes = fs::read(folder.join(name)).unwrap();
        let document = documents(name, bytes.as_slice(), None).next().unwrap().unwrap();
        let paragraphs = gold["paragraphs"].as_array().unwrap();
        let gold = bag(paragraphs.iter().filter_map(Value::as_str));
        let found = bag(document.text.lines().skip(usize::from(document.title.is_some())));
        let both: usize = gold.iter().map(|(line, count)| found.get(line).map_or(0, |found| *found.min(count))).sum();
        let (found, gold) = (found.values().sum::<usize>(), gold.values().sum::<usize>());
        (right, read, wanted, pages) = (right + both, read + found, wanted + gold, pages + 1);
        headlines += usize::from(document.title.as_deref() == Some(title));
        worst.push((200 * both / (found + gold), name.to_owned()));
    }
    worst.sort();
    let f1 = 2.0 * right as f64 / (read + wanted) as f64;
    println!("{pages} pages: {right} of {wanted} paragraphs, {read} read, F1 {f1:.3}, {headlines} headlines; {:?}", &worst[..8]);
    assert_eq!(pages, 75);
    assert!(f1 >= 0.985, "{f1:.3}: {:?}", &worst[..8]);
    assert!(headlines >= 74, "{headlines}");
    // No page is lost.
    assert!(worst[0].0 >= 85, "{:?}", worst[0]);
}
