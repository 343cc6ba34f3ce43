//! A report while it is made.

pub mod cancel;
pub mod milestones;
pub mod notices;
pub mod now;
pub mod timeline;
pub mod track;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{EncounterId, EncounterRow, ReportStatus};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Outline, Progress};

use self::cancel::CancelReport;
use self::milestones::Milestones;
use self::notices::Notices;
use self::now::NowSection;
use self::timeline::Timeline;
use super::head::ReportHead;
use super::load::Loader;
use super::steps::Steps;
use crate::model::known::Known;
use crate::model::progress::axis::Window;
use crate::model::progress::steps::{announcement, steps};
use crate::model::progress::visit;
use crate::net::http;
use crate::shell::{Page, use_live, use_title};

/// What is seen of a report in the making.
#[derive(Clone, Copy)]
pub struct Seen {
    /// How it stood when it was asked for.
    status: StoredValue<ReportStatus>,
    /// What is known of it; nothing before the first word.
    known: Signal<Option<Known>>,
    /// The server's clock; stands still while the server cannot be reached.
    now: Signal<Timestamp>,
    /// Whether the server cannot be reached.
    lost: Signal<bool>,
}

impl Seen {
    /// Reads from what is known; the stand-in before anything is.
    fn with<T>(self, read: impl FnOnce(&Arc<Outline>, &Progress) -> T) -> Option<T> {
        self.known.with(|known| known.as_ref().map(|known| read(&known.outline, &known.progress)))
    }

    /// The stretch of time that is drawn.
    fn window(self) -> Memo<Window> {
        Memo::new(move |_| {
            let now = self.now.get();
            self.with(|_, progress| Window::of(progress, now)).unwrap_or(Window { from: now, is_whole: true })
        })
    }
}

/// The page of a report that is being made, or waits to be.
#[component]
pub fn ProgressPage(
    /// How it stood when it was asked for.
    status: ReportStatus,
    /// Reads it when it has ended.
    loader: Loader,
) -> impl IntoView {
    let live = use_live();
    let known = live.follow(status.id.clone());
    let lost = live.stale();
    let clock = live.now();
    let offset = Memo::new(move |_| known.with(|known| known.as_ref().map_or(0.0, |known| known.offset_ms)));
    let now = Signal::derive(move || {
        #[expect(clippy::cast_possible_truncation, reason = "microseconds since 1970 until the year 2255")]
        let micros = ((clock.get() + offset.get()) * 1_000.0) as i64;
        Timestamp::from_micros(micros)
    });
    let (encounter, report) = (status.encounter.clone(), status.id.clone());
    let seen = Seen { status: StoredValue::new(status), known, now, lost };
    let ended = Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(|known| known.ended)));
    Effect::new(move || {
        if ended.get() && !lost.get() {
            loader.load_ended();
        }
    });
    let percent = percent(seen);
    let is_pending = Memo::new(move |_| seen.with(|_, progress| progress.view.is_pending()).unwrap_or(false));
    use_title(move || match is_pending.get() {
        true => "Report queued".to_owned(),
        false => format!("{} %, report being made", percent.get()),
    });
    let head = head_of(encounter);
    let all_steps = Memo::new(move |_| {
        let now = now.get();
        seen.with(|outline, progress| steps(outline, progress, now)).unwrap_or_default()
    });
    let aloud = Memo::new(move |_| seen.with(|outline, progress| announcement(outline, progress)).flatten());
    let is_known = Memo::new(move |_| known.with(Option::is_some));
    view! {
        <Page class="page-progress">
            <ReportHead head><CancelReport report seen/></ReportHead>
            <p class="vh" role="status">{aloud}</p>
            // All of it or nothing: what comes bit by bit would push about what is there.
            <Show when=move || is_known.get()>
                <NowSection seen percent><Steps steps=all_steps/></NowSection>
                <Notices seen/>
                <div class="split"><Timeline seen/><Milestones seen/></div>
            </Show>
        </Page>
    }
}

/// Percent, which never falls.
fn percent(seen: Seen) -> Memo<u8> {
    let first = seen.status.with_value(|status| status.percent);
    Memo::new(move |before: Option<&u8>| {
        let known = seen.with(|_, progress| progress.view.percent).unwrap_or(first);
        before.map_or(known, |before| known.max(*before))
    })
}

/// Whose report it is: asked for once.
fn head_of(encounter: EncounterId) -> RwSignal<Option<visit::Head>> {
    let head = RwSignal::new(None);
    spawn_local(async move {
        let answer = http::get::<EncounterRow>(&format!("/encounters/{encounter}")).await;
        match answer {
            Ok(encounter) => {
                head.try_set(Some(visit::head(Some(&encounter))));
            }
            Err(error) if error.status() == Some(410) => {
                head.try_set(Some(visit::head(None)));
            }
            Err(_) => {}
        }
    });
    head
}
