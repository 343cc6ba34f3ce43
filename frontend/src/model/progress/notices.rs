//! What waits, is tried again, or is missing: which part, why, and how it goes on.

use std::time::Duration;

use revrx_engine_core::run::WaitReason;
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Outline, Progress, RunStatus, StageStatus, StageTimeline, StageView};

use super::part;
use super::rows::next_try;
use super::wording::{ordinal, seconds};
use crate::model::words::{Tone, failure_words};

/// A wait for a free place is worth a notice after this time; most are over long before.
const HELD_MIN: Duration = Duration::from_secs(2);

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about, the same as long as it is about the same.
    pub key: String,
    /// Its tone.
    pub tone: Tone,
    /// Its shape.
    pub glyph: &'static str,
    /// Its heading, where no time is counted.
    pub title: String,
    /// Its heading before the time that is counted down.
    pub before: String,
    /// Until when it is counted down.
    pub until: Option<Timestamp>,
    /// Its heading while the server cannot be reached.
    pub lost: String,
    /// What it means, and how it goes on.
    pub text: String,
}

impl Notice {
    /// Its heading at that moment, and the time that is counted down in it.
    pub fn heading(&self, now: Timestamp, is_lost: bool) -> (&str, Option<String>) {
        match self.until.filter(|until| *until > now) {
            _ if is_lost => (&self.lost, None),
            Some(until) => (&self.before, Some(seconds(until.since(now)))),
            None => (&self.title, None),
        }
    }
}

/// The notices: of the whole report first, then by part.
pub fn notices(outline: &Outline, progress: &Progress, now: Timestamp) -> Vec<Notice> {
    if progress.view.is_terminal() {
        return Vec::new();
    }
    let stages = outline.stages.iter().zip(&progress.view.stages).zip(&progress.timeline.stages);
    let of_parts = stages.filter_map(|((stage, view), timeline)| {
        of_part(&stage.title, view, timeline, now)
            .map(|notice| Notice { key: stage.name.to_string(), ..notice })
    });
    of_report(outline, progress).into_iter().chain(of_parts).collect()
}

/// A report that was begun and waits to go on.
fn of_report(outline: &Outline, progress: &Progress) -> Option<Notice> {
    let view = &progress.view;
    if view.status != RunStatus::Queued || view.is_pending() {
        return None;
    }
    let (title, before, lost) = match view.waits_for {
        Some(WaitReason::RunBackoff) => (
            "The report is tried again now",
            "The report is tried again in",
            "The report was to be tried again",
        ),
        Some(WaitReason::Clearance | WaitReason::Workflow | WaitReason::KindVersion) => (
            "The report has to wait",
            "The report has to wait: it is looked at again in",
            "The report had to wait",
        ),
        _ => ("The report goes on in a moment", "The report goes on in", "The report was about to go on"),
    };
    let cause = outline.stages.iter().zip(&view.stages).find_map(|(stage, own)| {
        let class = own.reason.filter(|_| !own.status.is_finished())?;
        Some(format!("{} {}. ", stage.title, failure_words(class)))
    });
    let rest = match view.waits_for {
        Some(WaitReason::Clearance) => {
            "A service it needs may not be given this text just now. Whoever runs the server has been shown why."
        }
        Some(WaitReason::Workflow) => {
            "The server was changed and does not take the old settings of this report."
        }
        Some(WaitReason::KindVersion) => "A part that was done has changed since, and has to be repeated.",
        _ => "What is done is kept, and the rest goes on by itself.",
    };
    Some(Notice {
        key: String::new(),
        tone: Tone::Warn,
        glyph: "retrying",
        title: title.to_owned(),
        before: before.to_owned(),
        until: view.not_before,
        lost: lost.to_owned(),
        text: [&cause.unwrap_or_default(), rest].concat(),
    })
}

