//! The committer over a store that waits and fails on demand.

use std::sync::Arc;

use revrx_engine_core::view::RunStatus;

use super::committer::start;
use super::handle::{Answer, Handle};
use super::moody::{Mood, Moody};
use crate::id::RunId;
use crate::store::contract::make::{WORKER, WORKFLOW, accept, append, claim};
use crate::store::{Accept, Artifact, Op, Outcome, Reply, Store, StoreError, StoredValue};

/// A committer that holds one operation at the gate, so that all that follows waits for the next transaction.
async fn held(mood: impl Fn(usize, &[Op]) -> Mood + Send + Sync + 'static) -> (Arc<Moody>, Handle) {
    let store = Arc::new(Moody::new(mood));
    store.put_workflow(WORKFLOW, "schema = 1").await.unwrap();
    let (handle, _committer) = start(store.clone()).unwrap();
    let _first = handle.accept_later(accept("first", None)).await.unwrap();
    store.arrived.notified().await;
    (store, handle)
}

async fn all(answers: Vec<Answer>) -> Vec<Result<Reply, StoreError>> {
    let mut all = Vec::new();
    for answer in answers {
        all.push(answer.get().await);
    }
    all
}

fn rejected() -> StoreError {
    StoreError::Rejected("no such row".to_owned())
}

const WAITS: Result<Reply, StoreError> = Ok(Reply::Accepted { claimed: false });

#[tokio::test]
async fn one_bad_operation_fails_alone_wherever_it_stands() {
    for bad in 0..7 {
        let accepts: Vec<Accept> = (0..7).map(|_| accept("queue", None)).collect();
        let id = accepts[bad].run.id;
        let is_bad = move |op: &Op| matches!(op, Op::Accept(accept) if accept.run.id == id);
        let (store, handle) = held(move |_, ops| match ops.iter().any(is_bad) {
            true => Mood::Fails(rejected()),
            false => Mood::Good,
        })
        .await;
        let mut answers = Vec::new();
        for accept in accepts {
            answers.push(handle.accept_later(accept).await.unwrap());
        }
        store.open_gate();
        for (place, answer) in all(answers).await.into_iter().enumerate() {
            assert_eq!(answer, if place == bad { Err(rejected()) } else { WAITS }, "{place}, {bad} is bad");
        }
    }
}

#[tokio::test]
async fn a_bad_append_fails_alone_within_what_was_merged() {
    let is_bad = |op: &Op| match op {
        Op::Accept(accept) => accept.row.body.contains('4'),
        Op::Append(append) => append.row.body.contains('4'),
        _ => false,
    };
    let (store, handle) = held(move |_, ops| match ops.iter().any(is_bad) {
        true => Mood::Fails(rejected()),
        false => Mood::Good,
    })
    .await;
    let (one, other) = (accept("one", Some(WORKER)), accept("other", Some(WORKER)));
    let mut answers = Vec::new();
    let chain = [2, 3, 4].map(|expect| append(one.run.id, expect, RunStatus::Running));
    let beside = append(other.run.id, 2, RunStatus::Complete);
    for accept in [one, other] {
        answers.push(handle.accept_later(accept).await.unwrap());
    }
    for append in chain.into_iter().chain([beside]) {
        answers.push(handle.append_later(append).await.unwrap());
    }
    store.open_gate();
    let claimed = Ok(Reply::Accepted { claimed: true });
    let expected = [
        claimed.clone(),
        claimed,
        Ok(Reply::Appended),
        Err(rejected()),
        Ok(Reply::Refused(Outcome::Conflict)),
        Ok(Reply::Appended),
    ];
    assert_eq!(all(answers).await, expected);
}

#[tokio::test]
async fn behind_an_accept_that_is_there_already_appends_are_refused() {
    let (store, handle) = held(|_, _| Mood::Good).await;
    let mut first = accept("queue", Some(WORKER));
    first.run.idempotency_key = Some("key".to_owned());
    let mut again = first.clone();
    again.run.id = RunId::new();
    let behind = append(again.run.id, 2, RunStatus::Running);
    let exists = Ok(Reply::Exists { run: first.run.id, same_body: true });
    let mut answers = Vec::new();
    for accept in [first, again] {
        answers.push(handle.accept_later(accept).await.unwrap());
    }
    answers.push(handle.append_later(behind).await.unwrap());
    store.open_gate();
    let accepted = Ok(Reply::Accepted { claimed: true });
    assert_eq!(all(answers).await, [accepted, exists, Ok(Reply::Refused(Outcome::Unknown))]);
}

