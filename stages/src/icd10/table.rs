//! Unpacking a compiled-in table.

use std::io::Read;

/// Text of a gzip table without its comment lines.
///
/// # Panics
/// Never for the tables of this crate: a test unpacks each.
pub(crate) fn unpack(packed: &[u8]) -> String {
    let mut text = String::with_capacity(packed.len() * 6);
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("a compiled-in table unpacks");
    text
}

/// Rows of a table: its lines but the comments.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with("# ") && !line.is_empty())
}
