//! An engine with one workflow, and the work it knows from earlier.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use revrx_engine::store::{Filter, Head, StoreError};
use revrx_engine::{Engine, EngineError, Registry, RunHandle, RunId, Storage, SubmitRequest, WorkerOptions};
use revrx_engine_core::view::RunStatus;
use tokio::runtime::Runtime;

use super::{CliError, resume};
use crate::config::Settings;
use crate::workflow::Loaded;

/// Errors of the store for so long end a command.
const STORE_AWAY_MAX: Duration = Duration::from_secs(10);
/// How often the store is asked again.
const STORE_POLL: Duration = Duration::from_millis(250);
/// Attribute by which a piece of work is known again.
const KNOWN_BY: &str = "known-by";
/// Heads read at a time.
const PAGE: u32 = 1_000;

/// The runtime of a command.
///
/// # Errors
/// The system gives no threads.
pub(super) fn runtime() -> Result<Runtime, CliError> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// A running engine.
pub(super) struct Session {
    engine: Engine,
    workflow: String,
    folder: Option<String>,
    known: Mutex<HashMap<String, Known>>,
    again: bool,
}

/// The newest run of a piece of work.
struct Known {
    run: RunId,
    status: RunStatus,
    /// How many runs there are of it.
    count: usize,
}

/// A piece of work.
pub(super) struct Work {
    /// Name and JSON of each input.
    pub(super) inputs: Vec<(String, Box<serde_json::value::RawValue>)>,
    /// By what it is known again.
    pub(super) fingerprint: String,
}

impl Session {
    /// Opens the store and starts the engine. With a data folder, unfinished runs go on at once.
    ///
    /// # Errors
    /// The folder is in use or cannot be opened, or the workflow cannot be run here.
    pub(super) async fn open(
        settings: &Settings,
        again: bool,
        registry: Registry,
        loaded: &Loaded,
    ) -> Result<Self, CliError> {
        let folder = settings.data().map(|folder| folder.display().to_string());
        let storage = match settings.data() {
            Some(data) => sqlite(data, settings.keys()).await?,
            None => Storage::memory(),
        };
        let workflow = loaded.workflow()?.name.to_string();
        let started = Engine::builder()
            .registry(registry)
            .dependencies(loaded.dependencies.clone())
            .workflow(loaded.source.name.to_string(), loaded.source.text.to_string())
            .storage(storage)
            .options(worker_options(settings))
            .start();
        let engine = started.await.map_err(|error| opening(error, folder.as_deref()))?;
        let session = Self { engine, workflow, folder, known: Mutex::default(), again };
        Ok(session)
    }

    /// Reads what is known from earlier; gives the unfinished runs.
    ///
    /// # Errors
    /// The store fails.
    pub(super) async fn read_known(&self) -> Result<Vec<RunId>, CliError> {
        let mut unfinished = Vec::new();
        let mut filter = Filter { limit: PAGE, ..Filter::default() };
        while self.folder.is_some() {
            let heads = self.engine.list(&filter).await.map_err(engine)?;
            let Some(last) = heads.last() else { break };
            filter.before = Some(last.id);
            unfinished
                .extend(heads.iter().filter(|head| !head.index.status.is_terminal()).map(|head| head.id));
            heads.iter().for_each(|head| self.remember(head));
        }
        Ok(unfinished)
    }

    /// Newer heads come first.
    fn remember(&self, head: &Head) {
        let attributes: HashMap<String, String> = serde_json::from_str(&head.attributes).unwrap_or_default();
        if let Some(fingerprint) = attributes.get(KNOWN_BY) {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let new = Known { run: head.id, status: head.index.status, count: 0 };
            known.entry(fingerprint.clone()).or_insert(new).count += 1;
        }
    }

