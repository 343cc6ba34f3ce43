//! A report that failed or was cancelled.

pub mod found;
pub mod tried;
pub mod verdict;

use leptos::prelude::*;
use revrx_api::{Report, ReportState};
use revrx_engine_core::time::Timestamp;

use self::found::Found;
use self::tried::Tried;
use self::verdict::VerdictSection;
use super::head::ReportHead;
use super::load::Loader;
use super::steps::Steps;
use crate::model::progress::steps::steps;
use crate::model::progress::visit;
use crate::parts::StateWord;
use crate::shell::{Page, use_title};

/// The page of a report that failed or was cancelled: what happened, what is kept, what to do.
#[component]
pub fn FailedPage(
    /// The report.
    report: Box<Report>,
    /// Reads it again.
    loader: Loader,
) -> impl IntoView {
    let title = if report.status == ReportState::Cancelled { "Report cancelled" } else { "Report failed" };
    use_title(move || title.to_owned());
    let ended = report.progress.view.ended_at.unwrap_or(Timestamp::from_micros(0));
    let as_they_ended = steps(&report.outline, &report.progress, ended);
    let head = Signal::stored(Some(visit::head(report.encounter.as_ref())));
    let (state, degraded) = (report.status, report.degraded);
    let report = StoredValue::new(*report);
    view! {
        <Page class="page-failed">
            <ReportHead head>
                <StateWord state=Signal::stored(state) degraded=Signal::stored(degraded)/>
            </ReportHead>
            <VerdictSection report loader/>
            <Steps steps=Signal::stored(as_they_ended) short=true/>
            <div class="split"><Found report/><Tried report/></div>
        </Page>
    }
}
