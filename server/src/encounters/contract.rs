//! What every encounter store promises, each promise a test, run on all of them.

use std::time::Duration;

use futures_util::future::join_all;
use revrx_engine::RunId;
use revrx_engine::seal::{MasterKey, Sealer};
use revrx_engine_core::time::Timestamp;
use revrx_stages::encounter::EncounterClass;
use revrx_stages::text::Clinical;

use super::{
    Content, Created, EncounterError, EncounterId, EncounterStore, Keyed, MemoryEncounters, NewEncounter,
    SqliteEncounters, Start, Visit,
};

macro_rules! on_every_store {
    ($($promise:ident)*) => {
        mod memory {
            use super::*;
            $(#[tokio::test] async fn $promise() { super::$promise(&MemoryEncounters::new()).await; })*
        }
        mod sqlite {
            use super::*;
            $(#[tokio::test] async fn $promise() {
                let folder = tempfile::tempdir().unwrap();
                let store = SqliteEncounters::open(folder.path(), sealer()).await.unwrap();
                super::$promise(&store).await;
                store.close().await.unwrap();
            })*
        }
    };
}

on_every_store! {
    what_is_made_is_read_as_it_was_given
    nothing_of_another_tenant_exists
    lists_go_from_new_to_old_in_pages
    a_cursor_is_one_that_a_list_gave
    the_same_key_makes_one_encounter
    many_at_once_with_the_same_key_make_one
    a_key_is_forgotten_after_a_day
    of_a_deleted_encounter_only_that_it_was_there_is_known
    the_newest_report_is_known
    a_start_is_known_by_its_key
}

pub(super) fn sealer() -> Sealer {
    Sealer::sealed(&MasterKey::from_bytes([7; 32]))
}

pub(super) fn content(note: &str) -> Content {
    let visit = Visit {
        class: EncounterClass::Inpatient,
        date: Some("2026-01-20".into()),
        billed: Some(vec!["M17.11".to_owned()]),
        age: Some(58),
        patient_names: vec!["Barnaby Lindqvist-Oyelaran".into()],
        mrns: vec!["88-203117".into()],
        clinicians: vec!["Percival Adeyemi-Holt".into()],
        ..Visit::default()
    };
    Content { reference: Some("Ref. Ångström 7".into()), visit, note: note.into() }
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_795_513_247_123_000 + seconds * 1_000_000)
}

pub(super) async fn make(store: &dyn EncounterStore, tenant: &str, note: &str) -> EncounterId {
    let new = NewEncounter::new(tenant, at(0), content(note));
    store.create(new, None).await.unwrap().encounter.listed.id
}

fn keyed(key: &str, body: u8) -> Keyed {
    Keyed { key: key.to_owned(), body_hash: [body; 32] }
}

async fn what_is_made_is_read_as_it_was_given(store: &dyn EncounterStore) {
    let large = "Knee pain. ".repeat(100_000);
    for note in ["x", "Fièvre \u{1f912}\r\n\ttab", &large] {
        let new = NewEncounter::new("local", at(3), content(note));
        let id = new.id;
        let Created { encounter, existed } = store.create(new, None).await.unwrap();
        assert!(!existed);
        assert_eq!((encounter.listed.id, encounter.listed.version), (id, 1));
        assert_eq!((encounter.listed.created_at, encounter.listed.changed_at), (at(3), at(3)));
        assert_eq!(encounter.listed.shown.characters, note.chars().count() as u64);
        assert_eq!(encounter.listed.shown.label, Some("Barnaby Lindqvist-Oyelaran".into()));
        assert_eq!(encounter.visit, content(note).visit);
        assert_eq!(encounter.note, Clinical::from(note));
        assert_eq!(store.get("local", id).await.unwrap(), encounter);
        assert_eq!(store.listed("local", id).await.unwrap(), encounter.listed);
    }
    let none = EncounterId::new();
    assert_eq!(store.get("local", none).await, Err(EncounterError::Unknown(none)));
    assert_eq!(store.listed("local", none).await, Err(EncounterError::Unknown(none)));
}

