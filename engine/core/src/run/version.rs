//! Finished stages that were made by another version of their kind.

use super::{EventKind, RunState, StageState, WaitReason};
use crate::catalogue::{Effect, KindContract};
use crate::workflow::{Fallback, Stage, Workflow};

/// Finished stages made by another version of their kind run again when that is harmless: when they and every
/// finished stage behind them are pure. Otherwise the run waits for an operator.
pub(super) fn outdated(workflow: &Workflow, state: &RunState) -> Option<EventKind> {
    let is_outdated = |index: &usize| {
        let own = &state.stages[*index];
        own.has_outputs && own.version != kind_of(workflow.stages.stage(*index), own).version
    };
    let first: Vec<usize> = (0..workflow.stages.len()).filter(is_outdated).collect();
    if first.is_empty() {
        return None;
    }
    let mut stages: Vec<usize> = first.iter().flat_map(|index| workflow.stages.descendants(*index)).collect();
    stages.extend(&first);
    stages.sort_unstable();
    stages.dedup();
    stages.retain(|index| state.view.stages[*index].status.is_finished());
    let is_pure = |index: &usize| {
        let stage = workflow.stages.stage(*index);
        let made_by = kind_of(stage, &state.stages[*index]);
        stage.kind.effect == Effect::Pure && made_by.effect == Effect::Pure
    };
    Some(match stages.iter().all(is_pure) {
        true => {
            let name = |index: &usize| workflow.stages.stage(*index).name.clone();
            EventKind::Invalidated { stages: stages.iter().map(name).collect() }
        }
        false => {
            let not_before = state.give_up_at(workflow);
            EventKind::Postponed { not_before, reason: WaitReason::KindVersion }
        }
    })
}

/// The kind whose turn it is, or was: the fallback kind once it has taken over.
pub(super) fn kind_of<'w>(stage: &'w Stage, state: &StageState) -> &'w KindContract {
    match (&stage.fallback, &state.own_failure) {
        (Some(Fallback::Kind(kind, _)), Some(_)) => kind,
        _ => &stage.kind,
    }
}
