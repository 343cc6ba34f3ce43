//! The thread that writes.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::mpsc;

use super::batch;
use super::counters::Counters;
use super::faults;
use super::handle::{Handle, Request};
use crate::id::RunId;
use crate::store::{Head, Op, Outcome, Reply, Store, StoreError};
use revrx_engine_core::view::RunStatus;

/// Operations, rows and bytes of a transaction, at most. One operation larger than that goes alone.
const MAX_OPS: usize = 1_024;
const MAX_ROWS: usize = 2_000;
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Operations that may wait; callers wait beyond that.
const QUEUE: usize = 4 * MAX_OPS;

/// How often heads are re-read after a commit of which the outcome is unknown.
const REREADS: u32 = 5;

/// The committer's thread. It ends by itself when all handles are gone and all that waited is written.
#[derive(Debug)]
pub struct Committer {
    thread: JoinHandle<()>,
}

impl Committer {
    /// Waits for the end of the thread, which comes once all handles are gone. Blocks the calling thread.
    pub fn join(self) {
        // A panic in it was reported where it happened, and every caller got an error.
        drop(self.thread.join());
    }
}

/// Starts the committer of a store on a thread of its own: a runtime full of work does not hold it up.
///
/// # Errors
/// [`StoreError::Unavailable`] when the thread cannot be made.
pub fn start(store: Arc<dyn Store>) -> Result<(Handle, Committer), StoreError> {
    let (urgent, urgent_receiver) = mpsc::channel(256);
    let (normal, normal_receiver) = mpsc::channel(QUEUE);
    let counters = Arc::new(Counters::default());
    let inbox = Inbox { urgent: urgent_receiver, normal: normal_receiver, waiting: VecDeque::new() };
    let failed =
        |error: std::io::Error| StoreError::Unavailable(format!("the committer did not start: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(failed)?;
    let shared = counters.clone();
    let run = move || runtime.block_on(run(store, inbox, &shared));
    let thread = std::thread::Builder::new().name("revrx-committer".to_owned()).spawn(run).map_err(failed)?;
    Ok((Handle { urgent, normal, counters }, Committer { thread }))
}

async fn run(store: Arc<dyn Store>, mut inbox: Inbox, counters: &Counters) {
    while let Some(requests) = inbox.take().await {
        let (ops, rows, bytes) = requests.iter().map(|request| size(&request.op)).fold(
            (0, 0, 0),
            |(ops, rows, bytes), (more_rows, more_bytes)| {
                (ops + 1, rows + more_rows as u64, bytes + more_bytes as u64)
            },
        );
        write(&*store, batch::merge(requests)).await;
        counters.add(ops, rows, bytes);
    }
}

/// What waits.
struct Inbox {
    urgent: mpsc::Receiver<Request>,
    normal: mpsc::Receiver<Request>,
    waiting: VecDeque<Request>,
}

impl Inbox {
    /// All that waits, up to the bounds, claims and heartbeats first. Waits for one, never for more.
    async fn take(&mut self) -> Option<Vec<Request>> {
        let mut first = Vec::new();
        if self.waiting.is_empty() {
            let mut next = Vec::new();
            tokio::select! {
                biased;
                count = self.urgent.recv_many(&mut first, MAX_OPS) => if count == 0 {
                    self.normal.recv_many(&mut next, MAX_OPS).await;
                },
                _ = self.normal.recv_many(&mut next, MAX_OPS) => {}
            }
            self.waiting.extend(next);
        }
        while let Ok(request) = self.urgent.try_recv() {
            first.push(request);
        }
        while self.waiting.len() < MAX_OPS {
            match self.normal.try_recv() {
                Ok(request) => self.waiting.push_back(request),
                Err(_) => break,
            }
        }
        let (mut rows, mut bytes) = first
            .iter()
            .map(|request| size(&request.op))
            .fold((0, 0), |(rows, bytes), (more_rows, more_bytes)| (rows + more_rows, bytes + more_bytes));
        while let Some(request) = self.waiting.front() {
            let (more_rows, more_bytes) = size(&request.op);
            let full =
                first.len() >= MAX_OPS || rows + more_rows > MAX_ROWS || bytes + more_bytes > MAX_BYTES;
            if full && !first.is_empty() {
                break;
            }
            (rows, bytes) = (rows + more_rows, bytes + more_bytes);
            first.extend(self.waiting.pop_front());
        }
        (!first.is_empty()).then_some(first)
    }
}

/// Rows and bytes an operation will write, about.
fn size(op: &Op) -> (usize, usize) {
    let row = |row: &crate::store::EventRow| {
        row.body.len() + row.payload.as_ref().map_or(0, |payload| payload.len())
    };
    match op {
        Op::Accept(accept) => (1, row(&accept.row) + accept.run.input.len()),
        Op::Append(append) => {
            let artifacts: usize = append.artifacts.iter().map(|artifact| artifact.value.len()).sum();
            (1 + append.artifacts.len(), row(&append.row) + artifacts)
        }
        Op::Claim(claim) => (claim.limit as usize, claim.body.len() * claim.limit as usize),
        Op::Reopen(reopen) => (1, row(&reopen.row)),
        Op::Heartbeat(heartbeat) => (heartbeat.runs.len(), 0),
        Op::Cancel(_) | Op::Reclaim(_) | Op::Sweep(_) => (1, 0),
    }
}

/// Writes groups in one transaction. After an error that is one operation's own, the groups are written by
/// halves, so that it fails alone; a group of several is taken apart at last.
pub(super) fn write<'a>(
    store: &'a dyn Store,
    groups: Vec<Vec<Request>>,
) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
    Box::pin(async move {
        let Some(ops) = groups.iter().map(|group| batch::merged(group)).collect::<Option<Vec<Op>>>() else {
            return write_apart(store, groups).await;
        };
        let refused = faults::before_commit(&ops).await;
        let result = match refused {
            Some(error) => Err(error),
            None => store.transact(&ops).await,
        };
        match result {
            Ok(replies) => {
                faults::after_commit(&ops).await;
                for (group, reply) in groups.into_iter().zip(replies) {
                    let answers = batch::answers(&group, reply);
                    group.into_iter().zip(answers).for_each(|(request, answer)| send(request, answer));
                }
            }
            Err(StoreError::UnknownCommit(why)) => {
                for request in groups.into_iter().flatten() {
                    let answer = reread(store, &request.op, &why).await;
                    send(request, answer);
                }
            }
            Err(error) if error.is_transient() => {
                groups.into_iter().flatten().for_each(|request| send(request, Err(error.clone())));
            }
            Err(error) => match groups.len() {
                1 if groups[0].len() == 1 => {
                    groups.into_iter().flatten().for_each(|request| send(request, Err(error.clone())));
                }
                _ => write_apart(store, groups).await,
            },
        }
    })
}