async fn nothing_of_another_tenant_exists(store: &dyn EncounterStore) {
    let id = make(store, "one", "A note.").await;
    let unknown = EncounterError::Unknown(id);
    assert_eq!(store.get("other", id).await, Err(unknown.clone()));
    assert_eq!(store.listed("other", id).await, Err(unknown.clone()));
    assert_eq!(store.delete("other", id, at(1)).await, Err(unknown.clone()));
    assert_eq!(store.link_report("other", id, RunId::new(), at(1)).await, Err(unknown));
    assert_eq!(store.page("other", Some(id), 5).await, Err(EncounterError::Cursor));
    let page = store.page("other", None, 5).await.unwrap();
    assert_eq!((page.items.len(), page.next, page.total), (0, None, 0));
    assert_eq!(store.get("one", id).await.unwrap().listed.report, None);
}

async fn lists_go_from_new_to_old_in_pages(store: &dyn EncounterStore) {
    let mut made = Vec::new();
    for number in 0..7 {
        make(store, "other", "Not listed.").await;
        made.push(make(store, "local", &format!("Note {number}.")).await);
    }
    made.reverse();
    let (mut after, mut pages) = (None, Vec::new());
    loop {
        let page = store.page("local", after, 3).await.unwrap();
        assert_eq!(page.total, 7);
        pages.push(page.items.iter().map(|listed| listed.id).collect::<Vec<_>>());
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(pages, [&made[0..3], &made[3..6], &made[6..7]]);
    let whole = store.page("local", None, 7).await.unwrap();
    assert_eq!((whole.items.len(), whole.next), (7, None), "a page that is just full is the last one");
    // Reading on from one that was deleted meanwhile goes on where it stood.
    store.delete("local", made[2], at(1)).await.unwrap();
    make(store, "local", "Newer than all.").await;
    let on = store.page("local", Some(made[2]), 2).await.unwrap();
    assert_eq!(on.items.iter().map(|listed| listed.id).collect::<Vec<_>>(), made[3..5]);
    assert_eq!(on.total, 7);
}

async fn a_cursor_is_one_that_a_list_gave(store: &dyn EncounterStore) {
    make(store, "local", "A note.").await;
    let foreign = make(store, "other", "A note.").await;
    for made_up in [EncounterId::new(), EncounterId::from_bytes([0; 16]), foreign] {
        assert_eq!(store.page("local", Some(made_up), 5).await, Err(EncounterError::Cursor));
    }
}

async fn the_same_key_makes_one_encounter(store: &dyn EncounterStore) {
    let create = |tenant: &str, key: Keyed, note: &str| {
        let new = NewEncounter::new(tenant, at(0), content(note));
        store.create(new, Some(key))
    };
    let first = create("local", keyed("a", 1), "A note.").await.unwrap();
    let again = create("local", keyed("a", 1), "A note.").await.unwrap();
    assert!(!first.existed && again.existed);
    assert_eq!(again.encounter, first.encounter);
    assert_eq!(create("local", keyed("a", 2), "Another.").await, Err(EncounterError::KeyReused));
    assert!(!create("local", keyed("b", 1), "A note.").await.unwrap().existed, "another key");
    assert!(!create("other", keyed("a", 1), "A note.").await.unwrap().existed, "another tenant");
    assert_eq!(store.page("local", None, 10).await.unwrap().total, 2);
    // That a start has the same key is no matter.
    assert_eq!(store.remember_start("local", keyed("a", 9), at(0)).await, Ok(Start::New));
    let id = first.encounter.listed.id;
    store.delete("local", id, at(1)).await.unwrap();
    for body in [1, 2] {
        let gone = create("local", keyed("a", body), "A note.").await;
        assert_eq!(
            gone,
            Err(EncounterError::Deleted(id)),
            "what was sent is forgotten, that it was sent is not"
        );
    }
}

async fn many_at_once_with_the_same_key_make_one(store: &dyn EncounterStore) {
    let create = |_| store.create(NewEncounter::new("local", at(0), content("A note.")), Some(keyed("k", 1)));
    let made: Vec<Created> = join_all((0..8).map(create)).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(made.iter().filter(|created| !created.existed).count(), 1);
    assert!(made.iter().all(|created| created.encounter == made[0].encounter));
    assert_eq!(store.page("local", None, 10).await.unwrap().total, 1);
}

async fn a_key_is_forgotten_after_a_day(store: &dyn EncounterStore) {
    let day = 24 * 60 * 60;
    let create = |seconds: i64, body: u8| {
        let new = NewEncounter::new("local", at(seconds), content("A note."));
        store.create(new, Some(keyed("k", body)))
    };
    create(0, 1).await.unwrap();
    assert_eq!(create(day, 2).await, Err(EncounterError::KeyReused), "a day later it is still known");
    let later = at(day) + Duration::from_micros(1);
    let new = NewEncounter::new("local", later, content("Another."));
    assert!(!store.create(new, Some(keyed("k", 2))).await.unwrap().existed);
    store.remember_start("local", keyed("s", 1), at(0)).await.unwrap();
    assert_eq!(store.remember_start("local", keyed("s", 2), at(day)).await, Ok(Start::Other));
    assert_eq!(store.remember_start("local", keyed("s", 2), later).await, Ok(Start::New));
}

async fn of_a_deleted_encounter_only_that_it_was_there_is_known(store: &dyn EncounterStore) {
    let (kept, id) = (make(store, "local", "Kept.").await, make(store, "local", "Deleted.").await);
    store.link_report("local", id, RunId::new(), at(1)).await.unwrap();
    assert_eq!(store.delete("local", id, at(2)).await, Ok(()));
    let deleted = EncounterError::Deleted(id);
    assert_eq!(store.get("local", id).await, Err(deleted.clone()));
    assert_eq!(store.listed("local", id).await, Err(deleted.clone()));
    assert_eq!(store.link_report("local", id, RunId::new(), at(3)).await, Err(deleted.clone()));
    assert_eq!(store.delete("local", id, at(3)).await, Err(deleted), "the second time");
    assert_eq!(store.delete("other", id, at(3)).await, Err(EncounterError::Unknown(id)));
    let page = store.page("local", None, 10).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].id, page.total), (1, kept, 1));
}

