//! The steps of a report in small: a row of dots.

use leptos::prelude::*;
use revrx_engine_core::view::PhaseState;

/// Distance between two dots, in units of the drawing.
const STEP: u32 = 14;
/// Distance of the first dot from the edge.
const EDGE: u32 = 6;

/// The steps of a report in small. `label` says the same in words.
#[component]
pub fn StepDots(
    /// Their states, in order.
    #[prop(into)]
    phases: Signal<Vec<PhaseState>>,
    /// Whether the running step is trying again.
    #[prop(into, optional)]
    retrying: Signal<bool>,
    /// What a screen reader says, such as `Step 3 of 4, trying again`.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let view_box = move || {
        let count = u32::try_from(phases.read().len()).unwrap_or(u32::MAX).clamp(1, 12);
        ["0 0 ", &(STEP * (count - 1) + 2 * EDGE).to_string(), " 12"].concat()
    };
    let dots = move || {
        let phases = phases.get();
        let last = phases.len().saturating_sub(1);
        (0..)
            .zip(phases)
            .map(|(index, state)| {
                let dot = dot(state, retrying.get(), EDGE + STEP * index);
                let link = (index as usize != last).then(|| link(state, EDGE + STEP * index));
                (dot, link)
            })
            .collect_view()
    };
    view! { <svg class="steps-mini" viewBox=view_box role="img" aria-label=label>{dots}</svg> }
}

fn dot(state: PhaseState, retrying: bool, x: u32) -> AnyView {
    match state {
        PhaseState::Done => view! { <circle class="m-full" cx=x cy="6" r="4"></circle> }.into_any(),
        PhaseState::Running if retrying => view! {
            <circle class="m-ring is-retry" cx=x cy="6" r="4"></circle>
            <path class="m-retry" d=at(x, " 3.75V6l1.25 1")></path>
        }
        .into_any(),
        PhaseState::Running => view! {
            <circle class="m-ring is-now" cx=x cy="6" r="4"></circle>
            <circle class="m-now" cx=x cy="6" r="2"></circle>
        }
        .into_any(),
        PhaseState::Degraded => view! {
            <circle class="m-ring" cx=x cy="6" r="3.5"></circle>
            <path class="m-full" d=at(x, " 2.5a3.5 3.5 0 0 0 0 7Z")></path>
        }
        .into_any(),
        PhaseState::Failed => view! { <path class="m-fail" d=at(x - 3, " 3l6 6m0-6-6 6")></path> }.into_any(),
        PhaseState::Cancelled => view! {
            <circle class="m-ring" cx=x cy="6" r="3.5"></circle>
            <path class="m-ring" d=at(x - 2, " 8l4-4")></path>
        }
        .into_any(),
        PhaseState::NotStarted => view! { <circle class="m-ring" cx=x cy="6" r="3.5"></circle> }.into_any(),
    }
}

/// The line from a dot to the next.
fn link(state: PhaseState, x: u32) -> impl IntoView {
    let is_done = matches!(state, PhaseState::Done | PhaseState::Degraded);
    view! { <path class="m-link" class:is-done=is_done d=at(x, " 6m4.5 0h5")></path> }
}

fn at(x: u32, rest: &str) -> String {
    ["M", &x.to_string(), rest].concat()
}
