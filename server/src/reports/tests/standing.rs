//! Where a report stands while it is made.

use revrx_api::{ReportState, StartReport};
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::view::{PhaseState, RunView, StageStatus};

use super::bench::{Bench, OFFLINE};
use crate::encounters::Visit;
use crate::http::{Kind, Principal};
use crate::reports::{badge, locate, status};

/// The promise to clients that poll.
const STATUS_BYTES_MAX: usize = 600;

#[tokio::test]
async fn a_status_names_state_step_and_stages() {
    let bench = Bench::new().await;
    let report = bench.start().await;
    let first_runs = |view: &RunView| view.stages[0].status == StageStatus::Running;
    bench.until(&report, first_runs).await;
    let now = status(&bench.app, &report).await.unwrap();
    assert_eq!(
        (now.status, now.percent, now.degraded, now.ahead),
        (ReportState::Processing, 10, false, None)
    );
    assert_eq!(now.milestone.as_deref(), Some("Reading"));
    let phase = now.phase.unwrap();
    assert_eq!((phase.number, phase.of, phase.title.as_str()), (1, 2, "Reading"));
    assert_eq!(now.stages.into_iter().collect::<Vec<_>>(), [("first".to_owned(), StageStatus::Running)]);

    let shown = badge(&bench.app, report.run.id()).await.unwrap();
    assert_eq!(shown.phases, [PhaseState::Running, PhaseState::NotStarted]);
    assert_eq!((shown.phase.as_deref(), shown.to_look_at, shown.reason), (Some("Reading"), None, None));

    bench.open(2);
    bench.ended(&report).await;
    let now = status(&bench.app, &report).await.unwrap();
    assert_eq!((now.status, now.percent, now.seq), (ReportState::Complete, 100, now.seq));
    let shown = badge(&bench.app, report.run.id()).await.unwrap();
    assert_eq!((shown.status, shown.phase, shown.to_look_at), (ReportState::Complete, None, None));
    assert!(shown.ended_at.unwrap() >= shown.accepted_at);
}

#[tokio::test]
async fn the_status_of_the_shipped_workflow_is_small_at_every_event() {
    let bench = Bench::new().await;
    let note = "History of present illness: 61-year-old with gout of the left foot and hypertension.";
    let encounter = bench.encounter_of(note, Visit::default()).await;
    let how = StartReport { workflow: Some(OFFLINE.to_owned()), again: false };
    let report = bench.ask(encounter, how, None).await.unwrap();
    bench.ended(&report).await;
    let contents = report.run.contents().await.unwrap();
    let outline = &contents.workflow.outline;
    let mut view = RunView::new(outline);
    let mut largest = 0;
    for event in &contents.events {
        view.apply(outline, event);
        let status = super::super::status::of_view(&report, outline, &view, Some(1_000));
        largest = largest.max(serde_json::to_vec(&status).unwrap().len());
    }
    assert!(view.is_terminal() && contents.events.len() > 10);
    assert!(largest <= STATUS_BYTES_MAX, "{largest} bytes");
    let whole = serde_json::to_vec(&status(&bench.app, &report).await.unwrap()).unwrap();
    assert!(whole.len() <= STATUS_BYTES_MAX);
    println!("largest status: {largest} bytes, at the end {} bytes", whole.len());
}

#[tokio::test]
async fn a_pending_report_says_how_many_are_ahead() {
    let bench = Bench::waiting().await;
    let mut reports = Vec::new();
    for _ in 0..4 {
        reports.push(bench.start().await);
    }
    for (report, ahead) in reports.iter().zip(0..) {
        let now = status(&bench.app, report).await.unwrap();
        assert_eq!((now.status, now.ahead, now.phase), (ReportState::Pending, Some(ahead), None));
        assert_eq!(badge(&bench.app, report.run.id()).await.unwrap().ahead, Some(ahead));
    }
}

#[tokio::test]
async fn a_badge_of_a_failed_report_says_what_failed_and_forgets_it_when_it_goes_on() {
    let bench = Bench::new().await;
    bench.fails(Some(FailureClass::Denied));
    bench.open(1);
    let report = bench.start().await;
    bench.ended(&report).await;
    for _ in 0..2 {
        let shown = badge(&bench.app, report.run.id()).await.unwrap();
        assert_eq!(shown.status, ReportState::Failed);
        assert_eq!((shown.reason.as_deref(), shown.class), (Some("First look"), Some(FailureClass::Denied)));
        assert_eq!(shown.phases, [PhaseState::Failed, PhaseState::Cancelled]);
    }
    bench.fails(None);
    bench.open(2);
    bench.app.engine.reopen(report.run.id(), "someone").await.unwrap();
    bench.ended(&report).await;
    let shown = badge(&bench.app, report.run.id()).await.unwrap();
    assert_eq!((shown.status, shown.reason), (ReportState::Complete, None));
}

#[tokio::test]
async fn what_is_not_the_askers_is_not_there() {
    let bench = Bench::waiting().await;
    let report = bench.start().await;
    let stranger = Principal { name: "stranger".to_owned(), tenant: "elsewhere".to_owned() };
    let plain = report.id.as_str().replace('-', "");
    let none = revrx_engine::RunId::new().to_string();
    for (principal, id) in [
        (&stranger, report.id.as_str()),
        (&bench.principal, none.as_str()),
        (&bench.principal, plain.as_str()),
        (&bench.principal, "nobody's-id-nobody's-id-nobody's-idx"),
        (&bench.principal, ""),
    ] {
        assert_eq!(
            locate(&bench.app, principal, id).await.err().unwrap().kind(),
            Kind::ReportUnknown,
            "{id}"
        );
    }
    assert!(badge(&bench.app, revrx_engine::RunId::new()).await.is_none());
}
