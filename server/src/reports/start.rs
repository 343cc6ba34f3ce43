//! Starting a report.

use revrx_api::StartReport;
use revrx_engine::{EngineError, RunId, SubmitRequest, wall};
use sha2::{Digest, Sha256};

use super::{Located, locate};
use crate::encounters::{ATTRIBUTE, Encounter, EncounterError, EncounterId, Keyed, Start};
use crate::http::{ApiError, ApiResult, App, Kind, Principal};

/// The attribute of a run that says of which version of its encounter it is.
const VERSION_ATTRIBUTE: &str = "encounter-version";

/// A request to start a report.
pub(crate) struct Request {
    /// Of this encounter.
    pub(crate) encounter: EncounterId,
    /// How.
    pub(crate) how: StartReport,
    /// The client's idempotency key.
    pub(crate) key: Option<String>,
}

/// Starts a report, or gives the one that answers the same request, or one that is being made.
///
/// The run is submitted under a key that follows from the encounter and its newest report, so that a crash before
/// the encounter names the new one makes no second one.
///
/// # Errors
/// The encounter is unknown or deleted, the workflow is not offered or refuses the note, the key was used for
/// another request, or a store fails.
pub(crate) async fn start(app: &App, principal: &Principal, request: Request) -> ApiResult<Located> {
    let workflow = request.how.workflow.as_deref().unwrap_or(&app.offer.workflow);
    if !app.offer.allows(workflow) {
        return Err(EngineError::UnknownWorkflow(workflow.to_owned()).into());
    }
    let _alone = app.kept.start(request.encounter).await;
    let encounter = app.encounters.get(&principal.tenant, request.encounter).await?;
    if let Some(report) = answered(app, principal, &request).await? {
        return located(app, principal, report).await;
    }
    let running = match request.how.again {
        true => None,
        false => being_made(app, encounter.listed.report).await?,
    };
    let report = match running {
        Some(report) => report,
        None => submit(app, principal, workflow, encounter).await?,
    };
    if let Some(key) = &request.key {
        app.encounters.answer_start(&principal.tenant, key, report).await?;
    }
    located(app, principal, report).await
}

/// The report that an earlier request with the same key started.
async fn answered(app: &App, principal: &Principal, request: &Request) -> ApiResult<Option<RunId>> {
    let Some(key) = &request.key else { return Ok(None) };
    let keyed = Keyed { key: key.clone(), body_hash: body_hash(request)? };
    match app.encounters.remember_start(&principal.tenant, keyed, wall()).await? {
        Start::New => Ok(None),
        Start::Same(report) => Ok(report),
        Start::Other => {
            let detail = "the key was used for another request to start a report";
            Err(ApiError::new(Kind::IdempotencyKeyReused, detail).hint("use a new key for a new request"))
        }
    }
}

/// The newest report of an encounter, while it has not ended.
async fn being_made(app: &App, newest: Option<RunId>) -> ApiResult<Option<RunId>> {
    let Some(newest) = newest else { return Ok(None) };
    let head = app.engine.run(newest).head().await?;
    Ok(head.filter(|head| !head.index.status.is_terminal()).map(|head| head.id))
}

pub(super) async fn submit(
    app: &App,
    principal: &Principal,
    workflow: &str,
    encounter: Encounter,
) -> ApiResult<RunId> {
    let Encounter { listed, visit, note } = encounter;
    let newest = listed.report.map_or_else(|| "first".to_owned(), |newest| newest.to_string());
    let mut request = SubmitRequest::new(workflow)
        .tenant(principal.tenant.as_str())
        .attribute(ATTRIBUTE, listed.id.to_string())
        .attribute(VERSION_ATTRIBUTE, listed.version.to_string())
        .idempotency_key(format!("{}/{}/{workflow}/{newest}", listed.id, listed.version));
    let stated = app.engine.workflow(workflow);
    let takes = |name: &str| {
        stated.as_ref().is_some_and(|workflow| workflow.inputs.iter().any(|input| input.name == *name))
    };
    if takes("note") {
        request = request.input("note", &note);
    }
    if takes("encounter") {
        request = request.input("encounter", &visit);
    }
    let report = match app.engine.submit(request).await {
        Ok(run) => run.id(),
        // The same start, before this version of the workflow: it was not linked when the process died.
        Err(EngineError::KeyReused(run)) => run,
        Err(error) => return Err(error.into()),
    };
    let linked = app.encounters.link_report(&principal.tenant, listed.id, report, wall()).await;
    if let Err(EncounterError::Unknown(_) | EncounterError::Deleted(_)) = &linked {
        give_up(app, report).await;
    }
    linked?;
    Ok(report)
}

/// A report whose encounter was deleted meanwhile is not made.
async fn give_up(app: &App, report: RunId) {
    match app.engine.run(report).cancel().await {
        Ok(()) | Err(EngineError::State { .. }) => {}
        Err(error) => tracing::warn!(run = %report, %error, "a report without an encounter goes on"),
    }
}

async fn located(app: &App, principal: &Principal, report: RunId) -> ApiResult<Located> {
    locate(app, principal, &report.to_string()).await
}

fn body_hash(request: &Request) -> ApiResult<[u8; 32]> {
    let how = serde_json::to_vec(&request.how).map_err(|error| ApiError::internal(&error))?;
    let mut hash = Sha256::new();
    hash.update(request.encounter.as_bytes());
    hash.update(how);
    Ok(hash.finalize().into())
}
