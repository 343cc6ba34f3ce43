//! A report in the making, told event by event, for tests. Times are seconds after it was accepted.

use revrx_engine_core::failure::{Failure, FailureClass};
use revrx_engine_core::run::{EndingReason, Event, EventKind, WaitReason};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Milestone, MilestoneEvent, Outline, OutlineStage, Phase, Progress};

/// 09:40:47 UTC on 24 November 2026, in microseconds.
const ACCEPTED: i64 = 1_795_513_247_000_000;

/// So many seconds after the report was accepted.
#[expect(clippy::cast_possible_truncation, reason = "tests stay within a few hours")]
pub(crate) fn at(seconds: f64) -> Timestamp {
    Timestamp::from_micros(ACCEPTED + (seconds * 1_000_000.0).round() as i64)
}

/// A report and what has happened to it.
pub(crate) struct Story {
    pub(crate) outline: Outline,
    pub(crate) progress: Progress,
}

impl Story {
    /// Accepted at 0 s.
    pub(crate) fn queued() -> Self {
        let outline = outline();
        let progress = Progress::new(&outline);
        let mut story = Self { outline, progress };
        story.add(0.0, EventKind::Queued);
        story
    }

    /// Accepted, and claimed at 0.4 s.
    pub(crate) fn begun() -> Self {
        let mut story = Self::queued();
        story.claim(0.4);
        story
    }

    pub(crate) fn add(&mut self, seconds: f64, kind: EventKind) -> &mut Self {
        self.progress.apply(&self.outline, &Event { at: at(seconds), kind });
        self
    }

    pub(crate) fn claim(&mut self, seconds: f64) -> &mut Self {
        self.add(seconds, EventKind::Claimed { worker: "w".to_owned() })
    }

    pub(crate) fn give_back(&mut self, seconds: f64) -> &mut Self {
        self.add(seconds, EventKind::GivenBack)
    }

    pub(crate) fn attempt(&mut self, seconds: f64, stage: &str) -> &mut Self {
        let attempt = self.tries(stage) + 1;
        self.add(seconds, EventKind::Started { stage: stage.into(), attempt, stand_in: false })
    }

    pub(crate) fn stand_in(&mut self, seconds: f64, stage: &str) -> &mut Self {
        let attempt = self.tries(stage) + 1;
        self.add(seconds, EventKind::Started { stage: stage.into(), attempt, stand_in: true })
    }

    pub(crate) fn done(&mut self, seconds: f64, stage: &str) -> &mut Self {
        let attempt = self.tries(stage);
        self.add(
            seconds,
            EventKind::Finished { stage: stage.into(), attempt, version: 1, outputs: Vec::new() },
        )
    }

    pub(crate) fn failed(&mut self, seconds: f64, stage: &str) -> &mut Self {
        self.failed_as(seconds, stage, FailureClass::Throttled)
    }

    pub(crate) fn failed_as(&mut self, seconds: f64, stage: &str, class: FailureClass) -> &mut Self {
        let attempt = self.tries(stage);
        let failure = Failure::new(class, "said so");
        self.add(seconds, EventKind::AttemptFailed { stage: stage.into(), attempt, failure })
    }

    /// Waits for its next try.
    pub(crate) fn waits(&mut self, seconds: f64, stage: &str, until: f64) -> &mut Self {
        self.waits_for(seconds, stage, WaitReason::Backoff, Some(until))
    }

    pub(crate) fn waits_for(
        &mut self,
        seconds: f64,
        stage: &str,
        reason: WaitReason,
        until: Option<f64>,
    ) -> &mut Self {
        self.add(seconds, EventKind::Waiting { stage: stage.into(), reason, until: until.map(at) })
    }

    pub(crate) fn degraded(&mut self, seconds: f64, stage: &str, reason: FailureClass) -> &mut Self {
        self.add(seconds, EventKind::Degraded { stage: stage.into(), reason })
    }

    pub(crate) fn skipped(&mut self, seconds: f64, stage: &str) -> &mut Self {
        self.add(seconds, EventKind::Skipped { stage: stage.into(), reason: FailureClass::NotConfigured })
    }

    /// The report fails because of this stage.
    pub(crate) fn fails(&mut self, seconds: f64, stage: &str, class: FailureClass) -> &mut Self {
        let why = EndingReason::Stage { stage: stage.into(), class };
        self.add(seconds, EventKind::Ending { why: why.clone() }).add(seconds, EventKind::Failed { why })
    }

