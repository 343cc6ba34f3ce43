//! Phases: every stage is in exactly one, and they follow one another as the data does.

use crate::definition::context::Context;
use crate::definition::findings::{Findings, meant};
use crate::definition::outline;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let Some(phases) = &context.draft.phases else { return };
    let source = findings.source;
    let mut home: Vec<Option<(usize, std::ops::Range<usize>)>> = vec![None; context.draft.stages.len()];
    for (number, phase) in phases.iter().enumerate() {
        for name in &phase.stages {
            let Some(stage) = context.stage(&name.value) else {
                let message =
                    format!("`{}` names the stage `{}`, which does not exist", phase.id, name.value);
                let finding = findings.report(Code::E0503, &name.span, message);
                if let Some(help) =
                    meant(&name.value, context.stages().map(|(_, stage)| stage.name.value.as_str()))
                {
                    finding.help(help);
                }
                continue;
            };
            match &home[stage] {
                None => home[stage] = Some((number, name.span.clone())),
                Some((_, first)) => {
                    let message = format!("`{}` is in two phases", name.value);
                    let finding = findings.report(Code::E0502, &name.span, message);
                    finding.text("again here").label(source, first.clone(), "first here");
                    finding.help("every stage is in exactly one phase");
                }
            }
        }
    }
    for (index, stage) in context.stages() {
        if home[index].is_none() {
            findings
                .report(Code::E0501, &stage.name.span, format!("`{}` is in no phase", stage.name.value))
                .help("add it to the `stages` of one `[[phase]]`");
        }
    }
    check_order(context, &home, findings);
    check_spans(context, findings);
}

/// A stage does not wait for one of a later phase.
fn check_order(
    context: &Context<'_, '_>,
    home: &[Option<(usize, std::ops::Range<usize>)>],
    findings: &mut Findings<'_>,
) {
    let source = findings.source;
    for (index, stage) in context.stages() {
        let Some((own, span)) = &home[index] else { continue };
        for earlier in &context.graph.upstream[index] {
            if let Some((other, there)) = &home[*earlier]
                && other > own
            {
                let before = context.name(*earlier);
                let message = format!("`{}` reads `{before}`, which is in a later phase", stage.name.value);
                let finding = findings.report(Code::E0506, span, message);
                finding.label(source, there.clone(), format!("`{before}` is here"));
                finding.help("move one of the two, or change the order of the phases");
            }
        }
    }
}

/// With milestones of the file, each phase ends at a higher percent than the one before.
fn check_spans(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let (Some(phases), Some(milestones)) = (&context.draft.phases, &context.draft.milestones) else { return };
    let mut highest: Option<(u8, &str)> = None;
    for phase in phases {
        let names: Vec<&str> = phase.stages.iter().map(|name| name.value.as_str()).collect();
        let Some(end) = outline::highest(milestones, &names) else { continue };
        if let Some((before, id)) = highest.filter(|(before, _)| end <= *before) {
            let message = format!("`{}` ends at {end} percent, before `{id}` with {before}", phase.id);
            let finding = findings.report(Code::E0506, &phase.span, message);
            finding.note("a phase ends at the highest milestone of its stages");
            finding.help("change the order of the phases, or `at` of their milestones");
        }
        if highest.is_none_or(|(before, _)| end > before) {
            highest = Some((end, &phase.id));
        }
    }
}
