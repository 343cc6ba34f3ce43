//! A notice when a report has ended that the reader is not looking at.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use revrx_api::{EncounterPage, EncounterRow, ReportBadge, ReportState, ToLookAt};
use revrx_engine_core::view::RunStatus;

use super::toasts::{Toast, use_toasts};
use crate::model::format::plural;
use crate::model::known::Known;
use crate::model::words;
use crate::net::http;
use crate::net::live::use_live;

/// Shows a notice for every report that was seen in progress and has ended, unless it is the page that is shown.
pub(super) fn tell_of_ends() {
    let (live, toasts) = (use_live(), use_toasts());
    let path = use_location().pathname;
    live.on_end(move |known: &Known| {
        let href = ["/reports/", known.report.as_str()].concat();
        let by_encounter = ["/encounters/", known.encounter.as_str()].concat();
        if path.with_untracked(|path| *path == href || *path == by_encounter) {
            return;
        }
        let known = known.clone();
        leptos::task::spawn_local(async move {
            // The newest encounters, the one of this report most likely among them.
            let page = http::get::<EncounterPage>("/encounters?limit=100").await;
            let row = page.ok().and_then(|page| page.items.into_iter().find(|row| row.id == known.encounter));
            if let Some(toast) = toast(&known, row.as_ref(), href) {
                toasts.push(toast);
            }
        });
    });
}

/// The notice; none for a report that was cancelled.
fn toast(known: &Known, row: Option<&EncounterRow>, href: String) -> Option<Toast> {
    let view = &known.progress.view;
    let badge = row.and_then(|row| row.report.as_ref()).filter(|badge| badge.id == known.report);
    let label = row.and_then(|row| row.label.clone()).unwrap_or_else(|| "An encounter".to_owned());
    let (title, open, state) = match view.status {
        RunStatus::Complete if view.degraded => ("Report ready, with gaps", "Open", ReportState::Complete),
        RunStatus::Complete => ("Report ready", "Open", ReportState::Complete),
        RunStatus::Failed => ("Report failed", "See why", ReportState::Failed),
        _ => return None,
    };
    let more = match state {
        ReportState::Complete => badge.and_then(|badge| badge.to_look_at).map(counts),
        _ => badge.and_then(reason),
    };
    let text = match more {
        Some(more) => [&label, ": ", &more].concat(),
        None => label,
    };
    Some(Toast {
        tone: words::tone(state, view.degraded),
        title: title.to_owned(),
        text,
        link: Some((open.to_owned(), href)),
        stays: state == ReportState::Failed,
    })
}

/// What is to be looked at: `1 unsupported, 2 need detail, 1 missed`.
fn counts(of: ToLookAt) -> String {
    let parts: Vec<String> = [
        (of.unsupported, "unsupported", "unsupported"),
        (of.under_specified, "needs detail", "need detail"),
        (of.missed, "missed", "missed"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| plural(u64::from(number), one, many))
    .collect();
    if parts.is_empty() { "nothing to change".to_owned() } else { parts.join(", ") }
}

/// Why it failed: what failed, and how.
fn reason(badge: &ReportBadge) -> Option<String> {
    let what = badge.reason.as_ref()?;
    Some(match badge.class {
        Some(class) => [what, " ", words::failure_words(class)].concat(),
        None => what.clone(),
    })
}
