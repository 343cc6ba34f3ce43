//! One transaction: every operation is decided in memory, then what changed is written in statements of many rows.

use std::collections::HashMap;

use revrx_engine_core::view::RunStatus;
use sqlx::sqlite::SqliteConnection;

use super::cache::{Cache, Earliest};
use super::find;
use super::rows::{Guard, Known};
use super::write::{NewArtifact, Pending};
use crate::id::RunId;
use crate::store::live::{Live, Row};
use crate::store::{
    Accept, Append, Cancel, Claim, Claimed, Heartbeat, Op, Outcome, Reclaim, Reopen, Reply, StoreError, Sweep,
};

/// A transaction under way.
pub(super) struct Work<'a, 'c> {
    tx: &'c mut SqliteConnection,
    cache: &'c mut Cache,
    runs: HashMap<RunId, Touched>,
    pending: Pending<'a>,
    /// By tenant and idempotency key: who used it, and for what.
    keys: HashMap<(&'a str, &'a str), (RunId, [u8; 32])>,
}

/// A run that the transaction read or changed.
struct Touched {
    known: Known,
    /// What must hold in the database; `None` while nothing is to be written.
    guard: Option<Guard>,
    /// Its operation, while it is not yet inserted.
    accept: bool,
}

/// The runs of a transaction, as they are after it.
pub(super) struct After(HashMap<RunId, Touched>);

impl After {
    /// Remembers those that are held.
    pub(super) fn keep_in(self, cache: &mut Cache) {
        for (run, touched) in self.0 {
            if touched.known.live.owner.is_some() {
                cache.held.insert(run, touched.known);
            }
        }
    }
}

impl<'a, 'c> Work<'a, 'c> {
    pub(super) fn new(tx: &'c mut SqliteConnection, cache: &'c mut Cache) -> Self {
        Self { tx, cache, runs: HashMap::new(), pending: Pending::default(), keys: HashMap::new() }
    }

    /// Carries out all operations and writes them.
    pub(super) async fn carry_out(&mut self, ops: &'a [Op]) -> Result<Vec<Reply>, StoreError> {
        self.read_ahead(ops).await?;
        let mut replies = Vec::with_capacity(ops.len());
        for op in ops {
            replies.push(match op {
                Op::Accept(accept) => self.accept(accept).await?,
                Op::Append(append) => self.append(append),
                Op::Claim(claim) => Reply::Claimed(self.claim(claim).await?),
                Op::Heartbeat(heartbeat) => Reply::Held(self.heartbeat(heartbeat)),
                Op::Cancel(cancel) => self.cancel(cancel),
                Op::Reclaim(reclaim) => Reply::Reclaimed(self.reclaim(reclaim).await?),
                Op::Sweep(sweep) => Reply::Swept(self.sweep(sweep).await?),
                Op::Reopen(reopen) => self.reopen(reopen),
            });
        }
        self.flush().await?;
        Ok(replies)
    }

    /// What is to be remembered once it is committed.
    pub(super) fn into_after(self) -> After {
        After(self.runs)
    }

    /// Reads in few statements whatever the operations name and the cache does not hold.
    async fn read_ahead(&mut self, ops: &'a [Op]) -> Result<(), StoreError> {
        let mut wanted = Vec::new();
        let mut keys = Vec::new();
        for op in ops {
            match op {
                Op::Append(append) => wanted.push(append.run),
                Op::Heartbeat(heartbeat) => wanted.extend(heartbeat.runs.iter().map(|(run, _)| *run)),
                Op::Cancel(cancel) => wanted.push(cancel.run),
                Op::Reopen(reopen) => wanted.push(reopen.run),
                Op::Accept(accept) => {
                    wanted.push(accept.run.id);
                    keys.extend(
                        accept.run.idempotency_key.as_deref().map(|key| (accept.run.tenant.as_str(), key)),
                    );
                    find::workflow(self.tx, self.cache, &accept.run.workflow).await?;
                }
                Op::Claim(_) | Op::Reclaim(_) | Op::Sweep(_) => {}
            }
        }
        let runs = &mut self.runs;
        let held = &mut self.cache.held;
        wanted.retain(|run| match held.remove(run) {
            Some(known) => {
                runs.insert(*run, Touched { known, guard: None, accept: false });
                false
            }
            None => !runs.contains_key(run),
        });
        wanted.sort_unstable();
        wanted.dedup();
        for known in find::runs(self.tx, &wanted).await? {
            self.runs.insert(known.id, Touched { known, guard: None, accept: false });
        }
        let used = find::keys(self.tx, &keys).await?;
        for key in keys {
            if let Some(user) = used.get(&(key.0.to_owned(), key.1.to_owned())) {
                self.keys.insert(key, *user);
            }
        }
        Ok(())
    }

