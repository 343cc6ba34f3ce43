//! The contract of a kind as the catalogue knows it, read off its Rust types.

use revrx_engine_core::catalogue::{Contract, InputPort, KindContract, OutputPort, PortType};
use revrx_engine_core::name::{LabelName, PortName};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::Stage;
use super::maybe::MAYBE_KEYWORD;

/// The catalogue entry of `S`.
pub(super) fn kind_contract<S: Stage>() -> KindContract {
    let contract =
        contract_of::<S::Config, S::Input, S::Output>(S::KIND, S::VERSION, &S::contract(), S::example());
    KindContract { in_this_build: true, ..contract }
}

/// The catalogue entry of a kind that this build has only the types of: `C` stands under `with`, the fields of `I`
/// and `O` are its ports. For [`super::Registry::declare_contract`].
pub fn contract_of<C: JsonSchema, I: JsonSchema, O: JsonSchema>(
    kind: &str,
    version: u32,
    contract: &Contract,
    example: Value,
) -> KindContract {
    let label_of = |labels: &[(PortName, LabelName)], port: &str| {
        labels.iter().find(|(name, _)| *name == *port).map(|(_, label)| label.clone())
    };
    let outputs = properties::<O>().into_iter().map(|(name, schema)| OutputPort {
        ty: PortType::from_schema(schema),
        label: label_of(&contract.labels, &name),
        lowers_to: label_of(&contract.lowers, &name),
        name: name.into(),
    });
    let inputs = properties::<I>().into_iter().map(|(name, mut schema)| {
        let inner = schema.as_object_mut().and_then(|schema| schema.remove(MAYBE_KEYWORD)).map(port_schema);
        InputPort {
            name: name.into(),
            optional: inner.is_some(),
            ty: PortType::from_schema(inner.unwrap_or(schema)),
        }
    });
    KindContract {
        kind: kind.into(),
        version,
        title: contract.title.clone(),
        effect: contract.effect,
        egress: contract.egress,
        cpu: contract.cpu,
        request_chars_max: contract.request_chars_max,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        config: config_schema::<C>(),
        example,
        in_this_build: false,
    }
}

/// The fields of a port struct with their schemas.
fn properties<T: JsonSchema>() -> Vec<(String, Value)> {
    let mut schema = schema_of::<T>();
    let properties = schema.as_object_mut().and_then(|schema| schema.remove("properties"));
    match properties {
        Some(Value::Object(properties)) => {
            properties.into_iter().map(|(name, schema)| (name, port_schema(schema))).collect()
        }
        _ => Vec::new(),
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// What a doc comment or a default adds to a field is no part of its type.
fn port_schema(mut schema: Value) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("description");
        schema.remove("default");
    }
    schema
}

/// `null` for a kind without configuration.
fn config_schema<C: JsonSchema>() -> Value {
    let schema = schema_of::<C>();
    match schema.get("type") {
        Some(Value::String(ty)) if ty == "null" => Value::Null,
        None if schema.as_object().is_none_or(Map::is_empty) => Value::Null,
        _ => schema,
    }
}
