//! Connections: accepted up to a bound, each held to times and sizes, all ended in order.

mod accept;
mod connection;
mod options;
mod patient;
mod places;

pub(crate) use accept::Listener;
pub(crate) use options::ListenOptions;
