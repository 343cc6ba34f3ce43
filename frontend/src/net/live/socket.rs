//! The socket: opened, subscribed, read until it closes.

use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::{Either, FutureExt, select};
use futures_util::stream::SplitSink;
use futures_util::{Sink, SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use gloo_timers::future::TimeoutFuture;
use revrx_api::{Ask, Frame, ReportId};

use super::work::Work;
use crate::model::connector::Input;

const PATH: &str = "/api/v1/ws/reports";
/// A socket that is not open within this time has failed, in milliseconds.
const OPEN_MS: u32 = 10_000;
/// The code of a socket that was cut off without a word.
const CLOSE_ABNORMAL: u16 = 1006;

/// What is sent goes here.
pub(super) struct Sender(SplitSink<WebSocket, Message>);

impl Sender {
    /// Whether it was sent. A browser takes a message over at once or not at all.
    pub(super) fn send(&mut self, ask: &Ask) -> bool {
        let Ok(text) = serde_json::to_string(ask) else { return false };
        matches!(self.0.send(Message::Text(text)).now_or_never(), Some(Ok(())))
    }
}

/// Opens the socket and reads it until it closes.
pub(super) async fn run(work: Rc<Work>) {
    let Some(socket) = open().await else {
        work.step(Input::SocketFailed);
        return;
    };
    let (sink, mut frames) = socket.split();
    work.sender.replace(Some(Sender(sink)));
    work.followed.borrow_mut().unsubscribed();
    work.step(Input::Opened);
    work.subscribe();
    let code = loop {
        match frames.next().await {
            Some(Ok(Message::Text(text))) => hear(&work, &text),
            Some(Ok(Message::Bytes(_)) | Err(WebSocketError::ConnectionError)) => {}
            Some(Err(WebSocketError::ConnectionClose(close))) => break close.code,
            Some(Err(_)) | None => break CLOSE_ABNORMAL,
        }
    };
    work.sender.take();
    work.followed.borrow_mut().unsubscribed();
    work.step(Input::Closed(code));
}

async fn open() -> Option<WebSocket> {
    let location = leptos::prelude::window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    let mut socket = WebSocket::open(&[scheme, &location.host().ok()?, PATH].concat()).ok()?;
    let opened = poll_fn(|context| Pin::new(&mut socket).poll_ready(context));
    match select(opened, TimeoutFuture::new(OPEN_MS)).await {
        Either::Left(_) => {}
        Either::Right(_) => return None,
    }
    matches!(socket.state(), State::Open).then_some(socket)
}

/// Takes in a frame. One that this page cannot read is passed over: the next snapshot makes up for it.
fn hear(work: &Rc<Work>, text: &str) {
    work.step(Input::Heard);
    let Ok(frame) = serde_json::from_str::<Frame>(text) else { return };
    if let Some(report) = about(&frame) {
        work.take(&report, frame);
    }
}

fn about(frame: &Frame) -> Option<ReportId> {
    match frame {
        Frame::Snapshot(snapshot) => Some(snapshot.report.clone()),
        Frame::Event(event) => event.report.clone(),
        Frame::End(end) => end.report.clone(),
        Frame::Error(error) => error.report.clone(),
    }
}
