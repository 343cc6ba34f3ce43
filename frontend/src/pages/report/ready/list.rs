//! The codes by verdict, and the findings about the documentation.

use leptos::prelude::*;

use super::desk::Desk;
use super::entry::drawn as entry;
use crate::model::format;
use crate::model::report::{Fold, Group, ReportView};
use crate::parts::{Glyph, Icon};

/// The list.
#[component]
pub(super) fn List(desk: Desk) -> impl IntoView {
    let report = desk.view();
    let groups = report.groups.iter().map(|group| drawn(&report, group, desk)).collect_view();
    let empty = report.groups.is_empty().then(|| {
        view! {
            <p class="lead">
                "No code was found in this note. That does not mean that nothing is there: read the note."
            </p>
        }
    });
    view! {
        <section class="codes" id="codes" aria-labelledby="codes-h">
            <h2 class="vh" id="codes-h">"Codes"</h2>
            {(!report.groups.is_empty()).then(|| verdicts(&report))}
            {groups}{empty}
        </section>
    }
}

/// The ways to the groups, with their counts.
fn verdicts(report: &ReportView) -> impl IntoView + use<> {
    let way = |group: &Group| {
        view! {
            <li>
                <a href=["#", group.id].concat() data-tone=group.tone>
                    {shape(group)}<span>{group.title}</span>" "
                    <b class="num">{format::count(group.count() as u64)}</b>
                </a>
            </li>
        }
    };
    let ways = report.groups.iter().map(way).collect_view();
    view! { <nav class="verdicts" aria-label="Codes by verdict"><ul>{ways}</ul></nav> }
}

fn shape(group: &Group) -> AnyView {
    match group.glyph {
        Some(glyph) => view! { <Glyph name=Signal::stored(glyph)/> }.into_any(),
        None => view! { <Icon name="ask"/> }.into_any(),
    }
}

fn drawn(report: &ReportView, group: &Group, desk: Desk) -> impl IntoView + use<> {
    let heading = [group.id, "-h"].concat();
    let labelled = heading.clone();
    let folds = group.folds.iter().map(|fold| drawn_fold(report, fold, desk)).collect_view();
    view! {
        <section class="group" class:group-doc=group.glyph.is_none() id=group.id data-tone=group.tone tabindex="-1"
            aria-labelledby=labelled
        >
            <div class="group-head">
                {shape(group)}<h3 id=heading>{group.title}</h3><span class="gloss">{group.gloss}</span>
                <span class="num group-count">{format::count(group.count() as u64)}</span>
            </div>
            {folds}
        </section>
    }
}

fn drawn_fold(report: &ReportView, fold: &Fold, desk: Desk) -> AnyView {
    let entries = fold.entries.iter().map(|item| entry(report, *item, desk)).collect_view();
    let entries = view! { <ol class="findings">{entries}</ol> };
    let Some(title) = fold.title.clone() else { return entries.into_any() };
    let gloss = fold.gloss.clone().map(|gloss| view! { <span class="gloss">{gloss}</span> });
    let count = format::count(fold.entries.len() as u64);
    // A title that begins with its count needs no second one.
    let count = (!title.starts_with(&count)).then(|| view! { <span class="num">{count}</span> });
    view! {
        <details class="fold" open=fold.open>
            <summary><b>{title}</b>{count}{gloss}<Icon name="down"/></summary>
            {entries}
        </details>
    }
    .into_any()
}
