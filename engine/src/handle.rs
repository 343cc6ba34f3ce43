//! A run as its owner sees it: events, end, output, cancel.

use std::collections::VecDeque;
use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::run::Event;
use revrx_engine_core::view::{Outline, RunStatus, RunView};
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::engine::{EngineError, Shared};
use crate::id::RunId;
use crate::live::Published;
use crate::recover;
use crate::run::packing;

/// Rows read at a time when a listener catches up.
const ROWS_READ: u32 = 256;

/// A run.
#[derive(Clone)]
pub struct RunHandle {
    shared: Arc<Shared>,
    run: RunId,
    existed: bool,
}

/// What a listener gets: first the folded state, then each event after it.
#[derive(Clone, Debug)]
pub enum Update {
    /// The state so far.
    Snapshot {
        /// Titles, phases and milestones.
        outline: Arc<Outline>,
        /// The state.
        view: Box<RunView>,
    },
    /// An event, durable.
    Event {
        /// Its number.
        seq: u64,
        /// What happened.
        event: Event,
    },
}

/// A run that has ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The run.
    pub run: RunId,
    /// Titles, phases and milestones.
    pub outline: Arc<Outline>,
    /// Its state.
    pub view: RunView,
    output: Option<Arc<str>>,
}

impl Finished {
    /// The run's output.
    ///
    /// # Errors
    /// The run is not complete, or its output has another type.
    pub fn output<T: DeserializeOwned>(&self) -> Result<T, EngineError> {
        let missing = || EngineError::NoOutput { run: self.run, status: self.view.status };
        let json = self.output.as_ref().ok_or_else(missing)?;
        serde_json::from_str(json).map_err(|_| EngineError::OutputType)
    }

    /// The run's output as JSON.
    pub fn output_json(&self) -> Option<&str> {
        self.output.as_deref()
    }
}

impl RunHandle {
    pub(crate) fn new(shared: Arc<Shared>, run: RunId, existed: bool) -> Self {
        Self { shared, run, existed }
    }

    /// Its id.
    pub fn id(&self) -> RunId {
        self.run
    }

    /// Whether an earlier request had made it.
    pub fn existed(&self) -> bool {
        self.existed
    }

    /// Its state, as far as it is durable.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn view(&self) -> Result<(Arc<Outline>, RunView), EngineError> {
        let log = self.shared.store.load(self.run).await?.ok_or(EngineError::UnknownRun(self.run))?;
        let plan = self.shared.plan(log.head.workflow).await?.map_err(|reason| self.unreadable(reason))?;
        let outline = Arc::new(plan.workflow.outline.clone());
        let mut view = RunView::new(&outline);
        for event in recover::events(&log).map_err(|error| self.unreadable(error))? {
            view.apply(&outline, &event);
        }
        Ok((outline, view))
    }

    /// Listens: a snapshot, then every event after it, until the run ends.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn updates(&self) -> Result<Updates, EngineError> {
        let live = self.shared.live.subscribe(self.run);
        let (outline, view) = self.view().await?;
        Ok(Updates {
            handle: self.clone(),
            live,
            seq: view.seq,
            ended: view.is_terminal(),
            waiting: VecDeque::from([Update::Snapshot { outline, view: Box::new(view) }]),
        })
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// There is no such run, it cannot be read, or the engine shuts down first.
    pub async fn finished(&self) -> Result<Finished, EngineError> {
        loop {
            let ended = self.shared.live.wait(self.run);
            if !self.shared.places.holds(self.run) {
                let head =
                    self.shared.store.head(self.run).await?.ok_or(EngineError::UnknownRun(self.run))?;
                if head.index.status.is_terminal() {
                    return self.read_finished().await;
                }
            }
            tokio::select! {
                ended = ended => if let Ok(ended) = ended {
                    return Ok(Finished { run: self.run, outline: ended.outline, view: ended.view, output: ended.output });
                },
                () = self.shared.closed() => return Err(EngineError::ShuttingDown),
            }
        }
    }

    async fn read_finished(&self) -> Result<Finished, EngineError> {
        let (recovered, plan) = self.recover().await?;
        let view = recovered.state.view.clone();
        let output = match view.status {
            RunStatus::Complete => recovered.values.run_output(&plan.workflow, &recovered.state),
            _ => None,
        };
        Ok(Finished { run: self.run, outline: Arc::new(plan.workflow.outline.clone()), view, output })
    }

    /// The output of one of its stages, as JSON: a run that failed keeps what it had.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn output_of(&self, stage: &str, port: &str) -> Result<Option<Arc<str>>, EngineError> {
        let (recovered, plan) = self.recover().await?;
        let index = plan.workflow.stages.index_of(stage);
        Ok(index.and_then(|index| recovered.values.output(index, &PortName::from(port)).cloned()))
    }

    /// Asks for its end. A run that nobody holds is cancelled when this returns.
    ///
    /// # Errors
    /// There is no such run, or it has ended.
    pub async fn cancel(&self) -> Result<(), EngineError> {
        crate::engine::cancel(&self.shared, self.run).await
    }

    async fn recover(&self) -> Result<(recover::Recovered, Arc<crate::plan::Plan>), EngineError> {
        let log = self.shared.store.load(self.run).await?.ok_or(EngineError::UnknownRun(self.run))?;
        let plan = self.shared.plan(log.head.workflow).await?.map_err(|reason| self.unreadable(reason))?;
        let recovered =
            recover::recover(&log, &plan.workflow, &self.shared.sealer, self.shared.store.as_ref()).await;
        Ok((recovered.map_err(|error| self.unreadable(error))?, plan))
    }

    fn unreadable(&self, reason: impl std::fmt::Display) -> EngineError {
        EngineError::Unreadable { run: self.run, reason: reason.to_string() }
    }
}

/// A listener of one run.
pub struct Updates {
    handle: RunHandle,
    live: broadcast::Receiver<Published>,
    seq: u64,
    ended: bool,
    waiting: VecDeque<Update>,
}

impl Updates {
    /// The next update; `None` after the event that ends the run, or when the engine is gone.
    ///
    /// # Errors
    /// The store fails while the listener catches up.
    pub async fn next(&mut self) -> Result<Option<Update>, EngineError> {
        loop {
            if let Some(update) = self.waiting.pop_front() {
                return Ok(Some(update));
            }
            if self.ended {
                return Ok(None);
            }
            tokio::select! {
                received = self.live.recv() => match received {
                    Ok(published) if published.first <= self.seq + 1 => self.take(published.first, &published.events),
                    Ok(_) | Err(RecvError::Lagged(_)) => self.catch_up().await?,
                    Err(RecvError::Closed) => return Ok(None),
                },
                // What others write (a claim, a cancel of a waiting run) is not published here.
                () = tokio::time::sleep(std::time::Duration::from_secs(1)) => self.catch_up().await?,
                () = self.handle.shared.closed() => return Ok(None),
            }
        }
    }

    fn take(&mut self, first: u64, events: &[Event]) {
        for (seq, event) in (first..).zip(events) {
            if seq <= self.seq {
                continue;
            }
            self.seq = seq;
            self.ended = event.kind.is_terminal();
            self.waiting.push_back(Update::Event { seq, event: event.clone() });
        }
    }

    async fn catch_up(&mut self) -> Result<(), EngineError> {
        let rows = self.handle.shared.store.events(self.handle.run, self.seq, ROWS_READ).await?;
        for row in rows {
            let events = packing::events(&row.body).map_err(|error| self.handle.unreadable(error))?;
            let first = row.seq + 1 - events.len() as u64;
            self.take(first, &events);
        }
        Ok(())
    }
}
