//! Which data folders open, and what is said of those that do not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use revrx_engine::store::{SqliteStore, Store as _, StoreError};

use crate::engine::{engine, run};

const FILE: &str = "runs.sqlite";

/// A closed data folder with some runs in it.
async fn used(folder: &Path) {
    let engine = engine(folder).await;
    for number in 0..20 {
        run(&engine, &format!("text {number}")).await;
    }
    engine.shutdown().await.unwrap();
}

async fn error_of(data: &Path) -> StoreError {
    SqliteStore::open(data).await.expect_err("it must not open")
}

#[tokio::test]
async fn a_folder_is_open_in_one_process_and_the_second_is_told_which() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = SqliteStore::open(folder.path()).await.unwrap();
    let error = error_of(folder.path()).await;
    assert_eq!(error, StoreError::InUse { pid: std::process::id() });
    assert!(error.to_string().contains(&format!("in use by process {}", std::process::id())), "{error}");
    store.close().await.unwrap();
    SqliteStore::open(folder.path()).await.unwrap();
}

#[tokio::test]
async fn folders_and_files_are_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path()).await;
    run(&engine, "text").await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for name in ["data", "keys"] {
        let inside = folder.path().join(name);
        assert_eq!(mode(&inside), 0o700, "{name}");
        for file in fs::read_dir(inside).unwrap() {
            let file = file.unwrap().path();
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }
    engine.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_named_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    used(folder.path()).await;
    let data = folder.path().join("data");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join(FILE));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("PRAGMA user_version = 7").execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let before = fs::read(data.join(FILE)).unwrap();
    let error = error_of(&data).await;
    assert_eq!(error, StoreError::Newer { found: 7, known: 1 });
    assert!(error.to_string().contains("newer version (schema 7, this one knows 1)"), "{error}");
    assert_eq!(fs::read(data.join(FILE)).unwrap(), before, "the file was changed");
}

#[tokio::test]
async fn damage_is_said_and_never_mended_by_starting_anew() {
    type Damage = fn(Vec<u8>) -> Vec<u8>;
    let damages: [(&str, Damage); 4] = [
        ("another format", |bytes| b"not a database at all. ".repeat(bytes.len() / 23)),
        ("a lost head", |mut bytes| {
            bytes[..100].fill(0xff);
            bytes
        }),
        ("a lost schema", |mut bytes| {
            bytes[100..4_096].fill(0xff);
            bytes
        }),
        ("another program's database", |_| Vec::new()),
    ];
    for (name, damage) in damages {
        let folder = tempfile::tempdir().unwrap();
        used(folder.path()).await;
        let file = folder.path().join("data").join(FILE);
        fs::write(&file, damage(fs::read(&file).unwrap())).unwrap();
        if name.starts_with("another program") {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
            let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
            sqlx::raw_sql("CREATE TABLE theirs (id)").execute(&mut connection).await.unwrap();
            sqlx::Connection::close(connection).await.unwrap();
        }
        let before = fs::read(&file).unwrap();
        let error = error_of(&folder.path().join("data")).await;
        assert!(matches!(error, StoreError::Corrupt(_)), "{name}: {error}");
        assert!(error.to_string().contains(FILE), "{name}: {error}");
        assert!(fs::read(&file).unwrap() == before, "{name}: the file was changed");
    }
}

#[tokio::test]
async fn a_file_cut_off_is_noticed_when_its_lost_part_is_read() {
    let folder = tempfile::tempdir().unwrap();
    used(folder.path()).await;
    let data = folder.path().join("data");
    let bytes = fs::read(data.join(FILE)).unwrap();
    fs::write(data.join(FILE), &bytes[..bytes.len() / 2 / 8_192 * 8_192]).unwrap();
    let outcome = async {
        let (store, _) = SqliteStore::open(&data).await?;
        for head in store.list(&Default::default()).await? {
            store.load(head.id).await?;
            store.artifact(head.id, head.head_seq, "many").await?;
        }
        Ok(())
    };
    let error: StoreError = outcome.await.expect_err("half the file is gone");
    assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
}
