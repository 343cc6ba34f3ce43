//! Choosing files, by button or key: one hidden field for the page.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{File, FileList};

use super::desk::Desk;
use super::send::add_files;

/// The field, in context of the page.
#[derive(Clone, Copy)]
pub(super) struct Chooser(NodeRef<Input>);

impl Chooser {
    /// Puts it into context.
    pub(super) fn provide() -> Self {
        let chooser = Self(NodeRef::new());
        provide_context(chooser);
        chooser
    }

    /// Opens the browser's dialog.
    pub(super) fn open(self) {
        if let Some(input) = self.0.get_untracked() {
            input.click();
        }
    }
}

/// The hidden field.
#[component]
pub(super) fn ChosenFiles(desk: Desk, chooser: Chooser) -> impl IntoView {
    let on_change = move |_| {
        let Some(input) = chooser.0.get_untracked() else { return };
        let files = input.files().map(|files| listed(&files)).unwrap_or_default();
        // The same file may be chosen again.
        input.set_value("");
        add_files(desk, files);
    };
    view! {
        <input type="file" multiple hidden node_ref=chooser.0 accept=".txt,.text,.md,.json,text/plain"
            aria-label="Notes" on:change=on_change/>
    }
}

/// A button or link that opens the browser's dialog.
#[component]
pub(super) fn ChooseButton(class: &'static str, children: Children) -> impl IntoView {
    let chooser: Chooser = expect_context();
    let (can_act, why) = (crate::shell::can_act(), crate::shell::why_not());
    view! {
        <button class=class type="button" disabled=move || !can_act.get() title=move || why.get()
            on:click=move |_| chooser.open()
        >
            {children()}
        </button>
    }
}

/// The files of a list.
pub(super) fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}
