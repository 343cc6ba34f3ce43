//! The one sentence of what happens now.

use revrx_engine_core::run::{EndingReason, WaitReason};
use revrx_engine_core::view::{Outline, RunStatus, RunView, StageStatus};

use super::doing::doing;
use super::part;
use crate::model::format;

/// What happens now, and what it means for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// One sentence.
    pub title: String,
    /// A second line.
    pub text: String,
}

const LEAVE: &str = "You can leave this page. The report goes on, and a notice appears when it is ready.";

/// What happens now. `ahead`: how many reports are ahead of one that has not been started.
pub fn now(outline: &Outline, view: &RunView, ahead: Option<u64>) -> Now {
    let (title, text) = match view.status {
        RunStatus::Complete => ("Report ready".to_owned(), "It is opened in a moment.".to_owned()),
        RunStatus::Failed => ("The report could not be made".to_owned(), "Your note is kept.".to_owned()),
        RunStatus::Cancelled => ("Report cancelled".to_owned(), "Your note is kept.".to_owned()),
        RunStatus::Queued if view.is_pending() => {
            (["Waits for a free place", &ahead_words(ahead)].concat(), LEAVE.to_owned())
        }
        RunStatus::Queued => (queued_again(view.waits_for).to_owned(), LEAVE.to_owned()),
        RunStatus::Running => match &view.why {
            Some(why) => (ending(outline, why), "What is being worked on is brought to an end.".to_owned()),
            None => (running(outline, view), LEAVE.to_owned()),
        },
    };
    Now { title, text }
}

fn ahead_words(ahead: Option<u64>) -> String {
    match ahead {
        None => String::new(),
        Some(0) => ": it is the next one".to_owned(),
        Some(ahead) => format!(": {} ahead", format::count(ahead)),
    }
}

/// A report that was begun and waits to go on.
fn queued_again(reason: Option<WaitReason>) -> &'static str {
    match reason {
        None => "Goes on in a moment",
        Some(WaitReason::RunBackoff) => "Will be tried again",
        Some(WaitReason::Breaker) => "Waits until the service recovers",
        Some(WaitReason::RetryAfter) => "Waits because the service asked for a pause",
        Some(WaitReason::Permit | WaitReason::Backoff) => "Waits for its next try",
        Some(WaitReason::Clearance) => "Waits for its settings to be checked",
        Some(WaitReason::Workflow) => "Waits for an update of the server",
        Some(WaitReason::KindVersion) => "Waits to repeat a part with the new version",
    }
}

fn ending(outline: &Outline, why: &EndingReason) -> String {
    match why {
        EndingReason::Cancel => "Being cancelled".to_owned(),
        EndingReason::Stage { stage, .. } => match outline.stage_index(stage) {
            Some(index) => format!("{} failed", outline.stages[index].title),
            None => "A part failed".to_owned(),
        },
        EndingReason::Deadline => "The time limit has passed".to_owned(),
        EndingReason::Expired => "It waited too long".to_owned(),
        EndingReason::Poison => "It was interrupted too often".to_owned(),
    }
}

fn running(outline: &Outline, view: &RunView) -> String {
    if let Some(doing) = doing(&outline.stages, &view.stages) {
        return doing;
    }
    let waiting = view.stages.iter().filter(|stage| stage.status == StageStatus::Waiting);
    let waiting: Vec<_> = waiting.collect();
    if waiting.iter().any(|stage| part::is_trying_again(stage)) {
        return "Waiting to try again".to_owned();
    }
    if !waiting.is_empty() {
        return "Waiting for a free place".to_owned();
    }
    if view.stages.iter().all(|stage| stage.status.is_finished()) {
        return "Finishing the report".to_owned();
    }
    match outline.phases.get(view.current_phase(outline)) {
        Some(phase) => format!("Going on with {}", phase.title),
        None => "Going on".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;
    use revrx_engine_core::run::EventKind;

    use super::super::sample::{Story, at};
    use super::*;

    fn title(story: &Story) -> String {
        now(&story.outline, &story.progress.view, None).title
    }

    #[test]
    fn a_report_that_was_not_begun_says_how_many_are_ahead() {
        let story = Story::queued();
        for (ahead, expected) in [
            (None, "Waits for a free place"),
            (Some(0), "Waits for a free place: it is the next one"),
            (Some(11), "Waits for a free place: 11 ahead"),
            (Some(2_505), "Waits for a free place: 2,505 ahead"),
        ] {
            assert_eq!(now(&story.outline, &story.progress.view, ahead).title, expected);
        }
    }

    #[test]
    fn while_it_is_made_the_sentence_says_what_is_done() {
        let mut story = Story::begun();
        assert_eq!(title(&story), "Going on with PHI Detection");
        story.attempt(0.4, "detect_phi");
        assert_eq!(title(&story), "Finding details that identify the patient");
        story.failed(1.0, "detect_phi");
        assert_eq!(title(&story), "Waiting to try again");
        story.attempt(2.0, "detect_phi").waits_for(2.0, "detect_phi", WaitReason::Permit, None);
        assert_eq!(title(&story), "Waiting for a free place");
        let mut story = Story::complete();
        story.progress.view.status = RunStatus::Running;
        assert_eq!(title(&story), "Finishing the report");
    }

    #[test]
    fn one_that_waits_to_go_on_says_for_what() {
        let postponed = |reason| {
            let mut story = Story::begun();
            story.add(1.0, EventKind::Postponed { not_before: at(60.0), reason });
            title(&story)
        };
        for (reason, expected) in [
            (WaitReason::Breaker, "Waits until the service recovers"),
            (WaitReason::RetryAfter, "Waits because the service asked for a pause"),
            (WaitReason::Permit, "Waits for its next try"),
            (WaitReason::Backoff, "Waits for its next try"),
            (WaitReason::Clearance, "Waits for its settings to be checked"),
            (WaitReason::Workflow, "Waits for an update of the server"),
            (WaitReason::KindVersion, "Waits to repeat a part with the new version"),
        ] {
            assert_eq!(postponed(reason), expected);
        }
        let mut story = Story::begun();
        assert_eq!(title(story.give_back(1.0)), "Goes on in a moment");
        let why = EndingReason::Stage { stage: "detect_phi".into(), class: FailureClass::Timeout };
        story.claim(2.0).add(3.0, EventKind::Ending { why });
        assert_eq!(title(&story), "PHI detection failed");
        story.add(3.0, EventKind::Requeued { not_before: at(13.0) });
        assert_eq!(title(&story), "Will be tried again");
    }

    #[test]
    fn an_ending_and_an_end_say_which() {
        for (why, expected) in [
            (EndingReason::Cancel, "Being cancelled"),
            (EndingReason::Deadline, "The time limit has passed"),
            (EndingReason::Expired, "It waited too long"),
            (EndingReason::Poison, "It was interrupted too often"),
        ] {
            let mut story = Story::begun();
            story.add(1.0, EventKind::Ending { why });
            assert_eq!(title(&story), expected);
        }
        let mut story = Story::begun();
        assert_eq!(title(story.add(1.0, EventKind::Cancelled)), "Report cancelled");
        assert_eq!(
            title(Story::begun().fails(1.0, "detect_phi", FailureClass::Denied)),
            "The report could not be made"
        );
        assert_eq!(title(&Story::complete()), "Report ready");
    }
}
