//! The keys of the list.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::choose::Chooser;
use super::desk::Desk;
use crate::shell::{Key, can_act, use_keys};

/// The links of the rows.
const LINKS: &str = ".table-enc tbody th a";

/// J and K go from row to row, N and U add notes.
pub(super) fn use_list_keys(desk: Desk, chooser: Chooser) {
    let can_act = can_act();
    use_keys(vec![
        Key::new("j", "Next row", || go(1)),
        Key::new("k", "Row before", || go(-1)),
        Key::new("n", "Paste a note", move || {
            if can_act.get_untracked() {
                desk.is_pasting.set(true);
            }
        }),
        Key::new("u", "Choose files", move || {
            if can_act.get_untracked() {
                chooser.open();
            }
        }),
    ]);
}

/// Focuses a row by its number from 0, or the last; `false` when there is none.
pub(super) fn focus_row(at: usize) -> bool {
    let Ok(links) = document().query_selector_all(LINKS) else { return false };
    let last = links.length().saturating_sub(1);
    let link = links.get(u32::try_from(at).unwrap_or(last).min(last));
    link.and_then(|link| link.dyn_into::<HtmlElement>().ok()).is_some_and(|link| link.focus().is_ok())
}

/// Focus goes so many rows down; from outside the list to its first row.
fn go(by: i64) {
    let Ok(links) = document().query_selector_all(LINKS) else { return };
    let here = document().active_element();
    let row_of = |element: &web_sys::Element| element.closest("tr").ok().flatten();
    let here = here.as_ref().and_then(row_of);
    let link = |at: u32| links.get(at).and_then(|link| link.dyn_into::<HtmlElement>().ok());
    let at = (0..links.length()).find(|at| here.is_some() && link(*at).as_deref().and_then(row_of) == here);
    let last = i64::from(links.length()) - 1;
    let to = at.map_or(0, |at| (i64::from(at) + by).clamp(0, last.max(0)));
    if let Some(link) = u32::try_from(to).ok().and_then(link) {
        drop(link.focus());
    }
}
