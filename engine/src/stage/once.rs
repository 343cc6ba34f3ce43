//! A stage on its own, without a workflow.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use revrx_engine_core::catalogue::KindContract;
use revrx_engine_core::run::MissingReason;
use serde_json::value::RawValue;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Attempt, CxParts, StageError};
use crate::id::RunId;

/// How long a stage on its own may take, as its context tells it.
const TIME: Duration = Duration::from_secs(3_600);

/// The input object as a stage reads it: ports that may be missing are wrapped.
pub(super) fn input(contract: &KindContract, inputs: &str) -> Result<String, StageError> {
    let given: BTreeMap<String, &RawValue> = serde_json::from_str(inputs).map_err(|error| {
        StageError::invalid_input(format!("the inputs are no JSON object, at byte {}", error.column()))
    })?;
    if let Some(unknown) = given.keys().find(|name| contract.input(name).is_none()) {
        let known: Vec<&str> = contract.inputs.iter().map(|port| port.name.as_str()).collect();
        return Err(StageError::invalid_input(format!(
            "there is no input `{unknown}`; inputs are {}",
            known.join(", ")
        )));
    }
    let missing = serde_json::to_string(&MissingReason::NotWired).expect("a reason is JSON");
    let mut members = Vec::with_capacity(contract.inputs.len());
    for port in &contract.inputs {
        let value = match (given.get(port.name.as_str()), port.optional) {
            (Some(value), true) => format!("{{\"present\":{value}}}"),
            (Some(value), false) => value.get().to_owned(),
            (None, true) => format!("{{\"missing\":{missing}}}"),
            (None, false) => {
                return Err(StageError::invalid_input(format!("input `{}` is missing", port.name)));
            }
        };
        members.push(format!("\"{}\":{value}", port.name));
    }
    Ok(format!("{{{}}}", members.join(",")))
}

/// What a stage on its own is given.
pub(super) fn surroundings(kind: &str, cancel: CancellationToken) -> CxParts {
    CxParts {
        attempt: Attempt { run: RunId::new(), stage: kind.into(), number: 1 },
        cancel,
        until: Instant::now() + TIME,
        idempotency_key: Arc::from(kind),
        upstream: Arc::from([]),
        withheld: Arc::default(),
    }
}
