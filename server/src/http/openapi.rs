//! The description of the API, made from its routes.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use revrx_api::Problem;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};

use super::problem::PROBLEM_JSON;
use super::state::App;

/// Where it is served.
pub(super) const PATH: &str = "/api/v1/openapi.json";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "RevRx",
        description = "From a clinical note to a coding report: coding support for review by a qualified coder or \
            clinician. Errors are problem documents (RFC 9457) with a `code` of ours; nothing in them repeats what \
            was sent.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "encounters", description = "Notes, and what is known of the visits"),
        (name = "reports", description = "Coding reports: start, read, cancel, retry"),
        (name = "live", description = "Reports while they are made: events by WebSocket or by waiting requests"),
        (name = "health", description = "Whether the server works")
    )
)]
struct Description;

/// The part that is not made from routes.
pub(super) fn begin() -> OpenApi {
    Description::openapi()
}

/// The document as JSON, indented, as it is served and as `revrx openapi` prints it.
pub(crate) fn document() -> String {
    let mut document = super::router::description();
    let schemas = &mut document.components.get_or_insert_default().schemas;
    schemas.insert(Problem::name().into_owned(), Problem::schema());
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        operations.into_iter().flatten().for_each(may_fail);
    }
    let mut json = document.to_pretty_json().expect("names, texts and schemas are JSON");
    json.push('\n');
    json
}

/// Every operation may answer with a problem.
fn may_fail(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let response = ResponseBuilder::new()
        .description("every error, as a problem document")
        .content(PROBLEM_JSON, content);
    operation.responses.responses.insert("default".to_owned(), RefOr::T(response.build()));
}

/// Serves the document.
pub(super) fn routes() -> Router<App> {
    let document = Bytes::from(document());
    let answer = move || {
        let document = document.clone();
        async move { respond(document) }
    };
    Router::new().route(PATH, get(answer))
}

fn respond(document: Bytes) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], document).into_response()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The committed document.
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

    #[test]
    fn the_committed_description_is_that_of_the_routes() {
        let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
        let now = document();
        let differs = committed.lines().zip(now.lines()).position(|(old, new)| old != new);
        assert!(
            committed == now,
            "docs/openapi.json differs from line {differs:?}; `cargo xtask gen` writes it anew"
        );
    }

    #[test]
    fn every_operation_has_a_summary_a_tag_and_a_problem() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let what = format!("{method} {path}");
                assert!(operation["summary"].is_string(), "{what} has no summary");
                let tag = operation["tags"][0].as_str().unwrap_or_default();
                assert!(["encounters", "reports", "live", "health"].contains(&tag), "{what}: {tag}");
                assert!(operation["responses"]["default"].is_object(), "{what}");
            }
        }
        let known = &document["components"]["schemas"];
        for reference in references(&document) {
            let name = reference.strip_prefix("#/components/schemas/").unwrap();
            assert!(known[name].is_object(), "{reference} leads nowhere");
        }
    }

    fn references(value: &Value) -> Vec<&str> {
        match value {
            Value::Object(fields) => {
                let own = fields.get("$ref").and_then(Value::as_str);
                own.into_iter().chain(fields.values().flat_map(references)).collect()
            }
            Value::Array(items) => items.iter().flat_map(references).collect(),
            _ => Vec::new(),
        }
    }
}
