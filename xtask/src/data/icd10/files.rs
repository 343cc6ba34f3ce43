//! Reading the sources and writing the tables.

use super::error::BuildError;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

/// Text of a source file; a `.gz` one is unpacked.
///
/// # Errors
/// The file is missing, damaged, or not UTF-8.
pub fn text(path: &Path) -> Result<String, BuildError> {
    let bytes = fs::read(path).map_err(BuildError::file(path))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
        reader.read_to_string(&mut text).map_err(BuildError::file(path))?;
    } else {
        text = String::from_utf8(bytes).map_err(|_| BuildError::shape(path, "the file is not UTF-8"))?;
    }
    Ok(text)
}

/// Text of the one entry of a zip archive whose name ends in `suffix`.
///
/// # Errors
/// The archive is missing or damaged, or has no such entry.
pub fn zipped_text(path: &Path, suffix: &str) -> Result<String, BuildError> {
    let bytes = fs::read(path).map_err(BuildError::file(path))?;
    let shape = |problem: String| BuildError::shape(path, problem);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|e| shape(e.to_string()))?;
    let name =
        archive.file_names().flatten().map(|name| name.into_owned()).find(|name| name.ends_with(suffix));
    let name = name.ok_or_else(|| shape(format!("no entry that ends in {suffix}")))?;
    let mut text = String::new();
    let mut entry = archive.by_name(&name).map_err(|e| shape(e.to_string()))?;
    entry.read_to_string(&mut text).map_err(BuildError::file(path))?;
    Ok(text)
}

/// Writes a table with its three header lines, compressed without a time stamp so that the same rows give the same bytes.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, source: &str, licence: &str, rows: &str) -> Result<(), BuildError> {
    let text = format!("# source: {source}\n# licence: {licence}\n# built by: cargo xtask data\n{rows}");
    let mut packed = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).map_err(BuildError::file(path))?;
    let bytes = packed.finish().map_err(BuildError::file(path))?;
    fs::write(path, bytes).map_err(BuildError::file(path))
}
