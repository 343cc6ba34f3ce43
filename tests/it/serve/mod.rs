//! `revrx serve` as its clients find it: through HTTP and WebSocket, killed, stopped, started twice, and fed badly.

mod kill;
mod quiet;
mod refused;
mod starts;
mod stop;
mod wire;

use crate::support::{Place, RunLog, logs, revrx};

/// Every stage takes its time, so that something is always in flight.
const SLOW: &str = "stage.after-run=delay(300ms)";

fn place() -> Place {
    Place::new(revrx())
}

/// Every run of the server's data folder, which nobody has open.
fn runs(place: &Place) -> Vec<RunLog> {
    tokio::task::block_in_place(|| logs(&place.path("data")))
}
