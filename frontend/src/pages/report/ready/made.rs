//! How the report was made.

use leptos::prelude::*;
use revrx_api::Time;

use super::actions::{Again, Shared};
use super::desk::Desk;
use crate::model::format;
use crate::model::report::Fact;

/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// How the report was made, and what it is for.
#[component]
pub(super) fn HowMade(shared: Shared, desk: Desk) -> impl IntoView {
    let report = desk.view();
    let made = &report.made;
    let ready = made.ready_at.map(|millis| {
        let east = -offset_minutes(millis);
        let local = Time::from_millis(millis + east * MINUTE_MS).to_string();
        let day = format::day(local.get(..10).unwrap_or_default());
        let took = made.took.clone().map(|took| view! { ", in "<span class="num">{took}</span> });
        let utc = Time::from_millis(millis).to_string();
        let clock = format::clock(millis, east);
        view! { <div><dt>"Made"</dt><dd><time datetime=utc>{day}", "{clock}</time>{took}</dd></div> }
    });
    let fact = |fact: &Fact| {
        let code = fact.code.clone().map(|code| view! { " "<span class="code">{code}</span> });
        view! { <div><dt>{fact.name}</dt><dd>{fact.text.clone()}{code}</dd></div> }
    };
    let stages = made.stages.iter().map(|(title, kind, became)| {
        view! { <li>{title.clone()}" "<span class="code">{kind.clone()}</span>", "{became.clone()}</li> }
    });
    let stages = (!made.stages.is_empty()).then(|| {
        view! {
            <details class="match made-parts">
                <summary>"Parts that made it"</summary>
                <ul>{stages.collect_view()}</ul>
            </details>
        }
    });
    // Where a part failed, the button stands above, where that is said.
    let offered = !report.gaps.as_ref().is_some_and(|gaps| gaps.failed);
    let again = offered.then(|| view! { <p class="acts"><Again report=shared/></p> });
    view! {
        <footer class="made" id="made" tabindex="-1">
            <h2>"How this report was made"</h2>
            <dl class="facts">{ready}{made.facts.iter().map(fact).collect_view()}</dl>
            {stages}
            {again}
            <p class="fine">
                {made.notice.clone()}
                " Match strength says how well the wording fits, not how likely the code is."
            </p>
        </footer>
    }
}

/// Minutes by which the reader's clock is behind UTC at a time.
fn offset_minutes(millis: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age are far below 2^52")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis as f64));
    #[expect(clippy::cast_possible_truncation, reason = "at most a day of minutes")]
    let behind = date.get_timezone_offset() as i64;
    behind
}
