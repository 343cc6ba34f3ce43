//! The page: files that the build put into the binary, or a word on how to put them there.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::kind::Kind;
use super::problem::ApiError;

/// The one document.
const INDEX: &str = "index.html";
/// Hexadecimal digits of a hash in a name.
const HASH_DIGITS: usize = 12;
/// For names that change with their content: a year, and never asked for again.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// For names that stay: kept, and asked for each time.
const ASK: &str = "no-cache";
/// What stands in place of the page in a binary that was built without it.
const WITHOUT_PAGE: &str = "RevRx runs, but it was built without its page.\n\n\
     Build the page with `cargo xtask page`, then build and start `revrx` again.\n\
     The API works all the same; /api/v1/openapi.json describes it.\n";

#[derive(rust_embed::Embed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct Embedded;

/// A file.
pub(super) struct File {
    bytes: Cow<'static, [u8]>,
    /// SHA-256 of the bytes.
    hash: [u8; 32],
}

/// Where the files are: by name without a leading slash; beside `NAME` stand `NAME.br` and `NAME.gz`.
#[derive(Clone, Copy)]
pub(super) struct Site {
    find: fn(&str) -> Option<File>,
}

impl Site {
    /// The files in this binary.
    pub(super) fn embedded() -> Self {
        let find = |name: &str| {
            let file = Embedded::get(name)?;
            Some(File { hash: file.metadata.sha256_hash(), bytes: file.data })
        };
        Self { find }
    }
}

/// Whether this binary has the page.
pub(crate) fn is_embedded() -> bool {
    Embedded::get(INDEX).is_some()
}

/// Answers everything that is no route: a file, else the page, which has addresses of its own.
pub(super) async fn serve(State(site): State<Site>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return unknown();
    }
    if *request.method() != Method::GET && *request.method() != Method::HEAD {
        let error = ApiError::new(Kind::MethodNotAllowed, "the page is only read");
        return ([(ALLOW, HeaderValue::from_static("GET,HEAD"))], error).into_response();
    }
    let name = path.trim_start_matches('/');
    if !name.is_empty()
        && let Some(response) = file(site, name, request.headers())
    {
        return response;
    }
    if name.contains('.') {
        return unknown();
    }
    let without = || {
        let content_type = HeaderValue::from_static("text/plain; charset=utf-8");
        (StatusCode::OK, [(CONTENT_TYPE, content_type)], WITHOUT_PAGE).into_response()
    };
    file(site, INDEX, request.headers()).unwrap_or_else(without)
}

fn unknown() -> Response {
    ApiError::new(Kind::RouteUnknown, "neither a route nor a file has this address").into_response()
}

/// The file in the best coding that the client takes, or nothing when it has it.
fn file(site: Site, name: &str, headers: &HeaderMap) -> Option<Response> {
    let content_type = content_type(name)?;
    let plain = (site.find)(name)?;
    let coded = CODINGS.iter().filter(|(coding, _)| accepts(headers, coding));
    let coded = coded.filter_map(|(coding, end)| Some((*coding, (site.find)(&format!("{name}{end}"))?)));
    let (coding, file) = coded.map(|(coding, file)| (Some(coding), file)).next().unwrap_or((None, plain));
    let tag = tag(&file.hash);
    let has_it = headers.get_all(IF_NONE_MATCH).iter().any(|given| is_among(given, &tag));
    let mut response = match has_it {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => file.bytes.into_response(),
    };
    let out = response.headers_mut();
    let cache = if is_hashed(name) { FOREVER } else { ASK };
    out.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(ETAG, tag);
    out.remove(CONTENT_TYPE);
    if !has_it {
        out.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(coding) = coding {
            out.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
    }
    Some(response)
}

/// The smallest first, each with what is appended to a name.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Whether `Accept-Encoding` names the coding (RFC 9110, 12.5.3), with a weight above 0.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let mut any = None;
    for item in headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()) {
        for item in item.split(',') {
            let mut parts = item.split(';');
            let name = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=").map(str::trim));
            let is_taken = weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0));
            if name.eq_ignore_ascii_case(coding) {
                return is_taken;
            }
            if name == "*" {
                any = Some(is_taken);
            }
        }
    }
    any.unwrap_or(false)
}

fn tag(hash: &[u8; 32]) -> HeaderValue {
    let mut tag = String::from("\"");
    for byte in &hash[..16] {
        write!(tag, "{byte:02x}").expect("a string takes all");
    }
    tag.push('"');
    HeaderValue::from_str(&tag).expect("hexadecimal digits in quotes")
}

/// Whether `If-None-Match` names the tag; weak tags are the same here (RFC 9110, 13.1.2).
fn is_among(given: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(given), Ok(tag)) = (given.to_str(), tag.to_str()) else { return false };
    given.split(',').any(|one| one.trim() == "*" || one.trim().trim_start_matches("W/") == tag)
}

/// By the end of the name; other files are not served.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether a hash of the content stands in the name, after its first `-`: `revrx-0123456789ab_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let digits = name.split_once('-').map(|(_, rest)| rest.bytes().take_while(u8::is_ascii_hexdigit).count());
    digits == Some(HASH_DIGITS)
}

