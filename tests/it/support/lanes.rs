//! Work side by side: most of it waits.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Hands out 0, 1, 2 ... to so many lanes, until one of them answers that it is enough. A lane that fails stops the
/// others before their next piece.
pub(crate) fn lanes(count: usize, work: impl Fn(u64) -> bool + Sync) {
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let lane = || {
        while !stop.load(Ordering::SeqCst) {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let more = catch_unwind(AssertUnwindSafe(|| work(number)));
            if !matches!(more, Ok(true)) {
                stop.store(true, Ordering::SeqCst);
            }
            if let Err(panic) = more {
                resume_unwind(panic);
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(lane)).collect();
        let ended: Vec<_> = threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        if let Some(panic) = ended.into_iter().find_map(Result::err) {
            resume_unwind(panic);
        }
    });
}
