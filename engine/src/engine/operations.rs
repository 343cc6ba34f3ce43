//! A running engine, and the runs in its hands.

use std::sync::Arc;

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::run::{Event, EventKind, RunState, apply};
use revrx_engine_core::view::RunStatus;
use revrx_engine_core::workflow::Workflow;

use super::submit::submit;
use super::{EngineBuilder, EngineError, Shared, SubmitRequest};
use crate::clock;
use crate::commit::Figures;
use crate::faults::{self, Point};
use crate::handle::RunHandle;
use crate::id::RunId;
use crate::recover;
use crate::run::{Control, packing};
use crate::store::{Cancel, EventRow, Filter, Head, Outcome, Reopen, Reply, StoreError};

/// How long a shutdown waits for runs to be given back while the store fails.
const GRACE_WHILE_TROUBLED: std::time::Duration = std::time::Duration::from_secs(1);

/// A running engine. Shut it down with [`Engine::shutdown`]; dropped without it, its runs are taken up again by
/// the next engine that opens the store.
pub struct Engine {
    shared: Arc<Shared>,
}

impl Engine {
    /// Collects what an engine needs.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Accepts a run. It is durable when this returns.
    ///
    /// # Errors
    /// The workflow or an input is not what it should be, or the store fails.
    pub async fn submit(&self, request: SubmitRequest) -> Result<RunHandle, EngineError> {
        let submitted = submit(&self.shared, request).await?;
        Ok(RunHandle::new(Arc::clone(&self.shared), submitted.run, submitted.existed))
    }

    /// A run by its id; whether there is one shows when it is asked something.
    pub fn run(&self, run: RunId) -> RunHandle {
        RunHandle::new(Arc::clone(&self.shared), run, true)
    }

    /// Heads of runs, newest first.
    ///
    /// # Errors
    /// The store fails.
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Head>, EngineError> {
        Ok(self.shared.store.list(filter).await?)
    }

    /// Tries a failed run again: finished stages stay finished, everything else starts anew.
    ///
    /// # Errors
    /// There is no such run, or it has not failed.
    pub async fn reopen(&self, run: RunId, by: &str) -> Result<RunHandle, EngineError> {
        reopen(&self.shared, run, by).await?;
        Ok(self.run(run))
    }

    /// A workflow that was given at the start.
    pub fn workflow(&self, name: &str) -> Option<Arc<Workflow>> {
        self.shared.current.get(name).map(|plan| Arc::clone(&plan.workflow))
    }

    /// All kinds.
    pub fn catalogue(&self) -> &Catalogue {
        &self.shared.catalogue
    }

    /// Whether this process holds no run.
    pub fn is_idle(&self) -> bool {
        self.shared.places.held() == 0
    }

    /// Why nothing is accepted just now, if so: the store fails, or every place for computing is stuck.
    pub fn not_ready(&self) -> Option<String> {
        let stuck =
            || self.shared.pool.is_stuck().then(|| "stages do not return after their timeout".to_owned());
        self.shared.store_trouble().map(|error| error.to_string()).or_else(stuck)
    }

    /// What the committer has done so far.
    pub fn committed(&self) -> Figures {
        self.shared.commit.counters().read()
    }

    /// Stops: claims nothing more, cuts off attempts, gives runs back, and closes the store. Whoever still holds the
    /// engine gets errors from then on.
    ///
    /// # Errors
    /// The store could not be closed cleanly; what was answered as durable is.
    pub async fn shutdown(&self) -> Result<(), EngineError> {
        self.shared.closing.cancel();
        // A store that fails takes no last words: whoever opens it next takes the runs over.
        let grace = match self.shared.store_trouble() {
            Some(_) => GRACE_WHILE_TROUBLED,
            None => self.shared.options.grace,
        };
        let given_back = async {
            loop {
                self.shared.places.tell_all(Control::Shutdown);
                tokio::select! {
                    () = self.shared.places.empty() => return,
                    () = tokio::time::sleep(std::time::Duration::from_millis(50)) => {}
                }
            }
        };
        if tokio::time::timeout(grace, given_back).await.is_err() {
            tracing::warn!(runs = self.shared.places.held(), "runs could not be given back in time");
        }
        self.shared.tracker.close();
        if tokio::time::timeout(grace, self.shared.tracker.wait()).await.is_err() {
            tracing::warn!("a stage does not return; the engine stops without it");
        }
        self.shared.store.close().await?;
        Ok(())
    }
}

/// Asks for the end of a run.
pub(crate) async fn cancel(shared: &Shared, run: RunId) -> Result<(), EngineError> {
    let at = clock::wall();
    let body = packing::body_of(Event { at, kind: EventKind::Cancelled });
    match shared.commit.cancel(Cancel { run, at, body }).await? {
        Reply::CancelRequested => {
            faults::hit(Point::CancelAfterFlag, None, None).await;
            shared.places.tell(run, Control::Cancel);
            Ok(())
        }
        Reply::Cancelled => {
            shared.live.written(run);
            shared.live.forget(run);
            Ok(())
        }
        Reply::Refused(Outcome::Unknown) => Err(EngineError::UnknownRun(run)),
        _ => {
            let head = shared.store.head(run).await?.ok_or(EngineError::UnknownRun(run))?;
            Err(EngineError::State { run, status: head.index.status })
        }
    }
}

async fn reopen(shared: &Shared, run: RunId, by: &str) -> Result<(), EngineError> {
    let log = shared.store.load(run).await?.ok_or(EngineError::UnknownRun(run))?;
    let status = log.head.index.status;
    if status != RunStatus::Failed {
        return Err(EngineError::State { run, status });
    }
    let unreadable = |reason: String| EngineError::Unreadable { run, reason };
    let plan = shared.plan(log.head.workflow).await?.map_err(unreadable)?;
    let workflow = &plan.workflow;
    let mut state = RunState::new(workflow);
    let mut fold =
        |event: &Event| apply(workflow, &mut state, event).map_err(|error| unreadable(error.to_string()));
    for event in recover::events(&log).map_err(|error| unreadable(error.to_string()))? {
        fold(&event)?;
    }
    let event = Event { at: clock::wall(), kind: EventKind::Reopened { by: by.to_owned() } };
    fold(&event)?;
    let head = packing::head_update(workflow, &state);
    let row = EventRow { seq: state.seq(), body: packing::body_of(event), payload: None };
    match shared.commit.reopen(Reopen { run, expect: log.head.head_seq, row, head }).await? {
        Reply::Appended => {
            shared.live.written(run);
            faults::hit(Point::ReopenAfterCommit, None, None).await;
            shared.places.wake();
            Ok(())
        }
        Reply::Refused(Outcome::Unknown) => Err(EngineError::UnknownRun(run)),
        _ => {
            let head = shared.store.head(run).await?;
            let status =
                head.ok_or_else(|| StoreError::Corrupt("a run has vanished".to_owned()))?.index.status;
            Err(EngineError::State { run, status })
        }
    }
}
