//! What a memory store holds, and how operations change it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;

use crate::id::{RunId, WorkflowHash};
use crate::store::live::{Live, Row};
use crate::store::turns::{self, Candidate};
use crate::store::{
    Accept, Append, Artifact, Cancel, Claim, Claimed, EventRow, Filter, Head, Heartbeat, Log, NewRun, Op,
    Outcome, Reclaim, Reopen, Reply, StoredValue, Sweep,
};

/// Runs that wait in one queue, in the order in which they are claimed: by priority, then as accepted.
type Queue = BTreeMap<(Reverse<i32>, usize), RunId>;

/// All runs.
#[derive(Debug, Default)]
pub(super) struct Data {
    runs: HashMap<RunId, Run>,
    accepted: Vec<RunId>,
    /// By tenant and idempotency key.
    keys: HashMap<(String, String), RunId>,
    queues: HashMap<String, Queue>,
    workflows: HashMap<WorkflowHash, String>,
}

#[derive(Debug)]
struct Run {
    /// Its place among all runs.
    place: usize,
    new: NewRun,
    accepted_at: Timestamp,
    live: Live,
    rows: Vec<EventRow>,
    artifacts: Vec<Artifact>,
}

impl Data {
    pub(super) fn knows(&self, workflow: &WorkflowHash) -> bool {
        self.workflows.contains_key(workflow)
    }

    pub(super) fn carry_out(&mut self, op: &Op, exclusive: bool) -> Reply {
        match op {
            Op::Accept(accept) => self.accept(accept),
            Op::Append(append) => self.append(append),
            Op::Claim(claim) => Reply::Claimed(self.claim(claim)),
            Op::Heartbeat(heartbeat) => Reply::Held(self.heartbeat(heartbeat)),
            Op::Cancel(cancel) => self.cancel(cancel),
            Op::Reclaim(reclaim) => Reply::Reclaimed(self.reclaim(reclaim, exclusive)),
            Op::Sweep(sweep) => Reply::Swept(self.sweep(sweep)),
            Op::Reopen(reopen) => self.reopen(reopen),
        }
    }

    fn accept(&mut self, accept: &Accept) -> Reply {
        let new = &accept.run;
        let key = new.idempotency_key.as_ref().map(|key| (new.tenant.clone(), key.clone()));
        let used_by = key.as_ref().and_then(|key| self.keys.get(key)).copied();
        let first = used_by.or_else(|| self.runs.contains_key(&new.id).then_some(new.id));
        if let Some(run) = first {
            return Reply::Exists { run, same_body: self.runs[&run].new.body_hash == new.body_hash };
        }
        let due = accept.owner.is_some() && self.is_one_due(&new.queue, accept.at);
        let (live, row, claimed) = Live::accept(accept, due);
        let rows = vec![row.to_event_row()];
        let place = self.accepted.len();
        self.accepted.push(new.id);
        if let Some(key) = key {
            self.keys.insert(key, new.id);
        }
        let (new, accepted_at) = (new.clone(), accept.at);
        let id = new.id;
        self.runs.insert(id, Run { place, new, accepted_at, live, rows, artifacts: Vec::new() });
        self.place_in_queue(id);
        Reply::Accepted { claimed }
    }

    fn append(&mut self, append: &Append) -> Reply {
        let Some(run) = self.runs.get_mut(&append.run) else {
            return Reply::Refused(Outcome::Unknown);
        };
        match run.live.append(append) {
            Err(outcome) => Reply::Refused(outcome),
            Ok((row, reply)) => {
                run.artifacts.extend(append.artifacts.iter().cloned());
                self.write(append.run, row);
                reply
            }
        }
    }

    fn claim(&mut self, claim: &Claim) -> Vec<Claimed> {
        let waiting = self.queues.get(&claim.queue).into_iter().flat_map(|queue| queue.values());
        let due: Vec<&Run> =
            waiting.map(|run| &self.runs[run]).filter(|run| run.live.is_claimable(claim.now)).collect();
        let is_suspect = |run: &&&Run| run.live.index.lost_leases >= claim.suspect_from;
        let suspect = due.iter().find(is_suspect).filter(|_| claim.alone && claim.limit > 0);
        let chosen = match suspect {
            Some(run) => vec![run.new.id],
            None => {
                let others =
                    due.iter().filter(|run| !is_suspect(run)).take(turns::window(claim.limit) as usize);
                let candidates = others.map(|run| Candidate {
                    priority: run.new.priority,
                    concurrency_key: run.new.concurrency_key.clone(),
                    run: run.new.id,
                });
                turns::take_turns(candidates.collect(), claim.limit)
            }
        };
        let mut claimed = Vec::with_capacity(chosen.len());
        for run in chosen {
            if let Some(live) = self.live(run) {
                let row = live.claim(claim);
                claimed.push(Claimed { run, epoch: live.epoch });
                self.write(run, row);
            }
        }
        claimed
    }

    fn heartbeat(&mut self, heartbeat: &Heartbeat) -> Vec<(bool, bool)> {
        let held = |&(run, epoch): &(RunId, u64)| match self.live(run) {
            Some(live) => live.heartbeat(epoch, heartbeat.lease_until),
            None => (false, false),
        };
        heartbeat.runs.iter().map(held).collect()
    }

    fn cancel(&mut self, cancel: &Cancel) -> Reply {
        let Some(live) = self.live(cancel.run) else {
            return Reply::Refused(Outcome::Unknown);
        };
        let (reply, row) = live.cancel(cancel);
        if let Some(row) = row {
            self.write(cancel.run, row);
        }
        reply
    }

