//! A menu that belongs to a button: in the browser's top layer, closed by Escape and by a click elsewhere.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Space between button and menu, in CSS pixels.
const GAP: f64 = 4.0;

/// Where a menu stands, in CSS pixels of the page; from its lower edge when there is more room above the button.
#[derive(Clone, Copy, Default)]
struct Place {
    top: Option<f64>,
    bottom: Option<f64>,
    left: Option<f64>,
    right: Option<f64>,
}

/// A button with a menu. The menu is built when it opens.
#[component]
pub(super) fn Menu(
    /// Its id, unlike any other.
    id: String,
    /// Class of the button.
    class: &'static str,
    /// What the button is called, where it shows no words.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether the button does nothing now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why.
    #[prop(optional, into)]
    why: Signal<Option<&'static str>>,
    /// What the button shows.
    face: AnyView,
    /// What the menu holds.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<Div>::new();
    let is_open = RwSignal::new(false);
    let place = RwSignal::new(Place::default());
    let px = |far: Option<f64>| far.map_or_else(|| "auto".to_owned(), |far| format!("{far}px"));
    let on_toggle = move |_| {
        let open = menu.get_untracked().is_some_and(|menu| menu.matches(":popover-open").unwrap_or(false));
        is_open.set(open);
        if open {
            request_animation_frame(move || focus_item(menu, 0));
        }
    };
    let hint = label.clone();
    let title = move || why.get().map(str::to_owned).or_else(|| hint.clone());
    view! {
        <button class=class type="button" aria-label=label title=title popovertarget=id.clone()
            aria-haspopup="true" disabled=disabled on:keydown=move |event| step(&event, menu)
            on:click=move |event: MouseEvent| {
                // Before the browser opens it.
                place.set(beside(&event));
                is_open.set(true);
            }
        >
            {face}
        </button>
        <div class="menu" id=id popover="auto" node_ref=menu on:toggle=on_toggle
            style:top=move || px(place.get().top) style:bottom=move || px(place.get().bottom)
            style:left=move || px(place.get().left) style:right=move || px(place.get().right)
            on:keydown=move |event| step(&event, menu)
            on:click=move |event| close_after(&event, menu)
        >
            <Show when=move || is_open.get()>{children()}</Show>
        </div>
    }
}

/// Beside the button that was clicked: below it unless that is low on the screen, and along its nearer edge.
fn beside(event: &MouseEvent) -> Place {
    let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(button), Some(root)) = (button, document().document_element()) else { return Place::default() };
    let bounds = button.get_bounding_client_rect();
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let is_low = bounds.bottom() > height * 0.6;
    let is_left = bounds.left() < width - bounds.right();
    Place {
        top: (!is_low).then(|| bounds.bottom() + GAP),
        bottom: is_low.then(|| height - bounds.top() + GAP),
        left: is_left.then(|| bounds.left()),
        right: (!is_left).then(|| width - bounds.right()),
    }
}

/// Arrow keys go from item to item, and from the button into its menu.
fn step(event: &KeyboardEvent, menu: NodeRef<Div>) {
    let items = items(menu);
    let here = document().active_element();
    let at = items.iter().position(|item| here.as_ref() == Some(item.as_ref()));
    let count = items.len();
    let to = match (&*event.key(), at) {
        _ if count == 0 => return,
        ("ArrowDown", Some(at)) => (at + 1) % count,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) => (at + count - 1) % count,
        ("ArrowUp" | "End", _) => count - 1,
        _ => return,
    };
    event.prevent_default();
    focus_item(menu, to);
}

fn focus_item(menu: NodeRef<Div>, at: usize) {
    if let Some(item) = items(menu).get(at) {
        drop(item.focus());
    }
}

/// What can be chosen in a menu that is open.
fn items(menu: NodeRef<Div>) -> Vec<HtmlElement> {
    let found =
        menu.get_untracked().and_then(|menu| menu.query_selector_all(".menu-item:not(:disabled)").ok());
    let Some(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// A menu is over once something in it was chosen.
fn close_after(event: &MouseEvent, menu: NodeRef<Div>) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_item = target.is_some_and(|target| matches!(target.closest(".menu-item"), Ok(Some(_))));
    if let Some(menu) = menu.get_untracked().filter(|_| is_item) {
        drop(menu.hide_popover());
    }
}
