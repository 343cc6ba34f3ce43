//! A report that has ended, whichever way.

use revrx_api::{Document, EncounterRow, Note, Report, ReportState};
use revrx_engine::Contents;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::failure::failure;
use super::found::found;
use super::status::state;
use super::{Located, badge};
use crate::encounters::EncounterError;
use crate::http::{ApiError, ApiResult, App, Kind, encounter_row};

/// The port type of the document.
const DOCUMENT: &str = "report";

/// The part of a visit that a report shows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Billed {
    billed: Option<Vec<String>>,
}

/// What became of a report.
///
/// # Errors
/// `report-state` while it is made, `encounter-deleted` when its encounter was deleted, `content-erased`; the store
/// fails.
pub(crate) async fn report(app: &App, report: Located) -> ApiResult<Report> {
    let encounter = encounter(app, &report).await?;
    let contents = report.run.contents().await?;
    let view = &contents.progress.view;
    if !view.is_terminal() {
        return Err(ApiError::new(Kind::ReportState, format!("report {} is not ready yet", report.id)));
    }
    let status = state(view);
    let note: String = input(&contents, "note")?.unwrap_or_default();
    let found = match status {
        ReportState::Complete => Vec::new(),
        _ => found(&contents, &note),
    };
    Ok(Report {
        id: report.id,
        encounter,
        encounter_version: report.version,
        status,
        degraded: view.degraded,
        workflow: contents.workflow.name.to_string(),
        accepted_at: contents.head.accepted_at.into(),
        ended_at: view.ended_at.map(Into::into),
        billed: input::<Billed>(&contents, "encounter")?.unwrap_or_default().billed,
        document: document(&contents)?,
        failure: if status == ReportState::Failed { failure(&contents) } else { None },
        found,
        note: Note { characters: note.chars().count() as u64, text: note },
        outline: contents.workflow.outline.clone(),
        progress: contents.progress,
    })
}

/// The row of the encounter as it is now.
async fn encounter(app: &App, report: &Located) -> ApiResult<Option<EncounterRow>> {
    match app.encounters.listed(&report.head.tenant, report.encounter).await {
        Ok(listed) => {
            let badge = match listed.report {
                Some(newest) => badge(app, newest).await,
                None => None,
            };
            Ok(Some(encounter_row(listed, badge)))
        }
        Err(EncounterError::Unknown(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The document; `None` when there is none, or the workflow makes something else.
fn document(contents: &Contents) -> ApiResult<Option<Document>> {
    let output = &contents.workflow.output;
    let index = contents.workflow.stages.index_of(output.stage.as_str());
    let port =
        index.and_then(|index| contents.workflow.stages.stage(index).kind.output(output.port.as_str()));
    if port.is_none_or(|port| port.ty.name != DOCUMENT) {
        return Ok(None);
    }
    contents.output().map(|json| parse(json, "the document")).transpose()
}

fn input<T: DeserializeOwned>(contents: &Contents, name: &str) -> ApiResult<Option<T>> {
    contents.input(name).map(|json| parse(json, name)).transpose()
}

/// What serde says might quote what it reads.
fn parse<T: DeserializeOwned>(json: &str, what: &str) -> ApiResult<T> {
    serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        tracing::error!(what, line, column, "a stored value has another form than is expected");
        ApiError::new(Kind::Internal, "the server could not answer; its log says more")
    })
}
