//! Notes on their way: what is sent, what arrived, what is the matter with the rest.

use leptos::prelude::*;

use super::desk::Desk;
use super::send::retry;
use crate::model::encounters::uploads::{Upload, UploadKey, UploadState};
use crate::parts::{Glyph, Icon, Tone};
use crate::shell::{can_act, why_not};

/// The list of notes on their way, when there is something to be seen in it.
#[component]
pub(super) fn UploadList(desk: Desk) -> impl IntoView {
    let uploads = desk.uploads;
    let counts = Memo::new(move |_| uploads.with(|uploads| uploads.counts()));
    // What is over before a reader could read it is not shown; what is shown stays until it is closed, so that the
    // list below does not jump.
    let is_shown = Memo::new(move |was_shown: Option<&bool>| {
        let (counts, is_slow) = (counts.get(), desk.is_slow.get());
        let is_left_out = desk.left_out.read().is_some();
        let is_due = counts.has_trouble() || is_left_out || is_slow && counts.open > 0;
        is_due || was_shown == Some(&true) && !counts.is_nothing()
    });
    let can_act = can_act();
    let why = why_not();
    let send_all = move |_| {
        let items = uploads.with_untracked(|uploads| uploads.items().to_vec());
        items.into_iter().for_each(|item| retry(desk, item.key));
    };
    let close = move |_| {
        uploads.update(|uploads| uploads.clear());
        desk.left_out.set(None);
        desk.forget();
    };
    let keys =
        move || uploads.with(|uploads| uploads.items().iter().map(|item| item.key).collect::<Vec<_>>());
    let has_lines = Memo::new(move |_| uploads.with(|uploads| !uploads.items().is_empty()));
    view! {
        <Show when=move || is_shown.get()>
            <section class="ups" aria-labelledby="ups-h">
                <header class="ups-head">
                    <h2 id="ups-h">{move || if counts.get().open > 0 { "Adding notes" } else { "Notes" }}</h2>
                    <p class="meta num">{move || counts.get().sentence()}</p>
                    <p class="acts">
                        <Show when=move || { counts.get().failed > 1 }>
                            <button class="btn btn-small" type="button" disabled=move || !can_act.get()
                                title=move || why.get() on:click=send_all
                            >
                                "Send all again"
                            </button>
                        </Show>
                        <Show when=move || counts.get().open == 0>
                            <button class="btn btn-small btn-quiet" type="button" on:click=close>"Close"</button>
                        </Show>
                    </p>
                </header>
                <Show when=move || has_lines.get()>
                    <ul class="ups-rows" tabindex="0" aria-label="Notes being added">
                        <For each=keys key=|key| *key let(key)><UploadRow desk key_of=key/></For>
                    </ul>
                </Show>
                {move || desk.left_out.get().map(|words| view! { <p class="ups-more">{words}</p> })}
            </section>
        </Show>
    }
}

#[component]
fn UploadRow(desk: Desk, key_of: UploadKey) -> impl IntoView {
    let upload = Memo::new(move |_| desk.uploads.with(|uploads| uploads.get(key_of).cloned()));
    let tone = move || upload.with(|upload| upload.as_ref().map(|upload| looks(&upload.state).1.as_str()));
    let glyph = Signal::derive(move || {
        upload.with(|upload| upload.as_ref().map_or("waiting", |u| looks(&u.state).2))
    });
    let can_act = can_act();
    let why = why_not();
    let dismiss = move |_| {
        desk.uploads.update(|uploads| uploads.dismiss(key_of));
        desk.forget();
    };
    let is_failed =
        move || upload.with(|upload| matches!(upload, Some(Upload { state: UploadState::Failed(_), .. })));
    let has_acts =
        move || upload.with(|upload| upload.as_ref().is_some_and(|upload| !upload.state.is_open()));
    view! {
        <li data-tone=tone>
            <Glyph name=glyph/>
            <div>
                <p class="ups-name">{move || upload.get().map(name)}</p>
                {move || upload.get().and_then(what)}
            </div>
            <p class="acts">
                <Show when=is_failed>
                    <button class="btn btn-small" type="button" disabled=move || !can_act.get()
                        title=move || why.get() on:click=move |_| retry(desk, key_of)
                    >
                        "Send again"
                    </button>
                </Show>
                <Show when=has_acts>
                    <button class="btn btn-small btn-icon" type="button" aria-label="Take this line away"
                        title="Take this line away" on:click=dismiss
                    >
                        <Icon name="x"/>
                    </button>
                </Show>
            </p>
        </li>
    }
}

fn name(upload: Upload) -> impl IntoView {
    let word = looks(&upload.state).0;
    view! { <b>{upload.name}</b>" · "<span class="ups-word">{word}</span> }
}

fn what(upload: Upload) -> Option<impl IntoView> {
    match upload.state {
        UploadState::Refused(trouble) | UploadState::Failed(trouble) => {
            Some(view! { <p class="ups-what">{format!("{} {}", ended(trouble.what), trouble.way_out)}</p> })
        }
        _ => None,
    }
}

fn ended(text: String) -> String {
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

/// Word, tone and shape.
fn looks(state: &UploadState) -> (&'static str, Tone, &'static str) {
    match state {
        UploadState::Waiting => ("Waits for the others", Tone::Mute, "waiting"),
        UploadState::Sending => ("On the way", Tone::Live, "running"),
        UploadState::Arrived { .. } => ("Added", Tone::Good, "ready"),
        UploadState::Refused(_) => ("Not taken", Tone::Bad, "failed"),
        UploadState::Failed(_) => ("Not sent", Tone::Warn, "retrying"),
    }
}
