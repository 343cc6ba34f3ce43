//! What was tried, and the facts for support.

use leptos::prelude::*;
use revrx_api::Report;

use super::super::local_time::clock;
use crate::model::failed::{log, reason};

/// What was tried, with times, and the facts for support.
#[component]
pub fn Tried(
    /// The report.
    report: StoredValue<Report>,
) -> impl IntoView {
    let (lines, id, why) =
        report.with_value(|report| (log::lines(report), report.id.to_string(), reason(report)));
    let line = |line: log::Line| {
        view! {
            <li data-tone=line.tone.map(|tone| tone.as_str())>
                <time class="num" datetime=line.at.to_string()>{clock(line.at)}</time>
                <span>{line.text}</span>
            </li>
        }
    };
    view! {
        <section aria-labelledby="log-h">
            <h2 class="sub" id="log-h">"What was tried"</h2>
            <ol class="log">{lines.into_iter().map(line).collect_view()}</ol>
            <dl class="facts facts-stack">
                <div><dt>"Report"</dt><dd><span class="code">{id}</span></dd></div>
                <div><dt>"Reason"</dt><dd>{why}</dd></div>
            </dl>
        </section>
    }
}
