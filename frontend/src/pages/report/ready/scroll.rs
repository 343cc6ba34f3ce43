//! Brings a mark or an entry into view, and moves nothing when it is there already.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FocusOptions, HtmlDetailsElement, HtmlElement, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition, ScrollToOptions,
};

use super::desk::{Desk, Pane, piece_element};

/// What stands still at the top of the page covers so much, in CSS pixels.
const COVERED: f64 = 104.0;
/// What is nearer to an edge is brought further in.
const MARGIN: f64 = 12.0;
/// Heights of what was never drawn are guessed: so many frames are given to come closer.
const TRIES: u32 = 4;
/// What is further away than so many screens is jumped to: a long way is no way to look at.
const SMOOTH_MAX: f64 = 0.75;

/// The id of the element that holds the text of the note.
pub(super) const NOTE: &str = "note-text";

/// Shows a mark, in its pane even where there is room for one pane.
pub(super) fn to_piece(desk: Desk, piece: usize) {
    if is_hidden(NOTE) {
        desk.pane.set(Pane::Note);
    }
    request_animation_frame(move || note_to(piece, TRIES));
}

/// Shows a mark if its pane is shown.
pub(super) fn to_piece_beside(piece: usize) {
    if !is_hidden(NOTE) {
        request_animation_frame(move || note_to(piece, TRIES));
    }
}

/// Opens what an entry is folded in, shows it, and gives it the focus.
pub(super) fn to_entry(desk: Desk, item: usize) {
    if is_hidden("codes") {
        desk.pane.set(Pane::Codes);
    }
    request_animation_frame(move || {
        let Some(entry) = desk.entry(item) else { return };
        unfold(&entry);
        focus(&entry);
        page_to(entry, ScrollLogicalPosition::Nearest, TRIES);
    });
}

/// Opens what an entry is folded in and shows it, in its pane even where there is room for one pane.
pub(super) fn to_entry_beside(desk: Desk, item: usize) {
    if is_hidden("codes") {
        desk.pane.set(Pane::Codes);
    }
    request_animation_frame(move || {
        let Some(entry) = desk.entry(item) else { return };
        unfold(&entry);
        page_to(entry, ScrollLogicalPosition::Nearest, TRIES);
    });
}

/// Shows a group of the list.
pub(super) fn to_group(desk: Desk, id: &'static str) {
    if is_hidden("codes") {
        desk.pane.set(Pane::Codes);
    }
    request_animation_frame(move || {
        let Some(group) = element(id) else { return };
        focus(&group);
        page_to(group, ScrollLogicalPosition::Start, TRIES);
    });
}

/// Gives an element the focus and moves nothing.
pub(super) fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    drop(element.focus_with_options(&options));
}

/// The element of that id.
pub(super) fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Whether no fold hides an entry.
pub(super) fn is_unfolded(entry: &Element) -> bool {
    matches!(entry.closest("details:not([open])"), Ok(None))
}

fn is_hidden(id: &str) -> bool {
    element(id).is_none_or(|element| element.client_height() == 0)
}

fn unfold(entry: &Element) {
    let fold = entry.closest("details:not([open])").ok().flatten();
    if let Some(fold) = fold.as_ref().and_then(|fold| fold.dyn_ref::<HtmlDetailsElement>()) {
        fold.set_open(true);
    }
}

/// Scrolls the note, or the page where the note does not scroll by itself.
fn note_to(piece: usize, tries: u32) {
    let (Some(note), Some(mark)) = (element(NOTE), piece_element(piece)) else { return };
    let place = mark.get_bounding_client_rect();
    let own = note.scroll_height() > note.client_height() + 1;
    let pane = note.get_bounding_client_rect();
    let (top, bottom) = if own { (pane.top(), pane.bottom()) } else { (COVERED, height()) };
    if place.top() >= top + MARGIN && place.bottom() <= bottom - MARGIN {
        return;
    }
    let far = (place.top() - top).abs() > SMOOTH_MAX * (bottom - top);
    let behavior = if far || tries < TRIES { ScrollBehavior::Instant } else { behavior() };
    if own {
        let options = ScrollToOptions::new();
        options.set_behavior(behavior);
        options.set_top(f64::from(note.scroll_top()) + place.top() - top - (bottom - top) / 3.0);
        note.scroll_to_with_scroll_to_options(&options);
    } else {
        mark.scroll_into_view_with_scroll_into_view_options(&into_view(
            ScrollLogicalPosition::Center,
            behavior,
        ));
    }
    if behavior == ScrollBehavior::Instant && tries > 0 {
        request_animation_frame(move || note_to(piece, tries - 1));
    }
}

/// Scrolls the page to an entry or a group: smoothly when it is near, else at once.
fn page_to(element: HtmlElement, block: ScrollLogicalPosition, tries: u32) {
    let place = element.get_bounding_client_rect();
    let fits = place.top() >= COVERED - MARGIN && place.bottom() <= height() - MARGIN;
    if fits && block == ScrollLogicalPosition::Nearest {
        return;
    }
    let near = place.top() > -height() * SMOOTH_MAX && place.bottom() < height() * (1.0 + SMOOTH_MAX);
    let behavior = if near && tries == TRIES { behavior() } else { ScrollBehavior::Instant };
    element.scroll_into_view_with_scroll_into_view_options(&into_view(block, behavior));
    if behavior == ScrollBehavior::Instant && tries > 0 {
        request_animation_frame(move || page_to(element, block, tries - 1));
    }
}

fn into_view(block: ScrollLogicalPosition, behavior: ScrollBehavior) -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    options.set_behavior(behavior);
    options
}

fn height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0)
}

/// Smooth, unless the reader asked for less motion.
fn behavior() -> ScrollBehavior {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    let reduced = query.ok().flatten().is_some_and(|query| query.matches());
    if reduced { ScrollBehavior::Instant } else { ScrollBehavior::Smooth }
}
