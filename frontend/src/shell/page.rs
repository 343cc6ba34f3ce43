//! The frame of a page: the one `main`, focus after navigation, and scrolling back to where one was.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use leptos::ev;
use leptos::html::Main;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent, ScrollRestoration};

use crate::net::live::use_live;

/// How often a page is looked at, once a frame, until it is long enough to be scrolled back.
const SCROLL_TRIES: u32 = 90;

/// Where the reader was on each page, in context.
#[derive(Clone)]
pub(super) struct Visits(StoredValue<Rc<Visited>, LocalStorage>);

#[derive(Default)]
struct Visited {
    /// Whether a page was shown before.
    any: Cell<bool>,
    /// How far each address was scrolled.
    scrolled: RefCell<HashMap<String, f64>>,
    /// The address the reader goes back to, until it is scrolled.
    back: RefCell<Option<String>>,
    /// The address that is shown.
    here: RefCell<String>,
}

impl Visits {
    /// Remembers how far pages are scrolled, in memory.
    pub(super) fn begin() -> Self {
        let visited = Rc::new(Visited::default());
        if let Ok(history) = window().history() {
            drop(history.set_scroll_restoration(ScrollRestoration::Manual));
        }
        let on_scroll = Rc::clone(&visited);
        window_event_listener(ev::scroll, move |_| {
            if on_scroll.back.borrow().is_none() {
                let far = window().scroll_y().unwrap_or_default();
                on_scroll.scrolled.borrow_mut().insert(on_scroll.here.borrow().clone(), far);
            }
        });
        let on_back = Rc::clone(&visited);
        window_event_listener(ev::popstate, move |_| {
            let location = window().location();
            let search = location.search().unwrap_or_default();
            let back = address(&location.pathname().unwrap_or_default(), search.trim_start_matches('?'));
            // Back within a page is a matter of its own anchors.
            if *on_back.here.borrow() != back {
                on_back.back.replace(Some(back));
            }
        });
        Self(StoredValue::new_local(visited))
    }
}

impl Visited {
    /// A page came into the document: focus it if nothing else has the focus, and scroll it.
    fn came(self: &Rc<Self>, main: &HtmlElement, here: String) {
        let is_first = !self.any.replace(true);
        let is_new = self.here.replace(here.clone()) != here;
        let focused = document().active_element();
        let is_free = focused.is_none_or(|element| element.tag_name() == "BODY" || !element.is_connected());
        if !is_first && (is_new || is_free) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            drop(main.focus_with_options(&options));
        }
        if is_new && self.back.borrow().as_ref() != Some(&here) {
            self.back.take();
        }
        let is_back = self.back.borrow().is_some();
        if is_back {
            let far = self.scrolled.borrow().get(&here).copied().unwrap_or_default();
            self.scroll_back(far, SCROLL_TRIES);
        }
    }

    /// Scrolls as far as the reader was, once the page is long enough.
    fn scroll_back(self: &Rc<Self>, far: f64, tries: u32) {
        let visited = Rc::clone(self);
        request_animation_frame(move || {
            let height = document().document_element().map_or(0, |root| root.scroll_height());
            let seen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
            if f64::from(height) - seen >= far || tries == 0 {
                let options = web_sys::ScrollToOptions::new();
                options.set_top(far);
                options.set_behavior(web_sys::ScrollBehavior::Instant);
                window().scroll_to_with_scroll_to_options(&options);
                visited.back.take();
            } else {
                visited.scroll_back(far, tries - 1);
            }
        });
    }
}

/// A page: `main` with the class of the page, grey while the server is lost.
#[component]
pub fn Page(
    /// Its class, such as `page-progress`.
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let visits: Visits = expect_context();
    let stale = use_live().stale();
    let location = use_location();
    let main = NodeRef::<Main>::new();
    Effect::new(move || {
        if let Some(main) = main.get() {
            // The router's address: the browser's own follows only when the page is there.
            let here = address(&location.pathname.read_untracked(), &location.search.read_untracked());
            visits.0.with_value(|visited| visited.came(&main, here));
        }
    });
    view! {
        <main class=["page ", class].concat() class:is-stale=stale
            id="main" tabindex="-1" node_ref=main
        >
            {children()}
        </main>
    }
}

/// Moves focus to the page without changing the address.
pub(super) fn skip(event: MouseEvent) {
    event.prevent_default();
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        drop(main.focus());
    }
}

fn address(path: &str, search: &str) -> String {
    if search.is_empty() { path.to_owned() } else { [path, "?", search].concat() }
}
