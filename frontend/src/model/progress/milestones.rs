//! The milestones: which are reached, which is the newest, which were passed, which are ahead.

use revrx_engine_core::view::{MilestoneState, Outline, Progress};

use super::axis::Window;
use super::wording::seconds;

/// A milestone as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Percent.
    pub at: u8,
    /// Its words.
    pub text: String,
    /// When it was reached, or that it was passed.
    pub when: String,
    /// The word of the attribute `data-state`.
    pub attribute: &'static str,
    /// What a screen reader says of its state.
    pub word: &'static str,
}

/// The milestones, by percent.
pub fn rows(outline: &Outline, progress: &Progress, window: Window) -> Vec<Row> {
    let view = &progress.view;
    let reached = |index: &usize| view.reached[*index];
    let newest = (0..outline.milestones.len()).filter(reached).max_by_key(|i| outline.milestones[*i].at);
    let row = |(index, milestone): (usize, &revrx_engine_core::view::Milestone)| {
        let (attribute, word) = match view.milestone_state(outline, index) {
            MilestoneState::Reached if newest == Some(index) && !view.is_terminal() => ("now", "newest"),
            MilestoneState::Reached => ("done", "reached"),
            MilestoneState::Passed => ("passed", "passed over"),
            MilestoneState::Ahead => ("todo", "ahead"),
        };
        let when = match progress.timeline.reached_at[index] {
            Some(at) if at >= window.from => seconds(window.since(at)),
            Some(_) => "earlier".to_owned(),
            None if attribute == "passed" => "passed".to_owned(),
            None => String::new(),
        };
        Row { at: milestone.at, text: view.words(outline, milestone).to_owned(), when, attribute, word }
    };
    outline.milestones.iter().enumerate().map(row).collect()
}

/// `7 of 12`.
pub fn count(progress: &Progress) -> String {
    let reached = &progress.view.reached;
    format!("{} of {}", reached.iter().filter(|reached| **reached).count(), reached.len())
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::failure::FailureClass;

    use super::super::sample::{Story, at};
    use super::*;

    fn told(story: &Story) -> String {
        let window = Window::of(&story.progress, at(200.0));
        let row = |row: Row| [&row.attribute[..1], &row.when].concat();
        rows(&story.outline, &story.progress, window).into_iter().map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_is_reached_newest_passed_or_ahead() {
        let mut skips = Story::begun();
        skips.filtered().skipped(9.8, "infer_snomed").attempt(9.8, "infer_icd10").done(12.0, "infer_icd10");
        for (story, count_of, expected) in [
            (Story::queued(), "1 of 12", "n0.0 s t t t t t t t t t t t"),
            (Story::between_tries(), "7 of 12", "d0.0 s d0.4 s d3.6 s d3.6 s d9.8 s d9.8 s n9.8 s t t t t t"),
            (skips, "7 of 12", "d0.0 s d0.4 s d3.6 s d3.6 s d9.8 s d9.8 s ppassed n12.0 s t t t t"),
        ] {
            assert_eq!((told(&story), &*count(&story.progress)), (expected.to_owned(), count_of));
        }
        let all = told(&Story::complete());
        assert!(all.starts_with("d0.0 s") && all.ends_with("d11.0 s"), "none is newest at the end: {all}");
    }

    #[test]
    fn one_before_a_long_pause_is_earlier() {
        let mut story = Story::begun();
        story.attempt(0.4, "detect_phi").give_back(1.0).claim(100.0).attempt(100.0, "detect_phi");
        assert!(told(&story).starts_with("dearlier nearlier t"), "{}", told(&story));
    }

    #[test]
    fn a_gap_is_said_in_its_own_words() {
        let mut story = Story::begun();
        story.attempt(0.4, "detect_phi").done(1.0, "detect_phi");
        story.attempt(1.0, "deidentify").done(2.0, "deidentify").attempt(2.0, "clinical_filter");
        story.failed_as(3.0, "clinical_filter", FailureClass::Internal);
        story.degraded(3.0, "clinical_filter", FailureClass::Internal);
        let rows = rows(&story.outline, &story.progress, Window::of(&story.progress, at(3.0)));
        assert_eq!((&*rows[4].text, rows[4].word), ("The unfiltered text is used", "newest"));
    }
}
