//! The pool for kinds that compute: as many places as cores, so that nothing else waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use revrx_engine_core::failure::FailureClass;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::stage::{Outputs, StageError};

/// How long a stage may go on after its timeout before its place counts as stuck.
const GRACE: Duration = Duration::from_secs(5);

/// The places.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    places: Arc<Semaphore>,
    count: usize,
    stuck: Arc<AtomicUsize>,
    tracker: TaskTracker,
}

impl Pool {
    /// A pool with so many places.
    pub(crate) fn new(places: usize, tracker: TaskTracker) -> Self {
        let count = places.max(1);
        Self { places: Arc::new(Semaphore::new(count)), count, stuck: Arc::default(), tracker }
    }

    /// How many places are held by stages that did not return after their timeout.
    pub(crate) fn stuck(&self) -> usize {
        self.stuck.load(Ordering::Relaxed)
    }

    /// Whether every place is.
    pub(crate) fn is_stuck(&self) -> bool {
        self.stuck() >= self.count
    }

    /// Runs one attempt on a place of its own; `timeout` counts from when it has one. After the timeout the
    /// attempt is told to stop, and keeps its place until it does.
    pub(crate) async fn run(
        &self,
        kind: &str,
        timeout: Duration,
        cancel: CancellationToken,
        work: BoxFuture<'static, Result<Outputs, StageError>>,
    ) -> Result<Outputs, StageError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StageError::cancelled())?;
        let runtime = Handle::current();
        let mut task = tokio::task::spawn_blocking(move || {
            let result = runtime.block_on(work);
            drop(place);
            result
        });
        match tokio::time::timeout(timeout, &mut task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(StageError::internal("the stage panicked")),
            Err(_) => {
                cancel.cancel();
                let (stuck, kind) = (Arc::clone(&self.stuck), kind.to_owned());
                self.tracker.spawn(async move {
                    if tokio::time::timeout(GRACE, &mut task).await.is_err() {
                        stuck.fetch_add(1, Ordering::Relaxed);
                        tracing::error!(%kind, "a stage does not return after its timeout and keeps its place");
                        let _ended = task.await;
                        stuck.fetch_sub(1, Ordering::Relaxed);
                    }
                });
                Err(StageError::new(FailureClass::Timeout, "the attempt took longer than its timeout"))
            }
        }
    }
}
