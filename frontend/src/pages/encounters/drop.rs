//! Notes that are let go anywhere on the page, and words that are pasted onto it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, HtmlElement};

use super::choose::listed;
use super::desk::Desk;
use super::send::add_files;
use crate::parts::Icon;

/// Takes what is dropped or pasted while the calling component is shown. Tells whether files are held over the page.
pub(super) fn use_drop(desk: Desk) -> ReadSignal<bool> {
    let (over, set_over) = signal(false);
    let holds = |event: &DragEvent| event.data_transfer().is_some_and(|held| has_files(&held));
    let hold = move |event: DragEvent| {
        if holds(&event) {
            event.prevent_default();
            set_over.set(true);
        }
    };
    let enter = window_event_listener(ev::dragenter, hold);
    let held = window_event_listener(ev::dragover, hold);
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving one element for another is not leaving the page.
        if event.related_target().is_none() {
            set_over.set(false);
        }
    });
    let let_go = window_event_listener(ev::drop, move |event| {
        set_over.set(false);
        if holds(&event) {
            // The browser would show the file in place of the page.
            event.prevent_default();
            let files = event.data_transfer().and_then(|held| held.files());
            add_files(desk, files.map(|files| listed(&files)).unwrap_or_default());
        }
    });
    let pasted = window_event_listener(ev::paste, move |event| {
        if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
            paste(desk, event);
        }
    });
    on_cleanup(move || {
        enter.remove();
        held.remove();
        leave.remove();
        let_go.remove();
        pasted.remove();
    });
    over
}

/// What is over the page while files are held above it.
#[component]
pub(super) fn DropOver(over: ReadSignal<bool>) -> impl IntoView {
    view! {
        <Show when=move || over.get()>
            <div class="drop-over">
                <div>
                    <Icon name="files"/>
                    <p><b>"Let go to add the notes"</b></p>
                    <p class="meta">"Each makes a report of its own."</p>
                </div>
            </div>
        </Show>
    }
}

/// Words become a note in the dialog, to be looked at first; files are added.
fn paste(desk: Desk, event: &ClipboardEvent) {
    let Some(held) = event.clipboard_data() else { return };
    if is_field(event) || is_dialog_open() {
        return;
    }
    let files = held.files().map(|files| listed(&files)).unwrap_or_default();
    if !files.is_empty() {
        event.prevent_default();
        add_files(desk, files);
        return;
    }
    let text = held.get_data("text/plain").unwrap_or_default();
    if !text.trim().is_empty() {
        event.prevent_default();
        desk.draft.update(|draft| draft.note = text);
        desk.is_pasting.set(true);
    }
}

fn has_files(held: &DataTransfer) -> bool {
    held.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

fn is_field(event: &ClipboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        let is_editable = target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
        is_editable || matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}
