//! One socket: when each event reached it.

use std::error::Error;
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::StreamExt as _;
use revrx_api::Frame;
use tokio::net::TcpSocket;
use tokio_tungstenite::tungstenite::Message;

/// What a listener heard.
#[derive(Default)]
pub(crate) struct Heard {
    /// For each event, how long after its time it came, in microseconds.
    pub(crate) delays: Vec<i64>,
    /// Whether the report ended and the socket was closed in order.
    pub(crate) ended: bool,
}

/// Connects from a loopback address and listens to the end; a stopped one reads a frame and no more.
///
/// # Errors
/// It cannot connect.
pub(crate) async fn listen(
    server: SocketAddr,
    number: usize,
    report: String,
    stopped: Option<tokio::sync::watch::Receiver<bool>>,
) -> Result<Heard, Box<dyn Error + Send + Sync>> {
    let socket = TcpSocket::new_v4()?;
    // The kernel doubles it: a stopped reader's buffer is full soon.
    socket.set_recv_buffer_size(if stopped.is_some() { 4 * 1024 } else { 64 * 1024 })?;
    let last = u8::try_from(number % 32 + 2)?;
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0)))?;
    let stream = socket.connect(server).await?;
    let url = format!("ws://{server}/api/v1/ws/reports/{report}");
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await?;
    let mut heard = Heard::default();
    if let Some(mut over) = stopped {
        socket.next().await;
        over.wait_for(|over| *over).await?;
        return Ok(heard);
    }
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => match serde_json::from_str(&text)? {
                Frame::Event(frame) => heard.delays.push(now_micros() - frame.at.as_micros()),
                Frame::End(_) => heard.ended = true,
                _ => {}
            },
            Message::Close(_) => break,
            _ => {}
        }
    }
    Ok(heard)
}

#[expect(clippy::disallowed_methods, reason = "compared with the times in the events of another process")]
fn now_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
