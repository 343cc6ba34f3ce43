//! The list of keys.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::keys::Keys;
use crate::parts::Icon;

/// A dialog with the keys of the page that is shown. `?` opens it, Escape closes it.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let keys: Keys = expect_context();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let (Some(dialog), listed) = (dialog.get(), keys.listed().get()) else { return };
        if listed && !dialog.open() {
            // The browser moves focus into the dialog and back to where it was afterwards.
            drop(dialog.show_modal());
        } else if !listed {
            dialog.close();
        }
    });
    let row = |(key, what): (&'static str, &'static str)| {
        view! { <div><dt><kbd>{name(key)}</kbd></dt><dd>{what}</dd></div> }
    };
    view! {
        <dialog class="shortcuts" node_ref=dialog aria-labelledby="shortcuts-h"
            on:close=move |_| keys.listed().set(false)
        >
            <header>
                <h2 id="shortcuts-h">"Keyboard shortcuts"</h2>
                <button class="btn btn-icon" type="button" aria-label="Close"
                    on:click=move |_| keys.listed().set(false)
                >
                    <Icon name="x"/>
                </button>
            </header>
            <dl class="shortcut-list">
                {move || keys.list().into_iter().map(row).collect_view()}
                {row(("?", "Show this list"))}
            </dl>
            <label class="shortcut-switch">
                <input type="checkbox" prop:checked=keys.on()
                    on:change=move |event| keys.switch(event_target_checked(&event))/>
                "Use single keys. They never act while you type."
            </label>
        </dialog>
    }
}

/// What stands on the key.
fn name(key: &str) -> String {
    match key {
        "Escape" => "Esc".to_owned(),
        key => key.to_uppercase(),
    }
}
