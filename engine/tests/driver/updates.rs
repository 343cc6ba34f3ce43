//! What a listener sees.

use std::time::Duration;

use revrx_engine::core::run::EventKind;
use revrx_engine::core::view::RunView;
use revrx_engine::{Storage, Update, Updates, WorkerOptions};

use crate::kinds::Bench;

const CHAIN: &str = r#"
[stage.a]
uses = "test.idempotent"
inputs = { text = "inputs.text" }
with = { wait-ms = 20 }
[stage.b]
uses = "test.pure"
inputs = { text = "a.text" }
with = { wait-ms = 20 }
[completion]
output = "b.text"
"#;

#[tokio::test]
async fn a_listener_gets_a_snapshot_and_then_every_event_after_it_without_a_gap() {
    let bench = Bench::new(CHAIN).await;
    let run = bench.submit().await;
    let mut updates = run.updates().await.unwrap();
    let Some(Update::Snapshot { outline, progress }) = updates.next().await.unwrap() else {
        panic!("a snapshot first")
    };
    let (mut view, mut percent): (RunView, u8) = (progress.view, 0);
    while let Some(update) = updates.next().await.unwrap() {
        let Update::Event { seq, event } = update else { panic!("one snapshot") };
        assert_eq!(seq, view.seq + 1);
        view.apply(&outline, &event);
        assert!(view.percent >= percent, "progress never falls");
        percent = view.percent;
    }
    assert!(view.is_terminal());
    assert_eq!(view, run.finished().await.unwrap().view, "the fold of what was heard is the state itself");
}

#[tokio::test]
async fn a_listener_that_comes_after_the_end_gets_the_end() {
    let bench = Bench::new(CHAIN).await;
    let run = bench.submit().await;
    run.finished().await.unwrap();
    let mut updates = run.updates().await.unwrap();
    let Some(Update::Snapshot { progress, .. }) = updates.next().await.unwrap() else { panic!("a snapshot") };
    assert!(progress.view.is_terminal());
    assert!(updates.next().await.unwrap().is_none());
}

/// What comes without a listener having to look for itself.
async fn soon(updates: &mut Updates) -> Option<Update> {
    tokio::time::timeout(Duration::from_secs(3), updates.next()).await.expect("it is told").unwrap()
}

#[tokio::test]
async fn a_listener_of_a_waiting_run_is_told_what_others_write() {
    let waits = WorkerOptions { enabled: false, ..WorkerOptions::default() };
    let bench = Bench::on(Storage::memory(), CHAIN, waits).await.unwrap();
    let run = bench.submit().await;
    let mut updates = run.updates().await.unwrap();
    assert!(matches!(soon(&mut updates).await, Some(Update::Snapshot { .. })));
    run.cancel().await.unwrap();
    let Some(Update::Event { seq: 2, event }) = soon(&mut updates).await else { panic!("the second event") };
    assert_eq!(event.kind, EventKind::Cancelled);
    assert!(soon(&mut updates).await.is_none() && updates.has_ended());
}

#[tokio::test]
async fn a_failed_run_that_goes_on_is_heard_anew() {
    let bench = Bench::new(&CHAIN.replace("wait-ms = 20 }\n[stage.b]", "panic = true }\n[stage.b]")).await;
    let run = bench.submit().await;
    run.finished().await.unwrap();
    let mut over = run.updates().await.unwrap();
    assert!(matches!(soon(&mut over).await, Some(Update::Snapshot { .. })));
    assert!(soon(&mut over).await.is_none() && over.has_ended());
    bench.engine.reopen(run.id(), "someone").await.unwrap();
    let mut updates = run.updates().await.unwrap();
    let Some(Update::Snapshot { progress, .. }) = soon(&mut updates).await else { panic!("a snapshot") };
    let mut seq = progress.view.seq;
    while let Some(Update::Event { seq: next, .. }) = soon(&mut updates).await {
        assert_eq!(next, seq + 1);
        seq = next;
    }
    assert!(updates.has_ended());
}

#[tokio::test]
async fn a_listener_begins_behind_the_event_it_names() {
    let bench = Bench::new(CHAIN).await;
    let run = bench.submit().await;
    let last = run.finished().await.unwrap().view.seq;
    for after in 0..=last {
        let mut updates = run.updates_after(after).await.unwrap().expect("there is such an event");
        for expected in after + 1..=last {
            let Some(Update::Event { seq, .. }) = soon(&mut updates).await else { panic!("an event") };
            assert_eq!(seq, expected);
        }
        assert!(soon(&mut updates).await.is_none() && updates.has_ended());
    }
    assert!(run.updates_after(last + 1).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_stops_waiting_misses_nothing() {
    let bench = Bench::new(CHAIN).await;
    let run = bench.submit().await;
    let mut updates = run.updates_after(0).await.unwrap().expect("there are events");
    let mut seen = 0;
    loop {
        match tokio::time::timeout(Duration::from_micros(50), updates.next()).await {
            Ok(Ok(Some(Update::Event { seq, .. }))) => {
                assert_eq!(seq, seen + 1);
                seen = seq;
            }
            Ok(Ok(Some(Update::Snapshot { .. }))) => panic!("no snapshot was asked for"),
            Ok(Ok(None)) => break,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) => {}
        }
    }
    assert_eq!(seen, run.progress().await.unwrap().1.view.seq);
}

#[tokio::test]
async fn the_contents_of_a_run_are_what_went_in_and_what_came_out() {
    let bench = Bench::new(CHAIN).await;
    let run = bench.submit().await;
    let finished = run.finished().await.unwrap();
    let contents = run.contents().await.unwrap();
    assert_eq!(contents.input("text"), Some("\"in\""));
    assert_eq!((contents.output(), contents.input("none")), (finished.output_json(), None));
    assert_eq!(
        contents.outputs_of_type("string").collect::<Vec<_>>(),
        ["\"a(in, nothing)\"", "\"b(a(in, nothing), nothing)\""]
    );
    assert_eq!(
        (contents.progress.view.clone(), contents.events.len() as u64),
        (finished.view.clone(), finished.view.seq)
    );
    assert_eq!(contents.progress, run.progress().await.unwrap().1);
}
