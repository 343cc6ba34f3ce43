//! Which outside service a stage calls, and whether its requests fit the limits.

use crate::catalogue::KindContract;
use crate::definition::context::Context;
use crate::definition::dependencies::{Dependency, LimitUnit};
use crate::definition::draft::DraftStage;
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::Located;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        let known = stage.dependency.as_ref().and_then(|name| find(context, name, findings));
        let Some(kind) = stage.kind else { continue };
        match (&stage.dependency, kind.egress) {
            (None, true) => {
                let message =
                    format!("`{}` calls an outside service, but names no dependency", stage.name.value);
                findings
                    .report(Code::E0303, &stage.uses, message)
                    .help("add `dependency = \"...\"`, with a name of the dependencies file");
            }
            (Some(name), false) => {
                let message = format!("`{}` calls no outside service, so it has no dependency", kind.kind);
                findings.report(Code::E0306, &name.span, message).help("remove the line");
            }
            (Some(name), true) => {
                if let Some(dependency) = known {
                    check_request(context, stage, kind, dependency, name, findings);
                }
            }
            (None, false) => {}
        }
    }
}

fn find<'a>(
    context: &Context<'a, '_>,
    name: &Located<String>,
    findings: &mut Findings<'_>,
) -> Option<&'a Dependency> {
    let known = context.dependencies.get(&name.value);
    if known.is_none() {
        let finding =
            findings.report(Code::E0307, &name.span, format!("unknown dependency `{}`", name.value));
        let names = context.dependencies.iter().map(|dependency| dependency.name.as_str());
        let help = meant(&name.value, names);
        finding.help(
            help.unwrap_or_else(|| format!("add `[dependency.{}]` to the dependencies file", name.value)),
        );
    }
    known
}

fn check_request(
    context: &Context<'_, '_>,
    stage: &DraftStage<'_>,
    kind: &KindContract,
    dependency: &Dependency,
    name: &Located<String>,
    findings: &mut Findings<'_>,
) {
    let Some(chars) = kind.request_chars_max else { return };
    let too_small = |limit: &&crate::definition::dependencies::Limit| {
        limit.unit == LimitUnit::Chars && limit.amount < u64::from(chars)
    };
    if let Some(limit) = dependency.limits.iter().find(too_small) {
        let message = format!(
            "a request of `{}` may have {chars} characters, `{}` takes {} in all",
            stage.name.value, dependency.name, limit.amount
        );
        let finding = findings.report(Code::E0309, &name.span, message);
        finding.label(&context.dependencies.source, limit.span.clone(), "such a request would never be sent");
        finding.help("raise the limit, or use a kind that sends less at once");
    }
}
