//! A dialog above the page. The browser keeps focus in it, closes it by Escape, and puts focus back afterwards.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::parts::Icon;

/// A dialog; what it holds is built when it opens.
#[component]
pub(super) fn Modal(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Id of its heading, unlike any other.
    heading: &'static str,
    /// Its heading.
    title: &'static str,
    /// Whether it holds a sentence or two.
    #[prop(optional)]
    small: bool,
    /// Body and foot.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let (Some(dialog), open) = (dialog.get(), open.get()) else { return };
        if open && !dialog.open() {
            drop(dialog.show_modal());
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog" class:dialog-small=small node_ref=dialog aria-labelledby=heading
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div>
                    <header class="dialog-head">
                        <h2 id=heading>{title}</h2>
                        <button class="btn btn-icon" type="button" aria-label="Close" on:click=move |_| open.set(false)>
                            <Icon name="x"/>
                        </button>
                    </header>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
