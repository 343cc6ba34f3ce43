//! The head of a report's page: the way back, whose it is, the visit.

use leptos::prelude::*;

use crate::model::progress::visit::Head;

/// The head; `children` stand at its end. Until it is known whose report it is, its place is kept.
#[component]
pub fn ReportHead(
    /// What stands in it; nothing while that is not known.
    #[prop(into)]
    head: Signal<Option<Head>>,
    /// What stands at its end.
    children: Children,
) -> impl IntoView {
    let label = move || match head.read().as_ref() {
        Some(head) => view! { <span>{head.label.clone()}</span> }.into_any(),
        None => view! { <span class="vh">"Report"</span>"\u{a0}" }.into_any(),
    };
    let visit = move || {
        head.get().map(|head| {
            let date = head.date.map(|(date, words)| view! { <time datetime=date>{words}</time> });
            let gap = (date.is_some() && !head.rest.is_empty()).then_some(" · ");
            view! { {date}{gap}{head.rest.join(" · ")} }
        })
    };
    view! {
        <header class="page-head">
            <nav class="crumbs" aria-label="You are here">
                <a href="/">"Encounters"</a>" "<span aria-hidden="true">"/"</span>
            </nav>
            <h1>{label}</h1>
            <p class="meta">{visit}</p>
            {children()}
        </header>
    }
}
