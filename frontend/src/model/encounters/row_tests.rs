//! What a row says, case by case.

use super::super::samples::{badge, row};
use super::*;

fn moving(badge: ReportBadge) -> Moving {
    Moving::still(badge)
}

#[test]
fn every_state_has_its_word_its_tone_and_its_number() {
    use ReportState::{Cancelled, Complete, Failed, Pending, Processing};
    for (status, degraded, phase, word, before, tone, percent) in [
        (Pending, false, None, "Queued", None, Tone::Mute, None),
        (Pending, false, Some("PHI Detection"), "Queued", None, Tone::Mute, None),
        (Processing, false, None, "In progress", None, Tone::Live, Some(40)),
        (Processing, true, Some("AI Analysis"), "AI Analysis", Some("In progress"), Tone::Live, Some(40)),
        (Complete, false, Some("AI Analysis"), "Ready", None, Tone::Good, None),
        (Complete, true, Some("AI Analysis"), "Ready with gaps", None, Tone::Warn, None),
        (Failed, false, Some("AI Analysis"), "Failed", None, Tone::Bad, None),
        (Cancelled, false, Some("AI Analysis"), "Cancelled", None, Tone::Mute, None),
    ] {
        let badge = ReportBadge { degraded, phase: phase.map(str::to_owned), ..badge("r", status, 40) };
        let state = state(Some(&moving(badge)));
        let said = (state.word.as_str(), state.before.as_deref(), state.tone, state.percent);
        assert_eq!(said, (word, before, tone, percent));
        assert_eq!(state.phases.len(), 4);
    }
    let none = state(None);
    assert_eq!((none.word.as_str(), none.tone, none.percent), ("No report", Tone::Mute, None));
}

#[test]
fn the_dots_are_said_in_words() {
    use PhaseState::{Cancelled, Degraded, Done, Failed, NotStarted, Running};
    for (status, phases, expected) in [
        (ReportState::Pending, [NotStarted, NotStarted, NotStarted], "No step started"),
        (ReportState::Processing, [Done, Running, NotStarted], "Step 2 of 3"),
        (ReportState::Complete, [Done, Done, Done], "3 of 3 steps done"),
        (ReportState::Complete, [Done, Degraded, Done], "3 of 3 steps done, 1 with gaps"),
        (ReportState::Failed, [Done, Done, Failed], "Failed in step 3 of 3"),
        (ReportState::Cancelled, [Done, Cancelled, Cancelled], "Cancelled in step 2 of 3"),
    ] {
        let badge = ReportBadge { phases: phases.to_vec(), ..badge("r", status, 40) };
        assert_eq!(state(Some(&moving(badge))).steps, expected);
    }
    let unknown = ReportBadge { phases: Vec::new(), ..badge("r", ReportState::Processing, 0) };
    assert_eq!(state(Some(&moving(unknown))).steps, "");
}

#[test]
fn a_step_that_is_tried_again_says_so() {
    let badge =
        ReportBadge { phase: Some("Code Inference".to_owned()), ..badge("r", ReportState::Processing, 60) };
    let again = Moving { badge, waits_for: Some(revrx_engine_core::run::WaitReason::Backoff) };
    let state = state(Some(&again));
    assert_eq!((state.word.as_str(), state.tone), ("Code Inference, trying again", Tone::Warn));
    assert!(state.is_trying_again);
    assert_eq!(looks(Some(&again)), Looks::Words("Waits for its next try".to_owned()));
}

