//! The steps in a row, each with its share of one bar.

use leptos::prelude::*;

use crate::model::progress::steps::{Step, list_label};
use crate::parts::{Glyph, Icon};

/// The steps. `short` leaves out what each is for, except where something is the matter.
#[component]
pub fn Steps(
    /// The steps, in order.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// Whether only trouble is explained.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let count = Memo::new(move |_| steps.read().len());
    let items = move || {
        (0..count.get())
            .map(|index| {
                let step = Memo::new(move |_| steps.read().get(index).cloned());
                step.get_untracked().map(|first| view! { <Item step first of=count.get() short/> })
            })
            .collect_view()
    };
    view! {
        <ol class="steps" class:steps-short=short aria-label=move || list_label(count.get())>{items}</ol>
    }
}

#[component]
fn Item(step: Memo<Option<Step>>, first: Step, of: usize, short: bool) -> impl IntoView {
    // What does not change while a report is shown is read once.
    let Step { number, title, icon, share, .. } = first;
    let place = format!("Step {number} of {of}: ");
    let of_step = move |read: &dyn Fn(&Step) -> &'static str| {
        step.with(|step| step.as_ref().map_or("", |step| read(step)))
    };
    let glyph = Signal::derive(move || of_step(&|step| step.glyph));
    let why = Memo::new(move |_| {
        let with_matter = |step: &&Step| !short || matches!(step.attribute, "failed" | "gaps");
        step.with(|step| step.as_ref().filter(with_matter).map(|step| step.why.clone()))
    });
    view! {
        <li class="step" data-share=share.to_string()
            data-state=move || of_step(&|step| step.attribute)
            data-tone=move || of_step(&|step| step.tone.as_str())
            aria-current=move || step.with(|step| step.as_ref().is_some_and(|step| step.is_current)).then_some("step")
        >
            <span class="step-icon"><Icon name=icon/></span>
            <span class="step-name"><span class="vh">{place}</span>{title}</span>
            <span class="step-state"><Glyph name=glyph/>{move || of_step(&|step| step.word)}</span>
            <span class="step-time num">
                {move || step.with(|step| step.as_ref().map(|step| step.time.clone()))}
            </span>
            {move || why.get().map(|why| view! { <span class="step-why">{why}</span> })}
            <progress class="step-bar" aria-hidden="true" max=share.to_string()
                value=move || step.with(|step| step.as_ref().map_or(0, |step| step.filled)).to_string()
            ></progress>
        </li>
    }
}
