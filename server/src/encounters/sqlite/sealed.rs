//! Encounters as they are stored: each value sealed under the data key of its own encounter, for its own place.

use revrx_engine::seal::{DataKey, Place, Sealer};
use revrx_engine::store::StoredValue;
use revrx_engine_core::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::errors::corrupt;
use crate::encounters::{EncounterError, EncounterId, NewEncounter, Shown, Visit};

const SHOWN: Place<'static> = Place::new("encounter", 0, "", "shown");
const VISIT: Place<'static> = Place::new("content", 0, "", "visit");
const NOTE: Place<'static> = Place::new("content", 0, "", "note");

/// A new encounter, sealed.
pub(super) struct SealedNew {
    pub(super) id: EncounterId,
    pub(super) tenant: String,
    pub(super) at: Timestamp,
    pub(super) wrapped_key: StoredValue,
    pub(super) shown: StoredValue,
    pub(super) visit: StoredValue,
    pub(super) note: StoredValue,
}

/// The data key of an encounter.
pub(super) struct Opener(DataKey);

impl SealedNew {
    pub(super) fn new(sealer: &Sealer, new: &NewEncounter) -> Result<Self, EncounterError> {
        let (key, wrapped_key) = sealer.new_key(new.id)?;
        Ok(Self {
            id: new.id,
            tenant: new.tenant.clone(),
            at: new.at,
            wrapped_key,
            shown: key.seal(&SHOWN, &json(&Shown::of(&new.content)))?,
            visit: key.seal(&VISIT, &json(&new.content.visit))?,
            note: key.seal(&NOTE, new.content.note.expose().as_bytes())?,
        })
    }
}

impl Opener {
    pub(super) fn new(sealer: &Sealer, id: EncounterId, wrapped: &[u8]) -> Result<Self, EncounterError> {
        Ok(Self(sealer.open_key(id, wrapped)?))
    }

    pub(super) fn shown(&self, sealed: &[u8]) -> Result<Shown, EncounterError> {
        from_json(&self.0.open(&SHOWN, sealed)?)
    }

    pub(super) fn visit(&self, sealed: &[u8]) -> Result<Visit, EncounterError> {
        from_json(&self.0.open(&VISIT, sealed)?)
    }

    pub(super) fn note(&self, sealed: &[u8]) -> Result<String, EncounterError> {
        String::from_utf8(self.0.open(&NOTE, sealed)?).map_err(|_| corrupt("a note is not UTF-8"))
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("strings, numbers and lists of them are JSON")
}

/// What serde says may quote the value, so only the place is kept.
fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, EncounterError> {
    serde_json::from_slice(json).map_err(|error| {
        corrupt(format_args!("a value has another form at line {}, column {}", error.line(), error.column()))
    })
}
