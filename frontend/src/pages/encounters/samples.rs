//! The sample notes: notes of invented patients that are part of the product.

use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{Sample, SamplePage};

use super::desk::Desk;
use super::menu::Menu;
use super::send::add_words;
use crate::net::http;
use crate::parts::Icon;
use crate::shell::{can_act, why_not};

/// A button with a menu of the sample notes. One that is chosen becomes an encounter, and its report opens.
#[component]
pub(super) fn SampleMenu(
    desk: Desk,
    /// Class of the button.
    class: &'static str,
    /// What the button says.
    words: &'static str,
) -> impl IntoView {
    let can_act = can_act();
    let face = view! { <Icon name="play"/>{words} }.into_any();
    view! {
        <Menu id="samples".to_owned() class face disabled=Signal::derive(move || !can_act.get()) why=why_not()>
            <Samples desk/>
        </Menu>
    }
}

#[component]
fn Samples(desk: Desk) -> impl IntoView {
    let samples: RwSignal<Option<Vec<Sample>>> = RwSignal::new(None);
    let fault: RwSignal<Option<String>> = RwSignal::new(None);
    spawn_local(async move {
        match http::get::<SamplePage>("/samples").await {
            Ok(page) => drop(samples.try_set(Some(page.items))),
            Err(error) => drop(fault.try_set(Some(format!("{}. {}", error.title(), error.detail())))),
        }
    });
    let item = move |sample: Sample| {
        let (title, encounter) = (sample.title, sample.encounter);
        let name = title.clone();
        view! {
            <li>
                <button class="menu-item" type="button"
                    on:click=move |_| add_words(desk, name.clone(), encounter.clone())
                >
                    <Icon name="clipboard"/>{title}
                </button>
            </li>
        }
    };
    view! {
        <p class="menu-title">"Notes of invented patients. The one you choose is added, and its report begins."</p>
        {move || fault.get().map(|words| view! { <p class="menu-title" role="alert">{words}</p> })}
        <ul>{move || samples.get().map(|samples| samples.into_iter().map(item).collect_view())}</ul>
    }
}