async fn the_newest_report_is_known(store: &dyn EncounterStore) {
    let id = make(store, "local", "A note.").await;
    let (older, newer) = (RunId::new(), RunId::new());
    for (seconds, report, known, changed) in
        [(1, older, older, 1), (2, newer, newer, 2), (3, older, newer, 2), (4, newer, newer, 2)]
    {
        store.link_report("local", id, report, at(seconds)).await.unwrap();
        let listed = store.listed("local", id).await.unwrap();
        assert_eq!((listed.report, listed.changed_at), (Some(known), at(changed)));
        assert_eq!(listed.created_at, at(0));
    }
}

async fn a_start_is_known_by_its_key(store: &dyn EncounterStore) {
    let remember = |tenant: &str, body: u8| store.remember_start(tenant, keyed("k", body), at(0));
    let report = RunId::new();
    assert_eq!(store.answer_start("local", "k", report).await, Ok(()), "of an unknown key nothing is kept");
    assert_eq!(remember("local", 1).await, Ok(Start::New));
    assert_eq!(remember("local", 1).await, Ok(Start::Same(None)));
    assert_eq!(remember("local", 2).await, Ok(Start::Other));
    assert_eq!(remember("other", 2).await, Ok(Start::New));
    store.answer_start("local", "k", report).await.unwrap();
    assert_eq!(remember("local", 1).await, Ok(Start::Same(Some(report))));
    assert_eq!(remember("other", 2).await, Ok(Start::Same(None)));
}
