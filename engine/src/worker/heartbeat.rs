//! The heartbeat: a thread of its own, so that a blocked runtime loses no lease.

use std::sync::Arc;

use crate::engine::Shared;
use crate::run::Control;
use crate::store::{Heartbeat, Reply};
use crate::worker::lease_until;

/// Starts the thread. It ends when the engine shuts down and no run is held any more.
pub(super) fn start(shared: &Arc<Shared>) {
    let shared = Arc::clone(shared);
    let thread = std::thread::Builder::new().name("revrx-heartbeat".to_owned());
    let spawned = thread.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        match runtime {
            Ok(runtime) => runtime.block_on(beat(&shared)),
            Err(error) => tracing::error!(%error, "the heartbeat has no runtime"),
        }
    });
    if let Err(error) = spawned {
        tracing::error!(%error, "the heartbeat has no thread");
    }
}

async fn beat(shared: &Shared) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(shared.options.heartbeat) => {}
            () = shared.closing.cancelled() => {
                if shared.places.held() == 0 {
                    return;
                }
                tokio::time::sleep(shared.options.heartbeat.min(std::time::Duration::from_millis(100))).await;
            }
        }
        let runs = shared.places.leases();
        if runs.is_empty() {
            continue;
        }
        let heartbeat = Heartbeat { runs: runs.clone(), lease_until: lease_until(shared) };
        match shared.commit.heartbeat(heartbeat).await {
            Ok(Reply::Held(answers)) => {
                for ((run, _), (held, cancel)) in runs.into_iter().zip(answers) {
                    match (held, cancel) {
                        (true, true) => shared.places.tell(run, Control::Cancel),
                        (true, false) => {}
                        (false, _) => shared.places.tell(run, Control::Lost),
                    }
                }
            }
            Ok(_) => {}
            Err(error) => shared.store_is_troubled(&error),
        }
    }
}
