//! What an encounter may hold. A refusal names the field, the offset or the length, never what stands there.

use revrx_api::Visit;
use revrx_stages::text::Clinical;

use crate::http::{ApiError, ApiResult, Kind};
use crate::note::{NoteError, decode};

/// Longest reference, in Unicode code points.
pub(super) const REFERENCE_CHARACTERS_MAX: usize = 200;
/// Longest name, number or date of a visit, in Unicode code points.
const ENTRY_CHARACTERS_MAX: usize = 200;
/// Most entries of a list of a visit.
const ENTRIES_MAX: usize = 100;

/// The text of a note of at most `max` bytes.
pub(super) fn note(bytes: &[u8], max: u64) -> ApiResult<Clinical> {
    if bytes.len() as u64 > max {
        return Err(too_large(max));
    }
    decode(bytes).map(Clinical::from).map_err(|error| refused("the note", &error))
}

/// A note that has more than `max` bytes.
pub(super) fn too_large(max: u64) -> ApiError {
    ApiError::new(Kind::NoteTooLarge, format!("the note has more than {max} bytes"))
        .hint("split it, or leave out what is no text")
}

/// Text that is no text: `what` is `the note` or another part.
pub(super) fn refused(what: &str, error: &NoteError) -> ApiError {
    let kind = match error {
        NoteError::Empty | NoteError::Blank => Kind::NoteEmpty,
        NoteError::Utf16 | NoteError::NotUtf8 { .. } => Kind::NoteNotUtf8,
        _ => Kind::NoteNotText,
    };
    let said = error.to_string();
    let refused = ApiError::new(kind, format!("{what} {}", said.strip_prefix("it ").unwrap_or(&said)));
    match error.hint() {
        Some(hint) => refused.hint(hint),
        None => refused,
    }
}

/// A reference without white space around it; `None` when nothing is left.
pub(super) fn reference(text: &str) -> ApiResult<Option<Clinical>> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters > REFERENCE_CHARACTERS_MAX {
        let detail =
            format!("the reference has {characters} characters, {REFERENCE_CHARACTERS_MAX} are allowed");
        return Err(ApiError::new(Kind::ReferenceTooLong, detail));
    }
    Ok((!text.is_empty()).then(|| text.into()))
}

/// Bounds of what is said of a visit.
pub(super) fn visit(visit: &Visit) -> ApiResult<()> {
    let no_list: &[String] = &[];
    let lists = [
        ("billed", visit.billed.as_deref().unwrap_or(no_list)),
        ("patient-names", &visit.patient_names),
        ("mrns", &visit.mrns),
        ("clinicians", &visit.clinicians),
        ("date", visit.date.as_slice()),
        ("date-of-birth", visit.date_of_birth.as_slice()),
    ];
    for (field, entries) in lists {
        if entries.len() > ENTRIES_MAX {
            let detail = format!("`{field}` has {} entries, {ENTRIES_MAX} are allowed", entries.len());
            return Err(ApiError::new(Kind::EncounterInvalid, detail));
        }
        for (number, entry) in (1..).zip(entries) {
            let characters = entry.chars().count();
            if characters > ENTRY_CHARACTERS_MAX {
                let detail = format!(
                    "entry {number} of `{field}` has {characters} characters, {ENTRY_CHARACTERS_MAX} are allowed"
                );
                return Err(ApiError::new(Kind::EncounterInvalid, detail));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_text_within_its_bound() {
        for (bytes, code, detail) in [
            (&b""[..], "note-empty", "the note is empty: a note needs at least one word"),
            (b" \r\n\t", "note-empty", "the note holds only white space: a note needs at least one word"),
            (b"canary\0", "note-not-text", "the note is not text: there is a NUL byte at offset 6: "),
            (b"\xff\xfec\0", "note-not-utf8", "the note is UTF-16 (byte order mark at offset 0), and only "),
            (b"\xef\xbb\xbfcan\xe8", "note-not-utf8", "the note is not UTF-8: byte 6 (0xe8) begins no "),
            (b"canary canary", "note-too-large", "the note has more than 12 bytes: "),
        ] {
            let problem = note(bytes, 12).unwrap_err().problem();
            assert_eq!(problem.code, code, "{bytes:?}");
            assert!(problem.detail.starts_with(detail), "{}", problem.detail);
            assert!(!problem.detail.contains("canary"));
        }
        assert_eq!(note(b"\xef\xbb\xbfcanary\r\n", 12), Ok("canary\r\n".into()));
        assert_eq!(note(b"canary, 12 b", 12), Ok("canary, 12 b".into()));
    }

    #[test]
    fn a_reference_is_trimmed_and_bounded() {
        let long = "é".repeat(REFERENCE_CHARACTERS_MAX);
        assert_eq!(reference(&format!(" {long}\n")), Ok(Some(long.as_str().into())));
        assert_eq!(reference(" \t"), Ok(None));
        let problem = reference(&format!("{long}é")).unwrap_err().problem();
        assert_eq!((problem.status, problem.code.as_str()), (422, "reference-too-long"));
        assert_eq!(problem.detail, "the reference has 201 characters, 200 are allowed");
    }

    #[test]
    fn a_visit_is_bounded() {
        let long = || "é".repeat(ENTRY_CHARACTERS_MAX + 1);
        let names = |count| vec!["Ada".to_owned(); count];
        for (given, detail) in [
            (Visit { mrns: names(ENTRIES_MAX), ..Visit::default() }, None),
            (
                Visit { mrns: names(ENTRIES_MAX + 1), ..Visit::default() },
                Some("`mrns` has 101 entries, 100 are allowed"),
            ),
            (
                Visit { clinicians: vec!["Ada".to_owned(), long()], ..Visit::default() },
                Some("entry 2 of `clinicians` has 201 characters, 200 are allowed"),
            ),
            (
                Visit { date: Some(long()), ..Visit::default() },
                Some("entry 1 of `date` has 201 characters, 200 are allowed"),
            ),
            (
                Visit { billed: Some(names(ENTRIES_MAX + 1)), ..Visit::default() },
                Some("`billed` has 101 entries, 100 are allowed"),
            ),
        ] {
            let found = visit(&given).map_err(|error| error.problem().detail).err();
            assert_eq!(found.as_deref(), detail);
        }
    }
}
