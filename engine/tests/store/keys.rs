//! Master keys: made once, kept outside the data folder, never made again.

use std::fs;
use std::path::{Path, PathBuf};

use revrx_engine::Storage;
use revrx_engine::seal::MasterKey;

use crate::engine::{engine, run};

/// The only key file of a folder.
fn key_file(keys: &Path) -> PathBuf {
    let files: Vec<PathBuf> = fs::read_dir(keys).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

#[tokio::test]
async fn a_new_folder_gets_one_key_and_later_starts_use_it() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["one", "two"] {
        let engine = engine(folder.path()).await;
        assert!(run(&engine, text).await.starts_with(text));
        engine.shutdown().await.unwrap();
        key_file(&folder.path().join("keys"));
    }
}

#[tokio::test]
async fn without_its_key_a_folder_does_not_open_and_none_is_made() {
    type Loss = fn(&Path);
    let losses: [(&str, Loss, &str); 4] = [
        ("gone", |file| fs::remove_file(file).unwrap(), "which is not in"),
        ("another key", |file| fs::write(file, "07".repeat(32)).unwrap(), "does not hold the master key"),
        ("cut off", |file| fs::write(file, "07".repeat(31)).unwrap(), "does not hold the master key"),
        ("no key", |file| fs::write(file, "x".repeat(64)).unwrap(), "does not hold the master key"),
    ];
    for (name, lose, said) in losses {
        let folder = tempfile::tempdir().unwrap();
        engine(folder.path()).await.shutdown().await.unwrap();
        let (data, keys) = (folder.path().join("data"), folder.path().join("keys"));
        let file = key_file(&keys);
        let id = file.file_name().unwrap().to_str().unwrap().to_owned();
        lose(&file);
        let listed = || fs::read_dir(&keys).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        let before = (listed(), fs::read(&file).ok());
        let Err(error) = Storage::sqlite(&data, Some(&keys)).await else { panic!("{name}: it opened") };
        let error = error.to_string();
        for part in [said, &id, keys.to_str().unwrap()] {
            assert!(error.contains(part), "{name}: {error}");
        }
        assert!(before == (listed(), fs::read(&file).ok()), "{name}: a key was made");
    }
}

#[tokio::test]
async fn keys_within_the_data_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&data, &link).unwrap();
    for keys in [data.clone(), data.join("keys"), data.join("a/b/.."), link.join("keys")] {
        let Err(error) = Storage::sqlite(&data, Some(&keys)).await else {
            panic!("{}: it opened", keys.display())
        };
        assert!(error.to_string().contains("lies within the data folder"), "{error}");
        assert!(!data.join("keys").exists(), "something was made");
    }
    Storage::sqlite(&data, Some(&folder.path().join("keys"))).await.unwrap();
}

#[test]
fn a_key_shows_its_id_and_nothing_else() {
    let shown = format!("{:?}", MasterKey::from_bytes([7; 32]));
    assert_eq!(shown, format!("MasterKey(\"{}\")", MasterKey::from_bytes([7; 32]).id()));
    assert!(!shown.contains("0707"));
}
