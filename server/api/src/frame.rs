//! Live updates: what a listener is sent, over a socket or by polling, and what it may ask.

use revrx_engine_core::run::{Event, EventKind};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Outline, Progress};
use serde::{Deserialize, Serialize};

use crate::{EncounterId, ReportId};

/// What a listener is sent. A snapshot replaces what it knows; events after it are folded in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// The state so far.
    Snapshot(Box<Snapshot>),
    /// Something happened.
    Event(EventFrame),
    /// The report has ended and no event follows.
    End(ReportRef),
    /// A report cannot be listened to.
    Error(ErrorFrame),
}

/// Folded state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// The report.
    pub report: ReportId,
    /// Its encounter.
    pub encounter: EncounterId,
    /// Steps, stages and milestones.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub outline: Outline,
    /// State and timeline; `progress.view.seq` is how many events are folded in.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub progress: Progress,
    /// The server's clock, in microseconds since 1970: what runs on is counted from it.
    pub now: i64,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventFrame {
    /// The report, where a socket serves several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
    /// Its number: the first has 1, each next one more.
    pub seq: u64,
    /// When, in microseconds since 1970.
    #[cfg_attr(feature = "openapi", schema(value_type = i64))]
    pub at: Timestamp,
    /// What happened.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub event: EventKind,
}

impl EventFrame {
    /// The frame of an event.
    pub fn new(report: Option<ReportId>, seq: u64, event: Event) -> Self {
        Self { report, seq, at: event.at, event: event.kind }
    }

    /// What happened, and when, to be folded in.
    pub fn event(&self) -> Event {
        Event { at: self.at, kind: self.event.clone() }
    }
}

/// Names a report, where a socket serves several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRef {
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

/// Why a report cannot be listened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorFrame {
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
    /// As in a problem document: `report-unknown`, `subscriptions-full`, `frame-invalid`, `store-away`.
    pub code: String,
}

/// What a client may ask on a socket that serves several reports: at most 100 at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Listen to these.
    Subscribe(Vec<ReportId>),
    /// Listen to these no more.
    Unsubscribe(Vec<ReportId>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_on_the_wire_is_fixed() {
        let started = EventKind::Started { stage: "read".into(), attempt: 1, stand_in: false };
        let event = Event { at: Timestamp::from_micros(7), kind: started };
        for (frame, json) in [
            (
                Frame::Event(EventFrame::new(None, 3, event.clone())),
                r#"{"event":{"seq":3,"at":7,"event":{"started":{"stage":"read","attempt":1}}}}"#,
            ),
            (
                Frame::Event(EventFrame::new(Some("r".into()), 3, event)),
                r#"{"event":{"report":"r","seq":3,"at":7,"event":{"started":{"stage":"read","attempt":1}}}}"#,
            ),
            (Frame::End(ReportRef::default()), r#"{"end":{}}"#),
            (
                Frame::Error(ErrorFrame { report: Some("r".into()), code: "report-unknown".to_owned() }),
                r#"{"error":{"report":"r","code":"report-unknown"}}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&frame).unwrap(), json);
            assert_eq!(serde_json::from_str::<Frame>(json).unwrap(), frame);
        }
        let ask = Ask::Subscribe(vec!["r".into()]);
        assert_eq!(serde_json::to_string(&ask).unwrap(), r#"{"subscribe":["r"]}"#);
    }
}
