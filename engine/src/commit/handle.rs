//! The way to the committer.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::counters::Counters;
use super::frame::frame;
use crate::store::{
    Accept, Append, Cancel, Claim, EventRow, Heartbeat, Op, Reclaim, Reopen, Reply, StoreError, Sweep,
};

/// An operation on its way, and who waits for the answer.
pub(super) struct Request {
    pub(super) op: Op,
    pub(super) answer: oneshot::Sender<Result<Reply, StoreError>>,
}

/// The answer to an operation that is under way. Dropping it does not take the operation back.
#[derive(Debug)]
pub struct Answer(oneshot::Receiver<Result<Reply, StoreError>>);

impl Answer {
    /// Waits until the operation is durable, refused or failed.
    ///
    /// # Errors
    /// Those of [`crate::store::Store::transact`]; [`StoreError::Unavailable`] when the committer has ended.
    pub async fn get(self) -> Result<Reply, StoreError> {
        self.0.await.unwrap_or_else(|_| Err(ended()))
    }
}

/// A way to the committer; cheap to clone, usable from every thread and runtime. The committer ends once all
/// handles are gone. Every method answers when the operation is durable, refused or failed.
///
/// The payload of a row is given as one sealed value; it is stored in its frame (see [`super::frames`]).
#[derive(Clone, Debug)]
pub struct Handle {
    pub(super) urgent: mpsc::Sender<Request>,
    pub(super) normal: mpsc::Sender<Request>,
    pub(super) counters: Arc<Counters>,
}

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// Those of [`crate::store::Store::transact`].
        pub async fn $name(&self, operation: $kind) -> Result<Reply, StoreError> {
            self.send(Op::$kind(operation)).await?.get().await
        }
    };
}

impl Handle {
    operation! {
        /// Accepts a run.
        accept, Accept
    }
    operation! {
        /// Appends to a run.
        append, Append
    }
    operation! {
        /// Claims runs that are due. Goes before all that waits.
        claim, Claim
    }
    operation! {
        /// Keeps leases. Goes before all that waits, so name only runs whose accept or claim was answered.
        heartbeat, Heartbeat
    }
    operation! {
        /// Asks for the end of a run.
        cancel, Cancel
    }
    operation! {
        /// Takes runs back from lost workers.
        reclaim, Reclaim
    }
    operation! {
        /// Ends queued runs whose time is over.
        sweep, Sweep
    }
    operation! {
        /// Tries a failed run again.
        reopen, Reopen
    }

    /// Hands an append over without waiting for the disk: waits only while the queue is full. Appends of one
    /// caller keep their order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the committer has ended.
    pub async fn append_later(&self, append: Append) -> Result<Answer, StoreError> {
        self.send(Op::Append(append)).await
    }

    /// As [`Handle::append_later`], for an accept: appends may follow at once under epoch 1.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the committer has ended.
    pub async fn accept_later(&self, accept: Accept) -> Result<Answer, StoreError> {
        self.send(Op::Accept(accept)).await
    }

    /// What the committer has done so far.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    async fn send(&self, mut op: Op) -> Result<Answer, StoreError> {
        put_in_frames(&mut op);
        let (answer, receiver) = oneshot::channel();
        let way = if matches!(op, Op::Claim(_) | Op::Heartbeat(_)) { &self.urgent } else { &self.normal };
        way.send(Request { op, answer }).await.map_err(|_| ended())?;
        Ok(Answer(receiver))
    }
}

pub(super) fn ended() -> StoreError {
    StoreError::Unavailable("the committer has ended".to_owned())
}

fn put_in_frames(op: &mut Op) {
    let put = |row: &mut EventRow| row.payload = row.payload.take().map(|sealed| frame(row.seq, &sealed));
    match op {
        Op::Accept(accept) => {
            put(&mut accept.row);
            accept.queued.iter_mut().for_each(|(_, row)| put(row));
        }
        Op::Append(append) => {
            put(&mut append.row);
            append.if_cancelled.iter_mut().for_each(|(_, row)| put(row));
        }
        Op::Reopen(reopen) => put(&mut reopen.row),
        _ => {}
    }
}
