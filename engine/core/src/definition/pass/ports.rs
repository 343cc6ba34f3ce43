//! Inputs and outputs: whether they exist, whether all that is needed is given, and whether the types fit.

use crate::catalogue::{InputPort, KindContract, PortType};
use crate::definition::context::{Context, sources};
use crate::definition::draft::{DraftStage, DraftWire, Reference};
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::Located;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        for wire in sources(stage) {
            check_exists(context, &wire.source, findings);
        }
        if let Some(kind) = stage.kind {
            check_inputs(context, stage, kind, findings);
        }
    }
    if let Some(output) = &context.draft.output {
        if output.value.stage.is_none() {
            let finding =
                findings.report(Code::E0213, &output.span, "the output of a workflow comes from a stage");
            finding.help("write `stage.output`");
        } else {
            check_exists(context, output, findings);
        }
    }
}

/// Reports a reference to a stage, output or input that is not there.
fn check_exists(context: &Context<'_, '_>, source: &Located<Reference>, findings: &mut Findings<'_>) {
    let Reference { stage, port, .. } = &source.value;
    let draft = context.draft;
    let (message, help) = match stage.as_deref().map(|name| (name, context.stage(name))) {
        None => {
            let names = draft.inputs.iter().map(|input| input.name.value.as_str());
            if names.clone().any(|name| name == port) {
                return;
            }
            (format!("there is no input `{port}`"), meant(port, names))
        }
        Some((name, None)) => {
            let names = draft.stages.iter().map(|stage| stage.name.value.as_str()).chain(["inputs"]);
            (format!("there is no stage `{name}`"), meant(name, names))
        }
        Some((name, Some(index))) => {
            let Some(kind) = draft.stages[index].kind else { return };
            if kind.output(port).is_some() {
                return;
            }
            let names = kind.outputs.iter().map(|output| output.name.as_str());
            (format!("`{name}` has no output `{port}`"), meant(port, names))
        }
    };
    let finding = findings.report(Code::E0202, &source.span, message);
    if let Some(help) = help {
        finding.help(help);
    }
}

fn check_inputs(
    context: &Context<'_, '_>,
    stage: &DraftStage<'_>,
    kind: &KindContract,
    findings: &mut Findings<'_>,
) {
    for wire in &stage.inputs {
        match kind.input(&wire.port.value) {
            Some(port) => check_wire(context, wire, port, findings),
            None => {
                let message = format!("`{}` has no input `{}`", kind.kind, wire.port.value);
                let finding = findings.report(Code::E0206, &wire.port.span, message);
                if let Some(help) = meant(&wire.port.value, kind.inputs.iter().map(|port| port.name.as_str()))
                {
                    finding.help(help);
                }
            }
        }
    }
    let given = |port: &InputPort| stage.inputs.iter().any(|wire| port.name == *wire.port.value.as_str());
    // A wire that could not be read was reported; it is not missing as well.
    for port in kind.inputs.iter().filter(|port| !port.optional && !given(port)) {
        let message = format!("`{}` needs `{}`, a `{}`", stage.name.value, port.name, port.ty.name);
        findings
            .report(Code::E0207, &stage.uses, message)
            .help(format!("add `inputs = {{ {} = \"stage.output\" }}`", port.name));
    }
}

fn check_wire(context: &Context<'_, '_>, wire: &DraftWire, port: &InputPort, findings: &mut Findings<'_>) {
    if let Some(from) = context.type_of(&wire.source.value) {
        check_types(from, &port.ty, wire, findings);
    }
    if wire.source.value.optional && !port.optional {
        let message = format!("`{}` cannot do without its value, so `?` does not help", wire.port.value);
        findings.report(Code::E0205, &wire.source.span, message).help(format!(
            "write \"{}\", and give its stage a `fallback` if it may be missing",
            wire.source.value
        ));
    }
}

/// Reports that a value does not fit where it goes.
pub(super) fn check_types(from: &PortType, to: &PortType, wire: &DraftWire, findings: &mut Findings<'_>) {
    if to.accepts(from) {
        return;
    }
    let message = match from.name == to.name {
        true => {
            format!("`{}` takes another `{}` than `{}` gives", wire.port.value, to.name, wire.source.value)
        }
        false => format!(
            "`{}` takes `{}`, `{}` gives `{}`",
            wire.port.value, to.name, wire.source.value, from.name
        ),
    };
    findings.report(Code::E0208, &wire.source.span, message).text(format!("this is `{}`", from.name));
}
