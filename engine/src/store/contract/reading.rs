//! Sentences on reading, and on operations of one transaction.

use revrx_engine_core::view::RunStatus;

use super::Suite;
use super::make::{WORKER, WORKFLOW, accept, append, at, claim};
use crate::id::RunId;
use crate::store::{Artifact, Cancel, Claimed, EventRow, Filter, Op, Outcome, Reply, StoredValue};

impl Suite<'_> {
    pub(super) async fn reading(&self) {
        let queue = self.queue();
        let mut first = accept(&queue, Some(WORKER));
        first.run.attributes = format!("{{\"batch\":\"{queue}\"}}");
        let run = first.run.id;
        let other = {
            self.one(Op::Accept(first.clone())).await;
            self.queued(&queue).await
        };
        let mut with = append(run, 2, RunStatus::Complete);
        with.row.payload = Some(StoredValue::from(&b"sealed"[..]));
        with.artifacts =
            vec![Artifact { seq: 3, port: "text".to_owned(), value: StoredValue::from(&b"large"[..]) }];
        self.one(Op::Append(with)).await;
        let log = self.store.load(run).await.expect("load").expect("there");
        assert_eq!((&log.input[..], &log.wrapped_key[..]), (&b"input"[..], &b"wrapped"[..]));
        assert_eq!(log.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(log.rows[1].payload.as_deref(), Some(&b"sealed"[..]));
        assert_eq!(log.head, self.head(run).await);
        assert!(self.store.load(RunId::new()).await.expect("load").is_none());
        let newer = self.store.events(run, 2, 9).await.expect("events");
        assert_eq!(newer, [EventRow { payload: None, ..log.rows[1].clone() }]);
        assert_eq!(self.store.events(run, 0, 1).await.expect("events").len(), 1);
        assert_eq!(
            self.store.artifact(run, 3, "text").await.expect("artifact").as_deref(),
            Some(&b"large"[..])
        );
        assert!(self.store.artifact(run, 3, "other").await.expect("artifact").is_none());
        assert_eq!(self.store.workflow(WORKFLOW).await.expect("workflow").as_deref(), Some("schema = 1"));

        let batch = Some(("batch".to_owned(), queue.clone()));
        for (filter, expected) in [
            (Filter { attribute: batch, ..Filter::default() }, vec![run]),
            (Filter { limit: 2, ..Filter::default() }, vec![other, run]),
            (Filter { before: Some(other), limit: 1, ..Filter::default() }, vec![run]),
            (Filter { status: vec![RunStatus::Complete], limit: 1, ..Filter::default() }, vec![run]),
            (Filter { tenant: Some("nobody".to_owned()), ..Filter::default() }, vec![]),
            (Filter { workflow_name: Some("none".to_owned()), ..Filter::default() }, vec![]),
        ] {
            let heads = self.store.list(&filter).await.expect("list");
            assert_eq!(heads.iter().map(|head| head.id).collect::<Vec<_>>(), expected, "{filter:?}");
        }
    }

    pub(super) async fn together(&self) {
        let queue = self.queue();
        let (one, other) = (self.running(&queue).await, self.running(&queue).await);
        let new = accept(&queue, Some(WORKER));
        let ops = [
            Op::Append(append(one, 2, RunStatus::Running)),
            Op::Append(append(other, 7, RunStatus::Running)),
            Op::Append(append(new.run.id, 2, RunStatus::Running)),
            Op::Accept(new.clone()),
            Op::Append(append(new.run.id, 2, RunStatus::Complete)),
            Op::Append(append(one, 3, RunStatus::Queued)),
            Op::Claim(claim(&queue, 9)),
            Op::Cancel(Cancel { run: one, at: at(10), body: String::new() }),
        ];
        let replies = self.store.transact(&ops).await.expect("transact");
        let expected = [
            Reply::Appended,
            Reply::Refused(Outcome::Conflict),
            Reply::Refused(Outcome::Unknown),
            Reply::Accepted { claimed: true },
            Reply::Appended,
            Reply::Appended,
            Reply::Claimed(vec![Claimed { run: one, epoch: 2 }]),
            Reply::CancelRequested,
        ];
        assert_eq!(replies, expected, "one refused operation leaves the others as they are");
        assert_eq!(self.head(other).await.head_seq, 2);
        assert_eq!(self.head(one).await.head_seq, 5);
        assert_eq!(self.head(new.run.id).await.index.status, RunStatus::Complete);
    }
}
