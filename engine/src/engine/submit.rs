//! Handing a run to the engine.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::run::{Event, EventKind, RunState, apply};
use revrx_engine_core::workflow::Workflow;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{EngineError, Shared};
use crate::clock::{self, RunClock};
use crate::id::RunId;
use crate::run::{Hold, Values, packing};
use crate::seal::Place;
use crate::store::{Accept, EventRow, HeadUpdate, NewRun, Reply};
use crate::worker;

/// What a run is started with.
#[derive(Clone, Debug)]
pub struct SubmitRequest {
    workflow: String,
    inputs: BTreeMap<PortName, Result<String, String>>,
    attributes: BTreeMap<String, String>,
    idempotency_key: Option<String>,
    concurrency_key: Option<String>,
    tenant: String,
    priority: i32,
}

impl SubmitRequest {
    /// A run of that workflow.
    pub fn new(workflow: impl Into<String>) -> Self {
        Self {
            workflow: workflow.into(),
            inputs: BTreeMap::new(),
            attributes: BTreeMap::new(),
            idempotency_key: None,
            concurrency_key: None,
            tenant: "local".to_owned(),
            priority: 0,
        }
    }

    /// Gives an input.
    #[must_use]
    pub fn input(mut self, name: &str, value: &impl Serialize) -> Self {
        let json = serde_json::to_string(value).map_err(|error| error.to_string());
        self.inputs.insert(name.into(), json);
        self
    }

    /// Sets an attribute, by which runs are listed. Never anything that is to be kept secret.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// A key under which the same request, sent again, is answered with the same run.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Runs with the same key take turns with those of other keys.
    #[must_use]
    pub fn concurrency_key(mut self, key: impl Into<String>) -> Self {
        self.concurrency_key = Some(key.into());
        self
    }

    /// Whose run it is.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// Higher goes first; 0 when left out.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// The inputs as JSON, checked against what the workflow states.
    fn checked_inputs(&self, workflow: &Workflow) -> Result<BTreeMap<PortName, Arc<str>>, EngineError> {
        let wrong =
            |input: &PortName, reason: String| EngineError::Input { input: input.to_string(), reason };
        for name in self.inputs.keys() {
            if !workflow.inputs.iter().any(|input| input.name == *name) {
                return Err(wrong(name, "the workflow has no such input".to_owned()));
            }
        }
        let mut checked = BTreeMap::new();
        for input in &workflow.inputs {
            let Some(json) = self.inputs.get(&input.name) else {
                return Err(wrong(&input.name, "it is missing".to_owned()));
            };
            let json = json.as_ref().map_err(|reason| wrong(&input.name, reason.clone()))?;
            // A content is never longer than its JSON: most inputs need no closer look.
            if json.len() as u64 > input.max_bytes {
                let bytes = size(json);
                if bytes as u64 > input.max_bytes {
                    let reason = format!("it has {bytes} bytes, the workflow allows {}", input.max_bytes);
                    return Err(wrong(&input.name, reason));
                }
            }
            checked.insert(input.name.clone(), Arc::from(json.as_str()));
        }
        Ok(checked)
    }
}

/// What became of a request.
pub(super) struct Submitted {
    pub(super) run: RunId,
    /// Whether an earlier request with the same key made it.
    pub(super) existed: bool,
}

