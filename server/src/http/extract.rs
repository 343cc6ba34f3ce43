//! Extractors whose refusals are problem documents: they name the place, never what stands there.

use std::error::Error;

use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::read_body;
use super::kind::Kind;
use super::problem::{ApiError, ApiResult};

/// Longest path into a document that is named.
const PATH_CHARACTERS_MAX: usize = 64;

/// A body of JSON, in or out. As an argument also `Option<Json<T>>`: `None` for an empty body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<T>(pub(crate) T);

/// Query parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

/// What stands in the path. What does not have the form asked for does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> ApiResult<Self> {
        check_content_type(request.headers())?;
        parse_json(&read_body(request).await?).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> ApiResult<Option<Self>> {
        let is_json = check_content_type(request.headers());
        let body = read_body(request).await?;
        if body.is_empty() {
            return Ok(None);
        }
        is_json?;
        parse_json(&body).map(Self).map(Some)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> ApiResult<Self> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(query_error(&rejection)),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(ApiError::new(Kind::RouteUnknown, "the address does not have the form of an id")),
        }
    }
}

/// Reads JSON.
///
/// # Errors
/// It is not JSON, or has another form: with line, column and field.
pub(crate) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        json_error(&path, &error.into_inner())
    })?;
    deserializer.end().map_err(|error| json_error("", &error))?;
    Ok(value)
}

fn check_content_type(headers: &HeaderMap) -> ApiResult<()> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(ApiError::new(Kind::ContentType, "the body must have the content type `application/json`"))
}

fn json_error(path: &str, error: &serde_json::Error) -> ApiError {
    let place = format!("line {}, column {}", error.line(), error.column());
    if !error.is_data() {
        let what = if error.is_eof() { "the document ends early" } else { "this is not JSON" };
        return ApiError::new(Kind::JsonSyntax, format!("{what}, at {place}"));
    }
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    ApiError::new(Kind::JsonField, format!("{}, at {place}", what_and_where(&message[..end], path)))
}

fn query_error(rejection: &(dyn Error + 'static)) -> ApiError {
    let mut cause = Some(rejection);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<serde_path_to_error::Error<serde::de::value::Error>>() {
            let (message, path) = (error.inner().to_string(), error.path().to_string());
            return ApiError::new(Kind::QueryField, what_and_where(&message, &path));
        }
        cause = error.source();
    }
    ApiError::new(Kind::QueryField, "a parameter has another form than is expected")
}

fn what_and_where(message: &str, path: &str) -> String {
    // The path to an unknown field ends with its name, which is the client's.
    let path = match message.starts_with("unknown field") {
        true => path.rsplit_once('.').map_or("", |(above, _)| above),
        false => path,
    };
    match shown(path) {
        Some(path) => format!("{} in `{path}`", reason(message)),
        None => reason(message),
    }
}

/// A path that consists of names of ours.
fn shown(path: &str) -> Option<&str> {
    let is_ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.[]".contains(c);
    (path.len() <= PATH_CHARACTERS_MAX && path != "." && !path.is_empty() && path.chars().all(is_ours))
        .then_some(path)
}

