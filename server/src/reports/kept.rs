//! What stays between requests: locks, and what would be read again and again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use revrx_api::ReportBadge;
use revrx_engine::RunId;
use tokio::sync::MutexGuard;
use tokio::time::Instant;

use crate::encounters::EncounterId;

/// Encounters share this many locks.
const STRIPES: usize = 64;
/// Reports that have ended whose badges are kept.
const BADGES_MAX: usize = 4_096;
/// Tenants whose queues are kept.
const QUEUES_MAX: usize = 64;
/// How long a queue counts as known.
const QUEUE_KNOWN_FOR: Duration = Duration::from_secs(1);

/// What stays between requests.
pub(crate) struct Kept {
    starts: [tokio::sync::Mutex<()>; STRIPES],
    badges: Mutex<Cache<RunId, (u64, ReportBadge)>>,
    queues: Mutex<Cache<String, (Instant, Queue)>>,
}

/// The newest waiting runs of a tenant.
#[derive(Clone, Default)]
pub(super) struct Queue {
    /// In the order in which they were accepted.
    pub(super) runs: Vec<RunId>,
    /// Whether older ones are left out.
    pub(super) is_cut: bool,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            starts: std::array::from_fn(|_| tokio::sync::Mutex::new(())),
            badges: Mutex::new(Cache::new(BADGES_MAX)),
            queues: Mutex::new(Cache::new(QUEUES_MAX)),
        }
    }
}

impl Kept {
    /// Waits until nobody else starts a report of this encounter.
    pub(super) async fn start(&self, encounter: EncounterId) -> MutexGuard<'_, ()> {
        // The last byte of a UUID of version 7 is random.
        let stripe = usize::from(encounter.as_bytes()[15]) % STRIPES;
        self.starts[stripe].lock().await
    }

    /// The badge of a report with so many events, when it is kept.
    pub(super) fn badge(&self, run: RunId, seq: u64) -> Option<ReportBadge> {
        let mut badges = self.badges.lock().unwrap_or_else(PoisonError::into_inner);
        badges.get(&run).filter(|(of, _)| *of == seq).map(|(_, badge)| badge.clone())
    }

    /// Keeps the badge of a report that has ended with so many events.
    pub(super) fn keep_badge(&self, run: RunId, seq: u64, badge: ReportBadge) {
        self.badges.lock().unwrap_or_else(PoisonError::into_inner).put(run, (seq, badge));
    }

    /// What is asked of the queue of a tenant, when it was read a moment ago.
    pub(super) fn queue<T>(&self, tenant: &str, ask: impl FnOnce(&Queue) -> T) -> Option<T> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let known = queues.get(tenant).filter(|(read, _)| read.elapsed() < QUEUE_KNOWN_FOR);
        known.map(|(_, queue)| ask(queue))
    }

    /// Keeps the queue of a tenant.
    pub(super) fn keep_queue(&self, tenant: &str, queue: Queue) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.put(tenant.to_owned(), (Instant::now(), queue));
    }
}

/// A bounded map. It has two halves: a full new half takes the place of the old one, and what is asked for moves to
/// the new half.
struct Cache<K, V> {
    new: HashMap<K, V>,
    old: HashMap<K, V>,
    half: usize,
}

impl<K: Hash + Eq, V> Cache<K, V> {
    fn new(max: usize) -> Self {
        Self { new: HashMap::new(), old: HashMap::new(), half: max / 2 }
    }

    fn get<Q>(&mut self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if let Some((key, value)) = self.old.remove_entry(key) {
            self.put(key, value);
        }
        self.new.get(key)
    }

    fn put(&mut self, key: K, value: V) {
        self.old.remove(&key);
        if self.new.len() >= self.half && !self.new.contains_key(&key) {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_is_bounded_and_keeps_what_is_asked_for() {
        let mut cache = Cache::new(8);
        for key in 0..1_000 {
            cache.put(key, key);
            assert_eq!(cache.get(&0), Some(&0), "asked for all the time");
            assert!(cache.new.len() + cache.old.len() <= 8);
        }
        assert_eq!(cache.get(&999), Some(&999));
        assert_eq!(cache.get(&500), None, "not asked for");
        cache.put(999, 1);
        assert_eq!(cache.get(&999), Some(&1));
    }
}
