//! A report: being made, ready, failed or cancelled. What is shown follows what becomes of it, without a reload.

pub mod failed;
pub mod head;
pub mod load;
pub mod local_time;
pub mod progress;
pub mod ready;
pub mod steps;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use revrx_api::{Report, ReportId, ReportState};

use self::failed::FailedPage;
use self::load::{Loader, Stand};
use self::progress::ProgressPage;
use super::not_found::NotFoundPage;
use crate::net::http::NetError;
use crate::shell::{Page, use_live, use_title};

/// The page at `/reports/{id}`.
#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    move || {
        let id = id.get();
        match is_id(&id) {
            true => view! { <Followed id=ReportId::from(id)/> }.into_any(),
            false => view! { <NotFoundPage/> }.into_any(),
        }
    }
}

/// One report, whatever becomes of it.
#[component]
fn Followed(id: ReportId) -> impl IntoView {
    let loader = Loader::begin(id);
    let stand = loader.stand();
    move || match stand.get() {
        Stand::Loading => view! { <Loading/> }.into_any(),
        Stand::Away(error) => view! { <Away error loader/> }.into_any(),
        Stand::InProgress(status) => view! { <ProgressPage status loader/> }.into_any(),
        Stand::Made(report) => made(report, loader),
    }
}

fn made(report: Box<Report>, loader: Loader) -> AnyView {
    match report.status {
        ReportState::Failed | ReportState::Cancelled => view! { <FailedPage report loader/> }.into_any(),
        _ => view! { <ready::ReadyPage report/> }.into_any(),
    }
}

/// Nothing is shown for so short a time; a reader of the title learns that something comes.
#[component]
fn Loading() -> impl IntoView {
    use_title(|| "Report".to_owned());
    view! { <Page class="page-report"><h1 class="vh">"Report"</h1></Page> }
}

/// It is not there, was deleted, or cannot be read now.
#[component]
fn Away(error: NetError, loader: Loader) -> impl IntoView {
    if error.status() == Some(404) {
        return view! { <NotFoundPage/> }.into_any();
    }
    use_title(|| "Report".to_owned());
    let is_deleted = error.status() == Some(410);
    let stale = use_live().stale();
    // The connection is back: try by itself.
    Effect::new(move |was_stale: Option<bool>| {
        let is_stale = stale.get();
        if was_stale == Some(true) && !is_stale && !is_deleted {
            loader.load();
        }
        is_stale
    });
    let (title, text) = match is_deleted {
        true => {
            let text = "Its note and everything its reports said was erased. It cannot be brought back.";
            ("This encounter was deleted".to_owned(), text.to_owned())
        }
        false => (error.title(), error.detail()),
    };
    view! {
        <Page class="page-404">
            <section class="first">
                <h1>{title}</h1>
                <p class="lead">{text}</p>
                <p class="acts">
                    {(!is_deleted).then(|| view! {
                        <button class="btn btn-primary" type="button" on:click=move |_| loader.load()>"Try again"</button>
                    })}
                    <a class="btn" href="/">"All encounters"</a>
                </p>
            </section>
        </Page>
    }
    .into_any()
}

/// Whether the address can be that of a report: a UUID. Anything else is not asked for.
fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
