//! Values that may be missing are read as such.

use crate::definition::context::Context;
use crate::definition::draft::{DraftStage, Reference};
use crate::definition::findings::Findings;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        let Some(kind) = stage.kind else { continue };
        for wire in &stage.inputs {
            let source = &wire.source.value;
            if source.optional || !context.may_be_missing(source) {
                continue;
            }
            let from = source.stage.as_deref().unwrap_or_default();
            let message = format!("`{}` needs `{source}`, but `{from}` may be missing", stage.name.value);
            let finding = findings.report(Code::E0204, &wire.source.span, message);
            finding.text(format!("{} reads it as if it were always there", describe(stage)));
            let can_do_without = kind.input(&wire.port.value).is_some_and(|port| port.optional);
            finding.help(match can_do_without {
                true => format!("write \"{source}?\", or give `{from}` a `fallback` for `{}`", source.port),
                false => format!("give `{from}` a `fallback` for `{}`, or make it critical", source.port),
            });
        }
    }
    if let Some(output) = &context.draft.output {
        check_output(context, &output.value, &output.span, findings);
    }
}

fn check_output(
    context: &Context<'_, '_>,
    output: &Reference,
    span: &std::ops::Range<usize>,
    findings: &mut Findings<'_>,
) {
    if output.optional {
        let finding =
            findings.report(Code::E0212, span, "a complete run has its output: `?` cannot stand here");
        finding.help(format!("write \"{output}\""));
    } else if !context.is_certain(output) {
        let from = output.stage.as_deref().unwrap_or_default();
        let message = format!("a complete run would have no output when `{from}` is missing");
        findings
            .report(Code::E0212, span, message)
            .help(format!("make `{from}` critical, or give it a `fallback`"));
    }
}

fn describe(stage: &DraftStage<'_>) -> String {
    let word = if stage.is_degradable() { "degradable" } else { "critical" };
    format!("`{}` ({word})", stage.name.value)
}
