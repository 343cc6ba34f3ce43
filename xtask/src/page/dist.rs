//! The folder that `revrx` embeds: every file as it is, with brotli, and with gzip.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::names;
use crate::error::Error;

/// Its name, below the folder of the page's sources.
pub(super) const FOLDER: &str = "dist";
/// What is appended to a name, for each way the bytes are kept.
const ENDS: [&str; 3] = ["", ".br", ".gz"];

/// A file of the page.
pub(super) struct Asset {
    pub(super) name: String,
    bytes: Vec<u8>,
}

impl Asset {
    /// A file whose name holds a hash of its bytes.
    pub(super) fn hashed(stem: &str, end: &str, bytes: Vec<u8>) -> Self {
        Self { name: names::hashed(stem, end, &bytes), bytes }
    }

    /// A file with a name that stays.
    pub(super) fn named(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes }
    }
}

/// A file in all ways it is kept, in the order of `ENDS`.
pub(super) struct Compressed {
    pub(super) name: String,
    pub(super) bytes: [Vec<u8>; ENDS.len()],
}

/// Compresses every file; with `best`, as small as it gets.
pub(super) fn compress(assets: Vec<Asset>, best: bool) -> Vec<Compressed> {
    let each = |Asset { name, bytes }| {
        let (br, gz) = (brotli(&bytes, if best { 11 } else { 4 }), gzip(&bytes, if best { 9 } else { 6 }));
        Compressed { name, bytes: [bytes, br, gz] }
    };
    assets.into_iter().map(each).collect()
}

/// Writes the files in this order, each at once or not at all, then removes everything else.
///
/// # Errors
/// The folder or a file cannot be written.
pub(super) fn write(folder: &Path, files: &[Compressed]) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let mut written = BTreeSet::new();
    for file in files {
        for (end, bytes) in ENDS.iter().zip(&file.bytes) {
            let name = format!("{}{end}", file.name);
            let path = folder.join(&name);
            let half = folder.join(format!("{name}.half"));
            fs::write(&half, bytes).map_err(Error::file(&half))?;
            fs::rename(&half, &path).map_err(Error::file(&path))?;
            written.insert(name);
        }
    }
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let entry = entry.map_err(Error::file(folder))?;
        if !written.contains(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(entry.path()).map_err(Error::file(&entry.path()))?;
        }
    }
    Ok(())
}

/// The files, when they are all there and come from the build named `build`.
pub(super) fn read(folder: &Path, build: &str) -> Option<Vec<Compressed>> {
    let index = fs::read_to_string(folder.join(names::INDEX)).ok()?;
    if !index.contains(&format!("content=\"{build}\"")) {
        return None;
    }
    let names = references(&index).into_iter().chain([names::INDEX]);
    names.map(|name| Some(Compressed { name: name.to_owned(), bytes: all(folder, name)? })).collect()
}

fn all(folder: &Path, name: &str) -> Option<[Vec<u8>; ENDS.len()]> {
    let [plain, br, gz] = ENDS.map(|end| fs::read(folder.join(format!("{name}{end}"))).ok());
    Some([plain?, br?, gz?])
}

/// What the document loads from the root of its own server.
fn references(index: &str) -> BTreeSet<&str> {
    let starts = ["href=\"/", "src=\"/"];
    let ends = starts.iter().flat_map(|start| index.split(start).skip(1));
    ends.filter_map(|rest| rest.split('"').next()).filter(|name| !name.is_empty()).collect()
}

fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let parameters =
        BrotliEncoderParams { quality, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    let mut from = bytes;
    brotli::BrotliCompress(&mut from, &mut compressed, &parameters).expect("memory takes all");
    compressed
}

fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn files(build: &str) -> Vec<Compressed> {
        let script = Asset::hashed("boot", ".js", build.as_bytes().to_vec());
        let index =
            format!("<meta content=\"{build}\"><script src=\"/{}\"></script><a href=\"/\">", script.name);
        compress(vec![script, Asset::named(names::INDEX, index.into_bytes())], true)
    }

    fn listed(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_folder_holds_the_last_build_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &files("one")).unwrap();
        let first = listed(folder.path());
        assert_eq!(first.len(), 6, "{first:?}");
        write(folder.path(), &files("two")).unwrap();
        let second = listed(folder.path());
        assert_eq!(second.len(), 6, "{second:?}");
        assert_ne!(first, second);
    }

    #[test]
    fn a_build_is_known_by_its_name_and_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path(), "one").is_none());
        write(folder.path(), &files("one")).unwrap();
        let there = read(folder.path(), "one").unwrap();
        assert_eq!(there.iter().map(|file| file.bytes[0].len()).sum::<usize>(), {
            files("one").iter().map(|file| file.bytes[0].len()).sum::<usize>()
        });
        assert!(read(folder.path(), "two").is_none());
        fs::remove_file(folder.path().join(format!("{}.br", there[0].name))).unwrap();
        assert!(read(folder.path(), "one").is_none());
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "words and words and words ".repeat(50);
        for best in [true, false] {
            let file = &compress(vec![Asset::named("a", text.clone().into_bytes())], best)[0];
            let mut back = [String::new(), String::new()];
            brotli::Decompressor::new(file.bytes[1].as_slice(), 4096).read_to_string(&mut back[0]).unwrap();
            flate2::read::GzDecoder::new(file.bytes[2].as_slice()).read_to_string(&mut back[1]).unwrap();
            assert_eq!(back, [text.clone(), text.clone()]);
            assert!(file.bytes[1].len() < 100 && file.bytes[2].len() < 100);
        }
    }
}
