//! The rows of the timeline: what each part did, as bars and in words.

use std::time::Duration;

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{
    Outline, Progress, SpanKind, StageSpan, StageStatus, StageTimeline, StageView,
};

use super::axis::{Axis, Window};
use super::part::{self, PartState};
use super::wording;
use crate::model::words::failure_words;

/// A bar narrower than this is not seen, in percent of the axis.
const NARROWEST: f64 = 0.6;

/// A try that came to a wait within this time did nothing before it.
const NOTHING: Duration = Duration::from_millis(50);

/// What a bar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    /// It ran.
    Ran,
    /// It runs; the end is now.
    Runs,
    /// A try failed.
    Failed,
    /// A try was cut off.
    Cut,
    /// It waited or waits.
    Waited,
}

/// A bar; places in percent of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// What it shows.
    pub kind: BarKind,
    /// Its left edge.
    pub from: f64,
    /// Its right edge.
    pub to: f64,
}

/// A row: one part of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What a person calls the part.
    pub title: String,
    /// Its state.
    pub state: PartState,
    /// Its bars, oldest first.
    pub bars: Vec<Bar>,
    /// The place of its next try.
    pub next: Option<f64>,
    /// The bars in words.
    pub words: String,
    /// How long it took so far, or which try is next.
    pub duration: String,
}

/// What stands in the row of the part of that number.
pub fn row(
    outline: &Outline,
    progress: &Progress,
    index: usize,
    (window, axis): (Window, Axis),
    now: Timestamp,
) -> Row {
    let (stage, timeline) = (&progress.view.stages[index], &progress.timeline.stages[index]);
    let next = next_try(stage, now);
    Row {
        title: outline.stages[index].title.clone(),
        state: part::state(stage),
        bars: bars(timeline, (window, axis), now, next),
        next: next.map(|next| axis.place(window.since(next))),
        words: words(stage, timeline, window, next),
        duration: duration(stage, timeline, now),
    }
}

/// When the next try is, while it lies ahead.
pub fn next_try(stage: &StageView, now: Timestamp) -> Option<Timestamp> {
    stage.until.filter(|until| *until >= now && stage.status == StageStatus::Waiting)
}

/// The spans worth telling: a try that had to wait at once is told by its wait.
fn told(timeline: &StageTimeline) -> impl Iterator<Item = &StageSpan> {
    let spans = &timeline.spans;
    let next = spans.iter().skip(1).map(Some).chain([None]);
    let is_told = |(span, next): &(&StageSpan, Option<&StageSpan>)| {
        let waits_next = next.is_some_and(|next| next.kind == SpanKind::Waited);
        let is_short = span.to.is_some_and(|to| to.since(span.from) < NOTHING);
        !(span.kind == SpanKind::Ran && is_short && waits_next)
    };
    spans.iter().zip(next).filter(is_told).map(|(span, _)| span)
}

/// The bars within the window. A wait whose end is known reaches to the next try.
fn bars(
    timeline: &StageTimeline,
    (window, axis): (Window, Axis),
    now: Timestamp,
    next: Option<Timestamp>,
) -> Vec<Bar> {
    let in_window = told(timeline).filter(|span| span.to.is_none_or(|to| to > window.from));
    in_window
        .map(|span| {
            let kind = match (span.kind, span.to) {
                (SpanKind::Ran, None) => BarKind::Runs,
                (SpanKind::Ran, Some(_)) => BarKind::Ran,
                (SpanKind::Failed(_), _) => BarKind::Failed,
                (SpanKind::Aborted, _) => BarKind::Cut,
                (SpanKind::Waited, _) => BarKind::Waited,
            };
            let place = |at: Timestamp| axis.place(window.since(at));
            let open_end = next.filter(|_| kind == BarKind::Waited).unwrap_or(now);
            let (from, to) = (place(span.from), place(span.to.unwrap_or(open_end)));
            let to = if kind == BarKind::Waited { to } else { to.max(from + NARROWEST) };
            Bar { kind, from: from.min(100.0 - NARROWEST), to: to.min(100.0) }
        })
        .collect()
}

fn words(stage: &StageView, timeline: &StageTimeline, window: Window, next: Option<Timestamp>) -> String {
    let mut parts: Vec<String> = told(timeline).map(|span| span_words(span, window)).collect();
    if timeline.left_out > 0 {
        parts.insert(0, "earlier tries are not shown".to_owned());
    }
    if let Some(next) = next {
        parts.push(format!("next try at {}", seconds(window, next)));
    }
    match (parts.is_empty(), stage.status) {
        (false, _) => parts.join("; "),
        (true, StageStatus::NotStarted) => "not started".to_owned(),
        (true, _) => part::state(stage).word.to_owned(),
    }
}

fn span_words(span: &StageSpan, window: Window) -> String {
    let from = match span.from < window.from {
        true => "earlier".to_owned(),
        false => format!("from {}", seconds(window, span.from)),
    };
    let stretch = match span.to {
        Some(to) if to > window.from => format!("{from} to {}", seconds(window, to)),
        Some(_) => from,
        None => from.replacen("from", "since", 1),
    };
    match span.kind {
        SpanKind::Ran if span.to.is_none() => format!("runs {stretch}"),
        SpanKind::Ran => stretch,
        SpanKind::Failed(class) => format!("try {stretch} {}", failure_words(class)),
        SpanKind::Aborted => format!("try {stretch} was cut off"),
        SpanKind::Waited if span.to.is_none() => format!("waits {stretch}"),
        SpanKind::Waited => format!("waited {stretch}"),
    }
}

