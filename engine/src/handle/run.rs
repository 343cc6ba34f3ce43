//! A run: its state, its contents, its end.

use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::view::{Outline, Progress, RunStatus, RunView};

use super::{Contents, Finished};
use crate::engine::{EngineError, Shared};
use crate::id::RunId;
use crate::plan::Plan;
use crate::recover::{self, RecoverError, Recovered};
use crate::run::packing;
use crate::seal::SealError;
use crate::store::{Head, Log};

/// Rows read at a time.
pub(super) const ROWS_READ: u32 = 256;

/// A run.
#[derive(Clone)]
pub struct RunHandle {
    pub(super) shared: Arc<Shared>,
    pub(super) run: RunId,
    existed: bool,
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

    /// What lists show of it; `None` when there is no such run.
    ///
    /// # Errors
    /// The store fails.
    pub async fn head(&self) -> Result<Option<Head>, EngineError> {
        Ok(self.shared.store.head(self.run).await?)
    }

    /// Its state, as far as it is durable.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn view(&self) -> Result<(Arc<Outline>, RunView), EngineError> {
        let (outline, progress) = self.progress().await?;
        Ok((outline, progress.view))
    }

    /// State and timeline, as far as they are durable. Reads no values.
    ///
    /// # Errors
    /// There is no such run, or it cannot be read.
    pub async fn progress(&self) -> Result<(Arc<Outline>, Progress), EngineError> {
        let store = &self.shared.store;
        let head = store.head(self.run).await?.ok_or(EngineError::UnknownRun(self.run))?;
        let plan = self.shared.plan(head.workflow).await?.map_err(|reason| self.unreadable(reason))?;
        let outline = Arc::new(plan.workflow.outline.clone());
        let mut progress = Progress::new(&outline);
        loop {
            let rows = store.events(self.run, progress.view.seq, ROWS_READ).await?;
            for row in &rows {
                let events = packing::events(&row.body).map_err(|error| self.unreadable(error))?;
                events.iter().for_each(|event| progress.apply(&outline, event));
            }
            if rows.len() < ROWS_READ as usize {
                return Ok((outline, progress));
            }
        }
    }

    /// Everything there is of it.
    ///
    /// # Errors
    /// There is no such run, it cannot be read, or its values were erased ([`SealError::Erased`]).
    pub async fn contents(&self) -> Result<Contents, EngineError> {
        let log = self.log().await?;
        let (recovered, plan) = self.recover(&log).await?;
        let events = recover::events(&log).map_err(|error| self.unreadable(error))?;
        let mut progress = Progress::new(&plan.workflow.outline);
        events.iter().for_each(|event| progress.apply(&plan.workflow.outline, event));
        let output = match progress.view.status {
            RunStatus::Complete => recovered.values.run_output(&plan.workflow, &recovered.state),
            _ => None,
        };
        let workflow = Arc::clone(&plan.workflow);
        Ok(Contents { head: log.head, workflow, progress, events, values: recovered.values, output })
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
        let (recovered, plan) = self.recover(&self.log().await?).await?;
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
        let (recovered, plan) = self.recover(&self.log().await?).await?;
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

    async fn log(&self) -> Result<Log, EngineError> {
        self.shared.store.load(self.run).await?.ok_or(EngineError::UnknownRun(self.run))
    }

    async fn recover(&self, log: &Log) -> Result<(Recovered, Arc<Plan>), EngineError> {
        let plan = self.shared.plan(log.head.workflow).await?.map_err(|reason| self.unreadable(reason))?;
        let recovered =
            recover::recover(log, &plan.workflow, &self.shared.sealer, self.shared.store.as_ref()).await;
        match recovered {
            Ok(recovered) => Ok((recovered, plan)),
            Err(RecoverError::Seal(SealError::Erased)) => Err(SealError::Erased.into()),
            Err(RecoverError::Store(error)) => Err(error.into()),
            Err(error) => Err(self.unreadable(error)),
        }
    }

    pub(super) fn unreadable(&self, reason: impl std::fmt::Display) -> EngineError {
        EngineError::Unreadable { run: self.run, reason: reason.to_string() }
    }
}
