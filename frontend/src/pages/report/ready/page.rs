//! Puts the page together.

use std::rc::Rc;

use leptos::prelude::*;
use revrx_api::Report;

use super::actions;
use super::desk::{Desk, Pane};
use super::head::Head;
use super::linking;
use super::list::List;
use super::made::HowMade;
use super::note::Note;
use super::summary::{Missing, Summary};
use crate::model::report::ReportView;
use crate::shell::{Page, use_title};

/// A report that is complete.
#[component]
pub fn ReadyPage(
    /// The report, with its document.
    report: Box<Report>,
) -> impl IntoView {
    use_title(|| "Report".to_owned());
    let view = ReportView::new(&report);
    let report = StoredValue::new_local(Rc::new(*report));
    let Some(view) = view else {
        return view! {
            <Page class="page-report">
                <Head report/>
                <p class="lead">"This report says it is complete, but there is nothing in it."</p>
                <p class="acts"><actions::Again report/></p>
            </Page>
        }
        .into_any();
    };
    let desk = Desk::new(Rc::new(view));
    linking::use_desk_keys(
        desk,
        move || actions::copy_code(desk),
        move || actions::copy_question(desk, None),
    );
    actions::unfold_to_print();
    Effect::new(move || {
        if desk.current().is_none() {
            desk.make_current(0);
        }
    });
    view! {
        <Page class="page-report">
            <Head report desk/>
            <Missing report desk/>
            <Summary desk/>
            <div class="pane-switch" role="group" aria-label="Show">
                <PaneButton desk pane=Pane::Codes name="Codes"/>
                <PaneButton desk pane=Pane::Note name="Note"/>
            </div>
            <div class="desk" data-pane=move || desk.pane.get().as_str()
                on:pointerover=move |event| linking::pointed(desk, &event)
                on:pointerleave=move |_| desk.point(None)
                on:focusin=move |event| linking::pointed(desk, &event)
                on:focusout=move |_| desk.point(None)
                on:click=move |event| linking::clicked(desk, &event)
                on:keydown=move |event| linking::pressed(desk, &event)
            >
                <Note desk/>
                <List desk/>
            </div>
            <HowMade shared=report desk/>
            <p class="said" role="status">{move || desk.said.get()}</p>
        </Page>
    }
    .into_any()
}

/// Shows a pane where there is room for one.
#[component]
fn PaneButton(desk: Desk, pane: Pane, name: &'static str) -> impl IntoView {
    let pressed = move || if desk.pane.get() == pane { "true" } else { "false" };
    view! {
        <button type="button" aria-pressed=pressed on:click=move |_| desk.pane.set(pane)>{name}</button>
    }
}
