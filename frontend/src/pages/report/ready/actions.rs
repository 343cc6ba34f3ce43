//! What can be done with a report: copy, print, export, make again.

use std::rc::Rc;

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use revrx_api::{Report, ReportStatus, StartReport};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlDetailsElement, KeyboardEvent, Url};

use super::desk::Desk;
use super::scroll;
use crate::model::report;
use crate::model::words::Tone;
use crate::net::http;
use crate::parts::Icon;
use crate::shell::{Toast, can_act, use_toasts, why_not};

/// A report that several buttons read.
pub(super) type Shared = StoredValue<Rc<Report>, LocalStorage>;

/// Copies text and says what was copied.
pub(super) fn copy(desk: Desk, text: String, what: String) {
    leptos::task::spawn_local(async move {
        let written = window().navigator().clipboard().write_text(&text);
        match JsFuture::from(written).await {
            Ok(_) => desk.say([&what, " copied"].concat()),
            Err(_) => desk.say("The browser did not allow copying.".to_owned()),
        }
    });
}

/// Copies the code of the chosen entry.
pub(super) fn copy_code(desk: Desk) {
    let view = desk.view();
    let entry = desk.chosen().and_then(|item| view.entries.get(item));
    match entry.and_then(|entry| entry.code.clone()) {
        Some(code) => copy(desk, code.clone(), code),
        None => desk.say("Choose a code first, with J.".to_owned()),
    }
}

/// Copies the question of an entry, or of the chosen one.
pub(super) fn copy_question(desk: Desk, item: Option<usize>) {
    let view = desk.view();
    let entry = item.or_else(|| desk.chosen()).and_then(|item| view.entries.get(item));
    match entry.and_then(|entry| Some((entry.question.clone()?, entry.spoken()))) {
        Some((question, spoken)) => copy(desk, question, ["Question about ", &spoken].concat()),
        None => desk.say("There is no question here.".to_owned()),
    }
}

/// The buttons beside the title.
#[component]
pub(super) fn HeadActions(report: Shared, desk: Desk) -> impl IntoView {
    let copy_codes = move |_| {
        report.with_value(|report| {
            let Some(document) = &report.document else { return };
            let table = report::table(document);
            let count = table.lines().count();
            let what = if count == 1 { "1 code".to_owned() } else { [&count.to_string(), " codes"].concat() };
            copy(desk, table, what);
        });
    };
    view! {
        <div class="head-acts">
            <button class="btn" type="button" on:click=copy_codes><Icon name="copy"/>"Copy codes"</button>
            <button class="btn" type="button" on:click=move |_| drop(window().print())>
                <Icon name="print"/>"Print"
            </button>
            <Export report desk/>
        </div>
    }
}

#[component]
fn Export(report: Shared, desk: Desk) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let export = move |extension: &'static str, kind: &'static str| {
        report.with_value(|report| {
            let text = match (extension, &report.document) {
                ("csv", Some(document)) => report::csv(document),
                _ => report::json(report),
            };
            let name = report::file_name(&report.id, extension);
            match download(&text, &name, kind) {
                Ok(()) => desk.say([&name, " saved"].concat()),
                Err(_) => desk.say("The browser did not allow the download.".to_owned()),
            }
        });
        close();
    };
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && menu.get_untracked().is_some_and(|menu| menu.open()) {
            event.prevent_default();
            event.stop_propagation();
            close();
            if let Some(opener) = scroll::element("export") {
                scroll::focus(&opener);
            }
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let inside = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = menu.get_untracked().is_some_and(|menu| menu.contains(inside.as_ref()));
        if !inside {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    view! {
        <details class="export" node_ref=menu on:keydown=pressed>
            <summary class="btn" id="export"><Icon name="download"/>"Export"<Icon name="down"/></summary>
            <ul class="export-list">
                <li>
                    <button class="export-item" type="button" on:click=move |_| export("csv", "text/csv;charset=utf-8")>
                        "Codes as CSV"<span class="meta">"for a spreadsheet"</span>
                    </button>
                </li>
                <li>
                    <button class="export-item" type="button" on:click=move |_| export("json", "application/json")>
                        "Report as JSON"<span class="meta">"for other programs"</span>
                    </button>
                </li>
            </ul>
        </details>
    }
}

/// Offers text as a file.
fn download(text: &str, name: &str, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    // Left to itself, the router would take the address for a page.
    link.set_rel("external");
    link.click();
    Url::revoke_object_url(&url)
}

/// Starts the report again, of the note as it is now.
#[component]
pub(super) fn Again(report: Shared) -> impl IntoView {
    let (can_act, why_not, toasts) = (can_act(), why_not(), use_toasts());
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let encounter = report.with_value(|report| report.encounter.as_ref().map(|row| row.id.clone()));
    let Some(encounter) = encounter else {
        return view! {
            <button class="btn" type="button" disabled title="The encounter was deleted">
                <Icon name="retry"/>"Make the report again"
            </button>
        }
        .into_any();
    };
    let key = StoredValue::new(http::new_key());
    let start = move |_| {
        busy.set(true);
        let (path, navigate) =
            (["/reports/encounters/", encounter.as_str(), "/reports"].concat(), navigate.clone());
        leptos::task::spawn_local(async move {
            let body = StartReport { workflow: None, again: true };
            let answer: Result<ReportStatus, _> = http::post(&path, &body, Some(&key.get_value())).await;
            match answer {
                Ok(status) => {
                    navigate(&["/reports/", status.id.as_str()].concat(), NavigateOptions::default());
                }
                Err(error) => {
                    busy.try_set(false);
                    toasts.push(Toast {
                        tone: Tone::Bad,
                        title: error.title(),
                        text: error.detail(),
                        link: None,
                        stays: true,
                    });
                }
            }
        });
    };
    let disabled = move || busy.get() || !can_act.get();
    view! {
        <button class="btn" type="button" disabled=disabled title=move || why_not.get() on:click=start>
            <Icon name="retry"/>"Make the report again"
        </button>
    }
    .into_any()
}

/// Opens all folds for the printer and closes them afterwards.
pub(super) fn unfold_to_print() {
    let opened = StoredValue::new_local(Vec::<HtmlDetailsElement>::new());
    let before = window_event_listener_untyped("beforeprint", move |_| {
        let Ok(folds) = document().query_selector_all("main details:not([open])") else { return };
        for at in 0..folds.length() {
            let fold = folds.item(at).and_then(|node| node.dyn_into::<HtmlDetailsElement>().ok());
            if let Some(fold) = fold {
                fold.set_open(true);
                opened.update_value(|opened| opened.push(fold));
            }
        }
    });
    let after = window_event_listener_untyped("afterprint", move |_| {
        opened.update_value(|opened| opened.drain(..).for_each(|fold| fold.set_open(false)));
    });
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}
