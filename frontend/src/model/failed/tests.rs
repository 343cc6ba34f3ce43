use revrx_api::{Evidence, Note, Time};
use revrx_engine_core::run::EventKind;

use super::*;
use crate::model::progress::sample::Story;

/// A report that ended as told; `tries` as the server counts them.
fn report(story: &Story, tries: u32) -> Report {
    let (outline, progress) = (story.outline.clone(), story.progress.clone());
    let cancelled = progress.view.status == revrx_engine_core::view::RunStatus::Cancelled;
    let failure = progress.view.why.clone().filter(|_| !cancelled).map(|why| {
        let stage = match &why {
            EndingReason::Stage { stage, .. } => outline.stage_index(stage),
            _ => None,
        };
        let class = match &why {
            EndingReason::Stage { class, .. } => Some(*class),
            _ => None,
        };
        let phase = outline.phases[progress.view.current_phase(&outline)].title.clone();
        let stage = stage.map(|index| outline.stages[index].title.clone());
        Failure { why, class, stage, phase: Some(phase), tries, message: Some("said so".to_owned()) }
    });
    Report {
        id: "01935c0a-41e7-7d10-9b3e-5c2f8d06aa41".into(),
        encounter: None,
        encounter_version: 1,
        status: if cancelled { ReportState::Cancelled } else { ReportState::Failed },
        degraded: progress.view.degraded,
        workflow: "clinical-report-offline".to_owned(),
        accepted_at: Time::from_millis(1_795_513_247_000),
        ended_at: progress.view.ended_at.map(Into::into),
        note: Note { text: "Secret words".to_owned(), characters: 12 },
        billed: None,
        document: None,
        failure,
        found: Vec::new(),
        outline,
        progress,
    }
}

/// Steps 1 to 3 done at 10 s, and step 4 failed at 16 s after two tries.
fn analysis_failed(class: FailureClass) -> Report {
    let mut story = Story::begun();
    story.filtered().attempt(9.8, "infer_icd10").done(10.0, "infer_icd10").skipped(10.0, "infer_snomed");
    story.attempt(10.0, "ai_coding").failed_as(12.0, "ai_coding", class).waits(12.0, "ai_coding", 13.0);
    story.attempt(13.0, "ai_coding").failed_as(15.0, "ai_coding", class).fails(15.0, "ai_coding", class);
    report(&story, 2)
}

fn ended(why: EndingReason) -> Report {
    let mut story = Story::begun();
    story.add(3.0, EventKind::Ending { why: why.clone() }).add(3.0, EventKind::Failed { why });
    report(&story, 0)
}

#[test]
fn a_failed_report_says_what_happened_what_is_kept_and_one_way_on() {
    let verdict = verdict(&analysis_failed(FailureClass::Timeout));
    assert_eq!(verdict.title, "This report could not be made");
    let lead = "Coding suggestions did not answer in time, twice. Your note is kept, and so are all steps but the last.";
    assert_eq!(verdict.lead, lead);
    assert_eq!(verdict.button, "Try AI Analysis again");
    assert_eq!(verdict.fine, "Only what is not done is repeated. It helps once the service answers again.");
}

#[test]
fn every_class_of_failure_has_its_sentence_and_its_advice() {
    let service = "It helps once the service answers again.";
    let runs_it = "If it fails again, send the details to whoever runs the server.";
    for (class, sentence, advice) in [
        (FailureClass::Throttled, "was too busy, twice.", service),
        (FailureClass::Unavailable, "did not answer, twice.", service),
        (FailureClass::Network, "could not be reached, twice.", service),
        (FailureClass::Timeout, "did not answer in time, twice.", service),
        (FailureClass::InvalidOutput, "gave an answer that could not be used, twice.", runs_it),
        (
            FailureClass::InvalidInput,
            "could not work with this note, twice.",
            "With the same note it is likely to fail again.",
        ),
        (
            FailureClass::Denied,
            "was refused, twice.",
            "It helps once whoever runs the server has given permission.",
        ),
        (
            FailureClass::NotConfigured,
            "is not set up, twice.",
            "It helps once whoever runs the server has set it up.",
        ),
        (
            FailureClass::OutcomeUnknown,
            "was cut off, and whether its work was done is not known. It may have been charged, so it is not repeated by itself.",
            "What may have been charged is then sent once more.",
        ),
        (FailureClass::DeadlineNear, "had no time left, twice.", "It then has its full time again."),
        (FailureClass::Internal, "ran into a fault, twice.", runs_it),
        (FailureClass::Cancelled, "was cancelled, twice.", "It then has its full time again."),
    ] {
        let verdict = verdict(&analysis_failed(class));
        assert!(verdict.lead.starts_with(&format!("Coding suggestions {sentence}")), "{}", verdict.lead);
        assert!(verdict.fine.ends_with(advice), "{}", verdict.fine);
    }
}

