//! From what the engine tells of a run to frames.

use futures_util::FutureExt;
use revrx_api::{EncounterId, EventFrame, Frame, ReportId, ReportRef, Snapshot};
use revrx_engine::{EngineError, Update, Updates, wall};
use revrx_engine_core::view::Progress;

use crate::reports::Located;

/// Longest snapshot on a socket, in bytes of JSON; of one that is longer, older spans are left out.
const SNAPSHOT_BYTES_MAX: usize = 192 << 10;
/// How many spans of each stage a snapshot has that would be too long with all.
const SPANS_OF_LONG: [usize; 2] = [4, 1];

/// Follows a report.
pub(super) struct Follower {
    updates: Updates,
    report: ReportId,
    encounter: EncounterId,
    /// Whether frames name the report.
    is_named: bool,
    has_ended: bool,
}

impl Follower {
    /// Follows a report from its present state on. `is_named`: frames name the report.
    ///
    /// # Errors
    /// The report cannot be read.
    pub(super) async fn begin(report: &Located, is_named: bool) -> Result<Self, EngineError> {
        Ok(Self::new(report, report.run.updates().await?, is_named))
    }

    /// Follows a report from an event on; from its present state on when it has no event of that number.
    ///
    /// # Errors
    /// The report cannot be read.
    pub(super) async fn after(report: &Located, seq: u64) -> Result<Self, EngineError> {
        match report.run.updates_after(seq).await? {
            Some(updates) => Ok(Self::new(report, updates, false)),
            None => Self::begin(report, false).await,
        }
    }

    fn new(report: &Located, updates: Updates, is_named: bool) -> Self {
        let (id, encounter) = (report.id.clone(), report.encounter.into());
        Self { updates, report: id, encounter, is_named, has_ended: false }
    }

    /// The next frame; `None` behind the end, or when the engine is gone. Whoever stops waiting for it misses
    /// nothing.
    ///
    /// # Errors
    /// The store fails; asked again, it tries again.
    pub(super) async fn next(&mut self) -> Result<Option<Frame>, EngineError> {
        if self.has_ended {
            return Ok(None);
        }
        let report = || self.is_named.then(|| self.report.clone());
        let frame = match self.updates.next().await? {
            Some(Update::Event { seq, event }) => Frame::Event(EventFrame::new(report(), seq, event)),
            Some(Update::Snapshot { outline, progress }) => Frame::Snapshot(Box::new(Snapshot {
                report: self.report.clone(),
                encounter: self.encounter.clone(),
                outline: (*outline).clone(),
                progress: *progress,
                now: wall().as_micros(),
            })),
            None if self.updates.has_ended() => {
                self.has_ended = true;
                Frame::End(ReportRef { report: report() })
            }
            None => return Ok(None),
        };
        Ok(Some(frame))
    }

    /// The next frame, when it is at hand.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn at_hand(&mut self) -> Result<Option<Frame>, EngineError> {
        self.next().now_or_never().unwrap_or(Ok(None))
    }

    /// The report.
    pub(super) fn report(&self) -> &ReportId {
        &self.report
    }
}

/// A frame as it is sent.
pub(super) fn text(frame: Frame) -> String {
    let write = |frame: &Frame| serde_json::to_string(frame).expect("frames are JSON");
    let whole = write(&frame);
    let Frame::Snapshot(mut snapshot) = frame else { return whole };
    let mut text = whole;
    for spans in SPANS_OF_LONG {
        if text.len() <= SNAPSHOT_BYTES_MAX {
            break;
        }
        shorten(&mut snapshot.progress, spans);
        text = write(&Frame::Snapshot(snapshot.clone()));
    }
    text
}

/// Leaves out all but the newest spans of each stage.
fn shorten(progress: &mut Progress, spans: usize) {
    for stage in &mut progress.timeline.stages {
        let over = stage.spans.len().saturating_sub(spans);
        stage.spans.drain(..over);
        stage.left_out += u32::try_from(over).unwrap_or(u32::MAX);
    }
}
