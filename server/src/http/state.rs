//! What every handler has at hand.

use std::sync::Arc;

use revrx_engine::Engine;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::encounters::EncounterStore;
use crate::reports::Kept;

/// Largest note that any workflow may allow: 10 MiB.
pub(crate) const NOTE_BYTES_HARD_MAX: u64 = 10 << 20;

/// The server's state. A clone is cheap and the same.
#[derive(Clone)]
pub(crate) struct App {
    /// Runs the workflows.
    pub(crate) engine: Arc<Engine>,
    /// Notes and visits.
    pub(crate) encounters: Arc<dyn EncounterStore>,
    /// What stays of reports between requests.
    pub(crate) kept: Arc<Kept>,
    /// What the server was told to serve.
    pub(crate) offer: Arc<Offer>,
    /// Cancelled once a request to stop came: what is held open ends then.
    pub(crate) closing: CancellationToken,
    /// Owns every task that outlives its request, so that a shutdown can wait for it.
    pub(crate) tracker: TaskTracker,
}

/// What the server was told to serve.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The workflow of a report that asks for none.
    pub(crate) workflow: String,
    /// All workflows that may be asked for, the default one among them.
    pub(crate) workflows: Vec<String>,
    /// Largest note, in bytes of UTF-8: what the default workflow states, at most [`NOTE_BYTES_HARD_MAX`].
    pub(crate) note_bytes_max: u64,
}

impl Offer {
    /// Largest body of a request, in bytes: twice the note, since JSON may write a byte as two and more stands beside
    /// the note.
    pub(crate) fn body_bytes_max(&self) -> usize {
        usize::try_from(self.note_bytes_max.saturating_mul(2)).unwrap_or(usize::MAX)
    }

    /// Whether a workflow may be asked for.
    pub(crate) fn allows(&self, workflow: &str) -> bool {
        self.workflows.iter().any(|allowed| allowed == workflow)
    }
}
