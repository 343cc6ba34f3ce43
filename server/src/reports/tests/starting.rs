//! Who starts what, and how often.

use futures_util::future::join_all;
use revrx_api::StartReport;
use revrx_engine::store::Filter;

use super::bench::{Bench, GATED, OFFLINE};
use crate::encounters::EncounterId;
use crate::http::Kind;

fn again() -> StartReport {
    StartReport { workflow: None, again: true }
}

async fn count(bench: &Bench) -> usize {
    bench.app.engine.list(&Filter::default()).await.unwrap().len()
}

#[tokio::test]
async fn one_report_at_a_time_unless_another_is_asked_for() {
    let bench = Bench::new().await;
    let encounter = bench.encounter().await;
    let first = bench.ask(encounter, StartReport::default(), None).await.unwrap();
    assert_eq!((first.encounter, first.version), (encounter, 1));
    for (how, is_first) in [(StartReport::default(), true), (again(), false)] {
        let next = bench.ask(encounter, how, None).await.unwrap();
        assert_eq!(next.id == first.id, is_first);
    }
    bench.open(4);
    let newest = bench.app.encounters.listed("local", encounter).await.unwrap().report.unwrap();
    let newest = crate::reports::locate(&bench.app, &bench.principal, &newest.to_string()).await.unwrap();
    bench.ended(&first).await;
    bench.ended(&newest).await;
    let third = bench.ask(encounter, StartReport::default(), None).await.unwrap();
    assert!(third.id != first.id && third.id != newest.id, "the others have ended");
    assert_eq!(count(&bench).await, 3);
}

#[tokio::test]
async fn the_same_request_gives_the_same_report_and_another_is_refused() {
    let bench = Bench::new().await;
    let (encounter, other) = (bench.encounter().await, bench.encounter().await);
    let first = bench.ask(encounter, again(), Some("k")).await.unwrap();
    assert_eq!(bench.ask(encounter, again(), Some("k")).await.unwrap().id, first.id);
    assert_ne!(bench.ask(encounter, again(), Some("l")).await.unwrap().id, first.id);
    let by_offline = StartReport { workflow: Some(OFFLINE.to_owned()), again: true };
    for (encounter, how) in [(encounter, by_offline), (encounter, StartReport::default()), (other, again())] {
        let refused = bench.ask(encounter, how, Some("k")).await.err().unwrap();
        assert_eq!(refused.kind(), Kind::IdempotencyKeyReused);
    }
    bench.open(4);
    bench.ended(&first).await;
    assert_eq!(
        bench.ask(encounter, again(), Some("k")).await.unwrap().id,
        first.id,
        "even when it has ended"
    );
    assert_eq!(count(&bench).await, 2);
}

#[tokio::test]
async fn starts_at_the_same_time_make_one_report() {
    let bench = Bench::waiting().await;
    let encounter = bench.encounter().await;
    for keys in [[None; 8], [Some("k"); 8]] {
        let started = join_all(keys.map(|key| bench.ask(encounter, StartReport::default(), key))).await;
        let mut ids: Vec<_> = started.into_iter().map(|report| report.unwrap().id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }
    assert_eq!(count(&bench).await, 1);
}

#[tokio::test]
async fn a_report_that_was_not_linked_before_a_crash_is_found_again() {
    let bench = Bench::waiting().await;
    let encounter = bench.encounter().await;
    let read = bench.app.encounters.get("local", encounter).await.unwrap();
    // The process dies between the two.
    let lost = super::super::start::submit(&bench.app, &bench.principal, GATED, read).await.unwrap();
    let found = bench.ask(encounter, StartReport::default(), Some("k")).await.unwrap();
    assert_eq!(found.run.id(), lost);
    assert_eq!(bench.app.encounters.listed("local", encounter).await.unwrap().report, Some(lost));
    assert_eq!(count(&bench).await, 1);
}

#[tokio::test]
async fn what_cannot_be_started_says_why() {
    let bench = Bench::waiting().await;
    let (deleted, unknown) = (bench.encounter().await, EncounterId::new());
    bench.app.encounters.delete("local", deleted, revrx_engine::wall()).await.unwrap();
    let known = bench.encounter().await;
    let by = |workflow: &str| StartReport { workflow: Some(workflow.to_owned()), again: false };
    for (encounter, how, kind) in [
        (unknown, StartReport::default(), Kind::EncounterUnknown),
        (deleted, StartReport::default(), Kind::EncounterDeleted),
        (known, by("document-digest"), Kind::WorkflowUnknown),
        (known, by(""), Kind::WorkflowUnknown),
    ] {
        assert_eq!(bench.ask(encounter, how, None).await.err().unwrap().kind(), kind);
    }
    assert_eq!(count(&bench).await, 0);
}
