//! Percent, what happens now, and since when.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{ReportStatus, Time};

use super::super::local_time::clock;
use super::Seen;
use crate::model::progress::sentence::now;
use crate::model::progress::wording::seconds;
use crate::net::http;

/// How often a report that waits to be begun asks how many are ahead of it.
const ASK_AHEAD: Duration = Duration::from_secs(3);

/// Percent and sentence; `children` stand below.
#[component]
pub fn NowSection(
    /// What is seen of the report.
    seen: Seen,
    /// Percent, which never falls.
    percent: Memo<u8>,
    /// What stands below.
    children: Children,
) -> impl IntoView {
    let ahead = ahead(seen);
    let sentence = Memo::new(move |_| {
        let ahead = ahead.get();
        seen.with(|outline, progress| now(outline, &progress.view, ahead))
    });
    let title = move || sentence.with(|now| now.as_ref().map(|now| now.title.clone()));
    let text = move || match seen.lost.get() {
        true => Some("The server goes on making the report. What you see is what was known last.".to_owned()),
        false => sentence.with(|now| now.as_ref().map(|now| now.text.clone())),
    };
    view! {
        <section class="now" aria-labelledby="now-h">
            <p class="now-pct" aria-hidden="true"><span class="num">{percent}</span><span class="unit">"%"</span></p>
            <div class="now-text"><h2 id="now-h">{title}</h2><p>{text}</p></div>
            <Facts seen/>
            <progress class="vh" max="100" value=move || percent.get().to_string() aria-label="Report progress">
                {percent}" %"
            </progress>
            {children()}
        </section>
    }
}

/// How long it has taken, and since when.
#[component]
fn Facts(seen: Seen) -> impl IntoView {
    let window = seen.window();
    let elapsed = move || {
        let now = seen.now.get();
        let end = seen.with(|_, progress| progress.view.ended_at.unwrap_or(now)).unwrap_or(now);
        seconds(window.get().since(end))
    };
    let began = Memo::new(move |_| seen.with(|_, _| ()).map(|()| window.get()));
    let label =
        move || if began.get().is_none_or(|window| window.is_whole) { "Started" } else { "Goes on since" };
    let since = move || {
        began.get().map(|window| {
            let time = Time::from(window.from);
            view! { <time datetime=time.to_string()>{clock(time)}</time> }
        })
    };
    view! {
        <dl class="now-facts">
            <div><dt>"Elapsed"</dt><dd class="num now-elapsed">{elapsed}</dd></div>
            <div><dt>{label}</dt><dd class="num now-since">{since}</dd></div>
        </dl>
    }
}

/// How many reports are ahead, asked for as long as this one waits to be begun.
fn ahead(seen: Seen) -> RwSignal<Option<u64>> {
    let (id, first) = seen.status.with_value(|status| (status.id.clone(), status.ahead));
    let ahead = RwSignal::new(first);
    let is_pending = Memo::new(move |_| {
        let pending = |status: &ReportStatus| status.ahead.is_some();
        seen.with(|_, progress| progress.view.is_pending()).unwrap_or_else(|| seen.status.with_value(pending))
    });
    Effect::new(move |before: Option<Option<IntervalHandle>>| {
        if let Some(Some(interval)) = before {
            interval.clear();
        }
        let id = id.clone();
        let ask = move || {
            let path = format!("/reports/{id}/status");
            spawn_local(async move {
                if let Ok(status) = http::get::<ReportStatus>(&path).await {
                    ahead.try_set(status.ahead);
                }
            });
        };
        let wanted = is_pending.get() && !seen.lost.get();
        let interval = wanted.then(|| set_interval_with_handle(ask, ASK_AHEAD).ok()).flatten();
        on_cleanup(move || {
            if let Some(interval) = interval {
                interval.clear();
            }
        });
        interval
    });
    ahead
}
