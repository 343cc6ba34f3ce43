//! The timeline: a table of parts with their bars, which says in words what it draws.

use leptos::prelude::*;

use super::Seen;
use super::track::{AxisLabels, Legend, Track};
use crate::model::progress::axis::{Axis, Window};
use crate::model::progress::rows::{self, Row};
use crate::model::progress::wording::seconds;
use crate::parts::Glyph;

/// What every row is drawn by.
#[derive(Clone, Copy)]
pub struct Scale {
    window: Memo<Window>,
    axis: Memo<Axis>,
    /// Place of now, in percent.
    now: Memo<f64>,
}

/// The timeline.
#[component]
pub fn Timeline(
    /// What is seen of the report.
    seen: Seen,
) -> impl IntoView {
    let window = seen.window();
    let axis = axis(seen, window);
    let now = Memo::new(move |_| axis.get().place(window.get().since(seen.now.get())));
    let scale = Scale { window, axis, now };
    let said = Signal::derive(move || {
        let at = seconds(window.get().since(seen.now.get()));
        [if seen.lost.get() { "then " } else { "now " }, &at].concat()
    });
    // Titles, and which part is of which step.
    let shape = Memo::new(move |_| {
        let phases = seen.with(|outline, _| {
            let of = |phase| {
                let stages = outline.stages.iter().enumerate().filter(move |(_, stage)| stage.phase == phase);
                stages.map(|(index, _)| index).collect::<Vec<_>>()
            };
            let phases = outline.phases.iter().enumerate();
            phases.map(|(index, phase)| (phase.title.clone(), of(index))).collect::<Vec<_>>()
        });
        phases.unwrap_or_default()
    });
    let bodies = move || {
        let body = |(title, parts): (String, Vec<usize>)| {
            let rows = parts.into_iter().map(|index| view! { <Part seen scale index/> }).collect_view();
            view! {
                <tbody role="rowgroup">
                    <tr class="t-phase" role="row">
                        <th scope="rowgroup" role="rowheader">{title}</th>
                        <td class="t-cell" role="cell"><Track axis now/></td>
                        <td role="cell"></td>
                    </tr>
                    {rows}
                </tbody>
            }
        };
        shape.get().into_iter().map(body).collect_view()
    };
    view! {
        <section aria-labelledby="tl-h">
            <h2 class="sub" id="tl-h">"Timeline"</h2>
            // On a phone the table is laid out as blocks, which would take its roles away.
            <table class="gantt" role="table" aria-labelledby="tl-c">
                <caption class="vh" id="tl-c">{move || caption(window.get())}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader"><span class="vh">"Part"</span></th>
                        <th scope="col" role="columnheader" class="t-cell">
                            <AxisLabels axis now said/><span class="vh">"Time"</span>
                        </th>
                        <th scope="col" role="columnheader"><span class="vh">"Duration"</span></th>
                    </tr>
                </thead>
                {bodies}
            </table>
            <Legend/>
        </section>
    }
}

fn caption(window: Window) -> &'static str {
    match window.is_whole {
        true => "When each part ran, in seconds since the report was started",
        false => "When each part ran, in seconds since the report went on",
    }
}

/// The axis: it grows in steps, and never becomes shorter while it begins at the same moment.
fn axis(seen: Seen, window: Memo<Window>) -> Memo<Axis> {
    let kept = Memo::new(move |before: Option<&(Window, Axis)>| {
        let (window, now) = (window.get(), seen.now.get());
        let needed = seen.with(|_, progress| Axis::of(progress, window, now)).unwrap_or(Axis { seconds: 5 });
        let before = before.filter(|(same, _)| *same == window).map(|(_, axis)| *axis);
        (window, before.map_or(needed, |before| needed.max(before)))
    });
    Memo::new(move |_| kept.get().1)
}

#[component]
fn Part(seen: Seen, scale: Scale, index: usize) -> impl IntoView {
    let row = Memo::new(move |_| {
        let (scaled, now) = ((scale.window.get(), scale.axis.get()), seen.now.get());
        seen.with(|outline, progress| rows::row(outline, progress, index, scaled, now))
    });
    let of_row = move |read: &dyn Fn(&Row) -> String| row.with(|row| row.as_ref().map(read));
    let state = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.state)));
    let glyph = Signal::derive(move || state.get().map_or("waiting", |state| state.glyph));
    let bars =
        Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.bars.clone()).unwrap_or_default()));
    let next = Memo::new(move |_| row.with(|row| row.as_ref().and_then(|row| row.next)));
    view! {
        <tr role="row" data-state=move || state.get().map(|state| state.attribute)>
            <th scope="row" role="rowheader">
                <span data-tone=move || state.get().map(|state| state.tone.as_str())><Glyph name=glyph/></span>
                <span class="t-name">{move || of_row(&|row| row.title.clone())}</span>
                <span class="vh">", "{move || state.get().map(|state| state.word)}</span>
            </th>
            <td class="t-cell" role="cell">
                <Track axis=scale.axis now=scale.now bars next/>
                <span class="vh">{move || of_row(&|row| row.words.clone())}</span>
            </td>
            <td class="num t-dur" role="cell">{move || of_row(&|row| row.duration.clone())}</td>
        </tr>
    }
}
