//! Property: the stores answer alike, whatever is asked and however it is cut into transactions.

use proptest::prelude::*;
use revrx_engine_core::view::RunStatus;

use super::contract::make::{WORKER, WORKFLOW, accept, append, at, claim, row, update};
use super::{
    Append, Artifact, Cancel, Filter, Heartbeat, MemoryStore, Op, Reclaim, Reopen, SqliteStore, Store,
    StoredValue, Sweep,
};
use crate::id::RunId;

/// An operation on one of a few runs, in one of two queues. Numbers are small, so that guards often hold.
#[derive(Clone, Copy, Debug)]
struct Step {
    what: u8,
    run: usize,
    epoch: u64,
    expect: u64,
    status: RunStatus,
    flag: bool,
    ends_transaction: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let status = prop::sample::select(vec![
        RunStatus::Running,
        RunStatus::Running,
        RunStatus::Queued,
        RunStatus::Complete,
        RunStatus::Failed,
    ]);
    let step = (0..14_u8, 0..4_usize, 0..3_u64, 1..6_u64, status, any::<bool>(), any::<bool>()).prop_map(
        |(what, run, epoch, expect, status, flag, ends_transaction)| Step {
            what,
            run,
            epoch,
            expect,
            status,
            flag,
            ends_transaction,
        },
    );
    prop::collection::vec(step, 1..40)
}

fn operation(step: Step, ids: &[RunId]) -> Op {
    let Step { run, expect, status, flag, .. } = step;
    let queue = if run % 2 == 0 { "even" } else { "odd" };
    let run = ids[run];
    match step.what {
        0..=2 => {
            let mut accept = accept(queue, flag.then_some(WORKER));
            accept.run.id = run;
            accept.run.priority = i32::from(expect == 1);
            accept.run.idempotency_key = (step.epoch == 0).then(|| format!("key {}", step.expect % 2));
            accept.head.give_up_at = at(5 + 10 * step.epoch);
            accept.head.not_before = (!flag && step.epoch == 1).then(|| at(15));
            Op::Accept(accept)
        }
        3..=7 => {
            let mut append = Append { epoch: step.epoch, ..append(run, expect, status) };
            append.row.payload = flag.then(|| StoredValue::from(&b"sealed"[..]));
            append.head.not_before = (flag && status == RunStatus::Queued).then(|| at(20));
            append.head.lost_leases = u32::from(!flag);
            append.if_cancelled =
                (status != RunStatus::Running).then(|| (update(RunStatus::Cancelled), row(expect + 1)));
            if flag && status == RunStatus::Running {
                let value = StoredValue::from(&b"large"[..]);
                append.artifacts = vec![Artifact { seq: expect + 1, port: "text".to_owned(), value }];
            }
            Op::Append(append)
        }
        8 | 9 => {
            let mut claim = claim(queue, 1 + u32::from(flag));
            claim.now = at(8 * expect);
            (claim.alone, claim.suspect_from) = (flag, 1);
            Op::Claim(claim)
        }
        10 => Op::Heartbeat(Heartbeat { runs: vec![(run, step.epoch)], lease_until: flag.then(|| at(40)) }),
        11 => Op::Cancel(Cancel { run, at: at(9), body: "[\"cancelled\"]".to_owned() }),
        12 if flag => Op::Reclaim(Reclaim {
            now: at(35),
            owner: if step.epoch == 0 { WORKER.to_owned() } else { "another".to_owned() },
            body: "[\"lost\"]".to_owned(),
            poison_from: 2,
            poison_body: "[\"lost\",\"failed\"]".to_owned(),
        }),
        12 => Op::Sweep(Sweep {
            now: at(4 * expect),
            expired_body: "[\"failed\"]".to_owned(),
            cancelled_body: "[\"cancelled\"]".to_owned(),
        }),
        _ => Op::Reopen(Reopen { run, expect, row: row(expect + 1), head: update(RunStatus::Queued) }),
    }
}

async fn compare(steps: &[Step]) {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, _) = SqliteStore::open(folder.path()).await.unwrap();
    let memory = MemoryStore::new();
    for store in [&memory as &dyn Store, &sqlite] {
        store.put_workflow(WORKFLOW, "schema = 1").await.unwrap();
    }
    let ids: Vec<RunId> = (0..4).map(|_| RunId::new()).collect();
    for transaction in steps.split_inclusive(|step| step.ends_transaction) {
        let ops: Vec<Op> = transaction.iter().map(|step| operation(*step, &ids)).collect();
        let (expected, found) = (memory.transact(&ops).await, sqlite.transact(&ops).await);
        assert_eq!(found, expected, "{ops:#?}");
    }
    let all = Filter::default();
    assert_eq!(sqlite.list(&all).await, memory.list(&all).await);
    for run in ids {
        assert_eq!(sqlite.load(run).await, memory.load(run).await);
        for seq in 0..8 {
            assert_eq!(sqlite.artifact(run, seq, "text").await, memory.artifact(run, seq, "text").await);
        }
    }
    sqlite.close().await.unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn sqlite_and_memory_answer_alike(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(compare(&steps));
    }
}
