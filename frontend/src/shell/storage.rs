//! What the browser keeps for this page: the theme and whether keys are on. Nothing of a note ever.

use leptos::prelude::window;

/// A value kept, if the browser keeps any.
pub(super) fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value, or forgets it. A browser that keeps nothing is no error.
pub(super) fn keep(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let kept = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
    drop(kept);
}
