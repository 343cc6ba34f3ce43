//! The title of the window.

use leptos::prelude::*;

/// Sets the title of the window to this and `RevRx`, and follows it. Never put a patient's name into it: titles are
/// kept in histories and shown on shared screens.
pub fn use_title(title: impl Fn() -> String + 'static) {
    Effect::new(move || document().set_title(&[&title(), " · RevRx"].concat()));
}
