//! From events and outputs to rows, and back.

use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::run::{EndingReason, Event, EventKind, RunState};
use revrx_engine_core::view::RunStatus;
use revrx_engine_core::workflow::Workflow;

use crate::seal::{DataKey, Place, SealError};
use crate::store::{Artifact, HeadUpdate, StoredValue};

/// An output larger than this is stored as an artifact.
pub(crate) const INLINE_BYTES_MAX: usize = 8 * 1024;

/// An output with the number of the event that refers to it.
pub(crate) type PlacedOutput = (u64, PortName, Arc<str>);

/// The head after `state`.
pub(crate) fn head_update(workflow: &Workflow, state: &RunState) -> HeadUpdate {
    let view = &state.view;
    HeadUpdate {
        status: view.status,
        degraded: view.degraded,
        percent: view.percent,
        phase: u8::try_from(view.current_phase(&workflow.outline)).unwrap_or(u8::MAX),
        reason: reason_code(state),
        not_before: view.not_before,
        attempts: state.attempts,
        lost_leases: state.lost_leases,
        give_up_at: state.give_up_at(workflow),
    }
}

/// Why the run waits or failed, as a public code.
pub(crate) fn reason_code(state: &RunState) -> Option<String> {
    let view = &state.view;
    match view.status {
        RunStatus::Queued => view.waits_for.map(|reason| json_word(&reason)),
        RunStatus::Failed => view.why.as_ref().map(|why| match why {
            EndingReason::Stage { class, .. } => class.to_string(),
            why => json_word(why),
        }),
        _ => None,
    }
}

fn json_word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// The body of a row.
pub(crate) fn body(events: &[Event]) -> String {
    serde_json::to_string(events).expect("events are JSON")
}

/// The body of a row with one event.
pub(crate) fn body_of(event: Event) -> String {
    body(&[event])
}

/// The events of a row.
pub(crate) fn events(body: &str) -> Result<Vec<Event>, serde_json::Error> {
    serde_json::from_str(body)
}

/// Whether an event of that kind decides what becomes of the run attempt.
pub(crate) fn leaves(kind: &EventKind) -> bool {
    kind.is_terminal()
        || matches!(kind, EventKind::Requeued { .. } | EventKind::Postponed { .. } | EventKind::GivenBack)
}

/// A payload and artifacts, sealed.
pub(crate) type Packed = (Option<StoredValue>, Vec<Artifact>);

/// Seals outputs: the small ones together, the large ones as artifacts.
pub(crate) fn pack(key: &DataKey, row: u64, outputs: &[PlacedOutput]) -> Result<Packed, SealError> {
    let mut plain = Vec::new();
    let mut artifacts = Vec::new();
    for (seq, port, value) in outputs {
        if value.len() > INLINE_BYTES_MAX {
            let sealed = key.seal(&Place::artifact(*seq, port.as_str()), value.as_bytes())?;
            artifacts.push(Artifact { seq: *seq, port: port.to_string(), value: sealed });
            continue;
        }
        plain.extend(seq.to_le_bytes());
        plain.extend(u16::try_from(port.as_str().len()).unwrap_or(u16::MAX).to_le_bytes());
        plain.extend(port.as_str().as_bytes());
        plain.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_le_bytes());
        plain.extend(value.as_bytes());
    }
    let payload = match plain.is_empty() {
        true => None,
        false => Some(key.seal(&Place::payload(row), &plain)?),
    };
    Ok((payload, artifacts))
}

/// Opens the outputs that stand beside events.
pub(crate) fn unpack(key: &DataKey, payload: &[u8]) -> Result<Vec<PlacedOutput>, SealError> {
    let mut outputs = Vec::new();
    for (row, sealed) in crate::commit::frames(payload).ok_or(SealError::Tampered)? {
        let plain = key.open(&Place::payload(row), sealed)?;
        let mut rest = plain.as_slice();
        while !rest.is_empty() {
            outputs.push(take_output(&mut rest).ok_or(SealError::Tampered)?);
        }
    }
    Ok(outputs)
}

fn take_output(rest: &mut &[u8]) -> Option<PlacedOutput> {
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at_checked(count)?;
        *rest = left;
        Some(taken)
    };
    let seq = u64::from_le_bytes(take(8)?.try_into().ok()?);
    let port_bytes = u16::from_le_bytes(take(2)?.try_into().ok()?);
    let port = std::str::from_utf8(take(usize::from(port_bytes))?).ok()?;
    let value_bytes = u32::from_le_bytes(take(4)?.try_into().ok()?);
    let value = std::str::from_utf8(take(usize::try_from(value_bytes).ok()?)?).ok()?;
    Some((seq, PortName::from(port), Arc::from(value)))
}
