//! Milestones: what they wait for exists, and a higher one comes later.

use crate::definition::context::Context;
use crate::definition::draft::DraftMilestone;
use crate::definition::findings::{Findings, meant};
use crate::diagnostic::Code;
use crate::view::MilestoneEvent;

/// One for each percent.
const MILESTONES_MAX: usize = 101;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let Some(milestones) = &context.draft.milestones else { return };
    if let Some(first) = milestones.get(MILESTONES_MAX) {
        let message = format!("there are {} milestones, more than {MILESTONES_MAX}", milestones.len());
        findings.report(Code::E0106, &first.at.span, message);
        return;
    }
    for milestone in milestones {
        for event in &milestone.when {
            if let MilestoneEvent::Started(name) | MilestoneEvent::Finished(name) = &event.value
                && context.stage(name.as_str()).is_none()
            {
                let finding =
                    findings.report(Code::E0504, &event.span, format!("there is no stage `{name}`"));
                let names = context.stages().map(|(_, stage)| stage.name.value.as_str());
                if let Some(help) = meant(name.as_str(), names) {
                    finding.help(help);
                }
            }
        }
        check_ends(milestone, findings);
    }
    for pair in milestones.windows(2) {
        if pair[1].at.value <= pair[0].at.value {
            let message = format!("{} percent does not come after {}", pair[1].at.value, pair[0].at.value);
            let source = findings.source;
            let finding = findings.report(Code::E0505, &pair[1].at.span, message);
            finding.label(source, pair[0].at.span.clone(), "the one before");
            finding.help("list milestones by rising `at`");
        }
    }
    check_order(context, milestones, findings);
}

/// 0 belongs to the queued run, 100 to the complete one.
fn check_ends(milestone: &DraftMilestone, findings: &mut Findings<'_>) {
    let waits_for = |event: &MilestoneEvent| milestone.when.iter().any(|wanted| wanted.value == *event);
    let at = milestone.at.value;
    let message = match (waits_for(&MilestoneEvent::RunQueued), waits_for(&MilestoneEvent::RunComplete)) {
        (true, false) if at != 0 => "`run.queued` stands at 0",
        (false, true) if at != 100 => "`run.complete` stands at 100",
        (false, _) if at == 0 => "0 percent belongs to `run.queued`",
        (_, false) if at == 100 && !milestone.when.is_empty() => "100 percent belongs to `run.complete`",
        _ => return,
    };
    findings.report(Code::E0507, &milestone.at.span, message);
}

/// A milestone is not reached, by the graph, before one with a lower percent.
fn check_order(context: &Context<'_, '_>, milestones: &[DraftMilestone], findings: &mut Findings<'_>) {
    let source = findings.source;
    let steps: Vec<Vec<Step>> = milestones.iter().map(|milestone| steps(context, milestone)).collect();
    for (number, higher) in milestones.iter().enumerate().filter(|(number, _)| !steps[*number].is_empty()) {
        for (before, lower) in milestones[..number].iter().enumerate() {
            let comes_first =
                |wanted: &Step| steps[number].iter().all(|step| step.is_implied_by(*wanted, context));
            if lower.at.value < higher.at.value && steps[before].iter().any(comes_first) {
                let message = format!("{} percent is reached before {}", higher.at.value, lower.at.value);
                let finding = findings.report(Code::E0505, &higher.at.span, message);
                finding.label(source, lower.at.span.clone(), "this one comes later");
                finding.help("exchange the two, or let them wait for something else");
            }
        }
    }
}

/// An event with the number of its stage.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    RunQueued,
    RunComplete,
    Started(usize),
    Finished(usize),
}

/// What a milestone waits for, as far as it exists.
fn steps(context: &Context<'_, '_>, milestone: &DraftMilestone) -> Vec<Step> {
    let step = |event: &MilestoneEvent| match event {
        MilestoneEvent::RunQueued => Some(Step::RunQueued),
        MilestoneEvent::RunComplete => Some(Step::RunComplete),
        MilestoneEvent::Started(name) => context.stage(name.as_str()).map(Step::Started),
        MilestoneEvent::Finished(name) => context.stage(name.as_str()).map(Step::Finished),
    };
    milestone.when.iter().filter_map(|event| step(&event.value)).collect()
}

impl Step {
    /// Whether this has happened whenever `later` has.
    fn is_implied_by(self, later: Self, context: &Context<'_, '_>) -> bool {
        use Step::{Finished, RunComplete, RunQueued, Started};
        match (self, later) {
            (RunQueued, _) | (_, RunComplete) => true,
            (RunComplete, _) | (_, RunQueued) => false,
            (Started(own), Started(stage) | Finished(stage)) if own == stage => true,
            (Finished(own), Finished(stage)) if own == stage => true,
            (Started(own) | Finished(own), Started(stage) | Finished(stage)) => {
                context.graph.is_before(own, stage)
            }
        }
    }
}
