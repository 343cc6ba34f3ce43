//! Making encounters: what is taken, and what is refused and why.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use revrx_api::{Encounter, EncounterClass, NewEncounter, Visit};

use super::place::{NOTE_BYTES_MAX, Place, request};
use crate::http::body::DISCARDED_TIMES_MAX;

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data; boundary=cut";
/// Must not stand in any answer that refuses something.
const CANARY: &str = "Zanzibar";

/// A form of parts: disposition and content.
fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (disposition, content) in parts {
        body.extend_from_slice(
            format!("--cut\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    body
}

fn file(note: &[u8]) -> Vec<u8> {
    form(&[("name=\"note\"; filename=\"Zanzibar.txt\"", note)])
}

fn json(note: &str) -> String {
    serde_json::json!({ "note": note }).to_string()
}

#[tokio::test]
async fn json_and_a_form_make_the_same_encounter() {
    let place = Place::new().await;
    let visit = r#"{"class":"inpatient","date":"2026-01-20","age":58,"sex":"male","billed":["M17.11"],
        "patient-names":["Barnaby Invented"],"mrns":["7"],"clinicians":["C. Invented"]}"#;
    let note = "Fièvre \u{1f912}.\r\nSecond line.\n";
    let as_json =
        format!(r#"{{"note":{},"reference":" A-1 ","encounter":{visit}}}"#, serde_json::json!(note));
    let as_form = form(&[
        ("name=\"reference\"", b"A-1"),
        ("name=\"note\"; filename=\"note.txt\"", note.as_bytes()),
        ("name=\"encounter\"", visit.as_bytes()),
    ]);
    for (content_type, body) in [(JSON, as_json.into_bytes()), (FORM, as_form)] {
        let answer = place.post(content_type, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.body));
        let made: Encounter = answer.read();
        assert_eq!(answer.headers["location"], format!("/api/v1/encounters/{}", made.row.id).as_str());
        assert_eq!(made.note, note);
        assert!(made.visit == serde_json::from_str::<Visit>(visit).unwrap());
        let row = &made.row;
        assert_eq!((row.version, row.characters), (1, 24));
        assert_eq!((row.label.as_deref(), row.reference.as_deref()), (Some("Barnaby Invented"), Some("A-1")));
        assert_eq!(
            (row.date.as_deref(), row.clinician.as_deref()),
            (Some("2026-01-20"), Some("C. Invented"))
        );
        assert_eq!((row.class, row.report.is_none()), (EncounterClass::Inpatient, true));
        let again = place.get(&format!("/encounters/{}", row.id)).await;
        assert_eq!(again.body, answer.body);
        assert_eq!(again.headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn a_note_alone_is_enough_in_every_form() {
    let place = Place::new().await;
    for (content_type, body, note) in [
        (JSON, json("Fever.").into_bytes(), "Fever."),
        ("application/json; charset=utf-8", json("\u{feff}Fever.").into_bytes(), "Fever."),
        (FORM, file(b"Fever."), "Fever."),
        (FORM, file(b"\xef\xbb\xbfFever."), "Fever."),
        (FORM, form(&[("name=\"note\"", b"Fever.")]), "Fever."),
        (
            FORM,
            form(&[("name=\"note\"", b"Fever."), ("name=\"encounter\"", b""), ("name=\"reference\"", b"")]),
            "Fever.",
        ),
    ] {
        let answer = place.post(content_type, body).await;
        let made: Encounter = answer.read();
        assert_eq!((made.note.as_str(), made.row.label, made.row.reference), (note, None, None));
    }
}

#[tokio::test]
async fn what_cannot_be_a_note_is_refused_by_its_place_and_never_quoted() {
    let place = Place::new().await;
    let latin1 = b"Zanzibar: fi\xe8vre";
    let in_json = [&br#"{"note":"Zanzibar: fi"#[..], b"\xe8", br#"vre"}"#].concat();
    let utf16: Vec<u8> = "\u{feff}Zanzibar".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (what, content_type, body, status, code, detail) in [
        ("empty", JSON, json("").into_bytes(), 422, "note-empty", "the note is empty"),
        ("empty file", FORM, file(b""), 422, "note-empty", "the note is empty"),
        (
            "blank",
            JSON,
            json(" \n\u{a0}\u{200b}").into_bytes(),
            422,
            "note-empty",
            "the note holds only white space",
        ),
        ("blank file", FORM, file(b"\r\n\t"), 422, "note-empty", "the note holds only white space"),
        ("NUL", JSON, json("Zanzibar\0").into_bytes(), 422, "note-not-text", "NUL byte at offset 8"),
        ("NUL in a file", FORM, file(b"Zanzibar\0"), 422, "note-not-text", "NUL byte at offset 8"),
        ("Latin-1", FORM, file(latin1), 422, "note-not-utf8", "byte 12 (0xe8)"),
        ("Latin-1 in JSON", JSON, in_json, 422, "note-not-utf8", "the body is not UTF-8: byte 21 (0xe8)"),
        ("UTF-16", FORM, file(&utf16), 422, "note-not-utf8", "UTF-16"),
        ("JSON in UTF-16", JSON, utf16.clone(), 422, "note-not-utf8", "UTF-16"),
        ("half a surrogate", JSON, br#"{"note":"\ud83e"}"#.to_vec(), 400, "json-syntax", "line 1"),
        ("a number", JSON, br#"{"note":7}"#.to_vec(), 422, "json-field", "`note`"),
        ("no note", JSON, br#"{"reference":"Zanzibar"}"#.to_vec(), 422, "json-field", "missing field `note`"),
        ("no JSON", JSON, b"Zanzibar".to_vec(), 400, "json-syntax", "line 1, column 1"),
        ("nothing", JSON, Vec::new(), 400, "json-syntax", "ends early"),
    ] {
        let problem = place.post(content_type, body).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "{what}: {}", problem.detail);
        assert!(problem.detail.contains(detail), "{what}: {}", problem.detail);
        assert!(!problem.detail.contains(CANARY), "{what}: {}", problem.detail);
    }
    assert_eq!(
        place.get("/encounters").await.read::<revrx_api::EncounterPage>().total,
        0,
        "nothing was made"
    );
}

#[tokio::test]
async fn what_a_visit_cannot_be_is_refused_by_its_place_and_never_quoted() {
    let place = Place::new().await;
    let long = "é".repeat(201);
    for (visit, reference, code, detail) in [
        (r#"{"class":"Zanzibar"}"#, "", "visit", "unknown variant, expected `outpatient` or `inpatient`"),
        (r#"{"Zanzibar":1}"#, "", "visit", "unknown field, expected one of `class`"),
        (r#"{"age":"Zanzibar"}"#, "", "visit", "invalid type, expected u8"),
        (r#"{"age":300}"#, "", "visit", "invalid value, expected u8"),
        (r#"{"patient-names":"Zanzibar"}"#, "", "visit", "invalid type, expected a sequence"),
        (
            &format!(r#"{{"clinicians":["a","Zanzibar {long}"]}}"#),
            "",
            "encounter-invalid",
            "entry 2 of `clinicians` has 210 characters",
        ),
        ("{}", long.as_str(), "reference-too-long", "201 characters"),
    ] {
        let as_json = format!(r#"{{"note":"Fever.","reference":"{reference}","encounter":{visit}}}"#);
        let as_form = form(&[
            ("name=\"note\"", b"Fever."),
            ("name=\"encounter\"", visit.as_bytes()),
            ("name=\"reference\"", reference.as_bytes()),
        ]);
        for (content_type, body, of_visit) in
            [(JSON, as_json.into_bytes(), "json-field"), (FORM, as_form, "encounter-invalid")]
        {
            let problem = place.post(content_type, body).await.problem();
            let code = if code == "visit" { of_visit } else { code };
            assert_eq!((problem.status, problem.code.as_str()), (422, code), "{visit}: {}", problem.detail);
            assert!(problem.detail.contains(detail), "{visit}: {}", problem.detail);
            assert!(!problem.detail.contains(CANARY), "{}", problem.detail);
        }
    }
}

#[tokio::test]
async fn a_form_has_one_note_and_no_part_that_is_not_known() {
    let place = Place::new().await;
    let note = ("name=\"note\"; filename=\"a.txt\"", &b"Zanzibar"[..]);
    let huge = "x".repeat(70_000);
    let mut cut_off = file(b"Zanzibar");
    cut_off.truncate(cut_off.len() - 12);
    for (what, content_type, body, status, code, detail) in [
        ("no part", FORM, form(&[]), 400, "multipart", "no part `note`"),
        ("no note", FORM, form(&[("name=\"encounter\"", b"{}")]), 400, "multipart", "no part `note`"),
        ("two notes", FORM, form(&[note, note]), 400, "multipart", "two parts `note`"),
        (
            "another part",
            FORM,
            form(&[note, ("name=\"Zanzibar\"", b"1")]),
            400,
            "multipart",
            "none of `note`",
        ),
        (
            "a part without a name",
            FORM,
            form(&[("filename=\"Zanzibar\"", b"1")]),
            400,
            "multipart",
            "none of `note`",
        ),
        ("cut off", FORM, cut_off, 400, "multipart", "ends early"),
        ("no form", FORM, b"Zanzibar".to_vec(), 400, "multipart", "ends early"),
        ("no boundary", "multipart/form-data", file(b"Zanzibar"), 400, "multipart", "no boundary"),
        (
            "a visit too large",
            FORM,
            form(&[note, ("name=\"encounter\"", huge.as_bytes())]),
            422,
            "encounter-invalid",
            "65536 bytes",
        ),
        (
            "a reference too long",
            FORM,
            form(&[note, ("name=\"reference\"", huge.as_bytes())]),
            422,
            "reference-too-long",
            "200 characters",
        ),
        (
            "a reference in Latin-1",
            FORM,
            form(&[note, ("name=\"reference\"", b"Zanzibar \xe8")]),
            400,
            "multipart",
            "from byte 9 on",
        ),
    ] {
        let problem = place.post(content_type, body).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "{what}: {}", problem.detail);
        assert!(problem.detail.contains(detail), "{what}: {}", problem.detail);
        assert!(!problem.detail.contains(CANARY), "{what}: {}", problem.detail);
    }
}

#[tokio::test]
async fn a_body_is_json_or_a_form() {
    let place = Place::new().await;
    for (content_type, body) in [
        ("text/plain", &b"Zanzibar"[..]),
        ("", b"Zanzibar"),
        ("application/x-www-form-urlencoded", b"note=Zanzibar"),
        ("application/jsonl", b"{}"),
    ] {
        let problem = place.post(content_type, body).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (415, "content-type"), "{content_type}");
        assert!(problem.detail.contains("`application/json` or `multipart/form-data`"), "{}", problem.detail);
    }
}

#[tokio::test]
async fn the_bound_of_a_note_holds_to_the_byte() {
    let place = Place::new().await;
    let fits = "a".repeat(NOTE_BYTES_MAX as usize);
    let over = format!("{fits}a");
    let umlauts = "ä".repeat(NOTE_BYTES_MAX as usize / 2);
    for (note, characters) in [(&fits, NOTE_BYTES_MAX), (&umlauts, NOTE_BYTES_MAX / 2)] {
        for (content_type, body) in [(JSON, json(note).into_bytes()), (FORM, file(note.as_bytes()))] {
            let made: Encounter = place.post(content_type, body).await.read();
            assert_eq!(made.row.characters, characters);
            assert!(made.note == *note);
        }
    }
    for (content_type, body) in [(JSON, json(&over).into_bytes()), (FORM, file(over.as_bytes()))] {
        let problem = place.post(content_type, body).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (413, "note-too-large"));
        assert!(problem.detail.contains("1048576 bytes"), "{}", problem.detail);
    }
}

#[tokio::test]
async fn a_note_that_is_far_too_large_is_not_read_to_its_end() {
    let place = Place::new().await;
    const PIECE: usize = 64 << 10;
    // What exceeds the bound is thrown away for a while, so that a client comes to read the answer.
    let most = place.app.offer.body_bytes_max() * DISCARDED_TIMES_MAX;
    for (content_type, begin, code) in [
        (JSON, r#"{"note":""#, "body-too-large"),
        (
            FORM,
            "--cut\r\nContent-Disposition: form-data; name=\"note\"; filename=\"a\"\r\n\r\n",
            "note-too-large",
        ),
    ] {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&read);
        let pieces = stream::iter(0..4 * most / PIECE).then(move |piece| {
            counter.fetch_add(PIECE, Ordering::Relaxed);
            let bytes = if piece == 0 { Bytes::from(begin) } else { Bytes::from(vec![b'a'; PIECE]) };
            // As over a network, not all is there at once.
            async move {
                tokio::task::yield_now().await;
                Ok::<_, std::io::Error>(bytes)
            }
        });
        let answer =
            place.send(request("POST", "/encounters", content_type, Body::from_stream(pieces))).await;
        let problem = answer.problem();
        assert_eq!((problem.status, problem.code.as_str()), (413, code));
        let read = read.load(Ordering::Relaxed);
        assert!(read <= most + 4 * PIECE, "{content_type}: {read} bytes were read, {most} are the bound");
    }
}

#[tokio::test]
async fn a_request_that_is_sent_again_makes_one_encounter() {
    let place = Place::new().await;
    let send = async |key: &str, content_type: &str, body: Vec<u8>| {
        let mut request = request("POST", "/encounters", content_type, body.into());
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        place.send(request).await
    };
    let first = send("a", JSON, json("Fever.").into_bytes()).await;
    let again = send("a", JSON, json("Fever.").into_bytes()).await;
    let as_form = send("a", FORM, file(b"Fever.")).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!((&first.body, &first.headers["location"]), (&again.body, &again.headers["location"]));
    assert_eq!(first.body, as_form.body, "the form of the same content makes no difference");
    for other in [
        json("Fevers."),
        r#"{"note":"Fever.","reference":"A"}"#.to_owned(),
        r#"{"note":"Fever.","encounter":{"age":1}}"#.to_owned(),
    ] {
        let problem = send("a", JSON, other.into_bytes()).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (422, "idempotency-key-reused"));
    }
    let problem = send("two words", JSON, json("Fever.").into_bytes()).await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (400, "idempotency-key"));
    assert_eq!(place.get("/encounters").await.read::<revrx_api::EncounterPage>().total, 1);
    let id = first.read::<Encounter>().row.id;
    assert_eq!(place.delete(&format!("/encounters/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(send("a", JSON, json("Fever.").into_bytes()).await.problem().code, "encounter-deleted");
}

#[tokio::test]
async fn every_sample_can_be_sent_as_it_is() {
    let place = Place::new().await;
    let samples: revrx_api::SamplePage = place.get("/samples").await.read();
    assert_eq!(samples.items.len(), 7);
    for sample in samples.items {
        let NewEncounter { note, visit, .. } = sample.encounter.clone();
        let made: Encounter = place.post(JSON, serde_json::to_vec(&sample.encounter).unwrap()).await.read();
        assert!(made.note == note && made.visit == visit, "{}", sample.name);
        assert_eq!(made.row.label.as_ref(), visit.patient_names.first());
    }
    assert_eq!(place.get("/encounters").await.read::<revrx_api::EncounterPage>().total, 7);
}