#[test]
fn every_other_end_has_its_sentence() {
    for (why, lead, reason_of) in [
        (EndingReason::Deadline, "The time limit for making it passed.", "time limit passed"),
        (EndingReason::Expired, "It waited too long to go on and was given up.", "waited too long"),
        (
            EndingReason::Poison,
            "The server was interrupted too often while it was made.",
            "interrupted too often",
        ),
    ] {
        let report = ended(why);
        let verdict = verdict(&report);
        assert_eq!(verdict.lead, format!("{lead} Your note is kept."));
        assert_eq!((&*verdict.button, reason(&report)), ("Try again", reason_of.to_owned()));
        assert!(verdict.fine.starts_with("The report is begun again."), "{}", verdict.fine);
    }
}

#[test]
fn what_is_kept_is_named() {
    let kept = |tell: &dyn Fn(&mut Story)| {
        let mut story = Story::begun();
        tell(&mut story);
        story.fails(20.0, "report", FailureClass::Internal);
        verdict(&report(&story, 1)).lead
    };
    let note = "Report ran into a fault. Your note is kept";
    assert_eq!(kept(&|_| {}), format!("{note}."));
    let first = |story: &mut Story| {
        story.attempt(0.4, "detect_phi").done(1.0, "detect_phi");
        story.attempt(1.0, "deidentify").done(2.0, "deidentify");
    };
    assert_eq!(kept(&first), format!("{note}, and so is what PHI Detection did."));
    let two = |story: &mut Story| {
        story.filtered();
    };
    assert_eq!(kept(&two), format!("{note}, and so is what PHI Detection and Clinical Filtering did."));
}

#[test]
fn a_cancelled_report_has_words_of_its_own() {
    let mut story = Story::begun();
    story.filtered().attempt(9.8, "infer_icd10").add(11.0, EventKind::Cancelled);
    let report = report(&story, 0);
    let verdict = verdict(&report);
    assert_eq!(verdict.title, "This report was cancelled");
    assert_eq!(verdict.lead, "It was stopped before it was done. Your note is kept.");
    assert_eq!((&*verdict.button, reason(&report)), ("Make the report again", "cancelled".to_owned()));
    let last = log::lines(&report).pop().unwrap();
    assert_eq!((&*last.text, last.tone), ("Report cancelled", None));
}

#[test]
fn the_log_tells_starts_failed_tries_waits_gaps_and_the_end() {
    let report = analysis_failed(FailureClass::Timeout);
    let told: Vec<String> = log::lines(&report)
        .iter()
        .map(|line| {
            let tone = line.tone.map_or("-", super::super::words::Tone::as_str);
            format!("{} {tone} {}", &line.at.to_string()[14..21], line.text)
        })
        .collect();
    assert_eq!(
        told,
        [
            "40:47.0 - Report asked for",
            "40:47.4 - PHI Detection started",
            "40:50.6 - Clinical Filtering started",
            "40:56.8 - Code Inference started",
            "40:57.0 - AI Analysis started",
            "40:57.0 warn SNOMED CT inference is not set up; went on without it",
            "40:59.0 warn Coding suggestions did not answer in time after 2.0 s",
            "41:00.0 - Coding suggestions was tried again, 1.0 s later",
            "41:02.0 warn Coding suggestions did not answer in time after 2.0 s",
            "41:02.0 bad Report failed",
        ]
    );
}

#[test]
fn a_long_log_is_cut_at_its_beginning_and_says_so() {
    let mut story = Story::begun();
    for stage in ["detect_phi", "deidentify", "clinical_filter"] {
        for second in 1..30 {
            story.attempt(f64::from(second), stage).failed(f64::from(second) + 0.5, stage);
        }
    }
    story.fails(40.0, "detect_phi", FailureClass::Throttled);
    let lines = log::lines(&report(&story, 29));
    assert_eq!(lines.len(), 42);
    assert_eq!(lines[0].text, "Before this: older tries, which are not listed");
    assert_eq!(lines[41].text, "Report failed");
    assert!(lines.is_sorted_by_key(|line| line.at));
}

#[test]
fn details_for_support_hold_nothing_of_the_note() {
    let mut report = analysis_failed(FailureClass::Timeout);
    let evidence = |quote: &str| Evidence { begin: 0, end: 6, quote: quote.to_owned() };
    report.found = vec![FoundCode {
        code: "R11.0".to_owned(),
        title: "Nausea".to_owned(),
        evidence: vec![evidence("Secret"), evidence("words"), evidence("words")],
    }];
    let details = details(&report);
    assert!(details.starts_with("RevRx report 01935c0a-41e7-7d10-9b3e-5c2f8d06aa41\nState: failed\n"));
    assert!(details.contains("\nReason: Coding suggestions: timeout, 2 tries\n"), "{details}");
    assert!(details.contains("\nMessage: said so\n"), "{details}");
    for word in ["Secret", "words", "R11.0", "Nausea"] {
        assert!(!details.contains(word), "{word}");
    }
    assert_eq!(quote(&report.found[0]), Some(("Secret", 2)));
}
