//! When each stage ran, waited and failed, and when each milestone was reached: what a page draws beside the state.

use serde::{Deserialize, Serialize};

use super::{Outline, RunView};
use crate::failure::FailureClass;
use crate::run::{Event, EventKind};
use crate::time::Timestamp;

/// Most spans kept of a stage; of more, the oldest go and are counted.
pub const SPANS_MAX: usize = 24;

/// State and timeline of a run, folded together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The state.
    pub view: RunView,
    /// How it came about.
    pub timeline: Timeline,
}

/// How a run came to its state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// By stage, in the order of the outline.
    pub stages: Vec<StageTimeline>,
    /// By milestone, in the order of the outline: when it was reached.
    pub reached_at: Vec<Option<Timestamp>>,
}

/// What a stage did, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTimeline {
    /// Its spans; they do not overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<StageSpan>,
    /// How many older ones are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u32,
}

/// A stretch of time in which a stage did one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSpan {
    /// What it did.
    pub kind: SpanKind,
    /// From when.
    pub from: Timestamp,
    /// Until when; `None` while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// What a stage did for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpanKind {
    /// An attempt ran, well so far.
    Ran,
    /// An attempt ran and failed.
    Failed(FailureClass),
    /// An attempt ran and was cut off.
    Aborted,
    /// It waited: for a permit, a breaker or the next try.
    Waited,
}

impl Progress {
    /// Before the first event.
    pub fn new(outline: &Outline) -> Self {
        let timeline = Timeline {
            stages: vec![StageTimeline::default(); outline.stages.len()],
            reached_at: vec![None; outline.milestones.len()],
        };
        Self { view: RunView::new(outline), timeline }
    }

    /// Folds one more event in.
    pub fn apply(&mut self, outline: &Outline, event: &Event) {
        self.view.apply(outline, event);
        for (reached, at) in self.view.reached.iter().zip(&mut self.timeline.reached_at) {
            if *reached {
                at.get_or_insert(event.at);
            }
        }
        match event.kind.stage() {
            Some(name) => {
                if let Some(index) = outline.stage_index(name) {
                    self.timeline.stages[index].apply(event);
                }
            }
            None if is_cut(&event.kind) => {
                self.timeline.stages.iter_mut().for_each(|stage| stage.cut(event.at));
            }
            None => {}
        }
    }
}

impl StageTimeline {
    fn apply(&mut self, event: &Event) {
        let at = event.at;
        match &event.kind {
            EventKind::Started { .. } | EventKind::PermitGranted { .. } => self.begin(SpanKind::Ran, at),
            EventKind::Waiting { .. } | EventKind::BreakerOpened { .. } => self.wait(at),
            EventKind::AttemptFailed { failure, .. } => {
                if let Some(span) = self.open() {
                    span.kind = SpanKind::Failed(failure.class);
                }
                self.begin(SpanKind::Waited, at);
            }
            EventKind::AttemptAborted { .. } => self.cut(at),
            EventKind::Finished { .. } | EventKind::Degraded { .. } | EventKind::Skipped { .. } => {
                self.end(at)
            }
            _ => {}
        }
    }

    fn open(&mut self) -> Option<&mut StageSpan> {
        self.spans.last_mut().filter(|span| span.to.is_none())
    }

    /// An attempt that waits from its first moment on did not run before.
    fn wait(&mut self, at: Timestamp) {
        match self.open().filter(|span| span.kind == SpanKind::Ran && span.from == at) {
            Some(span) => span.kind = SpanKind::Waited,
            None => self.begin(SpanKind::Waited, at),
        }
    }

    fn begin(&mut self, kind: SpanKind, at: Timestamp) {
        self.end(at);
        if self.spans.len() == SPANS_MAX {
            self.spans.remove(0);
            self.left_out += 1;
        }
        self.spans.push(StageSpan { kind, from: at, to: None });
    }

    /// Ends what goes on. A wait that took no time was none.
    fn end(&mut self, at: Timestamp) {
        let Some(span) = self.open() else { return };
        span.to = Some(at.max(span.from));
        if span.kind == SpanKind::Waited && span.to == Some(span.from) {
            self.spans.pop();
        }
    }

    fn cut(&mut self, at: Timestamp) {
        if let Some(span) = self.open()
            && span.kind == SpanKind::Ran
        {
            span.kind = SpanKind::Aborted;
        }
        self.end(at);
    }
}

/// Whether nothing of the run goes on after it.
fn is_cut(kind: &EventKind) -> bool {
    kind.is_terminal()
        || matches!(
            kind,
            EventKind::Requeued { .. }
                | EventKind::Postponed { .. }
                | EventKind::GivenBack
                | EventKind::LeaseLost
        )
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
