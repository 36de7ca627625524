//! The text of a page that a program fills in, in the data that the page brings for it (`__NEXT_DATA__` and its like).
//! Every site names and nests these differently: the longest text in Arabic is taken for the article's.

use serde_json::Value;

use crate::loose_json;

/// Arabic letters that a text must have to be taken for an article's.
const LEAST: usize = 120;

/// More of them in one item of a list are a text of its own, and no paragraph.
const LONG: usize = 1500;

/// Bytes of data that are looked into; pages bring a tenth of it.
const MOST: usize = 8 << 20;

/// Fields that hold a paragraph, or lead to it.
const FIELDS: [&str; 9] = ["text", "value", "content", "html", "body", "paragraph", "data", "children", "attrs"];

/// The text in scripts of data; may hold markup.
pub(crate) fn text(scripts: &[String]) -> Option<String> {
    let mut longest = (LEAST, None);
    scripts
        .iter()
        .filter(|script| script.len() <= MOST)
        .filter_map(|script| loose_json::read(script))
        .for_each(|value| look_into(&value, &mut longest));
    longest.1
}

fn look_into(value: &Value, longest: &mut (usize, Option<String>)) {
    let mut consider = |text: &str| {
        let letters = arabic_letters(text);
        if letters > longest.0 {
            *longest = (letters, Some(text.to_owned()));
        }
    };
    match value {
        Value::String(text) => consider(text),
        Value::Array(items) => {
            let paragraphs: Vec<String> = items.iter().filter_map(paragraph).collect();
            if paragraphs.iter().all(|paragraph| arabic_letters(paragraph) < LONG) {
                consider(&paragraphs.join("\n"));
            }
            items.iter().for_each(|item| look_into(item, longest));
        }
        Value::Object(object) => object.values().for_each(|value| look_into(value, longest)),
        _ => {}
    }
}

/// What an item of a list has to read.
fn paragraph(item: &Value) -> Option<String> {
    let text = match item {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(paragraph).collect(),
        Value::Object(object) => FIELDS.iter().find_map(|&field| paragraph(object.get(field)?))?,
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn arabic_letters(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, 'ء'..='ي')).count()
}
