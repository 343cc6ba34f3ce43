//! Deleting an encounter.

use axum::extract::State;
use axum::http::StatusCode;
use revrx_engine::EngineError;
use revrx_engine::store::Filter;
use revrx_engine_core::view::RunStatus;

use super::read::known;
use crate::encounters::{ATTRIBUTE, EncounterId};
use crate::http::{ApiResult, App, Path, Principal};

/// Cancels what is being made of an encounter, then forgets its note and all that names the patient.
#[utoipa::path(
    delete,
    path = "/encounters/{id}",
    tag = "encounters",
    params(("id" = revrx_api::EncounterId, Path, description = "its id")),
    responses((status = 204, description = "it is gone; from now on its id answers 410"))
)]
pub(super) async fn delete(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<StatusCode> {
    let id = known(&id)?;
    app.encounters.listed(&principal.tenant, id).await?;
    cancel_unfinished(&app, &principal.tenant, id).await?;
    app.encounters.delete(&principal.tenant, id, revrx_engine::wall()).await?;
    tracing::debug!(encounter = %id, "encounter deleted");
    Ok(StatusCode::NO_CONTENT)
}

async fn cancel_unfinished(app: &App, tenant: &str, id: EncounterId) -> ApiResult<()> {
    let unfinished = Filter {
        status: vec![RunStatus::Queued, RunStatus::Running],
        tenant: Some(tenant.to_owned()),
        attribute: Some((ATTRIBUTE.to_owned(), id.to_string())),
        ..Filter::default()
    };
    for head in app.engine.list(&unfinished).await? {
        match app.engine.run(head.id).cancel().await {
            // It ended meanwhile.
            Ok(()) | Err(EngineError::State { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
