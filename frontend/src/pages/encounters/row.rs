//! A row of the list.

use std::collections::HashSet;

use leptos::prelude::*;
use revrx_api::{EncounterId, EncounterRow, ReportId};

use super::desk::Desk;
use super::load::Reader;
use super::row_menu::RowMenu;
use crate::model::encounters::moving::Moving;
use crate::model::encounters::row::{self, Count, Looks};
use crate::model::format;
use crate::model::known::Known;
use crate::model::words::Tone;
use crate::parts::{Glyph, StepDots};
use crate::shell::use_live;

/// A row; it keeps its place whatever becomes of its report.
#[component]
pub(super) fn Row(
    desk: Desk,
    reader: Reader,
    id: EncounterId,
    /// The reports that are followed.
    followed: Memo<HashSet<ReportId>>,
    /// Our clock, in milliseconds, in steps a reader can tell apart.
    now: Memo<f64>,
) -> impl IntoView {
    let (of_row, of_gone) = (id.clone(), id);
    let encounter: Memo<Option<EncounterRow>> =
        Memo::new(move |_| desk.list.with(|list| list.as_ref().and_then(|list| list.row(&of_row).cloned())));
    let is_gone =
        Memo::new(move |_| desk.list.with(|list| list.as_ref().is_some_and(|list| list.is_gone(&of_gone))));
    let report = use_report(encounter, followed, reader);
    let who = Memo::new(move |_| encounter.with(|row| row.as_ref().map(row::who)));
    let state = Memo::new(move |_| report.with(|report| row::state(report.as_ref())));
    let looks = Memo::new(move |_| {
        if is_gone.get() {
            return Looks::Words("Deleted in another window".to_owned());
        }
        report.with(|report| row::looks(report.as_ref()))
    });
    let changed = Memo::new(move |_| {
        let at = encounter.with(|row| row.as_ref().map(|row| row.changed_at.as_millis()));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit into 53 bits")]
        at.map(|at| format::ago(now.get() - at as f64))
    });
    let stamp = move || encounter.with(|row| row.as_ref().map(|row| row.changed_at.to_string()));
    view! {
        <tr class:is-gone=is_gone>
            <th scope="row">
                <a class="row-name" class:is-unnamed=move || who.with(|who| who.as_ref().is_some_and(|who| !who.is_named))
                    href=move || who.with(|who| who.as_ref().map(|who| who.href.clone()))
                >
                    {move || who.with(|who| who.as_ref().map(|who| who.name.clone()))}
                </a>
                <span class="sub-line">{move || who.with(|who| who.as_ref().map(|who| who.sub.clone()))}</span>
            </th>
            <td class="c-date">{move || who.with(|who| who.as_ref().map(visit))}</td>
            <td class="c-status"><Status state/></td>
            <td class="c-finds">{move || finds(looks.get())}</td>
            <td class="num c-when"><time datetime=stamp>{changed}</time></td>
            <td class="c-acts"><RowMenu desk encounter report is_gone/></td>
        </tr>
    }
}

/// What is shown of the report: as the list has it, and what is heard of it meanwhile.
fn use_report(
    encounter: Memo<Option<EncounterRow>>,
    followed: Memo<HashSet<ReportId>>,
    reader: Reader,
) -> Memo<Option<Moving>> {
    let live = use_live();
    let id = Memo::new(move |_| {
        let id = encounter
            .with(|row| row.as_ref().and_then(|row| row.report.as_ref().map(|badge| badge.id.clone())));
        id.filter(|id| followed.with(|followed| followed.contains(id)))
    });
    // Following ends when this runs again, or with the row.
    let known: Memo<Option<Signal<Option<Known>>>> = Memo::new(move |_| id.get().map(|id| live.follow(id)));
    let report = Memo::new(move |_| {
        let badge = encounter.with(|row| row.as_ref().and_then(|row| row.report.clone()))?;
        let heard = known.get().and_then(|known| {
            known.with(|known| {
                let known = known.as_ref().filter(|known| known.report == badge.id)?;
                Some(Moving::heard(&badge, &known.outline, &known.progress))
            })
        });
        Some(heard.unwrap_or_else(|| Moving::still(badge)))
    });
    // What there is to look at in a report that has ended stands in the list alone.
    Effect::new(move || {
        let has_ended =
            report.with(|report| report.as_ref().is_some_and(|report| report.badge.status.is_terminal()));
        let is_known = encounter.with_untracked(|row| {
            row.as_ref().and_then(|row| row.report.as_ref()).is_none_or(|badge| badge.status.is_terminal())
        });
        if has_ended && !is_known {
            reader.read_soon();
        }
    });
    report
}

fn visit(who: &row::Who) -> impl IntoView + use<> {
    let (day, long, class) = (who.day.clone(), who.day_long.clone(), who.class);
    match day {
        Some(day) => view! {
            <span class="num" title=long>{day}</span>
            <span class="sub-line">{class}</span>
        }
        .into_any(),
        None => view! { <span class="meta">{class}</span> }.into_any(),
    }
}

#[component]
fn Status(state: Memo<row::State>) -> impl IntoView {
    let has_steps = Memo::new(move |_| !state.read().phases.is_empty());
    let phases = Memo::new(move |_| state.read().phases.clone());
    let retrying = Memo::new(move |_| state.read().is_trying_again);
    let label = Memo::new(move |_| state.read().steps.clone());
    let before = move || state.read().before.clone().map(|word| view! { <span class="vh">{word}": "</span> });
    view! {
        <span class="status" data-tone=move || state.read().tone.as_str()>
            <Show when=move || has_steps.get()><StepDots phases retrying label/></Show>
            <span class="status-word">{before}{move || state.read().word.clone()}</span>
            {move || state.read().percent.map(|percent| view! { <span class="num status-pct">{percent}" %"</span> })}
        </span>
    }
}

fn finds(looks: Looks) -> AnyView {
    match looks {
        Looks::Nothing => ().into_any(),
        Looks::Words(words) => view! { <span class="finds finds-wait">{words}</span> }.into_any(),
        Looks::AllRight => view! {
            <span class="finds">
                <span data-tone=Tone::Good.as_str()><Glyph name=Signal::stored("supported")/>"Nothing to change"</span>
            </span>
        }
        .into_any(),
        Looks::Counts(counts) => {
            view! { <span class="finds">{counts.into_iter().map(count).collect_view()}</span> }.into_any()
        }
    }
}

fn count(count: Count) -> impl IntoView {
    let shape = match count.glyph {
        Some(glyph) => view! { <Glyph name=Signal::stored(glyph)/> }.into_any(),
        // Findings have letters in the report.
        None => view! { <span class="find-letter" aria-hidden="true">"A"</span> }.into_any(),
    };
    view! { <span data-tone=count.tone.as_str()>{shape}<b class="num">{count.number}</b>" "{count.word}</span> }
}
