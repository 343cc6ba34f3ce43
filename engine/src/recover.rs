//! A run out of its log: state, values and keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::run::{Event, EventKind, IllegalTransition, RunState, apply};
use revrx_engine_core::workflow::Workflow;

use crate::run::{Values, packing};
use crate::seal::{DataKey, Place, SealError, Sealer};
use crate::store::{Log, Store, StoreError};

/// Why a log does not become a run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoverError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    #[error("an event row is no JSON of events: {0}")]
    Body(#[from] serde_json::Error),
    #[error("output `{port}` of event {seq} is not there")]
    Output { seq: u64, port: PortName },
}

/// A run as its log has it.
pub(crate) struct Recovered {
    pub(crate) state: RunState,
    pub(crate) values: Values,
    pub(crate) key: DataKey,
}

/// The inputs of a run from their sealed form.
pub(crate) fn open_inputs(
    key: &DataKey,
    sealed: &[u8],
) -> Result<BTreeMap<PortName, Arc<str>>, RecoverError> {
    let plain = key.open(&Place::INPUT, sealed)?;
    let inputs: BTreeMap<PortName, Box<serde_json::value::RawValue>> = serde_json::from_slice(&plain)?;
    Ok(inputs.into_iter().map(|(name, value)| (name, Arc::from(value.get()))).collect())
}

/// All events of a log, in order.
pub(crate) fn events(log: &Log) -> Result<Vec<Event>, RecoverError> {
    let mut events = Vec::new();
    for row in &log.rows {
        events.extend(packing::events(&row.body)?);
    }
    Ok(events)
}

/// Folds a log.
pub(crate) async fn recover(
    log: &Log,
    workflow: &Workflow,
    sealer: &Sealer,
    store: &dyn Store,
) -> Result<Recovered, RecoverError> {
    let key = sealer.open_key(log.head.id, &log.wrapped_key)?;
    let mut state = RunState::new(workflow);
    let mut values = Values::new(open_inputs(&key, &log.input)?, workflow.stages.len());
    for row in &log.rows {
        let mut outputs = match &row.payload {
            Some(payload) => packing::unpack(&key, payload)?,
            None => Vec::new(),
        };
        for event in packing::events(&row.body)? {
            apply(workflow, &mut state, &event)?;
            match &event.kind {
                EventKind::Finished { stage, outputs: refs, .. } => {
                    let Some(index) = workflow.stages.index_of(stage.as_str()) else { continue };
                    let seq = state.seq();
                    for output in refs {
                        let value = match output.artifact {
                            true => artifact(store, &key, log, seq, &output.port).await?,
                            false => take(&mut outputs, seq, &output.port)?,
                        };
                        values.put(index, output.port.clone(), value);
                    }
                }
                EventKind::Invalidated { stages } => {
                    let found = stages.iter().filter_map(|name| workflow.stages.index_of(name.as_str()));
                    found.for_each(|index| values.forget(index));
                }
                _ => {}
            }
        }
    }
    Ok(Recovered { state, values, key })
}

fn take(
    outputs: &mut Vec<packing::PlacedOutput>,
    seq: u64,
    port: &PortName,
) -> Result<Arc<str>, RecoverError> {
    let place = outputs.iter().position(|(at, name, _)| *at == seq && name == port);
    let place = place.ok_or_else(|| RecoverError::Output { seq, port: port.clone() })?;
    Ok(outputs.swap_remove(place).2)
}

async fn artifact(
    store: &dyn Store,
    key: &DataKey,
    log: &Log,
    seq: u64,
    port: &PortName,
) -> Result<Arc<str>, RecoverError> {
    let sealed = store.artifact(log.head.id, seq, port.as_str()).await?;
    let sealed = sealed.ok_or_else(|| RecoverError::Output { seq, port: port.clone() })?;
    let plain = key.open(&Place::artifact(seq, port.as_str()), &sealed)?;
    String::from_utf8(plain).map(Arc::from).map_err(|_| RecoverError::Seal(SealError::Tampered))
}