#[test]
fn what_there_is_to_look_at_is_counted_and_never_hidden() {
    let look = |unsupported, under_specified, missed, supported, findings| ToLookAt {
        unsupported,
        under_specified,
        missed,
        supported,
        findings,
    };
    for (to_look_at, degraded, expected) in [
        (look(1, 1, 2, 4, 0), false, "1 unsupported, 1 needs detail, 2 missed"),
        (look(0, 2, 0, 4, 0), true, "2 need detail"),
        (look(0, 0, 0, 4, 1), false, "1 gap in the note"),
        (look(0, 0, 0, 4, 3), false, "3 gaps in the note"),
        (look(0, 0, 0, 4, 0), false, "Nothing to change"),
        (look(0, 0, 0, 4, 0), true, "Nothing to change in the parts that were checked"),
        (look(0, 0, 0, 0, 0), false, "No codes in this note"),
        (look(0, 0, 0, 0, 0), true, "Nothing to change in the parts that were checked"),
    ] {
        let badge =
            ReportBadge { degraded, to_look_at: Some(to_look_at), ..badge("r", ReportState::Complete, 100) };
        assert_eq!(looks_words(&looks(Some(&moving(badge)))), expected);
    }
    let unknown = moving(badge("r", ReportState::Complete, 100));
    assert_eq!(looks(Some(&unknown)), Looks::Nothing, "not known yet is not nothing found");
}

#[test]
fn shape_word_and_colour_go_together() {
    let all = ToLookAt { unsupported: 1, under_specified: 1, missed: 1, supported: 1, findings: 1 };
    let Looks::Counts(counts) = counts(all, false) else { unreachable!("there are some") };
    let seen: Vec<_> = counts.iter().map(|count| (count.glyph, count.tone)).collect();
    let expected = [
        (Some("unsupported"), Tone::Bad),
        (Some("under"), Tone::Warn),
        (Some("missed"), Tone::Add),
        (None, Tone::Find),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn what_does_not_go_on_says_why() {
    use FailureClass::{Internal, Unavailable};
    let failed = |reason: Option<&str>, class| ReportBadge {
        reason: reason.map(str::to_owned),
        class,
        ..badge("r", ReportState::Failed, 70)
    };
    let queued = |ahead| ReportBadge { ahead, ..badge("r", ReportState::Pending, 0) };
    for (badge, expected) in [
        (queued(Some(11)), "Waits for a free place: 11 ahead"),
        (queued(Some(1_100)), "Waits for a free place: 1,100 ahead"),
        (queued(Some(0)), "Next in line"),
        (queued(None), "Waits for a free place"),
        (failed(Some("AI Analysis"), Some(Unavailable)), "AI Analysis did not answer"),
        (failed(Some("Its deadline passed"), None), "Its deadline passed"),
        (failed(None, Some(Internal)), "A fault of RevRx itself"),
        (failed(None, None), "The report says why"),
        (badge("r", ReportState::Cancelled, 20), "Stopped before it was ready"),
        (badge("r", ReportState::Processing, 20), ""),
    ] {
        assert_eq!(looks_words(&looks(Some(&moving(badge)))), expected);
    }
    assert_eq!(looks_words(&looks(None)), "Not started");
}

#[test]
fn a_row_is_called_by_its_name_else_by_what_it_is() {
    let text = |text: Option<&str>| text.map(str::to_owned);
    for (label, reference, clinician, name, sub) in [
        (Some("Ada Invented"), Some("A-1"), Some("Dr. Two"), "Ada Invented", "A-1 · Dr. Two"),
        (Some("Ada Invented"), None, Some("Dr. Two"), "Ada Invented", "Dr. Two"),
        (Some("A-1"), Some("A-1"), None, "A-1", "2,505 characters"),
        (None, None, None, "Note without a name", "2,505 characters"),
        (Some(" "), None, None, "Note without a name", "2,505 characters"),
    ] {
        let row = EncounterRow {
            label: text(label),
            reference: text(reference),
            clinician: text(clinician),
            ..row("1")
        };
        let who = who(&row);
        assert_eq!((who.name.as_str(), who.sub.as_str()), (name, sub));
    }
}

#[test]
fn a_row_leads_to_its_report_and_names_day_and_class() {
    let mut row =
        EncounterRow { date: Some("2026-11-18".to_owned()), class: EncounterClass::Inpatient, ..row("e1") };
    assert_eq!(who(&row).href, "/encounters/e1");
    row.report = Some(badge("r1", ReportState::Complete, 100));
    let who = who(&row);
    assert_eq!(who.href, "/reports/r1");
    assert_eq!((who.day.as_deref(), who.day_long.as_deref()), (Some("18 Nov"), Some("18 Nov 2026")));
    assert_eq!(who.class, "inpatient");
}