    /// The run that does this work: known from earlier where there is one, reopened where it failed, else new.
    ///
    /// # Errors
    /// The engine refuses the inputs, or the store fails for too long.
    pub(super) async fn obtain(&self, work: Work) -> Result<RunHandle, EngineError> {
        let known = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&work.fingerprint).map(|known| (known.run, known.status, known.count))
        };
        let count = match known {
            Some((run, RunStatus::Complete | RunStatus::Queued | RunStatus::Running, _)) if !self.again => {
                return Ok(self.engine.run(run));
            }
            Some((run, RunStatus::Failed, _)) if !self.again => return self.reopen(run).await,
            Some((.., count)) => count,
            None => 0,
        };
        let run = self.submit(&work, count).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Known { run: run.id(), status: RunStatus::Running, count: count + 1 };
        known.insert(work.fingerprint, new);
        Ok(run)
    }

    async fn reopen(&self, run: RunId) -> Result<RunHandle, EngineError> {
        match patiently(|| self.engine.reopen(run, "command line")).await {
            // The same note stands twice on the command line.
            Err(EngineError::State { .. }) => Ok(self.engine.run(run)),
            other => other,
        }
    }

    async fn submit(&self, work: &Work, count: usize) -> Result<RunHandle, EngineError> {
        let mut request = SubmitRequest::new(self.workflow.as_str());
        for (name, json) in &work.inputs {
            request = request.input(name, json);
        }
        if self.folder.is_some() {
            // The key makes one run of the same work asked for twice at the same time.
            let key = format!("{}.{count}", work.fingerprint);
            request = request.attribute(KNOWN_BY, work.fingerprint.as_str()).idempotency_key(key);
        }
        patiently(|| self.engine.submit(request.clone())).await
    }

    /// A run by its id.
    pub(super) fn run(&self, run: RunId) -> RunHandle {
        self.engine.run(run)
    }

    /// Ends when nothing could go on for ten seconds.
    pub(super) async fn stuck(&self) -> CliError {
        let mut since = None;
        loop {
            match self.engine.not_ready() {
                None => since = None,
                Some(problem) => {
                    if since.get_or_insert_with(Instant::now).elapsed() >= STORE_AWAY_MAX {
                        return self.store_away(problem);
                    }
                }
            }
            tokio::time::sleep(STORE_POLL).await;
        }
    }

    /// The store was away for too long.
    pub(super) fn store_away(&self, problem: String) -> CliError {
        let resume = resume::command(std::env::args_os());
        CliError::StoreAway { seconds: STORE_AWAY_MAX.as_secs(), problem, resume }
    }

    /// The command was asked to stop.
    pub(super) fn stopped(&self) -> CliError {
        match &self.folder {
            Some(folder) => {
                CliError::Stopped { folder: folder.clone(), resume: resume::command(std::env::args_os()) }
            }
            None => CliError::StoppedForGood,
        }
    }

    /// Gives runs back and closes the store.
    pub(super) async fn shutdown(self) -> Result<(), CliError> {
        self.engine.shutdown().await.map_err(engine)
    }
}

/// What the engine says, as an error of the command.
pub(super) fn engine(error: EngineError) -> CliError {
    CliError::Engine(error.to_string())
}

/// Whether the same call may succeed later.
pub(super) fn is_passing(error: &EngineError) -> bool {
    matches!(error, EngineError::Store(error) if error.is_transient())
}

/// Asks again while the store fails, for ten seconds.
async fn patiently<T, F: Future<Output = Result<T, EngineError>>>(
    ask: impl Fn() -> F,
) -> Result<T, EngineError> {
    let began = Instant::now();
    loop {
        match ask().await {
            Err(error) if is_passing(&error) && began.elapsed() < STORE_AWAY_MAX => {
                tokio::time::sleep(STORE_POLL).await;
            }
            other => return other,
        }
    }
}

/// How this process works on runs.
pub(super) fn worker_options(settings: &Settings) -> WorkerOptions {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    WorkerOptions {
        max_runs: count(settings.max_runs()),
        max_bytes: count(settings.max_bytes()),
        grace: settings.shutdown_grace(),
        ..WorkerOptions::default()
    }
}

/// The store of a data folder.
///
/// # Errors
/// The folder is in use or cannot be opened.
pub(super) async fn sqlite(data: &Path, keys: Option<&Path>) -> Result<Storage, CliError> {
    let folder = data.display().to_string();
    Storage::sqlite(data, keys).await.map_err(|error| opening(error, Some(&folder)))
}

/// Why the engine did not start, as an error of the command.
pub(super) fn opening(error: EngineError, folder: Option<&str>) -> CliError {
    let folder = folder.unwrap_or_default().to_owned();
    match error {
        EngineError::Store(StoreError::InUse { pid }) => CliError::InUse { folder, pid },
        EngineError::Store(_) | EngineError::Key(_) | EngineError::Seal(_) => {
            CliError::Storage { folder, problem: error.to_string() }
        }
        EngineError::NotRunnable { workflow, problems } => {
            CliError::NotRunnable { name: workflow, missing: problems }
        }
        other => engine(other),
    }
}
