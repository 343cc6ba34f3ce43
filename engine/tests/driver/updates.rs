//! What a listener sees.

use revrx_engine::Update;
use revrx_engine::core::view::RunView;

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
    let Some(Update::Snapshot { outline, view }) = updates.next().await.unwrap() else {
        panic!("a snapshot first")
    };
    let (mut view, mut percent): (RunView, u8) = (*view, 0);
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
    let Some(Update::Snapshot { view, .. }) = updates.next().await.unwrap() else { panic!("a snapshot") };
    assert!(view.is_terminal());
    assert!(updates.next().await.unwrap().is_none());
}
