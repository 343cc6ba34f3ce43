//! What a report says once it has ended.

use revrx_api::ReportState;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::EndingReason;

use super::bench::{Bench, NOTE};
use crate::http::Kind;
use crate::reports::{Located, locate, report};

async fn anew(bench: &Bench, report: &Located) -> Located {
    locate(&bench.app, &bench.principal, report.id.as_str()).await.unwrap()
}

#[tokio::test]
async fn a_failed_report_says_where_why_how_often_and_what_was_found() {
    for (passes, class, stage, phase, tries, found) in [
        (0, FailureClass::Denied, "First look", "Reading", 1, &[][..]),
        (1, FailureClass::Network, "Last word", "Writing", 2, &["M10.9"]),
    ] {
        let bench = Bench::new().await;
        let started = bench.start().await;
        if passes == 1 {
            bench.open(1);
            bench.until(&started, |view| view.percent == 50).await;
        }
        bench.fails(Some(class));
        bench.open(2);
        bench.ended(&started).await;
        let said = report(&bench.app, anew(&bench, &started).await).await.unwrap();
        assert_eq!((said.status, said.document.is_none()), (ReportState::Failed, true));
        let failure = said.failure.unwrap();
        assert!(matches!(failure.why, EndingReason::Stage { class: of, .. } if of == class));
        assert_eq!(failure.class, Some(class));
        assert_eq!((failure.stage.as_deref(), failure.phase.as_deref()), (Some(stage), Some(phase)));
        assert_eq!((failure.tries, failure.message.as_deref()), (tries, Some("as the test asks")));
        let codes: Vec<&str> = said.found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, found, "affirmed codes only");
        for found in &said.found {
            let quotes: Vec<&str> = found.evidence.iter().map(|words| words.quote.as_str()).collect();
            assert_eq!(quotes, ["Gout"], "quoted from the note");
        }
        assert_eq!((said.note.text.as_str(), said.note.characters), (NOTE, NOTE.chars().count() as u64));
        assert_eq!(said.billed.as_deref(), Some(["M10.9".to_owned()].as_slice()));
        let row = said.encounter.unwrap();
        assert_eq!((row.label.as_deref(), row.report.unwrap().id), (Some("Wendeline Vasker"), said.id));
    }
}

#[tokio::test]
async fn a_cancelled_report_has_no_failure() {
    let bench = Bench::new().await;
    let started = bench.start().await;
    bench.open(1);
    bench.until(&started, |view| view.percent == 50).await;
    started.run.cancel().await.unwrap();
    bench.ended(&started).await;
    let said = report(&bench.app, anew(&bench, &started).await).await.unwrap();
    assert_eq!((said.status, said.failure, said.document.is_none()), (ReportState::Cancelled, None, true));
    assert!(said.ended_at.is_some());
}

#[tokio::test]
async fn a_report_that_is_made_or_whose_encounter_is_gone_says_nothing() {
    let bench = Bench::new().await;
    let started = bench.start().await;
    let refused = report(&bench.app, anew(&bench, &started).await).await.err().unwrap();
    assert_eq!(refused.kind(), Kind::ReportState);
    bench.open(2);
    bench.ended(&started).await;
    assert!(report(&bench.app, anew(&bench, &started).await).await.is_ok());
    bench.app.encounters.delete("local", started.encounter, revrx_engine::wall()).await.unwrap();
    let refused = report(&bench.app, anew(&bench, &started).await).await.err().unwrap();
    assert_eq!(refused.kind(), Kind::EncounterDeleted);
}
