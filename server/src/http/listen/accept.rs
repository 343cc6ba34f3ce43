//! The accept loop.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connection::{self, Ends};
use super::options::ListenOptions;
use super::places::Places;
use crate::http::guard::SECURITY;
use crate::http::kind::Kind;
use crate::http::problem::{ApiError, PROBLEM_JSON};

/// How long to wait when the system has no more file descriptors or memory.
const PAUSE: Duration = Duration::from_millis(250);

/// A bound address.
pub(crate) struct Listener {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Takes the address. Nothing is answered before [`Listener::serve`].
    ///
    /// # Errors
    /// It is in use, not of this machine, or not allowed.
    pub(crate) async fn bind(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// The address, with the port that the system chose for port 0.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `closing`; then lets open ones end, for as long as the grace, and cuts off the rest.
    /// `tracker` owns the connections and what they became.
    pub(crate) async fn serve(
        self,
        router: Router,
        options: ListenOptions,
        closing: CancellationToken,
        tracker: TaskTracker,
    ) {
        let places = Places::new(options.connections, options.connections_per_address);
        let no_place = no_place();
        let ends = Ends { gently: closing.clone(), now: CancellationToken::new() };
        loop {
            let accepted = tokio::select! {
                biased;
                () = closing.cancelled() => break,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, from)) => match places.take(from.ip()) {
                    Some(place) => {
                        let (router, options, ends) = (router.clone(), options.clone(), ends.clone());
                        tracker.spawn(connection::serve(stream, place, router, options, ends));
                    }
                    None => refuse(stream, &no_place),
                },
                Err(error) if is_of_the_client(&error) => {}
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "no connection can be accepted just now");
                    tokio::select! {
                        () = closing.cancelled() => break,
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
            }
        }
        drop((self.listener, router, places));
        tracker.close();
        if tokio::time::timeout(options.grace, tracker.wait()).await.is_err() {
            tracing::warn!(connections = tracker.len(), "connections are cut off");
            ends.now.cancel();
        }
    }
}

/// The client went away before it was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Says that there is no place, without waiting for anything.
fn refuse(stream: TcpStream, answer: &[u8]) {
    let Ok(mut stream) = stream.into_std() else { return };
    // What was sent already is taken, since closing over it would take the answer away again.
    let _read = stream.read(&mut [0; 4096]);
    let _written = stream.write(answer);
    let _shut = stream.shutdown(Shutdown::Write);
}

/// What a connection gets for which there is no place: the bytes of an answer, so that it costs next to nothing.
fn no_place() -> Vec<u8> {
    let error =
        ApiError::new(Kind::TooManyConnections, "every place for a connection is taken").hint("try again");
    let body = serde_json::to_string(&error.problem()).expect("a problem is strings and a number");
    let mut answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 1\r\ncache-control: no-store\r\n\
         content-type: {PROBLEM_JSON}\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in SECURITY {
        answer.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    answer.extend(["\r\n", body.as_str()]);
    answer.into_bytes()
}