fn of_part(title: &str, stage: &StageView, timeline: &StageTimeline, now: Timestamp) -> Option<Notice> {
    match stage.status {
        StageStatus::Waiting if !part::is_trying_again(stage) => held(title, timeline, now),
        StageStatus::Waiting | StageStatus::Running if part::is_trying_again(stage) => {
            Some(trying_again(title, stage, now))
        }
        StageStatus::Degraded => Some(gap(title, stage)),
        StageStatus::Skipped => Some(plain(
            (Tone::Mute, "skipped"),
            format!("{title} is left out"),
            "It is not set up on this server. The report is made without it and says so.".to_owned(),
        )),
        _ => None,
    }
}

fn held(title: &str, timeline: &StageTimeline, now: Timestamp) -> Option<Notice> {
    let since = timeline.spans.last().filter(|span| span.to.is_none())?.from;
    (now.since(since) >= HELD_MIN).then(|| {
        plain(
            (Tone::Mute, "waiting"),
            format!("{title} waits for a free place"),
            "Other reports are served first. It goes on by itself.".to_owned(),
        )
    })
}

fn trying_again(title: &str, stage: &StageView, now: Timestamp) -> Notice {
    let number = part::next_try(stage);
    let is_running = stage.status == StageStatus::Running;
    let why = match (stage.waits_for, stage.reason) {
        (Some(WaitReason::Breaker), _) => {
            "The service it needs has failed often and is given a rest.".to_owned()
        }
        (Some(WaitReason::RetryAfter), _) => "The service asked for a pause.".to_owned(),
        (_, Some(class)) => format!("It {}.", failure_words(class)),
        (_, None) => "It did not succeed.".to_owned(),
    };
    let tries = match number {
        ..=1 => String::new(),
        _ if is_running => format!(" This is try {number}."),
        _ => format!(" That was try {}.", number - 1),
    };
    Notice {
        key: String::new(),
        tone: Tone::Warn,
        glyph: "retrying",
        title: match is_running {
            true => format!("{title}: {} try", ordinal(number)),
            false => format!("{title} waits for its {} try", ordinal(number)),
        },
        before: format!("{title}: next try in"),
        until: next_try(stage, now),
        lost: match is_running {
            true => format!("{title} was on its {} try", ordinal(number)),
            false => format!("{title} was waiting for its {} try", ordinal(number)),
        },
        text: [&why, &tries, " It goes on by itself."].concat(),
    }
}

fn gap(title: &str, stage: &StageView) -> Notice {
    let why = stage.reason.map_or("left a gap", failure_words);
    let text = match stage.stand_in {
        true => "Another method stood in for it. The report says so.",
        false => "The report goes on without its result and says what is missing.",
    };
    plain((Tone::Warn, "gaps"), format!("{title} {why}"), text.to_owned())
}

