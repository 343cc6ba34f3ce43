//! Sentences on claiming, losing, sweeping and reopening.

use revrx_engine_core::view::RunStatus;

use super::Suite;
use super::make::{WORKER, accept, append, at, claim, row, update};
use crate::id::RunId;
use crate::store::{Append, Claimed, Heartbeat, Op, Outcome, Reopen, Reply};

impl Suite<'_> {
    pub(super) async fn claiming(&self) {
        let queue = self.queue();
        let mut runs = Vec::new();
        for (priority, key) in [(0, "a"), (0, "a"), (5, "a"), (0, "b")] {
            let mut accept = accept(&queue, None);
            accept.run.priority = priority;
            accept.run.concurrency_key = Some(key.to_owned());
            runs.push(accept.run.id);
            self.one(Op::Accept(accept)).await;
        }
        let order =
            |claimed: Vec<Claimed>| claimed.into_iter().map(|claimed| claimed.run).collect::<Vec<_>>();
        assert_eq!(self.claim(&queue, 0).await, []);
        assert_eq!(order(self.claim(&queue, 1).await), [runs[2]], "the highest priority");
        assert_eq!(order(self.claim(&queue, 2).await), [runs[0], runs[3]], "keys take turns");
        assert_eq!(self.claim(&queue, 9).await, [Claimed { run: runs[1], epoch: 1 }]);
        let rows = self.store.events(runs[1], 0, 9).await.expect("events");
        assert_eq!(rows.last().map(|row| (row.seq, row.body.as_str())), Some((2, "[\"claimed\"]")));

        let mut later = append(runs[1], 2, RunStatus::Queued);
        later.head.not_before = Some(at(50));
        self.one(Op::Append(later)).await;
        assert_eq!(self.claim(&queue, 9).await, [], "not before its time");
        let mut claim = claim(&queue, 9);
        claim.now = at(50);
        let claimed = self.one(Op::Claim(claim)).await;
        assert_eq!(claimed, Reply::Claimed(vec![Claimed { run: runs[1], epoch: 2 }]));

        let mut suspect = append(runs[1], 4, RunStatus::Queued);
        suspect.epoch = 2;
        suspect.head.lost_leases = 3;
        assert_eq!(self.one(Op::Append(suspect)).await, Reply::Appended);
        let healthy = self.queued(&queue).await;
        assert_eq!(order(self.claim(&queue, 9).await), [healthy], "a suspect is not claimed with others");
        let other = self.queued(&queue).await;
        let mut alone = self::claim(&queue, 9);
        alone.alone = true;
        assert_eq!(
            self.one(Op::Claim(alone)).await,
            Reply::Claimed(vec![Claimed { run: runs[1], epoch: 3 }])
        );
        assert_eq!(order(self.claim(&queue, 9).await), [other]);
    }

    pub(super) async fn losing(&self) {
        let queue = self.queue();
        let run = self.running(&queue).await;
        let heartbeat =
            Heartbeat { runs: vec![(run, 1), (run, 2), (RunId::new(), 1)], lease_until: Some(at(60)) };
        let held = self.one(Op::Heartbeat(heartbeat.clone())).await;
        assert_eq!(held, Reply::Held(vec![(true, false), (false, false), (false, false)]));
        self.cancel(run).await;
        let held = self.one(Op::Heartbeat(heartbeat)).await;
        assert_eq!(
            held,
            Reply::Held(vec![(true, true), (false, true), (false, false)]),
            "the holder learns of it"
        );
        self.one(Op::Append(append(run, 2, RunStatus::Cancelled))).await;

        let run = self.running(&queue).await;
        for (lost, epoch) in [(1, 1), (2, 2), (3, 3)] {
            assert!(!self.reclaim(WORKER, at(10)).await.contains(&run), "its worker lives");
            assert!(self.reclaim("worker-2", at(99)).await.contains(&run), "its worker is lost");
            let head = self.head(run).await;
            assert_eq!(
                (head.index.status, head.index.lost_leases, head.owner),
                (RunStatus::Queued, lost, None)
            );
            let late = Append { epoch, ..append(run, head.head_seq, RunStatus::Complete) };
            assert_eq!(self.one(Op::Append(late)).await, Reply::Refused(Outcome::State), "too late");
            let mut claim = claim(&queue, 1);
            claim.alone = true;
            let claimed = self.one(Op::Claim(claim)).await;
            assert_eq!(claimed, Reply::Claimed(vec![Claimed { run, epoch: epoch + 1 }]));
            let late = Append { epoch, ..append(run, head.head_seq + 1, RunStatus::Complete) };
            assert_eq!(self.one(Op::Append(late)).await, Reply::Refused(Outcome::Fenced), "another holds it");
        }
        let before = self.head(run).await.head_seq;
        assert!(self.reclaim("worker-2", at(99)).await.contains(&run));
        let head = self.head(run).await;
        assert_eq!((head.index.status, head.index.reason.as_deref()), (RunStatus::Failed, Some("poison")));
        assert_eq!(head.head_seq, before + 2, "`LeaseLost` and `Failed`");
    }

    pub(super) async fn sweeping_and_reopening(&self) {
        let queue = self.queue();
        let (over, fresh) = (self.queued(&queue).await, self.queued(&queue).await);
        let mut short = append(self.running(&self.queue()).await, 2, RunStatus::Queued);
        short.head.give_up_at = at(5);
        let short_run = short.run;
        self.one(Op::Append(short)).await;
        let swept = self.sweep().await;
        assert!(swept.contains(&short_run) && !swept.contains(&over) && !swept.contains(&fresh));
        let head = self.head(short_run).await;
        assert_eq!((head.index.status, head.index.reason.as_deref()), (RunStatus::Failed, Some("expired")));

        let reopen = |run, expect| {
            Op::Reopen(Reopen { run, expect, row: row(expect + 1), head: update(RunStatus::Queued) })
        };
        assert_eq!(self.one(reopen(RunId::new(), 1)).await, Reply::Refused(Outcome::Unknown));
        assert_eq!(self.one(reopen(fresh, 1)).await, Reply::Refused(Outcome::State));
        assert_eq!(self.one(reopen(short_run, head.head_seq - 1)).await, Reply::Refused(Outcome::Conflict));
        let twice = [reopen(short_run, head.head_seq), reopen(short_run, head.head_seq)];
        let replies = self.store.transact(&twice).await.expect("transact");
        assert_eq!(replies, [Reply::Appended, Reply::Refused(Outcome::State)], "it is reopened once");
    }
}
