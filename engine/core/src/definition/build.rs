//! From a draft without errors to a workflow.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::context::Context;
use super::draft::{DraftFallback, DraftStage, DraftWire, Reference};
use super::tree::Node;
use super::{outline, pass};
use crate::diagnostic::Source;
use crate::name::{LabelName, PortName, StageName};
use crate::workflow::{Fallback, InputDefinition, PortRef, Stage, StageGraph, Wire, WireSource, Workflow};

/// The workflow; `None` when a part is missing, which was reported.
pub(super) fn build(context: &Context<'_, '_>, source: &Source) -> Option<Workflow> {
    let draft = context.draft;
    let name = draft.name.as_ref()?.value.as_str();
    let title = draft.title.clone().unwrap_or_else(|| name.to_owned());
    let stages: Vec<Stage> = draft.stages.iter().map(build_stage).collect::<Option<_>>()?;
    let mut labels = BTreeMap::new();
    for (stage, ports) in stages.iter().zip(pass::labels::of_stage(context, stages.len())) {
        for (port, label) in ports {
            labels.insert(PortRef { stage: stage.name.clone(), port: port.into() }, label);
        }
    }
    let edges: Vec<(usize, usize)> = context.graph.edges.iter().map(|(from, to, _)| (*from, *to)).collect();
    let (deadline, give_up_after) = pass::worst_case(context);
    let WireSource::Output(output) = wire_source(&draft.output.as_ref()?.value) else { return None };
    let inputs = draft.inputs.iter().map(|input| {
        Some(InputDefinition {
            name: input.name.value.as_str().into(),
            ty: input.ty.clone()?,
            label: input.label.as_ref().map(|label| LabelName::from(label.value.as_str())),
            max_bytes: input.max_bytes,
        })
    });
    Some(Workflow {
        name: name.into(),
        version: draft.version.as_ref().map_or_else(|| "0".to_owned(), |version| version.value.clone()),
        outline: outline::build(context, &title),
        title,
        hash: Sha256::digest(source.text.as_bytes()).into(),
        text: source.text.to_string(),
        deadline,
        give_up_after,
        run: draft.run.clone(),
        inputs: inputs.collect::<Option<_>>()?,
        stages: StageGraph::new(stages, &edges).ok()?,
        output,
        labels,
    })
}

fn build_stage(draft: &DraftStage<'_>) -> Option<Stage> {
    let fallback = match &draft.fallback {
        None => None,
        Some(DraftFallback::Values { wires, .. }) => {
            Some(Fallback::Values(wires.iter().map(value).collect()))
        }
        Some(DraftFallback::Kind { kind, with, .. }) => {
            Some(Fallback::Kind(Box::new((*kind)?.clone()), configuration(with.as_ref(), &(*kind)?.config)))
        }
    };
    let kind = draft.kind?.clone();
    Some(Stage {
        name: StageName::from(draft.name.value.as_str()),
        dependency: draft.dependency.as_ref().map(|name| name.value.as_str().into()),
        criticality: draft.criticality,
        timeout: draft.timeout,
        retry: draft.retry.clone(),
        inputs: draft.inputs.iter().map(wire).collect(),
        fallback,
        with: configuration(draft.with.as_ref(), &kind.config),
        kind,
    })
}

/// `with` as JSON: an empty table when it is left out, null for a kind that takes none.
fn configuration(with: Option<&Node>, schema: &Value) -> Value {
    let takes_none = schema.is_null() || schema.get("type").is_some_and(|ty| ty == "null");
    if takes_none {
        Value::Null
    } else {
        with.map_or_else(|| Value::Object(Default::default()), Node::to_json)
    }
}

fn wire(draft: &DraftWire) -> Wire {
    let source = &draft.source.value;
    Wire { port: draft.port.value.as_str().into(), source: wire_source(source), optional: source.optional }
}

fn value(draft: &DraftWire) -> (PortName, WireSource) {
    (draft.port.value.as_str().into(), wire_source(&draft.source.value))
}

fn wire_source(reference: &Reference) -> WireSource {
    let port = PortName::from(reference.port.as_str());
    match &reference.stage {
        None => WireSource::Input(port),
        Some(stage) => WireSource::Output(PortRef { stage: stage.as_str().into(), port }),
    }
}
