//! The state of a part of a report: word, tone and shape.

use std::time::Duration;

use revrx_engine_core::run::WaitReason;
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{SpanKind, StageStatus, StageTimeline, StageView};

use crate::model::words::Tone;

/// The state of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartState {
    /// The word.
    pub word: &'static str,
    /// The tone.
    pub tone: Tone,
    /// The shape.
    pub glyph: &'static str,
    /// The word of the attribute `data-state`.
    pub attribute: &'static str,
}

/// The state of a part, as a person reads it.
pub fn state(stage: &StageView) -> PartState {
    let (word, tone, glyph, attribute) = match stage.status {
        _ if is_trying_again(stage) => ("trying again", Tone::Warn, "retrying", "retrying"),
        StageStatus::NotStarted => ("waiting", Tone::Mute, "waiting", "waiting"),
        StageStatus::Running => ("running", Tone::Live, "running", "running"),
        StageStatus::Waiting => ("waiting for a free place", Tone::Mute, "waiting", "held"),
        StageStatus::Done => ("done", Tone::Good, "ready", "done"),
        StageStatus::Degraded => ("left a gap", Tone::Warn, "gaps", "gaps"),
        StageStatus::Skipped => ("left out", Tone::Mute, "skipped", "skipped"),
        StageStatus::Failed => ("failed", Tone::Bad, "failed", "failed"),
        StageStatus::Cancelled => ("cancelled", Tone::Mute, "cancelled", "cancelled"),
    };
    PartState { word, tone, glyph, attribute }
}

/// Whether it failed and is tried again, or waits for that.
pub fn is_trying_again(stage: &StageView) -> bool {
    match stage.status {
        StageStatus::Waiting => stage.waits_for != Some(WaitReason::Permit),
        StageStatus::Running => stage.reason.is_some() && !stage.stand_in,
        _ => false,
    }
}

/// The number of the try that runs or is next.
pub fn next_try(stage: &StageView) -> u32 {
    if stage.status == StageStatus::Waiting { stage.attempt + 1 } else { stage.attempt }
}

/// How many tries failed, as far as they are remembered.
pub fn failed_tries(timeline: &StageTimeline) -> u32 {
    let failed = timeline.spans.iter().filter(|span| matches!(span.kind, SpanKind::Failed(_)));
    u32::try_from(failed.count()).unwrap_or(u32::MAX)
}

/// How long at least one of these parts ran or waited.
pub fn busy<'a>(parts: impl Iterator<Item = &'a StageTimeline>, now: Timestamp) -> Duration {
    let mut spans: Vec<(Timestamp, Timestamp)> =
        parts.flat_map(|part| &part.spans).map(|span| (span.from, span.to.unwrap_or(now))).collect();
    spans.sort_unstable();
    let mut until = Timestamp::from_micros(i64::MIN);
    spans.into_iter().fold(Duration::ZERO, |sum, (from, to)| {
        let more = to.since(from.max(until));
        until = until.max(to);
        sum + more
    })
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;
    use revrx_engine_core::view::StageSpan;

    use super::super::sample::at;
    use super::*;

    #[test]
    fn every_state_has_its_word() {
        let stage = |status| StageView { status, attempt: 2, ..StageView::default() };
        let waits = |reason| StageView { waits_for: Some(reason), ..stage(StageStatus::Waiting) };
        let failed_before = |stand_in| StageView {
            reason: Some(FailureClass::Timeout),
            stand_in,
            ..stage(StageStatus::Running)
        };
        for (stage, word, next) in [
            (stage(StageStatus::NotStarted), "waiting", 2),
            (stage(StageStatus::Running), "running", 2),
            (failed_before(false), "trying again", 2),
            (failed_before(true), "running", 2),
            (waits(WaitReason::Permit), "waiting for a free place", 3),
            (waits(WaitReason::Backoff), "trying again", 3),
            (waits(WaitReason::Breaker), "trying again", 3),
            (waits(WaitReason::RetryAfter), "trying again", 3),
            (stage(StageStatus::Done), "done", 2),
            (stage(StageStatus::Degraded), "left a gap", 2),
            (stage(StageStatus::Skipped), "left out", 2),
            (stage(StageStatus::Failed), "failed", 2),
            (stage(StageStatus::Cancelled), "cancelled", 2),
        ] {
            let state = state(&stage);
            assert_eq!((state.word, next_try(&stage)), (word, next), "{stage:?}");
            assert!(crate::model::shapes::glyph(state.glyph).is_some(), "{}", state.glyph);
        }
    }

    #[test]
    fn time_in_which_two_parts_ran_counts_once() {
        let part = |spans: &[(f64, Option<f64>)]| StageTimeline {
            spans: (spans.iter())
                .map(|(from, to)| StageSpan { kind: SpanKind::Ran, from: at(*from), to: to.map(at) })
                .collect(),
            left_out: 0,
        };
        let busy = |parts: &[StageTimeline]| busy(parts.iter(), at(10.0)).as_millis();
        assert_eq!(busy(&[]), 0);
        assert_eq!(busy(&[part(&[(1.0, Some(2.0))]), part(&[(1.5, Some(3.0)), (5.0, Some(6.0))])]), 3_000);
        assert_eq!(busy(&[part(&[(1.0, Some(9.0))]), part(&[(2.0, Some(3.0)), (8.0, None)])]), 9_000);
    }
}
