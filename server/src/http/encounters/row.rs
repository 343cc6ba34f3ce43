//! Encounters on the wire.

use revrx_api as wire;
use revrx_stages::text::Clinical;

use super::visit;
use crate::encounters::{Encounter, Listed};
use crate::http::App;
use crate::reports::badge;

/// An encounter in a list, with what lists show of its newest report.
pub(crate) fn row(listed: Listed, report: Option<wire::ReportBadge>) -> wire::EncounterRow {
    let changed_at = wire::Time::from(listed.changed_at);
    let ended_at = report.as_ref().and_then(|badge| badge.ended_at);
    let outside = |text: Option<Clinical>| text.map(Clinical::into_inner);
    let shown = listed.shown;
    wire::EncounterRow {
        id: listed.id.into(),
        version: listed.version,
        label: outside(shown.label),
        reference: outside(shown.reference),
        class: visit::class_to_wire(shown.class),
        date: outside(shown.date),
        clinician: outside(shown.clinician),
        characters: shown.characters,
        created_at: listed.created_at.into(),
        changed_at: ended_at.map_or(changed_at, |ended_at| changed_at.max(ended_at)),
        report,
    }
}

/// An encounter in a list; its newest report is looked up.
pub(super) async fn with_report(app: &App, listed: Listed) -> wire::EncounterRow {
    let badge = match listed.report {
        Some(report) => badge(app, report).await,
        None => None,
    };
    row(listed, badge)
}

/// An encounter with its note.
pub(super) async fn full(app: &App, encounter: Encounter) -> wire::Encounter {
    let Encounter { listed, visit, note } = encounter;
    wire::Encounter {
        row: with_report(app, listed).await,
        visit: visit::to_wire(visit),
        note: note.into_inner(),
    }
}