/// Accepts a run; it is durable when this returns. Where a place is free it is claimed in the same transaction.
pub(super) async fn submit(shared: &Arc<Shared>, request: SubmitRequest) -> Result<Submitted, EngineError> {
    if shared.closing.is_cancelled() {
        return Err(EngineError::ShuttingDown);
    }
    if let Some(error) = shared.store_trouble() {
        return Err(error.into());
    }
    let plan = shared.current.get(request.workflow.as_str());
    let plan = plan.ok_or_else(|| EngineError::UnknownWorkflow(request.workflow.clone()))?;
    let workflow = &plan.workflow;
    let inputs = request.checked_inputs(workflow)?;
    let json = serde_json::to_string(&request.inputs.iter().map(raw).collect::<BTreeMap<_, _>>())
        .map_err(|error| EngineError::Input { input: "inputs".to_owned(), reason: error.to_string() })?;
    let id = RunId::new();
    let (key, wrapped_key) = shared.sealer.new_key(id)?;
    let place = shared.options.enabled.then(|| shared.places.reserve(id)).flatten();
    let clock = RunClock::start(clock::wall());
    let mut state = RunState::new(workflow);
    let queued = Event { at: clock.now(), kind: EventKind::Queued };
    fold(workflow, &mut state, &queued);
    let new = NewRun {
        id,
        workflow: workflow.hash,
        workflow_name: workflow.name.to_string(),
        tenant: request.tenant.clone(),
        queue: shared.options.queue.clone(),
        priority: request.priority,
        concurrency_key: request.concurrency_key.clone(),
        idempotency_key: request.idempotency_key.clone(),
        body_hash: body_hash(&workflow.hash, &json),
        attributes: serde_json::to_string(&request.attributes).expect("a map of strings is JSON"),
        give_up_at: state.give_up_at(workflow),
        wrapped_key,
        input: key.seal(&Place::INPUT, json.as_bytes())?,
    };
    let only_queued = row(workflow, &state, std::slice::from_ref(&queued));
    let mut accept = Accept {
        run: new,
        at: queued.at,
        head: only_queued.0.clone(),
        row: only_queued.1.clone(),
        owner: None,
        lease_until: None,
        queued: None,
    };
    if place.is_some() {
        let claimed =
            Event { at: clock.now(), kind: EventKind::Claimed { worker: shared.options.name.clone() } };
        fold(workflow, &mut state, &claimed);
        (accept.head, accept.row) = row(workflow, &state, &[queued, claimed]);
        accept.owner = Some(shared.options.name.clone());
        accept.lease_until = worker::lease_until(shared);
        accept.queued = Some(only_queued);
    }
    tracing::debug!(run = %id, workflow = %workflow.name, "run submitted");
    match shared.commit.accept(accept).await? {
        Reply::Accepted { claimed: true } => {
            if let Some(place) = place {
                let values = Values::new(inputs, workflow.stages.len());
                let hold = Hold { run: id, epoch: 1, state, values, key, clock };
                worker::drive(shared, Arc::clone(plan), hold, place);
            }
            Ok(Submitted { run: id, existed: false })
        }
        Reply::Exists { run, same_body: true } => Ok(Submitted { run, existed: true }),
        Reply::Exists { run, .. } => Err(EngineError::KeyReused(run)),
        _ => {
            drop(place);
            shared.places.wake();
            Ok(Submitted { run: id, existed: false })
        }
    }
}

/// Bytes of an input: of a text those of its content, however JSON writes them; of anything else those of its JSON.
fn size(json: &str) -> usize {
    match serde_json::from_str::<Cow<'_, str>>(json) {
        Ok(text) => text.len(),
        Err(_) => json.len(),
    }
}

fn fold(workflow: &Workflow, state: &mut RunState, event: &Event) {
    apply(workflow, state, event).expect("the first two events of a run are queued and claimed");
}

fn row(workflow: &Workflow, state: &RunState, events: &[Event]) -> (HeadUpdate, EventRow) {
    let row = EventRow { seq: state.seq(), body: packing::body(events), payload: None };
    (packing::head_update(workflow, state), row)
}

fn raw<'a>(
    (name, json): (&'a PortName, &'a Result<String, String>),
) -> (&'a PortName, Box<serde_json::value::RawValue>) {
    let json = json.clone().unwrap_or_else(|_| "null".to_owned());
    let raw = serde_json::value::RawValue::from_string(json);
    (name, raw.unwrap_or_else(|_| serde_json::value::RawValue::NULL.to_owned()))
}

fn body_hash(workflow: &[u8; 32], inputs: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(workflow);
    hash.update(inputs.as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_text_counts_by_its_content_and_anything_else_by_its_json() {
        for (json, bytes) in [
            (r#""abc""#, 3),
            (r#""a\n\"\u0001""#, 4),
            (r#""é""#, 2),
            (r#"{"a":1}"#, 7),
            ("[1,2]", 5),
            ("null", 4),
        ] {
            assert_eq!(size(json), bytes, "{json}");
        }
    }
}
