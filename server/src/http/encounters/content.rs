//! What is sent to make an encounter, as JSON or as a form.

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use revrx_api as wire;
use revrx_stages::text::Clinical;
use sha2::{Digest, Sha256};

use super::{check, form, visit};
use crate::encounters::Content;
use crate::http::{ApiError, ApiResult, Kind, parse_json, read_body};
use crate::note::NoteError;

/// Reads a request with a note of at most `note_max` bytes.
///
/// # Errors
/// A problem that names the place, never what stands there.
pub(super) async fn read(request: Request, note_max: u64) -> ApiResult<Content> {
    match essence(request.headers()).as_str() {
        "application/json" => from_json(&read_body(request).await?, note_max),
        "multipart/form-data" => form::read(request, note_max).await,
        _ => Err(ApiError::new(
            Kind::ContentType,
            "the body must have the content type `application/json` or `multipart/form-data`",
        )),
    }
}

/// What tells one request from another: SHA-256 of all that is kept of it, the same for JSON and for a form.
pub(super) fn hash(content: &Content) -> [u8; 32] {
    let visit = serde_json::to_vec(&content.visit).expect("strings, numbers and lists of them are JSON");
    let reference = content.reference.as_ref().map_or("", Clinical::expose);
    let mut hash = Sha256::new();
    for part in [content.note.expose().as_bytes(), &visit, reference.as_bytes()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn from_json(body: &[u8], note_max: u64) -> ApiResult<Content> {
    if body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") {
        return Err(check::refused("the body", &NoteError::Utf16));
    }
    if let Err(error) = std::str::from_utf8(body) {
        let offset = error.valid_up_to();
        return Err(check::refused("the body", &NoteError::NotUtf8 { offset, byte: body[offset] }));
    }
    let new: wire::NewEncounter = parse_json(body)?;
    content(new.note.as_bytes(), new.reference.as_deref(), new.visit, note_max)
}

/// Checks all parts.
pub(super) fn content(
    note: &[u8],
    reference: Option<&str>,
    visit: wire::Visit,
    note_max: u64,
) -> ApiResult<Content> {
    check::visit(&visit)?;
    let reference = reference.map(check::reference).transpose()?.flatten();
    Ok(Content { reference, visit: visit::from_wire(visit), note: check::note(note, note_max)? })
}

fn essence(headers: &HeaderMap) -> String {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