    async fn accept(&mut self, accept: &'a Accept) -> Result<Reply, StoreError> {
        let new = &accept.run;
        let key = new.idempotency_key.as_deref().map(|key| (new.tenant.as_str(), key));
        if let Some((run, body)) = key.and_then(|key| self.keys.get(&key)) {
            return Ok(Reply::Exists { run: *run, same_body: *body == new.body_hash });
        }
        if let Some(body) = self.is_accepted(new.id).await? {
            return Ok(Reply::Exists { run: new.id, same_body: body == new.body_hash });
        }
        let due = accept.owner.is_some() && self.is_one_due(&new.queue, accept.at.as_micros()).await?;
        let (live, row, claimed) = Live::accept(accept, due);
        self.cache.newest += 1;
        if let Some(key) = key {
            self.keys.insert(key, (new.id, new.body_hash));
        }
        let known = Known {
            number: self.cache.newest,
            id: new.id,
            queue: new.queue.clone(),
            priority: new.priority,
            concurrency_key: new.concurrency_key.clone(),
            live,
        };
        if known.live.index.status == RunStatus::Queued {
            self.cache.now_waits(&known);
        }
        self.pending.accepts.push(accept);
        self.pending.event(known.number, row);
        self.runs.insert(new.id, Touched { known, guard: None, accept: true });
        Ok(Reply::Accepted { claimed })
    }

    fn append(&mut self, append: &'a Append) -> Reply {
        let mut reply = Reply::Appended;
        let changed = self.change(append.run, |live| {
            let (row, answer) = live.append(append)?;
            reply = answer;
            Ok(Some(row))
        });
        match changed {
            Err(outcome) => Reply::Refused(outcome),
            Ok(number) => {
                let artifacts = append.artifacts.iter().map(|artifact| NewArtifact { run: number, artifact });
                self.pending.artifacts.extend(artifacts);
                reply
            }
        }
    }

    async fn claim(&mut self, claim: &'a Claim) -> Result<Vec<Claimed>, StoreError> {
        self.flush().await?;
        let chosen = if claim.limit == 0 { Vec::new() } else { self.choose(claim).await? };
        let mut claimed = Vec::with_capacity(chosen.len());
        for known in chosen {
            let run = self.remember(known);
            let mut epoch = 0;
            let changed = self.change(run, |live| {
                let row = live.claim(claim);
                epoch = live.epoch;
                Ok(Some(row))
            });
            claimed.extend(changed.ok().map(|_| Claimed { run, epoch }));
        }
        Ok(claimed)
    }

    async fn choose(&mut self, claim: &Claim) -> Result<Vec<Known>, StoreError> {
        if claim.alone {
            let suspect = find::suspect(self.tx, claim).await?;
            if suspect.is_some() {
                return Ok(suspect.into_iter().collect());
            }
        }
        find::due(self.tx, claim).await
    }

    fn heartbeat(&mut self, heartbeat: &Heartbeat) -> Vec<(bool, bool)> {
        let mut held = Vec::with_capacity(heartbeat.runs.len());
        for (run, epoch) in &heartbeat.runs {
            let mut answer = (false, false);
            let changed = self.change(*run, |live| {
                answer = live.heartbeat(*epoch, heartbeat.lease_until);
                Ok(None)
            });
            held.push(if changed.is_ok() { answer } else { (false, false) });
        }
        held
    }

    fn cancel(&mut self, cancel: &'a Cancel) -> Reply {
        let mut reply = Reply::Cancelled;
        let changed = self.change(cancel.run, |live| {
            let (answer, row) = live.cancel(cancel);
            reply = answer;
            Ok(row)
        });
        changed.map_or_else(Reply::Refused, |_| reply)
    }

    async fn reclaim(&mut self, reclaim: &'a Reclaim) -> Result<Vec<RunId>, StoreError> {
        self.flush().await?;
        let mut lost = Vec::new();
        for known in find::running(self.tx).await? {
            if known.live.is_lost(reclaim, true) {
                let run = self.remember(known);
                let changed = self.change(run, |live| Ok(Some(live.reclaim(reclaim))));
                lost.extend(changed.ok().map(|_| run));
            }
        }
        Ok(lost)
    }

