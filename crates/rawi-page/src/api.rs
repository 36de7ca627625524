//! The page of the API, made from its OpenAPI document: operations, what they take and what they answer. No script is needed to read it.

use askama::Template;
use serde_json::Value;

use crate::site::{Place, Site};
use crate::words::Words;

/// What can be done with a path, in the order in which it is shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[derive(Template)]
#[template(path = "api.html")]
struct Page<'a> {
    site: &'a Site,
    w: &'static Words,
    place: Place,
    about: &'a str,
    operations: Vec<Operation<'a>>,
}

struct Operation<'a> {
    id: String,
    method: String,
    path: &'a str,
    summary: &'a str,
    description: &'a str,
    parameters: Vec<Parameter<'a>>,
    bodies: Vec<&'a str>,
    answers: Vec<(&'a str, &'a str, Vec<&'a str>)>,
}

struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    required: bool,
    shape: String,
    description: &'a str,
}

/// The page of an OpenAPI document.
pub fn api_page(site: &Site, openapi: &Value) -> String {
    let mut operations = Vec::new();
    for (path, item) in openapi["paths"].as_object().into_iter().flatten() {
        let shared = item["parameters"].as_array().into_iter().flatten();
        for method in METHODS {
            if let Some(given) = item.get(method) {
                operations.push(operation(openapi, path, method, given, shared.clone()));
            }
        }
    }
    Page { site, w: site.words(), place: Place::Api, about: text(&openapi["info"], "description"), operations }.to_string()
}

fn operation<'a>(
    document: &'a Value,
    path: &'a str,
    method: &str,
    given: &'a Value,
    shared: impl Iterator<Item = &'a Value>,
) -> Operation<'a> {
    let parameters = shared.chain(given["parameters"].as_array().into_iter().flatten()).map(|p| parameter(document, followed(document, p)));
    let answers = given["responses"].as_object().into_iter().flatten().map(|(status, answer)| {
        let answer = followed(document, answer);
        (&status[..], text(answer, "description"), types(answer))
    });
    let id: String = format!("{method}{path}").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    Operation {
        id: id.trim_end_matches('-').to_owned(),
        method: method.to_uppercase(),
        path,
        summary: text(given, "summary"),
        description: text(given, "description"),
        parameters: parameters.collect(),
        bodies: types(followed(document, &given["requestBody"])),
        answers: answers.collect(),
    }
}

fn parameter<'a>(document: &'a Value, given: &'a Value) -> Parameter<'a> {
    Parameter {
        name: text(given, "name"),
        place: text(given, "in"),
        required: given["required"] == true,
        shape: shape(document, &given["schema"]),
        description: text(given, "description"),
    }
}

/// A schema in a few words: `integer`, `string: newest | oldest`, `array of string`.
fn shape(document: &Value, schema: &Value) -> String {
    let schema = followed(document, schema);
    let allowed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    };
    match (name.as_str(), allowed.is_empty()) {
        ("array", _) if schema["items"].is_object() => format!("array of {}", shape(document, &schema["items"])),
        (_, true) => name,
        (_, false) => allowed,
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The media types of a body.
fn types(body: &Value) -> Vec<&str> {
    body["content"].as_object().into_iter().flatten().map(|(name, _)| &name[..]).collect()
}

/// Steps from one `$ref` to the next.
const FURTHEST: usize = 8;

/// What a `$ref` inside the document leads to, or the value itself.
fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..FURTHEST {
        let Some(next) = value["$ref"].as_str().and_then(|to| document.pointer(to.strip_prefix('#')?)) else { break };
        value = next;
    }
    value
}
