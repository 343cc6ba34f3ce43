//! Property: what is merged leaves the same behind, and answers the same, as one operation after the other.

use futures_util::FutureExt as _;
use proptest::prelude::*;
use revrx_engine_core::view::RunStatus;
use tokio::sync::oneshot;

use super::batch;
use super::committer::write;
use super::handle::Request;
use crate::id::RunId;
use crate::store::contract::make::{WORKER, WORKFLOW, accept, append, at, claim, row, update};
use crate::store::{Append, Artifact, Cancel, Log, MemoryStore, Op, Reply, Store, StoredValue};

/// What the holder of a run, or a stranger, may do next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Accept { claimed: bool },
    Append { payload: bool, artifact: bool },
    End { or_cancelled: bool },
    Cancel,
    Stale,
    TooFar,
    Claim,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = prop_oneof![
        3 => any::<bool>().prop_map(|claimed| Step::Accept { claimed }),
        8 => any::<(bool, bool)>().prop_map(|(payload, artifact)| Step::Append { payload, artifact }),
        2 => any::<bool>().prop_map(|or_cancelled| Step::End { or_cancelled }),
        1 => Just(Step::Cancel),
        1 => Just(Step::Stale),
        1 => Just(Step::TooFar),
        1 => Just(Step::Claim),
    ];
    prop::collection::vec((0..3_usize, step), 1..40)
}

/// The operations of these steps. Each run's holder counts on as if nothing was ever refused, and nobody accepts
/// a run twice.
fn operations(steps: &[(usize, Step)], ids: &[RunId]) -> Vec<Op> {
    let mut seqs = vec![2; ids.len()];
    let mut accepted = vec![false; ids.len()];
    let mut ops = Vec::new();
    for (index, step) in steps {
        let (run, seq) = (ids[*index], &mut seqs[*index]);
        let next = append(run, *seq, RunStatus::Running);
        ops.push(match step {
            Step::Accept { claimed } if !std::mem::replace(&mut accepted[*index], true) => {
                let mut accept = accept("queue", claimed.then_some(WORKER));
                accept.run.id = run;
                Op::Accept(accept)
            }
            Step::Append { payload, artifact } => {
                let value = || StoredValue::from(seq.to_le_bytes());
                let mut append = next;
                append.row.payload = payload.then(value);
                let artifact = artifact.then(|| Artifact { seq: *seq, port: "a".to_owned(), value: value() });
                append.artifacts.extend(artifact);
                *seq += 1;
                Op::Append(append)
            }
            Step::End { or_cancelled } => {
                let mut end = append(run, *seq, RunStatus::Complete);
                let instead = || (update(RunStatus::Cancelled), row(*seq + 1));
                end.if_cancelled = or_cancelled.then(instead);
                *seq += 1;
                Op::Append(end)
            }
            Step::Cancel => Op::Cancel(Cancel { run, at: at(10), body: "[\"cancelled\"]".to_owned() }),
            Step::Stale => Op::Append(Append { epoch: 9, ..next }),
            Step::TooFar => Op::Append(append(run, *seq + 90, RunStatus::Running)),
            Step::Accept { .. } | Step::Claim => Op::Claim(claim("another queue", 9)),
        });
    }
    ops
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the memory store never waits")
}

fn store() -> MemoryStore {
    let store = MemoryStore::new();
    now(store.put_workflow(WORKFLOW, "schema = 1")).unwrap();
    store
}

fn merged(store: &MemoryStore, ops: Vec<Op>) -> Vec<Reply> {
    let (requests, receivers): (Vec<_>, Vec<_>) = ops
        .into_iter()
        .map(|op| {
            let (answer, receiver) = oneshot::channel();
            (Request { op, answer }, receiver)
        })
        .unzip();
    now(write(store, batch::merge(requests)));
    receivers.into_iter().map(|mut receiver| receiver.try_recv().unwrap().unwrap()).collect()
}

/// What a log comes to, however its events are spread over rows.
fn sum(log: Log) -> (String, Vec<serde_json::Value>, Vec<u8>) {
    let events = log.rows.iter().flat_map(|row| serde_json::from_str::<Vec<_>>(&row.body).unwrap()).collect();
    let payloads = log.rows.iter().filter_map(|row| row.payload.as_deref()).flatten().copied().collect();
    (format!("{:?}", log.head), events, payloads)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn merging_changes_nothing(steps in steps()) {
        let ids = [RunId::new(), RunId::new(), RunId::new()];
        let ops = operations(&steps, &ids);
        let (together, apart) = (store(), store());
        let one_by_one: Vec<Reply> =
            ops.iter().map(|op| now(apart.transact(std::slice::from_ref(op))).unwrap().remove(0)).collect();
        prop_assert_eq!(merged(&together, ops), one_by_one);
        for run in ids {
            let of = |store: &MemoryStore| now(store.load(run)).unwrap().map(sum);
            prop_assert_eq!(of(&together), of(&apart));
            for seq in 0..60 {
                let of = |store: &MemoryStore| now(store.artifact(run, seq, "a")).unwrap();
                prop_assert_eq!(of(&together), of(&apart));
            }
        }
    }
}
