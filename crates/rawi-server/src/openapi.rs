//! The OpenAPI document: what the handlers say of themselves, with the schema of records as the project publishes it.

use rawi::record;
use rawi_archive::Facet;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// `rawi.statements/1`, in the OpenAPI document.
pub struct Record;

/// An article in JSON, or a list of them.
pub struct Articles;

/// What reading answers: a record, or a list of them for a list.
pub struct Records;

impl PartialSchema for Records {
    fn schema() -> RefOr<Schema> {
        let any = ObjectBuilder::new().description(Some("A record, or `error` for what could not be read"));
        OneOfBuilder::new().item(Record::schema()).item(ArrayBuilder::new().items(any)).into()
    }
}

impl ToSchema for Records {}

macro_rules! names {
    ($($(#[$about:meta])* $name:ident: $all:expr;)*) => {$(
        $(#[$about])*
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let all = $all;
                let names = all.iter().map(|one| one.to_string());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

names! {
    /// What a speaker may be.
    KindName: record::Kind::ALL;
    /// What a speaker may do.
    ActName: record::Act::ALL;
    /// How a statement may be quoted.
    TypeName: record::Type::ALL;
    /// What may be counted.
    FacetName: Facet::ALL.map(Facet::name);
}

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

impl PartialSchema for Articles {
    fn schema() -> RefOr<Schema> {
        let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
        let text_or_none = |about: &str| text(about).schema_type(SchemaType::from_iter([Type::String, Type::Null]));
        let one = ObjectBuilder::new()
            .property("text", text("The article, paragraphs by lines"))
            .required("text")
            .property("id", text("What it is called").schema_type(SchemaType::from_iter([Type::String, Type::Integer])).min_length(Some(1)))
            .required("id")
            .property("title", text_or_none("Its headline, where the text does not begin with it"))
            .property("url", text_or_none("Its address"))
            .property("outlet", text_or_none("Who published it"))
            .property(
                "date",
                text("When, in any of the forms that the command reads").schema_type(SchemaType::from_iter([
                    Type::String,
                    Type::Number,
                    Type::Null,
                ])),
            )
            .property("author", text("Who wrote it").schema_type(SchemaType::AnyValue));
        let any = ObjectBuilder::new()
            .schema_type(SchemaType::AnyValue)
            .description(Some("An article; one that cannot be read is an error in its place"));
        OneOfBuilder::new().item(one).item(ArrayBuilder::new().items(any)).into()
    }
}

impl ToSchema for Articles {}

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