    fn reclaim(&mut self, reclaim: &Reclaim, exclusive: bool) -> Vec<RunId> {
        let lost = self.those(|live| live.is_lost(reclaim, exclusive));
        for run in &lost {
            if let Some(live) = self.live(*run) {
                let row = live.reclaim(reclaim);
                self.write(*run, row);
            }
        }
        lost
    }

    fn sweep(&mut self, sweep: &Sweep) -> Vec<RunId> {
        let over = self.those(|live| live.is_over(sweep.now));
        for run in &over {
            if let Some(live) = self.live(*run) {
                let row = live.sweep(sweep);
                self.write(*run, row);
            }
        }
        over
    }

    fn reopen(&mut self, reopen: &Reopen) -> Reply {
        let Some(live) = self.live(reopen.run) else {
            return Reply::Refused(Outcome::Unknown);
        };
        match live.reopen(reopen) {
            Err(outcome) => Reply::Refused(outcome),
            Ok(row) => {
                self.write(reopen.run, row);
                Reply::Appended
            }
        }
    }

    fn live(&mut self, run: RunId) -> Option<&mut Live> {
        self.runs.get_mut(&run).map(|run| &mut run.live)
    }

    fn those(&self, wanted: impl Fn(&Live) -> bool) -> Vec<RunId> {
        self.accepted.iter().filter(|run| wanted(&self.runs[run].live)).copied().collect()
    }

    fn is_one_due(&self, queue: &str, at: Timestamp) -> bool {
        let mut waiting = self.queues.get(queue).into_iter().flat_map(|queue| queue.values());
        waiting.any(|run| self.runs[run].live.is_due(at))
    }

    fn write(&mut self, id: RunId, row: Row<'_>) {
        if let Some(run) = self.runs.get_mut(&id) {
            run.rows.push(row.to_event_row());
        }
        self.place_in_queue(id);
    }

    fn place_in_queue(&mut self, id: RunId) {
        let run = &self.runs[&id];
        let place = (Reverse(run.new.priority), run.place);
        match (run.live.index.status, self.queues.get_mut(&run.new.queue)) {
            (RunStatus::Queued, Some(queue)) => drop(queue.insert(place, id)),
            (RunStatus::Queued, None) => {
                self.queues.insert(run.new.queue.clone(), Queue::from([(place, id)]));
            }
            (_, Some(queue)) => drop(queue.remove(&place)),
            (_, None) => {}
        }
    }
}

/// Reading.
impl Data {
    pub(super) fn head(&self, run: RunId) -> Option<Head> {
        self.runs.get(&run).map(Run::head)
    }

    pub(super) fn load(&self, run: RunId) -> Option<Log> {
        let run = self.runs.get(&run)?;
        let (wrapped_key, input): (StoredValue, StoredValue) =
            (run.new.wrapped_key.clone(), run.new.input.clone());
        Some(Log { head: run.head(), wrapped_key, input, rows: run.rows.clone() })
    }

    pub(super) fn list(&self, filter: &Filter) -> Vec<Head> {
        let end = match filter.before {
            Some(run) => self.runs.get(&run).map_or(0, |run| run.place),
            None => self.accepted.len(),
        };
        let limit = if filter.limit == 0 { 1_000 } else { filter.limit as usize };
        let newest_first = self.accepted[..end].iter().rev().map(|run| &self.runs[run]);
        newest_first.filter(|run| run.fits(filter)).take(limit).map(Run::head).collect()
    }

    pub(super) fn events(&self, run: RunId, after: u64, limit: u32) -> Vec<EventRow> {
        let rows = self.runs.get(&run).into_iter().flat_map(|run| &run.rows);
        let newer = rows.filter(|row| row.seq > after).take(limit as usize);
        newer.map(|row| EventRow { seq: row.seq, body: row.body.clone(), payload: None }).collect()
    }

    pub(super) fn artifact(&self, run: RunId, seq: u64, port: &str) -> Option<Vec<u8>> {
        let mut artifacts = self.runs.get(&run)?.artifacts.iter();
        artifacts
            .find(|artifact| artifact.seq == seq && artifact.port == port)
            .map(|found| found.value.to_vec())
    }

    pub(super) fn workflow(&self, hash: &WorkflowHash) -> Option<String> {
        self.workflows.get(hash).cloned()
    }

    pub(super) fn put_workflow(&mut self, hash: WorkflowHash, text: &str) {
        self.workflows.entry(hash).or_insert_with(|| text.to_owned());
    }
}

impl Run {
    fn head(&self) -> Head {
        let (new, live) = (&self.new, &self.live);
        Head {
            id: new.id,
            workflow: new.workflow,
            workflow_name: new.workflow_name.clone(),
            tenant: new.tenant.clone(),
            queue: new.queue.clone(),
            priority: new.priority,
            concurrency_key: new.concurrency_key.clone(),
            idempotency_key: new.idempotency_key.clone(),
            body_hash: new.body_hash,
            attributes: new.attributes.clone(),
            accepted_at: self.accepted_at,
            index: live.index.clone(),
            owner: live.owner.clone(),
            lease_epoch: live.epoch,
            lease_until: live.lease_until,
            cancel_requested_at: live.cancel_requested_at,
            head_seq: live.head_seq,
        }
    }

    fn fits(&self, filter: &Filter) -> bool {
        let status = filter.status.is_empty() || filter.status.contains(&self.live.index.status);
        let tenant = filter.tenant.as_ref().is_none_or(|tenant| *tenant == self.new.tenant);
        let name = filter.workflow_name.as_ref().is_none_or(|name| *name == self.new.workflow_name);
        let attribute = filter.attribute.as_ref().is_none_or(|(name, value)| {
            let attributes: Option<serde_json::Value> = serde_json::from_str(&self.new.attributes).ok();
            attributes.is_some_and(|all| all.get(name).and_then(|found| found.as_str()) == Some(value))
        });
        status && tenant && name && attribute
    }
}
