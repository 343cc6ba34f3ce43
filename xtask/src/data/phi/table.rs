//! A table to be checked in: sorted lines under a header, gzipped so that a rebuild gives the same bytes.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::{Compression, GzBuilder};

use super::BuildError;

/// One table.
pub(super) struct Table {
    pub(super) file: &'static str,
    /// What it was made from, in words.
    pub(super) source: &'static str,
    pub(super) licence: &'static str,
    pub(super) lines: Vec<String>,
}

impl Table {
    /// Sorts the lines, drops repeats and writes the table into `folder`.
    pub(super) fn write(mut self, folder: &Path) -> Result<(), BuildError> {
        self.lines.sort();
        self.lines.dedup();
        let path = folder.join(self.file);
        let bytes = self.bytes();
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, bytes?))
            .map_err(|source| BuildError::Write { path, source })
    }

    fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
        writeln!(out, "# source: {}", self.source)?;
        writeln!(out, "# licence: {}", self.licence)?;
        writeln!(out, "# built by: cargo xtask data")?;
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn the_same_lines_give_the_same_bytes() {
        let table =
            || Table { file: "t.gz", source: "s", licence: "l", lines: vec!["b".to_owned(), "a".to_owned()] };
        let bytes = table().bytes().unwrap();
        assert_eq!(bytes, table().bytes().unwrap());
        assert_eq!(bytes[4..8], [0; 4], "no time of writing");
    }
}
