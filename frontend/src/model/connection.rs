//! How the page hears from the server, as a reader is told.

/// How the page hears from the server. Times are milliseconds of the browser's clock since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Connection {
    /// The first try, or a short gap that is not worth a word yet.
    Connecting,
    /// Over the socket, as it happens.
    Live,
    /// The socket fails while requests succeed.
    Polling {
        /// How often.
        every_s: u32,
    },
    /// Neither works.
    Lost {
        /// When the server was last heard.
        since_ms: f64,
        /// When the next try is.
        retry_at_ms: f64,
    },
}

/// A loss that is over within this time is not worth a banner, in milliseconds.
pub const STALE_AFTER_MS: f64 = 5_000.0;

impl Connection {
    /// The word of the attribute `data-state`.
    pub fn state(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Polling { .. } => "polling",
            Self::Lost { .. } => "lost",
        }
    }

    /// Whether the server cannot be reached.
    pub fn is_lost(self) -> bool {
        matches!(self, Self::Lost { .. })
    }

    /// Whether what is shown is old: the server cannot be reached and has not been heard for a while.
    pub fn is_stale(self, now_ms: f64) -> bool {
        matches!(self, Self::Lost { since_ms, .. } if now_ms - since_ms > STALE_AFTER_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_old_after_five_seconds_without_a_word() {
        let lost = Connection::Lost { since_ms: 1_000.0, retry_at_ms: 9_000.0 };
        for (connection, now_ms, wanted) in [
            (lost, 2_000.0, false),
            (lost, 6_000.0, false),
            (lost, 6_001.0, true),
            (Connection::Live, 60_000.0, false),
            (Connection::Connecting, 60_000.0, false),
            (Connection::Polling { every_s: 3 }, 60_000.0, false),
        ] {
            assert_eq!(connection.is_stale(now_ms), wanted, "{connection:?} at {now_ms}");
        }
    }
}
