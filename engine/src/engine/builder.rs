//! Building and starting an engine.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use revrx_engine_core::definition::{Dependencies, check_workflow};
use revrx_engine_core::diagnostic::Source;
use revrx_engine_core::name::WorkflowName;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Engine, EngineError, Shared};
use crate::commit;
use crate::id::WorkflowHash;
use crate::live::Live;
use crate::plan::Plan;
use crate::pool::Pool;
use crate::seal::{KeyStore, Sealer};
use crate::stage::{Registry, Stage};
use crate::store::{MemoryStore, SqliteStore, Store};
use crate::worker::{self, Places};

/// A store and what seals its values.
pub struct Storage {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sealer: Sealer,
}

impl Storage {
    /// Runs that live as long as the process.
    pub fn memory() -> Self {
        Self { store: Arc::new(MemoryStore::new()), sealer: Sealer::Plain }
    }

    /// Runs in a folder of this machine, sealed under a master key in `keys` (`~/.config/revrx/keys` when left
    /// out). The key is made only for a new, empty store.
    ///
    /// # Errors
    /// The folder is in use, damaged, from a newer version, or its key is missing.
    pub async fn sqlite(folder: impl AsRef<Path>, keys: Option<&Path>) -> Result<Self, EngineError> {
        let keys = match keys {
            Some(folder) => KeyStore::at(folder),
            None => KeyStore::of_user()?,
        };
        let (store, key_id) = SqliteStore::open(folder.as_ref()).await?;
        let master = match key_id {
            Some(id) => keys.load(&id, folder.as_ref())?,
            None => {
                let master = keys.create(folder.as_ref())?;
                store.put_master_key_id(&master.id()).await?;
                master
            }
        };
        Ok(Self { store: Arc::new(store), sealer: Sealer::sealed(&master) })
    }

    /// Seals under the same master key what is kept beside the runs.
    pub fn sealer(&self) -> Sealer {
        self.sealer.clone()
    }
}

/// How this process works on runs.
#[derive(Clone, Debug)]
pub struct WorkerOptions {
    /// Whether it works on runs at all.
    pub enabled: bool,
    /// Its name among workers.
    pub name: String,
    /// The queue it takes runs from.
    pub queue: String,
    /// Most runs it holds.
    pub max_runs: usize,
    /// Most bytes of inputs and outputs it holds before it claims no more.
    pub max_bytes: usize,
    /// Places for kinds that compute.
    pub cpu_places: usize,
    /// How often leases are renewed.
    pub heartbeat: Duration,
    /// How often the reconciler looks for what is due, over or lost.
    pub reconcile: Duration,
    /// How long a shutdown may take.
    pub grace: Duration,
}

impl Default for WorkerOptions {
    fn default() -> Self {
        Self {
            enabled: true,
            name: format!("worker-{}", std::process::id()),
            queue: "default".to_owned(),
            max_runs: 1_024,
            max_bytes: 256 * 1024 * 1024,
            cpu_places: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            heartbeat: Duration::from_secs(10),
            reconcile: Duration::from_secs(1),
            grace: Duration::from_secs(10),
        }
    }
}

/// Collects what an engine needs.
#[derive(Default)]
pub struct EngineBuilder {
    registry: Registry,
    dependencies: Dependencies,
    workflows: Vec<(String, String)>,
    storage: Option<Storage>,
    options: WorkerOptions,
}

impl EngineBuilder {
    /// Takes all kinds of a registry, in place of those given before.
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = registry;
        self
    }

    /// Adds a kind.
    #[must_use]
    pub fn stage<S: Stage>(mut self, stage: S) -> Self {
        self.registry = std::mem::take(&mut self.registry).with(stage);
        self
    }

    /// States the outside services.
    #[must_use]
    pub fn dependencies(mut self, dependencies: Dependencies) -> Self {
        self.dependencies = dependencies;
        self
    }

    /// Adds a workflow: the name of its file, for findings, and its text.
    #[must_use]
    pub fn workflow(mut self, file: impl Into<String>, text: impl Into<String>) -> Self {
        self.workflows.push((file.into(), text.into()));
        self
    }

    /// States where runs live; in memory when left out.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = Some(storage);
        self
    }

    /// States how this process works on runs.
    #[must_use]
    pub fn options(mut self, options: WorkerOptions) -> Self {
        self.options = options;
        self
    }

    /// Checks all workflows, opens the store and starts to work.
    ///
    /// # Errors
    /// The first workflow with findings or without its kinds, or the store's error.
    pub async fn start(self) -> Result<Engine, EngineError> {
        #[cfg(feature = "faults")]
        crate::faults::arm_from_environment().map_err(|error| EngineError::Input {
            input: "REVRX_FAULTS".to_owned(),
            reason: error.to_string(),
        })?;
        let catalogue = self.registry.catalogue();
        let mut current: HashMap<WorkflowName, Arc<Plan>> = HashMap::new();
        let mut plans: HashMap<WorkflowHash, Arc<Plan>> = HashMap::new();
        for (file, text) in &self.workflows {
            let checked = check_workflow(&Source::new(file, text), &catalogue, &self.dependencies);
            let Some(workflow) = checked.workflow else {
                return Err(EngineError::Workflow { file: file.clone(), diagnostics: checked.diagnostics });
            };
            let (name, hash) = (workflow.name.clone(), workflow.hash);
            let not_runnable = |problems| EngineError::NotRunnable { workflow: name.to_string(), problems };
            let plan = Arc::new(Plan::new(workflow, &self.registry).map_err(not_runnable)?);
            plans.insert(hash, Arc::clone(&plan));
            current.insert(name, plan);
        }
        let Storage { store, sealer } = self.storage.unwrap_or_else(Storage::memory);
        for plan in current.values() {
            store.put_workflow(plan.workflow.hash, &plan.workflow.text).await?;
        }
        // The committer's thread ends by itself once the last handle is gone and all that waited is written.
        let (commit, _committer) = commit::start(Arc::clone(&store))?;
        let tracker = TaskTracker::new();
        let shared = Arc::new(Shared {
            commit,
            store,
            sealer,
            live: Live::default(),
            pool: Pool::new(self.options.cpu_places, tracker.clone()),
            places: Places::new(self.options.max_runs, self.options.max_bytes),
            tracker,
            closing: CancellationToken::new(),
            registry: self.registry,
            catalogue,
            dependencies: self.dependencies,
            current,
            plans: plans.into(),
            trouble: crate::engine::shared::Trouble::default(),
            chance: std::sync::atomic::AtomicU64::new(seed()),
            options: self.options,
        });
        worker::take_over(&shared).await?;
        if shared.options.enabled {
            worker::start(&shared);
        }
        Ok(Engine::new(shared))
    }
}

fn seed() -> u64 {
    let mut bytes = [0; 8];
    // Without randomness jitter is the same each time, which is no harm.
    let _randomness = getrandom::fill(&mut bytes);
    u64::from_le_bytes(bytes)
}
