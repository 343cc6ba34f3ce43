//! An address with nothing behind it.

use leptos::prelude::*;

use crate::shell::{Page, use_title};

/// The page for an unknown address, and for an encounter or report that is not there.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    use_title(|| "Nothing here".to_owned());
    view! {
        <Page class="page-404">
            <section class="first">
                <p class="meta">"404"</p>
                <h1>"There is nothing at this address"</h1>
                <p class="lead">
                    "The encounter or report may have been deleted, or the address was cut short when it was copied."
                </p>
                <p class="acts"><a class="btn btn-primary" href="/">"All encounters"</a></p>
            </section>
        </Page>
    }
}
