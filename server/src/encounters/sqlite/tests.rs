//! What the file of encounters keeps, and what cannot be read in it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use revrx_engine::seal::{MasterKey, SealError, Sealer};
use revrx_engine::store::StoreError;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::SqliteEncounters;
use super::errors::FILE;
use crate::encounters::contract::{at, content, make, sealer};
use crate::encounters::{Content, EncounterError, EncounterStore, Keyed, NewEncounter};

const LOCAL: &str = "local";

async fn open(folder: &Path) -> SqliteEncounters {
    SqliteEncounters::open(folder, sealer()).await.unwrap()
}

/// The file, opened by somebody else.
async fn other_program(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join(FILE)).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Whether any file of the folder holds these bytes.
fn is_anywhere(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
    })
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let key = || Some(Keyed { key: "k".to_owned(), body_hash: [1; 32] });
    let made = store.create(NewEncounter::new(LOCAL, at(0), content("Kept.")), key()).await.unwrap();
    let deleted = make(&store, LOCAL, "Deleted.").await;
    store.delete(LOCAL, deleted, at(1)).await.unwrap();
    // Not closed, as if the process had ended.
    drop(store);
    let store = open(folder.path()).await;
    assert_eq!(store.get(LOCAL, made.encounter.listed.id).await.unwrap(), made.encounter);
    assert_eq!(store.get(LOCAL, deleted).await, Err(EncounterError::Deleted(deleted)));
    let again = store.create(NewEncounter::new(LOCAL, at(2), content("Kept.")), key()).await.unwrap();
    assert!(again.existed);
    assert_eq!(store.page(LOCAL, None, 10).await.unwrap().total, 1);
    store.close().await.unwrap();
    let closed = store.create(NewEncounter::new(LOCAL, at(3), content("Late.")), None).await;
    assert!(matches!(closed, Err(EncounterError::Store(StoreError::Unavailable(_)))), "{closed:?}");
}

#[tokio::test]
async fn no_clinical_word_can_be_read_in_the_files_which_are_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    for number in 0..30 {
        let Content { visit, reference, .. } = content("");
        let note = "Osteoarthritis of the right knee, Zanzibar. ".repeat(number + 1).into();
        let new = NewEncounter::new(LOCAL, at(0), Content { reference, visit, note });
        let key = Keyed { key: format!("Zanzibar-{number}"), body_hash: [1; 32] };
        store.create(new, Some(key)).await.unwrap();
    }
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.contains(&format!("{FILE}-wal")), "there is a log to look at: {names:?}");
    for name in &names {
        let mode = folder.path().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
    let words = [
        "osteoarthritis",
        "right knee",
        "zanzibar",
        "Barnaby",
        "Lindqvist",
        "88-203117",
        "Adeyemi",
        "M17.11",
    ];
    let look = |when: &str| {
        for word in words.into_iter().chain(["Ref.", "inpatient", "2026-01-20", "patient-names"]) {
            assert!(!is_anywhere(folder.path(), word.as_bytes()), "{word} {when}");
        }
        assert!(is_anywhere(folder.path(), LOCAL.as_bytes()), "the search finds what there is");
    };
    look("in the log");
    store.close().await.unwrap();
    look("in the file");
}

