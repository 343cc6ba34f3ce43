//! What stands in for a stage: other values, or another kind.

use super::ports::check_types;
use crate::catalogue::KindContract;
use crate::definition::context::Context;
use crate::definition::draft::{DraftFallback, DraftStage, DraftWire};
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::Span;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        match &stage.fallback {
            None => {}
            Some(DraftFallback::Values { span, wires }) => {
                check_values(context, stage, span, wires, findings)
            }
            Some(DraftFallback::Kind { uses, kind, .. }) => {
                if let (Some(own), Some(other)) = (stage.kind, *kind) {
                    check_kind(stage, own, other, uses, findings);
                }
            }
        }
    }
}

fn check_values(
    context: &Context<'_, '_>,
    stage: &DraftStage<'_>,
    span: &Span,
    wires: &[DraftWire],
    findings: &mut Findings<'_>,
) {
    let name = &stage.name.value;
    if !stage.is_degradable() {
        findings
            .report(
                Code::E0209,
                span,
                format!("`{name}` is critical, so other values cannot stand in for it"),
            )
            .help("add `criticality = \"degradable\"`, or name a kind: `fallback = { uses = \"kind\" }`");
    }
    for wire in wires {
        let source = &wire.source.value;
        if let Some(kind) = stage.kind {
            match kind.output(&wire.port.value) {
                None => {
                    let message = format!("`{name}` has no output `{}`", wire.port.value);
                    let finding = findings.report(Code::E0202, &wire.port.span, message);
                    if let Some(help) =
                        meant(&wire.port.value, kind.outputs.iter().map(|port| port.name.as_str()))
                    {
                        finding.help(help);
                    }
                }
                Some(port) => {
                    if let Some(from) = context.type_of(source) {
                        check_types(from, &port.ty, wire, findings);
                    }
                }
            }
        }
        if source.optional || !context.is_certain(source) {
            let message = format!("`{source}` stands in for `{name}`, but may itself be missing");
            let finding = findings.report(Code::E0210, &wire.source.span, message);
            finding.help("take the output of a critical stage, or of one that has a `fallback` of values");
        }
    }
}

fn check_kind(
    stage: &DraftStage<'_>,
    own: &KindContract,
    other: &KindContract,
    uses: &Span,
    findings: &mut Findings<'_>,
) {
    let mut reasons = Vec::new();
    if other.egress {
        reasons.push("it calls an outside service itself".to_owned());
    }
    for output in &own.outputs {
        match other.output(output.name.as_str()) {
            Some(port) if port.ty == output.ty => {}
            Some(port) => {
                reasons.push(format!("its `{}` is `{}`, not `{}`", port.name, port.ty.name, output.ty.name))
            }
            None => reasons.push(format!("it has no output `{}`", output.name)),
        }
    }
    for wire in &stage.inputs {
        let (Some(port), stand_in) = (own.input(&wire.port.value), other.input(&wire.port.value)) else {
            continue;
        };
        match stand_in {
            None => reasons.push(format!("it has no input `{}`", port.name)),
            Some(there) if there.ty != port.ty => {
                reasons
                    .push(format!("its `{}` takes `{}`, not `{}`", port.name, there.ty.name, port.ty.name));
            }
            Some(there) if wire.source.value.optional && !there.optional => {
                reasons.push(format!("it cannot do without `{}`", port.name));
            }
            Some(_) => {}
        }
    }
    let given = |name: &str| stage.inputs.iter().any(|wire| wire.port.value == name);
    for port in other.inputs.iter().filter(|port| !port.optional && !given(port.name.as_str())) {
        reasons.push(format!("it needs `{}`", port.name));
    }
    if reasons.is_empty() {
        return;
    }
    let message = format!("`{}` cannot stand in for `{}`: {}", other.kind, own.kind, reasons.join("; "));
    let finding = findings.report(Code::E0211, uses, message);
    finding.help("a fallback kind has the same ports and calls no outside service");
}
