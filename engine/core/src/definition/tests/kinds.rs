//! The kinds and dependencies that tests and the examples of the pages use.

use serde_json::{Value, json};

use crate::catalogue::{Catalogue, Contract, InputPort, KindContract, OutputPort, PortType};
use crate::definition::{Dependencies, check_dependencies};
use crate::diagnostic::{Source, render};

/// What the examples call.
pub(super) const DEPENDENCIES: &str = r#"
labels = ["public", "internal", "private"]

[dependency.model]
clearance = "internal"
agreement = "env:MODEL_AGREEMENT"
limits = [{ requests = 60, per = "60s" }, { chars = 100_000, per = "60s" }]

[dependency.small-model]
extends = "model"
limits = [{ chars = 5_000, per = "1s" }]

[dependency.mail]
clearance = "private"
agreement = "env:MAIL_AGREEMENT"
"#;

/// The kinds of the examples: letters are tidied, names hidden, summaries made, mails sent.
pub(super) fn catalogue() -> Catalogue {
    let config = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["model"],
        "properties": {
            "model": { "type": "string" },
            "style": { "$ref": "#/$defs/Style" },
            "words-max": { "type": ["integer", "null"], "minimum": 1, "maximum": 1000 },
        },
        "$defs": { "Style": { "oneOf": [{ "const": "short" }, { "const": "long" }] } },
    });
    let summarise = Contract::idempotent("Summary by a model").egress().request_chars_max(10_000);
    let mut catalogue = Catalogue::new();
    for kind in [
        kind("text.clean", Contract::pure("Clean text"), "text", "text", Value::Null),
        kind("names.find", Contract::idempotent("Find names"), "text", "names", Value::Null),
        kind(
            "names.hide",
            Contract::pure("Hide names").lowers("text", "internal"),
            "text names",
            "text",
            Value::Null,
        ),
        kind("model.summarise", summarise, "text names?", "summary", config),
        kind("local.summarise", Contract::pure("Summary"), "text names?", "summary", Value::Null),
        kind("letter.write", Contract::pure("Write letter"), "text summary?", "letter", Value::Null),
        kind("mail.send", Contract::once("Send mail").egress(), "letter", "receipt", Value::Null),
        kind("archive.tag", Contract::pure("Tag").labelled("tags", "private"), "text", "tags", Value::Null),
    ] {
        catalogue.insert(kind);
    }
    catalogue
}

/// A kind whose ports are words: each named like its type, or `name:type`; a trailing `?` may be missing.
pub(super) fn kind(
    name: &str,
    contract: Contract,
    inputs: &str,
    outputs: &str,
    config: Value,
) -> KindContract {
    let port = |word: &str| {
        let (name, ty) =
            word.trim_end_matches('?').split_once(':').unwrap_or_else(|| (word.trim_end_matches('?'), word));
        (name.to_owned(), port_type(ty.trim_end_matches('?')))
    };
    let input = |word: &str| {
        let (name, ty) = port(word);
        InputPort { name: name.into(), ty, optional: word.ends_with('?') }
    };
    let output = |word: &str| {
        let (name, ty) = port(word);
        let of = |list: &[(crate::name::PortName, crate::name::LabelName)]| {
            list.iter().find(|(port, _)| *port == name.as_str()).map(|(_, label)| label.clone())
        };
        let (label, lowers_to) = (of(&contract.labels), of(&contract.lowers));
        OutputPort { name: name.into(), ty, label, lowers_to }
    };
    KindContract {
        kind: name.into(),
        version: 1,
        title: contract.title.clone(),
        effect: contract.effect,
        egress: contract.egress,
        cpu: contract.cpu,
        request_chars_max: contract.request_chars_max,
        inputs: inputs.split_whitespace().map(input).collect(),
        outputs: outputs.split_whitespace().map(output).collect(),
        config,
        example: Value::Null,
        in_this_build: true,
    }
}

fn port_type(name: &str) -> PortType {
    PortType::from_schema(json!({ "title": name, "type": "object" }))
}

/// Dependencies from a text without errors.
pub(super) fn dependencies(text: &str) -> Dependencies {
    let source = Source::new("dependencies.toml", text);
    let (dependencies, findings) = check_dependencies(&source);
    dependencies.unwrap_or_else(|| panic!("{}", render(&findings, &[&source])))
}
