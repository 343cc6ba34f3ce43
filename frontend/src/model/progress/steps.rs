//! The steps: what each is doing, how long it took, and its share of the bar.

use std::time::Duration;

use revrx_engine_core::run::WaitReason;
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Outline, PhaseState, Progress, StageStatus, StageTimeline, StageView};

use super::part;
use super::wording::{capital, listed, ordinal, seconds};
use crate::model::words::{Tone, failure_words, phase_word};

/// A step as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// From 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// The word of the attribute `data-state`.
    pub attribute: &'static str,
    /// Its state.
    pub word: &'static str,
    /// Its tone.
    pub tone: Tone,
    /// Its shape.
    pub glyph: &'static str,
    /// How long it took so far, or how often it was tried in vain.
    pub time: String,
    /// What it does, or what is the matter.
    pub why: String,
    /// How many percent of the whole are its own.
    pub share: u8,
    /// How many of them are done.
    pub filled: u8,
    /// Whether it is the one the report is in.
    pub is_current: bool,
}

/// The steps, in order.
pub fn steps(outline: &Outline, progress: &Progress, now: Timestamp) -> Vec<Step> {
    let view = &progress.view;
    let current = (!view.is_terminal() && !view.is_pending()).then(|| view.current_phase(outline));
    (0..outline.phases.len())
        .map(|index| {
            let phase = &outline.phases[index];
            let parts = Parts::of(outline, progress, index);
            let state = view.phase_state(outline, index);
            let is_trying_again = parts.0.iter().any(|part| part::is_trying_again(part.view));
            let (word, tone, glyph) = phase_word(state, is_trying_again);
            let share = phase.to.saturating_sub(phase.from).max(1);
            let filled = match state {
                PhaseState::Done | PhaseState::Degraded => share,
                _ => view.percent.clamp(phase.from, phase.to) - phase.from,
            };
            Step {
                number: index + 1,
                title: phase.title.clone(),
                icon: icon(phase.icon.as_deref()),
                attribute: attribute(state, is_trying_again),
                time: parts.time(state, now),
                why: parts.why(state, phase.text.as_deref()),
                is_current: current == Some(index),
                word,
                tone,
                glyph,
                share,
                filled,
            }
        })
        .collect()
}

/// What is said aloud when a step changes: `Step 2 of 4, Clinical Filtering: running`. Between two steps nothing is.
pub fn announcement(outline: &Outline, progress: &Progress) -> Option<String> {
    let view = &progress.view;
    if view.is_pending() || view.is_terminal() {
        return None;
    }
    let index = view.current_phase(outline);
    let phase = outline.phases.get(index)?;
    let parts = Parts::of(outline, progress, index);
    let is_trying_again = parts.0.iter().any(|part| part::is_trying_again(part.view));
    let state = view.phase_state(outline, index);
    if state == PhaseState::NotStarted {
        return None;
    }
    let (word, ..) = phase_word(state, is_trying_again);
    let (number, of) = (index + 1, outline.phases.len());
    Some(format!("Step {number} of {of}, {}: {}", phase.title, word.to_lowercase()))
}

/// `Four steps`, for the list of them.
pub fn list_label(count: usize) -> String {
    const WORDS: [&str; 8] = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];
    match count.checked_sub(1).and_then(|index| WORDS.get(index)) {
        Some(word) if count == 1 => format!("{word} step"),
        Some(word) => format!("{word} steps"),
        None => format!("{count} steps"),
    }
}

/// The icons a workflow may name for a step; any other is drawn as a clipboard.
fn icon(name: Option<&str>) -> &'static str {
    const KNOWN: [&str; 5] = ["lock", "search", "clipboard", "sparkles", "flow"];
    KNOWN.into_iter().find(|known| Some(*known) == name).unwrap_or("clipboard")
}

fn attribute(state: PhaseState, is_trying_again: bool) -> &'static str {
    match state {
        PhaseState::NotStarted => "waiting",
        PhaseState::Running if is_trying_again => "retrying",
        PhaseState::Running => "running",
        PhaseState::Done => "done",
        PhaseState::Degraded => "gaps",
        PhaseState::Failed => "failed",
        PhaseState::Cancelled => "cancelled",
    }
}

struct Part<'a> {
    title: &'a str,
    view: &'a StageView,
    timeline: &'a StageTimeline,
}

