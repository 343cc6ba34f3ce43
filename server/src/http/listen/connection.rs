//! One connection.

use std::pin::pin;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use super::options::ListenOptions;
use super::patient::Patient;
use super::places::Place;

/// When connections end.
#[derive(Clone)]
pub(super) struct Ends {
    /// What is being answered is answered, then the connection ends.
    pub(super) gently: CancellationToken,
    /// It ends.
    pub(super) now: CancellationToken,
}

/// Answers requests until either side ends the connection.
pub(super) async fn serve(
    stream: TcpStream,
    place: Place,
    router: Router,
    options: ListenOptions,
    ends: Ends,
) {
    // Answers are written as a whole: waiting for more to send gains nothing.
    let _at_once = stream.set_nodelay(true);
    let stream = Patient::new(TokioIo::new(stream), options.write_within, place);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(options.head_within)
        .max_headers(options.headers_max)
        .max_header_size(options.head_bytes_max)
        .max_buf_size(options.buffer_bytes);
    let mut connection =
        pin!(http.serve_connection(stream, TowerToHyperService::new(router)).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = ends.gently.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                ended = connection => ended,
                () = ends.now.cancelled() => return,
            }
        }
    };
    if let Err(error) = ended {
        // Clients go away: that is no news. The error names no byte of what was sent.
        tracing::trace!(%error, "a connection ended");
    }
}
