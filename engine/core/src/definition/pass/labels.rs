//! Label flow: from the inputs forward, no value goes to a dependency that must not receive it.

use std::collections::HashMap;

use crate::catalogue::KindContract;
use crate::definition::context::Context;
use crate::definition::dependencies::Dependencies;
use crate::definition::draft::{DraftFallback, DraftStage, Reference};
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::Span;
use crate::diagnostic::Code;
use crate::name::LabelName;

/// The label of a value, as its place in the list of labels, and where the value took it from.
#[derive(Clone)]
struct Flow {
    rank: usize,
    from: Option<Reference>,
}

/// Labels of all outputs, by stage and port.
type Flows = HashMap<(usize, String), Flow>;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    if !is_used(context) {
        return;
    }
    check_names(context, findings);
    let flows = flow(context);
    for (index, stage) in context.stages() {
        check_sent(context, (index, stage), &flows, findings);
    }
}

/// The labels of a stage's outputs; none when the workflow uses no labels.
pub(in crate::definition) fn of_stage(
    context: &Context<'_, '_>,
    stages: usize,
) -> Vec<Vec<(String, LabelName)>> {
    let mut labels = vec![Vec::new(); stages];
    if is_used(context) {
        for ((stage, port), flow) in flow(context) {
            if let Some(label) = context.dependencies.labels().get(flow.rank) {
                labels[stage].push((port, label.clone()));
            }
        }
    }
    labels
}

/// Whether an input or a kind has a label at all.
fn is_used(context: &Context<'_, '_>) -> bool {
    let by_kind = |stage: &DraftStage<'_>| {
        kinds(stage).any(|(kind, _)| kind.outputs.iter().any(|output| output.label.is_some()))
    };
    context.draft.inputs.iter().any(|input| input.label.is_some()) || context.draft.stages.iter().any(by_kind)
}

/// The kind of a stage and the one that may stand in for it, with where they are named.
fn kinds<'c>(stage: &DraftStage<'c>) -> impl Iterator<Item = (&'c KindContract, Span)> {
    let other = match &stage.fallback {
        Some(DraftFallback::Kind { uses, kind, .. }) => kind.map(|kind| (kind, uses.clone())),
        _ => None,
    };
    stage.kind.map(|kind| (kind, stage.uses.clone())).into_iter().chain(other)
}

fn check_names(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let labels = context.dependencies.labels();
    let names = || labels.iter().map(LabelName::as_str);
    for input in &context.draft.inputs {
        match &input.label {
            Some(label) if context.dependencies.rank(&label.value).is_none() => {
                let message = format!("the label `{}` is not in the dependencies file", label.value);
                let finding = findings.report(Code::E0302, &label.span, message);
                let help = meant(&label.value, names());
                finding.help(help.unwrap_or_else(|| "list it in `labels` there, lowest first".to_owned()));
            }
            Some(_) => {}
            None => {
                let lowest = labels.first().map_or("the lowest", LabelName::as_str);
                let message = format!("`{}` has no label, so it counts as `{lowest}`", input.name.value);
                let finding = findings.report(Code::W0310, &input.name.span, message);
                finding.help("add `label = \"...\"`, as the other inputs have it");
            }
        }
    }
    for stage in &context.draft.stages {
        for (kind, span) in kinds(stage) {
            let stated = kind.outputs.iter().flat_map(|output| output.label.iter().chain(&output.lowers_to));
            for label in stated.filter(|label| context.dependencies.rank(label.as_str()).is_none()) {
                let message = format!(
                    "`{}` uses the label `{label}`, which is not in the dependencies file",
                    kind.kind
                );
                findings.report(Code::E0302, &span, message).help("list it in `labels` there, lowest first");
            }
        }
    }
}

fn flow(context: &Context<'_, '_>) -> Flows {
    let mut flows = Flows::new();
    for index in &context.graph.order {
        let stage = &context.draft.stages[*index];
        let mut highest = Flow { rank: 0, from: None };
        for wire in &stage.inputs {
            raise(&mut highest, rank_of(context, &flows, &wire.source.value), &wire.source.value);
        }
        let Some(own) = stage.kind else { continue };
        for output in &own.outputs {
            let name = output.name.as_str();
            let mut flow = output_flow(context.dependencies, own, name, &highest);
            match &stage.fallback {
                Some(DraftFallback::Kind { kind: Some(other), .. }) => {
                    let stand_in = output_flow(context.dependencies, other, name, &highest);
                    if stand_in.rank > flow.rank {
                        flow = stand_in;
                    }
                }
                Some(DraftFallback::Values { wires, .. }) => {
                    for wire in wires.iter().filter(|wire| wire.port.value == name) {
                        raise(&mut flow, rank_of(context, &flows, &wire.source.value), &wire.source.value);
                    }
                }
                _ => {}
            }
            flows.insert((*index, name.to_owned()), flow);
        }
    }
    flows
}

