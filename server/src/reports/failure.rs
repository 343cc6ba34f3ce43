//! Why a report failed, for a person.

use revrx_api::Failure;
use revrx_engine::Contents;
use revrx_engine_core::name::StageName;
use revrx_engine_core::run::{EndingReason, Event, EventKind};
use revrx_engine_core::view::Outline;

/// Why a report failed; `None` when it did not.
pub(super) fn failure(contents: &Contents) -> Option<Failure> {
    let (outline, view) = (&contents.workflow.outline, &contents.progress.view);
    let why = view.why.clone().filter(|why| *why != EndingReason::Cancel)?;
    let phase = |index: usize| outline.phases.get(index).map(|phase| phase.title.clone());
    let EndingReason::Stage { stage, class } = &why else {
        let current = phase(view.current_phase(outline));
        return Some(Failure { why, class: None, stage: None, phase: current, tries: 0, message: None });
    };
    let known = outline.stage_index(stage).map(|index| &outline.stages[index]);
    let message = contents.failures_of(stage).last().map(|failure| failure.message.clone());
    Some(Failure {
        class: Some(*class),
        stage: known.map(|stage| stage.title.clone()),
        phase: known.and_then(|stage| phase(stage.phase)),
        tries: tries(&contents.events, stage),
        message: message.filter(|message| !message.is_empty()),
        why,
    })
}

/// In a few words: the title of the stage, or what passed.
pub(super) fn words(outline: &Outline, why: &EndingReason) -> String {
    match why {
        EndingReason::Stage { stage, .. } => match outline.stage_index(stage) {
            Some(index) => outline.stages[index].title.clone(),
            None => stage.as_str().to_owned(),
        },
        EndingReason::Deadline => "Time limit passed".to_owned(),
        EndingReason::Expired => "Waited too long".to_owned(),
        EndingReason::Poison => "Interrupted too often".to_owned(),
        EndingReason::Cancel => "Cancelled".to_owned(),
    }
}

/// How often a stage was tried: attempts that were started and failed.
fn tries(events: &[Event], stage: &StageName) -> u32 {
    let failed = events.iter().filter(|event| match &event.kind {
        EventKind::AttemptFailed { stage: of, attempt, .. } => of == stage && *attempt > 0,
        _ => false,
    });
    u32::try_from(failed.count()).unwrap_or(u32::MAX)
}
