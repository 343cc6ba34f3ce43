//! Codes that were found before the report ended.

use leptos::prelude::*;
use revrx_api::{FoundCode, Report, ReportState};

use crate::model::failed::quote;
use crate::parts::Glyph;

/// Codes that were found before the report ended, with a caution.
#[component]
pub fn Found(
    /// The report.
    report: StoredValue<Report>,
) -> impl IntoView {
    let (found, state) = report.with_value(|report| (report.found.clone(), report.status));
    let title = match state {
        ReportState::Cancelled => "Found before it was cancelled",
        _ => "Found before it failed",
    };
    let body = match found.is_empty() {
        true => view! {
            <p class="meta">"No codes had been looked up yet, or none was found. That does not mean that the note supports none."</p>
        }
        .into_any(),
        false => view! {
            <p class="caution">
                <Glyph name=Signal::stored("under")/>
                <span>"Not checked and not compared with what was billed. Do not code from this list."</span>
            </p>
            <div class="table-wrap">
                <table class="table found">
                    <thead>
                        <tr><th scope="col">"Code"</th><th scope="col">"Title"</th><th scope="col">"Words in the note"</th></tr>
                    </thead>
                    <tbody>{found.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby="have-h"><h2 class="sub" id="have-h">{title}</h2>{body}</section>
    }
}

fn row(found: FoundCode) -> impl IntoView {
    let words = quote(&found).map(|(words, more)| {
        let more = (more > 0).then(|| view! { <span class="meta">{format!(" and {more} more")}</span> });
        view! { <q class="quote">{words.to_owned()}</q>{more} }
    });
    view! { <tr><td class="code">{found.code.clone()}</td><td>{found.title.clone()}</td><td>{words}</td></tr> }
}
