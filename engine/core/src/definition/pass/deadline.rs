//! The deadline holds for the worst case of the critical stages.

use std::time::Duration;

use crate::definition::context::Context;
use crate::definition::draft::{DraftFallback, DraftStage};
use crate::definition::findings::Findings;
use crate::diagnostic::Code;
use crate::time::format_duration;

/// Whatever the stages need, a deadline that is left out is at least this.
const DEADLINE_LEAST: Duration = Duration::from_secs(15 * 60);
/// `give-up-after` when it is left out.
const GIVE_UP_DEFAULT: Duration = Duration::from_hours(24);

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let draft = context.draft;
    let (worst, path) = worst_path(context);
    if let Some(deadline) = &draft.deadline
        && deadline.value < worst
    {
        let message = format!(
            "the deadline is {}, the critical stages may need {}",
            format_duration(deadline.value),
            format_duration(worst)
        );
        let parts: Vec<String> = (path.iter())
            .map(|stage| {
                format!("{} {}", context.name(*stage), format_duration(worst_of(&draft.stages[*stage])))
            })
            .collect();
        findings
            .report(Code::E0401, &deadline.span, message)
            .note(format!("all tries, each to its timeout, and the delays between: {}", parts.join(" + ")))
            .help("raise `deadline`, or lower `timeout` or `max-attempts` of these stages");
    }
    let deadline = draft.deadline.as_ref().map_or_else(|| default_deadline(worst), |deadline| deadline.value);
    let give_up = draft.give_up_after.as_ref();
    if let Some(give_up) = give_up.filter(|give_up| give_up.value < deadline) {
        let message = format!(
            "the run gives up after {}, before its deadline of {}",
            format_duration(give_up.value),
            format_duration(deadline)
        );
        findings
            .report(Code::W0407, &give_up.span, message)
            .help("raise `give-up-after`, or lower `deadline`");
    }
}

/// `deadline` and `give-up-after` in force.
pub(in crate::definition) fn worst_case(context: &Context<'_, '_>) -> (Duration, Duration) {
    let draft = context.draft;
    let deadline = draft.deadline.as_ref().map(|deadline| deadline.value);
    let give_up = draft.give_up_after.as_ref().map_or(GIVE_UP_DEFAULT, |give_up| give_up.value);
    (deadline.unwrap_or_else(|| default_deadline(worst_path(context).0)), give_up)
}

fn default_deadline(worst: Duration) -> Duration {
    // Whole seconds, so that it can be written down.
    let seconds = worst.as_secs() + u64::from(worst.subsec_nanos() > 0);
    Duration::from_secs(seconds).max(DEADLINE_LEAST)
}

/// All tries of a stage, each to its timeout, and the delays with all their jitter. A fallback kind has as many
/// tries again.
fn worst_of(stage: &DraftStage<'_>) -> Duration {
    if stage.is_degradable() {
        return Duration::ZERO;
    }
    let own = stage.timeout * stage.retry.max_attempts + stage.retry.total_delay();
    let stands_in = matches!(stage.fallback, Some(DraftFallback::Kind { .. }));
    own * (1 + u32::from(stands_in))
}

/// The longest path by critical stages, and these stages.
fn worst_path(context: &Context<'_, '_>) -> (Duration, Vec<usize>) {
    let stages = &context.draft.stages;
    let mut best: Vec<(Duration, Option<usize>)> = vec![(Duration::ZERO, None); stages.len()];
    for stage in &context.graph.order {
        let longest = context.graph.upstream[*stage].iter().max_by_key(|from| best[**from].0);
        let before = longest.map_or(Duration::ZERO, |from| best[*from].0);
        best[*stage] = (before + worst_of(&stages[*stage]), longest.copied());
    }
    let mut at = (0..stages.len()).max_by_key(|stage| best[*stage].0);
    let total = at.map_or(Duration::ZERO, |stage| best[stage].0);
    let mut path = Vec::new();
    while let Some(stage) = at {
        if !stages[stage].is_degradable() {
            path.push(stage);
        }
        at = best[stage].1;
    }
    path.reverse();
    (total, path)
}
