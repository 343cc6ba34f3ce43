//! Port types: a name and a JSON Schema. Ports fit when both are equal.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The type of a port.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PortType {
    /// The schema's title, which is also the name in `[inputs]`.
    pub name: String,
    /// The JSON Schema of its values.
    pub schema: Value,
}

impl PortType {
    /// A type from its schema: named by the schema's `title`, else after its JSON type, else `json`.
    pub fn from_schema(schema: Value) -> Self {
        let title = schema.get("title").and_then(Value::as_str);
        let name = match (title, schema.get("type").and_then(Value::as_str)) {
            (Some(title), _) => title.to_owned(),
            (None, Some("string")) => return Self::built_in("string"),
            (None, Some("number" | "integer")) => return Self::built_in("number"),
            _ => return Self::built_in("json"),
        };
        Self { name, schema }
    }

    fn built_in(name: &str) -> Self {
        let schema = match name {
            "string" => json!({ "title": "string", "type": "string" }),
            "number" => json!({ "title": "number", "type": "number" }),
            "bytes" => json!({ "title": "bytes", "type": "string", "contentEncoding": "base64" }),
            _ => json!({ "title": "json" }),
        };
        Self { name: name.to_owned(), schema }
    }

    /// Whether a value of type `from` may go into a port of this type. `json` takes anything.
    pub fn accepts(&self, from: &Self) -> bool {
        self.name == "json" || self == from
    }
}

/// The types the engine brings: `string`, `number`, `bytes` (base64) and `json`.
pub fn built_in_types() -> impl Iterator<Item = PortType> {
    ["string", "number", "bytes", "json"].into_iter().map(PortType::built_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_by_its_schema() {
        for (schema, name) in [
            (json!({ "title": "text", "type": "string" }), "text"),
            (json!({ "type": "string" }), "string"),
            (json!({ "type": "integer", "format": "uint32" }), "number"),
            (json!({ "type": "array" }), "json"),
            (json!(true), "json"),
        ] {
            assert_eq!(PortType::from_schema(schema).name, name);
        }
    }

    #[test]
    fn ports_fit_when_title_and_schema_are_equal() {
        let text = PortType::from_schema(json!({ "title": "text", "type": "string" }));
        let other = PortType::from_schema(json!({ "title": "text", "type": "array" }));
        assert!(text.accepts(&text) && !text.accepts(&other));
        assert!(PortType::built_in("json").accepts(&text));
        assert!(!text.accepts(&PortType::built_in("json")));
    }
}
