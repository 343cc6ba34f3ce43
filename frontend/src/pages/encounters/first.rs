//! The first visit: what RevRx is for, and how to begin.

use leptos::prelude::*;

use super::choose::ChooseButton;
use super::desk::Desk;
use super::samples::SampleMenu;
use super::uploads::UploadList;
use crate::parts::Icon;
use crate::shell::{can_act, why_not};

/// What happens to a note, step by step: icon, title, text.
const STEPS: [(&str, &str, &str); 4] = [
    ("lock", "PHI Detection", "Names, dates and numbers that identify the patient are found and replaced."),
    ("search", "Clinical Filtering", "Text that does not bear on coding is left out."),
    ("clipboard", "Code Inference", "ICD-10-CM and SNOMED CT codes are found, each with its evidence."),
    ("sparkles", "AI Analysis", "They are compared with what was billed, and gaps in the note are named."),
];

/// The page while there is no encounter.
#[component]
pub(super) fn FirstVisit(desk: Desk, over: ReadSignal<bool>) -> impl IntoView {
    let (can_act, why) = (can_act(), why_not());
    let step = |(icon, title, text): (&'static str, &'static str, &'static str)| {
        view! { <li><Icon name=icon/><b>{title}</b><span>{text}</span></li> }
    };
    view! {
        <section class="first">
            <h1>"Turn a note into a coding report"</h1>
            <p class="lead">
                "Add a clinical note. In under a minute you see which codes it supports, which are missing, and where \
                 more detail is needed, each with the words in the note that say so."
            </p>
            <div class="drop drop-big" class:is-over=over role="group" aria-label="Add notes">
                <Icon name="files"/>
                <p><b>"Drop one or more notes here"</b></p>
                <p class="meta">"Plain text, up to 1 MB each. Each note makes a report of its own."</p>
                <p class="acts">
                    <ChooseButton class="btn btn-primary"><Icon name="upload"/>"Choose files"</ChooseButton>
                    <button class="btn" type="button" disabled=move || !can_act.get() title=move || why.get()
                        on:click=move |_| desk.is_pasting.set(true)
                    >
                        <Icon name="clipboard"/>"Paste a note"
                    </button>
                    <SampleMenu desk class="btn" words="Try a sample note"/>
                </p>
            </div>
            <UploadList desk/>
            <p class="assure">
                <Icon name="lock"/>
                <span>
                    "Reports are made on this computer. Unless whoever runs RevRx sets up another way, no part of a \
                     note is sent anywhere."
                </span>
            </p>
            <h2 class="sub">"What happens then"</h2>
            <ol class="how">{STEPS.into_iter().map(step).collect_view()}</ol>
        </section>
    }
}
