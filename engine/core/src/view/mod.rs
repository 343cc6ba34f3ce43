//! What a person sees of a run: a fold of its events, the same on the server, at the command line and in a page.
//!
//! It needs only the [`Outline`] of the workflow: names, titles, phases and milestones.

mod outline;
mod progress;
mod run;
mod status;
mod timeline;

pub use outline::{Milestone, MilestoneEvent, Outline, OutlineStage, Phase};
pub use progress::{MilestoneState, PhaseState};
pub use run::{RunView, StageView};
pub use status::{RunStatus, StageStatus};
pub use timeline::{Progress, SPANS_MAX, SpanKind, StageSpan, StageTimeline, Timeline};
