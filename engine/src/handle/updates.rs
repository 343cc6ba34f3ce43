//! A listener of one run.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use revrx_engine_core::run::{Event, EventKind};
use revrx_engine_core::view::{Outline, Progress};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::RunHandle;
use super::run::ROWS_READ;
use crate::engine::EngineError;
use crate::live::Published;
use crate::run::packing;

/// How often a listener looks for itself where every writer is in this process and publishes.
const LOOK_EXCLUSIVE: Duration = Duration::from_secs(5);
/// How often it looks where other processes write to the store.
const LOOK_SHARED: Duration = Duration::from_secs(1);

/// What a listener gets: first the folded state, then each event after it.
#[derive(Clone, Debug)]
pub enum Update {
    /// The state so far.
    Snapshot {
        /// Titles, phases and milestones.
        outline: Arc<Outline>,
        /// State and timeline.
        progress: Box<Progress>,
    },
    /// An event, durable. It refers to no outputs.
    Event {
        /// Its number.
        seq: u64,
        /// What happened.
        event: Event,
    },
}

/// A listener of one run.
pub struct Updates {
    handle: RunHandle,
    live: broadcast::Receiver<Published>,
    seq: u64,
    ended: bool,
    /// Whether rows are there that were not read yet.
    behind: bool,
    waiting: VecDeque<Update>,
}

impl RunHandle {
    /// Listens: a snapshot, then every event after it, until the run ends.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn updates(&self) -> Result<Updates, EngineError> {
        let live = self.shared.live.subscribe(self.run);
        let (outline, progress) = self.progress().await?;
        Ok(Updates {
            handle: self.clone(),
            live,
            seq: progress.view.seq,
            ended: progress.view.is_terminal(),
            behind: false,
            waiting: VecDeque::from([Update::Snapshot { outline, progress: Box::new(progress) }]),
        })
    }

    /// Listens from an event on: every event after `seq`, until the run ends; `None` when the run has no event of
    /// that number.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn updates_after(&self, seq: u64) -> Result<Option<Updates>, EngineError> {
        let live = self.shared.live.subscribe(self.run);
        let head = self.head().await?.ok_or(EngineError::UnknownRun(self.run))?;
        if seq > head.head_seq {
            return Ok(None);
        }
        let ended = seq == head.head_seq && head.index.status.is_terminal();
        let behind = seq < head.head_seq;
        let mut updates =
            Updates { handle: self.clone(), live, seq, ended, behind, waiting: VecDeque::new() };
        if behind {
            updates.catch_up().await?;
        }
        Ok(Some(updates))
    }
}

impl Updates {
    /// The next update; `None` after the event that ends the run, or when the engine is gone. Whoever stops waiting
    /// for it misses nothing.
    ///
    /// # Errors
    /// The store fails while the listener catches up; asked again, it tries again.
    pub async fn next(&mut self) -> Result<Option<Update>, EngineError> {
        let look = match self.handle.shared.store.is_exclusive() {
            true => LOOK_EXCLUSIVE,
            false => LOOK_SHARED,
        };
        loop {
            if let Some(update) = self.waiting.pop_front() {
                return Ok(Some(update));
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            if self.ended {
                return Ok(None);
            }
            tokio::select! {
                received = self.live.recv() => match received {
                    Ok(published) if published.first <= self.seq + 1 => self.take(published.first, &published.events),
                    Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return Ok(None),
                },
                () = tokio::time::sleep(look) => self.behind = true,
                () = self.handle.shared.closed() => return Ok(None),
            }
        }
    }

    /// Whether the event that ends the run was given out.
    pub fn has_ended(&self) -> bool {
        self.ended && self.waiting.is_empty() && !self.behind
    }

    fn take(&mut self, first: u64, events: &[Event]) {
        for (seq, event) in (first..).zip(events) {
            if seq <= self.seq {
                continue;
            }
            self.seq = seq;
            self.ended = event.kind.is_terminal();
            self.waiting.push_back(Update::Event { seq, event: without_outputs(event) });
        }
    }

    async fn catch_up(&mut self) -> Result<(), EngineError> {
        let rows = self.handle.shared.store.events(self.handle.run, self.seq, ROWS_READ).await?;
        self.behind = rows.len() == ROWS_READ as usize;
        for row in rows {
            let events = packing::events(&row.body).map_err(|error| self.handle.unreadable(error))?;
            let first = row.seq + 1 - events.len() as u64;
            self.take(first, &events);
        }
        Ok(())
    }
}

/// Where outputs are stored concerns nobody outside.
fn without_outputs(event: &Event) -> Event {
    let mut event = event.clone();
    if let EventKind::Finished { outputs, .. } = &mut event.kind {
        outputs.clear();
    }
    event
}
