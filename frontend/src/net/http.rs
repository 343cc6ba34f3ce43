//! Requests to the API, with problems as the server words them.

use gloo_timers::future::TimeoutFuture;
use js_sys::Math;
use revrx_api::{Problem, Report, ReportId, ReportStatus};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestInit, Response};

/// What every path of the API begins with.
const BASE: &str = "/api/v1";
/// A request that is not answered within this time counts as not answered, in milliseconds.
const ANSWER_MS: u32 = 15_000;

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// The server was not reached or did not answer in time.
    Offline,
    /// The server says what is wrong.
    Problem(Problem),
    /// An answer of another form, with its status.
    Unexpected(u16),
}

impl NetError {
    /// What it is, in a few words.
    pub fn title(&self) -> String {
        match self {
            Self::Offline => "No connection to the server".to_owned(),
            Self::Problem(problem) => problem.title.clone(),
            Self::Unexpected(_) => "The server gave an unexpected answer".to_owned(),
        }
    }

    /// What happened, and the way out.
    pub fn detail(&self) -> String {
        match self {
            Self::Offline => "Nothing is lost. Try again when the connection is back.".to_owned(),
            Self::Problem(problem) => problem.detail.clone(),
            Self::Unexpected(status) => {
                let mut text = "Load the page again. The answer had status ".to_owned();
                text.push_str(&status.to_string());
                text.push('.');
                text
            }
        }
    }

    /// The server's code of the problem, such as `no-report`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => Some(&problem.code),
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Offline => None,
            Self::Problem(problem) => Some(problem.status),
            Self::Unexpected(status) => Some(*status),
        }
    }
}

/// A report as the server has it.
#[derive(Clone, PartialEq)]
pub enum ReportAnswer {
    /// It has ended.
    Made(Box<Report>),
    /// It is being made.
    InProgress(ReportStatus),
}

/// Reads `path` below `/api/v1`.
///
/// # Errors
/// [`NetError`] for everything but a success with a body of that form; so below.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, NetError> {
    let (status, body) = send("GET", path, None, None).await?;
    read(status, &body)
}

/// Sends `body` to `path` below `/api/v1`. With `key`, a repetition has no further effect.
///
/// # Errors
/// As [`get`].
pub async fn post<B: Serialize + ?Sized, T: DeserializeOwned>(
    path: &str,
    body: &B,
    key: Option<&str>,
) -> Result<T, NetError> {
    let text = serde_json::to_string(body).map_err(|_| NetError::Unexpected(0))?;
    let (status, answer) = send("POST", path, Some(&text), key).await?;
    read(status, &answer)
}

/// Deletes `path` below `/api/v1`.
///
/// # Errors
/// As [`get`].
pub async fn delete(path: &str) -> Result<(), NetError> {
    send("DELETE", path, None, None).await.map(|_| ())
}

/// Reads a report, made or in progress.
///
/// # Errors
/// As [`get`].
pub async fn get_report(id: &ReportId) -> Result<ReportAnswer, NetError> {
    get_report_at(&["/reports/", id.as_str()].concat()).await
}

/// As [`get_report`], at another path that answers alike, such as `/reports/encounters/{id}`.
///
/// # Errors
/// As [`get`].
pub async fn get_report_at(path: &str) -> Result<ReportAnswer, NetError> {
    let (status, body) = send("GET", path, None, None).await?;
    match status {
        202 => read(status, &body).map(ReportAnswer::InProgress),
        _ => read(status, &body).map(|report| ReportAnswer::Made(Box::new(report))),
    }
}

/// Whether the server answers at all.
pub async fn answers() -> bool {
    let init = RequestInit::new();
    fetch("/livez", &init).await.is_ok_and(|(status, _)| status < 500)
}

/// A new key for `Idempotency-Key`: 128 bits by chance. Keep it for as long as the same request may be sent again.
pub fn new_key() -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |_| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 up to 15")]
        let index = (Math::random() * 16.0) as usize;
        DIGITS[index.min(15)]
    };
    (0..32).map(digit).collect()
}

fn read<T: DeserializeOwned>(status: u16, body: &str) -> Result<T, NetError> {
    serde_json::from_str(body).map_err(|_| NetError::Unexpected(status))
}

/// Status and body of a success.
async fn send(
    method: &str,
    path: &str,
    body: Option<&str>,
    key: Option<&str>,
) -> Result<(u16, String), NetError> {
    let init = RequestInit::new();
    init.set_method(method);
    if let (Some(body), Ok(headers)) = (body, Headers::new()) {
        init.set_body(&JsValue::from_str(body));
        let named = headers.set("Content-Type", "application/json");
        let keyed = key.map_or(Ok(()), |key| headers.set("Idempotency-Key", key));
        named.and(keyed).map_err(|_| NetError::Unexpected(0))?;
        init.set_headers(&headers);
    }
    let (status, text) = fetch(&[BASE, path].concat(), &init).await.map_err(|_| NetError::Offline)?;
    if (200..300).contains(&status) {
        return Ok((status, text));
    }
    Err(match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => NetError::Problem(problem),
        Err(_) => NetError::Unexpected(status),
    })
}

/// Status and body of whatever answer; an error when there is none in time.
async fn fetch(url: &str, init: &RequestInit) -> Result<(u16, String), JsValue> {
    let abort = AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    init.set_cache(RequestCache::NoStore);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let whole = async {
        let answer = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?;
        let answer: Response = answer.dyn_into()?;
        let text = JsFuture::from(answer.text()?).await?;
        Ok((answer.status(), text.as_string().unwrap_or_default()))
    };
    let whole = std::pin::pin!(whole);
    match futures_util::future::select(whole, TimeoutFuture::new(ANSWER_MS)).await {
        futures_util::future::Either::Left((answer, _)) => answer,
        futures_util::future::Either::Right(_) => {
            abort.abort();
            Err(JsValue::NULL)
        }
    }
}
