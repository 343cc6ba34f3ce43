//! Keys that do something: pages name theirs, and the list of keys shows them.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::storage;

/// Where it is kept that keys are off.
const KEPT: &str = "revrx-keys";

/// A key of a page.
#[derive(Clone)]
pub struct Key {
    /// As the browser names it: `j`, `/`, `Escape`. Letters are meant without regard to case.
    pub key: &'static str,
    /// What it does, in a few words.
    pub what: &'static str,
    run: Rc<dyn Fn()>,
}

impl Key {
    /// A key and what it does.
    pub fn new(key: &'static str, what: &'static str, run: impl Fn() + 'static) -> Self {
        Self { key, what, run: Rc::new(run) }
    }
}

type Group = (u32, Vec<Key>);

/// The keys of the pages that are shown, in context.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    groups: RwSignal<Vec<Group>, LocalStorage>,
    next: StoredValue<u32>,
    on: RwSignal<bool>,
    listed: RwSignal<bool>,
}

impl Keys {
    /// Listens to the keyboard.
    pub(super) fn begin() -> Self {
        let keys = Self {
            groups: RwSignal::new_local(Vec::new()),
            next: StoredValue::new(0),
            on: RwSignal::new(storage::kept(KEPT).as_deref() != Some("off")),
            listed: RwSignal::new(false),
        };
        window_event_listener(ev::keydown, move |event| keys.pressed(&event));
        keys
    }

    /// Key and meaning of all that are there, in the order in which they came.
    pub(super) fn list(self) -> Vec<(&'static str, &'static str)> {
        self.groups.read().iter().flat_map(|(_, keys)| keys.iter().map(|key| (key.key, key.what))).collect()
    }

    /// Whether keys do anything.
    pub(super) fn on(self) -> Signal<bool> {
        self.on.into()
    }

    /// Switches keys on or off, for good.
    pub(super) fn switch(self, on: bool) {
        storage::keep(KEPT, (!on).then_some("off"));
        self.on.set(on);
    }

    /// Whether the list of keys is shown.
    pub(super) fn listed(self) -> RwSignal<bool> {
        self.listed
    }

    fn pressed(self, event: &KeyboardEvent) {
        let with_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if with_command || event.default_prevented() || event.is_composing() {
            return;
        }
        if !self.on.get_untracked() || is_typing(event) || is_dialog_open() {
            return;
        }
        let pressed = event.key();
        if pressed == "?" {
            event.prevent_default();
            self.listed.set(true);
            return;
        }
        // The newest first: a dialog or pane has precedence over the page it is on.
        let found = self.groups.with_untracked(|groups| {
            let all = groups.iter().rev().flat_map(|(_, keys)| keys);
            all.filter(|key| key.key.eq_ignore_ascii_case(&pressed)).map(|key| Rc::clone(&key.run)).next()
        });
        if let Some(run) = found {
            event.prevent_default();
            run();
        }
    }
}

/// Registers the keys of the calling component for as long as it is shown. They do nothing while the reader types,
/// holds a command key, has a dialog open, or has switched keys off.
pub fn use_keys(list: Vec<Key>) {
    let keys: Keys = expect_context();
    let id = keys.next.get_value();
    keys.next.set_value(id.wrapping_add(1));
    keys.groups.update(|groups| groups.push((id, list)));
    on_cleanup(move || {
        keys.groups.try_update(|groups| groups.retain(|(other, _)| *other != id));
    });
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target() else { return false };
    let field = |element: &Element| matches!(&*element.tag_name(), "INPUT" | "TEXTAREA" | "SELECT");
    let editable = target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
    editable || target.dyn_ref::<Element>().is_some_and(field)
}

fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}
