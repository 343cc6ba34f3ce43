//! An encounter as a form: a file and what belongs to it.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use revrx_api as wire;

use super::check::{self, REFERENCE_CHARACTERS_MAX};
use super::content::content;
use crate::encounters::Content;
use crate::http::{ApiError, ApiResult, Kind, body_error, parse_json};

/// Largest part `encounter`: as many entries of full length as a visit may have do not fit, which nobody misses.
const VISIT_BYTES_MAX: u64 = 64 << 10;
/// Largest part `reference`; a code point has at most four bytes.
const REFERENCE_BYTES_MAX: u64 = 4 * REFERENCE_CHARACTERS_MAX as u64;

/// Parts read so far: each may come once, so there are never more than three.
#[derive(Default)]
struct Parts {
    note: Option<Vec<u8>>,
    encounter: Option<Vec<u8>>,
    reference: Option<Vec<u8>>,
}

/// Reads a form. Of a part that is too large no more is kept than fits.
pub(super) async fn read(request: Request, note_max: u64) -> ApiResult<Content> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| {
        ApiError::new(Kind::Multipart, "the content type names no boundary between the parts")
    })?;
    let parts = match parts(&mut form, note_max).await {
        Ok(parts) => parts,
        Err(error) => {
            discard(&mut form).await;
            return Err(error);
        }
    };
    let note = parts.note.ok_or_else(|| {
        ApiError::new(Kind::Multipart, "there is no part `note`").hint("send the note as a file of that name")
    })?;
    let visit = match parts.encounter.filter(|json| !json.is_empty()) {
        Some(json) => parse_json(&json).map_err(|error| invalid_visit(&error))?,
        None => wire::Visit::default(),
    };
    let reference = parts.reference.map(|bytes| match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let detail = format!("the part `reference` is not UTF-8 from byte {offset} on");
            Err(ApiError::new(Kind::Multipart, detail))
        }
    });
    content(&note, reference.transpose()?.as_deref(), visit, note_max)
}

async fn parts(form: &mut Multipart, note_max: u64) -> ApiResult<Parts> {
    let mut parts = Parts::default();
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        let (place, max, too_large) = match field.name() {
            Some("note") => (&mut parts.note, note_max, check::too_large(note_max)),
            Some("encounter") => (&mut parts.encounter, VISIT_BYTES_MAX, visit_too_large()),
            Some("reference") => (&mut parts.reference, REFERENCE_BYTES_MAX, reference_too_long()),
            _ => return Err(unknown_part()),
        };
        if place.is_some() {
            let name = field.name().unwrap_or_default();
            return Err(ApiError::new(Kind::Multipart, format!("there are two parts `{name}`")));
        }
        *place = Some(bounded(field, max, too_large).await?);
    }
    Ok(parts)
}

async fn bounded(mut field: Field<'_>, max: u64, too_large: ApiError) -> ApiResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        if (bytes.len() + chunk.len()) as u64 > max {
            return Err(too_large);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads on to the end and keeps nothing: a client that is cut off while it sends does not read the answer. How much
/// that is at most is the bound of all bodies.
async fn discard(form: &mut Multipart) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}

/// A body that is too long or too slow says so; all else is the form's fault.
fn unreadable(error: &MultipartError) -> ApiError {
    let error = body_error(error);
    match error.kind() {
        Kind::BodyTooLarge | Kind::BodyTimeout => error,
        _ => ApiError::new(Kind::Multipart, "the form ends early, or its parts are not cut as it says"),
    }
}

fn invalid_visit(error: &ApiError) -> ApiError {
    ApiError::new(Kind::EncounterInvalid, format!("the part `encounter`: {}", error.problem().detail))
}

fn visit_too_large() -> ApiError {
    let detail = format!("the part `encounter` has more than {VISIT_BYTES_MAX} bytes");
    ApiError::new(Kind::EncounterInvalid, detail)
}

fn reference_too_long() -> ApiError {
    let detail = format!("the reference has more than {REFERENCE_CHARACTERS_MAX} characters");
    ApiError::new(Kind::ReferenceTooLong, detail)
}

fn unknown_part() -> ApiError {
    ApiError::new(Kind::Multipart, "a part is none of `note`, `encounter` and `reference`")
}
