//! What the reader is told while the server cannot be reached.

use leptos::prelude::*;

use super::connection::whole_seconds;
use crate::model::connection::Connection;
use crate::net::live::use_live;
use crate::parts::Icon;

/// Says that the connection is lost, for how long, and when the next try is. Not there otherwise.
#[component]
pub(super) fn Banner() -> impl IntoView {
    let live = use_live();
    let (connection, wall) = (live.connection(), live.wall());
    let stale = live.stale();
    let times = move || match connection.get() {
        Connection::Lost { since_ms, retry_at_ms } => {
            let now = wall.get();
            (whole_seconds(now - since_ms), whole_seconds(retry_at_ms - now + 999.0))
        }
        _ => (0, 0),
    };
    let next = move || match times().1 {
        0 => view! { "Trying again now" }.into_any(),
        seconds => view! { "Trying again in " <span class="num">{seconds}</span> " s" }.into_any(),
    };
    view! {
        <Show when=move || stale.get()>
            <section class="banner" data-tone="warn" aria-label="Connection">
                <Icon name="plug"/>
                <p>
                    <b role="status">"No connection to the server."</b>
                    " You see what was known " <span class="num">{move || times().0}</span>
                    " s ago. The server goes on making reports."
                </p>
                <p class="banner-end">
                    <span>{next}</span>
                    <button class="btn btn-small" type="button" on:click=move |_| live.try_now()>"Try now"</button>
                </p>
            </section>
        </Show>
    }
}
