//! The bounds of connections.

use std::time::Duration;

/// How many connections, and what each may do.
#[derive(Clone, Debug)]
pub(crate) struct ListenOptions {
    /// Connections at the same time.
    pub(crate) connections: usize,
    /// Of these from one address.
    pub(crate) connections_per_address: usize,
    /// The time for the head of a request, counted from the end of the one before: an idle connection ends too.
    pub(crate) head_within: Duration,
    /// Bytes of a head.
    pub(crate) head_bytes_max: usize,
    /// Headers of a head.
    pub(crate) headers_max: usize,
    /// Bytes read ahead of a connection.
    pub(crate) buffer_bytes: usize,
    /// A client that takes nothing for so long is cut off.
    pub(crate) write_within: Duration,
    /// How long open requests may go on after a request to stop.
    pub(crate) grace: Duration,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self {
            connections: 1_024,
            connections_per_address: 32,
            head_within: Duration::from_secs(10),
            head_bytes_max: 16 << 10,
            headers_max: 64,
            buffer_bytes: 64 << 10,
            write_within: Duration::from_secs(10),
            grace: Duration::from_secs(5),
        }
    }
}
