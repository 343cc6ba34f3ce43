//! From what a person writes to what a kind is run on.

use revrx_engine_core::catalogue::KindContract;
use serde_json::{Map, Value};

/// The inputs object of a kind, each a plain value. One that may be missing can be left out, be `null`, or be written
/// as another stage would be given it: `{"present": ...}` or `{"missing": ...}`.
///
/// # Errors
/// What is wrong, without a word of the line.
pub(super) fn inputs(contract: &KindContract, line: &str) -> Result<String, String> {
    let given: Map<String, Value> = serde_json::from_str(line).map_err(|error| {
        format!("not a JSON object of inputs: line {}, column {}", error.line(), error.column())
    })?;
    if given.keys().any(|name| contract.input(name).is_none()) {
        let names: Vec<String> = contract.inputs.iter().map(|port| format!("`{}`", port.name)).collect();
        return Err(format!("`{}` has no inputs but {}", contract.kind, names.join(", ")));
    }
    if let Some(port) =
        contract.inputs.iter().find(|port| !port.optional && !given.contains_key(port.name.as_str()))
    {
        return Err(format!("input `{}` is not given", port.name));
    }
    let is_optional = |name: &str| contract.input(name).is_some_and(|port| port.optional);
    let plain = given.into_iter().filter_map(|(name, value)| {
        let value = if is_optional(&name) { unwrapped(value)? } else { value };
        Some((name, value))
    });
    Ok(Value::Object(plain.collect()).to_string())
}

/// The value itself; `None` when it says that it is missing.
fn unwrapped(mut value: Value) -> Option<Value> {
    match value.as_object_mut() {
        Some(object) if object.len() == 1 && object.contains_key("missing") => None,
        Some(object) if object.len() == 1 && object.contains_key("present") => object.remove("present"),
        _ => Some(value).filter(|value| !value.is_null()),
    }
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::catalogue::{Effect, InputPort, PortType};
    use serde_json::json;

    use super::*;

    fn contract() -> KindContract {
        let port = |name: &str, optional| InputPort {
            name: name.into(),
            ty: PortType::from_schema(json!({ "type": "string" })),
            optional,
        };
        KindContract {
            kind: "letter.write".into(),
            version: 1,
            title: "Letter".to_owned(),
            effect: Effect::Pure,
            egress: false,
            cpu: false,
            request_chars_max: None,
            inputs: vec![port("text", false), port("summary", true)],
            outputs: Vec::new(),
            config: Value::Null,
            example: Value::Null,
            in_this_build: true,
        }
    }

    #[test]
    fn an_input_that_may_be_missing_can_be_written_in_many_ways() {
        for (line, summary) in [
            (r#"{"text":"a"}"#, None),
            (r#"{"text":"a","summary":null}"#, None),
            (r#"{"text":"a","summary":{"missing":"not-wired"}}"#, None),
            (r#"{"text":"a","summary":"b"}"#, Some("b")),
            (r#"{"text":"a","summary":{"present":"b"}}"#, Some("b")),
        ] {
            let read: Value = serde_json::from_str(&inputs(&contract(), line).unwrap()).unwrap();
            assert_eq!(read.get("summary").and_then(Value::as_str), summary, "{line}");
            assert_eq!(read["text"], "a");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_without_being_quoted() {
        for (line, expected) in [
            ("", "line 1, column 0"),
            ("[\"Zanzibar\"]", "line 1, column"),
            ("{\"text\": Zanzibar}", "line 1, column 10"),
            ("{\"summary\":\"Zanzibar\"}", "input `text` is not given"),
            ("{\"text\":\"a\",\"Zanzibar\":1}", "`letter.write` has no inputs but `text`, `summary`"),
        ] {
            let error = inputs(&contract(), line).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
            assert!(!error.contains("Zanzibar"), "{error}");
        }
    }
}
