//! What every part of a running engine shares.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::definition::{Dependencies, check_workflow};
use revrx_engine_core::diagnostic::Source;
use revrx_engine_core::name::WorkflowName;

use super::WorkerOptions;
use crate::commit::Handle;
use crate::id::WorkflowHash;
use crate::live::Live;
use crate::plan::Plan;
use crate::pool::Pool;
use crate::seal::Sealer;
use crate::stage::Registry;
use crate::store::{Store, StoreError};
use crate::worker::Places;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Handles of a running engine.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) commit: Handle,
    pub(crate) sealer: Sealer,
    pub(crate) live: Live,
    pub(crate) pool: Pool,
    pub(crate) places: Places,
    pub(crate) options: WorkerOptions,
    pub(crate) tracker: TaskTracker,
    /// Cancelled when the engine shuts down.
    pub(crate) closing: CancellationToken,
    pub(crate) registry: Registry,
    pub(crate) catalogue: Catalogue,
    pub(crate) dependencies: Dependencies,
    pub(crate) current: HashMap<WorkflowName, Arc<Plan>>,
    pub(crate) plans: RwLock<HashMap<WorkflowHash, Arc<Plan>>>,
    pub(crate) trouble: Trouble,
    /// State of the generator behind jitter.
    pub(crate) chance: AtomicU64,
}

/// Whether the store fails just now.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    troubled: AtomicBool,
    error: Mutex<Option<StoreError>>,
}

impl Shared {
    /// The plan of a workflow text: known, or read from the store and checked by what this build knows.
    ///
    /// # Errors
    /// The outer error is the store's; the inner one says why this build cannot run the text.
    pub(crate) async fn plan(&self, hash: WorkflowHash) -> Result<Result<Arc<Plan>, String>, StoreError> {
        if let Some(plan) = self.plans.read().unwrap_or_else(PoisonError::into_inner).get(&hash) {
            return Ok(Ok(Arc::clone(plan)));
        }
        let Some(text) = self.store.workflow(hash).await? else {
            return Err(StoreError::Corrupt("the text of a workflow is missing".to_owned()));
        };
        let checked = check_workflow(&Source::new("pinned", &text), &self.catalogue, &self.dependencies);
        let Some(workflow) = checked.workflow else {
            let first = checked.diagnostics.iter().find(|found| found.is_error());
            return Ok(Err(first.map_or_else(String::new, |found| found.message.clone())));
        };
        Ok(Plan::new(workflow, &self.registry).map_err(|problems| problems.join("; ")).map(|plan| {
            let plan = Arc::new(plan);
            self.plans.write().unwrap_or_else(PoisonError::into_inner).insert(hash, Arc::clone(&plan));
            plan
        }))
    }

    /// A number from 0 to 1, for jitter (splitmix64; nothing secret rests on it).
    pub(crate) fn chance(&self) -> f64 {
        let mut z = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Resolves when the engine has shut down and holds no run.
    pub(crate) async fn closed(&self) {
        self.closing.cancelled().await;
        self.places.empty().await;
    }

    /// An append went through.
    pub(crate) fn store_is_well(&self) {
        if self.trouble.troubled.load(Ordering::Relaxed) {
            self.trouble.troubled.store(false, Ordering::Relaxed);
            *self.trouble.error.lock().unwrap_or_else(PoisonError::into_inner) = None;
            tracing::info!("the store works again");
        }
    }

    /// An append failed in a way that will pass.
    pub(crate) fn store_is_troubled(&self, error: &StoreError) {
        if !self.trouble.troubled.swap(true, Ordering::Relaxed) {
            tracing::warn!(%error, "the store fails; appends are repeated and nothing new is accepted");
        }
        *self.trouble.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
    }

    /// The store's trouble, while it lasts.
    pub(crate) fn store_trouble(&self) -> Option<StoreError> {
        match self.trouble.troubled.load(Ordering::Relaxed) {
            true => self.trouble.error.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            false => None,
        }
    }
}
