//! Nothing that was said can be read in the files of a data folder.

use std::fs;
use std::path::Path;

use crate::engine::{engine, run};

const CANARY: &str = "a-canary-of-three-words in the text";

/// The files of a folder that hold these bytes.
fn holders(folder: &Path, wanted: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if fs::read(&path).unwrap().windows(wanted.len()).any(|part| part == wanted) {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found
}

#[tokio::test]
async fn no_text_of_an_input_or_output_is_readable_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let engine = engine(folder.path()).await;
    for _ in 0..20 {
        assert!(run(&engine, CANARY).await.contains(CANARY));
    }
    let hidden = |when: &str| {
        for part in [CANARY, "a-canary", "three-words in"] {
            assert_eq!(holders(&data, part.as_bytes()), [""; 0], "{part} {when}");
        }
    };
    hidden("before closing");
    assert!(fs::metadata(data.join("runs.sqlite-wal")).unwrap().len() > 100_000, "the log is in use");
    assert!(!holders(&data, b"test.echo").is_empty(), "what is not sealed is found by the same search");
    engine.shutdown().await.unwrap();
    hidden("after closing");
    assert_eq!(holders(&data, b"test.echo"), ["runs.sqlite"]);
}