/// What a kind makes of the highest label it reads: lowered where its code says so, never below its own label.
fn output_flow(dependencies: &Dependencies, kind: &KindContract, port: &str, highest: &Flow) -> Flow {
    let Some(output) = kind.output(port) else { return highest.clone() };
    let rank = |label: &Option<LabelName>| label.as_ref().and_then(|label| dependencies.rank(label.as_str()));
    let mut flow = highest.clone();
    if let Some(lowered) = rank(&output.lowers_to).filter(|lowered| *lowered < flow.rank) {
        flow = Flow { rank: lowered, from: None };
    }
    if let Some(own) = rank(&output.label).filter(|own| *own > flow.rank) {
        flow = Flow { rank: own, from: None };
    }
    flow
}

fn raise(flow: &mut Flow, rank: usize, from: &Reference) {
    if rank > flow.rank {
        *flow = Flow { rank, from: Some(from.clone()) };
    }
}

/// The label of a value; the lowest when it has none or is not known.
fn rank_of(context: &Context<'_, '_>, flows: &Flows, reference: &Reference) -> usize {
    match &reference.stage {
        None => {
            let input = context.draft.inputs.iter().find(|input| input.name.value == reference.port);
            let label = input.and_then(|input| input.label.as_ref());
            label.and_then(|label| context.dependencies.rank(&label.value)).unwrap_or(0)
        }
        Some(_) => flow_of(context, flows, reference).map_or(0, |flow| flow.rank),
    }
}

fn flow_of<'f>(context: &Context<'_, '_>, flows: &'f Flows, reference: &Reference) -> Option<&'f Flow> {
    let stage = context.stage(reference.stage.as_deref()?)?;
    flows.get(&(stage, reference.port.clone()))
}

fn check_sent(
    context: &Context<'_, '_>,
    (index, stage): (usize, &DraftStage<'_>),
    flows: &Flows,
    findings: &mut Findings<'_>,
) {
    let dependencies = context.dependencies;
    let sends = stage.kind.is_none_or(|kind| kind.egress);
    let named = stage.dependency.as_ref().and_then(|name| dependencies.get(&name.value));
    let Some(dependency) = named.filter(|_| sends) else { return };
    let allowed =
        dependency.clearance.as_ref().and_then(|label| dependencies.rank(label.as_str())).unwrap_or(0);
    let label = |rank: usize| dependencies.labels().get(rank).map_or("", LabelName::as_str);
    for wire in &stage.inputs {
        let rank = rank_of(context, flows, &wire.source.value);
        if rank <= allowed {
            continue;
        }
        let message = format!("`{}` would send `{}` to `{}`", stage.name.value, label(rank), dependency.name);
        let finding = findings.report(Code::E0301, &wire.source.span, message);
        finding.text(format!("label: {}", label(rank)));
        let most = format!("`{}` may receive at most `{}`", dependency.name, label(allowed));
        finding.label(&dependencies.source, dependency.clearance_span.clone(), most);
        let mut steps = vec![stage.name.value.clone()];
        let mut at = Some(wire.source.value.clone());
        while let Some(reference) = at {
            steps.push(format!("{reference} ({})", label(rank)));
            at = flow_of(context, flows, &reference).and_then(|flow| flow.from.clone());
        }
        steps.reverse();
        finding.note(format!("path: {}", steps.join(" -> ")));
        let help = match lower_source(context, flows, index, &wire.source.value, allowed) {
            Some((other, rank)) => format!("read `{other}` ({}), or raise the clearance", label(rank)),
            None => "read a value with a lower label, or raise the clearance".to_owned(),
        };
        finding.help(format!("{help} and name the agreement that allows it"));
    }
}

/// An output of the same type that may be sent, made from the value that may not.
fn lower_source(
    context: &Context<'_, '_>,
    flows: &Flows,
    reader: usize,
    bad: &Reference,
    allowed: usize,
) -> Option<(String, usize)> {
    let ty = context.type_of(bad)?;
    let earlier =
        context.stages().filter(|(index, _)| *index != reader && !context.graph.is_before(reader, *index));
    { earlier }.find_map(|(index, stage)| {
        let output =
            stage.kind?.outputs.iter().find(|output| output.lowers_to.is_some() && output.ty == *ty)?;
        let flow = flows.get(&(index, output.name.as_str().to_owned()))?;
        (flow.rank <= allowed).then(|| (format!("{}.{}", stage.name.value, output.name), flow.rank))
    })
}
