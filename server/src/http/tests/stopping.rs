//! The end of a server.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::place::Place;
use crate::http::{ListenOptions, Listener};

/// A server at a port of its own.
pub(super) struct Running {
    address: SocketAddr,
    closing: CancellationToken,
    serving: JoinHandle<()>,
}

impl Running {
    pub(super) async fn start(place: Place, options: ListenOptions) -> Self {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.address();
        let (closing, tracker) = (place.app.closing.clone(), place.app.tracker.clone());
        let serving = listener.serve(place.router, options, closing.clone(), tracker);
        Self { address, closing, serving: TaskTracker::new().spawn(serving) }
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Stops it, and gives how long that took.
    pub(super) async fn stop(self) -> Duration {
        let began = Instant::now();
        self.closing.cancel();
        self.serving.await.unwrap();
        began.elapsed()
    }
}

#[tokio::test]
async fn what_is_being_answered_is_answered_and_nothing_new_is_accepted() {
    let running = Running::start(Place::new().await, ListenOptions::default()).await;
    let mut idle = running.connect().await;
    let mut busy = running.connect().await;
    idle.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"}") {
        idle.read_buf(&mut bytes).await.unwrap();
    }
    busy.write_all(b"GET /test/slow HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    // The answer to a request of the same connection's neighbour shows that the server has read this one, too.
    idle.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    idle.read_buf(&mut bytes).await.unwrap();
    let address = running.address;
    let took = running.stop().await;
    assert!(took < Duration::from_secs(3), "idle connections hold nothing up: {took:?}");
    let mut answer = String::new();
    busy.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("slow"), "{answer}");
    idle.read_to_end(&mut bytes).await.unwrap();
    assert!(bytes.ends_with(b"}"), "the idle connection has ended after its answers");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn what_does_not_end_within_the_grace_is_cut_off() {
    let options = ListenOptions { grace: Duration::from_millis(100), ..ListenOptions::default() };
    let running = Running::start(Place::new().await, options).await;
    let mut half = running.connect().await;
    half.write_all(b"GET /livez HTTP/1.1\r\nhost: local").await.unwrap();
    let mut busy = running.connect().await;
    busy.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    busy.read_exact(&mut [0; 1]).await.unwrap();
    assert!(running.stop().await < Duration::from_secs(3));
    assert_eq!(half.read(&mut [0; 1]).await.unwrap_or(0), 0);
}
