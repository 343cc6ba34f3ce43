//! What the two panes know of each other: what is lit, what is chosen, which pane is shown where there is room for one.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::scroll;
use crate::model::report::{Lit, ReportView, Selection, Target};

/// How long a remark stays, in milliseconds.
const SAID_MS: u64 = 4_000;

/// A pane, where there is room for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    /// The list.
    Codes,
    /// The note.
    Note,
}

impl Pane {
    /// The word of the attribute `data-pane`.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Note => "note",
        }
    }
}

#[derive(Default)]
struct State {
    selection: Selection,
    lit: Lit,
    /// The entry that is the tab stop of the list.
    current: Option<usize>,
    /// The quote that was shown last: of which entry, which one.
    quote: Option<(usize, usize)>,
}

/// Both panes.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    view: StoredValue<Rc<ReportView>, LocalStorage>,
    state: StoredValue<State, LocalStorage>,
    /// The pane that is shown where there is room for one.
    pub(super) pane: RwSignal<Pane>,
    /// What was done last, for people who do not see it happen.
    pub(super) said: RwSignal<String>,
}

impl Desk {
    pub(super) fn new(view: Rc<ReportView>) -> Self {
        Self {
            view: StoredValue::new_local(view),
            state: StoredValue::new_local(State::default()),
            pane: RwSignal::new(Pane::Codes),
            said: RwSignal::new(String::new()),
        }
    }

    /// The report.
    pub(super) fn view(self) -> Rc<ReportView> {
        self.view.get_value()
    }

    /// Says what was done, for a while.
    pub(super) fn say(self, text: String) {
        self.said.set(text.clone());
        set_timeout(
            move || {
                if self.said.try_with_untracked(|said| *said == text) == Some(true) {
                    self.said.set(String::new());
                }
            },
            Duration::from_millis(SAID_MS),
        );
    }

    /// The pointer or the focus is at something, or at nothing.
    pub(super) fn point(self, target: Option<Target>) {
        self.state.update_value(|state| match target {
            Some(target) => state.selection.point(target),
            None => state.selection.leave(),
        });
        self.light();
    }

    /// Keeps a choice and shows it in the other pane.
    pub(super) fn choose(self, target: Target) {
        self.state.update_value(|state| {
            state.selection.fix(target);
            if let Target::Quote(item, quote) = target {
                state.quote = Some((item, quote));
            }
        });
        self.light();
        let view = self.view();
        match target {
            Target::Item(item) => {
                self.make_current(item);
                if let Some(piece) = view.links.pieces(item).first() {
                    scroll::to_piece_beside(*piece);
                }
            }
            Target::Quote(item, quote) => {
                self.make_current(item);
                if let Some(piece) = view.links.quote(item, quote).first() {
                    scroll::to_piece(self, *piece);
                }
            }
            Target::Piece(piece) => {
                if let Some(item) = view.links.items(piece).first() {
                    self.make_current(*item);
                    scroll::to_entry_beside(self, *item);
                }
            }
        }
    }

    /// Goes to an entry of the list: opens what it is folded in, brings it into view and gives it the focus.
    pub(super) fn go_to(self, item: usize) {
        self.state.update_value(|state| state.selection.fix(Target::Item(item)));
        self.light();
        self.make_current(item);
        scroll::to_entry(self, item);
    }

    /// Lets go of the choice.
    pub(super) fn free(self) {
        let had = self.state.try_update_value(|state| {
            state.quote = None;
            state.selection.free()
        });
        if had == Some(true) {
            self.light();
        }
    }

    /// The next or the previous entry that is not folded away.
    pub(super) fn step(self, forward: bool) {
        let view = self.view();
        let from = self.state.with_value(|state| state.selection.item(&view.links).or(state.current));
        let chosen = self.state.with_value(|state| state.selection.item(&view.links).is_some());
        let from = if chosen { from } else { None };
        let shown = |item: usize| self.entry(item).is_some_and(|entry| scroll::is_unfolded(&entry));
        if let Some(item) = view.links.step(from, forward, shown) {
            self.go_to(item);
            if let Some(piece) = view.links.pieces(item).first() {
                scroll::to_piece_beside(*piece);
            }
        }
    }

    /// Shows the next quote of the chosen entry in the note.
    pub(super) fn next_quote(self) {
        let view = self.view();
        let Some(item) = self.chosen() else {
            self.say("Choose a code first, with J.".to_owned());
            return;
        };
        let after = self.state.with_value(|state| state.quote);
        let after = after.filter(|(of, _)| *of == item).map(|(_, quote)| quote);
        let Some(quote) = view.links.next_quote(item, after) else {
            self.say("Nothing in the note is marked for this one.".to_owned());
            return;
        };
        self.choose(Target::Quote(item, quote));
        let of = view.entries[item].quotes.len();
        self.say(["Evidence ", &(quote + 1).to_string(), " of ", &of.to_string()].concat());
    }

    /// The entry that is chosen or pointed at, else the tab stop of the list.
    pub(super) fn chosen(self) -> Option<usize> {
        let view = self.view();
        self.state.with_value(|state| state.selection.item(&view.links).or(state.current))
    }

    /// The entry that is the tab stop of the list.
    pub(super) fn current(self) -> Option<usize> {
        self.state.with_value(|state| state.current)
    }

    /// Makes an entry the one tab stop of the list; what can be reached within it follows it.
    pub(super) fn make_current(self, item: usize) {
        let before = self.state.with_value(|state| state.current);
        if before == Some(item) {
            return;
        }
        if let Some(entry) = before.and_then(|before| self.entry(before)) {
            set_stop(&entry, false);
        }
        if let Some(entry) = self.entry(item) {
            set_stop(&entry, true);
        }
        self.state.update_value(|state| state.current = Some(item));
    }

    /// The element of an entry.
    pub(super) fn entry(self, item: usize) -> Option<HtmlElement> {
        let view = self.view();
        let anchor = &view.entries.get(item)?.anchor;
        document().get_element_by_id(anchor)?.dyn_into().ok()
    }

    /// Lights what has to be lit and nothing else.
    fn light(self) {
        let view = self.view();
        let (before, after) =
            self.state.with_value(|state| (state.lit.clone(), state.selection.lit(&view.links)));
        if before == after {
            return;
        }
        for item in before.items.iter().chain(&after.items) {
            if let Some(entry) = self.entry(*item) {
                lit(&entry, after.items.contains(item));
                let current = if after.items.contains(item) {
                    entry.set_attribute("aria-current", "true")
                } else {
                    entry.remove_attribute("aria-current")
                };
                drop(current);
            }
        }
        for piece in before.pieces.iter().chain(&after.pieces) {
            if let Some(mark) = piece_element(*piece) {
                lit(&mark, after.pieces.contains(piece));
            }
        }
        self.state.update_value(|state| state.lit = after);
    }
}

/// The element of a marked piece of the note.
pub(super) fn piece_element(piece: usize) -> Option<Element> {
    document().get_element_by_id(&["n", &piece.to_string()].concat())
}

fn lit(element: &Element, on: bool) {
    let list = element.class_list();
    drop(if on { list.add_1("is-linked") } else { list.remove_1("is-linked") });
}

/// Whether an entry and what can be operated within it are reached with Tab.
fn set_stop(entry: &HtmlElement, stop: bool) {
    let index = if stop { 0 } else { -1 };
    entry.set_tab_index(index);
    let Ok(inner) = entry.query_selector_all("a, button, summary") else { return };
    for at in 0..inner.length() {
        if let Some(inner) = inner.item(at).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
            inner.set_tab_index(index);
        }
    }
}