#[cfg(test)]
pub(super) mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;
    use sha2::{Digest, Sha256};

    use super::*;

    const FILES: [(&str, &str); 6] = [
        ("index.html", "<html>"),
        ("index.html.br", "br of html"),
        ("revrx-0123456789ab_bg.wasm", "wasm"),
        ("revrx-0123456789ab_bg.wasm.br", "br of wasm"),
        ("revrx-0123456789ab_bg.wasm.gz", "gz of wasm"),
        ("favicon.svg", "<svg>"),
    ];

    pub(in crate::http) const SITE: Site = Site {
        find: |name| {
            let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
            Some(File { bytes: Cow::Borrowed(text.as_bytes()), hash: Sha256::digest(text).into() })
        },
    };

    const BARE: Site = Site { find: |_| None };

    struct Answer {
        status: u16,
        headers: HeaderMap,
        body: String,
    }

    impl Answer {
        fn header(&self, name: &str) -> &str {
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
    }

    async fn ask(site: Site, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = axum::http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = serve(State(site), request.body(Body::empty()).unwrap()).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    #[tokio::test]
    async fn an_address_is_a_file_or_the_page_or_nothing() {
        let wasm = "/revrx-0123456789ab_bg.wasm";
        for (method, path, status, body, content_type, cache) in [
            ("GET", "/", 200, "<html>", "text/html; charset=utf-8", ASK),
            ("HEAD", "/", 200, "<html>", "text/html; charset=utf-8", ASK),
            ("GET", "/index.html", 200, "<html>", "text/html; charset=utf-8", ASK),
            ("GET", "/reports/0190", 200, "<html>", "text/html; charset=utf-8", ASK),
            ("GET", "/apiary", 200, "<html>", "text/html; charset=utf-8", ASK),
            ("GET", wasm, 200, "wasm", "application/wasm", FOREVER),
            ("GET", "/favicon.svg", 200, "<svg>", "image/svg+xml", ASK),
            ("GET", "/index.html.br", 404, "", PROBLEM, ""),
            ("GET", "/robots.txt", 404, "", PROBLEM, ""),
            ("GET", "/../Cargo.toml", 404, "", PROBLEM, ""),
            ("GET", "/api", 404, "", PROBLEM, ""),
            ("GET", "/api/v1/nothing", 404, "", PROBLEM, ""),
            ("POST", "/api/v1/nothing", 404, "", PROBLEM, ""),
            ("POST", "/", 405, "", PROBLEM, ""),
        ] {
            let answer = ask(SITE, method, path, &[]).await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.header("content-type"), content_type, "{path}");
            assert_eq!(answer.header("cache-control"), cache, "{path}");
            assert!(body.is_empty() || answer.body == body, "{path}: {}", answer.body);
            assert_eq!(answer.header("allow"), if status == 405 { "GET,HEAD" } else { "" });
        }
    }

    const PROBLEM: &str = crate::http::problem::PROBLEM_JSON;

    #[tokio::test]
    async fn the_best_coding_that_the_client_takes_is_sent() {
        let wasm = "/revrx-0123456789ab_bg.wasm";
        for (path, accept, coding, body) in [
            (wasm, "gzip, deflate, br, zstd", "br", "br of wasm"),
            (wasm, "gzip", "gzip", "gz of wasm"),
            (wasm, "br;q=0, GZIP;q=0.5", "gzip", "gz of wasm"),
            (wasm, "*", "br", "br of wasm"),
            (wasm, "br;q=0, *;q=0.1", "gzip", "gz of wasm"),
            (wasm, "identity", "", "wasm"),
            (wasm, "br; q=0.0", "", "wasm"),
            ("/", "gzip", "", "<html>"),
            ("/", "gzip, br", "br", "br of html"),
        ] {
            let answer = ask(SITE, "GET", path, &[("accept-encoding", accept)]).await;
            assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (coding, body), "{accept}");
            assert_eq!(answer.header("vary"), "accept-encoding");
        }
    }

    #[tokio::test]
    async fn what_the_client_has_is_not_sent_again() {
        let accept = ("accept-encoding", "br");
        let first = ask(SITE, "GET", "/", &[accept]).await;
        let plain = ask(SITE, "GET", "/", &[]).await;
        let tag = first.header("etag");
        assert!(tag.len() == 34 && tag != plain.header("etag"));
        let (weak, list) = (format!("W/{tag}"), format!("\"other\", {tag}"));
        for (given, status) in [
            (tag, 304),
            (&*weak, 304),
            (&*list, 304),
            ("*", 304),
            ("\"other\"", 200),
            (plain.header("etag"), 200),
        ] {
            let answer = ask(SITE, "GET", "/", &[accept, ("if-none-match", given)]).await;
            assert_eq!((answer.status, answer.body.is_empty()), (status, status == 304), "{given}");
            assert_eq!((answer.header("etag"), answer.header("cache-control")), (tag, ASK));
        }
    }

    #[tokio::test]
    async fn a_binary_without_the_page_says_how_to_build_it() {
        for path in ["/", "/encounters"] {
            let answer = ask(BARE, "GET", path, &[]).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
            assert!(answer.body.contains("cargo xtask page"));
        }
        assert_eq!(ask(BARE, "GET", "/revrx.js", &[]).await.status, 404);
    }

    #[test]
    fn a_name_is_hashed_when_a_hash_stands_in_it() {
        for (name, hashed) in [
            ("revrx-0123456789ab_bg.wasm", true),
            ("boot-0123456789ab.js", true),
            ("index.html", false),
            ("well-known.txt", false),
            ("a-0123456789abcd.js", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }
}