fn plain((tone, glyph): (Tone, &'static str), title: String, text: String) -> Notice {
    Notice {
        key: String::new(),
        tone,
        glyph,
        before: title.clone(),
        lost: title.clone(),
        title,
        until: None,
        text,
    }
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;
    use revrx_engine_core::run::{EndingReason, EventKind};

    use super::super::sample::{Story, at};
    use super::*;

    fn told(story: &Story, now: f64) -> Vec<String> {
        let now = at(now);
        let line = |notice: Notice| {
            let (heading, time) = notice.heading(now, false);
            [heading, time.as_deref().map_or("", |_| " "), &time.unwrap_or_default(), " | ", &notice.text]
                .concat()
        };
        notices(&story.outline, &story.progress, now).into_iter().map(line).collect()
    }

    #[test]
    fn a_part_that_is_tried_again_says_when_and_why() {
        let mut story = Story::between_tries();
        let text = "It was too busy. That was try 2. It goes on by itself.";
        for (now, heading) in [
            (14.2, "SNOMED CT inference: next try in 1.4 s"),
            (15.6, "SNOMED CT inference waits for its third try"),
            (17.0, "SNOMED CT inference waits for its third try"),
        ] {
            assert_eq!(told(&story, now), [format!("{heading} | {text}")]);
        }
        let notice = notices(&story.outline, &story.progress, at(14.2)).remove(0);
        assert_eq!(
            notice.heading(at(14.2), true),
            ("SNOMED CT inference was waiting for its third try", None)
        );
        story.attempt(15.6, "infer_snomed");
        let line = "SNOMED CT inference: third try | It was too busy. This is try 3. It goes on by itself.";
        assert_eq!(told(&story, 16.0), [line]);
        story.done(16.5, "infer_snomed");
        assert_eq!(told(&story, 17.0), [] as [String; 0]);
    }

    #[test]
    fn what_a_part_waits_for_is_said() {
        for (reason, now, expected) in [
            (WaitReason::Permit, 1.9, None),
            (WaitReason::Permit, 2.0, Some("PHI detection waits for a free place | Other reports")),
            (
                WaitReason::Breaker,
                1.0,
                Some("PHI detection: next try in 29.0 s | The service it needs has failed often"),
            ),
            (
                WaitReason::RetryAfter,
                1.0,
                Some("PHI detection: next try in 29.0 s | The service asked for a pause."),
            ),
        ] {
            let mut story = Story::queued();
            story.claim(0.0).attempt(0.0, "detect_phi").waits_for(0.0, "detect_phi", reason, Some(30.0));
            let told = told(&story, now);
            assert_eq!(told.len(), usize::from(expected.is_some()), "{told:?}");
            assert!(told.iter().zip(expected).all(|(line, start)| line.starts_with(start)), "{told:?}");
        }
    }

    #[test]
    fn what_is_missing_is_said_plainly() {
        let mut story = Story::begun();
        story.filtered().skipped(9.8, "infer_snomed").attempt(9.8, "infer_icd10");
        story.failed_as(10.0, "infer_icd10", FailureClass::Internal);
        story.degraded(10.0, "infer_icd10", FailureClass::Internal);
        let told = told(&story, 11.0);
        assert_eq!(
            told,
            [
                "ICD-10-CM inference ran into a fault | The report goes on without its result and says what is missing.",
                "SNOMED CT inference is left out | It is not set up on this server. The report is made without it and says so.",
            ]
        );
    }

    #[test]
    fn what_stood_in_for_a_part_is_said() {
        let mut story = Story::begun();
        story.filtered().attempt(9.8, "infer_icd10").failed_as(10.0, "infer_icd10", FailureClass::Network);
        story.stand_in(10.0, "infer_icd10").done(11.0, "infer_icd10");
        let line =
            "ICD-10-CM inference could not be reached | Another method stood in for it. The report says so.";
        assert_eq!(told(&story, 12.0), [line]);
    }

    #[test]
    fn a_report_that_waits_to_go_on_says_when_and_what_is_kept() {
        let mut story = Story::begun();
        story.attempt(0.4, "detect_phi").failed_as(1.0, "detect_phi", FailureClass::Timeout);
        let why = EndingReason::Stage { stage: "detect_phi".into(), class: FailureClass::Timeout };
        story.add(1.0, EventKind::Ending { why }).add(1.0, EventKind::Requeued { not_before: at(11.0) });
        let kept =
            "PHI detection did not answer in time. What is done is kept, and the rest goes on by itself.";
        assert_eq!(told(&story, 2.0), [format!("The report is tried again in 9.0 s | {kept}")]);
        assert_eq!(told(&story, 12.0), [format!("The report is tried again now | {kept}")]);
        for (reason, heading) in [
            (WaitReason::Breaker, "The report goes on in 59.0 s"),
            (WaitReason::Workflow, "The report has to wait: it is looked at again in 59.0 s"),
            (WaitReason::Clearance, "The report has to wait: it is looked at again in 59.0 s"),
            (WaitReason::KindVersion, "The report has to wait: it is looked at again in 59.0 s"),
        ] {
            let mut story = Story::begun();
            story.add(1.0, EventKind::Postponed { not_before: at(61.0), reason });
            let told = told(&story, 2.0);
            assert!(told.len() == 1 && told[0].starts_with(heading), "{told:?}");
        }
        assert_eq!(told(&Story::queued(), 90.0), [] as [String; 0], "the sentence says it");
        assert_eq!(told(&Story::complete(), 90.0), [] as [String; 0]);
    }
}
