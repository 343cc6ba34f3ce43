//! What was tried, as a list with times.

use revrx_api::{Report, ReportState, Time};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{SpanKind, StageSpan, StageStatus};

use crate::model::progress::wording::seconds;
use crate::model::words::{Tone, failure_words};

/// Most lines that are shown; of more, the oldest are left out.
const LINES_MAX: usize = 40;
/// A wait that is no pause between two tries is told when it lasted so long, in seconds.
const WAIT_TOLD_S: u64 = 5;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Time,
    /// Its tone, where it is not the usual one.
    pub tone: Option<Tone>,
    /// What happened.
    pub text: String,
}

/// What was tried, oldest first.
pub fn lines(report: &Report) -> Vec<Line> {
    let (outline, progress) = (&report.outline, &report.progress);
    let mut lines: Vec<(Timestamp, Option<Tone>, String)> = Vec::new();
    lines.extend(progress.view.queued_at.map(|at| (at, None, "Report asked for".to_owned())));
    for (index, phase) in outline.phases.iter().enumerate() {
        let parts =
            outline.stages.iter().zip(&progress.view.stages).filter(|(stage, _)| stage.phase == index);
        let began = parts.filter_map(|(_, view)| view.started_at).min();
        lines.extend(began.map(|at| (at, None, format!("{} started", phase.title))));
    }
    let stages = outline.stages.iter().zip(&progress.view.stages).zip(&progress.timeline.stages);
    for ((stage, view), timeline) in stages {
        lines.extend(timeline.spans.iter().filter_map(|span| of_span(&stage.title, span)));
        lines.extend(tries_again(&stage.title, &timeline.spans));
        if let (StageStatus::Degraded | StageStatus::Skipped, Some(at)) = (view.status, view.finished_at) {
            let text = match view.status {
                StageStatus::Skipped => format!("{} is not set up; went on without it", stage.title),
                _ => format!("Went on without {}", stage.title),
            };
            lines.push((at, Some(Tone::Warn), text));
        }
    }
    lines.sort_by_key(|(at, ..)| *at);
    let left_out = progress.timeline.stages.iter().any(|stage| stage.left_out > 0) || lines.len() > LINES_MAX;
    lines.drain(..lines.len().saturating_sub(LINES_MAX));
    if let (true, Some((at, ..))) = (left_out, lines.first()) {
        lines.insert(0, (*at, None, "Before this: older tries, which are not listed".to_owned()));
    }
    lines.extend(end(report));
    lines.into_iter().map(|(at, tone, text)| Line { at: at.into(), tone, text }).collect()
}

/// How a try or a long wait ended.
fn of_span(title: &str, span: &StageSpan) -> Option<(Timestamp, Option<Tone>, String)> {
    let to = span.to?;
    let took = to.since(span.from);
    match span.kind {
        SpanKind::Failed(class) => {
            let text = format!("{title} {} after {}", failure_words(class), seconds(took));
            Some((to, Some(Tone::Warn), text))
        }
        SpanKind::Aborted => {
            Some((to, Some(Tone::Warn), format!("{title} was cut off after {}", seconds(took))))
        }
        SpanKind::Waited if took.as_secs() >= WAIT_TOLD_S => {
            Some((to, None, format!("{title} had waited {}", seconds(took))))
        }
        SpanKind::Ran | SpanKind::Waited => None,
    }
}

/// Every try after one that failed or was cut off.
fn tries_again<'a>(
    title: &'a str,
    spans: &'a [StageSpan],
) -> impl Iterator<Item = (Timestamp, Option<Tone>, String)> + 'a {
    let tries = || spans.iter().filter(|span| span.kind != SpanKind::Waited);
    let is_lost = |span: &StageSpan| matches!(span.kind, SpanKind::Failed(_) | SpanKind::Aborted);
    let again = tries().zip(tries().skip(1)).filter(move |(before, _)| is_lost(before));
    again.map(move |(before, span)| {
        let pause = span.from.since(before.to.unwrap_or(span.from));
        (span.from, None, format!("{title} was tried again, {} later", seconds(pause)))
    })
}

fn end(report: &Report) -> Option<(Timestamp, Option<Tone>, String)> {
    let at = report.progress.view.ended_at?;
    Some(match report.status {
        ReportState::Cancelled => (at, None, "Report cancelled".to_owned()),
        _ => (at, Some(Tone::Bad), "Report failed".to_owned()),
    })
}
