//! The dialog for a note that is pasted or typed, with what is known of the visit.

use leptos::ev::SubmitEvent;
use leptos::html::{Form, Textarea};
use leptos::prelude::*;
use revrx_api::NewEncounter;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::desk::{Desk, Draft};
use super::fields::{VisitFields, Wrong};
use super::modal::Modal;
use super::send::add_words;
use crate::model::encounters::check::check_text;
use crate::model::encounters::visit::FieldError;
use crate::model::format;
use crate::parts::Icon;
use crate::shell::{can_act, why_not};

/// The dialog. It keeps what was typed when it is closed, until the note is sent.
#[component]
pub(super) fn PasteDialog(desk: Desk) -> impl IntoView {
    view! {
        <Modal open=desk.is_pasting heading="paste-h" title="Paste a note">
            <PasteForm desk/>
        </Modal>
    }
}

#[component]
fn PasteForm(desk: Desk) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let form = NodeRef::<Form>::new();
    let note_wrong: RwSignal<Option<String>> = RwSignal::new(None);
    let wrong: RwSignal<Vec<FieldError>> = RwSignal::new(Vec::new());
    let is_tried = StoredValue::new(false);
    let check = move || {
        let (note, visit) = desk.draft.with_untracked(|draft| (checked(draft), draft.visit.read()));
        note_wrong.set(note.err());
        wrong.set(visit.as_ref().err().cloned().unwrap_or_default());
        let (reference, visit) = visit.ok()?;
        note_wrong.with_untracked(Option::is_none).then_some((reference, visit))
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        is_tried.set_value(true);
        match check() {
            // The dialog is empty and closed before anything is sent: a second press finds nothing to send.
            Some((reference, visit)) => {
                let note = desk.draft.try_update(std::mem::take).unwrap_or_default().note;
                desk.is_pasting.set(false);
                let name = reference.clone().unwrap_or_else(|| "Pasted note".to_owned());
                add_words(desk, name, NewEncounter { note, reference, visit });
            }
            None => request_animation_frame(move || focus_wrong(form)),
        }
    };
    // Once something was wrong, every change is looked at.
    Effect::new(move || {
        desk.draft.track();
        if is_tried.get_value() && desk.is_pasting.get_untracked() {
            check();
        }
    });
    view! {
        <form class="dialog-form" novalidate node_ref=form on:submit=on_submit>
            <div class="dialog-body">
                <NoteField desk wrong=note_wrong/>
                <VisitDetails desk wrong/>
            </div>
            <footer class="dialog-foot">
                <p class="meta num">{move || length(&desk.draft.read().note)}</p>
                <button class="btn" type="button" on:click=move |_| desk.is_pasting.set(false)>"Not now"</button>
                <button class="btn btn-primary" type="submit" disabled=move || !can_act.get() title=move || why.get()>
                    "Make the report"
                </button>
            </footer>
        </form>
    }
}

/// The note: in serif, as everywhere its words stand.
#[component]
fn NoteField(desk: Desk, wrong: RwSignal<Option<String>>) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    // Set once: a long note is not written back at every key.
    let words = desk.draft.with_untracked(|draft| draft.note.clone());
    view! {
        <div class="field">
            <label for="paste-note">"Note"</label>
            <textarea class="note-field" id="paste-note" rows="10" autofocus node_ref=area prop:value=words
                spellcheck="false" autocomplete="off" aria-invalid=move || wrong.read().is_some().then_some("true")
                aria-describedby="paste-note-wrong"
                on:input=move |event| desk.draft.update(|draft| draft.note = event_target_value(&event))
            ></textarea>
            <Wrong id="paste-note-wrong" words=Signal::derive(move || wrong.get())/>
        </div>
    }
}

/// What is known of the visit: folded until it is asked for, or something in it is wrong.
#[component]
fn VisitDetails(desk: Desk, wrong: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let has_some = desk.draft.with_untracked(|draft| draft.visit != Default::default());
    let is_open = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(has_some) || !wrong.read().is_empty()
    });
    view! {
        <details class="more" open=is_open>
            <summary>
                <Icon name="right"/>
                <span>"What is known of the visit "<span class="meta">"all of it optional"</span></span>
            </summary>
            <p class="assure">
                <Icon name="lock"/>
                <span>
                    "Names, record numbers and the date of birth serve to protect them: wherever one stands in the \
                     note, it is found and replaced before codes are looked for."
                </span>
            </p>
            <VisitFields desk wrong/>
        </details>
    }
}

fn checked(draft: &Draft) -> Result<(), String> {
    let refused = |refused: crate::model::encounters::check::Refused| {
        format!("{} {}", refused.what(), refused.way_out())
    };
    check_text(&draft.note).map(|_| ()).map_err(refused)
}

fn length(note: &str) -> String {
    match note.chars().count() {
        0 => String::new(),
        count => format::plural(count as u64, "character", "characters"),
    }
}

/// Focus goes to the first field that is wrong.
fn focus_wrong(form: NodeRef<Form>) {
    let field =
        form.get_untracked().and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        drop(field.focus());
    }
}
