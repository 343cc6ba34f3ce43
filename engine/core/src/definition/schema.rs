//! The JSON Schema of a workflow file, for editors: keys, words and the configuration of every kind.

use serde_json::{Map, Value, json};

use crate::catalogue::{Catalogue, KindContract};
use crate::failure::FailureClass;

/// The schema of a workflow file that uses kinds of this catalogue.
pub fn schema(catalogue: &Catalogue) -> Value {
    let types: Vec<&str> = catalogue.type_names().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RevRx workflow",
        "type": "object",
        "additionalProperties": false,
        "required": ["schema", "workflow", "inputs", "stage", "completion"],
        "properties": {
            "schema": { "const": 1, "description": "Format of the file." },
            "workflow": head(),
            "defaults": table(json!({
                "criticality": criticality(), "timeout": duration("Bounds one call or attempt; 60s."), "retry": text("Name of a policy."),
            }), &[]),
            "run": run(),
            "inputs": named(table(json!({
                "type": { "enum": types, "description": "What it takes." },
                "label": text("Its sensitivity, from the dependencies file."),
                "max-bytes": { "type": "string", "pattern": "^[0-9]+(B|KiB|MiB)$", "description": "Longest value; 1MiB." },
            }), &["type"])),
            "retry": named(retry()),
            "stage": named(stage(catalogue)),
            "completion": table(json!({ "output": { "type": "string", "pattern": OUTPUT } }), &["output"]),
            "phase": { "type": "array", "items": phase() },
            "milestone": { "type": "array", "items": milestone() },
        },
    })
}

const NAME: &str = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";
const OUTPUT: &str = "^[^.?]+\\.[^.?]+$";
const SOURCE: &str = "^[^.?]+\\.[^.?]+\\??$";

fn table(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn named(item: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": NAME }, "additionalProperties": item })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn duration(description: &str) -> Value {
    json!({ "type": "string", "pattern": "^([0-9]+(ms|s|m|h|d))+$", "description": description })
}

fn criticality() -> Value {
    json!({ "enum": ["critical", "degradable"], "description": "Whether a run can do without the stage; critical." })
}

fn head() -> Value {
    let properties = json!({
        "name": { "type": "string", "pattern": NAME },
        "version": text("Raised with every change."),
        "title": text("What a person calls it."),
        "deadline": duration("Bounds one run attempt; the worst case of the critical stages, at least 15m."),
        "give-up-after": duration("Bounds the run, whatever it waits for; 24h."),
    });
    table(properties, &["name"])
}

fn run() -> Value {
    let backoff = json!({
        "initial-delay": duration("Before the second attempt; 10s."),
        "factor": { "type": "number", "minimum": 1, "maximum": 10 },
        "max-delay": duration("No delay is longer; 5m."),
    });
    table(
        json!({ "max-attempts": { "type": "integer", "minimum": 1, "maximum": 6 }, "backoff": table(backoff, &[]) }),
        &[],
    )
}

fn retry() -> Value {
    let classes: Vec<&str> =
        FailureClass::ALL.iter().filter(|class| class.is_transient()).map(|class| class.as_str()).collect();
    let properties = json!({
        "max-attempts": { "type": "integer", "minimum": 1, "maximum": 6, "description": "Tries in all; 4." },
        "initial-delay": duration("Before the second try; 1s."),
        "factor": { "type": "number", "minimum": 1, "maximum": 10 },
        "max-delay": duration("No delay is longer; 4s."),
        "jitter": { "type": "number", "minimum": 0, "maximum": 1, "description": "Share that may come on top; 0.25." },
        "on": { "type": "array", "items": { "enum": classes } },
        "at-most-unknown": { "type": "integer", "minimum": 0, "maximum": 5 },
    });
    table(properties, &[])
}

fn stage(catalogue: &Catalogue) -> Value {
    let kinds: Vec<&str> = catalogue.kinds().map(|kind| kind.kind.as_str()).collect();
    let source = json!({ "type": "string", "pattern": SOURCE });
    let properties = json!({
        "title": text("What a person reads; else the title of the kind."),
        "uses": { "enum": kinds, "description": "The kind." },
        "dependency": text("The outside service it calls, from the dependencies file."),
        "criticality": criticality(),
        "timeout": duration("Bounds one call, or one attempt of a stage that makes none."),
        "retry": text("Name of a policy; `none` is built in."),
        "inputs": { "type": "object", "additionalProperties": source },
        "fallback": { "anyOf": [
            table(json!({ "uses": { "enum": kinds }, "with": { "type": "object" } }), &["uses"]),
            { "type": "object", "minProperties": 1, "properties": { "uses": false },
              "additionalProperties": { "type": "string", "pattern": OUTPUT } },
        ] },
        "with": { "type": "object", "description": "The kind's own configuration." },
    });
    let mut stage = table(properties, &["uses"]);
    stage["allOf"] = catalogue.kinds().map(of_kind).collect();
    stage
}

/// What holds for a stage of one kind: its inputs and its configuration.
fn of_kind(kind: &KindContract) -> Value {
    let ports = kind.inputs.iter().map(|port| (port.name.to_string(), Value::Bool(true)));
    let required: Vec<&str> =
        kind.inputs.iter().filter(|port| !port.optional).map(|port| port.name.as_str()).collect();
    let inputs = table(Value::Object(Map::from_iter(ports)), &required);
    let mut properties = json!({ "inputs": inputs });
    if !kind.config.is_null() {
        let mut config = kind.config.clone();
        // With an id it is a document of its own, so its references into its `$defs` hold.
        config["$id"] = format!("urn:revrx:kind:{}", kind.kind).into();
        properties["with"] = config;
    }
    json!({
        "if": { "properties": { "uses": { "const": kind.kind } }, "required": ["uses"] },
        "then": { "properties": properties },
    })
}

fn phase() -> Value {
    let properties = json!({
        "id": { "type": "string", "pattern": NAME },
        "title": text("What a person reads; the id when left out."),
        "icon": text("Name of its icon."),
        "text": text("A sentence below the title."),
        "stages": { "type": "array", "items": { "type": "string" } },
    });
    table(properties, &["id", "stages"])
}

fn milestone() -> Value {
    let event =
        json!({ "type": "string", "pattern": "^(run\\.(queued|complete)|[^.]+\\.(started|finished))$" });
    let properties = json!({
        "at": { "type": "integer", "minimum": 0, "maximum": 100, "description": "Percent." },
        "when": { "anyOf": [event, { "type": "array", "items": event, "minItems": 1 }] },
        "text": text("What a person reads."),
        "degraded-text": text("What a person reads instead when a stage it waits for is degraded."),
    });
    table(properties, &["at", "when", "text"])
}