/// What serde says, without what was sent: only what was expected is ours.
fn reason(message: &str) -> String {
    if message.starts_with("missing field `") || message.starts_with("duplicate field `") {
        return message.to_owned();
    }
    let what = ["invalid type", "invalid value", "invalid length", "unknown field", "unknown variant"]
        .into_iter()
        .find(|what| message.starts_with(what));
    match (what, message.rfind("expected ")) {
        (Some(what), Some(at)) => format!("{what}, {}", &message[at..]),
        _ if message.contains("invalid digit") => "not a whole number".to_owned(),
        _ => "a value is not what is expected".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read")]
    struct Outer {
        note: String,
        #[serde(default)]
        visit: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        age: Option<u8>,
        class: Option<Class>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Class {
        Inpatient,
    }

    #[test]
    fn what_is_wrong_with_json_is_named_by_its_place_and_never_by_its_content() {
        for (body, code, detail) in [
            ("", "json-syntax", "the document ends early, at line 1, column 0"),
            ("{\"note\": canary}", "json-syntax", "this is not JSON, at line 1, column 10"),
            ("{\"note\":\"canary\"}x", "json-syntax", "this is not JSON, at line 1, column 18"),
            ("{}", "json-field", "missing field `note`, at line 1, column 2"),
            ("{\"note\":7}", "json-field", "invalid type, expected a string in `note`, at line 1, column 9"),
            (
                "{\"note\":\"x\",\n\"visit\":{\"age\":\"canary, expected x\"}}",
                "json-field",
                "invalid type, expected u8 in `visit.age`, at line 2, column 35",
            ),
            (
                "{\"note\":\"x\",\"visit\":{\"class\":\"canary\"}}",
                "json-field",
                "unknown variant, expected `inpatient` in `visit.class`, at line 1, column 37",
            ),
            (
                "{\"note\":\"x\",\"canary\":{}}",
                "json-field",
                "unknown field, expected `note` or `visit`, at line 1, column 20",
            ),
            (
                "{\"note\":\"x\",\"visit\":{\"canary\":1}}",
                "json-field",
                "unknown field, expected `age` or `class` in `visit`, at line 1, column 29",
            ),
        ] {
            let problem = parse_json::<Outer>(body.as_bytes()).unwrap_err().problem();
            assert_eq!((problem.code.as_str(), problem.detail.as_str()), (code, detail), "{body}");
            assert!(!problem.detail.to_lowercase().contains("canary"));
        }
        let utf8 = parse_json::<Outer>(b"{\"note\":\"\xff\"}").unwrap_err();
        assert_eq!(utf8.kind(), Kind::JsonSyntax);
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Paging {
        limit: Option<u16>,
        cursor: Option<String>,
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_query_is_named_likewise() {
        for (uri, detail) in [
            ("/?limit=5&cursor=x", None),
            ("/", None),
            ("/?limit=canary", Some("not a whole number in `limit`")),
            ("/?limit=70000", Some("a value is not what is expected in `limit`")),
            ("/?canary=1", Some("unknown field, expected `limit` or `cursor`")),
        ] {
            let (mut parts, ()) = axum::http::Request::builder().uri(uri).body(()).unwrap().into_parts();
            let read = Query::<Paging>::from_request_parts(&mut parts, &()).await;
            let problem = read.map(|_| ()).map_err(|error| error.problem());
            let found = problem.as_ref().err().map(|problem| problem.detail.as_str());
            assert_eq!(found, detail, "{uri}");
        }
    }

    #[tokio::test]
    async fn a_body_needs_its_type_and_may_be_left_out_where_it_is_optional() {
        for (content_type, body, needed, optional) in [
            ("application/json", "7", Ok(7), Ok(Some(7))),
            ("Application/JSON; charset=utf-8", "7", Ok(7), Ok(Some(7))),
            ("text/plain", "7", Err(Kind::ContentType), Err(Kind::ContentType)),
            ("", "7", Err(Kind::ContentType), Err(Kind::ContentType)),
            ("", "", Err(Kind::ContentType), Ok(None)),
            ("application/json", "", Err(Kind::JsonSyntax), Ok(None)),
        ] {
            let request = || {
                let request = axum::http::Request::builder().header(CONTENT_TYPE, content_type);
                request.body(axum::body::Body::from(body)).unwrap()
            };
            let read = <Json<u8> as FromRequest<()>>::from_request(request(), &()).await;
            assert_eq!(read.map(|json| json.0).map_err(|error| error.kind()), needed);
            let read = <Json<u8> as OptionalFromRequest<()>>::from_request(request(), &()).await;
            let read = read.map(|json| json.map(|json| json.0)).map_err(|error| error.kind());
            assert_eq!(read, optional);
        }
    }
}
