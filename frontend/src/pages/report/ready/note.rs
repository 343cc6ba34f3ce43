//! The note with its evidence.

use leptos::prelude::*;

use super::desk::Desk;
use super::scroll;
use crate::model::format;
use crate::model::report::{Block, BlockKind, Piece, ReportView};

/// The note.
#[component]
pub(super) fn Note(desk: Desk) -> impl IntoView {
    let report = desk.view();
    let blocks = report.note.blocks.iter().map(|block| drawn(&report, block)).collect_view();
    view! {
        <section class="sheet" id="note" aria-labelledby="note-h">
            <div class="sheet-head">
                <h2 id="note-h">"Note"</h2>
                <p class="meta">
                    <span class="num">{format::count(u64::from(report.note.characters))}</span>
                    " characters · evidence is marked with the number of its code"
                </p>
            </div>
            <div class="note" id=scroll::NOTE tabindex="0" role="region" aria-label="Text of the note">{blocks}</div>
        </section>
    }
}

fn drawn(report: &ReportView, block: &Block) -> AnyView {
    let pieces = block.pieces.iter().map(|piece| drawn_piece(report, piece)).collect_view();
    let why = block.left_out.filter(|mark| mark.first).map(|mark| {
        let reason = report.left_out.get(mark.part).copied().unwrap_or("reason not stated");
        view! { <span class="dropped-why">{["Not used for coding: ", reason].concat()}</span> }
    });
    let dropped = block.left_out.is_some();
    match block.kind {
        BlockKind::Heading => view! { <h3 class:dropped=dropped dir="auto">{why}{pieces}</h3> }.into_any(),
        BlockKind::Paragraph => view! { <p class:dropped=dropped dir="auto">{why}{pieces}</p> }.into_any(),
        BlockKind::Item => {
            view! { <p class="item" class:dropped=dropped dir="auto">{why}{pieces}</p> }.into_any()
        }
    }
}

fn drawn_piece(report: &ReportView, piece: &Piece) -> AnyView {
    let text = piece.text.clone();
    let Some(number) = piece.number else {
        return if piece.label { view! { <b>{text}</b> }.into_any() } else { text.into_any() };
    };
    let items = report.links.items(number);
    // Numbers go by what matters most: the tone of the first is the tone of the words. What only a finding is about
    // comes last.
    let tone = items.first().map_or("mute", |item| report.entries[*item].tone);
    let refs = piece.refs.iter().map(|item| reference(report, *item)).collect_view();
    let number = number.to_string();
    view! {
        <mark class="ev" id=["n", &number].concat() data-piece=number data-tone=tone>{text}</mark>
        {refs}
    }
    .into_any()
}

fn reference(report: &ReportView, item: usize) -> impl IntoView + use<> {
    let entry = &report.entries[item];
    view! {
        <a class="ref" href=["#", &entry.anchor].concat() data-item=item.to_string() data-tone=entry.tone
            aria-label=entry.spoken() aria-describedby=[&entry.anchor, "-h"].concat()
        >
            {entry.label.clone()}
        </a>
    }
}
