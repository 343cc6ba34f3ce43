//! From an id to a report that the asker may see.

use revrx_api::ReportId;
use revrx_engine::store::Head;
use revrx_engine::{RunHandle, RunId};
use serde::Deserialize;

use crate::encounters::EncounterId;
use crate::http::{ApiError, ApiResult, App, Kind, Principal};

/// Length of an id in its usual form.
const ID_CHARACTERS: usize = 36;

/// A report of the asker's tenant.
pub(crate) struct Located {
    /// Its run.
    pub(crate) run: RunHandle,
    /// Its id.
    pub(crate) id: ReportId,
    /// What the engine lists of it.
    pub(crate) head: Head,
    /// The encounter it is of.
    pub(crate) encounter: EncounterId,
    /// The version of that encounter.
    pub(crate) version: u32,
}

/// The attributes of a run that is a report.
#[derive(Deserialize)]
struct Attributes {
    encounter: String,
    #[serde(rename = "encounter-version")]
    version: String,
}

/// The report of that id. What has another form, is another tenant's or is of no encounter is not there.
///
/// # Errors
/// `report-unknown`; the store fails.
pub(crate) async fn locate(app: &App, principal: &Principal, id: &str) -> ApiResult<Located> {
    let unknown = || ApiError::new(Kind::ReportUnknown, "there is no report of that id");
    let run = parse(id).ok_or_else(unknown)?;
    let run = app.engine.run(run);
    let head = run.head().await?.filter(|head| head.tenant == principal.tenant).ok_or_else(unknown)?;
    located(run, head).ok_or_else(unknown)
}

/// The report that a run is, when it is one.
fn located(run: RunHandle, head: Head) -> Option<Located> {
    let attributes: Attributes = serde_json::from_str(&head.attributes).ok()?;
    let (encounter, version) = (attributes.encounter.parse().ok()?, attributes.version.parse().ok()?);
    Some(Located { id: run.id().to_string().into(), run, head, encounter, version })
}

fn parse(id: &str) -> Option<RunId> {
    (id.len() == ID_CHARACTERS).then(|| id.parse().ok()).flatten()
}
