//! A server on this machine, and clients.

use std::net::SocketAddr;

use axum::Router;
use futures_util::{SinkExt, StreamExt};
use revrx_api::{Ask, Frame, ReportId};
use revrx_engine_core::view::Progress;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::http::{App, Rules, router};

/// What a client meets.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    Frame(Box<Frame>),
    Closed(u16),
    /// Without a close.
    Broken,
}

/// Serves everything.
pub(super) async fn serve(app: &App) -> SocketAddr {
    serve_router(app, router(app.clone(), Rules::new(&[], &[], 1 << 20).unwrap())).await
}

pub(super) async fn serve_router(app: &App, router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let closing = app.closing.clone();
    let serving =
        axum::serve(listener, router).with_graceful_shutdown(async move { closing.cancelled().await });
    app.tracker.spawn(async move { serving.await.unwrap() });
    address
}

pub(super) struct Client(pub(super) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub(super) async fn to(address: SocketAddr, path: &str) -> Self {
        Self(connect_async(format!("ws://{address}/api/v1{path}")).await.unwrap().0)
    }

    pub(super) async fn hears(&mut self) -> Said {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Said::Frame(Box::new(serde_json::from_str(&text).unwrap()));
                }
                Some(Ok(Message::Close(close))) => {
                    return Said::Closed(close.map_or(1005, |close| CloseCode::into(close.code)));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Said::Broken,
            }
        }
    }

    pub(super) async fn frame(&mut self) -> Frame {
        match self.hears().await {
            Said::Frame(frame) => *frame,
            other => panic!("a frame, not {other:?}"),
        }
    }

    pub(super) async fn says(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    pub(super) async fn asks(&mut self, ask: Ask) {
        self.says(Message::Text(serde_json::to_string(&ask).unwrap().into())).await;
    }

    pub(super) async fn subscribes(&mut self, reports: &[&ReportId]) {
        self.asks(Ask::Subscribe(reports.iter().map(|report| (*report).clone()).collect())).await;
    }
}

/// Folds frames of one report as a page does: an event that does not follow is an error.
#[derive(Default)]
pub(super) struct Known {
    pub(super) progress: Option<Progress>,
    outline: revrx_engine_core::view::Outline,
    pub(super) has_ended: bool,
}

impl Known {
    pub(super) fn fold(&mut self, frame: Frame) {
        assert!(!self.has_ended, "nothing follows the end");
        match frame {
            Frame::Snapshot(snapshot) => {
                assert!(self.progress.is_none(), "one snapshot");
                self.outline = snapshot.outline;
                self.progress = Some(snapshot.progress);
            }
            Frame::Event(event) => {
                let progress = self.progress.as_mut().expect("the snapshot comes first");
                assert_eq!(event.seq, progress.view.seq + 1, "in order, without a gap");
                progress.apply(&self.outline, &event.event());
            }
            Frame::End(_) => self.has_ended = true,
            Frame::Error(error) => panic!("{error:?}"),
        }
    }
}