    async fn sweep(&mut self, sweep: &'a Sweep) -> Result<Vec<RunId>, StoreError> {
        self.flush().await?;
        let mut over = Vec::new();
        for known in find::over(self.tx, sweep.now).await? {
            let run = self.remember(known);
            let changed = self.change(run, |live| Ok(Some(live.sweep(sweep))));
            over.extend(changed.ok().map(|_| run));
        }
        Ok(over)
    }

    fn reopen(&mut self, reopen: &'a Reopen) -> Reply {
        let changed = self.change(reopen.run, |live| live.reopen(reopen).map(Some));
        changed.map_or_else(Reply::Refused, |_| Reply::Appended)
    }

    /// Lets a rule change a run, notes what is to be written, and answers with the run's number.
    fn change(
        &mut self,
        run: RunId,
        rule: impl FnOnce(&mut Live) -> Result<Option<Row<'a>>, Outcome>,
    ) -> Result<i64, Outcome> {
        let touched = self.runs.get_mut(&run).ok_or(Outcome::Unknown)?;
        let known = &mut touched.known;
        let guard = Guard::from(&known.live);
        let before = (known.live.lease_until, known.live.cancel_requested_at);
        let row = rule(&mut known.live)?;
        let after = (known.live.lease_until, known.live.cancel_requested_at);
        if row.is_none() && before == after {
            return Ok(known.number);
        }
        if guard.status == RunStatus::Queued {
            self.cache.waits_no_more(known);
        }
        if known.live.index.status == RunStatus::Queued {
            self.cache.now_waits(known);
        }
        if !touched.accept && touched.guard.is_none() {
            touched.guard = Some(guard);
            self.pending.heads.push(run);
        }
        if let Some(row) = row {
            self.pending.event(known.number, row);
        }
        Ok(known.number)
    }

    /// A run that was just read: nothing is to be written for it yet.
    fn remember(&mut self, known: Known) -> RunId {
        let run = known.id;
        self.cache.held.remove(&run);
        self.runs.insert(run, Touched { known, guard: None, accept: false });
        run
    }

    /// What was asked for with this id, when it is accepted already.
    async fn is_accepted(&mut self, run: RunId) -> Result<Option<[u8; 32]>, StoreError> {
        match self.runs.get(&run) {
            None => Ok(None),
            Some(touched) if touched.accept => {
                let accept = self.pending.accepts.iter().find(|accept| accept.run.id == run);
                Ok(accept.map(|accept| accept.run.body_hash))
            }
            Some(_) => find::body_hash(self.tx, run).await,
        }
    }

    async fn is_one_due(&mut self, queue: &str, at: i64) -> Result<bool, StoreError> {
        match self.cache.earliest.get(queue) {
            Some(Earliest { due: Some(due), .. }) if *due <= at => return Ok(true),
            Some(Earliest { exact: true, .. }) => return Ok(false),
            _ => {}
        }
        self.flush().await?;
        let one = find::one_due(self.tx, queue, at).await?;
        let earliest = match one {
            Some(due) => Earliest { due: Some(due), exact: false },
            None => Earliest { due: find::earliest(self.tx, queue).await?, exact: true },
        };
        self.cache.earliest.insert(queue.to_owned(), earliest);
        Ok(one.is_some())
    }

    /// Writes what has changed so far, so that statements see it.
    async fn flush(&mut self) -> Result<(), StoreError> {
        let runs = &mut self.runs;
        let mut inserts = Vec::with_capacity(self.pending.accepts.len());
        for accept in self.pending.accepts.drain(..) {
            if let Some(touched) = runs.get_mut(&accept.run.id) {
                touched.accept = false;
                inserts.push((accept, touched.known.number));
            }
        }
        let mut guards = Vec::with_capacity(self.pending.heads.len());
        for run in self.pending.heads.drain(..) {
            guards.extend(
                runs.get_mut(&run).and_then(|touched| touched.guard.take()).map(|guard| (run, guard)),
            );
        }
        let live = |run: &RunId| runs.get(run).map(|touched| &touched.known);
        self.pending.write(self.tx, self.cache, &inserts, &guards, live).await
    }
}
