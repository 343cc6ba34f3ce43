//! Requests to stop.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Requests to end this process (SIGINT and SIGTERM), from [`StopRequests::listen`] on; none is lost in between.
pub(super) struct StopRequests {
    interrupt: Option<Signal>,
    terminate: Option<Signal>,
}

impl StopRequests {
    /// Listens from now on. Where signals cannot be listened to, they end the process by themselves.
    pub(super) fn listen() -> Self {
        Self {
            interrupt: signal(SignalKind::interrupt()).ok(),
            terminate: signal(SignalKind::terminate()).ok(),
        }
    }

    /// Ends with the next request.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            () = received(&mut self.interrupt) => {}
            () = received(&mut self.terminate) => {}
        }
    }
}

async fn received(signal: &mut Option<Signal>) {
    if let Some(signal) = signal
        && signal.recv().await.is_some()
    {
        return;
    }
    std::future::pending().await
}
