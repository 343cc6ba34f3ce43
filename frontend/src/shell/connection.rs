//! How the page hears from the server, in the top bar.

use leptos::prelude::*;

use crate::model::connection::Connection;
use crate::net::live::use_live;

/// Shape and words: *Live*, *Polling every 3 s*, *Last seen 12 s ago*.
#[component]
pub(super) fn ConnectionShown() -> impl IntoView {
    let live = use_live();
    let connection = live.connection();
    // What is announced changes with the state, not with every second.
    let words = move || match connection.get() {
        Connection::Connecting => "Connecting".to_owned(),
        Connection::Live => "Live".to_owned(),
        Connection::Polling { every_s } => ["Polling every ", &every_s.to_string(), " s"].concat(),
        Connection::Lost { .. } => "Connection lost".to_owned(),
    };
    let lost_for = move || match connection.get() {
        Connection::Lost { since_ms, .. } => Some(whole_seconds(live.wall().get() - since_ms)),
        _ => None,
    };
    let is_lost = Memo::new(move |_| connection.get().is_lost());
    view! {
        <span class="conn" data-state=move || connection.get().state()>
            <svg class="conn-shape" viewBox="0 0 10 10" aria-hidden="true">
                {move || match connection.get() {
                    Connection::Polling { .. } => Some(view! { <path d="M5 1a4 4 0 0 0 0 8Z"></path> }),
                    _ => None,
                }}
                <circle cx="5" cy="5" r=move || if connection.get() == Connection::Live { "4" } else { "3.4" }></circle>
            </svg>
            <span role="status" class:vh=is_lost>{words}</span>
            <Show when=move || is_lost.get()>
                <span aria-hidden="true">"Last seen " <span class="num">{lost_for}</span> " s ago"</span>
            </Show>
        </span>
    }
}

/// Whole seconds of a duration in milliseconds, from 0.
pub(super) fn whole_seconds(millis: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within range")]
    let seconds = (millis / 1_000.0).clamp(0.0, 4.0e9) as u32;
    seconds
}
