//! What waits, is tried again, or is missing.

use leptos::prelude::*;

use super::Seen;
use crate::model::progress::notices::{Notice, notices};
use crate::parts::Glyph;

/// The notices, if there are any.
#[component]
pub fn Notices(
    /// What is seen of the report.
    seen: Seen,
) -> impl IntoView {
    let list = Memo::new(move |_| {
        let now = seen.now.get();
        seen.with(|outline, progress| notices(outline, progress, now)).unwrap_or_default()
    });
    let key = |notice: &Notice| (notice.key.clone(), notice.title.clone(), notice.until, notice.text.clone());
    view! { <For each=move || list.get() key let(notice)><One notice seen/></For> }
}

#[component]
fn One(notice: Notice, seen: Seen) -> impl IntoView {
    let (tone, glyph, text) = (notice.tone.as_str(), notice.glyph, notice.text.clone());
    let id = format!("notice-{}", if notice.key.is_empty() { "report" } else { &notice.key });
    let labelled = id.clone();
    let heading = move || {
        let (words, time) = notice.heading(seen.now.get(), seen.lost.get());
        let time = time.map(|time| view! { " "<span class="num countdown">{time}</span> });
        view! { {words.to_owned()}{time} }
    };
    view! {
        <section class="notice" data-tone=tone aria-labelledby=labelled>
            <Glyph name=Signal::stored(glyph)/>
            <div><h2 id=id>{heading}</h2><p>{text}</p></div>
        </section>
    }
}
