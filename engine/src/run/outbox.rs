//! The run's one ordered append queue.
//!
//! At most one append is under way; what happens meanwhile waits and goes together with the next. Events of pure
//! stages may wait a few milliseconds for an event that does not, so that one packed row holds them.

use std::time::Duration;

use futures_util::future::BoxFuture;
use revrx_engine_core::run::{Event, EventKind, RunState};
use revrx_engine_core::workflow::Workflow;
use tokio::time::Instant;

use super::packing::{PlacedOutput, body, head_update, leaves, pack};
use crate::commit::Handle;
use crate::id::RunId;
use crate::seal::DataKey;
use crate::store::{Append, EventRow, Reply, StoreError};

/// How long events of pure stages may wait for the next intent or end.
const PURE_EVENTS_WAIT: Duration = Duration::from_millis(5);
/// First and longest delay before an append is repeated after a store error.
const REPEAT_AFTER: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(1)];

/// Events and outputs on their way to the store.
pub(super) struct Outbox {
    run: RunId,
    epoch: u64,
    durable: u64,
    events: Vec<Event>,
    outputs: Vec<PlacedOutput>,
    flush_at: Option<Instant>,
    sent: Option<Sent>,
}

/// The append that is under way.
struct Sent {
    append: Append,
    events: Vec<Event>,
    answer: Option<BoxFuture<'static, Result<Reply, StoreError>>>,
    repeat_at: Option<Instant>,
    repeats: u32,
}

/// What became of an append.
#[derive(Debug)]
pub(super) enum Acked {
    /// These events are durable; the first has the number given.
    Durable { first: u64, events: Vec<Event> },
    /// Someone had asked for the end of the run: instead of its last event, `Cancelled` is durable.
    Cancelled { first: u64, events: Vec<Event> },
    /// The lease was lost: nothing more may be written.
    Lost,
    /// A store error that will pass: the append is repeated.
    Troubled(StoreError),
    /// The store refuses this append for good.
    Refused(StoreError),
}

impl Outbox {
    pub(super) fn new(run: RunId, epoch: u64, durable: u64) -> Self {
        Self { run, epoch, durable, events: Vec::new(), outputs: Vec::new(), flush_at: None, sent: None }
    }

    /// The number of the newest durable event.
    pub(super) fn durable(&self) -> u64 {
        self.durable
    }

    /// Whether nothing is on its way.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.sent.is_none()
    }

    /// Takes an event. `may_wait`: it is of a pure stage.
    pub(super) fn push(&mut self, event: Event, may_wait: bool) {
        let now = Instant::now();
        let by = if may_wait { now + PURE_EVENTS_WAIT } else { now };
        self.flush_at = Some(self.flush_at.map_or(by, |at| at.min(by)));
        self.events.push(event);
    }

    /// Takes an output of the newest event, whose number is `seq`.
    pub(super) fn push_output(&mut self, output: PlacedOutput) {
        self.outputs.push(output);
    }

    /// When there is something to do, other than an answer.
    pub(super) fn next(&self) -> Option<Instant> {
        match &self.sent {
            Some(sent) => sent.repeat_at,
            None => self.flush_at,
        }
    }

    /// Sends what is due: a repeat, or all that waits.
    pub(super) async fn pump(
        &mut self,
        workflow: &Workflow,
        state: &RunState,
        key: &DataKey,
        handle: &Handle,
    ) {
        let now = Instant::now();
        match &mut self.sent {
            Some(sent) if sent.repeat_at.is_some_and(|at| at <= now) => {
                sent.repeat_at = None;
                sent.answer = Some(hand_over(handle, sent.append.clone()).await);
            }
            Some(_) => {}
            None if self.flush_at.is_some_and(|at| at <= now) => {
                self.send(workflow, state, key, handle).await
            }
            None => {}
        }
    }

    async fn send(&mut self, workflow: &Workflow, state: &RunState, key: &DataKey, handle: &Handle) {
        let events = std::mem::take(&mut self.events);
        let outputs = std::mem::take(&mut self.outputs);
        self.flush_at = None;
        let seq = self.durable + events.len() as u64;
        let (payload, artifacts) = match pack(key, seq, &outputs) {
            Ok(packed) => packed,
            Err(error) => {
                tracing::error!(run = %self.run, %error, "outputs cannot be sealed; they are kept and tried again");
                (self.events, self.outputs) = (events, outputs);
                self.flush_at = Some(Instant::now() + REPEAT_AFTER[1]);
                return;
            }
        };
        let head = head_update(workflow, state);
        let if_cancelled = events.last().filter(|event| leaves(&event.kind)).map(|last| {
            let mut instead = events.clone();
            instead.pop();
            instead.push(Event { at: last.at, kind: EventKind::Cancelled });
            let head = crate::store::HeadUpdate {
                status: revrx_engine_core::view::RunStatus::Cancelled,
                reason: None,
                not_before: None,
                ..head.clone()
            };
            (head, EventRow { seq, body: body(&instead), payload: payload.clone() })
        });
        let append = Append {
            run: self.run,
            epoch: self.epoch,
            expect: self.durable,
            row: EventRow { seq, body: body(&events), payload },
            artifacts,
            head,
            if_cancelled,
        };
        let answer = Some(hand_over(handle, append.clone()).await);
        self.sent = Some(Sent { append, events, answer, repeat_at: None, repeats: 0 });
    }

    /// Waits for the answer of the append under way; for ever when there is none.
    pub(super) async fn acked(&mut self) -> Acked {
        let Some(answer) = self.sent.as_mut().and_then(|sent| sent.answer.as_mut()) else {
            return std::future::pending().await;
        };
        let reply = answer.await;
        let Some(mut sent) = self.sent.take() else { return Acked::Lost };
        let first = self.durable + 1;
        match reply {
            Ok(Reply::Appended) => {
                self.durable = sent.append.row.seq;
                Acked::Durable { first, events: sent.events }
            }
            Ok(Reply::Cancelled) => {
                self.durable = sent.append.row.seq;
                if let Some(last) = sent.events.last_mut() {
                    last.kind = EventKind::Cancelled;
                }
                Acked::Cancelled { first, events: sent.events }
            }
            Ok(_) => Acked::Lost,
            Err(error) if error.is_transient() => {
                let delay = REPEAT_AFTER[0].saturating_mul(1 << sent.repeats.min(6)).min(REPEAT_AFTER[1]);
                sent.answer = None;
                sent.repeats += 1;
                sent.repeat_at = Some(Instant::now() + delay);
                self.sent = Some(sent);
                Acked::Troubled(error)
            }
            Err(error) => Acked::Refused(error),
        }
    }
}

/// The answer of an append that the committer has.
async fn hand_over(handle: &Handle, append: Append) -> BoxFuture<'static, Result<Reply, StoreError>> {
    match handle.append_later(append).await {
        Ok(answer) => Box::pin(answer.get()),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}
