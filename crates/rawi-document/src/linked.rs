//! What a page says of itself in JSON-LD (<https://schema.org>): which object is the article, and what it holds.

use serde_json::{Map, Value};

use crate::loose_json;

/// The objects of a page's JSON-LD, and which of them is the article.
#[derive(Default)]
pub(crate) struct LinkedData {
    objects: Vec<Map<String, Value>>,
    article: Option<usize>,
}

impl LinkedData {
    pub(crate) fn read(scripts: &[String]) -> Self {
        let mut data = Self::default();
        for script in scripts {
            let mut open: Vec<Value> = loose_json::read(script).into_iter().collect();
            while let Some(value) = open.pop() {
                match value {
                    // Taken from the end, so put in backwards.
                    Value::Array(values) => open.extend(values.into_iter().rev()),
                    Value::Object(mut object) => {
                        open.extend(["@graph", "mainEntity"].iter().filter_map(|&key| object.remove(key)));
                        data.objects.push(object);
                    }
                    _ => {}
                }
            }
        }
        data.article = data.objects.iter().position(|object| {
            has_type(object, |kind| {
                kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report" || kind == "AnalysisNewsArticle"
            })
        });
        data
    }

    pub(crate) fn article(&self) -> Option<&Map<String, Value>> {
        self.article.map(|number| &self.objects[number])
    }

    pub(crate) fn article_string(&self, key: &str) -> Option<String> {
        string(self.article()?.get(key)?)
    }

    /// The article's text; that of a live report is in its updates. May hold markup.
    pub(crate) fn body(&self) -> Option<String> {
        let article = self.article()?;
        let joined = |value: &Value| {
            let parts: Vec<String> = match value {
                Value::Array(parts) => parts.iter().filter_map(string).collect(),
                value => string(value).into_iter().collect(),
            };
            (!parts.is_empty()).then(|| parts.join("\n"))
        };
        let of_updates = || {
            let updates = article.get("liveBlogUpdate")?.as_array()?;
            let bodies: Vec<String> = updates.iter().filter_map(|update| joined(update.get("articleBody")?)).collect();
            (!bodies.is_empty()).then(|| bodies.join("\n"))
        };
        ["articleBody", "text"].iter().find_map(|&key| joined(article.get(key)?)).or_else(of_updates)
    }

    pub(crate) fn publisher(&self) -> Option<String> {
        let article = self.article()?;
        ["publisher", "sourceOrganization", "provider"].iter().find_map(|&key| self.name(article.get(key)?))
    }

    /// The name of a thing: itself, its `name`, or that of the object it refers to.
    pub(crate) fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => string(value),
            Value::Array(values) => values.iter().find_map(|value| self.name(value)),
            Value::Object(object) => object.get("name").and_then(string).or_else(|| {
                let id = object.get("@id")?;
                let named = self.objects.iter().find(|object| object.get("@id") == Some(id))?;
                named.get("name").and_then(string)
            }),
            _ => None,
        }
    }

    pub(crate) fn authors(&self) -> Vec<String> {
        match self.article().and_then(|article| article.get("author")) {
            Some(Value::Array(values)) => values.iter().filter_map(|value| self.name(value)).collect(),
            Some(value) => self.name(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    pub(crate) fn site(&self) -> Option<String> {
        let site = self.objects.iter().find(|object| has_type(object, |kind| matches!(kind, "WebSite" | "NewsMediaOrganization")))?;
        site.get("name").and_then(string)
    }

    /// When the page was published, for sites that say so of the page and not of the article.
    pub(crate) fn page_date(&self) -> Option<String> {
        let page = self.objects.iter().find(|object| has_type(object, |kind| kind.ends_with("WebPage")))?;
        string(page.get("datePublished")?)
    }
}

fn has_type(object: &Map<String, Value>, wanted: impl Fn(&str) -> bool) -> bool {
    match object.get("@type") {
        Some(Value::String(kind)) => wanted(kind),
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind.as_str().is_some_and(&wanted)),
        _ => false,
    }
}

pub(crate) fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(values) => values.first()?.as_str()?,
        value => value.as_str()?,
    };
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}
