//! What can be done with an encounter of the list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::EncounterRow;

use super::desk::Desk;
use super::menu::Menu;
use super::send::start;
use crate::model::encounters::moving::Moving;
use crate::model::encounters::row;
use crate::net::http;
use crate::parts::{Icon, Tone};
use crate::shell::{Toast, can_act, use_toasts, why_not};

/// The menu at the end of a row.
#[component]
pub(super) fn RowMenu(
    desk: Desk,
    encounter: Memo<Option<EncounterRow>>,
    report: Memo<Option<Moving>>,
    is_gone: Memo<bool>,
) -> impl IntoView {
    let id = move || {
        encounter.with_untracked(|row| row.as_ref().map(|row| row.id.to_string())).unwrap_or_default()
    };
    let label = move || {
        let name = encounter.with_untracked(|row| row.as_ref().map(|row| row::who(row).name));
        format!("Actions for {}", name.unwrap_or_default())
    };
    view! {
        <Menu id=format!("menu-{}", id()) class="btn btn-icon btn-small" label=label() disabled=is_gone
            face=view! { <Icon name="dots"/> }.into_any()
        >
            <Actions desk encounter report/>
        </Menu>
    }
}

#[component]
fn Actions(desk: Desk, encounter: Memo<Option<EncounterRow>>, report: Memo<Option<Moving>>) -> impl IntoView {
    let (can_act, why, toasts) = (can_act(), why_not(), use_toasts());
    // One key for as long as the menu is open: however often it is pressed, one report is made.
    let key = StoredValue::new(http::new_key());
    let make = move |again: bool| {
        let Some(row) = encounter.get_untracked() else { return };
        let key = key.get_value();
        spawn_local(async move {
            match start(&row.id, again, &key).await {
                Ok(status) => {
                    let badge = Moving::started(status, row.changed_at);
                    desk.change(|list| list.update(EncounterRow { report: Some(badge), ..row }));
                    desk.changes.update(|changes| *changes = changes.wrapping_add(1));
                    desk.said.set("The report is being made.".to_owned());
                }
                Err(error) => toasts.push(Toast {
                    tone: Tone::Bad,
                    title: error.title(),
                    text: error.detail(),
                    link: None,
                    stays: true,
                }),
            }
        });
    };
    let is_made =
        move || report.with(|report| report.as_ref().is_some_and(|report| report.badge.status.is_terminal()));
    let is_none = move || report.with(Option::is_none);
    let href = move || encounter.with(|row| row.as_ref().map(row::href));
    view! {
        <ul>
            <li><a class="menu-item" href=href><Icon name="arrow"/>"Open"</a></li>
            <Show when=is_made>
                <li>
                    <button class="menu-item" type="button" disabled=move || !can_act.get() title=move || why.get()
                        on:click=move |_| make(true)
                    >
                        <Icon name="retry"/>"Make the report again"
                    </button>
                </li>
            </Show>
            <Show when=is_none>
                <li>
                    <button class="menu-item" type="button" disabled=move || !can_act.get() title=move || why.get()
                        on:click=move |_| make(false)
                    >
                        <Icon name="play"/>"Make the report"
                    </button>
                </li>
            </Show>
            <li>
                <button class="menu-item is-danger" type="button" disabled=move || !can_act.get() title=move || why.get()
                    on:click=move |_| desk.to_delete.set(encounter.get_untracked())
                >
                    <Icon name="bin"/>"Delete"
                </button>
            </li>
        </ul>
    }
}
