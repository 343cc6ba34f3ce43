//! Pointer, focus, clicks and keys on the two panes. One listener each for all entries and all marks.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

use super::desk::Desk;
use super::scroll;
use crate::model::report::Target;
use crate::shell::{Key, use_keys};

/// The pointer or the focus moved.
pub(super) fn pointed(desk: Desk, event: &Event) {
    let element = element_of(event);
    if let Some(item) = element.as_ref().filter(|_| event.type_() == "focusin").and_then(item_around) {
        desk.make_current(item);
    }
    desk.point(element.and_then(|element| target(&element)));
}

/// A click on an entry, a quote, a mark or a number.
pub(super) fn clicked(desk: Desk, event: &MouseEvent) {
    let Some(element) = element_of(event) else { return };
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    if let Some(link) = closest(&element, "a[href^='#']") {
        event.prevent_default();
        match target(&element) {
            Some(quote @ Target::Quote(..)) => desk.choose(quote),
            _ => follow(desk, &link),
        }
        return;
    }
    if closest(&element, "button, summary, a").is_some() || is_selecting() {
        return;
    }
    if let Some(target) = target(&element) {
        desk.choose(target);
    }
}

/// Follows a link to an entry or a group.
pub(super) fn follow(desk: Desk, link: &Element) {
    let Some(anchor) = link.get_attribute("href") else { return };
    let anchor = anchor.trim_start_matches('#');
    let view = desk.view();
    if let Some(item) = view.entries.iter().position(|entry| entry.anchor == anchor) {
        desk.go_to(item);
    } else if let Some(group) = view.groups.iter().find(|group| group.id == anchor) {
        scroll::to_group(desk, group.id);
    } else if let Some(element) = scroll::element(anchor) {
        element.scroll_into_view();
        scroll::focus(&element);
    }
}

/// Follows a link of the summary; the panes have their own listener.
pub(super) fn follow_click(desk: Desk, event: &MouseEvent) {
    let link = element_of(event).and_then(|element| closest(&element, "a[href^='#']"));
    if let Some(link) = link.filter(|_| !event.ctrl_key() && !event.meta_key() && !event.shift_key()) {
        event.prevent_default();
        follow(desk, &link);
    }
}

/// Keys on an entry that has the focus itself: they work also when the single keys are switched off.
pub(super) fn pressed(desk: Desk, event: &KeyboardEvent) {
    let Some(element) = element_of(event).filter(|element| element.class_list().contains("finding")) else {
        return;
    };
    let Some(item) = item_around(&element) else { return };
    match event.key().as_str() {
        "Enter" => desk.choose(Target::Item(item)),
        "ArrowDown" => desk.step(true),
        "ArrowUp" => desk.step(false),
        _ => return,
    }
    event.prevent_default();
}

/// The keys of the page.
pub(super) fn use_desk_keys(desk: Desk, copy_code: impl Fn() + 'static, copy_question: impl Fn() + 'static) {
    use_keys(vec![
        Key::new("j", "Next code", move || desk.step(true)),
        Key::new("k", "Previous code", move || desk.step(false)),
        Key::new("e", "Next evidence in the note", move || desk.next_quote()),
        Key::new("n", "Note", move || {
            desk.pane.set(super::desk::Pane::Note);
            request_animation_frame(|| {
                if let Some(note) = scroll::element(scroll::NOTE) {
                    drop(note.focus());
                }
            });
        }),
        Key::new("c", "Copy code", copy_code),
        Key::new("q", "Copy question for the clinician", copy_question),
        Key::new("Escape", "Let go of the choice", move || desk.free()),
    ]);
}

/// What an element stands for: a quote, a number in the note, a mark, an entry.
fn target(element: &Element) -> Option<Target> {
    if let Some(quote) = closest(element, "[data-quote]") {
        return Some(Target::Quote(item_around(&quote)?, number(&quote, "data-quote")?));
    }
    if let Some(number_in_note) = closest(element, ".note a.ref") {
        return Some(Target::Item(number(&number_in_note, "data-item")?));
    }
    if let Some(mark) = closest(element, "mark") {
        return Some(Target::Piece(number(&mark, "data-piece")?));
    }
    item_around(element).map(Target::Item)
}

/// The entry of the list that an element lies in.
fn item_around(element: &Element) -> Option<usize> {
    number(&closest(element, "li.finding")?, "data-item")
}

fn number(element: &Element, attribute: &str) -> Option<usize> {
    element.get_attribute(attribute)?.parse().ok()
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn element_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Whether the reader has selected text, which a click must not take away.
fn is_selecting() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}
