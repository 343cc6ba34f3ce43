//! Drawings of the timeline: the axis, the tracks below it, and the legend. Places are attributes.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::model::progress::axis::{Axis, Tick, now_anchor, percent};
use crate::model::progress::rows::{Bar, BarKind};

/// The axis with its labels; `now` in percent, `said` above the line of now.
#[component]
pub fn AxisLabels(
    /// The axis.
    axis: Memo<Axis>,
    /// The place of now, in percent.
    now: Memo<f64>,
    /// What stands above the line of now.
    said: Signal<String>,
) -> impl IntoView {
    // Which labels give way changes rarely; their text is not drawn anew ten times a second.
    let ticks = Memo::new(move |_| axis.get().ticks(now.get()));
    let label = |tick: Tick| {
        let Tick { at, label, anchor } = tick;
        label.map(|label| view! { <text x=percent(at) y="12" text-anchor=anchor>{label}</text> })
    };
    view! {
        <svg class="axis" aria-hidden="true" focusable="false">
            {move || ticks.get().into_iter().map(label).collect_view()}
            <text class="axis-now" x=move || percent(now.get()) y="12" text-anchor=move || now_anchor(now.get())>
                {said}
            </text>
        </svg>
    }
}

/// A track: grid, bars, the next try, and the line of now.
#[component]
pub fn Track(
    /// The axis, for the grid.
    axis: Memo<Axis>,
    /// The place of now, in percent.
    now: Memo<f64>,
    /// The bars, oldest first.
    #[prop(into, optional)]
    bars: Signal<Vec<Bar>>,
    /// The place of the next try, in percent.
    #[prop(into, optional)]
    next: Signal<Option<f64>>,
) -> impl IntoView {
    let grid = move || {
        let axis = axis.get();
        let line = |tick: Tick| {
            let x = percent(tick.at);
            view! { <line class="t-grid" x1=x.clone() x2=x y1="0" y2="100%"></line> }
        };
        let inner =
            axis.ticks(now.get_untracked()).into_iter().filter(|tick| tick.at > 0.0 && tick.at < 100.0);
        inner.map(line).collect_view()
    };
    view! {
        <svg class="track" aria-hidden="true" focusable="false">
            {grid}
            {move || bars.get().into_iter().map(bar).collect_view()}
            {move || next.get().map(|at| view! { <circle class="t-next" cx=percent(at) cy="50%" r="4.5"></circle> })}
            <line class="t-now" x1=move || percent(now.get()) x2=move || percent(now.get()) y1="0" y2="100%"></line>
        </svg>
    }
}

fn bar(bar: Bar) -> AnyView {
    let (from, width) = (percent(bar.from), percent(bar.to - bar.from));
    let rect = |class: &'static str| {
        let (from, width) = (from.clone(), width.clone());
        view! { <rect class=class x=from width=width y="28%" height="44%" rx="2"></rect> }
    };
    match bar.kind {
        BarKind::Ran => rect("t-done").into_any(),
        BarKind::Runs => rect("t-run").into_any(),
        BarKind::Cut => rect("t-cut").into_any(),
        BarKind::Failed => view! {
            {rect("t-fail")}
            <rect class="t-failend" x=percent(bar.to) width="2" y="22%" height="56%"></rect>
        }
        .into_any(),
        BarKind::Waited => {
            let to = percent(bar.to);
            view! { <line class="t-wait" x1=from x2=to y1="50%" y2="50%"></line> }.into_any()
        }
    }
}

/// What the drawings mean.
#[component]
pub fn Legend() -> impl IntoView {
    view! {
        <p class="t-key" aria-hidden="true">
            <span><svg class="key" viewBox="0 0 22 10"><rect class="t-done" y="1" width="22" height="8" rx="2"></rect></svg>"ran"</span>
            <span><svg class="key" viewBox="0 0 22 10"><rect class="t-run" y="1" width="22" height="8" rx="2"></rect></svg>"runs now"</span>
            <span>
                <svg class="key" viewBox="0 0 22 10">
                    <rect class="t-fail" y="1" width="20" height="8" rx="2"></rect>
                    <rect class="t-failend" x="20" width="2" height="10"></rect>
                </svg>
                "try failed"
            </span>
            <span><svg class="key" viewBox="0 0 22 10"><line class="t-wait" x1="1" x2="21" y1="5" y2="5"></line></svg>"waits"</span>
            <span><svg class="key key-dot" viewBox="0 0 10 10"><circle class="t-next" cx="5" cy="5" r="3.5"></circle></svg>"next try"</span>
        </p>
    }
}