/// The parts of a step.
struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    fn of(outline: &'a Outline, progress: &'a Progress, phase: usize) -> Self {
        let stages = outline.stages.iter().zip(&progress.view.stages).zip(&progress.timeline.stages);
        let of_phase = stages.filter(|((stage, _), _)| stage.phase == phase);
        Self(of_phase.map(|((stage, view), timeline)| Part { title: &stage.title, view, timeline }).collect())
    }

    fn time(&self, state: PhaseState, now: Timestamp) -> String {
        let busy = part::busy(self.0.iter().map(|part| part.timeline), now);
        let failed = self.0.iter().filter(|part| part.view.status == StageStatus::Failed);
        let tries: u32 = failed.map(|part| part::failed_tries(part.timeline)).max().unwrap_or(0);
        match state {
            PhaseState::NotStarted => String::new(),
            PhaseState::Failed if tries > 1 => format!("{tries} tries"),
            _ if busy > Duration::ZERO => seconds(busy),
            _ => String::new(),
        }
    }

    /// What is the matter with its parts; where nothing is, what the step is for.
    fn why(&self, state: PhaseState, text: Option<&str>) -> String {
        let matters: Vec<String> = self.0.iter().filter_map(matter).collect();
        if matters.is_empty() {
            return text.map_or_else(|| self.plain(state), str::to_owned);
        }
        let done = self.titles(|part| part.view.status == StageStatus::Done);
        let done = (!done.is_empty()).then(|| format!("{} done.", listed(&done)));
        done.into_iter().chain(matters).collect::<Vec<_>>().join(" ")
    }

    fn plain(&self, state: PhaseState) -> String {
        let running = self.titles(|part| part.view.status == StageStatus::Running);
        let text = match state {
            PhaseState::Running if !running.is_empty() => listed(&running),
            _ => listed(&self.titles(|_| true)),
        };
        format!("{}.", capital(&text))
    }

    fn titles(&self, wanted: impl Fn(&Part<'a>) -> bool) -> Vec<&'a str> {
        self.0.iter().filter(|part| wanted(part)).map(|part| part.title).collect()
    }
}

/// What is the matter with a part, if anything.
fn matter(part: &Part<'_>) -> Option<String> {
    let (title, stage) = (part.title, part.view);
    let how = |class| failure_words(class);
    Some(match (stage.status, stage.waits_for) {
        (StageStatus::Waiting, Some(WaitReason::Permit)) => format!("{title} waits for a free place."),
        (StageStatus::Waiting, Some(WaitReason::Breaker)) => {
            format!("{title} waits until the service recovers.")
        }
        (StageStatus::Waiting, _) => format!("{title} waits for its {} try.", ordinal(part::next_try(stage))),
        (StageStatus::Running, _) if part::is_trying_again(stage) => {
            format!("{title} is on its {} try.", ordinal(stage.attempt))
        }
        (StageStatus::Degraded, _) => match stage.reason {
            Some(class) => format!("{title} {}; the report goes on without it.", how(class)),
            None => format!("{title} left a gap."),
        },
        (StageStatus::Skipped, _) => format!("{title} is not set up and is left out."),
        (StageStatus::Failed, _) => match stage.reason {
            Some(class) => format!("{title} {}.", how(class)),
            None => format!("{title} failed."),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;
    use revrx_engine_core::run::EventKind;

    use super::super::sample::{Story, at};
    use super::*;

    type Told = (&'static str, &'static str, &'static str, u8);

    fn check(story: &Story, now: f64, expected: [Told; 4]) {
        let steps = steps(&story.outline, &story.progress, at(now));
        for (step, expected) in steps.iter().zip(expected) {
            let told = (step.word, &*step.time, &*step.why, step.filled);
            assert_eq!(told, expected, "step {}", step.number);
        }
    }

    const FILTER: Told = ("Done", "6.2 s", "Clinical filtering.", 20);
    const PHI: Told = ("Done", "3.2 s", "PHI detection and De-identification.", 20);
    const ANALYSIS: Told = ("Waiting", "", "Coding suggestions, Documentation quality and Report.", 0);

    #[test]
    fn a_step_says_what_is_the_matter_with_its_parts() {
        let why = "ICD-10-CM inference done. SNOMED CT inference waits for its third try.";
        let mut story = Story::between_tries();
        check(&story, 14.2, [PHI, FILTER, ("Trying again", "4.4 s", why, 20), ANALYSIS]);
        story.attempt(15.6, "infer_snomed");
        let why = "ICD-10-CM inference done. SNOMED CT inference is on its third try.";
        check(&story, 16.0, [PHI, FILTER, ("Trying again", "6.2 s", why, 20), ANALYSIS]);
        story.failed(16.0, "infer_snomed").degraded(16.0, "infer_snomed", FailureClass::Throttled);
        let why =
            "ICD-10-CM inference done. SNOMED CT inference was too busy; the report goes on without it.";
        check(&story, 20.0, [PHI, FILTER, ("Done with gaps", "6.2 s", why, 30), ANALYSIS]);
    }

    #[test]
    fn every_state_of_a_part_has_its_line() {
        let codes = |tell: &dyn Fn(&mut Story)| {
            let mut story = Story::begun();
            story.filtered();
            tell(&mut story);
            let step = steps(&story.outline, &story.progress, at(20.0)).remove(2);
            format!("{}|{}|{}", step.word, step.attribute, step.why)
        };
        let begins = |story: &mut Story| {
            story.attempt(9.8, "infer_icd10");
        };
        let waits = |reason| {
            move |story: &mut Story| {
                begins(story);
                story.waits_for(10.0, "infer_icd10", reason, None);
            }
        };
        assert_eq!(codes(&|_| {}), "Waiting|waiting|ICD-10-CM inference and SNOMED CT inference.");
        assert_eq!(codes(&begins), "Running|running|ICD-10-CM inference.");
        for (reason, line) in [
            (WaitReason::Permit, "Running|running|ICD-10-CM inference waits for a free place."),
            (
                WaitReason::Breaker,
                "Trying again|retrying|ICD-10-CM inference waits until the service recovers.",
            ),
            (WaitReason::RetryAfter, "Trying again|retrying|ICD-10-CM inference waits for its second try."),
        ] {
            assert_eq!(codes(&waits(reason)), line);
        }
        let skipped = |story: &mut Story| {
            story.skipped(9.8, "infer_snomed").attempt(9.8, "infer_icd10").done(10.0, "infer_icd10");
        };
        let line = "Done|done|ICD-10-CM inference done. SNOMED CT inference is not set up and is left out.";
        assert_eq!(codes(&skipped), line);
        let failed = |story: &mut Story| {
            begins(story);
            story.failed_as(10.0, "infer_icd10", FailureClass::Timeout);
            story.fails(10.0, "infer_icd10", FailureClass::Timeout);
        };
        assert_eq!(codes(&failed), "Failed|failed|ICD-10-CM inference did not answer in time.");
        let cancelled = |story: &mut Story| {
            begins(story);
            story.add(10.0, EventKind::Cancelled);
        };
        let line = "Cancelled|cancelled|ICD-10-CM inference and SNOMED CT inference.";
        assert_eq!(codes(&cancelled), line);
    }

    #[test]
    fn the_text_of_the_file_is_shown_while_nothing_is_the_matter() {
        let mut story = Story::between_tries();
        for phase in &mut story.outline.phases {
            phase.text = Some(format!("What {} is for.", phase.id));
        }
        let steps = steps(&story.outline, &story.progress, at(14.2));
        assert_eq!(steps[0].why, "What phi is for.");
        assert!(steps[2].why.contains("third try"));
        assert_eq!(steps[3].why, "What analysis is for.");
    }

    #[test]
    fn one_step_is_the_current_one_while_the_report_is_made() {
        let current = |story: &Story| {
            let steps = steps(&story.outline, &story.progress, at(20.0));
            steps.iter().filter(|step| step.is_current).map(|step| step.number).collect::<Vec<_>>()
        };
        for (story, expected, aloud) in [
            (Story::queued(), &[][..], None),
            (Story::begun(), &[1], None),
            (Story::between_tries(), &[3], Some("Step 3 of 4, Code Inference: trying again")),
            (Story::complete(), &[], None),
        ] {
            assert_eq!(current(&story), expected);
            assert_eq!(announcement(&story.outline, &story.progress).as_deref(), aloud);
        }
    }

    #[test]
    fn a_failed_step_counts_its_tries() {
        let mut story = Story::begun();
        story.filtered().attempt(10.0, "ai_coding").failed_as(12.0, "ai_coding", FailureClass::Timeout);
        story.attempt(13.0, "ai_coding").failed_as(15.0, "ai_coding", FailureClass::Timeout);
        story.fails(15.0, "ai_coding", FailureClass::Timeout);
        let steps = steps(&story.outline, &story.progress, at(20.0));
        assert_eq!((steps[3].word, &*steps[3].time), ("Failed", "2 tries"));
        assert_eq!(
            (list_label(4), list_label(1), list_label(9)),
            ("Four steps".to_owned(), "One step".to_owned(), "9 steps".to_owned())
        );
    }
}
