//! By what a piece of work is known again.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// SHA-256 over named parts, in hexadecimal. The length of each part is hashed too, so none can pose as two.
pub(super) fn fingerprint<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in parts {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _written: std::fmt::Result = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_and_every_border_counts() {
        let of =
            |parts: &[(&str, &str)]| fingerprint(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
        let same = of(&[("note", "ab"), ("workflow", "c")]);
        assert_eq!(same, of(&[("note", "ab"), ("workflow", "c")]));
        assert_eq!(same.len(), 64);
        for other in [
            of(&[("note", "a"), ("workflow", "bc")]),
            of(&[("note", "ab")]),
            of(&[("note", "abc"), ("workflow", "")]),
        ] {
            assert_ne!(same, other);
        }
    }
}
