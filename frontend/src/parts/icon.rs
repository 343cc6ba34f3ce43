//! Icons are things and are drawn as lines; glyphs are states and are drawn as shapes. Both stand beside words, so
//! both are silent for a screen reader.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::model::shapes;

/// An icon, such as `tray`.
#[component]
pub fn Icon(
    /// Its name, such as that of a step; one that is not known is empty.
    #[prop(into)]
    name: Cow<'static, str>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=shapes::icon(&name).unwrap_or_default()></path>
        </svg>
    }
}

/// A glyph, such as `ready`; it follows its name.
#[component]
pub fn Glyph(
    /// Its name; one that is not known is empty.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    // Two paths, one of which may be empty: less code for every page than a list.
    let parts = move || {
        let parts = shapes::glyph(name.get()).unwrap_or_default();
        let part = |index: usize| parts.get(index).copied().unwrap_or_default();
        let ((back, back_outline), (front, front_outline)) = (part(0), part(1));
        view! {
            <path class=back d=back_outline></path>
            <path class=front d=front_outline></path>
        }
        .into_any()
    };
    view! { <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{parts}</svg> }
}
