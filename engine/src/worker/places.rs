//! The places of a worker: how many runs and bytes it holds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use crate::id::RunId;
use crate::run::Control;

/// Words a driver may be behind with; more are not needed, each says all.
const CONTROLS_WAITING_MAX: usize = 4;

/// Which runs this worker holds.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    max_runs: usize,
    max_bytes: usize,
    held: Mutex<HashMap<RunId, Held>>,
    wake: Notify,
    idle: Notify,
    next_due: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Held {
    epoch: u64,
    control: mpsc::Sender<Control>,
    bytes: Arc<AtomicUsize>,
}

/// A place for one run, given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    inner: Arc<Inner>,
    run: RunId,
    control: Option<mpsc::Receiver<Control>>,
    bytes: Arc<AtomicUsize>,
}

impl Places {
    /// So many places.
    pub(crate) fn new(max_runs: usize, max_bytes: usize) -> Self {
        let inner = Inner {
            max_runs,
            max_bytes,
            held: Mutex::default(),
            wake: Notify::new(),
            idle: Notify::new(),
            next_due: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// How many runs can be taken now.
    pub(crate) fn free(&self) -> usize {
        let held = self.inner.held();
        let bytes: usize = held.values().map(|held| held.bytes.load(Ordering::Relaxed)).sum();
        if bytes >= self.inner.max_bytes { 0 } else { self.inner.max_runs.saturating_sub(held.len()) }
    }

    /// How many runs are held.
    pub(crate) fn held(&self) -> usize {
        self.inner.held().len()
    }

    /// Whether this run is held here.
    pub(crate) fn holds(&self, run: RunId) -> bool {
        self.inner.held().contains_key(&run)
    }

    /// Takes a place for a run; its epoch is 1 until said otherwise.
    pub(crate) fn reserve(&self, run: RunId) -> Option<Place> {
        let mut held = self.inner.held();
        if held.len() >= self.inner.max_runs {
            return None;
        }
        Some(self.inner.place(&mut held, run, 1))
    }

    /// Takes a place for a run that was claimed, whether one is free or not.
    pub(crate) fn take(&self, run: RunId, epoch: u64) -> Place {
        self.inner.place(&mut self.inner.held(), run, epoch)
    }

    /// Runs and epochs, for the heartbeat.
    pub(crate) fn leases(&self) -> Vec<(RunId, u64)> {
        self.inner.held().iter().map(|(run, held)| (*run, held.epoch)).collect()
    }

    /// Tells the driver of a run something. A driver that is behind has been told before.
    pub(crate) fn tell(&self, run: RunId, control: Control) {
        if let Some(held) = self.inner.held().get(&run) {
            let _behind = held.control.try_send(control);
        }
    }

    /// Tells every driver.
    pub(crate) fn tell_all(&self, control: Control) {
        for held in self.inner.held().values() {
            let _behind = held.control.try_send(control);
        }
    }

    /// Something may be due.
    pub(crate) fn wake(&self) {
        self.inner.wake.notify_one();
    }

    /// Something is due at that time.
    pub(crate) fn wake_at(&self, at: Instant) {
        let mut next = self.inner.next_due.lock().unwrap_or_else(PoisonError::into_inner);
        *next = Some(next.map_or(at, |next| next.min(at)));
        drop(next);
        self.inner.wake.notify_one();
    }

    /// Waits until something may be due.
    pub(crate) async fn woken(&self) {
        let next = *self.inner.next_due.lock().unwrap_or_else(PoisonError::into_inner);
        match next {
            Some(at) if at <= Instant::now() => {
                *self.inner.next_due.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Some(at) => tokio::select! {
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep_until(at) => {}
            },
            None => self.inner.wake.notified().await,
        }
    }

    /// Waits until no run is held.
    pub(crate) async fn empty(&self) {
        loop {
            let idle = self.inner.idle.notified();
            if self.held() == 0 {
                return;
            }
            idle.await;
        }
    }
}

impl Inner {
    fn held(&self) -> MutexGuard<'_, HashMap<RunId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(self: &Arc<Self>, held: &mut HashMap<RunId, Held>, run: RunId, epoch: u64) -> Place {
        let (sender, receiver) = mpsc::channel(CONTROLS_WAITING_MAX);
        let bytes = Arc::new(AtomicUsize::new(0));
        held.insert(run, Held { epoch, control: sender, bytes: Arc::clone(&bytes) });
        Place { inner: Arc::clone(self), run, control: Some(receiver), bytes }
    }
}

impl Place {
    /// What others tell the driver. Given once.
    pub(crate) fn control(&mut self) -> Option<mpsc::Receiver<Control>> {
        self.control.take()
    }

    /// Where the driver says how much it holds.
    pub(crate) fn bytes(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.bytes)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let empty = {
            let mut held = self.inner.held();
            held.remove(&self.run);
            held.is_empty()
        };
        self.inner.wake.notify_one();
        if empty {
            self.inner.idle.notify_waiters();
        }
    }
}
