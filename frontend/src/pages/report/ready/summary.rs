//! What comes first: what is missing, what the report is about, billed against supported.

use leptos::prelude::*;

use super::actions::{Again, Shared};
use super::desk::Desk;
use super::linking::follow_click;
use crate::model::report::{Cell, Gap, Gaps, Strip};
use crate::parts::Glyph;

/// What is missing, above all else because it changes how the rest is read; and what a reader has to know besides.
#[component]
pub(super) fn Missing(report: Shared, desk: Desk) -> impl IntoView {
    let report_view = desk.view();
    let gaps = report_view
        .gaps
        .as_ref()
        .map(|gaps| if gaps.failed { failed(gaps, report, desk) } else { absent(gaps) });
    let warnings = (!report_view.warnings.is_empty()).then(|| {
        let lines =
            report_view.warnings.iter().map(|warning| view! { <p>{warning.clone()}</p> }).collect_view();
        view! {
            <section class="notice" data-tone="warn" aria-label="Please note">
                <Glyph name=Signal::stored("under")/>
                <div class="notice-lines">{lines}</div>
            </section>
        }
    });
    view! { {gaps}{warnings} }
}

/// A part could not be made.
fn failed(gaps: &Gaps, report: Shared, desk: Desk) -> AnyView {
    let part = |gap: &Gap| {
        let meaning = gap.meaning.map(|meaning| view! { " "<b>{meaning}</b> });
        view! { <div><dt>{gap.title.clone()}</dt><dd>{gap.why.clone()}{meaning}</dd></div> }
    };
    view! {
        <section class="notice notice-gaps" data-tone="warn" aria-labelledby="gaps-h">
            <Glyph name=Signal::stored("gaps")/>
            <div>
                <h2 id="gaps-h">{gaps.title.clone()}</h2>
                <dl class="gaps">{gaps.parts.iter().map(part).collect_view()}</dl>
                <p class="gaps-notice">{gaps.notice.clone()}</p>
                <p class="acts">
                    <Again report/>
                    <a href="#made" on:click=move |event| follow_click(desk, &event)>"How this report was made"</a>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// A part is not set up here: no failure, but still nothing that was looked for.
fn absent(gaps: &Gaps) -> AnyView {
    view! {
        <p class="gaps-slim" data-tone="mute">
            <Glyph name=Signal::stored("skipped")/>
            <span><b>{gaps.title.clone()}"."</b>" "{gaps.parts.iter().map(|gap| [&gap.why, " "].concat()).collect::<String>()}{gaps.notice.clone()}</span>
        </p>
    }
    .into_any()
}

/// The one sentence, and the strip.
#[component]
pub(super) fn Summary(desk: Desk) -> impl IntoView {
    let report = desk.view();
    let headline = &report.headline;
    view! {
        <section class="summary" aria-label="Summary">
            <p class="lead"><b>{headline.lead.clone()}</b>" "{headline.text.clone()}</p>
            {report.strip.as_ref().map(|strip| drawn(strip, desk))}
        </section>
    }
}

fn drawn(strip: &Strip, desk: Desk) -> impl IntoView + use<> {
    let compares = strip.compares;
    let label =
        if compares { "Billed codes compared with what the note supports" } else { "What the note supports" };
    let cells = strip.cells.iter().map(|cell| drawn_cell(cell, compares)).collect_view();
    view! {
        <div class="diff" class:diff-two=!compares role="group" aria-label=label>
            <p class="diff-key" aria-hidden="true">
                {compares.then(|| view! { <span>"Billed"</span> })}
                <span>"Note supports"</span><span>"Consider"</span>
            </p>
            <ol class="diff-rows" on:click=move |event| follow_click(desk, &event)>{cells}</ol>
        </div>
    }
}

fn drawn_cell(cell: &Cell, compares: bool) -> impl IntoView + use<> {
    let several = cell.several;
    let row = |class: &'static str, spoken: &'static str, code: &Option<String>| {
        let code = match code {
            Some(code) => view! { <span class="code">{code.clone()}</span> }.into_any(),
            None if several => view! { <span class="none" aria-hidden="true">"…"</span> }.into_any(),
            None => view! { <span class="none">"none"</span> }.into_any(),
        };
        view! { <span class=class><span class="vh">{spoken}</span>{code}</span> }
    };
    view! {
        <li data-tone=cell.tone>
            <a href=["#", &cell.leads_to].concat()>
                {compares.then(|| row("diff-b", "Billed: ", &cell.billed))}
                {row("diff-d", "The note supports: ", &cell.supports)}
                <span class="diff-w"><Glyph name=Signal::stored(cell.glyph)/>{cell.consider.clone()}</span>
            </a>
        </li>
    }
}
