//! Sentences on accepting, appending and cancelling.

use revrx_engine_core::view::RunStatus;

use super::Suite;
use super::make::{WORKER, accept, append, row, update};
use crate::id::RunId;
use crate::store::{Op, Outcome, Reply, StoreError};

impl Suite<'_> {
    pub(super) async fn accepting(&self) {
        let queue = self.queue();
        let mut first = accept(&queue, Some(WORKER));
        first.run.idempotency_key = Some(format!("key of {queue}"));
        let id = first.run.id;
        assert_eq!(self.one(Op::Accept(first.clone())).await, Reply::Accepted { claimed: true });
        let head = self.head(id).await;
        assert_eq!((head.lease_epoch, head.owner.as_deref(), head.head_seq), (1, Some(WORKER), 2));

        let mut again = first.clone();
        again.run.id = RunId::new();
        let exists = |same_body| Reply::Exists { run: id, same_body };
        assert_eq!(self.one(Op::Accept(again.clone())).await, exists(true), "a key makes one run");
        again.run.body_hash = [1; 32];
        assert_eq!(self.one(Op::Accept(again.clone())).await, exists(false), "another body is told apart");
        assert!(self.store.head(again.run.id).await.expect("head").is_none(), "nothing was written for it");
        again.run.tenant = "another".to_owned();
        assert_eq!(
            self.one(Op::Accept(again)).await,
            Reply::Accepted { claimed: true },
            "keys are of a tenant"
        );
        assert_eq!(self.one(Op::Accept(first)).await, exists(true), "the same id is the same run");

        let waiting = accept(&queue, None);
        assert_eq!(self.one(Op::Accept(waiting)).await, Reply::Accepted { claimed: false });
        let behind = accept(&queue, Some(WORKER));
        let id = behind.run.id;
        assert_eq!(
            self.one(Op::Accept(behind)).await,
            Reply::Accepted { claimed: false },
            "one is due before it"
        );
        let head = self.head(id).await;
        assert_eq!((head.index.status, head.lease_epoch, head.head_seq), (RunStatus::Queued, 0, 1));

        let mut lost = accept(&self.queue(), None);
        lost.run.workflow = [0; 32];
        let refused = self.store.transact(&[Op::Accept(lost)]).await;
        assert!(matches!(refused, Err(StoreError::Rejected(_))), "the workflow is put before");
    }

    pub(super) async fn appending(&self) {
        let run = self.running(&self.queue()).await;
        for (epoch, expect, outcome) in [
            (0, 2, Outcome::Fenced),
            (2, 2, Outcome::Fenced),
            (1, 1, Outcome::Conflict),
            (1, 3, Outcome::Conflict),
        ] {
            let mut append = append(run, expect, RunStatus::Running);
            append.epoch = epoch;
            assert_eq!(
                self.one(Op::Append(append)).await,
                Reply::Refused(outcome),
                "epoch {epoch}, seq {expect}"
            );
        }
        let stranger = append(RunId::new(), 2, RunStatus::Running);
        assert_eq!(self.one(Op::Append(stranger)).await, Reply::Refused(Outcome::Unknown));
        let two = [append(run, 2, RunStatus::Running), append(run, 3, RunStatus::Complete)].map(Op::Append);
        let replies = self.store.transact(&two).await.expect("transact");
        assert_eq!(replies, [Reply::Appended, Reply::Appended], "one works after the other");
        let head = self.head(run).await;
        assert_eq!((head.index.status, head.owner, head.head_seq), (RunStatus::Complete, None, 4));
        let late = append(run, 4, RunStatus::Running);
        assert_eq!(self.one(Op::Append(late)).await, Reply::Refused(Outcome::State), "the end is the end");
    }

    pub(super) async fn cancelling(&self) {
        let queue = self.queue();
        assert_eq!(self.cancel(RunId::new()).await, Reply::Refused(Outcome::Unknown));
        let waiting = self.queued(&queue).await;
        assert_eq!(self.cancel(waiting).await, Reply::Cancelled, "nobody holds it");
        assert_eq!(self.cancel(waiting).await, Reply::Cancelled, "it stays cancelled");
        assert_eq!(self.claim(&queue, 9).await, [], "and is not claimed");

        for status in [RunStatus::Complete, RunStatus::Failed, RunStatus::Queued] {
            let run = self.running(&queue).await;
            assert_eq!(self.cancel(run).await, Reply::CancelRequested);
            let mut end = append(run, 2, status);
            end.if_cancelled = Some((update(RunStatus::Cancelled), row(4)));
            assert_eq!(self.one(Op::Append(end)).await, Reply::Cancelled, "instead of {status:?}");
            let head = self.head(run).await;
            assert_eq!((head.index.status, head.head_seq), (RunStatus::Cancelled, 4));
        }
        let run = self.running(&queue).await;
        self.one(Op::Append(append(run, 2, RunStatus::Complete))).await;
        assert_eq!(self.cancel(run).await, Reply::Refused(Outcome::State), "it completed first");

        let given_back = self.running(&queue).await;
        self.cancel(given_back).await;
        self.one(Op::Append(append(given_back, 2, RunStatus::Queued))).await;
        assert_eq!(self.claim(&queue, 9).await, [], "whose end was asked for is not claimed");
        assert!(self.sweep().await.contains(&given_back), "but swept");
        assert_eq!(self.head(given_back).await.index.status, RunStatus::Cancelled);
    }
}
