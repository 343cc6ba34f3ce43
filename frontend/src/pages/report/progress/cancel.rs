//! Cancelling a report, after a question.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{ReportId, ReportStatus};

use super::Seen;
use crate::model::words::Tone;
use crate::net::http::{self, NetError};
use crate::shell::{Key, Toast, can_act, use_keys, use_toasts, why_not};

/// The button and its question.
#[component]
pub fn CancelReport(
    /// The report.
    report: ReportId,
    /// What is seen of the report.
    seen: Seen,
) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let toasts = use_toasts();
    let dialog = NodeRef::<Dialog>::new();
    let asked = RwSignal::new(false);
    let is_over = Memo::new(move |_| seen.with(|_, progress| progress.view.is_terminal()).unwrap_or(false));
    let is_off = move || !can_act.get() || asked.get() || is_over.get();
    let open = move || {
        if let (false, Some(dialog)) = (is_off(), dialog.get_untracked()) {
            // The browser gives focus back to where it was when the dialog closes.
            drop(dialog.show_modal());
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    use_keys(vec![Key::new("x", "Cancel the report, after a question", open)]);
    let cancel = move |_| {
        close();
        asked.set(true);
        let path = format!("/reports/{report}/cancel");
        spawn_local(async move {
            if let Err(error) = http::post::<_, ReportStatus>(&path, &(), None).await {
                asked.try_set(false);
                // It ended meanwhile: what it became is shown anyway.
                if error.code() != Some("report-state") {
                    toasts.push(not_cancelled(&error));
                }
            }
        });
    };
    view! {
        <div class="head-acts">
            <button class="btn" type="button" aria-haspopup="dialog" disabled=is_off
                title=move || why.get() on:click=move |_| open()
            >
                {move || if asked.get() { "Being cancelled" } else { "Cancel report" }}
            </button>
        </div>
        <dialog class="dialog dialog-small" node_ref=dialog aria-labelledby="cancel-h" aria-describedby="cancel-p">
            <header class="dialog-head"><h2 id="cancel-h">"Cancel this report?"</h2></header>
            <div class="dialog-body">
                <p id="cancel-p">
                    "What is done so far is thrown away. The note is kept, and another report can be made of it."
                </p>
            </div>
            // The first button has the focus: to press Enter without reading cancels nothing.
            <footer class="dialog-foot">
                <button class="btn" type="button" on:click=move |_| close()>"Go on making it"</button>
                <button class="btn btn-danger" type="button" disabled=move || !can_act.get() title=move || why.get()
                    on:click=cancel
                >
                    "Cancel report"
                </button>
            </footer>
        </dialog>
    }
}

fn not_cancelled(error: &NetError) -> Toast {
    Toast {
        tone: Tone::Bad,
        title: "The report was not cancelled".to_owned(),
        text: [&error.title(), ". ", &error.detail()].concat(),
        link: None,
        stays: true,
    }
}
