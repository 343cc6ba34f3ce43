//! Encounters that live as long as the process.

use std::collections::HashMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use revrx_engine::RunId;
use revrx_engine_core::time::Timestamp;

use super::store::{KEYS_FORGOTTEN_MAX, Purpose, key_hash, known_since};
use super::{
    Created, Encounter, EncounterError, EncounterFuture, EncounterId, EncounterStore, Keyed, Listed,
    NewEncounter, Page, Start,
};

/// Encounters in memory.
#[derive(Debug, Default)]
pub(crate) struct MemoryEncounters(Mutex<Data>);

#[derive(Debug, Default)]
struct Data {
    /// In the order in which they were made.
    rows: Vec<Row>,
    by_id: HashMap<EncounterId, usize>,
    keys: HashMap<(String, Purpose, [u8; 32]), Answered>,
}

#[derive(Debug)]
struct Row {
    tenant: String,
    /// Nothing once it is deleted.
    encounter: Option<Encounter>,
}

/// What became of a request with a key.
#[derive(Debug)]
struct Answered {
    /// Forgotten together with the encounter it made.
    body_hash: Option<[u8; 32]>,
    at: Timestamp,
    encounter: Option<EncounterId>,
    report: Option<RunId>,
}

impl MemoryEncounters {
    /// No encounters yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EncounterStore for MemoryEncounters {
    fn create(&self, new: NewEncounter, key: Option<Keyed>) -> EncounterFuture<'_, Created> {
        Box::pin(ready(self.data().create(new, key)))
    }

    fn page<'a>(
        &'a self,
        tenant: &'a str,
        after: Option<EncounterId>,
        limit: u32,
    ) -> EncounterFuture<'a, Page> {
        Box::pin(ready(self.data().page(tenant, after, limit)))
    }

    fn listed<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Listed> {
        Box::pin(ready(self.data().get(tenant, id).map(|encounter| encounter.listed.clone())))
    }

    fn get<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Encounter> {
        Box::pin(ready(self.data().get(tenant, id).map(|encounter| encounter.clone())))
    }

    fn delete(&self, tenant: &str, id: EncounterId, _at: Timestamp) -> EncounterFuture<'static, ()> {
        Box::pin(ready(self.data().delete(tenant, id)))
    }

    fn link_report(
        &self,
        tenant: &str,
        id: EncounterId,
        report: RunId,
        at: Timestamp,
    ) -> EncounterFuture<'static, ()> {
        let linked = self.data().get(tenant, id).map(|encounter| {
            if encounter.listed.report.is_none_or(|known| known < report) {
                encounter.listed.report = Some(report);
                encounter.listed.changed_at = at;
            }
        });
        Box::pin(ready(linked))
    }

    fn remember_start(&self, tenant: &str, key: Keyed, at: Timestamp) -> EncounterFuture<'static, Start> {
        Box::pin(ready(Ok(self.data().remember_start(tenant, &key, at))))
    }

    fn answer_start(&self, tenant: &str, key: &str, report: RunId) -> EncounterFuture<'static, ()> {
        if let Some(answered) = self.data().keys.get_mut(&(tenant.to_owned(), Purpose::Start, key_hash(key)))
        {
            answered.report = Some(report);
        }
        Box::pin(ready(Ok(())))
    }

    fn close(&self) -> EncounterFuture<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}

impl Data {
    fn create(&mut self, new: NewEncounter, key: Option<Keyed>) -> Result<Created, EncounterError> {
        if let Some(key) = key {
            let of = (new.tenant.clone(), Purpose::Create, key_hash(&key.key));
            match self.known(&of, new.at) {
                Some(Answered { body_hash: Some(hash), .. }) if *hash != key.body_hash => {
                    return Err(EncounterError::KeyReused);
                }
                Some(Answered { encounter: Some(id), .. }) => {
                    let id = *id;
                    let encounter = self.get(&new.tenant, id)?.clone();
                    return Ok(Created { encounter, existed: true });
                }
                _ => self.remember(of, key.body_hash, new.at, Some(new.id)),
            }
        }
        let (id, tenant) = (new.id, new.tenant.clone());
        let encounter = new.made();
        self.by_id.insert(id, self.rows.len());
        self.rows.push(Row { tenant, encounter: Some(encounter.clone()) });
        Ok(Created { encounter, existed: false })
    }

    fn page(&self, tenant: &str, after: Option<EncounterId>, limit: u32) -> Result<Page, EncounterError> {
        let end = match after {
            None => self.rows.len(),
            Some(id) => {
                let found = self.by_id.get(&id).copied();
                found.filter(|row| self.rows[*row].tenant == tenant).ok_or(EncounterError::Cursor)?
            }
        };
        let of_tenant = |rows: &'_ [Row]| -> Vec<Listed> {
            let rows = rows.iter().rev().filter(|row| row.tenant == tenant);
            let listed =
                rows.filter_map(|row| row.encounter.as_ref().map(|encounter| encounter.listed.clone()));
            listed.take(limit as usize + 1).collect()
        };
        let mut items = of_tenant(&self.rows[..end]);
        let has_more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = has_more.then(|| items.last().map(|last| last.id)).flatten();
        let total = self.rows.iter().filter(|row| row.tenant == tenant && row.encounter.is_some()).count();
        Ok(Page { items, next, total: total as u64 })
    }

    fn get(&mut self, tenant: &str, id: EncounterId) -> Result<&mut Encounter, EncounterError> {
        let row = self.by_id.get(&id).map(|row| &mut self.rows[*row]);
        let row = row.filter(|row| row.tenant == tenant).ok_or(EncounterError::Unknown(id))?;
        row.encounter.as_mut().ok_or(EncounterError::Deleted(id))
    }

    fn delete(&mut self, tenant: &str, id: EncounterId) -> Result<(), EncounterError> {
        self.get(tenant, id)?;
        if let Some(row) = self.by_id.get(&id) {
            self.rows[*row].encounter = None;
        }
        for answered in self.keys.values_mut().filter(|answered| answered.encounter == Some(id)) {
            answered.body_hash = None;
        }
        Ok(())
    }

    fn remember_start(&mut self, tenant: &str, key: &Keyed, at: Timestamp) -> Start {
        let of = (tenant.to_owned(), Purpose::Start, key_hash(&key.key));
        match self.known(&of, at) {
            Some(answered) if answered.body_hash == Some(key.body_hash) => Start::Same(answered.report),
            Some(_) => Start::Other,
            None => {
                self.remember(of, key.body_hash, at, None);
                Start::New
            }
        }
    }

    fn known(&self, of: &(String, Purpose, [u8; 32]), at: Timestamp) -> Option<&Answered> {
        self.keys.get(of).filter(|answered| answered.at >= known_since(at))
    }

    fn remember(
        &mut self,
        of: (String, Purpose, [u8; 32]),
        body_hash: [u8; 32],
        at: Timestamp,
        encounter: Option<EncounterId>,
    ) {
        let mut left = KEYS_FORGOTTEN_MAX;
        self.keys.retain(|_, answered| {
            let is_kept = left == 0 || answered.at >= known_since(at);
            left -= usize::from(!is_kept);
            is_kept
        });
        self.keys.insert(of, Answered { body_hash: Some(body_hash), at, encounter, report: None });
    }
}
