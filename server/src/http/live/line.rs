//! A socket with its bounds: what may wait on it, how long it may block, and when it is given up.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use futures_util::SinkExt;
use revrx_api::Frame;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_util::sync::CancellationToken;

use super::follow::text;

/// Longest frame and message that a client may send.
const INBOUND_BYTES_MAX: usize = 16 << 10;
/// Buffer for reading: clients say little.
const READ_BUFFER_BYTES: usize = 1 << 10;
/// What may wait for a socket to take it.
const OUTBOUND_BYTES_MAX: usize = 256 << 10;
/// How long the other side has to answer a close.
const CLOSE_WAIT: Duration = Duration::from_secs(1);

/// Why a socket is closed, by the numbers of RFC 6455, section 7.4.1, and of the IANA registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// All was said.
    Done,
    /// The server stops, or nothing was heard for too long.
    Away,
    /// What the client sent is not what is expected.
    Refused,
    /// The client is too slow, or the store does not work: try again later.
    Later,
    /// Nothing can be sent any more.
    Gone,
}

impl Close {
    fn code(self) -> Option<u16> {
        match self {
            Self::Done => Some(1000),
            Self::Away => Some(1001),
            Self::Refused => Some(1008),
            Self::Later => Some(1013),
            Self::Gone => None,
        }
    }
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Between two pings.
    pub(super) ping: Duration,
    /// Without a frame from the client.
    pub(super) idle: Duration,
    /// Until the client has taken a frame.
    pub(super) write: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { ping: seconds(20), idle: seconds(60), write: seconds(10) }
    }
}

/// A socket.
pub(super) struct Line {
    socket: WebSocket,
    closing: CancellationToken,
    bounds: Bounds,
    pings: Interval,
    heard_at: Instant,
}

/// Sets the bounds of a socket that is about to be opened. Each frame is written at once.
pub(super) fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .max_message_size(INBOUND_BYTES_MAX)
        .max_frame_size(INBOUND_BYTES_MAX)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(OUTBOUND_BYTES_MAX)
}

impl Line {
    /// A socket that was opened. It is closed once `closing` is cancelled.
    pub(super) fn new(socket: WebSocket, closing: CancellationToken, bounds: Bounds) -> Self {
        let mut pings = interval_at(Instant::now() + bounds.ping, bounds.ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { socket, closing, bounds, pings, heard_at: Instant::now() }
    }

    /// The next text of the client; else why to close. Keeps the connection alive meanwhile. Whoever stops waiting
    /// for it misses nothing.
    pub(super) async fn heard(&mut self) -> Result<Utf8Bytes, Close> {
        loop {
            tokio::select! {
                () = self.closing.cancelled() => return Err(Close::Away),
                message = self.socket.recv() => {
                    self.heard_at = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => return Ok(text),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_))) | None => return Err(Close::Gone),
                        // Longer than allowed, or against the protocol; or the connection broke, and then no close
                        // arrives.
                        Some(Ok(Message::Binary(_)) | Err(_)) => return Err(Close::Refused),
                    }
                }
                _ = self.pings.tick() => {
                    if self.heard_at.elapsed() >= self.bounds.idle {
                        return Err(Close::Away);
                    }
                    self.put(Message::Ping(Vec::new().into())).await?;
                }
            }
        }
    }

    /// Sends a frame, and waits until the socket has taken it.
    ///
    /// # Errors
    /// The client does not take it in time, or the server stops: close.
    pub(super) async fn send(&mut self, frame: Frame) -> Result<(), Close> {
        self.put(Message::Text(text(frame).into())).await
    }

    async fn put(&mut self, message: Message) -> Result<(), Close> {
        let closing = self.closing.clone();
        tokio::select! {
            sent = self.socket.send(message) => sent.map_err(|_| Close::Gone),
            () = tokio::time::sleep(self.bounds.write) => Err(Close::Later),
            () = async {
                closing.cancelled().await;
                tokio::time::sleep(CLOSE_WAIT).await;
            } => Err(Close::Away),
        }
    }

    /// Says why, waits a moment for the answer, and lets go.
    pub(super) async fn close(mut self, close: Close) {
        let Some(code) = close.code() else {
            // The answer to the client's own close.
            let _gone = timeout(CLOSE_WAIT, self.socket.flush()).await;
            return;
        };
        let frame = CloseFrame { code, reason: Utf8Bytes::default() };
        let said = timeout(CLOSE_WAIT, self.socket.send(Message::Close(Some(frame)))).await;
        if matches!(said, Ok(Ok(()))) {
            let answered = async { while let Some(Ok(_)) = self.socket.recv().await {} };
            let _late = timeout(CLOSE_WAIT, answered).await;
        }
    }
}