#[tokio::test]
async fn a_store_error_goes_to_all_who_wait_and_the_next_try_works() {
    for error in [StoreError::Full, StoreError::Unavailable("away".to_owned())] {
        let fails = error.clone();
        let (store, handle) =
            held(move |number, _| if number == 1 { Mood::Fails(fails.clone()) } else { Mood::Good }).await;
        let accepts: Vec<Accept> = (0..5).map(|_| accept("queue", None)).collect();
        let mut answers = Vec::new();
        for accept in &accepts {
            answers.push(handle.accept_later(accept.clone()).await.unwrap());
        }
        store.open_gate();
        assert_eq!(all(answers).await, vec![Err(error); 5]);
        assert_eq!(store.seen().len(), 2, "a full disk is not tried again by halves");
        for accept in accepts {
            assert_eq!(handle.accept(accept).await, WAITS);
        }
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_heads_decide() {
    let lost = || StoreError::UnknownCommit("lost".to_owned());
    for (mood, was_done) in [(Mood::LosesAnswer, true), (Mood::Fails(lost()), false)] {
        let (store, handle) =
            held(move |number, _| if number == 1 { mood.clone() } else { Mood::Good }).await;
        let accept = accept("queue", Some(WORKER));
        let end = append(accept.run.id, 2, RunStatus::Complete);
        let answers =
            vec![handle.accept_later(accept).await.unwrap(), handle.append_later(end).await.unwrap()];
        store.open_gate();
        let answers = all(answers).await;
        match was_done {
            true => assert!(
                matches!(answers[..], [Ok(Reply::Accepted { .. }), Ok(Reply::Appended)]),
                "{answers:?}"
            ),
            false => assert!(
                matches!(answers[..], [Err(StoreError::Unavailable(_)), Err(StoreError::Unavailable(_))]),
                "{answers:?}"
            ),
        }
    }
}

#[tokio::test]
async fn transactions_keep_their_bounds() {
    let large = |bytes: usize| {
        let mut accept = accept("queue", None);
        accept.run.input = StoredValue::from(vec![0; bytes]);
        Op::Accept(accept)
    };
    let wide = |artifacts: u64| {
        let mut append = append(RunId::new(), 2, RunStatus::Running);
        let artifact = |seq| Artifact { seq, port: "text".to_owned(), value: StoredValue::from(&b"x"[..]) };
        append.artifacts = (0..artifacts).map(artifact).collect();
        Op::Append(append)
    };
    let mebibyte = 1 << 20;
    for (ops, expected) in [
        ((0..2_500).map(|_| large(10)).collect::<Vec<_>>(), vec![1_024, 1_024, 452]),
        ((0..7).map(|_| large(mebibyte - 10)).collect(), vec![4, 3]),
        (vec![large(10), large(5 * mebibyte), large(10)], vec![1, 1, 1]),
        ((0..5).map(|_| wide(999)).collect(), vec![2, 2, 1]),
        (vec![wide(1), wide(3_000), wide(1)], vec![1, 1, 1]),
    ] {
        let (store, handle) = held(|_, _| Mood::Good).await;
        let mut answers = Vec::new();
        for op in ops {
            answers.push(match op {
                Op::Accept(accept) => handle.accept_later(accept).await.unwrap(),
                Op::Append(append) => handle.append_later(append).await.unwrap(),
                other => panic!("{other:?}"),
            });
        }
        store.open_gate();
        assert!(all(answers).await.iter().all(Result::is_ok));
        let sizes: Vec<usize> = store.seen()[1..].iter().map(Vec::len).collect();
        assert_eq!(sizes, expected);
    }
}

#[tokio::test]
async fn claims_go_before_all_that_waits() {
    let (store, handle) = held(|_, _| Mood::Good).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(handle.accept_later(accept("queue", None)).await.unwrap());
    }
    // `join!` sends the claim before the gate opens.
    let (claimed, ()) = tokio::join!(handle.claim(claim("queue", 9)), async { store.open_gate() });
    assert_eq!(claimed, Ok(Reply::Claimed(Vec::new())), "the accepts come after it");
    assert_eq!(all(answers).await, vec![WAITS; 3]);
}

#[tokio::test]
async fn the_thread_ends_after_the_last_handle_and_writes_all_that_waits() {
    let store = Arc::new(Moody::new(|_, _| Mood::Good));
    store.put_workflow(WORKFLOW, "schema = 1").await.unwrap();
    let (handle, committer) = start(store.clone()).unwrap();
    let accepts: Vec<Accept> = (0..20).map(|_| accept("queue", None)).collect();
    for accept in &accepts {
        drop(handle.accept_later(accept.clone()).await.unwrap());
    }
    drop(handle);
    store.open_gate();
    tokio::task::spawn_blocking(|| committer.join()).await.unwrap();
    for accept in accepts {
        assert!(store.head(accept.run.id).await.unwrap().is_some());
    }
}
