//! What happened, what is kept, and one button.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use revrx_api::{Report, ReportState, ReportStatus};
use wasm_bindgen_futures::JsFuture;

use super::super::load::Loader;
use crate::model::failed::{details, verdict};
use crate::net::http::{self, NetError};
use crate::pages::encounters::start;
use crate::parts::{Glyph, Icon};
use crate::shell::{Key, can_act, use_keys, why_not};

/// How long it is said that the details were copied, in milliseconds.
const COPIED_MS: u32 = 4_000;

/// What happened, what is kept, and one button.
#[component]
pub fn VerdictSection(
    /// The report.
    report: StoredValue<Report>,
    /// Reads it again.
    loader: Loader,
) -> impl IntoView {
    let said = report.with_value(verdict);
    let is_cancelled = report.with_value(|report| report.status == ReportState::Cancelled);
    let (tone, glyph) = if is_cancelled { ("mute", "cancelled") } else { ("bad", "failed") };
    let is_busy = RwSignal::new(false);
    let trouble: RwSignal<Option<NetError>> = RwSignal::new(None);
    let again = again(report, loader, is_busy, trouble);
    let (can_act, why) = (can_act(), why_not());
    let is_deleted = report.with_value(|report| report.encounter.is_none());
    let why = move || if is_deleted { Some("The encounter was deleted") } else { why.get() };
    let is_off = move || is_deleted || is_busy.get() || !can_act.get();
    view! {
        <section class="verdict" data-tone=tone aria-labelledby="why-h">
            <Glyph name=Signal::stored(glyph)/>
            <div>
                <h2 id="why-h">{said.title}</h2>
                <p class="lead">{said.lead}</p>
                <p class="acts">
                    <button class="btn btn-primary" type="button" disabled=is_off title=why on:click=move |_| again()>
                        <Icon name="retry"/>{said.button}
                    </button>
                    <CopyDetails report/>
                </p>
                {move || trouble.get().map(|error| view! {
                    <p class="trouble" role="alert"><b>{error.title()}"."</b>" "{error.detail()}</p>
                })}
                <p class="fine">{said.fine}</p>
            </div>
        </section>
    }
}

/// Tries a failed report again, or makes another one of a cancelled report's note.
fn again(
    report: StoredValue<Report>,
    loader: Loader,
    is_busy: RwSignal<bool>,
    trouble: RwSignal<Option<NetError>>,
) -> impl Fn() + Clone + 'static {
    let navigate = use_navigate();
    // The same request, however often it has to be sent, makes one report.
    let key = StoredValue::new(http::new_key());
    move || {
        let (id, state, encounter) = report.with_value(|report| {
            let encounter = report.encounter.as_ref().map(|row| row.id.clone());
            (report.id.clone(), report.status, encounter)
        });
        is_busy.set(true);
        trouble.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = match (state, encounter) {
                (ReportState::Cancelled, Some(encounter)) => start(&encounter, true, &key.get_value()).await,
                _ => http::post::<_, ReportStatus>(&format!("/reports/{id}/retry"), &(), None).await,
            };
            match answer {
                Ok(status) if status.id == id => loader.goes_on(status),
                Ok(status) => navigate(&format!("/reports/{}", status.id), Default::default()),
                // Someone else has tried it again already.
                Err(error) if error.code() == Some("report-state") => loader.load(),
                Err(error) => {
                    is_busy.try_set(false);
                    trouble.try_set(Some(error));
                }
            }
        });
    }
}

/// Copies ids, times and reasons: nothing of the patient and nothing of the note.
#[component]
fn CopyDetails(report: StoredValue<Report>) -> impl IntoView {
    let said: RwSignal<&'static str> = RwSignal::new("");
    let copy = move || {
        let text = report.with_value(details);
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            said.try_set(if written.is_ok() { "Copied" } else { "The browser does not allow it" });
            TimeoutFuture::new(COPIED_MS).await;
            said.try_set("");
        });
    };
    use_keys(vec![Key::new("d", "Copy the details for support", copy)]);
    view! {
        <button class="btn" type="button" on:click=move |_| copy()>
            <Icon name="copy"/>"Copy details for support"
        </button>
        <span class="copied" role="status">{said}</span>
    }
}