#[tokio::test]
async fn deleting_overwrites_the_data_key_wherever_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let kept = make(&store, LOCAL, "Kept.").await;
    let id = make(&store, LOCAL, &"Deleted. ".repeat(5_000)).await;
    let mut reader = other_program(folder.path()).await;
    let sealed = |table: &'static str, column: &'static str| {
        let sql = format!(
            "SELECT {column} FROM {table} WHERE encounter = (SELECT number FROM encounter WHERE uuid = ?)"
        );
        sqlx::query_scalar::<_, Vec<u8>>(sqlx::AssertSqlSafe(sql)).bind(id.as_bytes().to_vec())
    };
    let key = sealed("key", "wrapped").fetch_one(&mut reader).await.unwrap();
    let note = sealed("content", "note").fetch_one(&mut reader).await.unwrap();
    reader.close().await.unwrap();
    let pieces = [&key[..], &note[..40], &note[note.len() - 40..]];
    assert!(pieces.iter().all(|piece| is_anywhere(folder.path(), piece)));
    store.delete(LOCAL, id, at(1)).await.unwrap();
    for piece in pieces {
        assert!(!is_anywhere(folder.path(), piece));
    }
    assert!(store.get(LOCAL, kept).await.is_ok());
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_value_opens_nowhere_but_where_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let (one, two) = (make(&store, LOCAL, "One.").await, make(&store, LOCAL, "Two.").await);
    store.close().await.unwrap();
    let mut other = other_program(folder.path()).await;
    sqlx::raw_sql("UPDATE content SET note = visit WHERE encounter = 1").execute(&mut other).await.unwrap();
    let swap = "UPDATE content SET note = (SELECT note FROM content WHERE encounter = 1) WHERE encounter = 2";
    sqlx::raw_sql(swap).execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let store = open(folder.path()).await;
    let tampered = EncounterError::Seal(SealError::Tampered);
    assert_eq!(store.get(LOCAL, one).await, Err(tampered));
    assert!(matches!(store.get(LOCAL, two).await, Err(EncounterError::Seal(_))));
    assert!(store.listed(LOCAL, one).await.is_ok(), "a list opens no note");
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_not_touched() {
    let newer = "PRAGMA user_version = 99";
    let foreign = "PRAGMA user_version = 0; CREATE TABLE birds (name TEXT)";
    for (what, sql) in [("a newer schema", newer), ("of another program", foreign)] {
        let folder = tempfile::tempdir().unwrap();
        let mut other = other_program(folder.path()).await;
        sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
        other.close().await.unwrap();
        let before = std::fs::read(folder.path().join(FILE)).unwrap();
        let refused = SqliteEncounters::open(folder.path(), sealer()).await.unwrap_err();
        match what {
            "a newer schema" => {
                assert_eq!(refused, EncounterError::Store(StoreError::Newer { found: 99, known: 1 }));
            }
            _ => assert!(matches!(refused, EncounterError::Store(StoreError::Corrupt(_))), "{refused}"),
        }
        assert!(std::fs::read(folder.path().join(FILE)).unwrap() == before, "{what}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), "a letter to the hospital".repeat(1_000)).unwrap();
    let refused = SqliteEncounters::open(folder.path(), sealer()).await.unwrap_err();
    assert!(matches!(refused, EncounterError::Store(StoreError::Corrupt(_))), "{refused}");
}

#[tokio::test]
async fn the_master_key_is_that_of_the_runs() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.close().await.unwrap();
    let (ours, stranger) = (MasterKey::from_bytes([7; 32]), MasterKey::from_bytes([8; 32]));
    let refused = SqliteEncounters::open(folder.path(), Sealer::sealed(&stranger)).await.unwrap_err();
    assert_eq!(refused, EncounterError::OtherKey { found: ours.id(), expected: stranger.id() });
    let plain = SqliteEncounters::open(folder.path(), Sealer::Plain).await.unwrap_err();
    assert!(matches!(plain, EncounterError::Store(_)), "nothing is written unsealed");
}

#[tokio::test]
async fn a_write_goes_on_when_its_caller_does_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let id = make(&store, LOCAL, "A note.").await;
    drop(store.delete(LOCAL, id, at(1)));
    store.close().await.unwrap();
    let store = open(folder.path()).await;
    assert_eq!(store.get(LOCAL, id).await, Err(EncounterError::Deleted(id)));
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_left_of_what_did_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    make(&store, LOCAL, "Before.").await;
    let limit = store.writer.transact(|tx| {
        Box::pin(async move {
            sqlx::raw_sql("PRAGMA max_page_count = 12")
                .execute(tx)
                .await
                .map_err(super::errors::store_error)?;
            Ok(())
        })
    });
    limit.await.unwrap();
    // Not compressible, so that it needs its room: a linear congruential generator.
    let mut state = 1_u64;
    let mut letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 33) as u8 % 26)
    };
    let large: String = (0..200_000).map(&mut letter).collect();
    let refused = store.create(NewEncounter::new(LOCAL, at(1), content(&large)), None).await;
    assert_eq!(refused.map(|_| ()), Err(EncounterError::Store(StoreError::Full)));
    assert_eq!(store.page(LOCAL, None, 10).await.unwrap().total, 1);
    // With room again, which a new connection has here, it goes on.
    make(&store, LOCAL, &large).await;
    assert_eq!(store.page(LOCAL, None, 10).await.unwrap().total, 2);
    store.close().await.unwrap();
}
