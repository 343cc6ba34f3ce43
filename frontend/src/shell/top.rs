//! The bar on top.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::connection::ConnectionShown;
use super::keys::Keys;
use super::theme::Theme;
use crate::parts::Icon;

/// Brand, pages, connection, keys, theme, who is there.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    let (keys, theme): (Keys, Theme) = (expect_context(), expect_context());
    let path = use_location().pathname;
    // Reports and encounters are reached from the list and lie below it.
    let current = move || match path.read().as_str() {
        "/" => Some("page"),
        path if path.starts_with("/encounters/") || path.starts_with("/reports/") => Some("true"),
        _ => None,
    };
    view! {
        <header class="top">
            <a class="brand" href="/" aria-label="RevRx, all encounters"><Icon name="mark"/><span>"RevRx"</span></a>
            <nav class="top-nav" aria-label="Main">
                <ul>
                    <li>
                        <a href="/" aria-current=current><Icon name="tray"/><span>"Encounters"</span></a>
                    </li>
                </ul>
            </nav>
            <div class="top-end">
                <ConnectionShown/>
                <button class="btn btn-icon" type="button" aria-label="Keyboard shortcuts" title="Keyboard shortcuts"
                    aria-haspopup="dialog" on:click=move |_| keys.listed().set(true)
                >
                    <Icon name="keys"/>
                </button>
                <button class="btn btn-icon" type="button" aria-label=move || theme.words()
                    title=move || theme.words() on:click=move |_| theme.cycle()
                >
                    <Icon name="theme"/>
                </button>
                <span class="who" title="Everyone who reaches this server works as one local user">"local"</span>
            </div>
        </header>
    }
}
