//! Live events: what becomes durable is handed to whoever listens. Losing one loses nothing: a listener that
//! falls behind reads the rows again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use revrx_engine_core::run::Event;
use revrx_engine_core::view::{Outline, RunView};
use revrx_engine_core::workflow::Workflow;
use tokio::sync::{broadcast, oneshot};

use crate::id::RunId;

/// Appends a listener may be behind before it has to read rows again.
const APPENDS_BEHIND_MAX: usize = 64;

/// Number that no event has: listeners find themselves behind and read rows.
const NOT_AT_HAND: u64 = u64::MAX;

/// Events of one append; the first has the number `first`.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) first: u64,
    pub(crate) events: Arc<[Event]>,
}

/// A run that ended: what whoever waits for it gets.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) outline: Arc<Outline>,
    pub(crate) view: RunView,
    pub(crate) output: Option<Arc<str>>,
}

/// Who listens to which run.
#[derive(Debug, Default)]
pub(crate) struct Live {
    channels: Mutex<HashMap<RunId, broadcast::Sender<Published>>>,
    waiting: Mutex<HashMap<RunId, Vec<oneshot::Sender<Ended>>>>,
    listeners: AtomicUsize,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// Listens to a run from now on.
    pub(crate) fn subscribe(&self, run: RunId) -> broadcast::Receiver<Published> {
        let mut channels = locked(&self.channels);
        channels.retain(|_, channel| channel.receiver_count() > 0);
        let channel = channels.entry(run).or_insert_with(|| broadcast::Sender::new(APPENDS_BEHIND_MAX));
        let receiver = channel.subscribe();
        self.listeners.store(channels.len(), Ordering::Release);
        receiver
    }

    /// Waits for the end of a run.
    pub(crate) fn wait(&self, run: RunId) -> oneshot::Receiver<Ended> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = locked(&self.waiting);
        let waiters = waiting.entry(run).or_default();
        waiters.retain(|waiter| !waiter.is_closed());
        waiters.push(sender);
        receiver
    }

    /// These events are durable.
    pub(crate) fn publish(&self, run: RunId, first: u64, events: Vec<Event>) {
        if self.listeners.load(Ordering::Acquire) == 0 {
            return;
        }
        if let Some(channel) = locked(&self.channels).get(&run) {
            // Nobody listening any more is no failure.
            let _listeners = channel.send(Published { first, events: events.into() });
        }
    }

    /// Something became durable that is not at hand here: listeners read it.
    pub(crate) fn written(&self, run: RunId) {
        self.publish(run, NOT_AT_HAND, Vec::new());
    }

    /// The run is in a terminal state, durably.
    pub(crate) fn finished(&self, run: RunId, workflow: &Workflow, view: &RunView, output: Option<Arc<str>>) {
        let Some(waiters) = locked(&self.waiting).remove(&run) else { return };
        let ended = Ended { outline: Arc::new(workflow.outline.clone()), view: view.clone(), output };
        for waiter in waiters {
            // Whoever waited may have gone.
            let _gone = waiter.send(ended.clone());
        }
    }

    /// Forgets who waits for a run that is not held here any more: they ask the store.
    pub(crate) fn forget(&self, run: RunId) {
        locked(&self.waiting).remove(&run);
    }
}
