//! The state of a report: shape, then word.

use leptos::prelude::*;
use revrx_api::ReportState;

use super::Glyph;
use crate::model::words;

/// The state of a report as shape and word, in its tone.
#[component]
pub fn StateWord(
    /// The state.
    #[prop(into)]
    state: Signal<ReportState>,
    /// Whether something is missing from the report.
    #[prop(into)]
    degraded: Signal<bool>,
) -> impl IntoView {
    let glyph = Signal::derive(move || words::state_glyph(state.get(), degraded.get()));
    view! {
        <span class="status" data-tone=move || words::tone(state.get(), degraded.get()).as_str()>
            <Glyph name=glyph/>
            <span class="status-word">{move || words::state_word(state.get(), degraded.get())}</span>
        </span>
    }
}
