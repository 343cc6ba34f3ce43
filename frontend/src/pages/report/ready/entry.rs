//! One entry of the list.

use leptos::prelude::*;

use super::actions;
use super::desk::Desk;
use crate::model::report::{Concept, Entry, FitView, Instead, Open, Quote, ReportView, See, Tag};
use crate::parts::{Glyph, Icon};

/// An entry by its place in the list. What can be operated in it is reached with Tab once the entry is: see
/// [`Desk::make_current`].
pub(super) fn drawn(report: &ReportView, item: usize, desk: Desk) -> AnyView {
    let entry = &report.entries[item];
    let heading = [&entry.anchor, "-h"].concat();
    let labelled = heading.clone();
    let name = match entry.code.clone() {
        Some(code) => view! {
            <span class="code">{code}</span>" "<span class="finding-title">{entry.title.clone()}</span>
        }
        .into_any(),
        None => entry.title.clone().into_any(),
    };
    let why = if entry.is_said { "why vh" } else { "why" };
    let why = view! { <p class=why>{entry.reason.clone()}{see(&entry.see)}</p> };
    view! {
        <li class="finding" class:is-brief=entry.brief id=entry.anchor.clone() data-tone=entry.tone
            data-item=item.to_string() tabindex="-1" aria-labelledby=labelled
        >
            <span class="ref" aria-hidden="true">{entry.label.clone()}</span>
            <div class="finding-head">
                <h4 id=heading>{name}</h4>
                <p class="tags">{entry.tags.iter().map(tag).collect_view()}</p>
            </div>
            <div class="finding-body">
                {why}
                {entry.instead.as_ref().map(|instead| place(entry, instead))}
                {entry.open.as_ref().filter(|open| open.matters).map(open)}
                {entry.question.is_some().then(|| question(item, desk))}
                {quotes(report, item)}
                {entry.concepts.iter().map(concept).collect_view()}
                {entry.fit.as_ref().map(fit)}
                {entry.open.as_ref().filter(|open| !open.matters).map(open)}
            </div>
        </li>
    }
    .into_any()
}

fn tag(tag: &Tag) -> impl IntoView + use<> {
    let class = match (tag.tone, tag.outline) {
        (None, false) => "tag tag-plain",
        (None, true) => "tag tag-out",
        (Some(_), _) => "tag",
    };
    let glyph = tag.glyph.map(|glyph| view! { <Glyph name=Signal::stored(glyph)/> });
    view! { <span class=class data-tone=tag.tone>{glyph}{tag.text}</span> }
}

/// ` See 4 M17.9.`
fn see(see: &[See]) -> Option<impl IntoView + use<>> {
    let link = |(index, see): (usize, &See)| {
        let between = if index == 0 { "" } else { ", " };
        let code = see.code.clone().map(|code| view! { " "<span class="code">{code}</span> });
        view! { {between}<a href=["#", &see.anchor].concat() tabindex="-1">{see.label.clone()}{code}</a> }
    };
    let links = see.iter().enumerate().map(link).collect_view();
    (!see.is_empty()).then(|| view! { " See "{links}"." })
}

fn place(entry: &Entry, instead: &Instead) -> impl IntoView + use<> {
    let own = entry.code.clone().unwrap_or_default();
    let words = [" ", &instead.title].concat();
    let known = instead.see.as_ref().map(|other| {
        view! { <span class="where">" see "<a href=["#", &other.anchor].concat() tabindex="-1">{other.label.clone()}</a></span> }
    });
    view! {
        <p class="instead">
            <Icon name="arrow"/>
            <span>
                <span class="vh">{["In place of ", &own, ": "].concat()}</span>
                <span class="code">{instead.code.clone()}</span>{words}{known}
            </span>
        </p>
    }
}

/// What is open: in the entry that is about it, else folded.
fn open(open: &Open) -> AnyView {
    let choices = open.choices.iter().map(|choice| {
        view! { <li><span class="code">{choice.code.clone()}</span>" if "{choice.when.clone()}</li> }
    });
    let choices =
        view! { <ul class="choices" aria-label="Codes this could become">{choices.collect_view()}</ul> };
    if open.matters {
        return view! {
            <p class="open"><Glyph name=Signal::stored("waiting")/><span>{open.axis}": not stated"</span></p>
            {choices}
        }
        .into_any();
    }
    view! {
        <details class="match specific">
            <summary tabindex="-1">"Could be more specific: "{open.axis.to_lowercase()}</summary>
            {choices}
        </details>
    }
    .into_any()
}

fn question(item: usize, desk: Desk) -> impl IntoView + use<> {
    view! {
        <p class="acts">
            <button class="btn btn-small" type="button" tabindex="-1"
                on:click=move |_| actions::copy_question(desk, Some(item))
            >
                <Icon name="ask"/>"Copy question for the clinician"
            </button>
        </p>
    }
}

fn quotes(report: &ReportView, item: usize) -> Option<impl IntoView + use<>> {
    let quotes = &report.entries[item].quotes;
    let quote = |(index, quote): (usize, &Quote)| {
        let text = quote.text.clone();
        let words = match report.links.quote(item, index).first() {
            Some(piece) => {
                let href = ["#n", &piece.to_string()].concat();
                let index = index.to_string();
                view! { <a class="quote" href=href data-quote=index tabindex="-1" dir="auto">{text}</a> }
                    .into_any()
            }
            None => view! { <q class="quote" dir="auto">{text}</q> }.into_any(),
        };
        let section = quote.section.clone().map(|section| view! { " "<span class="where">{section}</span> });
        view! { <li>{words}{section}</li> }
    };
    let drawn = quotes.iter().enumerate().map(quote).collect_view();
    (!quotes.is_empty()).then(|| view! { <ul class="quotes" aria-label="Evidence in the note">{drawn}</ul> })
}

fn concept(concept: &Concept) -> impl IntoView + use<> {
    view! {
        <p class="snomed">
            <span class="where">"SNOMED CT"</span>" "
            <span class="code">{concept.code.clone()}</span>" "{concept.title.clone()}
        </p>
    }
}

fn fit(fit: &FitView) -> impl IntoView + use<> {
    let part = |(name, value): &(&'static str, f32)| {
        view! {
            <div>
                <dt>{*name}</dt>
                <dd>
                    <svg class="bar" aria-hidden="true">
                        <rect class="bar-track" width="100%" height="100%"></rect>
                        <rect class="bar-fill" width=percent(*value) height="100%"></rect>
                    </svg>
                    <span class="num">{hundredths(*value)}</span>
                </dd>
            </div>
        }
    };
    view! {
        <details class="match">
            <summary tabindex="-1">"Match: "{fit.word}" "<span class="num">{hundredths(fit.strength)}</span></summary>
            <dl class="match-parts">{fit.parts.iter().map(part).collect_view()}</dl>
        </details>
    }
}

/// `0.94`
fn hundredths(value: f32) -> String {
    let whole = hundred(value);
    let (ones, rest) = (whole / 100, whole % 100);
    let zero = if rest < 10 { "0" } else { "" };
    [&ones.to_string(), ".", zero, &rest.to_string()].concat()
}

/// `94%`
fn percent(value: f32) -> String {
    [&hundred(value).to_string(), "%"].concat()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 up to 100")]
fn hundred(value: f32) -> u32 {
    (value.clamp(0.0, 1.0) * 100.0).round() as u32
}
