//! What is known of a report that is followed: a fold of what the server sends.

use std::sync::Arc;

use revrx_api::{EncounterId, EventFrame, Frame, ReportId, ReportRef, Snapshot};
use revrx_engine_core::view::{Outline, Progress};

/// Clock offsets that differ by more than this, in milliseconds, come of a clock that was set, not of a slow line.
const CLOCK_SET_MS: f64 = 2_000.0;

/// What is known of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The report.
    pub report: ReportId,
    /// Its encounter.
    pub encounter: EncounterId,
    /// Steps, stages and milestones.
    pub outline: Arc<Outline>,
    /// State and timeline.
    pub progress: Progress,
    /// The server's clock minus ours, in milliseconds.
    pub offset_ms: f64,
    /// Whether it has ended.
    pub ended: bool,
}

/// What a frame did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// More is known than before.
    Changed,
    /// It was known already, or is about another report.
    Ignored,
    /// Something is missing before it: a new snapshot is needed.
    Gap,
}

impl Known {
    /// Folds a frame in that came at `now_ms` of our clock. What is known never becomes less.
    pub fn fold(known: &mut Option<Self>, frame: Frame, now_ms: f64) -> Folded {
        match frame {
            Frame::Snapshot(snapshot) => Self::fold_snapshot(known, *snapshot, now_ms),
            Frame::Event(event) => known.as_mut().map_or(Folded::Gap, |known| known.fold_event(&event)),
            Frame::End(end) => known.as_mut().map_or(Folded::Gap, |known| known.fold_end(&end)),
            Frame::Error(_) => Folded::Ignored,
        }
    }

    /// How many events are folded in.
    pub fn seq(&self) -> u64 {
        self.progress.view.seq
    }

    fn fold_snapshot(known: &mut Option<Self>, snapshot: Snapshot, now_ms: f64) -> Folded {
        if !is_whole(&snapshot) {
            return Folded::Ignored;
        }
        let before = known.as_ref().filter(|known| known.report == snapshot.report);
        if before.is_some_and(|known| known.seq() > snapshot.progress.view.seq) {
            return Folded::Ignored;
        }
        let measured = millis(snapshot.now) - now_ms;
        let offset_ms = match before {
            // Whatever is on its way makes an offset look smaller, so the largest is the best.
            Some(known) if (known.offset_ms - measured).abs() <= CLOCK_SET_MS => {
                known.offset_ms.max(measured)
            }
            _ => measured,
        };
        *known = Some(Self {
            report: snapshot.report,
            encounter: snapshot.encounter,
            outline: Arc::new(snapshot.outline),
            ended: snapshot.progress.view.is_terminal(),
            progress: snapshot.progress,
            offset_ms,
        });
        Folded::Changed
    }

    fn fold_event(&mut self, frame: &EventFrame) -> Folded {
        if frame.report.as_ref().is_some_and(|report| *report != self.report) || frame.seq <= self.seq() {
            return Folded::Ignored;
        }
        if frame.seq != self.seq() + 1 {
            return Folded::Gap;
        }
        self.progress.apply(&self.outline, &frame.event());
        self.ended = self.progress.view.is_terminal();
        Folded::Changed
    }

    fn fold_end(&mut self, end: &ReportRef) -> Folded {
        if end.report.as_ref().is_some_and(|report| *report != self.report) || self.ended {
            return Folded::Ignored;
        }
        // It has ended, and the event that says how has not come.
        Folded::Gap
    }
}

/// Whether state and timeline are those of the outline, so that every number in it leads somewhere.
fn is_whole(snapshot: &Snapshot) -> bool {
    let (outline, progress) = (&snapshot.outline, &snapshot.progress);
    let (stages, milestones) = (outline.stages.len(), outline.milestones.len());
    progress.view.stages.len() == stages
        && progress.timeline.stages.len() == stages
        && progress.view.reached.len() == milestones
        && progress.timeline.reached_at.len() == milestones
        && outline.stages.iter().all(|stage| stage.phase < outline.phases.len())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds since 1970 fit into 53 bits until the year 2255"
)]
fn millis(micros: i64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests;
