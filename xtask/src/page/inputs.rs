//! Whether anything has changed that the page is made of.

use std::fs;
use std::path::Path;

use super::names;
use crate::error::Error;
use crate::sh;

/// Files and folders; what is below a folder counts too.
const INPUTS: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "engine/core/Cargo.toml",
    "engine/core/src",
    "frontend/Cargo.toml",
    "frontend/boot.js",
    "frontend/favicon.svg",
    "frontend/index.html",
    "frontend/src",
    "frontend/styles",
    "frontend/theme.js",
    "server/api",
    "xtask/npm/package-lock.json",
    "xtask/src/page",
];

/// A name for the build of the page that these sources, this compiler and `how` give.
///
/// # Errors
/// A source cannot be read, or there is no compiler.
pub(super) fn hash(root: &Path, how: &str) -> Result<String, Error> {
    let compiler = sh::capture(sh::command("rustc").arg("--version"))?;
    let mut all = Vec::new();
    for part in [how, &compiler] {
        push(&mut all, part.as_bytes());
    }
    for input in INPUTS {
        add(&mut all, root, input)?;
    }
    Ok(names::digest(all))
}

fn add(all: &mut Vec<u8>, root: &Path, name: &str) -> Result<(), Error> {
    let path = root.join(name);
    if !path.is_dir() {
        push(all, name.as_bytes());
        push(all, &fs::read(&path).map_err(Error::file(&path))?);
        return Ok(());
    }
    let mut below = Vec::new();
    for entry in fs::read_dir(&path).map_err(Error::file(&path))? {
        below.push(entry.map_err(Error::file(&path))?.file_name().to_string_lossy().into_owned());
    }
    below.sort();
    below.iter().try_for_each(|entry| add(all, root, &format!("{name}/{entry}")))
}

/// Appends a part with its length, so that no two lists of parts give the same bytes.
fn push(all: &mut Vec<u8>, part: &[u8]) {
    all.extend_from_slice(&part.len().to_le_bytes());
    all.extend_from_slice(part);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_hash_changes_with_every_source_and_with_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for input in INPUTS {
            let path = root.path().join(input);
            let file = if path.extension().is_some() { path } else { path.join("below/a.rs") };
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "one").unwrap();
        }
        let first = hash(root.path(), "small").unwrap();
        fs::write(root.path().join("frontend/README.md"), "words").unwrap();
        assert_eq!(hash(root.path(), "small").unwrap(), first);
        assert_ne!(hash(root.path(), "dev").unwrap(), first);
        let mut seen = vec![first];
        for (change, text) in [
            ("frontend/src/below/a.rs", "two"),
            ("frontend/src/b.rs", ""),
            ("frontend/styles/below/a.rs", "two"),
            ("engine/core/src/below/a.rs", "two"),
            ("server/api/below/a.rs", "two"),
            ("Cargo.lock", "two"),
        ] {
            fs::write(root.path().join(change), text).unwrap();
            let next = hash(root.path(), "small").unwrap();
            assert!(!seen.contains(&next), "{change}");
            seen.push(next);
        }
        fs::remove_file(root.path().join("Cargo.lock")).unwrap();
        assert!(hash(root.path(), "small").unwrap_err().to_string().contains("Cargo.lock"));
    }

    #[test]
    fn every_source_of_the_page_is_there() {
        for input in INPUTS {
            assert!(sh::root().join(input).exists(), "{input}");
        }
    }
}
