//! An address of an encounter: leads to its newest report, or offers to make one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use revrx_api::{EncounterId, EncounterRow};

use super::encounters::{DeleteDialog, start, use_desk};
use crate::model::encounters::row;
use crate::net::http::{self, NetError};
use crate::parts::{Glyph, Icon};
use crate::shell::{Page, can_act, use_title, why_not};

/// The page.
#[component]
pub fn EncounterPage() -> impl IntoView {
    use_title(|| "Encounter".to_owned());
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let answer: RwSignal<Option<Result<EncounterRow, NetError>>> = RwSignal::new(None);
    let navigate = use_navigate();
    let read = move || {
        let path = format!("/encounters/{}", String::from(js_sys::encode_uri_component(&id.get())));
        answer.set(None);
        spawn_local(async move { drop(answer.try_set(Some(http::get::<EncounterRow>(&path).await))) });
    };
    Effect::new(read);
    Effect::new(move || {
        let report = answer.with(|answer| match answer {
            Some(Ok(encounter)) => encounter.report.as_ref().map(|badge| badge.id.clone()),
            _ => None,
        });
        if let Some(report) = report {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&format!("/reports/{report}"), options);
        }
    });
    let shown = move || match answer.get() {
        Some(Ok(encounter)) if encounter.report.is_none() => {
            Some(view! { <WithoutReport encounter/> }.into_any())
        }
        Some(Err(error)) => {
            Some(view! { <NotThere error on_retry=Callback::new(move |()| read())/> }.into_any())
        }
        _ => None,
    };
    view! { <Page class="page-encounter">{shown}</Page> }
}

/// The part of an encounter that its row does not have.
#[derive(serde::Deserialize)]
struct Noted {
    note: String,
}

/// The note of an encounter, asked for when it is to be shown.
fn note_of(encounter: &EncounterId) -> RwSignal<String> {
    let note = RwSignal::new(String::new());
    let path = format!("/encounters/{encounter}");
    spawn_local(async move {
        if let Ok(noted) = http::get::<Noted>(&path).await {
            note.try_set(noted.note);
        }
    });
    note
}

/// An encounter of which no report was made.
#[component]
fn WithoutReport(encounter: EncounterRow) -> impl IntoView {
    let (desk, navigate) = (use_desk(), use_navigate());
    let (can_act, why) = (can_act(), why_not());
    let is_busy = RwSignal::new(false);
    let fault: RwSignal<Option<(String, String)>> = RwSignal::new(None);
    let key = StoredValue::new(http::new_key());
    let who = row::who(&encounter);
    let note = note_of(&encounter.id);
    let (row, id) = (encounter, StoredValue::new(String::new()));
    id.set_value(row.id.to_string());
    let home = navigate.clone();
    let make = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match start(&EncounterId::from(id.get_value()), false, &key.get_value()).await {
                Ok(status) => {
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/reports/{}", status.id), options);
                }
                Err(error) => {
                    fault.try_set(Some((error.title(), error.detail())));
                    is_busy.try_set(false);
                }
            }
        });
    };
    view! {
        <header class="page-head">
            <p class="crumbs"><a href="/">"Encounters"</a>" /"</p>
            <h1>{who.name}</h1>
            <p class="meta">{[who.class, who.day_long.as_deref().unwrap_or("no date given")].join(", ")}</p>
            <div class="head-acts">
                <button class="btn btn-danger" type="button" disabled=move || !can_act.get() title=move || why.get()
                    on:click=move |_| desk.to_delete.set(Some(row.clone()))
                >
                    <Icon name="bin"/>"Delete"
                </button>
                <button class="btn btn-primary" type="button" title=move || why.get()
                    disabled=move || is_busy.get() || !can_act.get() on:click=make
                >
                    <Icon name="play"/>"Make the report"
                </button>
            </div>
        </header>
        <p class="lead">"No report has been made of this note yet."</p>
        {move || fault.get().map(|(title, detail)| view! {
            <div class="notice" data-tone="bad" role="alert">
                <Glyph name=Signal::stored("failed")/><div><h2>{title}</h2><p>{detail}</p></div>
            </div>
        })}
        <section class="sheet" aria-label="Note"><div class="note" tabindex="0">{move || note.get()}</div></section>
        <DeleteDialog desk on_deleted=Callback::new(move |_: usize| home("/", Default::default()))/>
    }
}

/// There is none, it was deleted, or it could not be read.
#[component]
fn NotThere(error: NetError, on_retry: Callback<()>) -> impl IntoView {
    let (title, text, can_retry) = match error.status() {
        Some(410) => (
            "This encounter was deleted".to_owned(),
            "Its note and its reports were erased.".to_owned(),
            false,
        ),
        Some(404) => (
            "There is no such encounter".to_owned(),
            "It may have been deleted, or the address was cut short when it was copied.".to_owned(),
            false,
        ),
        _ => (error.title(), error.detail(), true),
    };
    view! {
        <section class="first">
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <p class="acts">
                {can_retry.then(|| view! {
                    <button class="btn btn-primary" type="button" on:click=move |_| on_retry.run(())>"Try again"</button>
                })}
                <a class="btn" href="/">"All encounters"</a>
            </p>
        </section>
    }
}
