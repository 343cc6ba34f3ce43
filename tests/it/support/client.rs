//! A client of the server, as another program would write one.

use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::{Method, RequestBuilder, Response};
use revrx_api::{EncounterId, Frame, ReportId, ReportState, ReportStatus};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(120);

/// Speaks to one server.
#[derive(Clone)]
pub(crate) struct Client {
    address: String,
    http: reqwest::Client,
}

impl Client {
    pub(crate) fn new(address: &str) -> Self {
        let http = reqwest::Client::builder().timeout(LIMIT).no_proxy().build().unwrap();
        Self { address: address.to_owned(), http }
    }

    /// A request to a path below `/api/v1`.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}/api/v1{path}", self.address))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// Makes an encounter of a note.
    pub(crate) async fn encounter(&self, note: &str) -> EncounterId {
        let made = self.post("/encounters", &json!({ "note": note })).await;
        assert_eq!(made.status(), 201);
        let made: Value = made.json().await.unwrap();
        EncounterId::from(made["id"].as_str().unwrap())
    }

    /// Starts a report of an encounter.
    pub(crate) async fn start(&self, encounter: &EncounterId) -> ReportId {
        let started = self.post(&format!("/reports/encounters/{encounter}/reports"), &json!({})).await;
        assert_eq!(started.status(), 202);
        started.json::<ReportStatus>().await.unwrap().id
    }

    pub(crate) async fn status(&self, report: &ReportId) -> ReportStatus {
        let status = self.get(&format!("/reports/{report}/status")).await;
        assert_eq!(status.status(), 200);
        status.json().await.unwrap()
    }

    /// Waits for the end of a report by long polling.
    pub(crate) async fn ended(&self, report: &ReportId) -> ReportState {
        let wait = async {
            loop {
                let status = self.status(report).await;
                if status.status.is_terminal() {
                    return status.status;
                }
                let more = self.get(&format!("/reports/{report}/events?after={}", status.seq)).await;
                assert_eq!(more.status(), 200);
            }
        };
        tokio::time::timeout(LIMIT, wait).await.expect("a report that never ends")
    }

    /// Listens to a report.
    pub(crate) async fn listen(&self, report: &ReportId) -> Result<Listener, Error> {
        self.open(&format!("/ws/reports/{report}")).await
    }

    /// Opens a socket.
    pub(crate) async fn open(&self, path: &str) -> Result<Listener, Error> {
        let address = format!("ws://{}/api/v1{path}", self.address);
        let (socket, _) = tokio_tungstenite::connect_async(address).await?;
        Ok(Listener { socket })
    }
}

/// A socket that is listened to.
pub(crate) struct Listener {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What comes next on a socket.
#[derive(Debug)]
pub(crate) enum Next {
    Frame(Box<Frame>),
    /// Closed in order, with this code.
    Closed(Option<CloseCode>),
    /// Gone without a word.
    Lost,
}

impl Listener {
    pub(crate) async fn next(&mut self) -> Next {
        loop {
            let message = tokio::time::timeout(LIMIT, self.socket.next()).await.expect("a socket in silence");
            match message {
                Some(Ok(Message::Text(text))) => {
                    return Next::Frame(serde_json::from_str(&text).expect("a frame"));
                }
                Some(Ok(Message::Close(close))) => return Next::Closed(close.map(|close| close.code)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Next::Lost,
            }
        }
    }
}
