//! Rows for tests.

use revrx_api::{EncounterClass, EncounterRow, ReportBadge, ReportState, Time};
use revrx_engine_core::view::PhaseState;

pub(super) fn row(id: &str) -> EncounterRow {
    EncounterRow {
        id: id.into(),
        version: 1,
        label: None,
        reference: None,
        class: EncounterClass::Outpatient,
        date: None,
        clinician: None,
        characters: 2_505,
        created_at: Time::from_millis(0),
        changed_at: Time::from_millis(0),
        report: None,
    }
}

pub(super) fn badge(id: &str, status: ReportState, percent: u8) -> ReportBadge {
    ReportBadge {
        id: id.into(),
        status,
        degraded: false,
        percent,
        phases: vec![PhaseState::NotStarted; 4],
        phase: None,
        to_look_at: None,
        reason: None,
        class: None,
        ahead: None,
        accepted_at: Time::from_millis(0),
        ended_at: None,
    }
}
