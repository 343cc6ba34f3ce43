//! The list.

use std::collections::HashSet;

use leptos::prelude::*;
use revrx_api::{EncounterId, ReportId};

use super::choose::ChooseButton;
use super::desk::Desk;
use super::load::Reader;
use super::row::Row;
use super::samples::SampleMenu;
use super::uploads::UploadList;
use crate::model::format;
use crate::parts::Icon;
use crate::shell::{can_act, use_live, why_not};

/// Steps in which the time since a change is counted, in milliseconds.
const CLOCK_STEP_MS: f64 = 5_000.0;

/// The page once there are encounters.
#[component]
pub(super) fn ListPage(desk: Desk, reader: Reader, over: ReadSignal<bool>) -> impl IntoView {
    view! {
        <Head desk/>
        <Strip desk over/>
        <UploadList desk/>
        <Table desk reader/>
        <Pager desk reader/>
    }
}

/// Title, and what was made elsewhere: it waits here, so that no row moves by itself.
#[component]
fn Head(desk: Desk) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let fresh = Memo::new(move |_| desk.list.with(|list| list.as_ref().map_or(0, |list| list.fresh())));
    let reveal = move |_| {
        desk.change(|list| list.reveal());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    };
    view! {
        <header class="page-head">
            <h1>"Encounters"</h1>
            <p class="fresh-line" role="status">
                <Show when=move || fresh.get() != 0>
                    <button class="btn btn-small" type="button" on:click=reveal>
                        <span class="num">{fresh}</span>" new"
                    </button>
                </Show>
            </p>
            <div class="head-acts">
                <button class="btn btn-primary" type="button" disabled=move || !can_act.get() title=move || why.get()
                    on:click=move |_| desk.is_pasting.set(true)
                >
                    <Icon name="plus"/>"New report"
                </button>
            </div>
        </header>
    }
}

/// Where notes are dropped.
#[component]
fn Strip(desk: Desk, over: ReadSignal<bool>) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    view! {
        <div class="drop" class:is-over=over role="group" aria-label="Add notes">
            <Icon name="upload"/>
            <p>
                <b>"Drop notes here"</b>", "
                <button class="link" type="button" disabled=move || !can_act.get() title=move || why.get()
                    on:click=move |_| desk.is_pasting.set(true)
                >
                    "paste a note"
                </button>
                ", or "<ChooseButton class="link">"choose files"</ChooseButton>
                ". Each note makes a report of its own. "
                <span class="where">"Plain text, up to 1 MB each."</span>
            </p>
            <p class="drop-acts"><SampleMenu desk class="btn btn-small btn-quiet" words="Sample notes"/></p>
        </div>
    }
}

#[component]
fn Table(desk: Desk, reader: Reader) -> impl IntoView {
    let live_now = use_live().now();
    let now = Memo::new(move |_| (live_now.get() / CLOCK_STEP_MS).floor() * CLOCK_STEP_MS);
    let followed: Memo<HashSet<ReportId>> =
        Memo::new(move |_| desk.list.with(|list| list.iter().flat_map(|list| list.to_follow()).collect()));
    let ids: Memo<Vec<EncounterId>> = Memo::new(move |_| {
        let ids = |list: &crate::model::encounters::list::List| {
            list.rows().iter().map(|row| row.id.clone()).collect()
        };
        desk.list.with(|list| list.as_ref().map(ids).unwrap_or_default())
    });
    view! {
        <div class="table-wrap">
            <table class="table table-enc">
                <caption class="vh">"Encounters, newest first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Patient or reference"</th>
                        <th scope="col">"Visit"</th>
                        <th scope="col">"Report"</th>
                        <th scope="col">"To look at"</th>
                        <th scope="col" class="c-when">"Changed"</th>
                        <th scope="col" class="c-acts"><span class="vh">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=EncounterId::clone let(id)>
                        <Row desk reader id followed now/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Pager(desk: Desk, reader: Reader) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let shown = Memo::new(move |_| desk.list.with(|list| list.as_ref().map_or(0, |list| list.rows().len())));
    let total = Memo::new(move |_| desk.list.with(|list| list.as_ref().map_or(0, |list| list.total())));
    let has_more =
        Memo::new(move |_| desk.list.with(|list| list.as_ref().is_some_and(|list| list.next().is_some())));
    view! {
        <nav class="pager" aria-label="Pages">
            <span class="meta">
                <span class="num">{move || format::count(shown.get() as u64)}</span>
                " of "
                <span class="num">{move || format::count(total.get().max(shown.get() as u64))}</span>
            </span>
            {move || desk.fault.get().map(|fault| view! {
                <span class="meta" role="alert">{format!("{}. {}", fault.title, fault.detail)}</span>
            })}
            <Show when=move || has_more.get()>
                <button class="btn" type="button" title=move || why.get()
                    disabled=move || desk.reading_on.get() || !can_act.get() on:click=move |_| reader.read_on()
                >
                    "Show more"
                </button>
            </Show>
        </nav>
    }
}
