//! Deleting an encounter, once confirmed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::EncounterRow;

use super::desk::Desk;
use super::modal::Modal;
use crate::model::encounters::row;
use crate::net::http;
use crate::shell::{can_act, why_not};

/// The dialog that asks before an encounter is deleted.
#[component]
pub(crate) fn DeleteDialog(
    desk: Desk,
    /// What happens afterwards; it is told which row of the list it was, by number from 0.
    on_deleted: Callback<usize>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each of the two only sets the other when it differs; they would answer each other for ever.
    Effect::new(move || {
        let is_asked = desk.to_delete.read().is_some();
        if open.get_untracked() != is_asked {
            open.set(is_asked);
        }
    });
    Effect::new(move || {
        if !open.get() && desk.to_delete.read_untracked().is_some() {
            desk.to_delete.set(None);
        }
    });
    view! {
        <Modal open heading="delete-h" title="Delete this encounter?" small=true>
            {move || desk.to_delete.get().map(|row| view! { <Question desk row open on_deleted/> })}
        </Modal>
    }
}

#[component]
fn Question(
    desk: Desk,
    row: EncounterRow,
    open: RwSignal<bool>,
    on_deleted: Callback<usize>,
) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let is_busy = RwSignal::new(false);
    let fault: RwSignal<Option<String>> = RwSignal::new(None);
    let name = row::who(&row).name;
    let is_being_made = row.report.as_ref().is_some_and(|badge| !badge.status.is_terminal());
    let id = row.id;
    let delete = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            match http::delete(&format!("/encounters/{id}")).await {
                Err(error) if !matches!(error.status(), Some(404 | 410)) => {
                    fault.try_set(Some(format!("{}. {}", error.title(), error.detail())));
                    is_busy.try_set(false);
                }
                // It is deleted, by this request or by an earlier one.
                _ => {
                    open.try_set(false);
                    let mut at = 0;
                    desk.change(|list| {
                        at = list.rows().iter().position(|row| row.id == id).unwrap_or(0);
                        list.delete(&id);
                    });
                    desk.said.set("The encounter was deleted.".to_owned());
                    on_deleted.run(at);
                }
            }
        });
    };
    view! {
        <div class="dialog-body">
            <p><b>{name}</b></p>
            <p>
                "The note, what is known of the visit and every report of it are erased. This cannot be undone."
                {is_being_made.then_some(" Its report is being made; that ends too.")}
            </p>
            {move || fault.get().map(|words| view! { <p class="field-wrong" data-tone="bad" role="alert">{words}</p> })}
        </div>
        <footer class="dialog-foot">
            <button class="btn" type="button" autofocus on:click=move |_| open.set(false)>"Keep it"</button>
            <button class="btn btn-danger" type="button" title=move || why.get()
                disabled=move || is_busy.get() || !can_act.get() on:click=delete
            >
                {move || if is_busy.get() { "Deleting" } else { "Delete" }}
            </button>
        </footer>
    }
}
