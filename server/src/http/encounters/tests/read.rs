//! Reading, listing and deleting encounters.

use axum::http::StatusCode;
use revrx_api::{Encounter, EncounterPage};
use revrx_engine::SubmitRequest;
use revrx_engine_core::view::RunStatus;

use super::place::{Place, WORKFLOW_NAME};
use crate::encounters::{ATTRIBUTE, reconcile};

#[tokio::test]
async fn a_list_goes_from_new_to_old_in_pages() {
    let place = Place::new().await;
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(place.make(&format!("Note {number}.")).await);
    }
    made.reverse();
    let ids = |page: &EncounterPage| page.items.iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
    let first: EncounterPage = place.get("/encounters?limit=3").await.read();
    assert_eq!((ids(&first), first.total), (made[..3].to_vec(), 5));
    let next = first.next.unwrap();
    let second: EncounterPage = place.get(&format!("/encounters?limit=3&cursor={next}")).await.read();
    assert_eq!((ids(&second), second.next, second.total), (made[3..].to_vec(), None, 5));
    let all: EncounterPage = place.get("/encounters").await.read();
    assert_eq!((ids(&all), all.next), (made, None));
    let body = place.get("/encounters").await.body;
    assert!(!String::from_utf8(body).unwrap().contains("Note 1"), "a list holds no note");
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_refused() {
    let place = Place::new().await;
    place.make("Fever.").await;
    for (query, code) in [
        ("limit=0", "query-field"),
        ("limit=101", "query-field"),
        ("limit=-1", "query-field"),
        ("limit=Zanzibar", "query-field"),
        ("Zanzibar=1", "query-field"),
        ("cursor=", "cursor-invalid"),
        ("cursor=Zanzibar", "cursor-invalid"),
        ("cursor=0199f0a2-7c1e-7b33-8d1f-5a1c4a0b9e21", "cursor-invalid"),
    ] {
        let problem = place.get(&format!("/encounters?{query}")).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (400, code), "{query}");
        assert!(!problem.detail.contains("Zanzibar"));
    }
    for limit in [1, 100] {
        let page: EncounterPage = place.get(&format!("/encounters?limit={limit}")).await.read();
        assert_eq!(page.items.len(), 1);
    }
}

#[tokio::test]
async fn what_is_no_encounter_is_not_found() {
    let place = Place::new().await;
    for id in
        ["Zanzibar", "0", "0199f0a27c1e7b338d1f5a1c4a0b9e21", "0199f0a2-7c1e-7b33-8d1f-5a1c4a0b9e21", "%00"]
    {
        for answer in
            [place.get(&format!("/encounters/{id}")).await, place.delete(&format!("/encounters/{id}")).await]
        {
            let problem = answer.problem();
            assert_eq!((problem.status, problem.code.as_str()), (404, "encounter-unknown"), "{id}");
            assert!(!problem.detail.contains("Zanzibar"));
        }
    }
}

#[tokio::test]
async fn a_deleted_encounter_is_gone_and_what_was_made_of_it_is_cancelled() {
    let place = Place::new().await;
    let (kept, id) = (place.make("Kept.").await, place.make("Deleted.").await);
    let mut runs = Vec::new();
    for encounter in [&kept, &id, &id] {
        let request =
            SubmitRequest::new(WORKFLOW_NAME).input("text", &"Deleted.").attribute(ATTRIBUTE, encounter);
        runs.push(place.app.engine.submit(request).await.unwrap());
    }
    let address = format!("/encounters/{id}");
    let deleted = place.delete(&address).await;
    assert_eq!((deleted.status, deleted.body.len()), (StatusCode::NO_CONTENT, 0));
    for (run, expected) in runs.iter().zip([RunStatus::Queued, RunStatus::Cancelled, RunStatus::Cancelled]) {
        assert_eq!(run.head().await.unwrap().unwrap().index.status, expected);
    }
    for answer in [place.get(&address).await, place.delete(&address).await] {
        let problem = answer.problem();
        assert_eq!((problem.status, problem.code.as_str()), (410, "encounter-deleted"));
    }
    let page: EncounterPage = place.get("/encounters").await.read();
    assert_eq!((page.items.len(), page.total, page.items[0].id.as_str()), (1, 1, kept.as_str()));
}

#[tokio::test]
async fn what_a_crash_left_unlinked_is_linked_at_the_start() {
    let place = Place::new().await;
    let (one, two) = (place.make("One.").await, place.make("Two.").await);
    let mut runs = Vec::new();
    for encounter in [one.as_str(), one.as_str(), two.as_str(), "no encounter"] {
        let request = SubmitRequest::new(WORKFLOW_NAME).input("text", &"x").attribute(ATTRIBUTE, encounter);
        runs.push(place.app.engine.submit(request).await.unwrap().id());
    }
    place.app.engine.submit(SubmitRequest::new(WORKFLOW_NAME).input("text", &"x")).await.unwrap();
    let gone = place.make("Gone.").await;
    let of_gone = SubmitRequest::new(WORKFLOW_NAME).input("text", &"x").attribute(ATTRIBUTE, gone.as_str());
    place.app.engine.submit(of_gone).await.unwrap();
    place.app.encounters.delete("local", gone.parse().unwrap(), revrx_engine::wall()).await.unwrap();
    let linked =
        async |id: &str| place.app.encounters.listed("local", id.parse().unwrap()).await.unwrap().report;
    assert_eq!((linked(&one).await, linked(&two).await), (None, None));
    for _ in 0..2 {
        assert_eq!(reconcile(&place.app.engine, &*place.app.encounters).await.unwrap(), 4);
        assert_eq!(
            (linked(&one).await, linked(&two).await),
            (Some(runs[1]), Some(runs[2])),
            "the newest one"
        );
    }
    let row = place.get(&format!("/encounters/{one}")).await.read::<Encounter>().row;
    assert_eq!(row.report.unwrap().id.to_string(), runs[1].to_string());
}
