//! Puts the shell together.

use leptos::prelude::*;

use super::banner::Banner;
use super::keys::Keys;
use super::notices::tell_of_ends;
use super::page::Visits;
use super::shortcuts::Shortcuts;
use super::theme::Theme;
use super::toasts::{ToastList, Toasts};
use super::top::TopBar;
use crate::net::live::Live;

/// Puts into context what pages find there: live updates, notices, keys, the theme.
pub fn provide_shell() {
    provide_context(Live::begin());
    provide_context(Toasts::new());
    provide_context(Keys::begin());
    provide_context(Theme::begin());
    provide_context(Visits::begin());
}

/// Top bar, banner, the page, notices and the list of keys.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    tell_of_ends();
    view! {
        <a class="skip" href="#main" rel="external" on:click=super::page::skip>"Skip to content"</a>
        <TopBar/>
        <Banner/>
        {children()}
        <ToastList/>
        <Shortcuts/>
    }
}
