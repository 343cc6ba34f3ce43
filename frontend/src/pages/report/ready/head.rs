//! Whose report it is, and what can be done with it.

use leptos::prelude::*;

use super::actions::{HeadActions, Shared};
use super::desk::Desk;
use crate::model::progress::visit;
use crate::pages::report::head::ReportHead;
use crate::parts::StateWord;

/// The head of the page; without the desk there is nothing to copy.
#[component]
pub(super) fn Head(report: Shared, #[prop(optional)] desk: Option<Desk>) -> impl IntoView {
    let (head, state, degraded) =
        report.with_value(|report| (visit::head(report.encounter.as_ref()), report.status, report.degraded));
    view! {
        <ReportHead head=Signal::stored(Some(head))>
            <StateWord state=Signal::stored(state) degraded=Signal::stored(degraded)/>
            {desk.map(|desk| view! { <HeadActions report desk/> })}
        </ReportHead>
    }
}