async fn write_apart(store: &dyn Store, mut groups: Vec<Vec<Request>>) {
    if groups.len() == 1 {
        groups = groups.into_iter().flatten().map(|request| vec![request]).collect();
    }
    let second = groups.split_off(groups.len() / 2);
    for half in [groups, second] {
        if !half.is_empty() {
            write(store, half).await;
        }
    }
}

/// Finds out what became of an operation from the head of its run. Operations without a run are safe to repeat.
async fn reread(store: &dyn Store, op: &Op, why: &str) -> Result<Reply, StoreError> {
    let run = match op {
        Op::Accept(accept) => accept.run.id,
        Op::Append(append) => append.run,
        Op::Cancel(cancel) => cancel.run,
        Op::Reopen(reopen) => reopen.run,
        Op::Claim(_) | Op::Heartbeat(_) | Op::Reclaim(_) | Op::Sweep(_) => {
            return Err(StoreError::UnknownCommit(why.to_owned()));
        }
    };
    let head = head_again(store, run).await.map_err(|_| StoreError::UnknownCommit(why.to_owned()))?;
    let undone = || StoreError::Unavailable(format!("the transaction was not carried out: {why}"));
    let reply = match (op, head) {
        (Op::Accept(accept), Some(head)) => {
            Some(Reply::Accepted { claimed: accept.owner.is_some() && head.owner == accept.owner })
        }
        (Op::Append(append), Some(head)) if head.lease_epoch != append.epoch => {
            Some(Reply::Refused(Outcome::Fenced))
        }
        (Op::Append(append), Some(head)) if head.index.status == RunStatus::Cancelled => {
            Some(if append.if_cancelled.is_some() { Reply::Cancelled } else { Reply::Appended })
        }
        (Op::Append(append), Some(head)) => (head.head_seq >= append.row.seq).then_some(Reply::Appended),
        (Op::Cancel(_), Some(head)) if head.index.status == RunStatus::Cancelled => Some(Reply::Cancelled),
        (Op::Cancel(_), Some(head)) => head.cancel_requested_at.map(|_| Reply::CancelRequested),
        (Op::Reopen(reopen), Some(head)) => (head.head_seq >= reopen.row.seq).then_some(Reply::Appended),
        _ => None,
    };
    reply.ok_or_else(undone)
}

async fn head_again(store: &dyn Store, run: RunId) -> Result<Option<Head>, StoreError> {
    let mut last = store.head(run).await;
    for tries in 0..REREADS {
        if !matches!(&last, Err(error) if error.is_transient()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50 << tries)).await;
        last = store.head(run).await;
    }
    last
}

fn send(request: Request, answer: Result<Reply, StoreError>) {
    // Whoever asked may have gone: the operation stands all the same.
    drop(request.answer.send(answer));
}