fn seconds(window: Window, at: Timestamp) -> String {
    wording::seconds(window.since(at))
}

fn duration(stage: &StageView, timeline: &StageTimeline, now: Timestamp) -> String {
    let failed = part::failed_tries(timeline);
    let busy = part::busy(std::iter::once(timeline), now);
    match stage.status {
        _ if part::is_trying_again(stage) => format!("try {}", part::next_try(stage)),
        StageStatus::Failed if failed > 1 => format!("{failed} tries"),
        _ if busy > Duration::ZERO => wording::seconds(busy),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;
    use revrx_engine_core::run::WaitReason;

    use super::super::sample::{Story, at};
    use super::*;

    fn rows(story: &Story, now: f64) -> Vec<Row> {
        let (outline, progress, now) = (&story.outline, &story.progress, at(now));
        let window = Window::of(progress, now);
        let axis = Axis::of(progress, window, now);
        (0..outline.stages.len()).map(|index| row(outline, progress, index, (window, axis), now)).collect()
    }

    fn told(row: &Row) -> String {
        let bar = |bar: &Bar| format!("{:?} {:.1}-{:.1}", bar.kind, bar.from, bar.to);
        row.bars.iter().map(bar).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_row_has_a_bar_for_every_stretch_and_says_the_same_in_words() {
        let story = Story::between_tries();
        let rows = rows(&story, 14.2);
        for (index, bars, words, duration) in [
            (0, "Ran 2.0-17.0", "from 0.4 s to 3.4 s", "3.0 s"),
            (1, "Ran 17.0-18.0", "from 3.4 s to 3.6 s", "0.2 s"),
            (3, "Ran 49.0-69.5", "from 9.8 s to 13.9 s", "4.1 s"),
            (
                4,
                "Failed 49.0-55.0, Waited 55.0-60.5, Failed 60.5-66.0, Waited 66.0-78.0",
                "try from 9.8 s to 11.0 s was too busy; waited from 11.0 s to 12.1 s; \
                 try from 12.1 s to 13.2 s was too busy; waits since 13.2 s; next try at 15.6 s",
                "try 3",
            ),
            (5, "", "not started", ""),
        ] {
            let row = &rows[index];
            assert_eq!(
                (told(row), &*row.words, &*row.duration),
                (bars.to_owned(), words, duration),
                "{index}"
            );
        }
        assert_eq!(rows[4].next.map(|place| place.round()), Some(78.0));
        assert_eq!(rows[4].state.word, "trying again");
    }

    #[test]
    fn what_runs_ends_at_now_and_never_beyond_the_axis() {
        let mut story = Story::begun();
        story.attempt(0.4, "detect_phi");
        for (now, bars, duration) in [
            (0.4, "Runs 8.0-8.6", ""),
            (2.0, "Runs 8.0-40.0", "1.6 s"),
            (4.99, "Runs 8.0-99.8", "4.5 s"),
            (6.0, "Runs 4.0-60.0", "5.6 s"),
        ] {
            let row = &rows(&story, now)[0];
            assert_eq!((told(row), &*row.duration), (bars.to_owned(), duration), "{now}");
            assert_eq!(row.words, "runs since 0.4 s", "{now}: words stand still while time goes on");
        }
    }

    #[test]
    fn two_parts_side_by_side_overlap() {
        let mut story = Story::begun();
        story.filtered().attempt(9.8, "infer_icd10").attempt(9.9, "infer_snomed");
        story.done(13.0, "infer_snomed").done(14.0, "infer_icd10");
        let rows = rows(&story, 15.0);
        let (left, right) = (&rows[3].bars[0], &rows[4].bars[0]);
        assert!(left.from < right.from && right.from < left.to && right.to < left.to);
    }

    #[test]
    fn what_lies_before_a_long_pause_is_said_but_not_drawn() {
        let mut story = Story::begun();
        story.attempt(0.4, "detect_phi").done(3.4, "detect_phi").attempt(3.4, "deidentify").give_back(4.0);
        story.claim(100.0).attempt(100.0, "deidentify");
        let rows = rows(&story, 101.0);
        assert_eq!(
            (told(&rows[0]), &*rows[0].words, &*rows[0].duration),
            (String::new(), "earlier", "3.0 s")
        );
        assert_eq!(told(&rows[1]), "Runs 0.0-20.0");
        assert_eq!(rows[1].words, "try earlier was cut off; runs since 0.0 s");
    }

    #[test]
    fn a_part_that_did_not_run_says_why_in_a_word() {
        let mut story = Story::begun();
        story.filtered().skipped(9.8, "infer_snomed").attempt(9.8, "infer_icd10");
        story.failed_as(10.0, "infer_icd10", FailureClass::Timeout);
        story.degraded(10.0, "infer_icd10", FailureClass::Timeout);
        story.attempt(10.0, "ai_coding").waits_for(10.0, "ai_coding", WaitReason::Permit, None);
        let rows = rows(&story, 12.0);
        assert_eq!((&*rows[4].words, rows[4].state.word), ("left out", "left out"));
        assert_eq!(rows[3].words, "try from 9.8 s to 10.0 s did not answer in time");
        assert_eq!((rows[3].state.word, &*rows[3].duration), ("left a gap", "0.2 s"));
        assert_eq!((&*rows[5].words, &*rows[5].duration), ("waits since 10.0 s", "2.0 s"));
        assert_eq!(rows[5].next, None);
    }
}
