//! Where the page begins: its routes, and what stands around them.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::pages::encounter::EncounterPage;
use crate::pages::encounters::{EncountersPage, provide_desk};
use crate::pages::not_found::NotFoundPage;
use crate::pages::report::ReportPage;
use crate::shell::panic::show_panics;
use crate::shell::{Shell, provide_shell};

/// Starts the page in place of what stood in for it.
#[wasm_bindgen(start)]
pub fn start() {
    show_panics();
    if let Some(stand_in) = document().get_element_by_id("shell") {
        stand_in.remove();
    }
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    provide_shell();
    provide_desk();
    view! {
        <Router>
            <Shell>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=EncountersPage/>
                    <Route path=path!("/encounters/:id") view=EncounterPage/>
                    <Route path=path!("/reports/:id") view=ReportPage/>
                </FlatRoutes>
            </Shell>
        </Router>
    }
}
