//! The page of encounters: which of its faces is shown.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::choose::{Chooser, ChosenFiles};
use super::delete::DeleteDialog;
use super::desk::{Desk, Fault, use_desk};
use super::drop::{DropOver, use_drop};
use super::first::FirstVisit;
use super::keys::{focus_row, use_list_keys};
use super::load::{Reader, use_list};
use super::paste::PasteDialog;
use super::table::ListPage;
use crate::parts::Glyph;
use crate::shell::{Page, use_title};

/// What is ready within this time needs no empty lines before it.
const LINES_AFTER: Duration = Duration::from_millis(300);
/// How many empty lines stand for rows.
const LINES: usize = 8;

/// Which face the page has.
#[derive(Clone, PartialEq, Eq)]
enum Face {
    Loading,
    Fault(Fault),
    First,
    List,
}

/// The page.
#[component]
pub fn EncountersPage() -> impl IntoView {
    use_title(|| "Encounters".to_owned());
    let desk = use_desk();
    let reader = use_list(desk);
    let chooser = Chooser::provide();
    let over = use_drop(desk);
    use_list_keys(desk, chooser);
    follow_to_reports(desk);
    let face = Memo::new(move |_| {
        let is_empty = desk.list.with(|list| list.as_ref().map(|list| list.is_empty()));
        match (is_empty, desk.fault.get()) {
            (Some(true), _) => Face::First,
            (Some(false), _) => Face::List,
            (None, Some(fault)) => Face::Fault(fault),
            (None, None) => Face::Loading,
        }
    });
    let shown = move || match face.get() {
        Face::Loading => view! { <Loading/> }.into_any(),
        Face::Fault(fault) => view! { <NotRead fault reader/> }.into_any(),
        Face::First => view! { <FirstVisit desk over/> }.into_any(),
        Face::List => view! { <ListPage desk reader over/> }.into_any(),
    };
    let after_delete = Callback::new(|at: usize| {
        // The dialog closes first, and finds what had the focus gone.
        set_timeout(move || focus_row_or_main(at), Duration::ZERO);
    });
    view! {
        <Page class="page-encounters">
            <p class="vh" role="status">{move || desk.said.get()}</p>
            {shown}
            <ChosenFiles desk chooser/>
            <DropOver over/>
            <PasteDialog desk/>
            <DeleteDialog desk on_deleted=after_delete/>
        </Page>
    }
}

/// Goes to the report of a single note that was added, as soon as it is started; but not from another page.
fn follow_to_reports(desk: Desk) {
    desk.opens.set(None);
    desk.said.set(String::new());
    let navigate = use_navigate();
    Effect::new(move || {
        if let Some(href) = desk.opens.get() {
            desk.opens.set(None);
            navigate(&href, Default::default());
        }
    });
}

/// Empty lines where rows will be, after a while.
#[component]
fn Loading() -> impl IntoView {
    let is_due = RwSignal::new(false);
    set_timeout(
        move || {
            is_due.try_set(true);
        },
        LINES_AFTER,
    );
    let line = |_| view! { <div class="waits-line"><i></i><i></i><i></i><i></i></div> };
    view! {
        <Show when=move || is_due.get()>
            <header class="page-head"><h1>"Encounters"</h1></header>
            <div role="status" aria-label="The list is being read">{(0..LINES).map(line).collect_view()}</div>
        </Show>
    }
}

/// The list could not be read.
#[component]
fn NotRead(fault: Fault, reader: Reader) -> impl IntoView {
    view! {
        <header class="page-head"><h1>"Encounters"</h1></header>
        <div class="notice" data-tone="bad" role="alert">
            <Glyph name=Signal::stored("failed")/>
            <div>
                <h2>{fault.title}</h2>
                <p>{fault.detail}</p>
                <p class="acts">
                    <button class="btn" type="button" on:click=move |_| reader.read()>"Try again"</button>
                </p>
            </div>
        </div>
    }
}

fn focus_row_or_main(at: usize) {
    if focus_row(at) {
        return;
    }
    let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let Some(main) = main {
        drop(main.focus());
    }
}
