//! Sends notes: each becomes an encounter, and its report is started.

use std::time::Duration;

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{Encounter, EncounterId, EncounterRow, NewEncounter, ReportStatus, StartReport, Visit};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::desk::{Desk, Source};
use crate::model::encounters::check::{Refused, check_length, text_of};
use crate::model::encounters::moving::Moving;
use crate::model::encounters::pairs::{self, VISIT_BYTES_MAX};
use crate::model::encounters::trouble::{self, Answer};
use crate::model::encounters::uploads::{Trouble, UploadKey, UploadState};
use crate::model::encounters::visit::{REFERENCE_CHARACTERS_MAX, read_file};
use crate::net::http::{self, NetError};

/// Sending that takes longer than this is shown, in milliseconds.
const SLOW_MS: u64 = 400;

/// Adds files: notes, and visits beside them. A single one is opened as soon as its report is started.
pub(super) fn add_files(desk: Desk, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    let names: Vec<String> = files.iter().map(File::name).collect();
    let sorted = pairs::sort(&names);
    let opens = sorted.pairs.len() == 1 && sorted.alone.is_empty() && sorted.left_out == 0;
    for index in sorted.alone {
        let note = format!("{}.txt", pairs::stem(pairs::stem(&names[index])));
        let what = "It describes a visit, and the note it belongs to was not among the files.";
        let trouble = Trouble::new(what, format!("Add it together with {note}."));
        let key = add(desk, names[index].clone(), false);
        settle(desk, key, UploadState::Refused(trouble));
    }
    for pair in sorted.pairs {
        let visit = pair.visit.map(|index| files[index].clone());
        let key = add(desk, names[pair.note].clone(), opens);
        desk.keep(key, Source::Files { note: files[pair.note].clone(), visit });
    }
    desk.left_out.set((sorted.left_out > 0).then(|| {
        let all = sorted.left_out + pairs::NOTES_MAX;
        format!("The first {} of {all} notes were taken. Add the others after these.", pairs::NOTES_MAX)
    }));
    begin(desk);
}

/// Adds a note whose words are here. It is opened as soon as its report is started.
pub(super) fn add_words(desk: Desk, name: String, new: NewEncounter) {
    let key = add(desk, name, true);
    desk.keep(key, Source::Words(Box::new(new)));
    begin(desk);
}

/// Sends a note again that did not get there; with the same key, so that no second one is made.
pub(super) fn retry(desk: Desk, key: UploadKey) {
    if desk.uploads.try_update(|uploads| uploads.retry(key)) == Some(true) {
        begin(desk);
    }
}

fn add(desk: Desk, name: String, opens: bool) -> UploadKey {
    let key = desk.uploads.try_update(|uploads| uploads.add(name, http::new_key(), opens));
    key.unwrap_or_default()
}

fn begin(desk: Desk) {
    desk.is_slow.set(false);
    set_timeout(move || desk.is_slow.set(true), Duration::from_millis(SLOW_MS));
    send_next(desk);
}

fn send_next(desk: Desk) {
    for key in desk.uploads.try_update(|uploads| uploads.take()).unwrap_or_default() {
        spawn_local(async move {
            let state = send(desk, key).await;
            settle(desk, key, state);
            send_next(desk);
        });
    }
}

fn settle(desk: Desk, key: UploadKey, state: UploadState) {
    let opens = desk.uploads.with_untracked(|uploads| uploads.get(key).is_some_and(|upload| upload.opens));
    let report = match &state {
        UploadState::Arrived { report, .. } if opens => Some(report.clone()),
        _ => None,
    };
    desk.uploads.update(|uploads| uploads.settle(key, state));
    desk.forget();
    let counts = desk.uploads.with_untracked(|uploads| uploads.counts());
    if let Some(report) = report {
        desk.opens.set(Some(format!("/reports/{report}")));
    } else if counts.open == 0 {
        desk.said.set(format!("Notes: {}.", counts.sentence()));
    }
}

async fn send(desk: Desk, key: UploadKey) -> UploadState {
    let Some(source) = desk.source(key) else {
        return UploadState::Refused(Trouble::new("It is no longer here.", "Add it again."));
    };
    let upload_key =
        desk.uploads.with_untracked(|uploads| uploads.get(key).map(|upload| upload.idempotency_key.clone()));
    let upload_key = upload_key.unwrap_or_default();
    let new = match source {
        Source::Words(new) => *new,
        Source::Files { note, visit } => match read(&note, visit.as_ref()).await {
            Ok(new) => new,
            Err(trouble) => return UploadState::Refused(trouble),
        },
    };
    match create(&new, &upload_key).await {
        Ok((row, report)) => {
            let encounter = row.id.clone();
            desk.change(|list| list.add(row));
            desk.changes.update(|changes| *changes = changes.wrapping_add(1));
            UploadState::Arrived { encounter, report }
        }
        Err(error) => after(&error),
    }
}

/// Makes the encounter and starts its report.
async fn create(new: &NewEncounter, key: &str) -> Result<(EncounterRow, revrx_api::ReportId), NetError> {
    let made: Encounter = http::post("/encounters", new, Some(&format!("{key}-encounter"))).await?;
    let mut row = made.row;
    let status = start(&row.id, false, &format!("{key}-report")).await?;
    let report = status.id.clone();
    if row.report.is_none() {
        row.report = Some(Moving::started(status, row.changed_at));
    }
    Ok((row, report))
}

/// Starts a report of an encounter; `again`, also when it has one.
///
/// # Errors
/// As every request.
pub(crate) async fn start(encounter: &EncounterId, again: bool, key: &str) -> Result<ReportStatus, NetError> {
    let path = format!("/reports/encounters/{encounter}/reports");
    http::post(&path, &StartReport { workflow: None, again }, Some(key)).await
}

async fn read(note: &File, visit: Option<&File>) -> Result<NewEncounter, Trouble> {
    let refused = |refused: Refused| Trouble::new(refused.what(), refused.way_out());
    let bytes = bytes_of(note).await.map_err(refused)?;
    let text = text_of(&bytes).map_err(refused)?;
    let visit = match visit {
        Some(file) => read_visit(file).await?,
        None => Visit::default(),
    };
    let name = note.name();
    let reference: String = pairs::stem(&name).chars().take(REFERENCE_CHARACTERS_MAX).collect();
    let reference = Some(reference).filter(|reference| !reference.trim().is_empty());
    Ok(NewEncounter { note: text.to_owned(), reference, visit })
}

async fn read_visit(file: &File) -> Result<Visit, Trouble> {
    let of_visit = |refused: Refused| {
        Trouble::new(format!("Its visit file cannot be used. {}", refused.what()), "Add the note without it.")
    };
    if file.size() > VISIT_BYTES_MAX as f64 {
        return Err(Trouble::new("Its visit file is too long.", "Add the note without it."));
    }
    let bytes = bytes_of(file).await.map_err(of_visit)?;
    let text = text_of(&bytes).map_err(of_visit)?;
    read_file(text).map_err(|bad| Trouble::new(bad.what(), bad.way_out()))
}

/// The bytes of a file that is not too long to be a note; a longer one is not read.
async fn bytes_of(file: &File) -> Result<Vec<u8>, Refused> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length of a file")]
    check_length(file.size() as u64)?;
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Refused::Unreadable)?;
    let buffer: ArrayBuffer = buffer.dyn_into().map_err(|_| Refused::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn after(error: &NetError) -> UploadState {
    let (title, detail) = (error.title(), error.detail());
    trouble::after(Answer { status: error.status(), title: &title, detail: &detail })
}