    /// Steps 1 and 2 are done at 9.8 s.
    pub(crate) fn filtered(&mut self) -> &mut Self {
        self.attempt(0.4, "detect_phi").done(3.4, "detect_phi");
        self.attempt(3.4, "deidentify").done(3.6, "deidentify");
        self.attempt(3.6, "clinical_filter").done(9.8, "clinical_filter")
    }

    /// As in the middle of a report: ICD-10-CM done, SNOMED CT between its second and third try, at 14.2 s.
    pub(crate) fn between_tries() -> Self {
        let mut story = Self::begun();
        story.filtered().attempt(9.8, "infer_icd10").attempt(9.8, "infer_snomed");
        story.failed(11.0, "infer_snomed").waits(11.0, "infer_snomed", 12.1).attempt(12.1, "infer_snomed");
        story.failed(13.2, "infer_snomed").waits(13.2, "infer_snomed", 15.6).done(13.9, "infer_icd10");
        story
    }

    /// Everything done and complete.
    pub(crate) fn complete() -> Self {
        let mut story = Self::begun();
        story.filtered();
        for stage in ["infer_icd10", "infer_snomed", "ai_coding", "ai_quality", "report"] {
            story.attempt(10.0, stage).done(11.0, stage);
        }
        story.add(11.0, EventKind::Completed { degraded: false });
        story
    }

    fn tries(&self, stage: &str) -> u32 {
        let index = self.outline.stage_index(&stage.into()).expect("a stage of the sample");
        self.progress.view.stages[index].attempt
    }
}

/// The shipped workflow as a person sees it.
pub(crate) fn outline() -> Outline {
    let stages = [
        ("detect_phi", "PHI detection", 0),
        ("deidentify", "De-identification", 0),
        ("clinical_filter", "Clinical filtering", 1),
        ("infer_icd10", "ICD-10-CM inference", 2),
        ("infer_snomed", "SNOMED CT inference", 2),
        ("ai_coding", "Coding suggestions", 3),
        ("ai_quality", "Documentation quality", 3),
        ("report", "Report", 3),
    ];
    let phases = [
        ("phi", "PHI Detection", "lock", 0, 20),
        ("filter", "Clinical Filtering", "search", 20, 40),
        ("codes", "Code Inference", "clipboard", 40, 70),
        ("analysis", "AI Analysis", "sparkles", 70, 100),
    ];
    let started = |name: &str| vec![MilestoneEvent::Started(name.into())];
    let finished = |names: &[&str]| {
        names.iter().map(|name| MilestoneEvent::Finished((*name).into())).collect::<Vec<_>>()
    };
    let milestones = [
        (0, vec![MilestoneEvent::RunQueued], "Report queued"),
        (10, started("detect_phi"), "PHI detection started"),
        (20, finished(&["deidentify"]), "PHI removed"),
        (30, started("clinical_filter"), "Clinical filtering started"),
        (40, finished(&["clinical_filter"]), "Clinical filtering complete"),
        (50, started("infer_icd10"), "ICD-10 inference started"),
        (60, started("infer_snomed"), "SNOMED inference started"),
        (70, finished(&["infer_icd10", "infer_snomed"]), "Code inference complete"),
        (80, started("ai_coding"), "AI coding started"),
        (90, started("ai_quality"), "AI quality check started"),
        (95, started("report"), "Report being finalized"),
        (100, vec![MilestoneEvent::RunComplete], "Report complete"),
    ];
    Outline {
        title: "Clinical coding report".to_owned(),
        stages: stages
            .map(|(name, title, phase)| OutlineStage { name: name.into(), title: title.to_owned(), phase })
            .to_vec(),
        phases: phases
            .map(|(id, title, icon, from, to)| Phase {
                id: id.to_owned(),
                title: title.to_owned(),
                icon: Some(icon.to_owned()),
                text: None,
                from,
                to,
            })
            .to_vec(),
        milestones: milestones
            .map(|(at, when, text)| Milestone {
                at,
                when,
                text: text.to_owned(),
                degraded_text: (at == 40).then(|| "The unfiltered text is used".to_owned()),
            })
            .to_vec(),
    }
}
