//! The OpenAPI document: what the handlers say of themselves, with the schema of records as the project publishes it.

use serde_json::{Map, Value};
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// `rawi.statements/1`, in the OpenAPI document.
pub struct Record;

/// The published schema.
const RECORD: &str = include_str!("../../../docs/rawi.statements-1.schema.json");
/// Where schemas stand in an OpenAPI document, and in the published one.
const PLACES: (&str, &str) = ("#/components/schemas/", "#/$defs/");

impl PartialSchema for Record {
    fn schema() -> RefOr<Schema> {
        RefOr::Ref(Ref::new(format!("{}record", PLACES.0)))
    }
}

impl ToSchema for Record {}

/// The document, served below `base`.
pub fn document(api: &OpenApi, base: &str) -> Value {
    let mut document = serde_json::to_value(api).expect("an OpenAPI document is JSON");
    let record: Value = serde_json::from_str(RECORD).expect("the published schema is JSON");
    let schemas = &mut document["components"]["schemas"];
    if !schemas.is_object() {
        *schemas = Value::Object(Map::new());
    }
    for (name, definition) in record["$defs"].as_object().into_iter().flatten() {
        let mut definition = definition.clone();
        moved(&mut definition);
        schemas[name] = definition;
    }
    document["servers"] = serde_json::json!([{"url": format!("{base}/api/v1")}]);
    document
}

/// Points references to where the definitions stand now.
fn moved(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get_mut("$ref") {
                *to = to.replace(PLACES.1, PLACES.0);
            }
            fields.values_mut().for_each(moved);
        }
        Value::Array(values) => values.iter_mut().for_each(moved),
        _ => {}
    }
}
