//! The milestones.

use leptos::prelude::*;

use super::Seen;
use crate::model::progress::milestones::{Row, count, rows};

/// The milestones, by percent.
#[component]
pub fn Milestones(
    /// What is seen of the report.
    seen: Seen,
) -> impl IntoView {
    let window = seen.window();
    let list = Memo::new(move |_| {
        let window = window.get();
        seen.with(|outline, progress| rows(outline, progress, window)).unwrap_or_default()
    });
    let reached = Memo::new(move |_| seen.with(|_, progress| count(progress)));
    let length = Memo::new(move |_| list.read().len());
    let items = move || {
        (0..length.get())
            .map(|index| {
                let row = Memo::new(move |_| list.read().get(index).cloned());
                view! { <Item row/> }
            })
            .collect_view()
    };
    view! {
        <section aria-labelledby="ms-h">
            <h2 class="sub" id="ms-h">"Milestones "<span class="num sub-count">{reached}</span></h2>
            <ol class="milestones">{items}</ol>
        </section>
    }
}

#[component]
fn Item(row: Memo<Option<Row>>) -> impl IntoView {
    let of_row = move |read: &dyn Fn(&Row) -> String| row.with(|row| row.as_ref().map(read));
    let state = move || row.with(|row| row.as_ref().map(|row| row.attribute));
    view! {
        <li data-state=state aria-current=move || (state() == Some("now")).then_some("step")>
            <span class="num ms-at">{move || of_row(&|row| row.at.to_string())}<span class="unit">"%"</span></span>
            <span class="ms-text">
                {move || of_row(&|row| row.text.clone())}
                <span class="vh">", "{move || of_row(&|row| row.word.to_owned())}</span>
            </span>
            <span class="num ms-when">{move || of_row(&|row| row.when.clone())}</span>
        </li>
    }
}
