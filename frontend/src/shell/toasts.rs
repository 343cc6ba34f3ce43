//! Notices, bottom right: at most three, the rest counted.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::model::words::Tone;
use crate::parts::{Glyph, Icon};

/// A notice that leaves does so after this time, in milliseconds, unless it is hovered or focused.
const LEAVES_AFTER_MS: u64 = 8_000;
/// How many are shown.
const SHOWN_MAX: usize = 3;
/// How many are kept; the oldest go first.
const KEPT_MAX: usize = 50;

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Its tone, which also says its shape.
    pub tone: Tone,
    /// What happened.
    pub title: String,
    /// To what, and how.
    pub text: String,
    /// Label and address of the way to it.
    pub link: Option<(String, String)>,
    /// Whether it stays until it is closed.
    pub stays: bool,
}

/// The notices, in context.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub(super) fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Shows a notice.
    pub fn push(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| {
            if list.len() == KEPT_MAX {
                list.remove(0);
            }
            list.push((id, toast));
        });
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|(other, _)| *other != id));
    }
}

/// The notices, from the context.
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// The notices that are shown, newest last.
#[component]
pub(super) fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let shown = move || {
        let list = toasts.list.read();
        list[list.len().saturating_sub(SHOWN_MAX)..].to_vec()
    };
    // Whoever goes there another way needs no notice any more.
    let path = use_location().pathname;
    Effect::new(move || {
        let path = path.get();
        let leads_here = |toast: &Toast| toast.link.as_ref().is_some_and(|(_, href)| *href == path);
        if toasts.list.read_untracked().iter().any(|(_, toast)| leads_here(toast)) {
            toasts.list.update(|list| list.retain(|(_, toast)| !leads_here(toast)));
        }
    });
    let more = move || toasts.list.read().len().saturating_sub(SHOWN_MAX);
    view! {
        <section class="toasts" aria-label="Notices">
            <div class="toasts-live" role="status">
                <For each=shown key=|(id, _)| *id let((id, toast))><Shown id toast/></For>
            </div>
            <Show when=move || more() != 0>
                <p class="toasts-more">
                    <span>"and " <span class="num">{more}</span> " more"</span>
                    <button class="btn btn-small" type="button" on:click=move |_| toasts.list.set(Vec::new())>
                        "Close all"
                    </button>
                </p>
            </Show>
        </section>
    }
}

#[component]
fn Shown(id: u32, toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let held = RwSignal::new(false);
    let stays = toast.stays;
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(Some(timer)) = before {
            timer.clear();
        }
        let leaves = !stays && !held.get();
        let wait = std::time::Duration::from_millis(LEAVES_AFTER_MS);
        leaves.then(|| set_timeout_with_handle(move || toasts.close(id), wait).ok()).flatten()
    });
    let glyph = match toast.tone {
        Tone::Good => "ready",
        Tone::Warn => "gaps",
        Tone::Bad => "failed",
        Tone::Add => "missed",
        Tone::Live => "running",
        Tone::Find | Tone::Mute => "cancelled",
    };
    let link = toast.link.map(|(label, href)| {
        view! { <a class="btn btn-small" href=href on:click=move |_| toasts.close(id)>{label}</a> }
    });
    view! {
        <div class="toast" data-tone=toast.tone.as_str()
            on:pointerenter=move |_| held.set(true) on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true) on:focusout=move |_| held.set(false)
        >
            <Glyph name=Signal::stored(glyph)/>
            <div><p><b>{toast.title}</b></p><p>{toast.text}</p></div>
            {link}
            <button class="btn btn-icon" type="button" aria-label="Close notice" on:click=move |_| toasts.close(id)>
                <Icon name="x"/>
            </button>
        </div>
    }
}
